"""Names of states, organisations, instruments, series and places in clean text: longest match, whole words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from pledgegraph.model import Kind, Ref
from pledgegraph.sources.registry import Registry
from pledgegraph.spans import Span

_ACRONYM = re.compile(r" \((?P<acronym>[A-Z][A-Za-z0-9&-]{1,11})\)")
_PHRASE = re.compile(r"(?:[A-Z][\w'-]*(?: (?:of|for|on|and|the|&|in|to))*[ -])*[A-Z][\w'-]*$")
_WORD = re.compile(r"[A-Za-z]{4,}")
_PROVINCE = re.compile(r" (?:Province|Prefecture|Region|State|County|Governorate|Oblast)\b")
_NEXT_ITEM = re.compile(r",| and\b")
_ENOUGH_SHARED = 0.5
LONGEST_PHRASE = 120


class Named(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A registry name in a text.

    `ref` is None where the name is declared ambiguous; `expected` is set where an acronym stands beside an expansion
    that is not its own.
    """

    ref: Ref | None
    span: Span
    written: str
    expected: str = ""
    adjective: bool = False

    @property
    def kind(self) -> Kind | None:
        """The kind of what is named."""
        return self.ref.kind if self.ref else None


_LONGER_BEFORE = re.compile(
    r"(?<!Ministry of )(?<!Ministry of the )\b(?:Gulf|Sea|Bay|Straits?|Horn|Order|Isthmus|Cape|Lake|Mount|River)"
    r" (?:of (?:the )?)?$"
)
_LONGER_BEHIND = re.compile(
    r" (?:[Rr]iver|[Bb]asin|[Dd]elta|Sea|Valley|Airlines|Airways|Declaration|[Dd]ollars?|Strait|Current|Canal)\b"
)


_WATERS = re.compile(r" (?:Ocean|Sea|Gulf|Peninsula|Subcontinent|Channel|Basin|Strait|Archipelago)\b")


class NameFinder:
    """One automaton over every name and adjective of the registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._names: list[tuple[Ref | None, bool]] = []
        patterns: list[str] = []
        for name, refs in registry.names.items():
            patterns.append(name)
            self._names.append((refs[0] if len(refs) == 1 else None, False))
        for name, ref in registry.adjectives.items():
            if name not in registry.names:
                patterns.append(name)
                self._names.append((ref, True))
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Named]:
        """The names in `text`, in order, none overlapping; an acronym in parentheses belongs to the name before it."""
        hits = sorted(
            (
                (start, -end, index)
                for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
                if _bounded(text, start, end)
            ),
        )
        found: list[Named] = []
        last = 0
        for start, negative_end, index in hits:
            end = -negative_end
            if start < last:
                continue
            ref, adjective = self._names[index]
            longer = _in_waters(text, end) if adjective else _in_longer(text, start, end)
            if ref is not None and ref.kind is Kind.STATE and longer:
                last = end
                continue
            if ref is not None and ref.kind is Kind.PLACE and (tail := _PROVINCE.match(text, end)):
                end = tail.end()
            found.append(Named(ref=ref, span=Span(start, end), written=text[start:end], adjective=adjective))
            last = end
        return self._with_acronyms(text, found)

    def _with_acronyms(self, text: str, found: list[Named]) -> list[Named]:
        """Names joined with the acronym defined behind them; a wrong expansion of a known acronym becomes that name.

        An acronym behind words that may be spelt so is another body's; behind others ("Ana Soto (IOM)") it is itself.
        """
        foreign: set[str] = set()
        for defined in _ACRONYM.finditer(text):
            acronym = defined.group("acronym")
            known = self._sole(acronym)
            place = bisect_left(found, defined.start(), key=_end)
            before = found[place] if place < len(found) and found[place].span.end == defined.start() else None
            if before is not None:
                if known is None or before.ref == known:
                    _replace(found, Span(before.span.start, defined.end()), text, before.ref, "")
                continue
            if known is None or known.kind is not Kind.ORGANISATION:
                continue
            phrase = _PHRASE.search(text, _item_start(text, found, defined.start()), defined.start())
            if phrase is None:
                continue
            label = self.registry.label(known)
            if _shared(phrase.group(0), label) >= _ENOUGH_SHARED:
                expected = "" if self._same(phrase.group(0), known) else label
                _replace(found, Span(phrase.start(), defined.end()), text, known, expected)
            elif acronym[0] in {word[0] for word in phrase.group(0).split()}:
                foreign.add(acronym)
        return [name for name in found if name.written not in foreign]

    def _same(self, phrase: str, known: Ref) -> bool:
        """Whether a phrase is a name of the organisation after all: broken by spaces, in the genitive, or shortened."""
        plain = " ".join(phrase.removesuffix("'s").split())
        if self._sole(plain) == known:
            return True
        words = set(_WORD.findall(self.registry.label(known).lower()))
        return set(_WORD.findall(plain.lower())) <= words

    def _sole(self, name: str) -> Ref | None:
        refs = self.registry.names.get(name, ())
        return refs[0] if len(refs) == 1 else None


def of_states_named(registry: Registry, names: list[Named]) -> list[Named]:
    """The names without acronyms of national bodies whose state the text does not name: they may be another state's."""
    states = {name.ref for name in names}
    return [name for name in names if not _national(registry, name) or _state(registry, name) in states]


def _national(registry: Registry, name: Named) -> bool:
    if name.ref is None or name.ref.kind is not Kind.ORGANISATION:
        return False
    entry = registry.organisations[name.ref.key]
    return bool(entry.acronym) and entry.of is not None and name.written.startswith(entry.acronym)


def _state(registry: Registry, name: Named) -> Ref | None:
    return registry.organisations[name.ref.key].of if name.ref else None


def _end(name: Named) -> int:
    return name.span.end


def _replace(found: list[Named], span: Span, text: str, ref: Ref | None, expected: str) -> None:
    """Puts one name over `span` in place of everything that overlaps it; `found` is in order and stays so."""
    first = bisect_right(found, span.start, key=_end)
    behind = bisect_left(found, span.end, first, key=lambda name: name.span.start)
    found[first:behind] = [Named(ref=ref, span=span, written=text[span.start : span.end], expected=expected)]


def _item_start(text: str, found: list[Named], end: int) -> int:
    """Where the item of a list that ends at `end` may begin: behind the last name that a comma or "and" follows."""
    least = max(end - LONGEST_PHRASE, 0)
    for place in range(bisect_left(found, end, key=_end) - 1, -1, -1):
        if _end(found[place]) <= least:
            break
        if _NEXT_ITEM.match(text, _end(found[place])):
            return _end(found[place])
    return least


def _bounded(text: str, start: int, end: int) -> bool:
    """Whole words only; a name is no part of a longer hyphenless word."""
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_@/"):
        return False
    return end >= len(text) or not (text[end].isalnum() or text[end] in "_@/$")


def _in_longer(text: str, start: int, end: int) -> bool:
    """Whether the name of a state only belongs to a sea, a river, an order, an airline, a text or a currency."""
    return (
        _LONGER_BEFORE.search(text, max(0, start - 24), start) is not None
        or _LONGER_BEHIND.match(text, end) is not None
    )


def _in_waters(text: str, end: int) -> bool:
    """Whether an adjective of a state only belongs to a sea or a land's name ("Indian Ocean", "Korean Peninsula")."""
    return _WATERS.match(text, end) is not None


def _shared(written: str, label: str) -> float:
    ours, theirs = set(_WORD.findall(written.lower())), set(_WORD.findall(label.lower()))
    return len(ours & theirs) / max(len(ours | theirs), 1)
