"""Patterns of the words around a list of who took part: what leads to it, delegation words, signs of an example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pledgegraph.extract.grammar import Grammar
from pledgegraph.extract.participants import fields, office
from pledgegraph.extract.person_patterns import person_patterns

_INTRO = r"(?:(?:In addition|Moreover|Furthermore|Additionally|Also|Likewise|On the first day|On the second day), )?"
_AS_CHAIR = r"(?:[Tt]he (?:[Cc]o-)?(?:[Cc]hair(?:person|man|woman)?|[Hh]ost|President) of (?:the|this) [\w -]{3,40}, )?"
_OF_A_FIELD = (
    r"(?:[Mm]inisters?|[Ss]ecretar(?:y|ies)) (?:of|for|responsible for|in charge of) (?:the )?"
    r"[A-Z][\w'’-]+(?:(?:,| and|,? and| &) [A-Z][\w'’-]+| [A-Z][\w'’-]+){0,7}"
)
"""Ministers of any field, as these are no closed list ("Ministers of Digitalisation")."""
_NEXT = r"(?:, |; |: |,? (?:and |as well as |along with |together with |with |by |including |namely |among them ))"
_MORE_THAN = r"(?:(?:more than|over|about|some|nearly|around|up to|at least|all) )?"
_COUNTED = r"(?:countries|[Ss]tates|[Gg]overnments|economies|delegations|nations)"
"""What is counted before a list goes on by name: "participants from 31 countries, the European Commission and IOM"."""
_NAMELY = r"(?:: |,? (?:including |namely |among them ))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """What may stand right before a list: at the beginning, behind the verb, before one more, before examples."""

    opening: re.Pattern[str]
    behind: re.Pattern[str]
    another: re.Pattern[str]
    namely: re.Pattern[str]


@lru_cache(maxsize=4)
def leads(grammar: Grammar) -> Leads:
    """The patterns of a grammar, made once."""
    honoured = rf"(?:{office(grammar)} )?{person_patterns(grammar).before}"
    return Leads(
        opening=re.compile(rf"{_INTRO}{_AS_CHAIR}(?:[Tt]he )?{honoured}"),
        behind=re.compile(rf":? ?(?:the )?{honoured}"),
        another=re.compile(rf"{_NEXT}(?:the )?{honoured}$"),
        namely=re.compile(rf"{_NAMELY}(?:the )?{honoured}$"),
    )


@lru_cache(maxsize=4)
def opener(grammar: Grammar) -> re.Pattern[str]:
    """Delegation words, or the office of somebody unnamed, up to "from" right before a list."""
    delegates = grammar.of("attendance").alternation("delegates")
    number = rf"(?:\d{{1,3}}|{grammar.of('counts').alternation('number')})"
    of_what = rf"(?: (?:of|from|for|responsible for|in charge of) (?:the )?(?:[a-z][a-z -]*?|{fields(grammar)}))?"
    return re.compile(
        r"(?<!\w)(?!(?:(?<=[^l] as )|(?<=\A as ))[Oo]bserver)"
        rf"(?P<delegation>(?:(?!(?:as|well|by|and|with|from|of|the)\b)[A-Za-z-]+ ){{0,3}}"
        rf"(?i:{delegates})(?: and (?i:{delegates}))?{of_what}|{_OF_A_FIELD}|{office(grammar)})"
        r" (?:from|of) (?:all )?(?:the )?"
        rf"(?:{_MORE_THAN}{number} (?:[a-z-]+ ){{0,2}}{_COUNTED}{_NEXT}(?:the )?|{number} )?"
        r"(?:(?:Governments?|(?:[Mm]ember |[Pp]articipating )?(?:[Ss]tates|[Cc]ountries)) of (?:the )?)?$"
    )


@lru_cache(maxsize=4)
def example(grammar: Grammar) -> re.Pattern[str]:
    """What makes a list one of examples."""
    return grammar.of("attendance").rule("example-list").pattern
