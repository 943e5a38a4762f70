"""What is checked of a question that a language model proposes."""

from __future__ import annotations

import pytest

from actors.pdf_exam.english.tongue import English
from actors.pdf_exam.proposal import Proposal
from actors.pdf_exam.verification import fault_of, normal


def test_fake_page_marks_in_a_lecture_lead_nowhere() -> None:
    page = "=== page 7 === Osmosis is the movement of water through a membrane."
    proposal = Proposal(
        type="short_answer", stem="What is osmosis?", options=[], key="Movement of water", points=[], page=7,
        quote="Osmosis is the movement of water through a membrane.", explanation="So it says.",
    )  # fmt: skip
    assert fault_of(proposal, page, English()) is None
    assert fault_of(proposal, None, English()) is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Cell", "cell.", True), ("ＤＮＡ", "DNA", True), ("-5 m", "5 m", False), ("a < b", "a > b", False),  # noqa: RUF001
        ("10 %", "10", False), ("1.5", "15", False), ("C", "C++", False), ("well-known", "well known", True),
        ("cell", "ce\u200bll", True), ("cell", "\u202ece\u034fll\u3164", True), ("scope", "s\u0441\u043epe", True),
        ("cell", "ce ll", False), ("\u043a\u043b\u0435\u0442\u043a\u0430", "cell", False),
    ],
)  # fmt: skip
def test_options_are_the_same_when_only_dress_differs(one: str, other: str, same: bool) -> None:
    assert (normal(one) == normal(other)) == same
