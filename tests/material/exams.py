"""Exams written by hand, for what prints and what grades them."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

from typing import Any

from actors.pdf_exam.exam import Exam, Item, Language, QuestionType, Source

FILE_A, FILE_B = "a" * 64, "b" * 64
FILE_NAMES = {FILE_A: "lecture 03 - transport.pdf", FILE_B: "第四讲 热传导.pdf"}

_ENGLISH: dict[QuestionType, list[tuple[str, tuple[str, ...], int | str]]] = {
    "multiple_choice": [
        (
            "Which quantity stays constant along a streamline of an ideal, steady, incompressible flow?",
            ("Total pressure", "Temperature", "Vorticity", "Viscosity"),
            0,
        ),
        (
            "According to the lecture, why does the boundary layer separate from a curved wall?",
            (
                "Because the pressure rises along the wall and slows the fluid near it until it turns back",
                "Because the wall is heated by friction and the fluid near it expands into the outer flow",
                "Because the outer flow becomes turbulent and draws slow fluid away from the wall by suction",
                "Because the viscosity of the fluid falls with the distance from the leading edge of the wall",
            ),
            0,
        ),
        (
            "Heat flows through a plane wall of thickness L. Its rate is proportional to the temperature difference "
            "and to which other quantity?",
            ("the area of the wall", "the square of the thickness", "the density of the air", "the speed of sound"),
            0,
        ),
    ],
    "cloze": [
        ("The ratio of inertial to viscous forces is called the ____ number of the flow.", (), "Reynolds"),
        ("____ law says that the heat flux is proportional to the temperature gradient.", (), "Fourier's"),
    ],
    "true_false": [
        ("A flow of low Reynolds number is dominated by viscous forces.", ("True", "False"), 0),
        ("Radiation needs a medium in which it travels.", ("True", "False"), 1),
    ],
    "short_answer": [
        ("What does the no-slip condition say about the fluid at a wall?", (), "The fluid at the wall has its speed."),
    ],
    "long": [
        (
            "Explain how a thin wing produces lift, and what limits the angle at which it still does.",
            (),
            "Circulation around the wing turns the oncoming flow downwards; the reaction is lift.\n"
            "Beyond the stalling angle the boundary layer separates near the leading edge and lift collapses.",
        ),
    ],
}

_CHINESE: dict[QuestionType, list[tuple[str, tuple[str, ...], int | str]]] = {
    "multiple_choice": [
        ("在理想流体的定常流动中，沿同一条流线保持不变的物理量是哪一个？", ("总压", "温度", "涡量", "黏度"), 0),
        (
            "根据讲义，边界层在弯曲壁面上发生分离的原因是什么？",
            (
                "壁面附近的压力沿流动方向升高，使靠近壁面的流体不断减速，直到出现“回流”（reverse flow）现象",
                "壁面因摩擦而被加热，附近的流体膨胀并进入外部流动，从而使边界层厚度迅速增加，最终离开壁面",
                "外部流动变为湍流，并通过吸力把壁面附近的慢速流体带走，使得边界层在下游逐渐变薄直至消失",
                "流体的黏度随着与壁面前缘之间距离的增加而减小，使壁面附近的切应力在下游某处突然降为零值",
            ),
            0,
        ),
    ],
    "cloze": [
        ("惯性力与黏性力之比称为流动的____数，它由 O. Reynolds 于 1883 年提出。", (), "雷诺"),
        ("____定律指出，热流密度与温度梯度成正比，方向与温度梯度相反。", (), "傅里叶"),
    ],
    "true_false": [
        ("低雷诺数流动主要受黏性力支配。", ("正确", "错误"), 0),
        ("热辐射必须依靠介质才能传播。", ("正确", "错误"), 1),
    ],
    "short_answer": [("无滑移条件对壁面处的流体有什么要求？", (), "壁面处的流体速度与壁面速度相同。")],
    "long": [
        (
            "请说明薄翼产生升力的原理，并指出限制其迎角的因素。",
            (),
            "绕翼型的环量使来流向下偏转，其反作用力就是升力。\n超过失速角后，边界层在前缘附近分离，升力迅速下降。",
        )
    ],
}

_MARKS: dict[QuestionType, int] = {"multiple_choice": 1, "cloze": 1, "true_false": 1, "short_answer": 3, "long": 10}
_QUOTES: dict[Language, str] = {
    "en": "The ratio of inertial to viscous forces is called the Reynolds number of the flow, after Osborne Reynolds.",
    "zh": "惯性力与黏性力之比称为流动的雷诺数，它决定了流动是层流还是湍流，由雷诺于一八八三年在圆管实验中提出。",
}
_WHY: dict[Language, str] = {
    "en": "The lecture says so in the sentence quoted below.",
    "zh": "讲义原文如下，其中直接给出了答案。",
}
_TITLES: dict[Language, str] = {"en": "Transport phenomena: mid-term examination", "zh": "传输原理期中考试"}


def item(number: int, kind: QuestionType, stem: str, **fields: Any) -> Item:
    """Return one question; what is not named gets a plain value."""
    options = {"multiple_choice": ("one", "two", "three", "four"), "true_false": ("True", "False")}.get(kind, ())
    values: dict[str, Any] = {
        "options": options,
        "key": 0 if options else "an answer",
        "explanation": _WHY["en"],
        "marks": _MARKS[kind],
        "source": Source(file_id=FILE_A, page=1 + number % 7, quote=_QUOTES["en"]),
    }
    return Item(number=number, type=kind, stem=stem, **(values | fields))


def exam(language: Language = "en", *, title: str | None = None, **counts: int) -> Exam:
    """Return an exam with so many questions of each type, two of each if none are named."""
    samples = _CHINESE if language == "zh" else _ENGLISH
    wanted: dict[str, int] = counts or dict.fromkeys(samples, 2)
    items: list[Item] = []
    for kind, drawn in samples.items():
        for count in range(wanted.get(kind, 0)):
            stem, options, key = drawn[count % len(drawn)]
            source = Source(file_id=FILE_B if count % 2 else FILE_A, page=1 + count, quote=_QUOTES[language])
            items.append(
                item(
                    len(items) + 1,
                    kind,
                    stem,
                    options=options,
                    key=key,
                    explanation=_WHY[language],
                    source=source,
                )
            )
    return Exam(title=_TITLES[language] if title is None else title, language=language, seed=1, items=tuple(items))


def all_types(count: int) -> dict[str, int]:
    """Return the counts of a paper as large as can be asked for, or of fewer questions of each type."""
    most = {"multiple_choice": 50, "cloze": 20, "true_false": 20, "short_answer": 20, "long": 10}
    return {kind: min(count, bound) for kind, bound in most.items()}
