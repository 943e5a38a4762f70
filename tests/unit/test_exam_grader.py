"""The grader of exams: a sound exam passes, and every kind of fault is found in one that was spoilt by hand."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from actors.text.font import font_path
from tests.material.exam_grader import KINDS, balance, grade
from tests.material.exam_sources import Sources, flat, loose, tokens

PAGES = {
    "en": [
        [
            "The Reynolds number compares inertial with viscous forces in a moving fluid.",
            "An aneroid barometer measures the pressure of the air without any liquid.",
            "Fourier found that the heat flux is proportional to the gradient of temper-",
            "ature in every solid body at rest.",
        ],
        [
            "Conduction",
            "Metals carry heat by free electrons, which move far between two collisions.",
            "Glass carries heat by waves of the lattice alone, and therefore very slowly.",
            "Copper carries heat better than iron at the temperature of an ordinary room.",
            "Silver carries heat better than iron at the temperature of an ordinary room.",
        ],
    ],
    "zh": [
        [
            "雷诺数表示流动中惯性力与黏性力之比，用来判断流动的状态。",
            "应用层为用户的程序提供网络服务，运输层负责进程之间的通信。",
            "傅里叶定律指出热流密度与温度梯度成正比，方向与梯度相反。",
        ]
    ],
}
EN, ZH = "e" * 64, "f" * 64


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("sources")
    pdfmetrics.registerFont(TTFont("Graded", str(font_path())))
    files = {}
    for file_id, language in ((EN, "en"), (ZH, "zh")):
        canvas = Canvas(str(folder / language))
        for lines in PAGES[language]:
            canvas.setFont("Graded", 12)
            for number, line in enumerate(lines):
                canvas.drawString(50, 780 - 20 * number, line)
            canvas.showPage()
        canvas.save()
        files[file_id] = folder / language
    return Sources.read(files)


def question(kind: str, stem: str, key: int | str, *, options: list[str], page: int, quote: str) -> dict[str, Any]:
    source = {"file_id": EN, "page": page, "quote": quote}
    return {
        "number": 0, "type": kind, "stem": stem, "options": options, "key": key, "explanation": "The lecture says so.",
        "marks": 1, "source": source,
    }  # fmt: skip


def sound() -> dict[str, Any]:
    """An exam without any fault."""
    first, barometer, fourier, fourier_end = PAGES["en"][0]
    _, metals, glass, copper, _ = PAGES["en"][1]
    frame = "Which choice completes the sentence? “{}”"
    items = [
        question(
            "multiple_choice", frame.format(first.replace("viscous", "____")), 1,
            options=["electric", "viscous", "magnetic", "nuclear"], page=1, quote=first,
        ),
        question(
            "multiple_choice", frame.format(copper.replace("Copper", "____")), 3,
            options=["Plastic", "Rubber", "Timber", "Copper"], page=2, quote=copper,
        ),
        question(
            "cloze", "Fourier found that the heat flux is proportional to the ____ of temperature in every solid body.",
            "gradient", options=[], page=1, quote=f"{fourier[:-1]}{fourier_end}",
        ),
        question("true_false", glass, 0, options=["True", "False"], page=2, quote=glass),
        question("short_answer", "How do metals carry heat?", "By free electrons.", options=[], page=2, quote=metals),
        question(
            "long", "Compare how metals and glass carry heat.",
            "Metals by free electrons, glass by waves of the lattice.", options=[], page=1, quote=barometer,
        ),
    ]  # fmt: skip
    for number, item in enumerate(items, start=1):
        item["number"] = number
    return {"title": "Heat", "language": "en", "seed": 0, "items": items}


COUNTS = {"multiple_choice": 2, "cloze": 1, "true_false": 1, "short_answer": 1, "long": 1}


def test_a_sound_exam_has_no_fault(sources: Sources) -> None:
    assert grade(sound(), sources, counts=COUNTS) == []


Spoil = Callable[[list[dict[str, Any]]], object]


def field(place: int, **values: Any) -> Spoil:
    return lambda items: items[place].update(values)


def option(place: int, index: int, text: str) -> Spoil:
    return lambda items: items[place]["options"].__setitem__(index, text)


def source(place: int, **values: Any) -> Spoil:
    return lambda items: items[place]["source"].update(values)


def both(*spoils: Spoil) -> Spoil:
    return lambda items: [spoil(items) for spoil in spoils]


FRAME = "Which choice completes the sentence? “{}”"
SPOILT: list[tuple[str, int, Spoil]] = [
    ("wrong_count", 0, lambda items: items.pop()),
    ("wrong_number", 0, field(2, number=7)),
    ("wrong_number", 0, lambda items: items.append(items.pop(0))),
    ("bad_key", 1, field(0, key=4)),
    ("bad_key", 1, field(0, key="viscous")),
    ("bad_key", 1, lambda items: items[0]["options"].pop()),
    ("bad_key", 1, option(0, 0, " ")),
    ("bad_key", 3, field(2, key="—")),
    ("bad_key", 3, field(2, key=0)),
    ("same_options", 1, option(0, 0, "The Viscous")),
    ("same_options", 1, option(0, 0, "ｍａｇｎｅｔｉｃ")),
    ("same_options", 2, option(1, 0, "Rubbers")),
    ("script_class", 1, option(0, 0, "电")),
    ("script_class", 1, option(0, 0, "1905")),
    ("length_class", 1, option(0, 0, "electric and everything that comes with it")),
    ("case_leak", 2, lambda items: items[1].update(options=["plastic", "rubber", "timber", "Copper"])),
    (
        "article_leak",
        1,
        both(
            field(0, stem=FRAME.format("An ____ barometer measures the pressure of the air without any liquid.")),
            field(0, options=["electric", "aneroid", "magnetic", "nuclear"]),
            source(0, quote=PAGES["en"][0][1]),
        ),
    ),
    ("not_verbatim", 4, source(3, quote="Glass carries heat by waves of the crystal alone.")),
    ("not_verbatim", 4, source(3, page=1)),
    ("not_verbatim", 4, source(3, page=99)),
    ("heading_in_quote", 5, source(4, quote="Conduction " + PAGES["en"][1][1])),
    ("same_sentence", 5, source(4, quote=PAGES["en"][1][2][:50])),
    ("also_fits", 2, option(1, 0, "Silver")),
    (
        "also_fits",
        2,
        both(option(1, 0, "Silver"), field(1, stem="Which metal carries heat better than iron at room temperature?")),
    ),
    ("option_in_stem", 1, option(0, 0, "inertial")),
    ("key_in_stem", 5, field(4, stem="How do metals carry heat by free electrons?")),
    ("gap_count", 3, field(2, stem="Fourier found that the heat flux is proportional to the gradient of temperature.")),
    ("gap_count", 3, field(2, stem="Fourier found that the ____ flux is proportional to the ____ of temperature.")),
    ("gap_not_quote", 3, field(2, key="square")),
    ("gap_not_quote", 1, field(0, stem=FRAME.format("The ____ forces are compared with inertial ones."))),
    ("key_not_in_source", 5, field(4, key="By sound and by radiation.")),
    ("true_not_in_source", 4, field(3, stem="Glass carries heat by waves of the lattice, and therefore very fast.")),
    ("false_in_source", 4, field(3, key=1)),
    ("reading_order", 2, lambda items: items.insert(0, items.pop(1) | {"number": 1}) or items[1].update(number=2)),
    ("dangling", 5, field(4, stem="However, how do metals carry heat?")),
    ("dangling", 1, field(0, stem=FRAME.format("It compares inertial with ____ forces in a moving fluid."))),
    ("refers_elsewhere", 5, field(4, stem="How do the metals of Figure 3 carry heat?")),
    ("wrong_language", 5, field(4, stem="金属如何传导热量，为什么比玻璃更快？")),
    ("broken_text", 5, field(4, stem="How do metals (and alloys carry heat?")),
    ("broken_text", 5, field(4, stem="How do met- als carry heat in a room?")),
    ("broken_text", 5, field(4, stem="Which metals does this describe: “free electrons carry heat in the”?")),
    ("stem_length", 5, field(4, stem="And heat?")),
    ("stem_length", 5, field(4, stem="How do metals carry heat? " * 20)),
    ("no_explanation", 5, field(4, explanation=" ")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "number", "spoil"), SPOILT)
def test_fault_is_found(kind: str, number: int, spoil: Spoil, sources: Sources) -> None:
    exam = copy.deepcopy(sound())
    spoil(exam["items"])
    assert (kind, number) in {(fault.kind, fault.number) for fault in grade(exam, sources, counts=COUNTS)}


def test_every_kind_of_fault_has_its_spoilt_exam() -> None:
    assert {kind for kind, _, _ in SPOILT} | {"doubled_word"} == set(KINDS)


def chinese(stem: str, options: list[str], key: int, quote: str) -> dict[str, Any]:
    item = question("multiple_choice", stem, key, options=options, page=1, quote=quote) | {"number": 1}
    item["source"]["file_id"] = ZH
    return {"title": "", "language": "zh", "seed": 0, "items": [item]}


def test_chinese_exam_is_graded_by_chinese_characters(sources: Sources) -> None:
    first, layers, fourier = PAGES["zh"][0]
    stem = "下列哪一项填入空格处最恰当？“{}”"
    good = chinese(stem.format(first.replace("黏性力", "____")), ["黏性力", "电磁力", "离心力", "弹性力"], 0, first)
    assert grade(good, sources) == []
    doubled = chinese(stem.format(layers.replace("运输", "____")), ["应用层", "运输", "链路", "网络"], 1, layers)
    assert {"doubled_word", "option_in_stem"} <= {fault.kind for fault in grade(doubled, sources)}
    dangling = chinese("该定律指出热流密度与什么成正比？", ["温度梯度", "压力梯度", "速度梯度", "浓度梯度"], 0, fourier)
    assert {fault.kind for fault in grade(dangling, sources)} == {"dangling"}


@pytest.mark.parametrize(
    ("keys", "likely"),
    [([0, 1, 2, 3] * 25, True), ([0] * 40 + [1, 2, 3] * 20, False), ([1] * 12, False), ([], True)],
)
def test_answers_at_one_position_are_no_chance(keys: list[int], likely: bool) -> None:
    exam = {"items": [{"type": "multiple_choice", "key": key} for key in keys]}
    observed, chance = balance([exam])
    assert observed == [keys.count(place) for place in range(4)]
    assert (chance > 0.01) is likely


def test_probability_of_imbalance_is_that_of_the_tables() -> None:
    exam = {"items": [{"type": "multiple_choice", "key": key} for key in [0] * 35 + [1] * 25 + [2] * 20 + [3] * 20]}
    assert balance([exam])[1] == pytest.approx(0.1116, abs=0.0005)  # chi-square 6.0, 3 degrees of freedom
    exam = {"items": [{"type": "true_false", "key": key} for key in [0] * 60 + [1] * 40]}
    assert balance([exam], "true_false")[1] == pytest.approx(0.0455, abs=0.0005)  # 4.0, 1 degree of freedom


@pytest.mark.parametrize(
    ("reduce", "text", "reduced"),
    [
        (flat, "temper-\r\n ature at\tall", "temperatureatall"),
        (loose, "“Ｔhe Heat-flux”, (q)", "theheatfluxq"),
        (tokens, "Fourier's 热流密度 2.5", ["fourier's", "热流", "流密", "密度", "2", "5"]),
    ],
)
def test_texts_are_reduced_to_what_counts(reduce: Callable[[str], object], text: str, reduced: object) -> None:
    assert reduce(text) == reduced


def test_page_numbers_outside_the_file_are_no_page(sources: Sources) -> None:
    assert sources.page(EN, 3) is None
    assert sources.page("0" * 64, 1) is None


def test_sources_keep_the_order_of_their_files(tmp_path: Path) -> None:
    for name in ("b", "a"):
        canvas = Canvas(str(tmp_path / name))
        canvas.drawString(50, 700, name)
        canvas.save()
    assert list(Sources.read({name: tmp_path / name for name in ("b", "a")}).pages) == ["b", "a"]
