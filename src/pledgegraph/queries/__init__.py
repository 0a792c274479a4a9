"""The query catalogue: `queries/*.rq` files with checked headers, asked of a release or of a remote endpoint."""
