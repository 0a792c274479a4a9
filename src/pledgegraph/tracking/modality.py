"""How strongly a clause binds, by a scale in versioned data.

What counts is the verb that reports the clause ("called for"), the modal that governs it ("announced that it will",
"should be") and a hedge in it ("where appropriate"); its own verb, which says what it is about, counts never.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.vocab import Force

OPENING = 5
"""Words at the beginning of a clause that nobody reports among which its modal is looked for."""

LEAD = 14
"""Words behind "that" among which the modal of a reported clause is looked for."""

_BESIDE_VERB = r"(?:(?:is|are|was|were|be|been|has|have|had|also|further|again|jointly|\w+ly) )*"
_RELATIVE = re.compile(r"\b(?:that|which|who)\b")


class _Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    forces: list[Force]
    modals: list[str]
    verbs: list[str]


class _Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    telling: list[Force]
    hedges: list[str]
    level: list[_Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """The strength of a clause, higher is stronger, and the words that set it."""

    strength: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a statement reports its clauses: its verb as written, the words that follow, its force."""

    verb: str = ""
    content: str = ""
    force: Force | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Verbs and modals with their strength, two steps to a level; hedges, which take one step off; caps by force.

    Statements of a force in `telling` have no strength.
    """

    version: str
    strengths: Mapping[str, int]
    caps: Mapping[Force, int]
    telling: frozenset[Force]
    verbs: re.Pattern[str]
    modals: re.Pattern[str]
    hedges: re.Pattern[str]

    @classmethod
    def read(cls, path: Path) -> Scale:
        """The scale of a TOML file, whose levels stand strongest first.

        Raises:
            InputError: the file cannot be used, has no level, or has a phrase or a force on two levels.
        """
        found = read_toml(path, _Scale)
        strengths: dict[str, int] = {}
        caps: dict[Force, int] = {}
        for number, level in enumerate(reversed(found.level), 1):
            for phrase in [*level.verbs, *level.modals]:
                if strengths.setdefault(phrase.lower(), 2 * number) != 2 * number:
                    raise InputError(f"'{phrase}' stands on two levels", place=path, remedy="Leave it on one.")
            for force in level.forces:
                if caps.setdefault(force, 2 * number) != 2 * number:
                    raise InputError(f"'{force}' stands on two levels", place=path, remedy="Leave it on one.")
        modals = [modal for level in found.level for modal in level.modals]
        verbs = [verb for level in found.level for verb in level.verbs]
        if not modals or not verbs or not found.hedges:
            raise InputError("has no verbs, modals or hedges", place=path, remedy="Give [[level]] tables and hedges.")
        return cls(
            version=found.version,
            strengths=strengths,
            caps=caps,
            telling=frozenset(found.telling),
            verbs=re.compile(rf"{_BESIDE_VERB}(?P<phrase>{_any_of([*verbs, *modals])})\b", re.IGNORECASE),
            modals=re.compile(rf"\b(?P<phrase>{_any_of(modals)})\b"),
            hedges=re.compile(rf"\b(?:{_any_of(found.hedges)})\b", re.IGNORECASE),
        )

    def read_clause(self, report: Report, clause: str) -> Modality | None:
        """The strength of a clause; None where neither what reports it nor a modal is on the scale."""
        found = [one for one in (self._reported(report), self._modal(report, clause)) if one]
        if not found or report.force in self.telling:
            return None
        words = [words for words, _ in found]
        strength = min(self.strengths[phrase.lower()] for _, phrases in found for phrase in phrases)
        if report.force is not None:
            strength = min(strength, self.caps.get(report.force, strength))
        hedge = self.hedges.search(clause)
        if hedge:
            words.append(hedge.group(0))
        return Modality(strength=strength - (1 if hedge else 0), words=" ... ".join(dict.fromkeys(words)))

    def _reported(self, report: Report) -> tuple[str, list[str]] | None:
        """The words at the head of a statement that are on the scale, through the modal of its that-clause."""
        lead = f"{report.verb} {report.content}".strip()
        verb = self.verbs.match(lead)
        phrases = [verb.group("phrase")] if verb else []
        content = " ".join(report.content.split()[:LEAD])
        modal = self.modals.search(content) if content.startswith("that ") else None
        if modal and not _RELATIVE.search(content[len("that ") : modal.start()]):
            return f"{report.verb} {content[: modal.end()]}".strip(), [*phrases, modal.group("phrase")]
        return (verb.group(0), phrases) if verb else None

    def _modal(self, report: Report, clause: str) -> tuple[str, list[str]] | None:
        """The modal that a clause begins with; behind its subject too where nothing reports it."""
        opening = re.match(r"(?:\w+ly |also )*", clause)
        modal = self.modals.match(clause, opening.end() if opening else 0)
        if modal is None and not report.verb:
            modal = self.modals.search(" ".join(clause.split()[:OPENING]))
            if modal and _RELATIVE.search(clause[: modal.start()]):
                modal = None
        return (modal.group("phrase"), [modal.group("phrase")]) if modal else None


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=lambda phrase: (-len(phrase), phrase))))
