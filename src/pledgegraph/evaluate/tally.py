"""Counts of right, wrong and missed facts per field, and the list of every difference."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pledgegraph.evaluate.gold import Gold
from pledgegraph.spans import Span


class Fault(StrEnum):
    """What is amiss: not found, found without being there, of a wrong value, or forbidden."""

    MISSED = "missed"
    EXTRA = "extra"
    WRONG = "wrong"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One error: where in which text, what was expected and what came out."""

    document: str
    field: str
    fault: Fault
    line: int | None
    quote: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, wrong and missed facts of a field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was asserted that is right; 1 where nothing was asserted."""
        asserted = self.right + self.wrong
        return self.right / asserted if asserted else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 where nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> round(Tally(8, 2, 0).f1, 3)
        0.889
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Sheet:
    """The running score of one document."""

    gold: Gold
    tallies: dict[str, Tally] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def right(self, name: str) -> None:
        """One fact of a field is right."""
        self._add(name, Tally(right=1))

    def missed(self, name: str, expected: object, span: Span | None = None) -> None:
        """One fact is there and was not found."""
        self._add(name, Tally(missed=1))
        self._note(name, Fault.MISSED, span, expected, "")

    def extra(self, name: str, found: object, span: Span | None = None) -> None:
        """One fact was found that is not there."""
        self._add(name, Tally(wrong=1))
        self._note(name, Fault.EXTRA, span, "", found)

    def wrong(self, name: str, expected: object, found: object, span: Span | None = None) -> None:
        """One fact was found with another value: wrong, and the right one is missed."""
        self._add(name, Tally(wrong=1, missed=1))
        self._note(name, Fault.WRONG, span, expected, found)

    def forbidden(self, name: str, expected: object, found: object) -> None:
        """One thing was asserted that must not be."""
        self._add(name, Tally(wrong=1))
        self._note(name, Fault.FORBIDDEN, None, expected, found)

    def judge(self, name: str, expected: str, found: object, *, agrees: bool, span: Span | None = None) -> None:
        """One single value: right, wrong, missed or extra; `expected` may allow that there is none."""
        options = [part.strip() for part in expected.split("||")] if expected else ["none"]
        if not found:
            if "none" not in options:
                self.missed(name, expected, span)
        elif agrees:
            self.right(name)
        elif options == ["none"]:
            self.extra(name, found, span)
        elif "none" in options:
            self.extra(name, f"{found} (neither of {expected})", span)
        else:
            self.wrong(name, expected, found, span)

    def _add(self, name: str, tally: Tally) -> None:
        self.tallies[name] = self.tallies.get(name, Tally()) + tally

    def _note(self, name: str, fault: Fault, span: Span | None, expected: object, found: object) -> None:
        within = span is not None and span.end <= len(self.gold.text)
        quote = self.gold.text[span.start : span.end] if span and within else ""
        self.differences.append(
            Difference(
                document=self.gold.slug,
                field=name,
                fault=fault,
                line=self.gold.line(span) if span and within else None,
                quote=quote,
                expected=str(expected),
                found=str(found),
            )
        )
