"""Subjects of verbs: what stands before them, several actors that share one, and how the verb agrees."""

from __future__ import annotations

import re

from msgspec.structs import replace

from pledgegraph.extract.actors import Actor, Form
from pledgegraph.extract.grammar import Reading
from pledgegraph.extract.phrases import LEFT_OUT
from pledgegraph.sources.inflect import Inflection
from pledgegraph.spans import Span

_ARTICLE = re.compile(r"\b[Tt]he$")
_AND = re.compile(r"(?:,? [JS]r\.?)?(?: \([^()]{1,60}\)){0,2},? (?:and|as well as|together with|or) (?:[Tt]he )?")
_COMMA = re.compile(r"(?:,? [JS]r\.?)?(?: \([^()]{1,60}\)){0,2},? (?:and |as well as )?(?:[Tt]he )?|, ")
_MAIN = re.compile(
    r"(?:^|[,;:–—]| and| while| but| which| whereas|\bin which|, which is why"
    r"|^(?:And|But|So|Yet)|(?:^|, )(?:[Tt]oday|[Tt]ogether|[Nn]ow|[Bb]oth|We|WE))$"
)
"""What stands before the subject of a main clause."""
_HALF = re.compile(
    r"(?:[^,;:]{1,160}, )?(?P<half>(?:[Tt]he )?[A-Z][\w.'’-]*(?: (?:of|for|on|the|[A-Z][\w.'’-]*))*) and (?:the )?"
)
"""The first half of a subject whose other half alone is known: "The Secretary and | Minister Soto"."""
_SUBORDINATE = re.compile(
    r"\b(?:As|While|Although|Since|When|Whereas|Because|If) (?:the )?(?:[A-Z][\w.'’-]*(?: (?:of|the))? )*and (?:the )?$"
)
"""What makes two that are joined the subject of a clause that only leads on: "As Chile and | Peru agreed, we"."""
_ARTICLE_BEFORE = re.compile(r"\b[Tt]he $")
_INTRODUCING = re.compile(r"\b(?:As|With|Like|Unlike|Among|Alongside) (?:the )?$")
"""What opens a phrase before the subject: "As partners, Chile and Peru ..."."""
_WITHIN = re.compile(r"\b(?:In|At|Within|Through|Under) (?:the )?$")
"""What opens where something is done, before the subject: "In the Security Council, Chile and Peru ..."."""
_HAVE = re.compile(r"\bhave\b")
_PARENTHESIS = re.compile(
    r", (?:which|who|whose|under|for|in|as|during|at|on|through|with|while|after|before|upon|by"
    r"|further to|pursuant to|the|united|bound|driven|inspired|determined|mindful|conscious|convinced|consistent|via"
    r"|pursuant|subject|based|guided|along|[a-z]+ing|together with|along with"
    r"|alongside|including|unlike|like|but not|(?:joined|supported|seconded|represented|accompanied|followed) by)"
    r' (?:[^,;"]|"[^"]*")*,'
    r"|, (?:(?:acting|speaking) )?on behalf of [^;:]{3,200},"
    r"|, (?:co-)?(?:chairs?|hosts?|leads?|coordinators?|organi[sz]ers|convenors?|sponsors?) of [^,;:]{3,100},"
    r"|, (?:among them|including|such as|namely) (?:the )?[A-Z][^;:]{2,240},"
    r"|, (?:meeting|gathered|assembled|convened|having met) (?:here |today )?(?:in|at|on) [^;:]{3,160},"
)
_ASIDE = re.compile(
    r", (?:however|inter alia|too|in turn|as well|therefore|meanwhile|in particular|for (?:its|their|his|her) part),"
    r"| \([^()]{1,120}\)| [–—-] (?:[^–—;:.]|\b(?:Mr|Ms|Mrs|Dr|H\.E|Prof|Hon|Amb)\.){3,240} [–—-]"
    r"|(?:,? inter alia)?,?:?(?: \([a-z0-9]{1,4}\))?"
)
_POST_GOES_ON = re.compile(r"(?:,? (?:[A-Z(][\w().&/'-]*|and|of|the|for|on|in|to)){1,16},")
"""The rest of a post behind what was read of it: ", Chair of the Forum and Minister of Ports of Chile (MPC),"."""
_REDUCED = re.compile(
    r" (?:participating|taking part|represented|assembled|gathered|present|attending) (?:in|at)? ?"
    r"(?:the|this|its|their)"
    r"(?: (?:[A-Z0-9][\w'’&-]*|of|on|for|and|the|in|at|first|second|third|[a-z]+th|meeting|forum|conference|summit"
    r"|session|dialogue)){1,14},?"
    r"| (?:who|which) (?:are|have|were|wish to|opt to) (?:(?!\b(?:will|shall|would)\b)[^,;:]){3,90}"
)
"""What tells of those who speak where they were: "The Ministers participating in the Second Forum | agreed"."""
_AS_WELL = re.compile(r", as well as (?:the )?$")
_APPOSITION = re.compile(r", [^;:]{2,600},")
_LEFT_OUT = re.compile(rf"\w{LEFT_OUT}")
_WE = re.compile(r"(?:We|WE|we)\b")
_GOVERNED = re.compile(r"\b(?:of|in|at|by|for|with|to|from|on|towards?|under|through|within) (?:the )?$")
"""What governs a common noun that ends an opening phrase: "Among the goals of the Task Force, Chile and Peru ..."."""
_CITY_BEFORE = re.compile(r"\b(?:in|at|near) (?:the city of )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}, (?:the )?$")
_CLOSING = (",", ")", ":", "–", "—", "-")
_ROLE = re.compile(
    r"(?:The |As )?(?:[\w'-]+ ){0,3}(?:[Cc]hair|[Hh]ost|[Hh]ost [Cc]ountry|[Pp]residency|[Cc]o-[Cc]hair|[Cc]oordinator"
    r"|[Ll]ead [Cc]ountry|[Rr]apporteur)(?: of the [A-Z][\w' -]{2,60})?, (?:the )?"
)
_APART = re.compile(r", and (?:the )?$")
_LISTED = re.compile(r", (?:the )?$")
_NEAR = 40
_FARTHEST = 60
_REACH = 300
_WITHIN_THAT = re.compile(
    r"\bthat,? (?:at|in|on|with|under|through|as|by|for|should|if|while|when|during|following|after|before|despite)\b"
    r"[^,;:.]{2,160},(?: (?:should|if|where|when|while|as)\b[^,;:.]{2,120},)? (?:the )?$"
)
"""What opens a clause that is said, before its subject: "We reaffirm that in our work for peace, | we will"."""


