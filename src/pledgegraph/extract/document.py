"""One document from text to records: every extractor in its order."""

from __future__ import annotations

from dataclasses import replace

from pledgegraph.extract.actors import Actors
from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.attendance import read_attendance
from pledgegraph.extract.bodies import keep_named_bodies, read_bodies
from pledgegraph.extract.by_delegation import read_by_delegation
from pledgegraph.extract.commitments import ItemNumber, read_commitments
from pledgegraph.extract.completing_lists import complete_with_lists
from pledgegraph.extract.contradictions import without_doubted_days
from pledgegraph.extract.delegations import read_delegates, with_delegations
from pledgegraph.extract.encounters import read_encounter
from pledgegraph.extract.endorsers import read_endorsers
from pledgegraph.extract.findings import layout_findings, read_coverage, read_findings
from pledgegraph.extract.forums import read_forum
from pledgegraph.extract.frame import read_heading
from pledgegraph.extract.grammar import Grammar, Reading, Sentence
from pledgegraph.extract.items import ItemReader, numbering_findings
from pledgegraph.extract.members import read_members
from pledgegraph.extract.mentions import read_mentions
from pledgegraph.extract.occasions import other_occasions, own_words, told_parts
from pledgegraph.extract.persons import PersonFinder
from pledgegraph.extract.pledge_lists import read_pledges
from pledgegraph.extract.pull_quotes import read_pull_quotes
from pledgegraph.extract.relocate import relocated
from pledgegraph.extract.represented import joint_parties, read_represented
from pledgegraph.extract.rosters import RosterReader
from pledgegraph.extract.sessions import read_sessions
from pledgegraph.extract.signatures import read_signatures
from pledgegraph.extract.speeches import read_roles, read_speeches
from pledgegraph.extract.statements import StatementReader
from pledgegraph.extract.titled_persons import persons_in_title
from pledgegraph.extraction import Extraction
from pledgegraph.model import Document, Participation, Statement
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, Completeness, Mode


def read_facts(document: Document, grammar: Grammar) -> Extraction:
    """Everything that a document says, as records with evidence.

    Pure: the same text and grammar give the same records.
    """
    reading = Reading.of(document, grammar)
    heading = read_heading(reading)
    extraction = Extraction(document=document, heading=heading, places=list(heading.places))
    extraction.forum = read_forum(reading, heading, extraction)
    if extraction.forum is not None:
        reading.own_words = own_words(heading, extraction.forum) | told_parts(reading, extraction)
        reading.elsewhere = other_occasions(reading, heading, extraction.forum)
        without_doubted_days(reading, extraction)
        read_sessions(reading, extraction)
    parties = joint_parties(reading, extraction.forum) if extraction.forum else []
    bodies = read_bodies(reading)
    persons = _read_speech(reading, extraction)
    there = {one.participant for one in extraction.participations}
    extraction.participations += [one for one in parties if one.participant not in there]
    read_members(reading, extraction, persons)
    read_endorsers(reading, extraction)
    read_mentions(reading, extraction, persons)
    keep_named_bodies(extraction, bodies)
    _keep_named_collectives(extraction)
    read_findings(reading, extraction)
    read_coverage(reading, extraction)
    extraction = relocated(extraction)
    extraction.findings.extend(layout_findings(document))
    return extraction


