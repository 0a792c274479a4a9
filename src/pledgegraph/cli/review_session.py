"""A sitting of a review: pair after pair is shown and asked about, and every decision is written at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pledgegraph.sources.link_writing import Decision, record, withdraw
from pledgegraph.tracking.review import Question, Reviewer, context, decide, kind_for, reasons
from pledgegraph.vocab import EchoKind, Grade

CONFIDENCE = "0.8"
KINDS = {
    "restated": EchoKind.RESTATED,
    "committed-anew": EchoKind.COMMITTED_ANEW,
    "called-for": EchoKind.CALLED_FOR,
    "reported": EchoKind.REPORTED,
    "enacted": EchoKind.ENACTED,
    "discussed": EchoKind.DISCUSSED,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_GRADES = {"s": Grade.SAME_COMMITMENT, "r": Grade.RELATED_THEME}
_KEYS = "s same commitment, r related theme, n reject, k skip, o note, u undo, q quit"


def _key(typed: str) -> str:
    """One of the keys, in either case."""
    key = typed.strip().lower()
    if len(key) != 1 or key not in "srnkouq":
        raise click.UsageError(f"'{typed}' is none of the keys: {_KEYS}")
    return key


def _kind(typed: str) -> EchoKind:
    """A kind of echo, by its name or as much of it as tells it from the others, or as the file has it."""
    written = typed.strip().removeprefix("plg:")
    for kind in EchoKind:
        if written.casefold() in (kind.value.casefold(), kind.value.removeprefix("Kind").casefold()):
            return kind
    start = written.lower().replace(" ", "-")
    meant = [kind for name, kind in KINDS.items() if start and name.startswith(start)]
    if len(meant) != 1:
        raise click.UsageError(f"'{typed}' is no one kind of {', '.join(KINDS)}")
    return meant[0]


def _share(typed: str) -> str:
    """A decimal from 0 to 1, as typed."""
    try:
        share = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        share = Decimal(-1)
    if not (share.is_finite() and 0 <= share <= 1):
        raise click.UsageError(f"'{typed}' is no number from 0 to 1")
    return f"{share:f}"


@dataclass(slots=True, kw_only=True)
class Session:
    """The pairs to ask about and what they are, who decides, and what was decided so far in this sitting."""

    pairs: Sequence[Question]
    later: int
    asked_of: str
    author: Reviewer
    day: date
    path: Path
    console: Console
    made: list[tuple[int, Decision]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)

    def run(self) -> None:
        """Asks about every pair in turn until the last, until the reader quits or the input ends.

        Raises:
            InputError: a decision could not be written; those before it are in the file.
        """
        if not self.pairs:
            click.echo(f"Nothing to review: every {self.asked_of} here has your decision, or there is none.")
            return
        number = 0
        try:
            while number < len(self.pairs):
                self._show(number)
                number = self._ask(number)
        except click.Abort:
            click.echo()
        left = len(self.pairs) - number + self.later
        click.echo(f"{len(self.made)} decided in {self.path}; {left} not asked yet.")

    def _ask(self, number: int) -> int:
        """Takes keys until one of them leads to another pair, whose number comes out."""
        while True:
            key = click.prompt("s r n k o u q", value_proc=_key, prompt_suffix=" > ")
            if key == "q":
                raise click.Abort
            if key == "k":
                return number + 1
            if key == "u" and self.made:
                return self._undo()
            if key == "u":
                click.echo("There is nothing to undo in this sitting.")
            elif key == "o":
                self.notes[number] = click.prompt("note, kept with your decision", default="", show_default=False)
            else:
                self._decide(number, _GRADES.get(key))
                return number + 1

    def _decide(self, number: int, grade: Grade | None) -> None:
        pair, kind, confidence = self.pairs[number], None, CONFIDENCE
        if grade:
            kind = click.prompt("kind", default=_NAMES[kind_for(pair)], value_proc=_kind)
            confidence = click.prompt("confidence", default=CONFIDENCE, value_proc=_share)
        note = self.notes.get(number, "")
        decision = decide(pair, self.author, self.day, grade=grade, kind=kind, confidence=confidence, note=note)
        record(self.path, decision)
        self.made.append((number, decision))

    def _undo(self) -> int:
        """Takes the last decision back; the number of its pair."""
        number, decision = self.made[-1]
        if not withdraw(self.path, decision):
            click.echo("The decision was no longer in the file.")
        self.made.pop()
        click.echo("Undone.")
        return number

    def _show(self, number: int) -> None:
        """The commitment beside the passage in its context, and why they were brought together."""
        pair = self.pairs[number]
        before, quote, after = context(pair)
        made, document = pair.commitment, pair.extraction.document
        passage = Text(before) + Text(f"»{quote}«", style="bold") + Text(after)
        table = Table(
            title=f"\n{number + 1} of {len(self.pairs)}", title_justify="left", title_style="bold", expand=True
        )
        table.add_column(Text(f"commitment {made.key}"), ratio=2)
        table.add_column(Text(f"passage in {document.slug}"), ratio=3)
        table.add_row(Text(" ".join(made.text.split())), passage)
        self.console.print(table)
        for line in reasons(pair):
            self.console.print(Text(line), soft_wrap=True)
        if number == 0:
            self.console.print(Text(f"Keys: {_KEYS}"), soft_wrap=True)
