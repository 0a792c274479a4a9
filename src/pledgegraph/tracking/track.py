"""What became of each commitment, read from a release: its echoes by forum, and its standing as of a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pyoxigraph as ox

from pledgegraph.errors import InputError
from pledgegraph.iris import Iri
from pledgegraph.sources.tables import suggestion
from pledgegraph.vocab import ENTITIES, ONTOLOGY, PREFIXES, EchoKind, Grade, ReviewStatus, StandingValue

_PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("plg", "oa", "skos", "dcterms", "xsd"))
_COMMITMENTS = (
    _PREFIX
    + """
SELECT ?commitment ?label ?ordinal ?text ?made ?document (GROUP_CONCAT(DISTINCT ?themed; separator=" ") AS ?themes)
WHERE {
  ?commitment a plg:Commitment ; skos:prefLabel ?label ; plg:text ?text ; plg:producedBy ?statement .
  ?statement plg:inDocument/dcterms:identifier ?document .
  OPTIONAL { ?statement plg:forum/plg:endDate ?made }
  OPTIONAL { ?commitment plg:ordinal ?ordinal }
  OPTIONAL { ?commitment plg:theme ?themed }
} GROUP BY ?commitment ?label ?ordinal ?text ?made ?document ORDER BY ?commitment"""
)
_ECHOES = (
    _PREFIX
    + """
SELECT ?echo ?commitment ?grade ?kind ?status ?confidence ?quote ?document ?start
  ?forum ?forumLabel ?ended ?called ?keys
WHERE {
  ?echo a plg:Echo ; plg:ofCommitment ?commitment ; plg:grade ?grade ; plg:reviewStatus ?status ;
    plg:confidence ?confidence ; plg:inPassage ?passage .
  ?passage oa:exact ?quote ; oa:start ?start ; plg:inDocument/dcterms:identifier ?document .
  OPTIONAL { ?echo plg:echoKind ?kind }
  OPTIONAL { ?echo plg:forum ?forum . ?forum skos:prefLabel ?forumLabel . OPTIONAL { ?forum plg:endDate ?ended } }
  OPTIONAL {
    SELECT ?echo (GROUP_CONCAT(DISTINCT STR(?label); SEPARATOR = "; ") AS ?called)
      (GROUP_CONCAT(DISTINCT ?key; SEPARATOR = " ") AS ?keys)
    WHERE {
      ?echo a plg:Echo ; plg:speaker ?speaker .
      ?speaker skos:prefLabel ?label .
      OPTIONAL { ?speaker plg:iso3 ?code }
      BIND(COALESCE(STR(?code), REPLACE(STR(?speaker), "^.*/", "")) AS ?key)
    } GROUP BY ?echo
  }
} ORDER BY ?ended ?document ?start ?echo"""
)
_FORUMS = (
    _PREFIX
    + """
SELECT ?forum ?label ?ended ?document WHERE {
  ?report plg:reportsForum ?forum ; dcterms:identifier ?document .
  ?forum skos:prefLabel ?label .
  OPTIONAL { ?forum plg:endDate ?ended }
} ORDER BY ?ended ?document"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEcho:
    """One echo with its quote; `speaker` is empty where the text names none."""

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
    speaker: str
    speaker_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedForum:
    """A forum that a document reports; a column of the table."""

    iri: str
    label: str
    document: str
    ended: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedCommitment:
    """A commitment with the echoes that were asked for, in the order of their forums."""

    iri: str
    key: str
    label: str
    text: str
    ordinal: int | None
    document: str
    made: date | None
    themes: tuple[str, ...]
    echoes: tuple[FoundEcho, ...] = ()

    @property
    def standing(self) -> StandingValue:
        """The strongest of the accepted echoes from later forums; "no echo found" means: in these documents."""
        later = [
            echo
            for echo in self.echoes
            if echo.status is ReviewStatus.ACCEPTED and echo.ended and (self.made is None or echo.ended > self.made)
        ]
        same = [echo for echo in later if echo.grade is Grade.SAME_COMMITMENT]
        if any(echo.kind in (EchoKind.REPORTED, EchoKind.ENACTED) for echo in same):
            return StandingValue.ACTION_REPORTED
        if same:
            return StandingValue.RESTATED_SINCE
        return StandingValue.ECHOED_AS_THEME if later else StandingValue.NO_ECHO_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which echoes to look at; an empty field leaves its question open."""

    as_of: date | None = None
    forum: str = ""
    actor: str = ""
    theme: str = ""
    accepted_only: bool = False

    def takes(self, echo: FoundEcho) -> bool:
        """Whether an echo is wanted."""
        return (
            (self.as_of is None or (echo.ended is not None and echo.ended <= self.as_of))
            and _matches(self.forum, echo.forum, echo.forum_label, echo.document)
            and _matches(self.actor, echo.speaker, echo.speaker_key)
            and (echo.status is ReviewStatus.ACCEPTED or not self.accepted_only)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Commitments in order, and the forums that can hold their echoes."""

    commitments: tuple[TrackedCommitment, ...]
    forums: tuple[TrackedForum, ...] = field(default=())


