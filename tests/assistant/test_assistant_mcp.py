"""The assistant's tools through a real client over standard input and output."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.queries.run import load, run
from publish.conftest import five

pytest.importorskip("mcp")

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

__all__ = ["five"]
pytestmark = pytest.mark.slow
T = TypeVar("T")
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def talk(project: Project, talking: Callable[[Client], Awaitable[T]], *options: str) -> T:
    """What comes of talking to a server that a client has started, and ended."""

    async def session() -> T:
        command = ["-m", "pledgegraph", "mcp", "--project", str(project.root), *options]
        async with Client(
            StdioServerParameters(command=sys.executable, args=command), read_timeout_seconds=60
        ) as client:
            return await talking(client)

    return asyncio.run(session())


async def call(client: Client, name: str, /, **arguments: Any) -> dict[str, Any]:
    result: Any = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


async def refused(client: Client, name: str, /, **arguments: Any) -> str:
    result: Any = await client.call_tool(name, arguments)
    assert result.is_error
    return str(result.content[0].text)


def test_the_tools_are_few_explained_and_only_read(five: Project) -> None:
    async def talking(client: Client) -> Any:
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = talk(five, talking)
    assert [tool.name for tool in tools] == ["list_questions", "ask_question", "run_sparql", "fetch_quotes"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    assert "never fulfilment" in instructions
    assert "PREFIX plg:" in instructions


def test_questions_and_their_answers(five: Project) -> None:
    catalogue = Catalogue.read(five.queries)

    async def talking(client: Client) -> Any:
        every = await call(client, "list_questions")
        some = await call(client, "list_questions", tag="echoes")
        rows = await call(client, "ask_question", name="commitments-of-an-instrument", limit=5)
        bound = await call(client, "ask_question", name="echoes-of-one-commitment", parameters={"number": 3})
        return every, some, rows, bound

    every, some, rows, bound = talk(five, talking)
    assert {each["name"] for each in every["questions"]} == set(catalogue.queries)
    assert 0 < len(some["questions"]) < len(every["questions"])
    assert [row["number"] for row in rows["rows"]] == ["1", "2", "3", "4", "5"]
    assert (rows["total_rows"], rows["truncated"]) == (16, True)
    expected = run(load(five.current), catalogue.find("echoes-of-one-commitment"), {"number": "3"})
    assert bound["total_rows"] == len(expected.rows)  # type: ignore[union-attr]


def test_sparql_in_every_form(five: Project) -> None:
    async def talking(client: Client) -> Any:
        asked = await call(
            client, "run_sparql", query="ASK { ?s a <https://w3id.org/pledgegraph/ontology#Commitment> }"
        )
        rows = await call(client, "run_sparql", query="SELECT ?s { ?s ?p ?o }", limit=7)
        graph = await call(client, "run_sparql", query="CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3")
        return asked, rows, graph

    asked, rows, graph = talk(five, talking)
    assert asked["rows"] == [{"answer": "true"}]
    assert len(rows["rows"]) == 7
    assert rows["total_rows"] > 10_000
    assert " a " in graph["turtle"]


def test_a_quote_comes_with_the_text_around_it(five: Project) -> None:
    async def talking(client: Client) -> Any:
        return await call(
            client, "fetch_quotes", iri="commitment/regional-migration-governance-initiative/12", context=40
        )

    found = talk(five, talking)
    assert found["quotes"]
    for quote in found["quotes"]:
        text = (five.documents / quote["document"] / "text.txt").read_bytes().decode("utf-8")
        start, end = quote["start"], quote["end"]
        assert text[start:end] == quote["quote"]
        assert text[max(0, start - 40) : start] == quote["before"]
        assert text[end : end + 40] == quote["after"]


def test_what_is_refused_says_why_and_the_server_goes_on(five: Project) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("list_questions", {"tag": "ships"}, "There are:"),
        ("ask_question", {"name": "commitments-of-an-instrumen"}, "commitments-of-an-instrument"),
        ("ask_question", {"name": "echoes-of-one-commitment", "parameters": {"number": "x"}}, "is not a value"),
        ("run_sparql", {"query": "SELECT ?s { ?s ?p"}, "line 1"),
        ("run_sparql", {"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}, "is an update"),
        ("run_sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, "SERVICE would send"),
        ("run_sparql", {"query": "SELECT ?s { ?s ?p ?o }", "limit": 100_000}, "limit must be"),
        ("run_sparql", {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"}, "Ask for less"),
        ("run_sparql", {"query": HEAVY}, "Ask for less"),
        ("fetch_quotes", {"iri": "state/NOWHERE"}, "No passage is known"),
        ("fetch_quotes", {"iri": "a> ?p ?o } #"}, "is not a value"),
        ("fetch_quotes", {"iri": "state/CHN", "context": -1}, "context must be"),
    ]

    async def talking(client: Client) -> list[str]:
        said = [await refused(client, name, **arguments) for name, arguments, _ in wrong]
        after = await call(client, "run_sparql", query="ASK {}")
        return [*said, after["rows"][0]["answer"]]

    *said, after = talk(five, talking, "--deadline", "1")
    for words, (_, arguments, expected) in zip(said, wrong, strict=True):
        assert expected in words, arguments
    assert after == "true"


def test_without_a_release_it_ends_with_one_message(five: Project, tmp_path: Path) -> None:
    for name in ("data", "ontology", "queries"):
        (tmp_path / name).symlink_to(five.root / name)
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", "mcp", "--project", str(tmp_path)],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Run 'pledgegraph build' first" in done.stderr
    assert not done.stdout
