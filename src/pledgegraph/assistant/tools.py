"""What an assistant may ask of a release; each tool's docstring is what the assistant reads of it."""

from __future__ import annotations

from http import HTTPStatus

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel

from pledgegraph.errors import InputError
from pledgegraph.queries.catalogue import Catalogue, Query
from pledgegraph.queries.explain import full_iri
from pledgegraph.queries.params import Param, ParamType, term
from pledgegraph.serve.formats import Shape
from pledgegraph.serve.outcomes import Answer, Refusal
from pledgegraph.serve.pool import Pool
from pledgegraph.vocab import PREFIXES

MOST_ROWS = 1000
MOST_CONTEXT = 2000
LONGEST_GRAPH = 200_000
_IRI = Param(name="iri", type=ParamType.IRI, default=None, optional=False)
_QUOTES = """PREFIX plg: <https://w3id.org/pledgegraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?passage ?document ?title ?start ?end ?before ?quote ?after {
  VALUES ?entity { $ENTITY }
  { ?entity plg:evidence|plg:inPassage ?passage } UNION { ?entity oa:exact ?itself BIND (?entity AS ?passage) }
  ?passage oa:exact ?quote ; oa:start ?start ; oa:end ?end ; plg:inDocument ?source .
  ?source dcterms:identifier ?document ; dcterms:title ?title ; plg:storedText ?text .
  BIND (IF(?start > $CONTEXT, ?start - $CONTEXT, 0) AS ?from)
  BIND (SUBSTR(?text, ?from + 1, ?start - ?from) AS ?before)
  BIND (SUBSTR(?text, ?end + 1, $CONTEXT) AS ?after)
} ORDER BY ?document ?start ?end"""


class Parameter(BaseModel, frozen=True):
    """A parameter of a question; without a default and not optional, it needs a value."""

    name: str
    type: str
    default: str | None
    optional: bool


class Question(BaseModel, frozen=True):
    """A question of the catalogue."""

    name: str
    question: str
    explanation: str
    tags: list[str]
    parameters: list[Parameter]
    columns: list[str]


class Questions(BaseModel, frozen=True):
    """Questions of the catalogue."""

    questions: list[Question]


class Rows(BaseModel, frozen=True):
    """An answer: rows of texts (empty cells left out), or a graph as Turtle.

    `release` identifies the data asked; `truncated` says that there are more rows or triples than shown.
    """

    release: str
    columns: list[str]
    rows: list[dict[str, str]]
    total_rows: int
    truncated: bool
    turtle: str


class Quote(BaseModel, frozen=True):
    """A passage word for word, with the text around it and its place (characters of the stored text)."""

    passage: str
    document: str
    title: str
    start: int
    end: int
    before: str
    quote: str
    after: str


class Quotes(BaseModel, frozen=True):
    """The passages that an entity rests on."""

    release: str
    iri: str
    quotes: list[Quote]


