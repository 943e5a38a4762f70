"""The Chinese words that an exam adds to those of the lectures."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

from collections.abc import Sequence

from actors.pdf_exam.tongue import Definition


class ChineseWording:
    """See `tongue.Wording`."""

    true, false = "正确", "错误"

    def which_term(self, body: str) -> str:
        """Ask which term a description fits."""
        return f"下列哪个术语符合这一描述：“{body}”？"

    def what_is(self, definition: Definition) -> str:
        """Ask what a term means."""
        return f"什么是{definition.term.text}？"

    def complete(self, gapped: str) -> str:
        """Ask for what completes a sentence."""
        return f"下列哪一项填入空格处最恰当？“{gapped}”"

    def statement(self, text: str) -> str:
        """Put a statement that is to be judged."""
        return text

    def explain_topic(self, topic: str, points: int) -> str:
        """Ask for a long answer on a section's topic."""
        return f"请围绕“{topic}”进行论述，至少写出{_COUNTED[points]}个要点。"

    def describe_term(self, term: str, points: int) -> str:
        """Ask for a long answer on a term."""
        return f"请论述你对{term}的了解，至少写出{_COUNTED[points]}个要点。"

    def marking_scheme(self, points: Sequence[str]) -> str:
        """Lay out what earns marks in a long answer."""
        return "\n".join(["每答出一点得1分：", *(f"（{number}）{point}" for number, point in enumerate(points, 1))])

    def lecture_says(self, quote: str, page: int) -> str:
        """Explain an answer by the words of the lecture."""
        return f"第{page}页：“{quote}”"

    def lecture_differs(self, wrong: str, right: str, quote: str, page: int) -> str:
        """Explain why a statement is false."""
        return f"错误：应为“{right}”，而不是“{wrong}”。第{page}页：“{quote}”"


_COUNTED = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六"}
