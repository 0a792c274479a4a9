"""From files to records: documents, registry, rules and curated data, read strictly."""
