"""Release folders: written beside, verified, renamed; the newest is what `current` points to."""
