"""Text to records: rules, names, dates, forums, persons, statements and commitments. Knows neither IRIs nor RDF."""