def before(text: str, start: int, end: int) -> str:
    """What stands right before an actor, without its article; empty at the beginning of the sentence."""
    return _ARTICLE.sub("", text[max(start, end - _NEAR) : end].rstrip()).rstrip()


def heads_clause(reading: Reading, start: int, actor: Actor) -> bool:
    """Whether an actor stands where the subject of a main clause of the sentence from `start` on does."""
    text = reading.text
    lead = before(text, start, actor.span.start)
    if lead.endswith(" and"):
        near = max(start, actor.span.start - _REACH)
        if _HALF.fullmatch(text, start, actor.span.start) or _SUBORDINATE.search(text, near, actor.span.start):
            return False
    if _MAIN.search(lead) is not None:
        within = lead.endswith(",") and _WITHIN_THAT.search(
            text, max(start, actor.span.start - _REACH), actor.span.start
        )
        return not (within or lead.endswith((" that", " that while", " that although", " that whereas")))
    connectives = reading.grammar.of("connectives")
    if _WE.fullmatch(text, actor.span.start, actor.span.end):
        fronted = connectives.rule("opens-sentence-before-we").pattern
        if fronted.fullmatch(text, start, actor.span.start):
            return True
    opener = connectives.rule("opens-sentence-without-comma")
    return opener.pattern.fullmatch(text, start, actor.span.start) is not None


