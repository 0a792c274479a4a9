"""Records to quads, and quads to bytes."""
