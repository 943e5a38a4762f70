# ruff: noqa: RUF001 (Chinese marks are what is meant)
"""From a prompt to a scene."""

from __future__ import annotations

import json
import time

import pytest

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.language import chinese, english
from actors.text_to_video.procedural.language.lexicon import lexicon
from actors.text_to_video.procedural.language.understanding import understand
from actors.text_to_video.procedural.language.units import units_of
from tests.material.film_grader import accuracy
from tests.material.film_prompts import SEEN


def told(prompt: str) -> list[tuple[int, str | None, str, str]]:
    return [(group.count, group.colour, group.subject, group.action) for group in understand(prompt).scene.groups]


@pytest.mark.parametrize(
    ("prompt", "groups"),
    [
        ("a red car and a blue bus", [(1, "red", "car", "drive"), (1, "blue", "bus", "drive")]),
        ("两只白色的猫在草地上跑", [(2, "white", "cat", "run")]),
        ("兩隻白色的貓在草地上跑", [(2, "white", "cat", "run")]),
        ("three birds fly over a boy reading", [(3, None, "bird", "fly"), (1, None, "boy", "read")]),
        ("一个男孩看着天上飞的鸟", [(1, None, "boy", "look_around"), (1, None, "bird", "fly")]),
        ("天上飞着一只鸟，地上跑着两只狗", [(1, None, "bird", "fly"), (2, None, "dog", "run")]),
        ("A girl in a red dress dances", [(1, "red", "girl", "dance")]),
        ("穿红裙子的小女孩在跳舞", [(1, "red", "girl", "dance")]),
        ("red and blue cars", [(1, "red", "car", "drive"), (1, "blue", "car", "drive")]),
        ("the ball is green", [(1, "green", "ball", "roll")]),
        ("a dog chasing a cat", [(1, None, "dog", "run"), (1, None, "cat", "run")]),
        ("The bear cannot bear it", [(1, None, "bear", "walk")]),
        ("a man driving a red car", [(1, "red", "car", "drive")]),
        ("an orange and a dozen geese sleeping", [(12, None, "duck", "sleep")]),
        ("十二条鱼", [(12, None, "fish", "swim")]),
        ("🐱", [(1, None, "cat", "look_around")]),
        ("a stallion, no rider", [(1, None, "horse", "walk")]),
        ("it's raining cats and dogs", []),
    ],
)
def test_what_is_said_of_whom(prompt: str, groups: list[tuple[int, str | None, str, str]]) -> None:
    assert told(prompt) == groups


@pytest.mark.parametrize(
    ("prompt", "slot", "name"),
    [
        ("a dog in the park, no rain", "weather", "clear"),
        ("公园里的小狗，没有下雨", "weather", "clear"),
        ("a fish", "place", "underwater"),
        ("a whale", "place", "sea"),
        ("雪人", "place", "snowfield"),
        ("rocket", "place", "space"),
        ("a cat under the stars", "time_of_day", "night"),
        ("a bird, not at night, not in the morning", "time_of_day", "dawn"),
        ("children in the fall", "weather", "leaves"),
        ("a child falls in the snow", "weather", "snow"),
        ("city street", "place", "street"),
        ("海边的村庄", "place", "village"),
        ("a cat, camera zooms in slowly", "camera", "zoom_in"),
        ("水墨风格的马", "style", "ink"),
        ("a purple sunset over the sea", "accent", "purple"),
        ("no dogs", "groups", ()),
    ],
)
def test_what_is_said_of_the_world(prompt: str, slot: str, name: object) -> None:
    assert getattr(understand(prompt).scene, slot) == name


def test_nearly_all_slots_of_natural_prompts_are_understood() -> None:
    figures, faults = accuracy(SEEN)
    right, judged = (sum(counts) for counts in zip(*figures.values(), strict=True))
    assert right / judged > 0.97, "\n".join(faults)


@pytest.mark.parametrize(
    "names", ["SUBJECTS", "ACTIONS", "PLACES", "WEATHERS", "TIMES_OF_DAY", "CAMERAS", "STYLES", "COLOURS"]
)
@pytest.mark.parametrize("language", [chinese, english])
def test_every_name_has_words_in_both_languages(language: object, names: str) -> None:
    said = {line.partition(":")[0].partition("+")[0] for line in getattr(language, names).splitlines() if ":" in line}
    assert set(getattr(vocabulary, names)) <= said
    assert said - set(getattr(vocabulary, names)) <= {"person", "child", "feed"}


def test_words_are_told_with_where_they_stand() -> None:
    prompt = "A zorblax and two Cats, 在海边"
    document = understand(prompt).document(prompt)
    words = {(word["slot"], word["name"]): prompt[word["start"] : word["end"]] for word in document["understood"]}
    assert words["subject", "cat"] == "Cats"
    assert words["place", "beach"] == "海边"
    assert [word["text"] for word in document["not_understood"]] == ["zorblax"]
    assert document["chosen"]["weather"] == "clear"
    json.dumps(document)


def test_unknown_prompts_become_words() -> None:
    scene = understand("quantum economics").scene
    assert scene.words == ("quantum", "economics")
    assert scene.groups == ()


HOSTILE = {
    "zalgo": "c̷̡̛̗͓a̸̢̛t̶̨̛ r̵̡̛u̶n̸s̷",
    "right to left": "قطة تجري \u202e cat \u202d",
    "controls": "\x00\x1b[31m cat \ufeff\u200b\x7f",
    "surrogate": "cat \ud800 dog",
    "families": "👨‍👩‍👧‍👦🏳️‍🌈" * 20,
    "quotes": '"' * 500 + "{}<>\\" * 100,
    "only marks": ",，。.;" * 200,
    "numbers": "9" * 2000,
    "numerals": "十" * 2000,
    "apostrophes": "'" * 1000 + "a'" * 500,
    "one word": "a" * 2000,
    "a count without end": "两" * 1000 + "猫",
    "not not": "不" * 2000,
    "everything is a cat": "猫" * 2000,
    "的": "的" * 2000,
    "and": "a and " * 333,
    "empty": " ",
    "superscripts": "²³ cats ½ ①",
}


@pytest.mark.parametrize("prompt", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_breaks_the_understanding(prompt: str) -> None:
    lexicon()
    began = time.process_time()
    understanding = understand(prompt, seed=-1)
    json.dumps(understanding.document(prompt))
    assert time.process_time() - began < 1.0
    assert len(understanding.scene.groups) <= 6
    for group in understanding.scene.groups:
        assert group.subject in vocabulary.SUBJECTS
        assert group.action in vocabulary.ACTIONS
        assert 1 <= group.count <= 12


def test_marks_on_letters_hide_no_word() -> None:
    assert told(HOSTILE["zalgo"]) == [(1, None, "cat", "run")]


def test_units_say_where_they_stand() -> None:
    text = "Ｃａｔ's\u200b 貓!"
    assert [(unit.text, text[unit.start : unit.end]) for unit in units_of(text)] == [
        ("cat's", "Ｃａｔ's"), ("猫", "貓"), ("!", "!"),
    ]  # fmt: skip
