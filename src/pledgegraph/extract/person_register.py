"""The persons of one text under all the names that it gives them, and the posts that they hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.met_names import MetNames, without_initials
from pledgegraph.extract.person_patterns import CAPITALISED, person_patterns
from pledgegraph.extract.posts import Post
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Finding, Kind, Person, PostHolding, Ref
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind

_FIRST_WORD = re.compile(r"\w+")
_SPACED_WORD = re.compile(r"(?<= )[^\W\d_a-zß-ÿ]\w*")
_LONGEST = 300
"""Characters of a title and a whole name, or of what stands between a name and the title below it."""
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "von", "van", "de", "da", "der", "la", "du", "di"})
_GENERATION = re.compile(r",? (?:[JS]r\.?|II|III)$")
"""What tells a son from his father behind a name."""
_SHORT = 2
"""Words of a name that may be the last ones of a longer one ("President López Obrador")."""
_FEWEST_CAPITALS = 3
"""Letters of a word in capitals; fewer may be initials."""


@dataclass(kw_only=True)
class PersonRegister:
    """Whom a text has named so far, so that a bare or shorter name is known again; all are recorded in `extraction`."""

    reading: Reading
    extraction: Extraction
    met: MetNames = field(default_factory=MetNames)
    _more: dict[int, dict[Span, None]] = field(default_factory=dict)

    def _bare(self, span: Span) -> Span:
        """A name without the styles before it and the letters behind it ("Sheikh Ana Soto MP")."""
        text, patterns = self.reading.text, person_patterns(self.reading.grammar)
        letters = patterns.letters.search(text, span.start, span.end)
        bare = Span(span.start, letters.start() if letters else span.end)
        start = bare.start
        while (one := patterns.style.match(text, start, bare.end)) and " " in text[one.end() : bare.end]:
            start = one.end()
        return Span(start, bare.end)

    def person(self, span: Span, posts: list[Post], title: str = "") -> Person:
        """The person of a name, recorded where nobody met bears it; `title` is what stands before a bare name."""
        span = self._bare(span)
        written = self.reading.stored(span)
        plain = self._in_small(" ".join(self.reading.text[span.start : span.end].split()))
        if known := self.met.of(plain):
            return known
        if not posts and (known := self.by_part(plain, {title} if title else set())):
            return known
        if known := self._by_initials(plain) or self.met.of(_GENERATION.sub("", plain)):
            self.met.add(plain, known)
            return known
        title = title or next((post.title for post in posts), "")
        if title and plain.count(" ") < _SHORT and (fuller := self._fuller(span, title)):
            return self.person(fuller, posts)
        pinned = self.reading.grammar.curation.persons.get(plain)
        key = pinned or _key(plain, posts)
        if known := self.extraction.persons.first(Ref(kind=Kind.PERSON, key=key)):
            self.met.add(plain, known)
            return known
        person = Person(
            key=key,
            label=self.reading.grammar.curation.labels[pinned] if pinned else plain,
            name_as_written=written,
            span=span,
            pinned=pinned is not None,
        )
        self.met.add(plain, person)
        self.extraction.persons.append(person)
        if pinned and person.label != plain:
            self.extraction.findings.append(
                Finding(
                    kind=FindingKind.NAME_VARIANT, span=span, written=written, expected=person.label, about=person.ref
                )
            )
        return person

    def _in_small(self, plain: str) -> str:
        """A name in capitals, or with its surname in them, as the text writes it elsewhere; else as it is."""
        words = plain.split()
        small = [word.title() if word.isupper() and len(word) >= _FEWEST_CAPITALS else word for word in words]
        if small == words:
            return plain
        whole = " ".join(small)
        first = _FIRST_WORD.match(whole)
        places = self._words.get(first[0], []) if first else []
        return whole if any(self.reading.text.startswith(whole, at) for at in places) else plain

    def by_part(self, plain: str, titles: set[str]) -> Person | None:
        """The only person met of whose name this is a part ("President Soto", "Soto Díaz" for "Ana Soto Díaz").

        A name from its middle is not enough for who has other titles only: "President Rashid" is not Mona bin Rashid
        Vega, the Prime Minister.
        """
        styles = person_patterns(self.reading.grammar).styles.match(plain)
        part = slugify(plain[styles.end() :] if styles else plain).split("-")
        if len(part) == 1 and part[0] in _PARTICLES:
            return None
        known = self.met.with_part(part)
        if len(known) > 1 and titles:
            titled = [one for one in known if titles & {post.title for post in self.extraction.posts.about(one[0].ref)}]
            known = titled or known
        if len(known) != 1:
            return None
        ((person, words),) = known
        if part[-1] == words[-1] or part == words[: len(part)]:
            return person
        held = {post.title for post in self.extraction.posts.about(person.ref)}
        clash = titles and held and not any(one in other or other in one for one in titles for other in held)
        return None if clash else person

    def by_surname(self, word: str) -> Person | None:
        """The only person met whose name begins or ends with a word, where nobody else's name has it."""
        part = slugify(word).split("-")
        known = self.met.with_part(part)
        if len(known) != 1:
            return None
        ((person, words),) = known
        return person if len(words) > len(part) and part in (words[-len(part) :], words[: len(part)]) else None

    def _fuller(self, surname: Span, title: str) -> Span | None:
        """Where the text goes on to give the whole name beside the same title, if it gives only one."""
        text, particle = self.reading.text, self.reading.grammar.of("posts").alternation("particle")
        written = text[surname.start : surname.end]
        found: dict[str, Span] = {}
        for start in self._again(written, surname.end):
            pattern = _whole_name(written, title, particle)
            low, high = max(surname.end, start - _LONGEST), start + len(written) + _LONGEST
            for match in pattern.finditer(text, low, high):
                if match.end("name") == start + len(written):
                    found[without_initials(" ".join(match["name"].split()))] = Span(*match.span("name"))
        return next(iter(found.values())) if len(found) == 1 else None

    def _again(self, written: str, after: int) -> list[int]:
        """Where a word stands again behind a place."""
        first = _FIRST_WORD.match(written)
        known = self._words.get(first[0], []) if first else []
        return [at for at in known[bisect_left(known, after) :] if self.reading.text.startswith(written, at)]

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """The places of every word with a capital that follows a space."""
        places: dict[str, list[int]] = {}
        for found in _SPACED_WORD.finditer(self.reading.text):
            places.setdefault(found[0], []).append(found.start())
        return places

    def _by_initials(self, plain: str) -> Person | None:
        """The only person met whose name differs by middle initials alone ("Ana B. Soto", "Ana Soto")."""
        known = self.met.but_for_initials(plain)
        return known[0] if len(known) == 1 and " " in without_initials(plain) else None

    def holding(self, person: Person, post: Post, evidence: Span) -> PostHolding:
        """The holding of a post, recorded once per document; the evidence of repetitions is added in the end."""
        for index in self.extraction.posts.places(person.ref):
            known = self.extraction.posts[index]
            same = (known.title, known.organisation) == (post.title, post.organisation)
            if same or post.title == f"{known.title}s" or _is_short_for(post, known):
                represents = known.represents or post.represents
                accredited = known.accredited_to or post.accredited_to
                if (represents, accredited) != (known.represents, known.accredited_to):
                    known = replace(known, represents=represents, accredited_to=accredited)
                    self.extraction.posts[index] = known
                self._more.setdefault(index, {})[evidence] = None
                return known
        forum = self.extraction.forum
        holding = PostHolding(
            person=person.ref,
            title=post.title,
            post=self._curated(post),
            organisation=post.organisation,
            represents=post.represents,
            accredited_to=post.accredited_to,
            attested_on=(forum.start if forum else None) or self.extraction.heading.dateline_date,
            evidence=(evidence,),
        )
        self.extraction.posts.append(holding)
        return holding

    def of_state(self, holding: PostHolding, state: Ref, evidence: Span) -> PostHolding:
        """A holding of which other words tell the state that its holder represents."""
        if holding.represents is not None:
            return holding
        told = replace(holding, represents=state)
        for index in self.extraction.posts.places(holding.person):
            if self.extraction.posts[index] == holding:
                self.extraction.posts[index] = told
                self._more.setdefault(index, {})[evidence] = None
        return told

    def add_evidence(self) -> None:
        """Gives every holding all its evidence: once, as a post told a thousand times has a thousand pieces of it."""
        for index, spans in self._more.items():
            known = self.extraction.posts[index]
            self.extraction.posts[index] = replace(known, evidence=tuple(dict.fromkeys((*known.evidence, *spans))))
        self._more.clear()

    def _curated(self, post: Post) -> Ref | None:
        """The post that a curator says a title of a body means."""
        if post.organisation is None:
            return None
        known = self.reading.grammar.curation.posts.get((post.organisation.key, post.title))
        return Ref(kind=Kind.POST, key=known.key) if known else None


