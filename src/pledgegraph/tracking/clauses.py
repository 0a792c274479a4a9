"""Where the clauses of a statement begin and end: whole coordinate clauses, and nothing cut inside one.

A statement's content is a chain of clauses of one form: "build ports, train pilots, and open the harbour" (base forms,
also behind "to", "will" or "that all should"), or "building ports and training pilots". Only a verb of that form begins
another clause; purposes, means, quotations and lists of nouns stay with the clause they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec

from pledgegraph.sources.tomlfile import read_toml
from pledgegraph.spans import Span

_JOINT = re.compile(r"; (?:and )?|, and |, | and ")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|\([^)]*\)')
_INSIDE = re.compile(r"\b(?:that|which|who|whose|by|like|including|such as|through)\b")
_OBJECT = (
    r" (?:an?|the|its|their|his|her|our|all|each|every|any|this|these|those|such|no|it|them|to|with|for|on|in|up|out|"
    r"together|towards?|against|more|new|further|[A-Z][\w-]*)\b"
)


class _Doubtful(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    adjectives: list[str]
    nouns: list[str]
    participles: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutter:
    """Cuts a statement's content into its clauses."""

    version: str
    base: re.Pattern[str]
    gerund: re.Pattern[str]
    infinitive: re.Pattern[str]
    begins: re.Pattern[str]

    @classmethod
    def read(cls, path: Path, verbs: Iterable[str]) -> Cutter:
        """The cutter for some verbs, of which a TOML file names those that are adjectives or nouns too.

        Raises:
            InputError: the file cannot be used.
        """
        found = read_toml(path, _Doubtful)
        every, doubtful = set(verbs), {*found.adjectives, *found.nouns}
        sure, any_verb = _any_of(every - doubtful), _any_of(every | doubtful)
        adverbs, others, nouns = r"(?:also |then )*(?:[a-z]+ly )*", _any_of(doubtful), _any_of(found.nouns)
        alone = rf"(?:{sure})\b(?! (?:of|or|and|is|are)\b|,)|(?:{others})(?={_OBJECT})"
        pair = rf"(?:{any_verb}) and (?:{sure}) |(?:{sure}) and (?:{any_verb}) "
        modified = rf"(?:[a-z]+ly )+(?:{nouns})\b(?! (?:of|or|and)\b|,)"
        participles = _any_of(found.participles)
        participle = rf"(?!(?:{participles})\b)[a-z]{{2,}}ing\b(?! (?:of|or)\b|,)"
        return cls(
            version=found.version,
            base=re.compile(rf"(?:will |shall )?{adverbs}(?:{alone}|{pair}|{modified})"),
            gerund=re.compile(rf"{adverbs}(?:{participle}|(?:{participles})(?={_OBJECT}))"),
            infinitive=re.compile(r"(?:also )?to (?:[a-z]+ly )*[a-z]+\b"),
            begins=re.compile(rf"(?:[a-z]+ly )*(?:{any_verb})\b", re.IGNORECASE),
        )

    def parts(self, text: str, span: Span, content: Span | None = None) -> list[Span]:
        """The clauses of a stretch; `content` is what its statement says, where its chain of clauses begins."""
        start = content.start if content and span.start < content.start < span.end else span.start
        words = text[start : span.end]
        form = self._form(words)
        borders = [span.start, *(start + cut for cut in self._cuts(words, form)), span.end]
        parts = [_trimmed(text, left, right) for left, right in pairwise(borders)]
        return [part for part in parts if part]

    def _form(self, words: str) -> str:
        """The form of the chain that a content begins with: base, gerund, or none."""
        if words.startswith("that "):
            return (
                "base"
                if re.match(r"that [^,;]*?\b(?:will|shall|must|should|may|might|can|could|would)\b", words)
                else ""
            )
        if re.match(r"(?:will|shall|to) ", words):
            return "base"
        if self.begins.match(words):
            return "base"
        if self.gerund.match(words):
            return "gerund"
        return "base" if re.match(r"[^,;]*? to (?:[a-z]+ly )*(?!the\b|an?\b)[a-z]+\b", words) else ""

    def _cuts(self, words: str, form: str) -> Iterator[int]:
        """Where another clause of the chain begins."""
        shut = [found.span() for found in _QUOTED.finditer(words)]
        last = 0
        for joint in _JOINT.finditer(words):
            if any(start <= joint.start() < end for start, end in shut):
                continue
            before = words[last : joint.start()]
            if joint.group().startswith(";") or (
                self._opens(words, joint, form) and self._whole(before) and not self._deeper(before, form)
            ):
                yield joint.end()
                last = joint.end()

    def _opens(self, words: str, joint: re.Match[str], form: str) -> bool:
        if form == "gerund":
            return bool(self.gerund.match(words, joint.end()))
        if form != "base":
            return False
        if self.infinitive.match(words, joint.end()):
            return "and" in joint.group() or bool(re.search(r", and to ", words[joint.end() :]))
        return bool(self.base.match(words, joint.end()))

    def _whole(self, before: str) -> bool:
        """Whether a clause can end here: not where two verbs share what follows ("to widen and deepen trade")."""
        bare = re.sub(r"^(?:that .*?\b(?:will|shall|should) |also |to |[a-z]+ly )*", "", before).split()
        last = before.split()[-1:] or [""]
        return len(bare) > 1 and not (last[0].islower() and self._verb_alone(before))

    def _verb_alone(self, before: str) -> bool:
        """Whether a stretch ends in an infinitive or a gerund that has nothing behind it yet."""
        return bool(re.search(r"(?:\bto (?:[a-z]+ly )*[a-z]+|(?:^|, and |, )[a-z]+ing)$", before))

    def _deeper(self, before: str, form: str) -> bool:
        """Whether the words before lead into a list of their own ("make efforts like organising patrols, ...")."""
        return form == "gerund" and bool(_INSIDE.search(before))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda one: (-len(one), one))))


def _trimmed(text: str, start: int, stop: int) -> Span | None:
    written = text[start:stop]
    body = re.sub(r"(?:[\s,;.:]|\band\b)+$", "", written)
    start += len(body) - len(body.lstrip())
    body = body.strip()
    return Span(start, start + len(body)) if body else None
