"""Questions with written answers that a Chinese sentence answers."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re

from actors.pdf_exam.chinese.phrases import noun_phrases
from actors.pdf_exam.chinese.quantities import quantities_of
from actors.pdf_exam.tongue import OpenQuestion

_BECAUSE = re.compile(r"^(?:由于|因为)(?P<why>[^；]+?)，(?:所以|因此|因而|故)?(?P<what>[^；]{5,})。$")
_BECAUSE_AFTER = re.compile(r"^(?P<what>[^；]{5,60}?)(?:，|是)(?:这是)?因为(?P<why>[^；]+)。$")
_PURPOSE = re.compile(r"^为了(?P<aim>[^，；]{4,40})，(?P<what>[^；]{6,})。$")
_PARTS = re.compile(
    r"^(?P<what>[^，；。]{2,24}?)(?P<verb>由|包括|包含|分为|可分为|可以分为|主要包括|"
    r"通常包括)(?P<parts>[^；]*[、和与及][^；]*?)(?P<end>组成|构成|等[^，。]{0,6})?。$"
)
_FUNCTION = re.compile(
    r"^(?P<what>[^，；。是]{2,16}?)(?:的(?:主要)?(?:作用|功能|任务|目的)是|(?:主要)?负责|用于|用来)(?P<does>[^；]{4,})。$"
)


def open_questions_of(text: str) -> list[OpenQuestion]:
    """Return what can be asked so that the sentence's own words are the answer."""
    found = [_why(text), _purpose(text), _parts(text), _function(text), _number(text)]
    return [question for question in found if question]


def _why(text: str) -> OpenQuestion | None:
    found = _BECAUSE.match(text) or _BECAUSE_AFTER.match(text)
    if found is None or re.match(r"[它其这那该此]", found["what"]) or len(found["why"]) < 4:
        return None
    return OpenQuestion(
        f"为什么{found['what'].strip('，')}？", f"因为{found['why'].strip('，')}。", 0.95, found["what"]
    )


def _purpose(text: str) -> OpenQuestion | None:
    found = _PURPOSE.match(text)
    if found is None or re.match(r"[它其这那该此]", found["what"]):
        return None
    return OpenQuestion(f"{found['what']}，目的是什么？", f"为了{found['aim']}。", 0.8, found["what"])


def _parts(text: str) -> OpenQuestion | None:
    found = _PARTS.match(text)
    if found is None or (found["verb"] == "由") != (found["end"] in {"组成", "构成"}):
        return None
    what = found["what"]
    if not _is_named(text, what):
        return None
    if found["verb"] == "由":
        stem, answer = f"{what}由什么{found['end']}？", f"由{found['parts']}{found['end']}。"
    elif "分为" in found["verb"]:
        stem, answer = f"{what}{found['verb']}哪些类型或部分？", f"{found['verb']}{found['parts']}。"
    else:
        stem, answer = f"{what}{found['verb']}哪些内容？", f"{found['verb']}{found['parts']}{found['end'] or ''}。"
    return OpenQuestion(stem, answer, 0.9, what)


def _function(text: str) -> OpenQuestion | None:
    found = _FUNCTION.match(text)
    if found is None or not _is_named(text, found["what"]):
        return None
    if "的" in found["what"] and "作用" not in text:
        return None
    does = found["does"]
    if re.search(r"，.*(?:用于|用来|负责|是)", does):
        does = does.partition("，")[0]
    return OpenQuestion(f"{found['what']}的作用是什么？", f"{does}。", 0.85, found["what"])


def _number(text: str) -> OpenQuestion | None:
    """Ask for a year or an amount in its place: Chinese questions keep the order of the statement."""
    found = quantities_of(text)
    if len(found) != 1 or len(text) > 60 or text.count("，") > 2:
        return None
    one = found[0]
    if one.kind == "year":
        stem = text[: one.start] + "哪一" + text[one.end : -1] + "？"
        return OpenQuestion(stem, f"{one.text}年。", 0.85, text[:8])
    if one.kind in {"measure", "percentage"}:
        number = re.match(r"[\d.]+", one.text)
        if number is None or one.text[-1] in "位度":
            return None
        asked = "百分之多少" if one.kind == "percentage" else "多少" + one.text[number.end() :].strip()
        return OpenQuestion(text[: one.start] + asked + text[one.end : -1] + "？", f"{one.text}。", 0.75, text[:8])
    return None


def _is_named(text: str, what: str) -> bool:
    """Tell whether a subject ends with a phrase of its own and so is no half of something."""
    return any(phrase.end == len(what) for phrase in noun_phrases(text)) or bool(
        re.fullmatch(r"[\u3400-\u9fff]{2,6}", what)
    )
