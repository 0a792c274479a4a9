"""pledgegraph: texts of intergovernmental meetings as a knowledge graph of commitments, each fact with its quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pledgegraph.api.graph import KnowledgeGraph

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(path_or_url: str | Path = "", *, timeout: int = 30, retries: int = 2) -> KnowledgeGraph:
    """The graph of a release folder, a folder of releases, a project, or a SPARQL endpoint, ready to be asked.

    Args:
        path_or_url: a folder, or an address that begins with http:// or https://; by default the current release of
            the project here, else of the one installed.
        timeout: seconds until a request to an endpoint is given up.
        retries: how often a failed request is tried again.

    Raises:
        InputError: there is no whole release.
        RemoteError: the endpoint does not answer, or not over the union of its graphs.
    """
    from pledgegraph.api.graph import open_graph  # noqa: PLC0415 - the command line starts without it

    return open_graph(path_or_url, timeout=timeout, retries=retries)
