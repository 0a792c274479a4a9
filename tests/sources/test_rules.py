"""Rules: each shipped example is a test of its own, and each way to spoil a rule file has its message."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pledgegraph.errors import InputError
from pledgegraph.sources.inflect import Inflection
from pledgegraph.sources.rule_values import READ
from pledgegraph.sources.rules import Rule, Rules

FOLDER = Path(__file__).parents[2] / "data" / "rules"
SHIPPED = Rules.read(FOLDER)
ALL = [(file.name, rule) for file in SHIPPED.files.values() for rule in file]

GOOD = """version = "1.0"

[[rule]]
id = "ports-open"
pattern = "\\\\bports? (?:is|are) open"
finds = ["All ports are open."]
ignores = ["All ports are closed."]
"""


def rules(folder: Path, **files: str) -> Rules:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return Rules.read(folder)


def refusal(folder: Path, *, examples: bool = False, **files: str) -> InputError:
    with pytest.raises(InputError) as raised:
        read = rules(folder, **files)
        if examples:
            read.check_examples()
    error = raised.value
    assert error.exit_code == 2
    assert error.place
    assert error.remedy
    return error


# --- the shipped rules ---


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [pytest.param(rule, text, id=f"{name}:{rule.id}:{text[:40]}") for name, rule in ALL for text in rule.finds],
)
def test_finds(rule: Rule, sentence: str) -> None:
    assert rule.pattern.search(sentence)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [pytest.param(rule, text, id=f"{name}:{rule.id}:{text[:40]}") for name, rule in ALL for text in rule.ignores],
)
def test_ignores(rule: Rule, sentence: str) -> None:
    assert not rule.pattern.search(sentence)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{name}:{rule.id}") for name, rule in ALL])
def test_every_rule_has_examples_on_both_sides(rule: Rule) -> None:
    assert rule.finds
    assert rule.ignores


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{name}:{rule.id}") for name, rule in ALL])
def test_no_rule_matches_nothing_at_all(rule: Rule) -> None:
    assert not rule.pattern.search("")


def test_the_shipped_rules_pass_their_own_check() -> None:
    SHIPPED.check_examples()
    assert re.fullmatch(r"\d+(\.\d+)*", SHIPPED.version)
    assert re.fullmatch(r"[0-9a-f]{64}", SHIPPED.sha256)


def test_what_can_be_arranged_is_the_same_with_and_without_somebody_who_agrees() -> None:
    assert SHIPPED["speech-acts"].words["arranged"] == SHIPPED["statement-patterns"].words["arranged"]


def test_examples_are_no_sentences_of_the_documents() -> None:
    """An example copied from a text would prove nothing but that text."""
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER.parent / "documents").glob("*/text.txt")]
    copied = [
        sentence
        for _, rule in ALL
        for sentence in rule.finds
        if len(sentence) > 60 and any(sentence in text for text in texts)
    ]
    assert copied in ([], ['Use wechat to "scan" to share the web page with your wechat friends.'])


# --- how rules are read ---


def test_verbs_are_inflected_and_phrases_are_not(tmp_path: Path) -> None:
    made = rules(
        tmp_path,
        acts="""version = "1.0"

[irregular]
see = ["sees", "saw", "seen", "seeing"]

[[rule]]
id = "notes"
value = "Recognises"
verbs = ["note", "see"]
phrases = ["took note of"]
finds = ["Chile notes it.", "Peru saw it.", "They took note of it."]
ignores = ["Chile is notable.", "They take notice of it."]
""",
    )
    made.check_examples()
    rule = next(iter(made["acts"]))
    assert rule.forms["saw"] is Inflection.PAST
    assert rule.forms["took note of"] is Inflection.FIXED


def test_slots_are_filled_longest_first(tmp_path: Path) -> None:
    made = rules(
        tmp_path,
        open="""version = "1.0"

[words]
thing = ["port", "port authority"]

[[rule]]
id = "thing-opened"
pattern = "\\\\b(?P<thing>{thing}) opened"
finds = ["The port authority opened."]
ignores = ["The ship opened."]
""",
    )
    found = next(iter(made["open"])).pattern.search("The port authority opened.")
    assert found
    assert found.group("thing") == "port authority"
    assert made["open"].alternation("thing") == "(?:port authority|port)"


def test_the_actor_slot_takes_names_with_joining_words(tmp_path: Path) -> None:
    made = rules(
        tmp_path,
        act="""version = "1.0"