def _is_short_for(post: Post, known: PostHolding) -> bool:
    """Whether a bare title before a name is the post told before ("Minister Soto", the Minister of Ports of Chile)."""
    bare = post.organisation is None and post.represents in (None, known.represents) and post.accredited_to is None
    return bare and known.title.startswith((f"{post.title} of ", f"{post.title} for "))


@lru_cache(maxsize=256)
def _whole_name(surname: str, title: str, particle: str) -> re.Pattern[str]:
    """A name that ends in a surname, behind its title or on the line above it."""
    title = re.escape(title)
    given = rf"(?:{CAPITALISED} (?:{particle} ){{0,2}}){{1,4}}"
    name = rf"(?P<name>{given}{re.escape(surname)})\b(?! (?:(?:{particle}) )+[A-Z])"
    behind = rf"(?(before)|(?:,? [JS]r\.)?(?:, (?:the )?|[ ]*\n\s*){title}\b)"
    return re.compile(
        rf"(?:(?P<before>\b{title} (?:Dr\. )?)|^|(?<=[Hh]onorable )|(?<=Excellency ))(?:[A-Z]\. )?{name}{behind}",
        re.MULTILINE,
    )


def _key(name: str, posts: list[Post]) -> str:
    """The slug of a name; a single name carries its state, as `barroso-esp`."""
    slug = slugify(name)
    represents = next((post.represents for post in posts if post.represents), None)
    if "-" in slug or represents is None or represents.kind not in BODIES:
        return slug
    return f"{slug}-{slugify(represents.key)}"
