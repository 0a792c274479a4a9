"""The tools as a server that speaks the Model Context Protocol on standard input and output."""

from __future__ import annotations

import asyncio

from mcp.server.mcpserver import MCPServer
from mcp.types import ToolAnnotations

from pledgegraph import __version__
from pledgegraph.assistant.tools import PREFIX_LINES, Tools
from pledgegraph.project import Project
from pledgegraph.queries.catalogue import Catalogue
from pledgegraph.serve.pool import Pool
from pledgegraph.serve.settings import Settings

INSTRUCTIONS = f"""Commitments that intergovernmental meetings made, what later texts say of them, each with its quote.
Answer with evidence: give the quote and its document for every fact. Attending is not committing, calling for something
is not committing, and an echo is a reading with a grade and a confidence, never fulfilment. That no echo is found
means: not found in these documents. An echo whose review status is Candidate was judged by nobody. What the graph does
not say, do not say. Start with list_questions; write SPARQL only where no question fits, with these prefixes:
{PREFIX_LINES}"""


def serve(project: Project, deadline: float) -> None:
    """Answers on standard input and output until standard input ends.

    Raises:
        InputError: there is no whole release.
    """
    asyncio.run(_serve(project, deadline))


async def _serve(project: Project, deadline: float) -> None:
    pool = Pool(project.current, Settings(workers=2, deadline=deadline))
    try:
        await pool.start()
        await server(Tools(Catalogue.read(project.queries), pool)).run_stdio_async()
    finally:
        await pool.close()


def server(tools: Tools) -> MCPServer:
    """A server with the tools, each marked as one that only reads."""
    made = MCPServer("pledgegraph", instructions=INSTRUCTIONS, version=__version__, log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in (tools.list_questions, tools.ask_question, tools.run_sparql, tools.fetch_quotes):
        made.add_tool(tool, annotations=reads, structured_output=True)
    return made
