"""What a commitment says of when, how much, for whom and on what condition; how specific it is and who is bound."""

from __future__ import annotations

import pytest

from pledgegraph.vocab import DetailKind, Specificity, Undertaking


@pytest.mark.parametrize(
    ("promise", "details"),
    [
        ("publish port fees by 2033", {("Deadline", "by 2033")}),
        ("report within 90 days of the meeting", {("Deadline", "within 90 days of the meeting")}),
        ("train 500 inspectors over the next three years", {("Quantity", "500 inspectors"), ("Deadline", "over the next three years")}),
        ("lower fees where appropriate", {("Condition", "where appropriate")}),
        ("share data, subject to domestic law", {("Condition", "subject to domestic law")}),
        ("pay up to $3 million for women and girls", {("Quantity", "up to $3 million"), ("BeneficiaryGroup", "women and girls")}),
        ("cut fees by 20 percent before 31 May 2031", {("Quantity", "20 percent"), ("Deadline", "before 31 May 2031")}),
        ("follow the 2030 Agenda", set()),
        ("build on the plan adopted in 2030", set()),
        ("build on the progress made in 2029 and open ports in 2033", {("Deadline", "in 2033")}),
        ("build on the Coast Summit in 2033", set()),
        ("help Peru as it takes the chair this year", set()),
        ("work through Peru's presidency of the Coast Summit in 2033", set()),
        ("widen the plan, building on the initial $8 million that Peru pledged earlier this year", set()),
        ("pay the $3 million it promised in 2020", {("Quantity", "$3 million")}),
        ("suspend 24 percentage points, while keeping the rate of 10 percent", {("Quantity", "24 percentage points")}),
        ("lower fees on goods subject to duties", set()),
        ("lower fees subject to parliamentary approval", {("Condition", "subject to parliamentary approval")}),
        ("help the port as necessary to end the crisis", set()),
        ("provide CAD $1.5 billion", {("Quantity", "CAD $1.5 billion")}),
        ("meet in Lima at the end of October", {("Deadline", "at the end of October")}),
        ("report prior to the next Coast Forum", {("Deadline", "prior to the next Coast Forum")}),
    ],
)  # fmt: skip
def test_details(promise: str, details: set[tuple[str, str]], read_whole) -> None:
    made = read_whole(f"Joint Statement\n\nChile and Peru agreed to {promise}.\n")
    commitment = made.commitments[0]
    assert {(detail.kind.value, detail.written) for detail in commitment.details} == details
    text = made.document.text
    assert all(text[one.span.start : one.span.end] == one.written for one in commitment.details)
    assert {detail.kind for detail in commitment.details} <= set(DetailKind)


@pytest.mark.parametrize(
    ("verb", "specificity"),
    [
        ("publish port fees", Specificity.ACTION),
        ("reduce port fees", Specificity.OUTCOME),
        ("promote open ports", Specificity.EFFORT),
        ("set up a fund", Specificity.ACTION),
        ("jointly carry out a survey", Specificity.ACTION),
        ("meet the goals of the plan", Specificity.OUTCOME),
        ("be glad", None),
    ],
)
def test_specificity_by_the_first_verb(verb: str, specificity: Specificity | None, read_whole) -> None:
    made = read_whole(f"Joint Statement\n\nPeru agreed to {verb}.\n").commitments
    assert [one.specificity for one in made] == ([specificity] if specificity else [])


def test_specificity_of_a_gerund(read_whole) -> None:
    made = read_whole("Joint Statement\n\nMinisters committed to establishing a fund.\n").commitments
    assert [one.specificity for one in made] == [Specificity.ACTION]


def test_one_alone_or_several_together(read_whole) -> None:
    made = read_whole("Joint Statement\n\nPeru agreed to publish port fees. Chile and Peru agreed to train pilots.\n")
    assert [one.undertaking for one in made.commitments] == [Undertaking.UNILATERAL, Undertaking.COLLECTIVE]


@pytest.mark.parametrize(
    ("who", "together"),
    [
        ("Heads of Government", True),
        ("Both Governments", True),
        ("The President of Chile and the Prime Minister of Peru", True),
        ("The Government of Japan", False),
        ("The Prime Minister of Fiji", False),
        ("The Committee", False),
    ],
)
def test_a_collective_may_stand_for_one(who: str, together: bool, read_whole) -> None:
    made = read_whole(f"Joint Statement\n\n{who} agreed to publish port fees.\n").commitments[0]
    assert made.undertaking is (Undertaking.COLLECTIVE if together else Undertaking.UNILATERAL)


@pytest.mark.parametrize(
    ("lead_in", "details"),
    [
        ("The Ministers agreed to take the following steps by the end of 2032:", [("Deadline", "by the end of 2032")]),
        ("Where possible, the Ministers agreed to:", [("Condition", "Where possible")]),
        ("The Ministers, who met in 2030, agreed to:", []),
    ],
)
def test_deadline_and_condition_of_a_lead_in_go_with_its_items(lead_in: str, details, read_whole) -> None:
    made = read_whole(f"Joint Statement\n\n{lead_in}\n\n- publish port fees;\n\n- train pilots.\n").commitments
    assert [[(one.kind.value, one.written) for one in item.details] for item in made] == [details, details]


def test_items_keep_their_label(read_whole) -> None:
    text = "Joint Statement\n\nThe ministers decided to:\n\n(a) publish port fees;\n\n(b) train pilots.\n\nThey thanked Peru.\n"
    made = read_whole(text)
    assert [(one.item_label, one.ordinal) for one in made.commitments] == [("a", None), ("b", None)]
    assert [one.key.rpartition("/")[2] for one in made.commitments] == ["a", "b"]
