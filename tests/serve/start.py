"""Starts a server with limits that the command line does not offer, so that a test need not wait for the real ones."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from pledgegraph.serve.run import bind, serve
from pledgegraph.serve.settings import Settings


def main() -> None:
    """Serves the release named first with the limits named second, in JSON."""
    logging.basicConfig(level=logging.WARNING)
    with bind("127.0.0.1", 0) as listener:
        public = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = Settings(**{"public": public, "workers": 2, **json.loads(sys.argv[2])})
        serve(
            Path(sys.argv[1]),
            settings,
            listener,
            lambda pool: print(
                f"{public}/sparql answers over release {pool.current.name}", file=sys.stderr, flush=True
            ),
        )


if __name__ == "__main__":
    main()