def _read_speech(reading: Reading, extraction: Extraction) -> list[Appearance]:
    """Persons, speeches, statements and commitments, sentence by sentence."""
    finder = PersonFinder(reading=reading, extraction=extraction)
    reader = StatementReader(
        reading=reading,
        extraction=extraction,
        actors=Actors(reading=reading, extraction=extraction),
    )
    everyone: list[Appearance] = []
    under_lead: set[Span] = set()
    below_lead: dict[Span, list[Appearance]] = {}
    numbers: dict[Span, ItemNumber] = {}
    rosters = RosterReader(reading=reading, extraction=extraction, finder=finder)
    items = ItemReader(reading=reading, extraction=extraction, finder=finder, reader=reader)
    everyone.extend(persons_in_title(reading, extraction, finder))
    for sentence in reading.sentences:
        if sentence.block.span in under_lead:
            _read_meeting(reading, extraction, rosters, sentence, below_lead.get(sentence.span, []))
            continue
        persons = with_delegations(reading, extraction, sentence, finder.find(sentence))
        everyone.extend(persons)
        _read_meeting(reading, extraction, rosters, sentence, persons)
        if extraction.forum is not None:
            read_speeches(reading, extraction, sentence, persons)
            read_encounter(reading, extraction, sentence, persons)
            read_delegates(reading, extraction, sentence, persons)
        statements = reader.read(sentence, persons)
        lead = items.find_lead_in(sentence, statements)
        if lead is not None:
            below, numbered, named = items.read(lead)
            if any(lead.sentence.span in one.evidence for one in below):
                _forget(extraction, statements.pop())
            statements += below
            under_lead.update(item.span for item in lead.items)
            numbers.update(numbered)
            everyone.extend(named)
            for person in named:
                place = reading.sentence_at(person.span.start)
                if place is not None:
                    below_lead.setdefault(place.span, []).append(person)
        extraction.statements.extend(statements)
    complete_with_lists(reading, extraction, items.items_below)
    extraction.statements.extend(read_pledges(reading, extraction))
    extraction.statements.extend(read_pull_quotes(reading, extraction, everyone))
    everyone.extend(read_signatures(reading, finder))
    finder.register.add_evidence()
    _keep_last_posts(extraction)
    _keep_addresses(extraction)
    read_represented(reading, extraction)
    extraction.commitments.extend(read_commitments(reading, extraction, numbers))
    extraction.findings.extend(numbering_findings(reading))
    return everyone


def _read_meeting(
    reading: Reading,
    extraction: Extraction,
    rosters: RosterReader,
    sentence: Sentence,
    persons: list[Appearance],
) -> None:
    """Who took part in the meeting, and in which role, as a sentence says it."""
    if extraction.forum is not None and not rosters.read(sentence, persons):
        if not read_by_delegation(reading, extraction, sentence, persons):
            read_attendance(reading, extraction, sentence, persons)
        read_roles(reading, extraction, sentence, persons)


def _keep_last_posts(extraction: Extraction) -> None:
    """Who took part did so in the post as the whole text tells of it: a later sentence may say whom it represents."""
    last = {(post.person, post.title, post.organisation): post for post in extraction.posts}
    extraction.participations[:] = [
        replace(
            one, in_posts=tuple(last.get((post.person, post.title, post.organisation), post) for post in one.in_posts)
        )
        for one in extraction.participations
    ]


def _keep_addresses(extraction: Extraction) -> None:
    """Who addressed a meeting by video did that: that it was also followed from afar adds no attendance."""
    spoke = {one.participant for one in extraction.participations if one.capacity is Capacity.ADDRESSED_BY_VIDEO}

    def followed(one: Participation) -> bool:
        return one.participant in spoke and one.capacity is Capacity.ATTENDED and one.mode is Mode.BY_VIDEO

    extraction.participations[:] = [one for one in extraction.participations if not followed(one)]
    for place, known in enumerate(extraction.lists):
        if any(map(followed, known.listed)):
            left = tuple(one for one in known.listed if not followed(one))
            extraction.lists[place] = replace(known, listed=left)
    extraction.lists[:] = [one for one in extraction.lists if one.listed or one.completeness is Completeness.COUNT_ONLY]


def _forget(extraction: Extraction, lead: Statement) -> None:
    """A lead-in is no statement beside its items: what was noted of it goes."""
    extraction.attestations[:] = [one for one in extraction.attestations if one.about != lead.verb]


def _keep_named_collectives(extraction: Extraction) -> None:
    """Collectives that no statement names were only tried on the way and say nothing."""
    named = {statement.speaker for statement in extraction.statements}
    named |= {addressee for statement in extraction.statements for addressee in statement.addressees}
    extraction.collectives[:] = [known for known in extraction.collectives if known.ref in named]
