"""The graph as JSON-LD in our context: one node a line, written as the subjects come."""

from __future__ import annotations

from typing import Any

import msgspec

from pledgegraph.iris import Iri
from pledgegraph.publish.context import Context, name_of
from pledgegraph.publish.dumps import Write
from pledgegraph.publish.subjects import TYPE, Subject, Term
from pledgegraph.publish.terms import shortened
from pledgegraph.vocab import ENTITIES, ONTOLOGY, PREFIXES

_STRING = PREFIXES["xsd"] + "string"


class NodeWriter:
    """Writes subjects as nodes of one JSON-LD document; `close` ends it."""

    def __init__(self, context: Context, write: Write) -> None:
        self._context = context
        self._write = write
        self._between = b""
        self._names: dict[str, tuple[str, str]] = {}
        self._pending: list[bytes] = []
        write(b'{"@context": ' + msgspec.json.encode(context) + b', "@graph": [\n')

    def add(self, subject: Subject) -> None:
        """Writes one node."""
        node: dict[str, Any] = {"@id": _address(subject.iri)}
        for predicate, values in subject.values.items():
            if predicate == TYPE:
                written: list[Any] = [self._term(value) for value in values]
                name = "@type"
            else:
                name, kind = self._named(predicate)
                written = [self._value(value, kind) for value in values]
            node[name] = written[0] if len(written) == 1 else written
        self._pending.append(msgspec.json.encode(node))
        if len(self._pending) > 2000:
            self._flush()

    def close(self) -> None:
        """Ends the document."""
        self._flush()
        self._write(b"\n]}\n")

    def _flush(self) -> None:
        if self._pending:
            self._write(self._between + b",\n".join(self._pending))
            self._between = b",\n"
            self._pending.clear()

    def _named(self, predicate: str) -> tuple[str, str]:
        """The name of a property in the context and the type of its plain values."""
        found = self._names.get(predicate)
        if found is None:
            name = name_of(predicate)
            entry = self._context.get(name)
            found = (name, entry["@type"] if isinstance(entry, dict) else "")
            self._names[predicate] = found
        return found

    def _term(self, value: Term) -> str:
        """An address where terms are read first: a class's or concept's name, or an address."""
        assert isinstance(value, Iri)
        iri = value.value
        if iri.startswith(ONTOLOGY):
            local = iri.removeprefix(ONTOLOGY)
            return local if local in self._context else f"plg:{local}"
        return _address(iri)

    def _value(self, value: Term, kind: str) -> Any:  # noqa: ANN401 - a JSON value is a string or an object
        if isinstance(value, Iri):
            return self._term(value) if kind == "@vocab" else {"@id": _address(value.value)}
        if value.language:
            return {"@language": value.language, "@value": value.value}
        datatype = value.datatype.value
        if datatype == _STRING:
            return {"@value": value.value} if kind else value.value
        short = shortened(datatype)
        return value.value if short == kind else {"@type": short, "@value": value.value}


def _address(iri: str) -> str:
    """An entity by the prefix `id`, any other address by its prefix if it has one."""
    return f"id:{iri.removeprefix(ENTITIES)}" if iri.startswith(ENTITIES) else shortened(iri)
