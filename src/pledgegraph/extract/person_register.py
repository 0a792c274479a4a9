"""The persons of one text under all the names that it gives them, and the posts that they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.person_patterns import CAPITALISED, person_patterns
from pledgegraph.extract.posts import Post
from pledgegraph.model import Extraction, Finding, Kind, Person, PostHolding, Ref
from pledgegraph.slugs import slugify
from pledgegraph.spans import Span
from pledgegraph.vocab import FindingKind

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "von", "van", "de", "da", "der", "la", "du", "di"})


@dataclass(kw_only=True)
class PersonRegister:
    """Whom a text has named so far, so that a bare or shorter name is known again; all are recorded in `extraction`."""

    reading: Reading
    extraction: Extraction
    met: dict[str, Person] = field(default_factory=dict)

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
        plain = " ".join(self.reading.text[span.start : span.end].split())
        if plain in self.met:
            return self.met[plain]
        if not posts and (known := self.by_part(plain, {title} if title else set())):
            return known
        if known := self._by_initials(plain):
            return known
        title = title or next((post.title for post in posts), "")
        if title and " " not in plain and (fuller := self._fuller(span, title)):
            return self.person(fuller, posts)
        pinned = self.reading.grammar.curation.persons.get(plain)
        person = Person(
            key=pinned or _key(plain, posts),
            label=self.reading.grammar.curation.labels[pinned] if pinned else plain,
            name_as_written=written,
            span=span,
            pinned=pinned is not None,
        )
        self.met[plain] = person
        self.extraction.persons.append(person)
        if pinned and person.label != plain:
            self.extraction.findings.append(
                Finding(
                    kind=FindingKind.NAME_VARIANT, span=span, written=written, expected=person.label, about=person.ref
                )
            )
        return person

    def by_part(self, plain: str, titles: set[str]) -> Person | None:
        """The only person met of whose name this is a part ("President Soto", "Soto Díaz" for "Ana Soto Díaz").

        A name from its middle is not enough for who has other titles only: "President Rashid" is not Mona bin Rashid
        Vega, the Prime Minister.
        """
        styles = person_patterns(self.reading.grammar).styles.match(plain)
        part = slugify(plain[styles.end() :] if styles else plain).split("-")
        if len(part) == 1 and part[0] in _PARTICLES:
            return None
        known = {
            person.key: (person, words)
            for name, person in self.met.items()
            if _holds(words := slugify(name).split("-"), part)
        }
        if len(known) != 1:
            return None
        ((person, words),) = known.values()
        if part[-1] == words[-1] or part == words[: len(part)]:
            return person
        held = {post.title for post in self.extraction.posts if post.person == person.ref}
        clash = titles and held and not any(one in other or other in one for one in titles for other in held)
        return None if clash else person

    def _fuller(self, surname: Span, title: str) -> Span | None:
        """Where the text goes on to give the whole name beside the same title, if it gives only one."""
        text, particle = self.reading.text, self.reading.grammar.of("posts").alternation("particle")
        pattern = _whole_name(text[surname.start : surname.end], title, particle)
        found = {
            _without_initials(" ".join(match["name"].split())): Span(*match.span("name"))
            for match in pattern.finditer(text, surname.end)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_initials(self, plain: str) -> Person | None:
        """The only person met whose name differs by middle initials alone ("Ana B. Soto", "Ana Soto")."""
        bare = _without_initials(plain)
        if bare == plain and not any(_without_initials(name) != name for name in self.met):
            return None
        known = {person.key: person for name, person in self.met.items() if _without_initials(name) == bare}
        return next(iter(known.values())) if len(known) == 1 and " " in bare else None

    def holding(self, person: Person, post: Post, evidence: Span) -> PostHolding:
        """The holding of a post, recorded once per document; a repetition adds its evidence."""
        forum = self.extraction.forum
        attested = (forum.start if forum else None) or self.extraction.heading.dateline_date
        for index, known in enumerate(self.extraction.posts):
            same = (known.title, known.organisation) == (post.title, post.organisation)
            if known.person == person.ref and (same or post.title == f"{known.title}s"):
                again = PostHolding(
                    person=known.person,
                    title=known.title,
                    post=known.post,
                    organisation=known.organisation,
                    represents=known.represents or post.represents,
                    accredited_to=known.accredited_to or post.accredited_to,
                    attested_on=known.attested_on,
                    evidence=tuple(dict.fromkeys((*known.evidence, evidence))),
                )
                self.extraction.posts[index] = again
                return again
        holding = PostHolding(
            person=person.ref,
            title=post.title,
            post=self._curated(post),
            organisation=post.organisation,
            represents=post.represents,
            accredited_to=post.accredited_to,
            attested_on=attested,
            evidence=(evidence,),
        )
        self.extraction.posts.append(holding)
        return holding

    def _curated(self, post: Post) -> Ref | None:
        """The post that a curator says a title of a body means."""
        if post.organisation is None:
            return None
        known = self.reading.grammar.curation.posts.get((post.organisation.key, post.title))
        return Ref(kind=Kind.POST, key=known.key) if known else None


@lru_cache(maxsize=256)
def _whole_name(surname: str, title: str, particle: str) -> re.Pattern[str]:
    """A name that ends in a surname, behind its title or on the line above it."""
    title = re.escape(title)
    name = rf"(?P<name>(?:{CAPITALISED} (?:{particle} ){{0,2}}){{1,4}}{re.escape(surname)})\b"
    return re.compile(rf"(?:(?P<before>\b{title} (?:Dr\. )?)|^){name}(?(before)|[ ]*\n\s*{title}\b)", re.MULTILINE)


def _without_initials(name: str) -> str:
    """A name without the initials between its first and last word."""
    words = name.split()
    return " ".join(word for place, word in enumerate(words) if place in (0, len(words) - 1) or not word.endswith("."))


def _key(name: str, posts: list[Post]) -> str:
    """The slug of a name; a single name carries its state, as `barroso-esp`."""
    slug = slugify(name)
    represents = next((post.represents for post in posts if post.represents), None)
    if "-" in slug or represents is None or represents.kind not in (Kind.STATE, Kind.TERRITORY, Kind.ORGANISATION):
        return slug
    return f"{slug}-{slugify(represents.key)}"


def _holds(name: list[str], part: list[str]) -> bool:
    """Whether a part of a name stands in it in one piece."""
    return any(name[start : start + len(part)] == part for start in range(len(name) - len(part) + 1))
