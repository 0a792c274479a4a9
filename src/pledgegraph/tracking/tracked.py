"""What a release says that tracking needs: commitments, echoes with their speakers, forums, and published standings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from pledgegraph.iris import Iri
from pledgegraph.tracking.names import Named
from pledgegraph.vocab import ENTITIES, ONTOLOGY, PREFIXES, Decision, EchoKind, Grade, ReviewStatus, StandingValue

_PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("plg", "oa", "skos", "dcterms", "prov"))
_COMMITMENTS = """
SELECT ?commitment ?label ?ordinal ?text ?made ?document ?title ?instrument WHERE {
  ?commitment a plg:Commitment ; skos:prefLabel ?label ; plg:text ?text ; plg:producedBy ?statement .
  ?statement plg:inDocument ?source .
  ?source dcterms:identifier ?document ; dcterms:title ?title .
  OPTIONAL { ?statement plg:forum/plg:endDate ?made }
  OPTIONAL { ?commitment plg:ordinal ?ordinal }
  OPTIONAL { ?commitment plg:instrument/skos:prefLabel ?instrument }
} ORDER BY ?commitment ?instrument"""
_THEMES = """
SELECT ?commitment ?theme ?label WHERE {
  ?commitment a plg:Commitment ; plg:theme ?theme . ?theme skos:prefLabel ?label
} ORDER BY ?commitment ?theme"""
_STANDINGS = """
SELECT ?commitment ?day ?standing WHERE {
  ?node a plg:Standing ; plg:commitment ?commitment ; plg:asOf ?day ; plg:standing ?standing
} ORDER BY ?commitment ?day"""
_ECHOES = """
SELECT ?echo ?commitment ?grade ?kind ?status ?confidence ?quote ?document ?start ?forum ?forumLabel ?ended WHERE {
  ?echo a plg:Echo ; plg:ofCommitment ?commitment ; plg:grade ?grade ; plg:reviewStatus ?status ;
    plg:confidence ?confidence ; plg:inPassage ?passage .
  ?passage oa:exact ?quote ; oa:start ?start ; plg:inDocument/dcterms:identifier ?document .
  OPTIONAL { ?echo plg:echoKind ?kind }
  OPTIONAL { ?echo plg:forum ?forum . ?forum skos:prefLabel ?forumLabel . OPTIONAL { ?forum plg:endDate ?ended } }
} ORDER BY ?ended ?document ?start ?echo"""
_SPEAKERS = """
SELECT DISTINCT ?echo ?speaker ?label ?code ?for ?forLabel WHERE {
  ?echo a plg:Echo ; plg:speaker ?speaker .
  ?speaker skos:prefLabel ?label .
  OPTIONAL { ?speaker plg:iso3 ?code }
  OPTIONAL {
    ?echo plg:forum ?forum .
    ?part plg:participant ?speaker ; plg:forum ?forum .
    { ?part plg:onBehalfOf ?for } UNION { ?part plg:inPost/plg:represents ?for }
    ?for skos:prefLabel ?forLabel .
  }
} ORDER BY ?echo ?label ?speaker ?forLabel"""
_DISSENT = """
SELECT DISTINCT ?echo ?who ?decision WHERE {
  ?echo a plg:Echo ; plg:contestedBy ?review . ?review plg:decision ?decision .
  OPTIONAL { ?review prov:wasAttributedTo/skos:prefLabel ?who }
} ORDER BY ?echo ?who ?decision"""
_FORUMS = """
SELECT ?forum ?label ?ended ?document WHERE {
  ?report plg:reportsForum ?forum ; dcterms:identifier ?document .
  ?forum skos:prefLabel ?label .
  OPTIONAL { ?forum plg:endDate ?ended }
} ORDER BY ?ended ?document"""
_ACTORS = """
SELECT DISTINCT ?thing ?label ?name ?code WHERE {
  VALUES ?kind { plg:State plg:Territory plg:Organisation plg:Person plg:CollectiveActor }
  ?thing a ?kind ; skos:prefLabel ?label .
  OPTIONAL {
    { ?thing skos:altLabel|skos:hiddenLabel ?name } UNION { ?thing plg:surfaceForm ?name }
    UNION { ?thing plg:iso3 ?code } UNION { ?thing plg:acronym ?code }
  }
}"""
_THEME_NAMES = """
SELECT DISTINCT ?thing ?label ?name ?code WHERE {
  ?thing skos:inScheme plg:ThemeScheme ; skos:prefLabel ?label .
  OPTIONAL { { ?thing skos:altLabel ?name } UNION { ?thing skos:notation ?code } }
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who says an echo, and for whom, where the text says so."""

    iri: str
    label: str
    key: str
    behalf: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A reviewer who says something else than the echo does, and what."""

    reviewer: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEcho:
    """One echo with its quote; without speakers where the text names none, contested where reviewers disagree."""

    iri: str
    commitment: str
    grade: Grade
    kind: EchoKind | None
    status: ReviewStatus
    confidence: str
    quote: str
    document: str
    start: int
    forum: str
    forum_label: str
    ended: date | None
    speakers: tuple[Speaker, ...]
    dissent: tuple[Dissent, ...] = ()

    @property
    def speaker(self) -> str:
        """The speakers' names; empty where the text names none."""
        return "; ".join(one.label for one in self.speakers)

    @property
    def speaker_key(self) -> str:
        """The speakers' codes or keys."""
        return " ".join(one.key for one in self.speakers)

    @property
    def on_behalf_of(self) -> str:
        """The names of those for whom the speakers speak; mostly empty."""
        return "; ".join(dict.fromkeys(behalf.label for one in self.speakers for behalf in one.behalf))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedForum:
    """A forum that a document reports; a column of the table."""

    iri: str
    label: str
    document: str
    ended: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCommitment:
    """A commitment as the release tells it, with the days as of which its standing was inferred."""

    iri: str
    label: str
    text: str
    ordinal: int | None
    document: str
    source: str
    made: date | None
    themes: tuple[Named, ...]
    standings: tuple[tuple[date, StandingValue], ...]

    @property
    def key(self) -> str:
        """What tells it from every other: instrument or document, and number or place."""
        return self.iri.removeprefix(ENTITIES + "commitment/")

    @property
    def bearer(self) -> str:
        """The key of the instrument or document that it belongs to."""
        return self.key.rpartition("/")[0]


def commitments(store: ox.Store) -> list[MadeCommitment]:
    """Every commitment; `source` is the instrument's name, else the title, with the key where two texts bear one."""
    themes: dict[str, list[Named]] = {}
    for row in _rows(store, _THEMES):
        themes.setdefault(_text(row, "commitment"), []).append(
            Named(iri=_text(row, "theme"), label=_text(row, "label"))
        )
    standings: dict[str, list[tuple[date, StandingValue]]] = {}
    for row in _rows(store, _STANDINGS):
        value = StandingValue(_text(row, "standing").removeprefix(ONTOLOGY))
        standings.setdefault(_text(row, "commitment"), []).append((date.fromisoformat(_text(row, "day")), value))
    found: dict[str, MadeCommitment] = {}
    for row in _rows(store, _COMMITMENTS):
        iri, ordinal = _text(row, "commitment"), _text(row, "ordinal")
        made = MadeCommitment(
            iri=iri,
            label=_text(row, "label"),
            text=_text(row, "text"),
            ordinal=int(ordinal) if ordinal else None,
            document=_text(row, "document"),
            source=_text(row, "instrument") or _text(row, "title"),
            made=_day(row, "made"),
            themes=tuple(themes.get(iri, ())),
            standings=tuple(standings.get(iri, ())),
        )
        found.setdefault(iri, made)
    bearers: dict[str, set[str]] = {}
    for made in found.values():
        bearers.setdefault(made.source, set()).add(made.bearer)
    return [
        replace(made, source=f"{made.source} ({made.bearer})") if len(bearers[made.source]) > 1 else made
        for made in found.values()
    ]


def echoes(store: ox.Store) -> list[FoundEcho]:
    """Every echo, in the order of forums and texts."""
    speakers = _speakers(store)
    dissent: dict[str, list[Dissent]] = {}
    for row in _rows(store, _DISSENT):
        decision = Decision(_text(row, "decision").removeprefix(ONTOLOGY))
        dissent.setdefault(_text(row, "echo"), []).append(Dissent(reviewer=_text(row, "who"), decision=decision))
    return [
        FoundEcho(
            iri=_text(row, "echo"),
            commitment=_text(row, "commitment"),
            grade=Grade(_text(row, "grade").removeprefix(ONTOLOGY)),
            kind=EchoKind(kind.removeprefix(ONTOLOGY)) if (kind := _text(row, "kind")) else None,
            status=ReviewStatus(_text(row, "status").removeprefix(ONTOLOGY)),
            confidence=_text(row, "confidence"),
            quote=" ".join(_text(row, "quote").split()),
            document=_text(row, "document"),
            start=int(_text(row, "start")),
            forum=_text(row, "forum"),
            forum_label=_text(row, "forumLabel"),
            ended=_day(row, "ended"),
            speakers=tuple(speakers.get(_text(row, "echo"), {}).values()),
            dissent=tuple(dissent.get(_text(row, "echo"), ())),
        )
        for row in _rows(store, _ECHOES)
    ]


def forums(store: ox.Store) -> list[TrackedForum]:
    """Every forum that a document reports, by its last day."""
    return [
        TrackedForum(
            iri=_text(row, "forum"),
            label=_text(row, "label"),
            document=_text(row, "document"),
            ended=_day(row, "ended"),
        )
        for row in _rows(store, _FORUMS)
    ]


def actors(store: ox.Store) -> list[Named]:
    """Every actor with its names and codes."""
    return _named(store, _ACTORS)


def themes(store: ox.Store) -> list[Named]:
    """Every theme with its names."""
    return _named(store, _THEME_NAMES)


def _speakers(store: ox.Store) -> dict[str, dict[str, Speaker]]:
    """The speakers of every echo; each with those for whom it speaks at that forum."""
    found: dict[str, dict[str, Speaker]] = {}
    for row in _rows(store, _SPEAKERS):
        iri, of_echo = _text(row, "speaker"), found.setdefault(_text(row, "echo"), {})
        before = of_echo.get(iri)
        behalf = dict.fromkeys(before.behalf if before else ())
        if for_whom := _text(row, "for"):
            behalf[Named(iri=for_whom, label=_text(row, "forLabel"))] = None
        key = _text(row, "code") or iri.rsplit("/", 1)[-1]
        of_echo[iri] = Speaker(iri=iri, label=_text(row, "label"), key=key, behalf=tuple(behalf))
    return found


def _named(store: ox.Store, query: str) -> list[Named]:
    labels: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    for row in _rows(store, query):
        iri = _text(row, "thing")
        labels[iri] = min(_text(row, "label"), labels.get(iri, _text(row, "label")))
        names.setdefault(iri, set()).add(_text(row, "label"))
        if name := _text(row, "name"):
            names[iri].add(name)
        if code := _text(row, "code"):
            codes.setdefault(iri, set()).add(code)
    return [
        Named(iri=iri, label=label, names=tuple(sorted(names[iri])), codes=tuple(sorted(codes.get(iri, ()))))
        for iri, label in sorted(labels.items())
    ]


def _rows(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    answer = store.query(_PREFIX + query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return iter(answer)


def _text(row: ox.QuerySolution, name: str) -> str:
    value = row[name]
    return value.value if isinstance(value, Iri | ox.Literal) else ""


def _day(row: ox.QuerySolution, name: str) -> date | None:
    written = _text(row, name)
    return date.fromisoformat(written) if written else None