def track(store: ox.Store, wanted: Wanted, commitment: str = "") -> Tracking:
    """Every commitment, or the one named by number, key or IRI, with the echoes that are wanted.

    Raises:
        InputError: no commitment has that name, or several have.
    """
    echoes = [echo for echo in _echoes(store) if wanted.takes(echo)]
    made = [
        _tracked(row, tuple(echo for echo in echoes if echo.commitment == _text(row, "commitment")))
        for row in _rows(store, _COMMITMENTS)
    ]
    made = [one for one in made if _matches(wanted.theme, *one.themes)]
    forums = tuple(
        TrackedForum(
            iri=_text(row, "forum"),
            label=_text(row, "label"),
            document=_text(row, "document"),
            ended=_day(row, "ended"),
        )
        for row in _rows(store, _FORUMS)
    )
    chosen = _named(made, commitment) if commitment else made
    chosen.sort(key=lambda one: (one.made or date.max, one.document, one.ordinal or 0, one.iri))
    return Tracking(
        commitments=tuple(chosen),
        forums=tuple(
            forum for forum in forums if wanted.as_of is None or (forum.ended and forum.ended <= wanted.as_of)
        ),
    )


def _named(made: list[TrackedCommitment], wanted: str) -> list[TrackedCommitment]:
    key = wanted.removeprefix(ENTITIES).removeprefix("id:").removeprefix("commitment/")
    found = [one for one in made if one.key == key] or [
        one for one in made if one.ordinal is not None and str(one.ordinal) == key
    ]
    if not found:
        raise InputError(f"there is no commitment '{wanted}'", remedy=suggestion(key, [one.key for one in made]))
    if len(found) > 1:
        raise InputError(
            f"'{wanted}' is the number of several commitments", remedy=f"Write {' or '.join(one.key for one in found)}."
        )
    return found


def _tracked(row: ox.QuerySolution, echoes: tuple[FoundEcho, ...]) -> TrackedCommitment:
    iri, ordinal = _text(row, "commitment"), _text(row, "ordinal")
    return TrackedCommitment(
        iri=iri,
        key=iri.removeprefix(ENTITIES + "commitment/"),
        label=_text(row, "label"),
        text=_text(row, "text"),
        ordinal=int(ordinal) if ordinal else None,
        document=_text(row, "document"),
        made=_day(row, "made"),
        themes=tuple(iri.rsplit("/", 1)[-1] for iri in _text(row, "themes").split()),
        echoes=echoes,
    )


def _echoes(store: ox.Store) -> list[FoundEcho]:
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
            speaker="; ".join(sorted(_text(row, "called").split("; "))),
            speaker_key=_text(row, "keys"),
        )
        for row in _rows(store, _ECHOES)
    ]


def _rows(store: ox.Store, query: str) -> ox.QuerySolutions:
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def _text(row: ox.QuerySolution, name: str) -> str:
    value = row[name]
    return value.value if isinstance(value, Iri | ox.Literal) else ""


def _day(row: ox.QuerySolution, name: str) -> date | None:
    written = _text(row, name)
    return date.fromisoformat(written) if written else None


def _matches(wanted: str, *values: str) -> bool:
    """Whether a word the user gave is one of the values or stands in one, whatever the case."""
    return not wanted or any(wanted.casefold() in value.casefold() for value in values)
