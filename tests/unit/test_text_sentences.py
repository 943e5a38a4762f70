# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actors.text.document import Block, BlockKind, Document, Place
from actors.text.sentences import joined, sentences_of
from actors.text.splitting import split

ENGLISH = {
    "an abbreviation of a title": ["Dr. J. R. Rao and Prof. Lee met.", "They spoke."],
    "e.g. and i.e.": ["Fruits, e.g. Fuji apples, i.e. red ones, sell well.", "Pears do not."],
    "Fig. and a number": ["See Fig. 3 and Eq. (2), cf. Sec. 2.1.", "Then go on."],
    "a decimal": ["Pi is 3.14159 or so.", "It costs $4.20."],
    "an address": ["Read https://a.example/b.c?d=e.f first.", "Visit www.example.org.", "Done."],
    "an abbreviation that also ends one": [
        "We met at 5 p.m. sharp in the U.S. Senate.",
        "We left at 6 p.m.",
        "The end.",
    ],
    "a firm": ["Acme Inc. Chairman Bo spoke at Acme Inc.", "The firm listened."],
    "authors": ["Smith et al. (2004) found it.", "So did Ng et al. in 2005."],
    "an initial against a letter": ["E. coli needs vitamin C.", "The cell is small."],
    "a quoted question": ['"Really?" he asked.', '"Yes."', "She left."],
    "an ellipsis": ["It works... sometimes.", "Then it stopped...", "Nobody knew."],
    "a reference number": ["This was shown.[3]", "Others agree.[4, 5]", "We do not."],
    "a bracket": ["He left (it was late. The bus was gone) and slept.", "Then he woke."],
    "numbering": ["1. The cell is small.", "It divides."],
    "no. as a word": ["The answer is no.", "No. 5 is alive.", "He said no."],
    "a month": ["It began on Mon. Jan. 5 and ended.", "On Sat. the shop sat.", "Bob stood."],
    "a common word that is also an abbreviation": ["This is the state of the art.", "A model sat.", "John ran."],
    "missing white space": ["This is the end.", "The next one begins."],
}
CHINESE = {
    "full stops": ["神经网络是一种模型。", "它很强大！", "真的吗？"],
    "a semicolon": ["他走了；", "她没有。"],
    "a closing quote": ["他说：“我来了。”", "天黑了。"],
    "speech inside a sentence": ["“我来了！你呢？”小明问道。", "没有人回答。"],
    "a title with an end mark": ["《你好！中国》是一本书。", "我读过。"],
    "brackets": ["运行程序（见说明。第二页）即可。", "完成。"],
    "an ellipsis before etc.": ["苹果、梨……等水果很好吃。", "我喜欢。"],
    "a long ellipsis": ["他想了很久……", "最后走了。"],
    "Latin words and full stops": ["使用 Python 3.11.", "然后运行 main.py 文件。"],
    "half-width marks": ["是吗?", "我不知道!", "好的."],
}


def page_of(number: int, text: str, *, kind: BlockKind = "paragraph", end: int | None = None) -> Block:
    return Block(kind, text, Place(page=number), end_page=end)


def document(*blocks: Block) -> Document:
    return Document("Title", blocks)


@pytest.mark.parametrize("what", ENGLISH)
def test_english_sentences_end_where_a_reader_ends_them(what: str) -> None:
    glue = "" if what == "missing white space" else " "
    assert split(glue.join(ENGLISH[what])) == ENGLISH[what]


@pytest.mark.parametrize("what", CHINESE)
def test_chinese_sentences_end_where_a_reader_ends_them(what: str) -> None:
    glue = " " if what == "Latin words and full stops" else ""
    assert split(glue.join(CHINESE[what])) == CHINESE[what]


PIECES = st.sampled_from(
    [
        "Dr.",
        "e.g.",
        "A cell",
        "divides",
        "3.14",
        "(",
        ")",
        '"',
        "“",
        "”",
        "。",
        "！",
        "他说",
        "神经",
        "...",
        "……",
        "?",
        ".",
        " ",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join)))
