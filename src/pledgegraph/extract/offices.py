"""Offices before names: "Mexico's Secretary of the Navy Admiral Ana Soto", "European Commission President Ana Soto".

An office and a name follow one another without a comma, so the border between them has to be known: the last word
before the name is the post itself, a field of government, a body, a rank, an acronym or a name of the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.owners import owner_before, owner_behind
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.spans import Span

_WORD = re.compile(r"[^\W_][\w'.-]*")
_CONNECTORS = frozenset(("of", "for", "and", "the", "to", "at", "on", "in", "&"))
_LONGEST = 22
_LONGEST_INITIALS = 3
_FIRST_OF_TWO = re.compile(
    r"(?:(?:First )?Deputy Prime Minister|Minister of State(?: (?:of|for) (?:[A-Z][\w-]*|and|the|,| )+?)?)"
    r" and (?:the )?"
)
_BARE_FIRST = re.compile(
    r"(?!(?:Prime Minister|President|Vice President|King|Queen|Chancellor|Premier|Secretary-General|Chair|Co-Chair)\b)"
    r"[A-Z][\w'-]*(?: (?:of|for|to|the|&|[A-Z][\w'-]*))*(?<!s) and "
)
"""A post without an article that another one of the same person follows: "Deputy Advisor and | Cabinet Secretary"."""
_OF_A_FIELD = re.compile(r"(?:Advis[eo]r|Coordinator|Envoy|Negotiator|Counsell?or|Administrator|Rapporteur|Officer)$")
_FIELD_BEFORE = re.compile(
    r"(?:(?!(?:The|A|An|And|As|On|In|By|Of|For|With|To|From|At|Under|Today|His|Her|Their|Its|Our|Mr|Ms|Mrs|Dr)\b)"
    r"[A-Z][A-Za-z]*(?:-[A-Z0-9]\w*)* ){1,5}$"
)
_CAPITALISED_WORD = re.compile(r"\b[A-Z][\w'-]*")
_ARTICLE_BEFORE = re.compile(r"(?:\b[Tt]he|'s|\b[Aa]n?) $")
_LISTED = re.compile(r",(?= (?:and )?(?:the )?(?P<next>[A-Z][\w-]*))")
_GENERATION = re.compile(r", ((?:Jr|Sr)\.|(?:III?|IV|Jr|Sr)\b)(?=[ ,;:)]|$)")
_BRACKETED = re.compile(r"\(([A-Z]{2,8}|[Aa]g\.|[Aa]cting)\)")
_JOINED = re.compile(
    r"(?: and |, )(?:the )?(?:(?:His|Her|Their) )?(?:(?:Royal |Imperial )?(?:Highness|Excellency|Majesty) )?"
    r"(?:[A-Z][\w.]*(?:'s?)? ){0,2}$"
)
_DEPUTY = re.compile(r"\b(?:Deputy|Assistant|Acting|Former) $")
_STYLE = re.compile(r"\b(?:His|Her|the|The) (?:[A-Z][a-z]+ )*$")
_ACRONYM = re.compile(r"[A-Z]{2,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office with the names that follow it, and for each of them whose office it is where the text says it."""

    post: Span
    names: tuple[Span, ...]
    owners: tuple[Named | None, ...]
    plural: bool

    @property
    def starts(self) -> tuple[int, ...]:
        """Where the office begins, and where whose it is does."""
        owner = self.owners[0]
        return (self.post.start, owner.span.start) if owner else (self.post.start,)


