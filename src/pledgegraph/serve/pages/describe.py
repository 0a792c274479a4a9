"""The queries that describe an entity and the whole dataset, for clients that want RDF."""

from __future__ import annotations

from pyoxigraph import Literal

from pledgegraph.publish.publication import Publication
from pledgegraph.serve.formats import Shape
from pledgegraph.serve.guard import Checked
from pledgegraph.serve.settings import Settings
from pledgegraph.vocab import ENTITIES, ONTOLOGY

_MOST_INCOMING = 1000
_PREFIXES = """PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX void: <http://rdfs.org/ns/void#>
"""


def description(iri: str, public: str) -> Checked:
    """The query for what is said of an entity, of its quotes, and by whom it is pointed at.

    Where clients reach this server at another address than the one the data use, entities get that address on the way
    out, and `owl:sameAs` says which one the data use.
    """
    around = f"""{{ <{iri}> ?property ?value . BIND(<{iri}> AS ?node) }}
  UNION {{ <{iri}> plg:evidence|plg:inPassage|plg:clause ?node . ?node ?property ?value }}
  UNION {{ SELECT ?node ?property ?value
    WHERE {{ ?node ?property <{iri}> . BIND(<{iri}> AS ?value) }} LIMIT {_MOST_INCOMING} }}"""
    if f"{public}/id/" == ENTITIES:
        text = f"{_PREFIXES}CONSTRUCT {{ ?node ?property ?value }} WHERE {{\n  {around}\n}}"
    else:
        own = f"{public}/id/"
        text = f"""{_PREFIXES}CONSTRUCT {{ ?subject ?property ?object }} WHERE {{
  {around}
  UNION {{ BIND(<{iri}> AS ?node) BIND(owl:sameAs AS ?property) BIND("" AS ?value) }}
  BIND({_moved("node", own)} AS ?subject)
  BIND(IF(?property = owl:sameAs && STR(?value) = "", <{iri}>, {_moved("value", own)}) AS ?object)
}}"""
    return Checked(text=text, shape=Shape.GRAPH, own_dataset=False, volatile=False)


def _moved(variable: str, own: str) -> str:
    """An entity's IRI at this server's address; anything else as it is."""
    canonical = Literal(ENTITIES)
    moved = f"IRI(CONCAT({Literal(own)}, STRAFTER(STR(?{variable}), {canonical})))"
    return f"IF(isIRI(?{variable}) && STRSTARTS(STR(?{variable}), {canonical}), {moved}, ?{variable})"


def figures(publication: Publication, settings: Settings) -> Checked:
    """The query for the VoID description: the counts of the dataset, by class and by property, and where to ask it."""
    public = settings.public
    parts = f"{public}/.well-known/void#"
    text = f"""{_PREFIXES}CONSTRUCT {{
  <{parts}dataset> a void:Dataset ; dcterms:title {Literal(publication.title)} ;
    dcterms:license <{publication.licences.data_address}> ; void:sparqlEndpoint <{settings.endpoint}> ;
    void:dataDump <{public}/downloads/data.nq> , <{public}/downloads/data.ttl> ; void:triples ?triples ;
    void:uriSpace {Literal(ENTITIES)} ; void:vocabulary <{ONTOLOGY}> ;
    void:classPartition ?classPart ; void:propertyPartition ?propertyPart .
  ?classPart void:class ?class ; void:entities ?entities .
  ?propertyPart void:property ?property ; void:triples ?uses .
}} WHERE {{
  {{ SELECT (COUNT(*) AS ?triples) WHERE {{ ?s ?p ?o }} }}
  UNION {{
    {{ SELECT ?class (COUNT(DISTINCT ?thing) AS ?entities)
      WHERE {{ ?thing a ?class FILTER(isIRI(?class)) }} GROUP BY ?class }}
    BIND({_part(parts, "class")} AS ?classPart)
  }}
  UNION {{
    {{ SELECT ?property (COUNT(*) AS ?uses) WHERE {{ ?thing ?property ?value }} GROUP BY ?property }}
    BIND({_part(parts, "property")} AS ?propertyPart)
  }}
}}"""
    return Checked(text=text, shape=Shape.GRAPH, own_dataset=False, volatile=False)


def _part(parts: str, kind: str) -> str:
    """The expression for the address of a class's or a property's part of the counts."""
    return f'IRI(CONCAT({Literal(parts + kind)}, "-", REPLACE(STR(?{kind}), "[^A-Za-z0-9]+", "-")))'