def subject_of(
    reading: Reading, sentence: Span, actors: list[Actor], left: int, verb: int, inflection: Inflection, *, first: bool
) -> Actor | None:
    """The actor that ends where the verb group begins and stands at the head of a main clause.

    `left` is where the adverbs before the verb begin; `first` where no verb of the sentence has a subject yet.
    """
    text = reading.text
    ends = {left, left - 1} if text[left - 1 : left] == "," else {left}
    candidates = [actor for actor in actors if actor.span.end in ends]
    if text[left - 1 : left] == "," and (called := _called_by_role(text, sentence.start, candidates)):
        return called
    if text[left - 1 : left] == ",":
        candidates += [
            actor
            for actor in actors
            if (_PARENTHESIS.fullmatch(text, actor.span.end, left) and not _is_place(text, actor))
            or _only_post(text, actors, actor, left)
        ]
        far = text.endswith(":", sentence.start, sentence.end) and sentence.end - verb > _NEAR
        candidates += _with_apposition(text, sentence, actors, left, inflection) if first and not far else []
        candidates += _with_names(text, sentence, actors, left)
    candidates += [actor for actor in actors if actor.plural and _REDUCED.fullmatch(text, actor.span.end, left)]
    if text[left - 1 : left] in _CLOSING:
        candidates += [actor for actor in actors if _ASIDE.fullmatch(text, actor.span.end, left)]
    beside = [
        one
        for one in candidates
        if one.span.end == left - 1 and _AS_WELL.search(text, max(0, one.span.start - _NEAR), one.span.start)
    ]
    others = [
        one
        for one in candidates
        if text[left - 1] != ","
        or one.span.end != left - 1
        or one.form is Form.PERSON
        or _LEFT_OUT.search(text, one.span.start, one.span.end)
    ]
    for last in (*beside, *sorted(others, key=lambda one: one.span.start)):
        actor = _with_half(text, sentence.start, joined(text, actors, last))
        if not heads_clause(reading, sentence.start, actor):
            if (first and last.form is Form.PERSON) or not _opens_another_clause(text, actors, last):
                continue
            actor = last
        if inflection is Inflection.BASE and not takes_base(text, actor):
            continue
        if not actor.plural and actor.form is Form.NAME and _HAVE.search(text, actor.span.end, verb):
            continue
        return _who_say_we(text, actors, actor) if actor.plural else actor
    return None


def _who_say_we(text: str, actors: list[Actor], actor: Actor) -> Actor:
    """The "we" whom a collective only explains where no comma closes it: "We, the leaders of A and B | recognise"."""
    named = (
        one for one in actors if one.span.end < actor.span.start and _WE.fullmatch(text, one.span.start, one.span.end)
    )
    return next(
        (one for one in named if text[one.span.end : actor.span.start] in (", ", ", the ", " ", " the ")), actor
    )


def _opens_another_clause(text: str, actors: list[Actor], actor: Actor) -> bool:
    """Whether a comma parts an actor from the only one before it: "will support the Forum, and | Peru will pay"."""
    gap = _APART.search(text, max(0, actor.span.start - _NEAR), actor.span.start)
    before = next((one for one in actors if gap and one.span.end == gap.start()), None)
    return before is not None and _LISTED.search(text, max(0, before.span.start - _NEAR), before.span.start) is None


def _with_half(text: str, start: int, actor: Actor) -> Actor:
    """An actor with the other half of its subject that is nobody known: all of it is kept as written, a collective."""
    half = (
        _HALF.fullmatch(text, start, actor.span.start)
        if text.endswith((" and ", " and the "), start, actor.span.start)
        else None
    )
    if half is None or actor.form is not Form.NAME:
        return actor
    return Actor(form=Form.COLLECTIVE, span=Span(half.start("half"), actor.span.end), ref=None, plural=True)


def _called_by_role(text: str, start: int, actors: list[Actor]) -> Actor | None:
    """The one whom the office before it only describes: "The host country, Chile, | announced"."""
    named = (actor for actor in actors if actor.form is Form.NAME and _ROLE.fullmatch(text, start, actor.span.start))
    return next(named, None)


def _is_place(text: str, actor: Actor) -> bool:
    """Whether a state only says where a city lies: "met in Quito, Ecuador, on 3 May, and"."""
    return (
        actor.form is Form.NAME
        and _CITY_BEFORE.search(text, max(0, actor.span.start - _NEAR), actor.span.start) is not None
    )


