"""Tools for assistants (Model Context Protocol): questions, guarded SPARQL and quotes in context, all read-only."""
