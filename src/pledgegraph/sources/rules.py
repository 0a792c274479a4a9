"""Extraction rules: word lists and patterns from `data/rules/*.toml`, proven against their own example sentences.

A rule file holds `[words]`, named lists that fill the `{slot}`s of patterns, and `[[rule]]` entries. A rule has either
a `pattern` (regular expression over clean text) or `verbs` (inflected) and `phrases` (taken as they stand) with an
optional `follows`, what must come right after. `cues` are pieces of text one of
which every match contains, so that a rule need not be tried where none stands. `finds` are sentences it must match,
`ignores` sentences it must not. A file that says `asked = true` has rules that code asks for by id, and tries nowhere
else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from pledgegraph.errors import InputError
from pledgegraph.sources.inflect import Inflection, inflections
from pledgegraph.sources.rule_values import READ, wrong_value
from pledgegraph.sources.tomlfile import read_toml

ACTOR_SLOT = (
    r"(?P<actor>[Tt]he (?:country|nation)"
    r"|[A-Z][\w'&.-]*(?:(?: (?:of|for|and|on|to|in|the|&)){0,3} [A-Z][\w'&.-]*)*)"
)
"""What `{actor}` stands for in a pattern: a capitalised phrase or "the country"; the extractor decides who that is."""

FORMS = 4
"""Forms an irregular verb is written with."""

_SLOT = re.compile(r"\{([a-z-]+)\}")


class _Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    value: str = ""
    pattern: str = ""
    verbs: list[str] = []
    phrases: list[str] = []
    follows: str = ""
    cues: list[str] = []
    finds: list[str]
    ignores: list[str]
    note: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: str
    asked: bool = False
    words: dict[str, list[str]] = {}
    irregular: dict[str, list[str]] = {}
    rule: list[_Rule] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One compiled rule; `forms` maps each surface form of its verbs and phrases to how it is inflected."""

    id: str
    value: str
    pattern: re.Pattern[str]
    follows: re.Pattern[str]
    forms: Mapping[str, Inflection] = field(default_factory=dict)
    finds: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    note: str = ""
    cues: tuple[str, ...] = ()
    opens: bool = False

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text; a pattern that can only stand at its beginning is tried nowhere else."""
        return self.pattern.match(text) if self.opens else self.pattern.search(text)


class Words(dict[str, tuple[str, ...]]):
    """The word lists of one file by name."""

    def __init__(self, lists: Mapping[str, list[str]], path: Path) -> None:
        super().__init__({name: tuple(words) for name, words in lists.items()})
        self._path = path

    def __missing__(self, name: str) -> tuple[str, ...]:
        """Refuses a list that the extraction needs and the file no longer has.

        Raises:
            InputError: always.
        """
        raise InputError(f"there is no word list '{name}'", place=self._path, remedy="Restore it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """The word lists and rules of one file; `asked` where its rules are asked for by id alone."""

    name: str
    version: str
    words: Words
    rules: tuple[Rule, ...]
    path: Path
    asked: bool = False
    by_id: Mapping[str, Rule] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {rule.id: rule for rule in self.rules})

    def alternation(self, slot: str) -> str:
        """A non-capturing alternation of a word list, longest first."""
        return _alternation(self.words[slot])

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id.

        Raises:
            InputError: the file has none of that id.
        """
        found = self.by_id.get(rule_id)
        if found is None:
            raise InputError(f"there is no rule '{rule_id}'", place=self.path, remedy="Restore it.")
        return found

    def pattern(self, rule_id: str) -> re.Pattern[str]:
        """The pattern of the rule of that id.

        Raises:
            InputError: the file has none of that id.
        """
        return self.rule(rule_id).pattern

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """All rule files by name, and the hash of what stands in them."""

    files: Mapping[str, RuleFile]
    sha256: str
    folder: Path = Path("data/rules")

    @classmethod
    def read(cls, folder: Path) -> Rules:
        """Every `*.toml` of a folder, compiled and checked.

        Raises:
            InputError: no files, an unknown key or value, a bad pattern, a clash of ids, or an example gone wrong.
        """
        paths = sorted(folder.glob("*.toml"))
        if not paths:
            raise InputError("no rule files", place=folder, remedy="Restore data/rules/.")
        digest = hashlib.sha256()
        raw: dict[Path, _File] = {}
        for path in paths:
            raw[path] = read_toml(path, _File)
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        irregular = _irregular(raw)
        files: dict[str, RuleFile] = {}
        seen: dict[str, Path] = {}
        for path, file in raw.items():
            for rule in file.rule:
                if rule.id in seen:
                    raise InputError(
                        f"the rule id '{rule.id}' stands in {seen[rule.id].name} too",
                        place=path,
                        line=_line_of(path, rule.id),
                        remedy="Rename one of the two.",
                    )
                seen[rule.id] = path
            _check_words(path, file.words)
            compiled = tuple(_compile(path, rule, file.words, irregular) for rule in file.rule)
            files[path.stem] = RuleFile(
                name=path.stem,
                version=file.version,
                words=Words(file.words, path),
                rules=compiled,
                path=path,
                asked=file.asked,
            )
        return cls(files=files, sha256=digest.hexdigest(), folder=folder)

    def __getitem__(self, name: str) -> RuleFile:
        try:
            return self.files[name]
        except KeyError:
            raise InputError(f"there is no rule file '{name}.toml'", place=self.folder, remedy="Restore it.") from None

    @cached_property
    def version(self) -> str:
        """The highest version any file carries."""
        return max((file.version for file in self.files.values()), key=_comparable)

    def check_examples(self) -> None:
        """Try every rule on its own sentences.

        Raises:
            InputError: a `finds` sentence is missed, or an `ignores` sentence matched.
        """
        for file in self.files.values():
            for rule in file.rules:
                self._check_rule(rule, self.folder / f"{file.name}.toml")

    def check_names(self) -> None:
        """Passes where every file is one that is read.

        Raises:
            InputError: a file that nothing asks for; its rules would say nothing.
        """
        for name in self.files:
            if name not in READ:
                raise InputError(
                    "no step reads a file of rules of this name",
                    place=self.folder / f"{name}.toml",
                    remedy=f"Move its rules to one of {', '.join(READ)}.",
                )

    @staticmethod
    def _check_rule(rule: Rule, path: Path) -> None:
        for sentence, wanted in [(s, True) for s in rule.finds] + [(s, False) for s in rule.ignores]:
            if bool(rule.pattern.search(sentence)) is not wanted:
                verb = "does not match its example" if wanted else "matches its counter-example"
                raise InputError(
                    f"the rule '{rule.id}' {verb} \"{sentence}\"",
                    place=path,
                    line=_line_of(path, rule.id),
                    remedy="Mend the rule or the sentence.",
                )


