"""A graph written straight from the gold files scores without a difference: gold and scorer agree with themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest

from pledgegraph.evaluate import Gold, evaluate, read_gold_folder
from pledgegraph.evaluate.references import alternatives, references
from pledgegraph.spans import Span
from pledgegraph.vocab import PREFIXES

ROOT = Path(__file__).parents[2]
GOLD, DOCUMENTS = ROOT / "data" / "gold", ROOT / "data" / "documents"
_TYPES = {
    "state": "State",
    "territory": "Territory",
    "organisation": "Organisation",
    "person": "Person",
    "place": "Place",
    "collective": "CollectiveActor",
}
_SENTENCE = re.compile(r"[^\n]*?(?:[.;:](?=\s)|$)", re.MULTILINE)


class Oracle:
    """Turtle that states what one gold file expects, in the fixed vocabulary, with whole sentences as evidence."""

    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.base = f"https://example.org/{gold.slug}/"
        self.lines: list[str] = []
        self.number = 0

    def node(self, kind: str, *values: tuple[str, str]) -> str:
        self.number += 1
        node = f"<{self.base}{self.number}>"
        said = "".join(f" ; {name} {value}" for name, value in values if value)
        self.lines.append(f"{node} a plg:{kind}{said} .")
        return node

    def passage(self, span: Span) -> str:
        return self.node(
            "Passage", ("plg:inDocument", self.document), ("oa:start", str(span.start)), ("oa:end", str(span.end))
        )

    def sentence(self, span: Span) -> str:
        start = max(
            (hit.end() for hit in re.finditer(r"[.:;]\s+(?=[A-Z])|\n", self.gold.text[: span.start])), default=0
        )
        found = _SENTENCE.match(self.gold.text, span.end)
        return self.passage(Span(start, max(found.end() if found else 0, span.end)))

    def thing(self, value: str) -> str:
        first = references(value)[0]
        if first.kind == "none":
            return ""
        key = "plg:surfaceForm" if first.kind == "collective" else "skos:prefLabel"
        if first.kind in ("state", "territory"):
            key = "plg:iso3"
        return self.node(_TYPES[first.kind], (key, text(first.names[0])))

    def label(self, kind: str, value: str) -> str:
        first = alternatives(value)[0]
        return "" if first == "none" else self.node(kind, ("skos:prefLabel", text(first)))

    def turtle(self) -> str:
        document = self.gold.file.document
        self.document = f"<{self.base}document>"
        forums = [self.forum(entry) for entry in self.gold.file.forum]
        values = [
            ("dcterms:identifier", text(document.slug)),
            ("dcterms:title", text(document.title)),
            ("plg:documentType", f"plg:{document.type}"),
            ("plg:dateline", text(document.dateline)),
            ("dcterms:issued", text(document.issued)),
            ("plg:datelinePlace", self.label("Place", document.dateline_place)),
            ("plg:issuedBy", self.thing(document.issuer)),
            ("plg:setsOut", self.label("Instrument", document.sets_out)),
            ("plg:reportsForum", ", ".join(forums)),
        ]
        said = "".join(f" ; {name} {value}" for name, value in values if value and value != '""')
        self.lines.append(f"{self.document} a plg:Document{said} .")
        self.people()
        self.meeting()
        for entry in self.gold.file.statement:
            self.statement(entry)
        for entry in self.gold.file.commitment:
            self.commitment(entry)
        for entry in self.gold.file.mention:
            thing = self.label(
                "Instrument" if entry.kind == "instrument" else "Organisation", entry.name or entry.quote
            )
            self.node("Mention", ("plg:mentioned", thing), self.evidence(entry))
        for entry in self.gold.file.finding:
            self.node("Finding", ("plg:findingKind", f"plg:{entry.kind}"), self.evidence(entry))
        return "\n".join(self.lines)

    def evidence(self, entry) -> tuple[str, str]:
        return "plg:evidence", self.passage(self.gold.span(entry))

    def forum(self, entry) -> str:
        return self.node(
            "Forum",
            ("skos:prefLabel", text(alternatives(entry.name)[0])),
            ("plg:startDate", text(entry.start)),
            ("plg:endDate", text(entry.end)),
            ("plg:city", self.label("Place", entry.city)),
            ("plg:province", self.label("Place", entry.province)),
            ("plg:country", self.thing(f"state:{entry.country}")),
            ("plg:quotedTheme", text(entry.theme) if entry.theme else ""),
            ("plg:partOf", self.label("ForumSeries", entry.parent)),
        )

    def people(self) -> None:
        file = self.gold.file
        kinds = {entry.person: entry.kind for entry in file.speech}
        for entry in file.participation:
            kind = kinds.get(entry.who, "")
            self.node(
                "Participation",
                ("plg:participant", self.thing(entry.who)),
                ("plg:capacity", f"plg:{entry.capacity}"),
                ("plg:mode", f"plg:{entry.mode}"),
                ("plg:speechKind", f"plg:{kind}" if kind else ""),
                self.evidence(entry),
            )
        for entry in file.post:
            self.node(
                "PostHolding",
                ("plg:person", self.thing(entry.person)),
                ("plg:postTitle", text(alternatives(entry.title)[0])),
                ("plg:organisation", self.label("Organisation", entry.body)),
                ("plg:represents", self.thing(entry.represents)),
                ("plg:accreditedTo", self.thing(entry.accredited_to)),
                self.evidence(entry),
            )

    def meeting(self) -> None:
        file = self.gold.file
        for entry in file.list:
            listed = ", ".join(f"<{self.base}listed-{index}>" for index in range(entry.size))
            self.node(
                "AttendanceList",
                ("plg:ofCapacity", f"plg:{entry.capacity}"),
                ("plg:participantKind", f"plg:{entry.kind}"),
                ("plg:completeness", f"plg:{entry.completeness}"),
                ("plg:listed", listed),
                self.evidence(entry),
            )
        for entry in file.count:
            self.node(
                "StatedCount",
                ("plg:value", str(entry.value)),
                ("plg:qualifier", f"plg:{entry.qualifier}"),
                ("plg:countOf", f"plg:{entry.of}"),
                self.evidence(entry),
            )
        for entry in file.session:
            self.node("Session", ("skos:prefLabel", text(entry.quote)), self.evidence(entry))

    def statement(self, entry) -> None:
        content = self.gold.content_span(entry)
        self.node(
            "Statement",
            ("plg:force", f"plg:{entry.force}"),
            ("plg:speaker", self.thing(entry.speaker)),
            ("plg:addressee", ", ".join(filter(None, (self.thing(value) for value in entry.addressee)))),
            ("plg:reportingVerb", text("are committed to" if entry.item else entry.verb)),
            ("plg:content", self.passage(content) if content else ""),
            ("plg:evidence", self.sentence(self.gold.span(entry))),
        )

    def commitment(self, entry) -> None:
        span = self.gold.commitment_span(entry)
        clauses = [
            self.node("Clause", ("plg:actionVerb", text(clause.verb)), self.evidence(clause)) for clause in entry.clause
        ]
        commitment = self.node(
            "Commitment",
            ("plg:ordinal", str(entry.number) if entry.number else ""),
            ("plg:text", text(self.gold.text[span.start : span.end])),
            ("plg:clause", ", ".join(clauses)),
            ("plg:evidence", self.passage(span) if entry.number else self.sentence(span)),
        )
        for party in entry.party:
            self.node(
                "CommitmentParty",
                ("plg:commitment", commitment),
                ("plg:party", self.thing(party.who)),
                ("plg:partyRole", f"plg:{party.role}"),
            )


def text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    turtle = prefixes + "\n".join(Oracle(gold).turtle() for gold in read_gold_folder(GOLD, DOCUMENTS))
    triples = pyoxigraph.parse(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    path = tmp_path_factory.mktemp("oracle") / "data.nq"
    path.write_bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_QUADS))
    return evaluate(path, GOLD, DOCUMENTS)


def test_the_gold_itself_scores_without_a_difference(evaluation) -> None:
    assert [(one.document, one.field, one.expected, one.found) for one in evaluation.differences] == []


def test_every_field_is_exercised_by_the_five_texts(evaluation) -> None:
    assert [name for name, tally in evaluation.total.items() if not tally.right] == []