@example("“。”。")
@example(".The")
@example("abc.The cat")
def test_nothing_is_lost_between_sentences_but_white_space(text: str) -> None:
    sentences = split(text)
    at = 0
    for sentence in sentences:
        assert sentence.strip() == sentence != ""
        begin = text.index(sentence, at)
        assert text[at:begin].strip() == ""
        at = begin + len(sentence)
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    ("piece", "sentences"),
    [
        ("(word, ", 1),
        ("a.b.", 1),
        ("e.g. ", 1),
        ("((a. B) C] ", 1),
        ("[(a. B) c! d]. ", 67_000),
        ("word ", 1),
        ("。", 1),
    ],
)
def test_a_megabyte_of_anything_is_read_in_seconds(piece: str, sentences: int) -> None:
    began = time.process_time()
    assert len(split(piece * (1_005_000 // len(piece)))) == sentences
    assert time.process_time() - began < 10


def test_headings_tables_and_code_hold_no_sentences() -> None:
    words = "This is a whole sentence."
    kinds: tuple[BlockKind, ...] = ("heading", "table", "code", "paragraph", "item")
    found = sentences_of(document(*(page_of(1, words, kind=kind) for kind in kinds)))
    assert [sentence.block for sentence in found] == [3, 4]


def test_a_label_is_no_sentence_but_a_long_item_without_a_full_stop_is() -> None:
    items = [
        "Fast and cheap",
        "Enzymes lower the activation energy of reactions",
        "优点",
        "酶能够降低反应所需要的活化能",
        "Why?",
    ]
    found = sentences_of(document(*(page_of(1, text, kind="item") for text in items)))
    assert [sentence.text for sentence in found] == [items[1], items[3], "Why?"]


def test_every_sentence_is_a_substring_of_its_block_and_has_its_page() -> None:
    blocks = (page_of(2, "One thing is here. Another thing is there."), page_of(5, "第一句话在这里。第二句话在那里。"))
    found = sentences_of(document(*blocks))
    assert [(sentence.block, sentence.place.page) for sentence in found] == [(0, 2), (0, 2), (1, 5), (1, 5)]
    assert all(sentence.text in blocks[sentence.block].text for sentence in found)


def test_a_sentence_of_a_block_over_two_pages_is_said_to_cross_unless_a_page_shows_it_whole() -> None:
    block = page_of(3, "The first stands on page three. The second goes over the edge. The third stands below.", end=4)
    blind = sentences_of(document(block))
    assert [(sentence.place.page, sentence.crosses_pages) for sentence in blind] == [(3, True)] * 3
    pages = ["", "", "The first stands on\npage three. The second goes", "over the edge. The third stands be-\nlow."]
    seen = sentences_of(document(block), pages)
    assert [(sentence.place.page, sentence.crosses_pages) for sentence in seen] == [(3, False), (3, True), (4, False)]


def captions(*texts: str) -> Document:
    return document(*(Block("caption", text, Place(start_s=2.0 * n)) for n, text in enumerate(texts)))


def test_a_caption_sentence_belongs_to_the_caption_in_which_it_begins() -> None:
    read = captions("Cells are small. They", "divide every", "day. Then they rest.")
    found = sentences_of(read)
    assert [(one.text, one.block, one.place.start_s) for one in found] == [
        ("Cells are small.", 0, 0.0), ("They divide every day.", 0, 0.0), ("Then they rest.", 2, 4.0),
    ]  # fmt: skip


def test_chinese_captions_are_joined_without_a_space() -> None:
    found = sentences_of(captions("细胞很小，它们", "每天都会分裂。"))
    assert [(one.text, one.block) for one in found] == [("细胞很小，它们每天都会分裂。", 0)]


def test_captions_nobody_punctuated_are_cut_between_two_of_them() -> None:
    texts = [f"and so we come to topic number {n} of the day" for n in range(40)]
    found = sentences_of(captions(*texts))
    assert 5 < len(found) < 20
    assert " ".join(one.text for one in found) == " ".join(texts)
    assert all(texts[one.block].startswith(one.text[:20]) for one in found)


def test_a_heading_parts_captions() -> None:
    blocks = (
        *captions("Cells are").blocks,
        page_of(1, "Part two", kind="heading"),
        *captions("small things here.").blocks,
    )
    assert [(one.text, one.block) for one in sentences_of(document(*blocks))] == [("small things here.", 2)]


@given(st.lists(st.text(max_size=12), max_size=12))
def test_joined_captions_hold_each_where_it_is_said_to_begin(texts: list[str]) -> None:
    whole, begins = joined(texts)
    assert all(whole.startswith(text, begin) for text, begin in zip(texts, begins, strict=True))
    assert re.sub(r"\s", "", whole) == re.sub(r"\s", "", "".join(texts))