def _comparable(version: str) -> tuple[int, ...]:
    """The numbers of a version, so that 1.10 is above 1.9."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _irregular(files: Mapping[Path, _File]) -> dict[str, tuple[str, ...]]:
    """The irregular verbs of all files; each needs its four forms."""
    found: dict[str, tuple[str, ...]] = {}
    for path, file in files.items():
        for verb, forms in file.irregular.items():
            if len(forms) != FORMS:
                raise InputError(
                    f"the irregular verb '{verb}' has {len(forms)} forms instead of {FORMS}",
                    place=path,
                    remedy="Give third person, past, participle and gerund.",
                )
            found[verb] = tuple(forms)
    return found


def _check_words(path: Path, words: Mapping[str, list[str]]) -> None:
    """Refuse an empty list or word: it would match everywhere."""
    for name, entries in words.items():
        if not entries or not all(word.strip() for word in entries):
            raise InputError(
                f"the word list '{name}' is empty or holds an empty word", place=path, remedy="Fill it or drop it."
            )


def _alternation(words: tuple[str, ...] | list[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in longest_first) + ")"


def _compile(path: Path, rule: _Rule, words: Mapping[str, list[str]], irregular: Mapping[str, tuple[str, ...]]) -> Rule:
    def fill(pattern: str) -> str:
        def one(found: re.Match[str]) -> str:
            if found.group(1) == "actor":
                return ACTOR_SLOT
            if found.group(1) not in words:
                raise InputError(
                    f"the rule '{rule.id}' uses the unknown slot {{{found.group(1)}}}",
                    place=path,
                    line=_line_of(path, rule.id),
                    remedy=f"Known: {', '.join(sorted(words))}.",
                )
            return _alternation(words[found.group(1)])

        return _SLOT.sub(one, pattern)

    if bool(rule.pattern) == bool(rule.verbs or rule.phrases):
        raise InputError(
            f"the rule '{rule.id}' needs either a pattern, or verbs and phrases",
            place=path,
            line=_line_of(path, rule.id),
            remedy="Give it one of the two.",
        )
    if wrong := wrong_value(path.stem, rule.id, rule.value):
        raise InputError(wrong[0], place=path, line=_line_of(path, rule.id), remedy=wrong[1])
    forms: dict[str, Inflection] = {phrase: Inflection.FIXED for phrase in rule.phrases}
    for verb in rule.verbs:
        forms.update(inflections(verb, irregular))
    forms |= {varied: kind for form, kind in forms.items() for varied in _with_degree(form, words)}
    try:
        follows = re.compile(fill(rule.follows))
        pattern = re.compile(
            fill(rule.pattern) if rule.pattern else rf"\b{_alternation(list(forms))}\b{fill(rule.follows)}"
        )
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(
            f"the rule '{rule.id}' has a bad pattern ({error})",
            place=path,
            line=_line_of(path, rule.id),
            remedy="Mend the pattern.",
        ) from error
    return Rule(
        id=rule.id,
        value=rule.value,
        pattern=pattern,
        follows=follows,
        forms=forms,
        finds=tuple(rule.finds),
        ignores=tuple(rule.ignores),
        note=rule.note,
        cues=tuple(rule.cues),
        opens=_opens(pattern.pattern),
    )


def _opens(pattern: str) -> bool:
    """Whether every match of a pattern begins where the text does: `^` before all else, and no other branch.

    >>> _opens("^(?:At|In) our meeting"), _opens("^At|In our meeting")
    (True, False)
    """
    depth = 0
    for mark in re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[(|)]", pattern, re.S):
        depth += (mark == "(") - (mark == ")")
        if mark == "|" and depth == 0:
            return False
    return pattern.startswith("^")


def _with_degree(form: str, words: Mapping[str, list[str]]) -> Iterator[str]:
    """A phrase that begins with "be" or its like, with an adverb of degree put in ("are fully committed to")."""
    copula, _, complement = form.partition(" ")
    if complement and copula in words.get("copula", ()):
        yield from (f"{copula} {degree} {complement}" for degree in words.get("degree", ()))


def _line_of(path: Path, rule_id: str) -> int | None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("id") and f'"{rule_id}"' in line:
            return number
    return None
