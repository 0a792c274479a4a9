"""Who took part: lists beside a verb of attendance, hosting or chairing, how complete they are, what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pledgegraph.extract.appearance import Appearance
from pledgegraph.extract.attendance_patterns import example, leads, opener
from pledgegraph.extract.brackets import more_in_brackets, said_to_observe, subject_in_brackets
from pledgegraph.extract.counts import read_counts
from pledgegraph.extract.grammar import Reading, Sentence
from pledgegraph.extract.occasions import tells
from pledgegraph.extract.participants import (
    Participant,
    alike,
    chain_of,
    participants_in,
    record,
    record_list,
)
from pledgegraph.extraction import Extraction
from pledgegraph.model import AttendanceList, Participation
from pledgegraph.spans import Span
from pledgegraph.vocab import Capacity, Completeness, CountOf, Mode, ParticipantKind

_LEAD = re.compile(r"(?:(?:and|as well as|by|including|with|of|also|from|the)\s+)*")
_TURN = re.compile(
    r"(?i)\b(?:while|whereas|but|although|though|who|whose|whom|which|where|that|except|without|excluding|not|no|none"
    r"|nobody|neither|few|unlike|to (?!the\b|this\b)[a-z]+|(?:witnessed|facilitated|supported) by|in the presence of"
    r"|on behalf of|invitation of)\b"
)
_INVITED = re.compile(
    r"^(?:At|Upon|On|Under) the (?:[a-z]+ )?(?:invitation|chairmanship|chairpersonship|presidency|auspices|leadership)"
    r" of [^;:]{3,160}, (?=the (?!Hono|President|Prime)|[A-Z][a-z]+s (?:from|of) )"
)
"""Who invited or chaired, before those who met."""
_ANOTHER_ONE = re.compile(r"\bone,? (?:which was |that was )?held\b[^.;]{0,80}$")
_APART = re.compile(r"; (?:and |while )?|, (?:while|whereas) ")
_CLAUSE = re.compile(r"(?:;|,? while|, whereas|, with|, and|, but)(?: the)? (?=[A-Z])|; ")
_NEW_CLAUSE = re.compile(
    r"; (?:and |but |while )?(?:the )?[A-Z][^;:]{2,120}? (?:was|were|is|are|has|had|have|sent|did|could|will|would|also"
    r"|attended|participated|joined)\b"
)
"""Another clause with a subject of its own, which is no entry of the list before it."""
_ENDS = re.compile(
    r"$|[^\w\s'-]| \(| [—–]| - |'$|\s+$"
    r"| (?:and|as|or|plus|were|was|is|are|also|who|which|concluded|opened|began|held"
    r"|attended|participated|attending|participating|took|joined|in|at|on|to|with|under|for"
    r"|from|by|together|both|all|have|had|met|gathered|convened|assembled|chaired|hosted|led|presided|co-chaired|co-hosted"
    r"|organi[sz]ed|jointly|virtually|respectively|among|via|online|remotely|while|but|alongside|along)\b"
)
_REMOTE = re.compile(
    r",? (?:(?:by|via|through|over) (?:the |an? )?(?:[a-z]+ )?(?:video|Zoom|Teams|Webex|digital|online|telephone|phone"
    r"|link)\b[\w -]*|online|virtually|remotely)(?=[.;,]| and | from |$)"
)
_BESIDE = re.compile(r"^(?:Under|Upon|After|Before|During|Following|With|For|By|At|In|On)\b[^,]*$")
_SUBJECT_END = re.compile(
    r"(?:, as [^,.;]{3,40})?,? (?:who )?(?:also |both |each |all |then |jointly |virtually |remotely )?(?:has |have )?"
)
_COLON = re.compile(
    r"(?<=from|. of)(?: the)?(?: following)?(?: [\w'-]+){0,4}"
    r" (?:[Ss]tates|[Cc]ountries|[Mm]embers|[Oo]rgani[sz]ations)(?: [Mm]embers| [Pp]arties)?"
    r"(?: (?:of|to) (?:the|this) [A-Z][\w'-]*(?: (?:of |for |the |and )*[A-Z][\w'-]*){0,6})?"
    r"(?::|,? (?:including|namely|such as))(?= )"
)
"""What stands between "officials from" and the names: "the following Member States:", "8 countries, including"."""
_OTHERS = re.compile(r"(?:,? (?:and|as well as|together with)\b,?|,) [^.;:]{3,200} ")
_LISTED_BEFORE = re.compile(
    r"(?:The |the )?[A-Z][\w'().&/-]*,?(?: (?:[A-Z(][\w'().&/-]*,?|of|the|and|for|on|in|to|as well as))*"
    r"(?:,| and)(?: the)? "
)
"""Names of bodies that nobody knows, before one that is known."""
_AND_OTHERS = re.compile(r"(?:,? and|,? as well as|, among) (?:many |several |some )?others?\b")
_SAME_DELEGATION = re.compile(
    r"(?: \([^()]*\))?[,;]?(?: and| as well as| and also)?(?: for the first time,?)?(?: the)? "
)
"""What stands between two that one word for delegates goes before; a second office is another's."""
_COUNTED_KINDS = {
    CountOf.COUNTRIES: ParticipantKind.STATES,
    CountOf.COUNTRIES_AND_REGIONS: ParticipantKind.STATES,
    CountOf.ORGANISATIONS: ParticipantKind.ORGANISATIONS,
}
_ATTENDANCE = (Capacity.ATTENDED, Capacity.OBSERVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trigger:
    """A verb of a meeting, the capacity it gives, and whether it governs what stands behind it or its subject.

    Of verbs that tell of the meeting (`own`) a body alone is no subject: "the Council met" says nothing of who came.
    """

    capacity: Capacity
    verb: Span
    behind: bool
    own: bool = False

    def clashes(self, other: _Trigger) -> bool:
        """Whether both are readings of one verb."""
        return self.behind is other.behind and self.verb.overlaps(other.verb)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Entries that follow one another in a list, and the words that introduce it."""

    entries: list[Participant]
    delegation: str
    span: Span
    partial: bool


def read_attendance(reading: Reading, extraction: Extraction, sentence: Sentence, persons: list[Appearance]) -> None:
    """Adds participations, attendance lists and stated counts of a sentence that says who took part."""
    if sentence.span in reading.elsewhere:
        return
    everyone: list[Participant] | None = None
    for part in _parts(reading, extraction, sentence):
        triggers = _triggers(reading, extraction, part)
        if triggers and everyone is None:
            everyone = participants_in(reading, sentence, persons)
        for trigger in triggers:
            _read_part(reading, extraction, _reach(part, trigger, triggers), trigger, everyone or [])


def _parts(reading: Reading, extraction: Extraction, sentence: Sentence) -> list[Sentence]:
    """A sentence cut where clauses each say who attended, or before the one that says who only observed."""
    start = sentence.span.start
    apart = [start, *(cut.end() for cut in _APART.finditer(reading.text, start, sentence.span.end)), sentence.span.end]
    clauses = [_part(sentence, first, last) for first, last in pairwise(apart)]
    if len(clauses) > 1 and all(_triggers(reading, extraction, clause) for clause in clauses):
        return clauses
    observed = reading.grammar.of("attendance").rule("took-part-as-observer")
    found = observed.pattern.search(reading.text, sentence.span.start, sentence.span.end)
    cuts = list(_CLAUSE.finditer(reading.text, sentence.span.start, found.start())) if found else []
    if not cuts or not _triggers(reading, extraction, _part(sentence, sentence.span.start, cuts[-1].start())):
        return [sentence]
    return [
        _part(sentence, sentence.span.start, cuts[-1].start()),
        _part(sentence, cuts[-1].end(), sentence.span.end),
    ]


def _reach(part: Sentence, trigger: _Trigger, triggers: list[_Trigger]) -> Sentence:
    """What a verb may govern: up to where others are said to have observed."""
    observed = (one.verb.start for one in triggers if one.behind and one.capacity is Capacity.OBSERVED)
    behind = (start for start in observed if start >= trigger.verb.end)
    return _part(part, part.span.start, min(behind, default=part.span.end))


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    return replace(sentence, span=Span(start, end))


def _triggers(reading: Reading, extraction: Extraction, sentence: Sentence) -> list[_Trigger]:
    """The verbs of a sentence that say who took part, in order; one that only observed stands for all of attendance."""
    found: list[_Trigger] = []
    for rule in reading.tried("attendance", sentence.span.start, sentence.span.end):
        if rule.id == "example-list":
            continue
        for match in rule.pattern.finditer(reading.text, sentence.span.start, sentence.span.end):
            groups = match.re.groupindex
            if "own" in groups and not tells(extraction, sentence.span):
                continue
            if "meeting" in groups and not _whole(reading, match.group("meeting")):
                continue
            verb, behind = Span(*match.span("verb" if "verb" in groups else 0)), "behind" in groups
            made = _Trigger(capacity=Capacity(rule.value), verb=verb, behind=behind, own="own" in groups)
            if made.capacity is Capacity.OBSERVED:
                found = [one for one in found if not one.clashes(made)]
            if not any(one.clashes(made) for one in found):
                found.append(made)
    if any(one.capacity is Capacity.OBSERVED and not one.behind for one in found):
        found = [one for one in found if one.capacity is not Capacity.ATTENDED]
    return sorted(found, key=lambda one: one.verb)


def _whole(reading: Reading, meeting: str | None) -> bool:
    """Whether the words mean the meeting, not a part of it ("chaired the second session")."""
    last = meeting.split()[-1].lower() if meeting else ""
    return last not in reading.grammar.of("attendance").words["part"] or last in reading.own_words


def _read_part(
    reading: Reading, extraction: Extraction, sentence: Sentence, trigger: _Trigger, everyone: list[Participant]
) -> None:
    """Adds what one verb says of who took part."""
    runs = _runs(reading, sentence, trigger, everyone)
    mode = _mode(reading, sentence, trigger.verb)
    for run in runs:
        _record(reading, extraction, run, trigger.capacity, mode)
    counts = [
        count
        for count in (read_counts(reading, sentence, at_meeting=True) if trigger.capacity in _ATTENDANCE else ())
        if _governed(reading, sentence, count.span.start, trigger) and count not in extraction.counts
    ]
    extraction.counts.extend(counts)
    for count in counts:
        kind = _COUNTED_KINDS.get(count.count_of)
        if kind:
            extraction.lists.append(
                AttendanceList(
                    span=count.span,
                    capacity=trigger.capacity,
                    participant_kind=kind,
                    completeness=Completeness.COUNT_ONLY,
                )
            )
    if runs or counts:
        reading.used.append(sentence.span)


def _mode(reading: Reading, sentence: Sentence, verb: Span) -> Mode:
    """By video where the words right behind the verb say so, or its last one."""
    last = reading.text[verb.start : verb.end].endswith((" online", " virtually", " remotely"))
    return Mode.BY_VIDEO if last or _REMOTE.match(reading.text, verb.end, sentence.span.end) else Mode.UNSTATED


def _runs(reading: Reading, sentence: Sentence, trigger: _Trigger, everyone: list[Participant]) -> list[_Run]:
    """The lists that the verb governs."""
    text, opens, examples = reading.text, opener(reading.grammar), example(reading.grammar)
    runs: list[_Run] = []
    used_to = trigger.verb.end if trigger.behind else sentence.span.start
    stop = sentence.span.end if trigger.behind or trigger.capacity in _ATTENDANCE else trigger.verb.start
    if trigger.behind and (other := _NEW_CLAUSE.search(text, trigger.verb.end, stop)):
        stop = other.start()
    inside = [one for one in everyone if used_to <= one.span.start and one.span.end <= stop]
    index = 0
    while index < len(inside):
        first = inside[index]
        chain = chain_of(reading, inside, index)
        index += 1
        if not _closed(reading, sentence, chain[-1], trigger):
            chain.pop()
        if trigger.own and [one.kind for one in chain] == [ParticipantKind.ORGANISATIONS]:
            continue
        if not chain or not _governed(reading, sentence, first.span.start, trigger):
            continue
        before = text[used_to : first.span.start]
        opened = None if first.person else opens.search(_COLON.sub("", before))
        if opened is None and not _bare(reading, sentence, chain, trigger, used_to):
            if all(one.kind is ParticipantKind.STATES for one in chain):
                index += len(chain) - 1
            continue
        delegation = _delegation(reading, used_to, opened)
        start = used_to + opened.end("delegation") - len(delegation) if opened else first.span.start
        runs.append(
            _Run(
                entries=chain,
                delegation=" ".join(delegation.split()),
                span=Span(start, chain[-1].span.end),
                partial=bool(examples.search(text, sentence.span.start, first.span.start))
                or _AND_OTHERS.match(text, chain[-1].span.end) is not None,
            )
        )
        used_to = chain[-1].span.end
        index += len(chain) - 1
    return runs


def _closed(reading: Reading, sentence: Sentence, last: Participant, trigger: _Trigger) -> bool:
    """Whether an entry is complete, and not the subject of another verb."""
    text, end = reading.text, last.span.end
    if end < trigger.verb.start and _SUBJECT_END.fullmatch(text, end, trigger.verb.start):
        return True
    others = (verb for verb in sentence.verbs if not verb.overlaps(trigger.verb))
    if last.person is not None and any(end < verb.start <= end + 3 for verb in others):
        return False
    return _ENDS.match(text, end) is not None


def _governed(reading: Reading, sentence: Sentence, position: int, trigger: _Trigger) -> bool:
    """Whether what stands at `position` is in the clause of the verb, not denied or in a side clause."""
    text, verb = reading.text, trigger.verb
    if position >= verb.end:
        lead = text[verb.end : position]
        if text.startswith("and ", verb.start) and _ANOTHER_ONE.search(text, sentence.span.start, verb.start):
            return False
        return not _TURN.search(lead) and (trigger.behind or not _TURN.search(text, sentence.span.start, verb.start))
    lead = _INVITED.sub("", text[sentence.span.start : position])
    return not trigger.behind and not _TURN.search(lead) and not _BESIDE.search(lead)


def _delegation(reading: Reading, base: int, opened: re.Match[str] | None) -> str:
    if opened is None:
        return ""
    span = opened.span("delegation")
    written = reading.document.written(Span(base + span[0], base + span[1])) if span[0] < span[1] else ""
    return _LEAD.sub("", written, count=1)


def _bare(reading: Reading, sentence: Sentence, chain: list[Participant], trigger: _Trigger, used_to: int) -> bool:
    """A list without delegation words: right behind the verb, its subject, or persons named as examples."""
    text, first, verb = reading.text, chain[0].span.start, trigger.verb
    before = leads(reading.grammar)
    if first >= verb.end:
        if trigger.behind and (
            before.behind.fullmatch(text, verb.end, first) or more_in_brackets(text, verb.end, first)
        ):
            return True
        listed = before.another if trigger.behind else before.namely
        return chain[0].person is not None and listed.search(text, used_to, first) is not None
    end = chain[-1].span.end
    if subject_in_brackets(text, sentence.span.start, Span(first, end), verb):
        return True
    if not _SUBJECT_END.fullmatch(text, end, verb.start) and not _with_others(reading, sentence, Span(end, verb.start)):
        return False
    lead = text[sentence.span.start : first]
    if before.opening.fullmatch(lead) or _LISTED_BEFORE.fullmatch(lead):
        return True
    return chain[0].person is not None and before.another.search(lead) is not None


def _with_others(reading: Reading, sentence: Sentence, gap: Span) -> bool:
    """Whether what stands between a subject and its verb only names more of the subject ("and representatives of")."""
    if not _OTHERS.fullmatch(reading.text, gap.start, gap.end) or _TURN.search(reading.text, gap.start, gap.end):
        return False
    return not any(gap.contains(verb) for verb in sentence.verbs)


def _record(reading: Reading, extraction: Extraction, run: _Run, capacity: Capacity, mode: Mode) -> None:
    names = Span(run.entries[0].span.start, run.entries[-1].span.end)
    observing = capacity is Capacity.ATTENDED and said_to_observe(reading.text, names, run.delegation)
    own = Capacity.OBSERVED if observing else capacity
    apart = _with_own_words(reading, run)
    for entries in alike(reading, run.entries):
        listed: list[Participation] = []
        for one in entries:
            start = one.span.start if one.person else run.span.start
            shared = not one.person and one.span.start not in apart
            made = record(
                reading,
                extraction,
                one,
                own,
                Span(start, one.span.end),
                delegation=run.delegation if shared else "",
                mode=mode,
            )
            if made is not None:
                listed.append(made)
        if listed and own in _ATTENDANCE:
            start = run.span.start if entries[0] is run.entries[0] else entries[0].written.start
            record_list(extraction, listed, Span(start, entries[-1].span.end), partial=run.partial)


def _with_own_words(reading: Reading, run: _Run) -> frozenset[int]:
    """Where those of a list begin, from the first on before whom other words for delegates stand."""
    for before, one in pairwise(run.entries):
        if not _SAME_DELEGATION.fullmatch(reading.text, before.span.end, one.span.start):
            return frozenset(each.span.start for each in run.entries if each.span.start >= one.span.start)
    return frozenset()
