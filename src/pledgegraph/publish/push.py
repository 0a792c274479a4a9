"""A release loaded into a remote store, named graph by named graph, resumed where it stopped, verified afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pledgegraph.errors import GateError, InputError, RemoteError
from pledgegraph.project import Project
from pledgegraph.publish.dumps import dump_of
from pledgegraph.publish.folders import MANIFEST, SUMS, file_sha256, locked, read_manifest, verify
from pledgegraph.publish.push_journal import Journal
from pledgegraph.publish.push_parts import Part, parts
from pledgegraph.publish.push_remote import counts, holds_unnamed, sample_differences
from pledgegraph.publish.push_store import GraphStore, checked_address
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.remote import Endpoint
from pledgegraph.vocab import GRAPHS

JOURNALS = "pushes"
_QUERY_ADDRESSES = (
    ("/sparql-graph-crud-auth", "/sparql"),
    ("/sparql-graph-crud", "/sparql"),
    ("/rdf-graphs/service", ""),
    ("/store", "/query"),
    ("/data", "/query"),
)
"""Where well-known servers answer queries, by the end of the address where they take graphs."""
_OF_THE_SERVER = (
    "http://www.openlinksw.com/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localuriqaserver/",
    "http://localhost:8890/",
)
"""Graphs that Virtuoso brings along; they are no data of anybody."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A remote store and what may be done to it.

    Attributes:
        store: the address of the Graph Store Protocol.
        query: the address for queries; found from `store` for well-known servers when empty.
        replaces: whether graphs of another release may be replaced, and those that are no longer there removed.
        beside_others: whether the store may hold graphs that are not ours; they are never touched.
        timeout: seconds until a request is given up.
        retries: how often a request is tried again.
        pause: seconds before the first retry.
    """

    store: str
    query: str = ""
    replaces: bool = False
    beside_others: bool = False
    timeout: int = 300
    retries: int = 2
    pause: float = 0.5

    def endpoint(self) -> Endpoint:
        """Where the store answers queries.

        Raises:
            InputError: it is not named and cannot be told from the store's address.
        """
        query = self.query
        store = checked_address(self.store)
        if not query:
            ends = (store.removesuffix(end) + other for end, other in _QUERY_ADDRESSES if store.endswith(end))
            query = next(ends, "")
        if not query:
            raise InputError(
                "where this store answers queries cannot be told from its address",
                place=store,
                remedy="Name that address with --query.",
            )
        return Endpoint(url=checked_address(query), timeout=self.timeout, retries=self.retries, pause=self.pause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push did.

    Attributes:
        sent: graphs sent now.
        there: graphs that an earlier run had sent.
        removed: graphs of another release that were removed.
        left: graphs that are still to be sent, because the store stopped.
        triples: statements of the release.
        samples: sample queries that gave as many rows as the release gives.
        failure: why the store stopped; none when everything was sent and verified.
    """

    sent: tuple[str, ...]
    there: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    triples: int
    samples: int = 0
    failure: RemoteError | None = None


def push(project: Project, release: Path, target: Target, say: Say) -> Pushed:
    """What was sent of a release to a store; when all was, counts and sample queries have been compared.

    Raises:
        InputError: the release is not whole, or the store holds other data.
        RemoteError: the store cannot be reached or refuses, before anything was sent.
        GateError: everything was sent, and the store does not have or answer what the release does.
        LockedError: another push runs in this project.
    """
    verify(release)
    expected = _expected(release)
    endpoint = target.endpoint()
    folder = project.build / JOURNALS
    with locked(folder, "push"), tempfile.TemporaryDirectory(dir=folder, prefix=".parts-") as spool:
        journal = Journal.open(folder, target.store, file_sha256(release / SUMS))
        before = counts(endpoint)
        removable = _refuse_others(target, endpoint, before, expected, journal)
        there = [graph for graph in sorted(journal.done & expected.keys()) if before.get(graph) == expected[graph]]
        waiting = [part for part in parts(dump_of(release), Path(spool), expected) if part.graph not in there]
        say(f"{len(waiting)} of {len(expected)} graphs to send to {target.store}")
        pushed = _send(target, waiting, removable, journal, say)
    pushed = replace(pushed, there=tuple(there), triples=sum(expected.values()))
    if pushed.failure is not None:
        return pushed
    return replace(pushed, samples=_verify(project, release, endpoint, expected))


