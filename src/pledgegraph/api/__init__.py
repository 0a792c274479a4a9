"""The graph for programs and notebooks: one object over a folder or an endpoint, with answers that show themselves."""