class Tools:
    """The tools over one project's catalogue and the current release."""

    def __init__(self, catalogue: Catalogue, pool: Pool) -> None:
        self._catalogue = catalogue
        self._pool = pool

    async def list_questions(self, tag: str = "") -> Questions:
        """List the catalogue of ready-made questions with their parameters; `tag` narrows it to one topic."""
        found = [_question(query) for query in self._catalogue.queries.values()]
        chosen = [each for each in found if not tag or tag in each.tags]
        if not chosen:
            tags = sorted({name for each in found for name in each.tags})
            raise ToolError(f"No question has the tag '{tag}'. There are: {', '.join(tags)}.")
        return Questions(questions=chosen)

    async def ask_question(self, name: str, parameters: dict[str, str | int] | None = None, limit: int = 100) -> Rows:
        """Answer a question of the catalogue by its name, with values for its parameters; at most `limit` rows."""
        try:
            text = self._catalogue.find(name).bound({key: str(given) for key, given in (parameters or {}).items()})
        except InputError as error:
            raise ToolError(error.message) from None
        return await self.run_sparql(text, limit)

    async def run_sparql(self, query: str, limit: int = 100) -> Rows:
        """Answer a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE) over the union of all graphs.

        Updates and SERVICE are refused, a query that takes too long is ended, at most `limit` rows (up to 1000) come.
        """
        if not 1 <= limit <= MOST_ROWS:
            raise ToolError(f"limit must be from 1 to {MOST_ROWS}.")
        answer = await self._ask(query)
        if answer.form.shape is Shape.GRAPH:
            turtle = answer.body.decode("utf-8")
            if len(turtle) > LONGEST_GRAPH:
                raise ToolError(f"The graph is longer than {LONGEST_GRAPH} characters. Ask for less, with LIMIT.")
            return Rows(release=answer.release, columns=[], rows=[], total_rows=0, truncated=False, turtle=turtle)
        columns, rows = _table(answer)
        return Rows(
            release=answer.release,
            columns=columns,
            rows=rows[:limit],
            total_rows=len(rows),
            truncated=len(rows) > limit,
            turtle="",
        )

    async def fetch_quotes(self, iri: str, context: int = 200) -> Quotes:
        """Fetch the passages that a fact rests on, word for word, with `context` characters before and after.

        `iri` is an entity as the other tools name it: whole, with a prefix (id:state/CHN) or from its kind on.
        """
        if not 0 <= context <= MOST_CONTEXT:
            raise ToolError(f"context must be from 0 to {MOST_CONTEXT}.")
        full = full_iri(iri)
        try:
            node = term(_IRI, full)
        except InputError as error:
            raise ToolError(error.message) from None
        answer = await self._ask(_QUOTES.replace("$ENTITY", node).replace("$CONTEXT", str(context)))
        _, rows = _table(answer)
        if not rows:
            raise ToolError(f"No passage is known for {full}: it is no entity of this release, or rests on no text.")
        return Quotes(release=answer.release, iri=full, quotes=[_quote(row) for row in rows])

    async def _ask(self, text: str) -> Answer:
        """The answer of a worker that can be killed.

        Raises:
            ToolError: the query is refused, wrong, or takes too long.
        """
        outcome = await self._pool.ask(text)
        if isinstance(outcome, Refusal):
            raise ToolError(_why(outcome))
        return outcome


def _question(query: Query) -> Question:
    header = query.header
    assert header is not None  # the catalogue refuses a query without one
    return Question(
        name=query.name,
        question=header.question,
        explanation=header.description,
        tags=list(header.tags),
        parameters=[
            Parameter(name=each.name, type=each.type.value, default=each.default, optional=each.optional)
            for each in header.params
        ],
        columns=list(header.columns),
    )


def _table(answer: Answer) -> tuple[list[str], list[dict[str, str]]]:
    """The columns of an answer and its rows as texts."""
    document = answer.json()
    if "boolean" in document:
        return ["answer"], [{"answer": "true" if document["boolean"] else "false"}]
    rows = [{name: cell["value"] for name, cell in row.items()} for row in document["results"]["bindings"]]
    return list(document["head"].get("vars", [])), rows


def _quote(row: dict[str, str]) -> Quote:
    return Quote(
        passage=row["passage"],
        document=row["document"],
        title=row["title"],
        start=int(row["start"]),
        end=int(row["end"]),
        before=row["before"],
        quote=row["quote"],
        after=row["after"],
    )


def _why(refusal: Refusal) -> str:
    place = f" (line {refusal.line}, column {refusal.column})" if refusal.line else ""
    words = f"{refusal.detail.rstrip('.')}{place}."
    later = refusal.status is HTTPStatus.SERVICE_UNAVAILABLE and "Ask for less, or add LIMIT."
    return " ".join(part for part in (words, refusal.remedy, later) if part)


PREFIX_LINES = "\n".join(f"PREFIX {name}: <{namespace}>" for name, namespace in PREFIXES.items())