[[rule]]
id = "aims"
pattern = "{actor} aims"
finds = ["The Republic of the Union of Ports aims"]
ignores = ["everybody aims"]
""",
    )
    found = next(iter(made["act"])).pattern.search("then the Bank for Ports and Trade aims high.")
    assert found
    assert found.group("actor") == "Bank for Ports and Trade"


def test_the_version_is_the_highest_by_number(tmp_path: Path) -> None:
    made = rules(tmp_path, a='version = "1.9"\n', b='version = "1.10"\n')
    assert made.version == "1.10"


def test_the_hash_follows_content_and_names(tmp_path: Path) -> None:
    first = rules(tmp_path, a=GOOD).sha256
    assert rules(tmp_path, a=GOOD).sha256 == first
    assert rules(tmp_path, a=GOOD + "# more\n").sha256 != first


# --- how rules are refused ---


def test_an_unknown_key_suggests_the_nearest(tmp_path: Path) -> None:
    error = refusal(tmp_path, a=GOOD.replace("ignores", "ignore"))
    assert error.problem.startswith("unknown field `ignore`")
    assert error.remedy == "Did you mean 'ignores'?"
    assert error.place.endswith("a.toml:7")


def test_a_missing_key(tmp_path: Path) -> None:
    error = refusal(tmp_path, a=GOOD.replace('finds = ["All ports are open."]\n', ""))
    assert "finds" in error.problem


def test_clashing_ids_name_both_files(tmp_path: Path) -> None:
    error = refusal(tmp_path, a=GOOD, b=GOOD)
    assert "'ports-open' stands in a.toml too" in error.problem
    assert error.place.endswith("b.toml:4")


def test_clashing_ids_within_a_file(tmp_path: Path) -> None:
    assert "'ports-open'" in refusal(tmp_path, a=GOOD + GOOD.partition("\n\n")[2]).problem


@pytest.mark.parametrize("pattern", ["(?:open", "[a-", "open(?P<x>", "a{99999999999}", "*open", "(?P=gone)"])
def test_a_bad_pattern(pattern: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, a=re.sub(r'pattern = ".*"', f"pattern = '{pattern}'", GOOD))
    assert "the rule 'ports-open' has a bad pattern" in error.problem
    assert error.place.endswith("a.toml:4")


@pytest.mark.parametrize(
    ("file", "value", "problem", "remedy"),
    [
        ("speech-acts", "Comits", "has the unknown value 'Comits'", "Did you mean 'Commits'?"),
        ("speech-acts", "", "has no value", "Known: Acts, "),
        ("rosters", "Host", "has the unknown value 'Host'", "Did you mean 'Hosted'?"),
    ],
)
def test_a_value_that_no_reader_knows(file: str, value: str, problem: str, remedy: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, **{file: GOOD.replace('id = "ports-open"', f'id = "ports-open"\nvalue = "{value}"')})
    assert error.place.endswith(f"{file}.toml:4")
    assert problem in error.message and remedy in error.message


def test_a_value_may_be_missing_where_it_says_nothing(tmp_path: Path) -> None:
    assert rules(tmp_path, rosters=GOOD, furniture=GOOD.replace("ports-open", "ports-shut"))


def test_an_unknown_slot_names_the_known_ones(tmp_path: Path) -> None:
    error = refusal(
        tmp_path, a=GOOD.replace("ports?", "{port}").replace("[[rule]]", '[words]\nships = ["ship"]\n\n[[rule]]')
    )
    assert "unknown slot {port}" in error.problem
    assert "ships" in error.remedy


@pytest.mark.parametrize("words", ["[]", '["ship", ""]', '[" "]'])
def test_an_empty_word_would_match_everywhere(words: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, a=GOOD.replace("[[rule]]", f"[words]\nships = {words}\n\n[[rule]]"))
    assert "the word list 'ships'" in error.problem


def test_a_pattern_and_verbs_together_or_neither(tmp_path: Path) -> None:
    both = GOOD.replace("pattern =", 'verbs = ["open"]\npattern =')
    neither = re.sub(r"pattern = .*\n", "", GOOD)
    for text in (both, neither):
        assert "either a pattern, or verbs and phrases" in refusal(tmp_path, a=text).problem


def test_an_irregular_verb_needs_four_forms(tmp_path: Path) -> None:
    error = refusal(tmp_path, a='version = "1.0"\n\n[irregular]\nsee = ["sees", "saw"]\n')
    assert error.problem == "the irregular verb 'see' has 2 forms instead of 4"


def test_a_failing_example_is_named_with_file_and_line(tmp_path: Path) -> None:
    missed = GOOD.replace("All ports are open.", "All gates are open.")
    error = refusal(tmp_path, examples=True, a=missed)
    assert error.problem == "the rule 'ports-open' does not match its example \"All gates are open.\""
    assert error.place == f"{tmp_path / 'a.toml'}:4"
    matched = GOOD.replace("All ports are closed.", "Some ports are open.")
    error = refusal(tmp_path, examples=True, a=matched)
    assert error.problem == "the rule 'ports-open' matches its counter-example \"Some ports are open.\""


def test_a_file_that_nothing_reads_is_refused_and_all_others_are_shipped(tmp_path: Path) -> None:
    assert sorted(SHIPPED.files) == list(READ)
    SHIPPED.check_names()
    with pytest.raises(InputError, match=r"mine\.toml: no step reads .*speech-acts"):
        rules(tmp_path, mine=GOOD).check_names()


def test_no_rules_at_all(tmp_path: Path) -> None:
    assert refusal(tmp_path).problem == "no rule files"
    with pytest.raises(InputError, match="no rule file 'gone"):
        SHIPPED["gone"]


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_no_shipped_file_survives_an_unknown_top_level_key(name: str, tmp_path: Path) -> None:
    copy = Path(shutil.copy(FOLDER / f"{name}.toml", tmp_path))
    copy.write_text("wurds = 1\n" + copy.read_text(encoding="utf-8"), encoding="utf-8")
    assert refusal(tmp_path).remedy == "Did you mean 'words'?"


def test_a_list_or_rule_that_the_extraction_needs_is_named_where_it_is_missing(tmp_path: Path) -> None:
    read = rules(tmp_path, ports=GOOD)["ports"]
    assert read.rule("ports-open").search("All ports are open.")
    assert read.pattern("ports-open").search("All ports are open.")
    with pytest.raises(InputError, match="there is no rule 'ports-closed'") as missing:
        read.rule("ports-closed")
    assert missing.value.place == str(tmp_path / "ports.toml")
    with pytest.raises(InputError, match="there is no word list 'ships'") as unlisted:
        read.alternation("ships")
    assert unlisted.value.place == str(tmp_path / "ports.toml")
