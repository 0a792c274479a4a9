"""Changes of wording as N-Quads lines, in the graph of inferences."""

from __future__ import annotations

from collections.abc import Iterable

from pledgegraph import iris
from pledgegraph.extraction import Extraction
from pledgegraph.graph.known import Evidence
from pledgegraph.graph.sink import Sink, named, text
from pledgegraph.iris import term
from pledgegraph.tracking.wording import Change, Reader, Rewording
from pledgegraph.vocab import Basis

RULE = "wording-change"
_DESCRIPTION = (
    "The clauses of a commitment beside those of the accepted passages that take the same commitment up, aligned by "
    "their words and themes; strength by the scale of modality. It compares words and says nothing of what was done."
)


def wording_lines(found: Iterable[Rewording], extractions: Iterable[Extraction], reader: Reader) -> list[str]:
    """A change of wording for every clause that was added, dropped, weakened or strengthened, with its passages."""
    sink, graph = Sink(), named("inferences")
    passages = {x.document.slug: Evidence(x.document, sink) for x in extractions}
    rule = iris.rule(RULE)
    sink.add(
        graph,
        rule,
        ("rdf:type", term("plg:Rule")),
        ("skos:prefLabel", text("change of wording", "en")),
        ("skos:definition", text(_DESCRIPTION, "en")),
        ("owl:versionInfo", text(reader.version)),
    )
    for one in found:
        for change in one.changes:
            if change.kind is not None:
                _change(sink, passages, one, change)
    return sink.lines


def _change(sink: Sink, passages: dict[str, Evidence], found: Rewording, change: Change) -> None:
    graph = named("inferences")
    place = change.earlier or change.later
    assert place is not None and change.kind is not None
    again = change.later.span if change.again and change.later else None
    node = iris.wording_change(found.earlier, found.later, change.kind.value, place.span, again)
    sides = {"earlier": change.earlier, "later": change.later}
    sink.add(
        graph,
        node,
        ("rdf:type", term("plg:WordingChange")),
        ("plg:earlier", iris.commitment(found.earlier)),
        ("plg:later", iris.document(found.later)),
        ("plg:changeKind", change.kind),
        ("plg:basis", Basis.INFERRED),
        ("plg:byRule", iris.rule(RULE)),
    )
    for side, wording in sides.items():
        if wording is not None:
            passage = passages[wording.document].passage(wording.span)
            sink.add(
                graph,
                node,
                ("plg:evidence", passage),
                (f"plg:{side}Passage", passage),
                (f"plg:{side}Modality", text(wording.modality.words) if wording.modality else None),
            )
