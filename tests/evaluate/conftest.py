"""An invented text with its gold file, and a graph that states exactly what the gold expects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

SLUG = "harbour-2031"
TEXT = """Press Release of the Second Harbour Forum

(May 4, 2031, Valparaiso, Chile)

The Second Harbour Forum was held in Valparaiso, Chile, on 4 May 2031. It was attended by officials from Chile and
Peru. About 40 guests came. Ana Soto, Director of the Port Agency of Peru, spoke via video. Peru called for lower fees
and thanked Chile. Attendees will publish port fees by 2033 under the Harbour Compact.
"""
GOLD = """[document]
slug = "harbour-2031"
title = "Press Release of the Second Harbour Forum"
type = "PressRelease"
dateline = "2031-05-04"
dateline_place = "Valparaiso"

[notes]
hope = "Nothing is doubtful here."

[[forum]]
quote = "Second Harbour Forum was held"
name = "Second Harbour Forum"
start = "2031-05-04"
end = "2031-05-04"
city = "Valparaiso"
country = "CHL"

[[participation]]
quote = "Chile"
prefix = "officials from "
who = "state:CHL"
capacity = "Attended"
mode = "ModeUnstated"
name = "Chile"

[[participation]]
quote = "Peru. About"
who = "state:PER"
capacity = "Attended"
mode = "ModeUnstated"
name = "Peru"

[[participation]]
quote = "Ana Soto"
who = "person:Ana Soto"
capacity = "AddressedByVideo"
mode = "ByVideo"
name = "Ana Soto"

[[speech]]
quote = "Ana Soto"
person = "person:Ana Soto"
kind = "VideoAddress"
mode = "ByVideo"

[[list]]
quote = "officials from Chile"
capacity = "Attended"
kind = "States"
completeness = "Enumerated"
size = 2

[[count]]
quote = "About 40 guests"
value = 40
qualifier = "About"
of = "Attendees"
written = "guests"

[[post]]
quote = "Director of the Port Agency of Peru"
person = "person:Ana Soto"
title = "Director"
body = "Port Agency"
represents = "state:PER"

[[statement]]
quote = "Peru called for lower fees"
force = "CallsFor"
speaker = "state:PER"
verb = "called for"
content = "lower fees"

[[statement]]
quote = "and thanked Chile"
force = "Thanks"
speaker = "state:PER"
addressee = ["state:CHL"]
verb = "thanked"

[[statement]]
quote = "Attendees will publish"
force = "Commits"
speaker = "collective:Attendees"
verb = "will"
content = "publish port fees by 2033"

[[commitment]]
quote = "Attendees will publish port fees"

[[commitment.clause]]
quote = "publish port fees"
verb = "publish"

[[commitment.party]]
role = "Committed"
who = "collective:Attendees"

[[mention]]
quote = "Harbour Compact"
kind = "instrument"

[[must-not]]
fact = "participation"
who = "person:Ana Soto"
capacity = "Attended"
why = "a video speech is not attendance"

[[must-not]]
fact = "commitment"
more_than = 1
why = "only one sentence commits"
"""

_HEAD = """@prefix plg: <https://w3id.org/pledgegraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <https://example.org/> .
"""

_DATA = """
e:doc a plg:Document ; dcterms:identifier "harbour-2031" ;
    dcterms:title "Press Release of the Second Harbour Forum"@en ;
    plg:documentType plg:PressRelease ; plg:dateline "2031-05-04"^^xsd:date ; plg:datelinePlace e:port ;
    plg:reportsForum e:forum .
e:port a plg:Place ; skos:prefLabel "Valparaiso"@en .
e:one a plg:State ; plg:iso3 "CHL" ; skos:prefLabel "Chile"@en .
e:two a plg:State ; plg:iso3 "PER" ; skos:prefLabel "Peru"@en .
e:body a plg:Organisation ; skos:prefLabel "Port Agency of Peru"@en .
e:she a plg:Person ; skos:prefLabel "Soto Ana" .
e:they a plg:CollectiveActor ; plg:surfaceForm "attendees" .
e:compact a plg:Instrument ; skos:prefLabel "Harbour Compact"@en .
e:forum a plg:Forum ; skos:prefLabel "Second Harbour Forum"@en ; plg:startDate "2031-05-04"^^xsd:date ;
    plg:endDate "2031-05-04"^^xsd:date ; plg:city e:port ; plg:country e:one ; plg:evidence {Second Harbour Forum was} .
