"""A process of its own in which pyLODE turns the Turtle file named first into the HTML file named second.

It runs apart because pyLODE sets up logging for everybody, and because its version module looks for a file that its
wheel does not bring along; it gets a module with the version instead. No connection is opened.
"""

from __future__ import annotations

import importlib
import logging
import socket
import sys
from importlib.metadata import version
from types import ModuleType
from typing import Any, NoReturn


def _refuse(*_arguments: object) -> NoReturn:
    raise OSError("no network while a page is made")


def main(source: str, target: str) -> None:
    """Writes the page."""
    stand_in = ModuleType("pylode.version")
    stand_in.__dict__["__version__"] = version("pylode")
    sys.modules["pylode.version"] = stand_in
    setattr(socket.socket, "connect", _refuse)  # noqa: B010 - the type checker forbids the plain assignment
    pylode: Any = importlib.import_module("pylode")
    logging.disable(logging.CRITICAL)
    page = pylode.OntPub(ontology=source).make_html()
    with open(target, "w", encoding="utf-8") as handle:
        handle.write(page)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
