"""A process of its own that checks the body of one request, and is killed when it takes too long.

The front starts it with the body on standard input. What is sent is parsed in yet another process (see
`validate.foreign`); this one reads the result, opens nothing more from then on, and evaluates the shapes, which may be
foreign and hostile too. On standard output it says what came of it, as one line of JSON, and then the report.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.serve.checking.body import read
from pledgegraph.serve.checking.fields import Asked
from pledgegraph.serve.checking.words import Order, Outcome
from pledgegraph.serve.confine import bound, die_with_parent, leave_network, open_nothing, work_at_most
from pledgegraph.validate.engines import engine_named
from pledgegraph.validate.foreign import Limits, Source, Unread, attempt
from pledgegraph.validate.others import Rules, check_union, shapes_of
from pledgegraph.validate.reading import background, union
from pledgegraph.validate.render import render
from pledgegraph.validate.reports import Report, Severity

_BEHIND = 10
_MIB = 1 << 20
_LONGEST = 2000
_FIRST = (
    b"<a:a> <a:p> <a:b> .\n",
    b"<a:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/shacl#NodeShape> .\n"
    b"<a:s> <http://www.w3.org/ns/shacl#targetNode> <a:a> .\n"
    b"<a:s> <http://www.w3.org/ns/shacl#property> <a:q> .\n"
    b"<a:q> <http://www.w3.org/ns/shacl#path> <a:p> .\n"
    b'<a:q> <http://www.w3.org/ns/shacl#maxCount> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    b'<a:q> <http://www.w3.org/ns/shacl#message> "\xe4\xb8\xad" .\n'
    b"<a:s> <http://www.w3.org/ns/shacl#sparql> <a:c> .\n"
    b'<a:c> <http://www.w3.org/ns/shacl#select> "SELECT $this { $this <a:p> ?o FILTER(STRLEN(STR(?o)) > 0) }" .\n',
)
"""Data and shapes that are checked before the process can open nothing more, so that nothing is left to import."""


def main(order: Order) -> None:
    """Checks standard input and says on standard output what came of it."""
    die_with_parent(order.parent)
    os.nice(_BEHIND)
    leave_network()
    bound(order.memory)
    work_at_most(order.seconds)
    body = b""
    try:
        found = _checked(order)
    except InputError as error:
        found = Outcome(status=HTTPStatus.BAD_REQUEST, kind="data", detail=_whole(error), remedy=error.remedy)
    except MemoryError:
        found = _too_big(f"the check needs more than {order.memory // _MIB} MiB of memory", "Send less at a time.")
    if isinstance(found, tuple):
        found, body = found
    sys.stdout.buffer.write(msgspec.json.encode(_clipped(found)) + b"\n" + body)
    sys.stdout.buffer.flush()


def _checked(order: Order) -> tuple[Outcome, bytes] | Outcome:
    """The report, or why there is none.

    Raises:
        InputError: something cannot be used, and the error says what.
        MemoryError: it needs too much.
    """
    sent = read(order.content_type, sys.stdin.buffer.read(), order.fields, order.base)
    if isinstance(sent, Outcome):
        return sent
    asked = Asked.of(sent.fields, order.form)
    limits = Limits(memory=order.memory // _MIB, seconds=order.seconds, output=order.memory // _MIB // 8)
    data = _union(sent.data, limits)
    shapes = _union(sent.shapes, limits)
    for each in (data, shapes):
        if isinstance(each, Unread):
            return Outcome(
                status=HTTPStatus.BAD_REQUEST,
                kind="unreadable",
                detail=_whole(each.error),
                remedy=each.remedy,
                line=each.line,
                column=each.column,
            )
    assert isinstance(data, bytes) and isinstance(shapes, bytes)
    rules = shapes_of(shapes, "shapes") if sent.shapes else _own_rules(Path(order.release))
    _warm(asked)
    open_nothing()
    report = check_union(data, sent.data, rules, engine=asked.engine, focus=asked.focus)
    return _written(report, asked, order)


def _written(report: Report, asked: Asked, order: Order) -> tuple[Outcome, bytes] | Outcome:
    """A report in the form that is asked for."""
    body = render(report, asked.form, limit=asked.limit, fail_on=asked.fail_on, back=order.back).encode()
    if len(body) > order.cap:
        return Outcome(
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            kind="answer-too-long",
            detail=f"the report is longer than {order.cap} bytes",
            remedy="Ask for text, html or sarif, which show the first findings of each kind, or check less at a time.",
        )
    counts = {each.value: report.count(each) for each in Severity}
    return Outcome(form=asked.form, size=len(body), conforms=not report.fails(asked.fail_on), counts=counts), body


def _union(sources: Sequence[Source], limits: Limits) -> bytes | Unread:
    """All triples of the sources as N-Triples, each once, or why one of them is not read."""
    lines: dict[bytes, None] = {}
    for source in sources:
        found = attempt(source, limits)
        if isinstance(found, Unread):
            return found
        lines |= dict.fromkeys(found.splitlines(keepends=True))
    return b"".join(lines)


def _own_rules(release: Path) -> Rules:
    """The shapes that a release was checked with, and what they ask of its ontology."""
    shapes, ontology = release / "shapes.ttl", release / "ontology.ttl"
    if not shapes.is_file() or not ontology.is_file():
        raise InputError("the release that is served holds no shapes", remedy="Send shapes of your own as 'shapes'.")
    return Rules(shapes=union([shapes]), background=background([ontology]))


def _warm(asked: Asked) -> None:
    """Has everything imported that the check will use."""
    report = engine_named(asked.engine).validate(*_FIRST)
    render(report, asked.form)


def _whole(error: InputError) -> str:
    """Where and what, without the remedy."""
    return f"{error.place}: {error.problem}" if error.place else error.problem


def _too_big(detail: str, remedy: str) -> Outcome:
    return Outcome(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, kind="too-large", detail=detail, remedy=remedy)


def _clipped(outcome: Outcome) -> Outcome:
    """An outcome whose words fit in a line."""
    return msgspec.structs.replace(outcome, detail=outcome.detail[:_LONGEST], remedy=outcome.remedy[:_LONGEST])


if __name__ == "__main__":
    main(msgspec.json.decode(sys.argv[1], type=Order))