def _only_post(text: str, actors: list[Actor], actor: Actor, left: int) -> bool:
    """Whether nothing but the rest of a person's post stands between the person and a verb, nobody else's name."""
    if actor.form is not Form.PERSON or not _POST_GOES_ON.fullmatch(text, actor.span.end, left):
        return False
    gap = Span(actor.span.end, left)
    return not any(one.form is Form.PERSON and one.ref != actor.ref and gap.contains(one.span) for one in actors)


def _with_apposition(text: str, sentence: Span, actors: list[Actor], left: int, inflection: Inflection) -> list[Actor]:
    """The "we" that opens a sentence and says who it is before its verb: "We, Chile and Peru, recognise ...".

    A preamble, which ends with a comma, only says for whom the text below it speaks.
    """
    first = actors[0] if actors else None
    if first is None or inflection in (Inflection.GERUND, Inflection.PARTICIPLE):
        return []
    if not text.endswith((".", "!", ":"), sentence.start, sentence.end):
        return []
    opens = first.span.start == sentence.start and _WE.fullmatch(text, first.span.start, first.span.end)
    return [first] if opens and _APPOSITION.fullmatch(text, first.span.end, left) else []


def _with_names(text: str, sentence: Span, actors: list[Actor], left: int) -> list[Actor]:
    """The collective that opens a sentence and is named before its verb: "The Ministers, Soto and Vega, met"."""
    plurals = [one for one in actors if one.form is Form.COLLECTIVE and one.plural]
    for one in plurals:
        if before(text, sentence.start, one.span.start):
            continue
        position, named = one.span.end, list[Actor]()
        for person in actors:
            if person.form is Form.PERSON and _COMMA.fullmatch(text, position, person.span.start):
                named.append(person)
                position = person.span.end
        if len(named) > 1 and text[position:left] in (",", ", respectively,", " respectively,"):
            members = tuple(dict.fromkeys(person.ref for person in named if person.ref is not None))
            return [replace(one, members=members)]
    return []


def joined(text: str, actors: list[Actor], last: Actor) -> Actor:
    """The whole subject where several actors share one verb ("A, B and C"): kept together as written, a collective."""
    start, first, sharing = last.span.start, True, [last]
    if last.form is Form.PRONOUN:
        return last
    while True:
        gap = _AND if first else _COMMA
        before = next(
            (
                actor
                for actor in actors
                if start - _FARTHEST < actor.span.end < start
                and actor.form is not Form.PRONOUN
                and gap.fullmatch(text, actor.span.end, start)
            ),
            None,
        )
        near = max(0, before.span.start - _NEAR) if before else 0
        if before is None or _INTRODUCING.search(text, near, before.span.start):
            break
        if not first and _WITHIN.search(text, near, before.span.start):
            break
        apart = before.form is Form.COLLECTIVE and sharing[0].form is Form.NAME and not first
        if apart and _GOVERNED.search(text, max(0, before.span.start - _NEAR), before.span.start):
            break
        start, first = before.span.start, False
        sharing.insert(0, before)
    if start == last.span.start:
        return last
    article = _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
    begin = article.start() if article else start
    named = tuple(dict.fromkeys(one.ref for one in sharing if one.ref is not None))
    return Actor(form=Form.COLLECTIVE, span=Span(begin, last.span.end), ref=None, plural=True, members=named)


def takes_base(text: str, actor: Actor) -> bool:
    """Whether a verb of this subject stands in its base form in the present."""
    return actor.plural or text[actor.span.start : actor.span.end].lower() in ("we", "they", "who")


def tense(inflection: Inflection) -> str:
    """Past or present: what joins the verbs of one chain."""
    return "past" if inflection in (Inflection.PAST, Inflection.PARTICIPLE) else "present"


def in_a_list_of_nouns(between: str) -> bool:
    """Whether the last comma of a chain opens a short phrase: then "and" joins nouns, not verbs."""
    _, comma, last = between.rpartition(", ")
    return bool(comma) and len(last.split()) <= 2
