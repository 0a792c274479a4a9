"""Which files of rules are read, and what the `value` of a rule may be: what says nothing is found before any text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pledgegraph.sources.tables import suggestion
from pledgegraph.vocab import Capacity, CountOf, DetailKind, DocumentType, FindingKind, Force, SpeechKind

READ = (
    "action-verbs", "actors", "attendance", "bodies", "clauses", "connectives", "counts", "defects", "details",
    "forums", "furniture", "languages", "members", "modality", "occasions", "posts", "roles", "rosters", "specificity",
    "speech-acts", "speeches", "statement-patterns",
)  # fmt: skip
"""The files of rules that the extraction asks for; rules in another file would say nothing."""

_NONE = ""
_VALUES: Mapping[tuple[str, str], Collection[str]] = {
    ("actors", ""): tuple(FindingKind),
    ("attendance", ""): (*Capacity, "Partial"),
    ("connectives", "noun-"): tuple(Force),
    ("counts", ""): tuple(CountOf),
    ("defects", ""): tuple(FindingKind),
    ("details", ""): tuple(DetailKind),
    ("forums", "met-"): tuple(Capacity),
    ("forums", "title-type-"): tuple(DocumentType),
    ("modality", ""): ("Condition", "EarlierMeeting", "EarlierTime", "Hearsay"),
    ("roles", ""): tuple(Capacity),
    ("rosters", ""): (*Capacity, _NONE),
    ("speech-acts", ""): tuple(Force),
    ("speeches", ""): (*SpeechKind, _NONE),
    ("statement-patterns", ""): tuple(Force),
}
"""The values by file and the beginning of the rule's id; other rules have none, or one that refers to the registry."""


def wrong_value(file: str, rule_id: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a rule's value and what to do, or None where it is one that the file's rules may have.

    >>> wrong_value("speech-acts", "be-firm", "Comits")
    ("the rule 'be-firm' has the unknown value 'Comits'", "Did you mean 'Commits'?")
    """
    for (name, start), allowed in _VALUES.items():
        if file == name and rule_id.startswith(start) and value not in allowed:
            problem = f"has the unknown value '{value}'" if value else "has no value"
            return f"the rule '{rule_id}' {problem}", suggestion(value, [one for one in allowed if one])
    return None
