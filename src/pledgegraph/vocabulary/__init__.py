"""The ontology as a product: read as terms, shown as tables, diagram and pages, checked, and given its addresses."""