class _Word(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str
    closes: bool


def offices_before_names(reading: Reading, sentence: Sentence) -> list[Office]:
    """Every office of a sentence that a name follows directly."""
    words = _vocabulary(reading.grammar)
    found: list[Office] = []
    last = sentence.span.start
    matches = list(words.post.finditer(reading.text, sentence.span.start, sentence.span.end))
    joined = [match.start() for match in matches if _JOINED.search(reading.text, sentence.span.start, match.start())]
    for number, match in enumerate(matches):
        if match.start() < last:
            continue
        stop = next((start for start in joined if start > match.end()), sentence.span.end)
        after = _words_after(reading.text, match.end(), stop, words.fields)
        post = _with_field(reading, sentence, _own_words(sentence, Span(*match.span())))
        office = _office(reading, sentence, post, after)
        if office is not None:
            raw = [_with_field(reading, sentence, Span(*one.span())) for one in matches[:number]]
            before = [one.start for one in raw if one.start >= last]
            found.append(_with_first(reading, office, before))
            last = office.names[-1].end
    return found


def _with_first(reading: Reading, office: Office, before: list[int]) -> Office:
    """An office of two posts from the first on ("Deputy Prime Minister and Minister of Ports Ana Soto").

    Where the first opens with an article it is somebody else's, unless it is one that its holder has beside another.
    """
    text = reading.text
    for start in before:
        known = _vocabulary(reading.grammar).no_names
        nobody = all(word in known for word in _CAPITALISED_WORD.findall(text, start, office.post.start))
        bare = nobody and not _ARTICLE_BEFORE.search(text, max(0, start - 8), start)
        two = _FIRST_OF_TWO.fullmatch(text, start, office.post.start)
        if two or (bare and not office.plural and _BARE_FIRST.fullmatch(text, start, office.post.start)):
            return replace(office, post=Span(start, office.post.end))
    return office


def _words_after(text: str, start: int, end: int, fields: frozenset[str]) -> list[_Word]:
    """The capitalised words and connectors that follow, each parted from the one before by one space.

    Between two fields of government a comma may stand ("for Energy, Trade, and the Environment Ana Soto").
    """
    found: list[_Word] = []
    position = start
    while len(found) < _LONGEST:
        listed = _LISTED.match(text, position, end) if found and found[-1].text in fields else None
        if listed is not None and listed.group("next") in fields:
            position += 1
        generation = _GENERATION.match(text, position, end) if found else None
        if generation is not None:
            found.append(_Word(generation.start(1), generation.end(), generation[1], False))
            position = generation.end()
        if text[position : position + 1] != " ":
            break
        bracketed = _BRACKETED.match(text, position + 1, end)
        if bracketed:
            found.append(_Word(bracketed.start(), bracketed.end(), bracketed.group(1), False))
            position = bracketed.end()
            continue
        match = _WORD.match(text, position + 1, end)
        if match is None:
            break
        word = match.group(0)
        short = 2 if match.end() == end and word not in ("Jr.", "Sr.") else 4
        dotted = word.endswith(".") and len(word) > short and "." not in word[:-1]
        bare = word[:-1] if dotted and not word[0].islower() else word.removesuffix("'s").removesuffix("'")
        if not bare[0].isupper() and bare not in _CONNECTORS and bare not in _PARTICLES:
            break
        stop = match.start() + len(bare)
        found.append(_Word(match.start(), stop, bare, bare is not word))
        position = stop
        if bare is not word:
            break
    return found


_PARTICLES = frozenset(
    "da de del dos das di du la le van von der den ter zu bin binti binte bint ibn al el y e i".split()
)


def _office(reading: Reading, sentence: Sentence, post: Span, after: list[_Word]) -> Office | None:
    """The office with those who hold it; behind "and" begins somebody else ("as Chairperson and | Mr. Luis Vega")."""
    words = _vocabulary(reading.grammar)
    plural = reading.text[post.start : post.end].endswith("s")
    for first, stop in _named_runs(reading, sentence, after, plural=plural):
        names = [Span(after[first].start, after[stop - 1].end)]
        if plural and stop < len(after) and after[stop].text == "and":
            runs = _runs(reading, sentence, after)
            names += [Span(after[a].start, after[b - 1].end) for a, b in runs if a == stop + 1]
        cut = first
        while cut and after[cut - 1].text in words.ranks:
            cut -= 1
        while cut and after[cut - 1].text in _CONNECTORS:
            cut -= 1
        if not plural and cut < first and after[cut].text == "and":
            continue
        whole = Span(post.start, after[cut - 1].end if cut else post.end)
        owner = owner_before(reading, sentence, post.start)
        if owner is not None and (deputy := _DEPUTY.search(reading.text, sentence.span.start, owner.span.start)):
            whole = Span(deputy.start(), whole.end)
        owner = owner or owner_behind(reading, sentence, names[-1].end)
        if owner is None and _is_first_name(reading, whole, words):
            return None
        office = Office(post=whole, names=tuple(names), owners=(owner,) * len(names), plural=plural)
        return _with_others(reading, sentence, office) if plural and len(names) == 1 and owner else office
    return None


def _with_others(reading: Reading, sentence: Sentence, office: Office) -> Office:
    """An office of several, each named with a state ("Foreign Ministers Ana Soto of Chile and Luis Vega of Peru")."""
    names, owners = list(office.names), list(office.owners)
    while last := owners[-1]:
        end = last.span.end + reading.text.startswith(")", last.span.end)
        another = _next_holder(reading.grammar).match(reading.text, end, sentence.span.end)
        after = _words_after(reading.text, another.end() - 1, sentence.span.end, frozenset()) if another else []
        run = next(iter(_runs(reading, sentence, after)), None)
        if run is None or run[0] != 0:
            break
        name = Span(after[0].start, after[run[1] - 1].end)
        owner = owner_behind(reading, sentence, name.end)
        if owner is None:
            break
        names.append(name)
        owners.append(owner)
    return replace(office, names=tuple(names), owners=tuple(owners))


def _with_field(reading: Reading, sentence: Sentence, post: Span) -> Span:
    """A post with the capitalised words before it that say of what: "Indo-Pacific | Coordinator", no state or body."""
    text = reading.text
    if not _OF_A_FIELD.search(text, post.start, post.end):
        return post
    found = _FIELD_BEFORE.search(text, max(sentence.span.start, post.start - 50), post.start)
    if found is None:
        return post
    before = Span(found.start(), post.start)
    return post if any(name.span.overlaps(before) for name in sentence.names) else Span(found.start(), post.end)


def _own_words(sentence: Sentence, post: Span) -> Span:
    """A post without the end of a body's name before it ("Department of Justice Senior Counsel")."""
    for name in sentence.names:
        if name.span.start < post.start < name.span.end < post.end - 1:
            return Span(name.span.end + 1, post.end)
    return post


def _named_runs(reading: Reading, sentence: Sentence, after: list[_Word], *, plural: bool) -> Iterator[tuple[int, int]]:
    """The runs of words behind a post that are names of its holder, the most certain first."""
    runs = _runs(reading, sentence, after)
    if not runs:
        return
    words = _vocabulary(reading.grammar)
    first, stop = runs[0]
    if first == 0 and (stop > 1 or stop == len(after)):
        yield runs[0]
        return
    if first == 0 and after[stop].text in ("and", "of"):
        following = [run for run in runs if run[0] == stop + 1]
        if plural and after[stop].text == "and" and following:
            yield runs[0]
        return
    for begin, end in reversed(runs):
        if begin and end - begin > 1 and _closes_office(reading, sentence, after, begin, words):
            yield begin, end


def _is_first_name(reading: Reading, post: Span, words: _Vocabulary) -> bool:
    """Whether a word that is a name as well ("Sultan") opens a name here: no article, no style and no state with it."""
    written = reading.text[post.start : post.end]
    return written in words.also_names and not _STYLE.search(reading.text, max(0, post.start - 30), post.start)


def _runs(reading: Reading, sentence: Sentence, after: list[_Word]) -> list[tuple[int, int]]:
    """The stretches of words that can be names of persons: (first, stop)."""
    words = _vocabulary(reading.grammar)
    inside = [name.span for name in sentence.names if not name.adjective]
    runs: list[tuple[int, int]] = []
    begin = -1
    for index, word in enumerate([*after, _Word(0, 1, "of", False)]):
        initials = len(word.text) <= _LONGEST_INITIALS and index > 0 and after[index - 1].text in words.ranks
        nominal = word.text not in words.no_names and word.text not in _CONNECTORS
        nominal = nominal and (initials or not _ACRONYM.fullmatch(word.text))
        taken = next((span for span in inside if span.start <= word.start < span.end), None)
        surname = begin >= 0 and taken is not None and (taken.start, taken.end) == (word.start, word.end)
        nominal = nominal and (taken is None or surname)
        led = word.text in _PARTICLES and index > 0 and after[index - 1].text != "and"
        if nominal and not (begin < 0 and led):
            begin = index if begin < 0 else begin
        elif begin >= 0:
            stop = index
            while after[stop - 1].text in _PARTICLES:
                stop -= 1
            if stop > begin and stop - begin <= 6 and not _spelt_out(after[begin:stop], word):
                runs.append((begin, stop))
            begin = -1
    return runs


def _spelt_out(run: list[_Word], following: _Word) -> bool:
    """Whether an acronym behind a run is made of its initials: then the run names a body."""
    initials = "".join(part[0] for word in run for part in word.text.split("-") if part)
    return len(following.text) > 2 and following.text == initials


def _closes_office(reading: Reading, sentence: Sentence, after: list[_Word], first: int, words: _Vocabulary) -> bool:
    """Whether the word before a place can be the last of an office."""
    word = after[first - 1]
    if word.text in words.titles and any(one.text == "to" for one in after[:first]):
        return True
    if word.text in words.closing or _ACRONYM.fullmatch(word.text):
        return True
    return any(name.span.end == word.end and not name.adjective for name in sentence.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    post: re.Pattern[str]
    fields: frozenset[str]
    closing: frozenset[str]
    ranks: frozenset[str]
    no_names: frozenset[str]
    titles: frozenset[str]
    also_names: frozenset[str]


@lru_cache(maxsize=4)
def _next_holder(grammar: Grammar) -> re.Pattern[str]:
    """What leads from one holder of an office to the name of the next, with what honours that."""
    return re.compile(rf"(?:, (?:and )?| and ){person_patterns(grammar).before}(?=[A-Z])")


@lru_cache(maxsize=4)
def _vocabulary(grammar: Grammar) -> _Vocabulary:
    posts, forums = grammar.of("posts"), grammar.of("forums")
    ranks = frozenset(posts.words["rank"])
    bodies = frozenset(word for phrase in posts.words["body"] for word in phrase.split())
    titles = frozenset(word for phrase in posts.words["post"] for word in phrase.split())
    kept = frozenset(posts.words["also-a-name"])
    fields = frozenset(posts.words["portfolio"])
    modifiers = posts.alternation("modifier")
    return _Vocabulary(
        post=re.compile(rf"(?<![\w'-])(?:{modifiers} ){{0,3}}{posts.alternation('post')}s?\b(?=[ ])"),
        fields=fields,
        closing=frozenset(fields | bodies | ranks | {word for rank in ranks for word in rank.split()}),
        ranks=ranks,
        titles=titles,
        also_names=frozenset(posts.words["also-a-first-name"]),
        no_names=frozenset(posts.words["not-a-name"]).union(fields, bodies, titles, ranks, forums.words["head"]) - kept,
    )