e:p1 a plg:Participation ; plg:participant e:one ; plg:capacity plg:Attended ; plg:mode plg:ModeUnstated ;
    plg:evidence {officials from Chile} .
e:p2 a plg:Participation ; plg:participant e:two ; plg:capacity plg:Attended ; plg:mode plg:ModeUnstated ;
    plg:evidence {Peru. About} .
e:p3 a plg:Participation ; plg:participant e:she ; plg:capacity plg:AddressedByVideo ; plg:mode plg:ByVideo ;
    plg:speechKind plg:VideoAddress ; plg:evidence {Ana Soto} .
e:list a plg:AttendanceList ; plg:ofCapacity plg:Attended ; plg:participantKind plg:States ;
    plg:completeness plg:Enumerated ; plg:listed e:p1, e:p2 ; plg:evidence {officials from Chile} .
e:count a plg:StatedCount ; plg:value 40 ; plg:qualifier plg:About ; plg:countOf plg:Attendees ;
    plg:evidence {About 40 guests} .
e:post a plg:PostHolding ; plg:person e:she ; plg:postTitle "Director" ; plg:organisation e:body ;
    plg:represents e:two ; plg:evidence {Director of the Port Agency} .
e:s1 a plg:Statement ; plg:force plg:CallsFor ; plg:speaker e:two ; plg:reportingVerb "called for" ;
    plg:content {lower fees} ; plg:evidence {Peru called for lower fees} .
e:s2 a plg:Statement ; plg:force plg:Thanks ; plg:speaker e:two ; plg:addressee e:one ; plg:reportingVerb "thanked" ;
    plg:evidence {thanked Chile} .
e:s3 a plg:Statement ; plg:force plg:Commits ; plg:speaker e:they ; plg:reportingVerb "will" ;
    plg:content {publish port fees by 2033} ; plg:evidence {Attendees will publish port fees by 2033} .
e:c a plg:Commitment ; plg:producedBy e:s3 ; plg:text "publish port fees by 2033" ; plg:clause e:k ;
    plg:evidence {Attendees will publish port fees by 2033} .
e:k a plg:Clause ; plg:ordinal 1 ; plg:actionVerb "publish" ; plg:evidence {publish port fees by 2033} .
e:party a plg:CommitmentParty ; plg:commitment e:c ; plg:party e:they ; plg:partyRole plg:Committed ;
    plg:evidence {Attendees will publish port fees by 2033} .
e:m a plg:Mention ; plg:mentioned e:compact ; plg:nameAsWritten "Harbour Compact" ; plg:evidence {Harbour Compact} .
"""


class Harbour:
    """The invented document: its words, its gold, and writers of its folders and its graph."""

    slug = SLUG
    text = TEXT
    gold = GOLD

    def project(self, folder: Path, *, gold: str = GOLD, text: str = TEXT) -> tuple[Path, Path]:
        """The folders of the gold file and of the document, written below `folder`."""
        golds, documents = folder / "gold", folder / "documents"
        (documents / SLUG).mkdir(parents=True)
        golds.mkdir()
        (documents / SLUG / "text.txt").write_text(text, encoding="utf-8")
        (golds / f"{SLUG}.toml").write_text(gold, encoding="utf-8")
        return golds, documents

    def graph(self, path: Path, change: Callable[[str], str] = lambda data: data) -> Path:
        """The graph as N-Quads, after `change` has edited its Turtle; `{words}` become passages of the text."""
        body, passages = "", ""
        for number, part in enumerate(change(_DATA).split("{")):
            quote, brace, rest = part.partition("}")
            if not number or not brace:
                body += part
                continue
            start = TEXT.index(quote)
            node = f"e:at-{start}-{start + len(quote)}"
            passages += f"{node} plg:inDocument e:doc ; oa:start {start} ; oa:end {start + len(quote)} .\n"
            body += node + rest
        triples = pyoxigraph.parse((_HEAD + body + passages).encode(), format=pyoxigraph.RdfFormat.TURTLE)
        path.write_bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_QUADS))
        return path


@pytest.fixture
def harbour() -> Harbour:
    """The invented document."""
    return Harbour()
