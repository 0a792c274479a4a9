"""Input files as records: documents and their blocks, registry, rules, themes and curation."""