def _expected(release: Path) -> dict[str, int]:
    """The statements of each graph, by the manifest."""
    graphs = read_manifest(release).get("graphs")
    if not isinstance(graphs, dict) or not graphs:
        raise InputError("names no graphs", place=release / MANIFEST, remedy="Run 'pledgegraph build' again.")
    return {str(graph): int(count) for graph, count in graphs.items()}


def _refuse_others(
    target: Target, endpoint: Endpoint, before: Mapping[str, int], expected: Mapping[str, int], journal: Journal
) -> list[str]:
    """The graphs of another release that are to be removed; a store with data that may not be touched is refused.

    Raises:
        InputError: it holds graphs that are not ours, statements in no graph, or another release.
    """
    held = {graph for graph, count in before.items() if count and not graph.startswith(_OF_THE_SERVER)}
    foreign = sorted(graph for graph in held if not graph.startswith(GRAPHS))
    if not target.beside_others and (foreign or holds_unnamed(endpoint)):
        named = f"{len(foreign)} graphs that are not of this project, such as {foreign[0]}" if foreign else ""
        raise InputError(
            f"the store holds other data ({named or 'statements in no named graph'}), which would mix with ours",
            place=target.store,
            remedy="Name an empty store, or allow it with --beside-others; what is there is never changed.",
        )
    ours = held - set(foreign) - journal.begun
    if ours and not target.replaces:
        raise InputError(
            f"the store holds {len(ours)} graphs of another release, such as {min(ours)}",
            place=target.store,
            remedy="Allow to replace them with --replace.",
        )
    return sorted(ours - expected.keys())


def _send(target: Target, waiting: list[Part], removable: list[str], journal: Journal, say: Say) -> Pushed:
    """Sends the graphs one by one and stops at the first that the store does not take."""
    sent: list[str] = []
    removed: list[str] = []
    failure = None
    with GraphStore(target.store, timeout=target.timeout, retries=target.retries, pause=target.pause) as store:
        if waiting or removable:
            store.open(waiting[0].graph if waiting else removable[0])
        try:
            for part in waiting:
                journal.begin(part.graph)
                store.replace(part.graph, part.pieces())
                journal.finish(part.graph)
                sent.append(part.graph)
                say(f"sent {part.graph} ({part.triples} statements)")
            for graph in removable:
                store.remove(graph)
                removed.append(graph)
                say(f"removed {graph}, which this release does not have")
        except RemoteError as error:
            failure = error
    left = [part.graph for part in waiting if part.graph not in sent]
    return Pushed(sent=tuple(sent), there=(), removed=tuple(removed), left=tuple(left), triples=0, failure=failure)


def _verify(project: Project, release: Path, endpoint: Endpoint, expected: Mapping[str, int]) -> int:
    """How many sample queries the store answers with as many rows as the release, after its counts were compared.

    Raises:
        GateError: a count or an answer differs.
        RemoteError: its default graph is not the union of its graphs.
    """
    after = counts(endpoint)
    wrong = [
        f"{graph} has {after.get(graph, 0)} statements in place of {count}"
        for graph, count in expected.items()
        if after.get(graph, 0) != count
    ]
    if not wrong:
        endpoint.check()
        samples, wrong = sample_differences(Catalogue.read(project.queries), release, endpoint)
    if wrong:
        raise GateError(
            f"the store does not hold what was sent: {'; '.join(wrong[:5])}",
            place=endpoint.url,
            remedy="Does somebody else write to it? Run it again: graphs whose counts differ are sent anew.",
        )
    return samples
