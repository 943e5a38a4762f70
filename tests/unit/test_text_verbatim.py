# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.text.verbatim import flattened, stands_in

PAGE = "The mito-\nchondrion is a\n  double-membrane  organelle of state-of-the-\nart cells.\n线粒体是\n一种细胞器。"


@pytest.mark.parametrize(
    "quote",
    [
        "The mitochondrion is a double-membrane organelle",
        "organelle of state-of-the-art cells.",
        "线粒体是一种细胞器。",
        "mito-\nchondrion",
    ],
)
def test_white_space_and_line_ends_do_not_matter(quote: str) -> None:
    assert stands_in(quote, PAGE)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "  ",
        "-",
        "the mitochondrion",
        "doublemembrane",
        "mitochondrion, is",
        "state-of-theart-cells",
        "线粒体，是",
        "organ-elle",
    ],
)
def test_everything_else_matters(quote: str) -> None:
    assert not stands_in(quote, PAGE)


def test_a_hyphen_that_pdfium_wrote_as_a_mark_of_its_own_may_be_missing() -> None:
    assert stands_in("divided words", "divi\u0002ded words")
    assert stands_in("divided words", "divi\ufffe\nded words")
    assert stands_in("divided words", "divi\u00added words")


def test_a_text_is_flattened_as_it_is_read() -> None:
    assert flattened(" divi-\nded  and\n中文\n换行，\n好 ok\t1990-\n1995 ") == "divided and 中文换行，好 ok 1990- 1995"


@given(st.text(alphabet="ab-. \n中。\u00ad", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_part_of_a_text_stands_in_it(text: str, begin: int, end: int) -> None:
    part = text[begin:end]
    assert stands_in(part, text) or not part.replace("-", "").replace("\u00ad", "").strip()


@given(st.text(alphabet="ab-. \n中。", max_size=60))
def test_a_flattened_text_stands_in_its_source(text: str) -> None:
    assert stands_in(flattened(text), text) or not text.replace("-", "").strip()
