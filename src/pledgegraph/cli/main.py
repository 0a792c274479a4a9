"""The command group: verbs are imported only when called, and every error leaves with its message and exit code."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence

import click

from pledgegraph import __version__
from pledgegraph.errors import PledgegraphError

VERBS = {
    "build": "Convert the documents, run the gate, publish a release.",
    "check": "Check RDF files, or the current release, against the shapes.",
    "convert": "Convert one text to RDF.",
    "diff": "Show what changed between two releases, and why.",
    "evaluate": "Compare the release with the gold annotation.",
    "explain": "Show a fact, its quote in context, its rule and confidence.",
    "mcp": "Answer an assistant's questions, by the Model Context Protocol.",
    "nanopub": "Write one echo or commitment as a nanopublication.",
    "new-document": "Make a document's folder from a file, and show what is found.",
    "ontology": "Document, check and publish the ontology.",
    "push": "Load a release into a remote store.",
    "query": "Ask a question of the catalogue, a file or standard input.",
    "reanchor": "Say which quotes of a document still stand in another version.",
    "release": "Package the current build as an immutable folder for the public.",
    "review": "Decide on candidates, compare reviewers, find lost quotes.",
    "serve": "Answer SPARQL queries over HTTP.",
    "site": "Write the server's pages as plain files for any web host.",
    "track": "Show what later texts made of each commitment.",
    "wording": "Compare two wordings clause by clause.",
}
_FULL = "Free space, or name a folder that can be written."
_OF_THE_DISK = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _FULL,
    errno.EACCES: "Change its permissions.",
    errno.EPERM: "Change its permissions.",
}
"""Errors of the system that a user can do something about, and what."""


class _Verbs(click.Group):
    """A group that knows its verbs' names without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in order."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, imported now."""
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"pledgegraph.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs in `--help`, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(VERBS.items()))


@click.group(cls=_Verbs, epilog="Example: pledgegraph build --overview")
@click.version_option(__version__, prog_name="pledgegraph")
def main() -> None:
    """Texts of intergovernmental meetings as a knowledge graph of commitments, each fact with its quote."""


def invoke(argv: Sequence[str] | None = None) -> int:
    """Runs a command line and returns its exit code; messages go to standard error, data to standard output."""
    try:
        result = main.main(args=argv, standalone_mode=False, prog_name="pledgegraph")
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except PledgegraphError as error:
        click.echo(f"error: {error.message}", err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _refused(error) if error.errno in _OF_THE_DISK else _fault(error)
    except Exception as error:
        return _fault(error)
    return result if isinstance(result, int) else 0


def _refused(error: OSError) -> int:
    """Tells of a disk that takes no more, or of a file or folder that is shut."""
    where = f"{click.format_filename(error.filename)}: " if error.filename else ""
    click.echo(f"error: {where}{error.strerror}. {_OF_THE_DISK[error.errno or 0]}", err=True)
    return 2


def _fault(error: Exception) -> int:
    """Tells of an error that nobody foresaw, or lets it pass for who looks for its cause."""
    if os.environ.get("PLEDGEGRAPH_DEBUG"):
        raise error
    click.echo(
        f"error: a fault of ours: {type(error).__name__}: {error}. Please report it; PLEDGEGRAPH_DEBUG=1 shows where.",
        err=True,
    )
    return 3


def run() -> None:
    """The entry point of the installed program."""
    sys.exit(invoke())
