# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.text.language import Language, language_of
from actors.text.parts_of_speech import parts_of_speech
from actors.text.stop_words import is_stop_word
from actors.text.words import base_form, is_number, rarity, terms_of, word_spans, words_of


def test_mostly_chinese_text_is_chinese_even_with_english_terms_in_it() -> None:
    assert language_of("使用 TensorFlow 训练卷积神经网络（CNN）时，learning rate 的选择很重要。") == "zh"
    assert language_of("The word 神经网络 means neural network, and nothing else.") == "en"
    assert language_of("ニューラルネットワークは人間の脳を模したモデルです。") == "en"
    assert language_of("") == language_of("123 ...") == "en"


def test_words_keep_what_belongs_to_them() -> None:
    text = "The U.S. state-of-the-art model's 3.14% don't use Node.js, C++ or x86-64 (10,000 users in the 1990s)."
    assert words_of(text, "en") == [
        "The", "U.S.", "state-of-the-art", "model's", "3.14%", "don't", "use", "Node.js", "C++", "or", "x86-64",
        "10,000", "users", "in", "the", "1990s",
    ]  # fmt: skip


def test_chinese_is_cut_into_words_and_latin_words_in_it_stay_whole() -> None:
    assert words_of("神经网络由LeCun等人在1998年提出，使用C++。", "zh") == [
        "神经网络", "由", "LeCun", "等", "人", "在", "1998", "年", "提出", "使用", "C++",
    ]  # fmt: skip


@given(st.text(max_size=80), st.sampled_from(["en", "zh"]))
def test_words_stand_in_the_text_in_their_order(text: str, language: Language) -> None:
    spans = word_spans(text, language)
    assert [text[begin:end] for begin, end in spans] == words_of(text, language)
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "forms",
    [
        ("network", "Networks", "network's"), ("run", "runs", "running", "ran"), ("criterion", "criteria"),
        ("study", "studies", "studied"), ("mitochondrion's", "mitochondrion"), ("blorg", "blorgs"),
        ("class", "classes"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_base(forms: tuple[str, ...]) -> None:
    assert len({base_form(form, "en") for form in forms}) == 1


def test_different_words_keep_different_bases() -> None:
    words = ["news", "new", "physics", "physical", "analysis", "status", "gas", "bus", "lens", "universe", "university"]
    assert len({base_form(word, "en") for word in words}) == len(words)


def test_terms_are_what_carries_meaning() -> None:
    assert terms_of("The networks were not the same as those in it.", "en") == ["network"]
    assert terms_of("这些网络和那些不同。", "zh") == ["网络", "不同"]


def test_rarity_tells_the_common_from_the_rare() -> None:
    falling = ["the", "water", "gradient", "hippocampus", "backpropagation", "qzxvw"]
    assert sorted((rarity(word, "en") for word in falling), reverse=True) == [rarity(word, "en") for word in falling]
    assert rarity("qzxvw", "en") == 0
    assert rarity("the hippocampus", "en") == rarity("Hippocampus", "en")
    assert rarity("的", "zh") > rarity("梯度", "zh") > rarity("反向传播算法", "zh") > 0
    assert rarity("network", "zh") == rarity("network", "en")


def test_numbers_are_told_from_words() -> None:
    assert [is_number(word) for word in ("3.14", "50%", "1990s", "10,000", "21st", "x86", "CO2")] == [True] * 5 + [
        False
    ] * 2


def test_a_curly_apostrophe_makes_no_other_stop_word() -> None:
    assert is_stop_word("Don\u2019t", "en")
    assert is_stop_word("the", "zh")
    assert not is_stop_word("的", "en")


def test_word_classes_follow_the_sentence() -> None:
    sentence = "They model the data quickly, and Paris can train two neural models."
    words = words_of(sentence, "en")
    assert parts_of_speech(words, "en") == [
        "function", "verb", "function", "noun", "adverb",
        "function", "name", "function", "verb", "number", "adjective", "noun",
    ]  # fmt: skip
    words = words_of("北京的神经网络迅速计算三个矩阵", "zh")
    assert parts_of_speech(words, "zh") == ["name", "function", "noun", "adverb", "verb", "number", "noun"]


def test_reading_chinese_warns_of_nothing_and_writes_no_file(tmp_path: Path) -> None:
    script = "from actors.text.words import words_of; print(words_of('神经网络', 'zh'))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-B", "-c", script],
        capture_output=True, text=True, check=True, env={"TMPDIR": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("['神经网络']\n", "")
    assert list(tmp_path.iterdir()) == []


def test_english_texts_do_not_pay_for_the_chinese_dictionary() -> None:
    script = (
        "import sys\n"
        "from actors.text.keywords import keywords\n"
        "keywords(['The cell is small.'], 'en', 3)\n"
        "print('jieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
