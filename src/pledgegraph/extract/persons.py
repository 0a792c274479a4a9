"""Persons: a name beside a post ("Ana Soto, Director of the Port Agency of Peru") or behind an honorific."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.counterparts import counterparts
from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.names import Named
from pledgegraph.extract.office_runs import office_first_runs
from pledgegraph.extract.offices import Office, offices_before_names
from pledgegraph.extract.owners import body_behind, owner_before, owner_behind, owner_in_front
from pledgegraph.extract.person_patterns import person_patterns
from pledgegraph.extract.person_register import PersonRegister
from pledgegraph.extract.posts import Post, read_posts, state_of
from pledgegraph.extract.respective import held_respectively
from pledgegraph.extract.small_offices import offices_in_small
from pledgegraph.extract.surnames import surnames
from pledgegraph.extraction import Extraction
from pledgegraph.model import Kind
from pledgegraph.sources.inflect import Inflection
from pledgegraph.spans import Span

_FINITE = (Inflection.PAST, Inflection.THIRD)
_LEADING_TO_VERB = re.compile(r",?(?: (?:also|then|further|who|which))* ?$")
_OF_PLACE = re.compile(r"\b(?:of|to|in|for|from|at)(?: the)? $")
_NEAR = 60
_LONGEST_NAME = 6
_OF_WHOM = re.compile(r"\b(?:of|to)(?: the)? $")
_ANOTHER = re.compile(r"(?:,| and) (?:the )?$")
_LISTED = re.compile(r"[:;] (?:and )?$|\bincluding $|\b(?:and|namely) $")


@dataclass(kw_only=True)
class PersonFinder:
    """Finds appearances sentence by sentence and remembers whom it has met, so that a bare name is known again."""

    reading: Reading
    extraction: Extraction
    register: PersonRegister = field(init=False)
    _titles: list[int] = field(init=False)
    _posts: list[int] = field(init=False)
    _honorifics: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.register = PersonRegister(reading=self.reading, extraction=self.extraction)
        patterns, text = person_patterns(self.reading.grammar), self.reading.text
        self._titles = [start for _, start, _ in patterns.cues.find_matches_as_indexes(text)]
        every = patterns.words.find_matches_as_indexes(text, overlapping=True)
        self._posts = sorted(start for index, start, _ in every if index < patterns.posts)
        self._honorifics = sorted(start for index, start, _ in every if index >= patterns.posts)

    def find(self, sentence: Sentence) -> list[Appearance]:
        """The persons a sentence names, in order."""
        found = self._introduced(sentence) if _any_in(self._titles, sentence.span) else []
        found += self._in_small_offices(sentence, found)
        found += self._of_somebody(sentence, found)
        found = self._with_counterparts(sentence, found)
        known = self._known(sentence, found)
        known += self._by_surname(sentence, [*found, *known])
        return sorted(found + known, key=lambda appearance: appearance.span) if known else found

    def _in_small_offices(self, sentence: Sentence, others: list[Appearance]) -> list[Appearance]:
        """The persons whose office stands in small letters between their state and their name."""
        found: list[Appearance] = []
        for post, name in offices_in_small(self.reading, sentence):
            full, written = Span(post.span.start, name.end), self.reading.text[name.start : name.end]
            if not self._taken(full, [*others, *found]) and self._is_name(written, name):
                person = self.register.person(name, [post])
                held = self.register.holding(person, post, full)
                found.append(Appearance(person=person, posts=(held,), span=name, full=full))
        return found

    def introduces(self, span: Span) -> bool:
        """Whether a stretch has words that introduce persons: posts, styles."""
        return _any_in(self._titles, span)

    def _with_counterparts(self, sentence: Sentence, found: list[Appearance]) -> list[Appearance]:
        """The persons of a sentence with those told as somebody's counterpart, who come for their state."""
        for name, full, state in counterparts(self.reading, sentence, [one.span for one in found]):
            known = next((one for one in found if one.span == name), None)
            if known is not None:
                posts = tuple(self.register.of_state(post, state, full) for post in known.posts)
                found = [replace(one, full=full, of=state, posts=posts) if one is known else one for one in found]
            elif not self._taken(name, found) and self._is_name(self.reading.text[name.start : name.end], name):
                person = self.register.person(name, [])
                found = [*found, Appearance(person=person, posts=(), span=name, full=full, of=state)]
        return found

    def _introduced(self, sentence: Sentence) -> list[Appearance]:
        """The persons named beside a post or behind an honorific, where a sentence has words for these."""
        posts = _any_in(self._posts, sentence.span)
        together = held_respectively(self.reading, sentence) if posts else []
        taken = [one.post for one in together]
        offices = offices_before_names(self.reading, sentence) if posts else []
        offices = together + [one for one in offices if not any(one.post.overlaps(post) for post in taken)]
        low = bisect_left(self._titles, sentence.span.start)
        titles = self._titles[low : bisect_left(self._titles, sentence.span.end)]
        runs = office_first_runs(self.reading, sentence, titles) if len(titles) > 1 else []
        found = [self._apposed(sentence, pair, pair.start("post")) for pair in runs if self._is_one(pair)]
        found += self._beside_posts(sentence, offices, found) if posts else []
        others = [name for office in offices for name in office.names]
        found += self._behind_posts(sentence, titles, found, others)
        for office in offices:
            found.extend(self._in_office(sentence, office, found))
        if _any_in(self._honorifics, sentence.span):
            found += self._behind_honorifics(sentence, found)
        return sorted(found, key=lambda appearance: appearance.span)

    def _beside_posts(self, sentence: Sentence, offices: list[Office], others: list[Appearance]) -> list[Appearance]:
        """The persons named before their posts ("Ana Soto, Minister of Ports"), besides those found already."""
        found: list[Appearance] = []
        heads = {start for office in offices for start in office.starts}
        beside = person_patterns(self.reading.grammar).beside
        for match in beside.finditer(self.reading.text, sentence.span.start, sentence.span.end):
            if (found and match.start("name") < found[-1].full.end) or match.start("post") in heads:
                continue
            if any(one.full.overlaps(Span(*match.span())) for one in others):
                continue
            if self._is_name(match.group("name"), Span(*match.span("name"))) and self._may_stand(sentence, match):
                found.append(self._beside_post(sentence, match, offices))
        return found

    def _behind_honorifics(self, sentence: Sentence, others: list[Appearance]) -> list[Appearance]:
        """The persons named behind an honorific, besides those found already."""
        found: list[Appearance] = []
        honorific = person_patterns(self.reading.grammar).honorific
        for match in honorific.finditer(self.reading.text, sentence.span.start, sentence.span.end):
            taken = self._taken(Span(*match.span()), [*others, *found])
            if not taken and self._is_name(match.group("name"), Span(*match.span("name"))):
                found.append(self._honoured(sentence, match))
        return found

    def _of_somebody(self, sentence: Sentence, others: list[Appearance]) -> list[Appearance]:
        """The persons listed by name and state or body alone ("chaired by Ana Soto (Peru) and Luis Vega of Chile").

        Behind words that introduce persons, or behind other persons.
        """
        text, patterns = self.reading.text, person_patterns(self.reading.grammar)
        found: list[Appearance] = []
        openers = patterns.introducer.finditer(text, sentence.span.start, sentence.span.end)
        for start in (*(opener.end() for opener in openers), *(one.full.end for one in others)):
            position = start
            while match := patterns.introduced.match(text, position, sentence.span.end):
                name = Span(*match.span("name"))
                owner = owner_behind(self.reading, sentence, name.end)
                if owner is None or owner.ref is None:
                    break
                position = owner.span.end + text.startswith(")", owner.span.end)
                known = self._taken(name, [*others, *found])
                if not known and self._is_one(match):
                    person = self.register.person(name, [])
                    found.append(Appearance(person=person, posts=(), span=name, full=name, of=owner.ref))
        return found

    def _behind_posts(
        self, sentence: Sentence, titles: list[int], found: list[Appearance], others: list[Span]
    ) -> list[Appearance]:
        """The persons named in an apposition behind their post ("the Minister of Ports of Peru, Ana Soto,")."""
        text, patterns, made = self.reading.text, person_patterns(self.reading.grammar), list[Appearance]()
        for title in titles:
            fields = patterns.fields.search(text, max(sentence.span.start, title - _NEAR), title)
            start = fields.start("fields") if fields else title
            match = patterns.behind.match(text, start, sentence.span.end)
            if match is None and fields:
                start, match = title, patterns.behind.match(text, title, sentence.span.end)
            if match is None:
                continue
            post = self._with_modifiers(sentence, Span(start, match.end("post")))
            full = Span(post.start, match.end("name"))
            if any(post.contains(other) for other in others):
                continue
            if not any(full.overlaps(other.full) for other in (*found, *made)) and self._is_one(match):
                made.append(self._apposed(sentence, match, start))
        return made

    def _with_modifiers(self, sentence: Sentence, post: Span) -> Span:
        """A post with what stands before its word ("Acting Minister")."""
        low = max(sentence.span.start, post.start - _NEAR)
        before = person_patterns(self.reading.grammar).modifiers.search(self.reading.text, low, post.start)
        return Span(before.start(), post.end) if before else post

    def _apposed(self, sentence: Sentence, match: re.Match[str], start: int) -> Appearance:
        """The person named behind a post that begins at `start`."""
        post, name = self._with_modifiers(sentence, Span(start, match.end("post"))), Span(*match.span("name"))
        full = Span(post.start, name.end)
        owner = owner_before(self.reading, sentence, post.start)
        posts = [self._owned(one, owner) for one in read_posts(self.reading, self.extraction, post)]
        person = self.register.person(name, posts)
        holdings = tuple(self.register.holding(person, one, full) for one in posts)
        return Appearance(person=person, posts=holdings, span=name, full=full)

    def _is_one(self, match: re.Match[str]) -> bool:
        """Whether a phrase in an apposition names a person."""
        name = Span(*match.span("name"))
        fields = self.reading.grammar.of("posts").words["portfolio"]
        return self._is_name(match.group("name"), name) and not any(
            word in fields for word in match.group("name").split()
        )

    def signatory(self, name: Span, post: Span, owner: Named | None) -> Appearance | None:
        """The person whose name stands alone on a line, over the office."""
        if not self._is_name(self.reading.text[name.start : name.end], name):
            return None
        posts = [self._owned(one, owner) for one in read_posts(self.reading, self.extraction, post)]
        full = Span(name.start, post.end)
        person = self.register.person(name, posts)
        holdings = tuple(self.register.holding(person, one, full) for one in posts)
        self.reading.used.append(full)
        return Appearance(person=person, posts=holdings, span=name, full=full)

    def listed(self, span: Span) -> Appearance | None:
        """The person whom a stretch of a list of participants names and nothing else, without post or style."""
        found = person_patterns(self.reading.grammar).alone.fullmatch(self.reading.text, span.start, span.end)
        if found is None or not self._is_one(found):
            return None
        return Appearance(person=self.register.person(span, []), posts=(), span=span, full=span)

    def _taken(self, span: Span, found: list[Appearance], start: int | None = None) -> bool:
        """Whether a stretch speaks of somebody found already; "Envoy of President Ana Soto" speaks of two persons."""
        begin = span.start if start is None else start
        nested = _OF_WHOM.search(self.reading.text, max(0, begin - 8), begin)
        return any(span.overlaps(other.span if nested else other.full) for other in found)

    def _may_stand(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """A single name counts only in a list of persons: "Today, President ..." names nobody called Today."""
        text, start = self.reading.text, match.start("name")
        if " " in match.group("name"):
            place = any(name.span.start == start and not name.adjective for name in sentence.names)
            return not (place and _OF_PLACE.search(text, max(sentence.span.start, start - 9), start))
        in_list = _LISTED.search(text, sentence.span.start, match.start("name"))
        return bool(in_list) and ";" in text[sentence.span.start : sentence.span.end]

    def _beside_post(self, sentence: Sentence, match: re.Match[str], offices: list[Office]) -> Appearance:
        text = self.reading.text
        name = Span(*match.span("name"))
        end = self._post_end(sentence, match.start("post"), match.end("post"))
        following = (min(office.starts) for office in offices if match.end("post") <= min(office.starts) < end)
        if other := next((start for start in following if _ANOTHER.search(text, match.end("post"), start)), None):
            end = match.end("post") + len(
                text[match.end("post") : other].rstrip(" ,").removesuffix(" and").rstrip(" ,")
            )
        post = Span(match.start("post"), end)
        posts = read_posts(self.reading, self.extraction, post)
        if match.group("whose"):
            owner = owner_behind(self.reading, sentence, name.end)
        else:
            owner = owner_in_front(self.reading, sentence, name.start)
        if owner is not None:
            posts = [self._owned(post, owner) for post in posts]
        person = self.register.person(name, posts)
        holdings = tuple(self.register.holding(person, post, Span(name.start, post.span.end)) for post in posts)
        closed = match.group("bracket") and text.startswith(")", post.end)
        return Appearance(
            person=person,
            posts=holdings,
            span=name,
            full=Span(name.start, post.end + 1 if closed else post.end),
            listed=bool(_LISTED.search(text, sentence.span.start, name.start)),
        )

    def _in_office(self, sentence: Sentence, office: Office, found: list[Appearance]) -> list[Appearance]:
        """The persons whose office stands before their names."""
        made: list[Appearance] = []
        for name, owner in zip(office.names, office.owners, strict=True):
            full = Span(office.post.start if len(office.names) == 1 else name.start, name.end)
            written = " ".join(self.reading.text[name.start : name.end].split())
            if self._taken(full, found, min(office.starts)) or not self._is_name(written, name):
                continue
            body = body_behind(self.reading, sentence, name.end)
            posts = [self._owned(post, owner) for post in read_posts(self.reading, self.extraction, office.post)]
            if body is not None and body.ref is not None:
                posts = [replace(post, organisation=post.organisation or body.ref) for post in posts]
            person = self.register.by_part(written, {post.title for post in posts}) or self.register.person(name, posts)
            whose = owner.span if owner else office.post
            last = max(whose.end, name.end, body.span.end if body else 0)
            whole = Span(min(whose.start, office.post.start), last)
            ranks = person_patterns(self.reading.grammar).ranks
            holdings = tuple(self.register.holding(person, post, whole) for post in posts if post.title not in ranks)
            of = owner.ref if owner else None
            made.append(Appearance(person=person, posts=holdings, span=name, full=full, of=of))
        return made

    def _owned(self, post: Post, owner: Named | None) -> Post:
        """The post with whose it is, where its own words do not say; a few titles are nothing without that."""
        if owner is None or owner.ref is None:
            return post
        whole = f"{owner.written} {post.title}"
        if whole in self.reading.grammar.of("posts").words["whole-title"]:
            post = replace(post, title=whole)
        if owner.ref.kind is Kind.ORGANISATION:
            whose = state_of(self.reading, self.extraction, owner.ref) or owner.ref
            return replace(post, organisation=post.organisation or owner.ref, represents=post.represents or whose)
        return replace(post, represents=post.represents or owner.ref)

    def _honoured(self, sentence: Sentence, match: re.Match[str]) -> Appearance:
        name, whole = Span(*match.span("name")), Span(*match.span())
        title = match.group("honorific")
        plain = self.reading.grammar.of("posts").words
        owner = owner_behind(self.reading, sentence, name.end)
        if title.endswith(".") or title in plain["rank"] or title in plain["style"]:
            of = owner.ref if owner else None
            return Appearance(person=self.register.person(name, []), posts=(), span=name, full=whole, of=of)
        post = Post(title=title, span=whole, organisation=None, represents=None, accredited_to=None)
        post = self._owned(post, owner)
        written = " ".join(self.reading.text[name.start : name.end].split())
        person = self.register.by_part(written, {title}) or self.register.person(name, [post] if owner else [], title)
        holdings = (self.register.holding(person, post, Span(whole.start, owner.span.end if owner else whole.end)),)
        return Appearance(person=person, posts=holdings, span=name, full=whole)

    def _known(self, sentence: Sentence, found: list[Appearance]) -> list[Appearance]:
        """Full names met before that stand here without a post."""
        text, more = self.reading.text, []
        for written, person in self.register.met.perhaps_in(text, sentence.span):
            start = text.find(written, sentence.span.start, sentence.span.end)
            if start < 0 or text[start + len(written) : start + len(written) + 1].isalnum():
                continue
            span = Span(start, start + len(written))
            if not any(span.overlaps(other.full) for other in found):
                more.append(Appearance(person=person, posts=(), span=span, full=span))
        return more

    def _by_surname(self, sentence: Sentence, found: list[Appearance]) -> list[Appearance]:
        """Persons met before of whom a sentence gives the surname alone, as the subject of what it reports."""
        more: list[Appearance] = []
        for span in surnames(self.reading, sentence) if self.extraction.persons else ():
            person = self.register.by_surname(self.reading.text[span.start : span.end])
            if person is not None and not any(span.overlaps(other.full) for other in (*found, *more)):
                more.append(Appearance(person=person, posts=(), span=span, full=span))
        return more

    def _post_end(self, sentence: Sentence, start: int, least: int) -> int:
        """Where an apposition ends: at `;`, at the verb, at the next person, else with the sentence."""
        text, patterns = self.reading.text, person_patterns(self.reading.grammar)
        end = sentence.span.end
        if (semicolon := text.find(";", least, end)) >= 0:
            end = semicolon
        if text.startswith("(", start - 1) and (bracket := text.find(")", least, end)) >= 0:
            return bracket
        verb = next((span for span in sentence.verbs if span.start >= least and self._ends_post(span)), None)
        if verb is not None:
            end = min(end, verb.start)
        for another in patterns.another.finditer(text, least, end):
            if owner_behind(self.reading, sentence, another.end("name")) and self._is_one(another):
                end = min(end, another.start())
        for pattern in (patterns.verb, patterns.beside_next):
            if stop := pattern.search(text, least, end):
                end = stop.start()
        if found := _LEADING_TO_VERB.search(text, max(least, end - 12), end):
            end = found.start()
        return least + len(text[least:end].rstrip(" .,–—-"))

    def _ends_post(self, verb: Span) -> bool:
        """Whether a reporting verb is finite and of one word: then it is what the person did."""
        form = self.reading.text[verb.start : verb.end]
        rules = self.reading.grammar.speech_acts.get(form, ())
        return " " not in form and any(inflection in _FINITE for _, inflection in rules)

    def _is_name(self, written: str, span: Span) -> bool:
        """Whether a capitalised phrase can be a person's name: no registry name, no word of a post, body or month."""
        words = written.split()
        patterns = person_patterns(self.reading.grammar)
        if (
            sum(word not in patterns.particles for word in words) > _LONGEST_NAME
            or all(word.endswith(".") for word in words)
            or any(char.isdigit() for char in written)
            or any(word in patterns.not_names for word in words)
        ):
            return False
        known = self.reading.grammar.registry.names
        return written not in known and not any(
            name.span.contains(span) for name in self.reading.names_in(span) if not name.adjective
        )


def _any_in(starts: list[int], span: Span) -> bool:
    """Whether one of the places, which are in order, is in a stretch."""
    first = bisect_left(starts, span.start)
    return first < len(starts) and starts[first] < span.end
