"""An exam to read: questions with their options, and the answers where they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from desktop.i18n import N_, known, tr, trn
from desktop.views.preview.shapes import entries_of, text_of, texts_of

#: The types of question that are known by name; another is shown as it came.
_TYPES = {
    "multiple_choice": N_("Multiple choice"),
    "cloze": N_("Fill the gap"),
    "true_false": N_("True or false"),
    "short_answer": N_("Short answer"),
    "long": N_("Long answer"),
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def exam_page(exam: Mapping[str, Any], *, answers: bool) -> str:
    """Return an exam as HTML.

    Args:
        exam: a JSON object with ``items``, each with ``stem`` and perhaps ``options``, ``key``, ``explanation`` and
            ``marks``.
        answers: show the right ones and why.
    """
    items = entries_of(exam.get("items"))
    marks = sum(int(mark) for item in items if isinstance(mark := item.get("marks"), int) and abs(mark) < 1000)
    facts = [trn("{n} question", "{n} questions", len(items))]
    if marks:
        facts.append(trn("{n} mark", "{n} marks", marks))
    parts = [f"<h1>{escape(text_of(exam.get('title')))}</h1><p class='muted'>{escape(' · '.join(facts))}</p>"]
    section = None
    for place, item in enumerate(items, 1):
        kind = text_of(item.get("type"))
        if kind and kind != section:
            section = kind
            parts.append(f"<h2>{escape(tr(_TYPES[kind]) if kind in _TYPES else known(kind))}</h2>")
        parts.append(_question(place, item, answers=answers))
    return "".join(parts)


def _question(place: int, item: Mapping[str, Any], *, answers: bool) -> str:
    number = text_of(item.get("number")) or str(place)
    mark = item.get("marks")
    worth = f" <span class='muted'>[{mark}]</span>" if isinstance(mark, int) else ""
    out = [f"<p><b>{escape(number)}.</b> {escape(text_of(item.get('stem')))}{worth}</p>"]
    options, key = texts_of(item.get("options")), item.get("key")
    if options:
        rows = []
        for index, option in enumerate(options):
            right = answers and key == index and not isinstance(key, bool)
            letter = _LETTERS[index] if index < len(_LETTERS) else str(index + 1)
            text = f"<span class='right'>{escape(option)} ✓</span>" if right else escape(option)
            rows.append(f"<tr><td width='24' class='muted'>{letter}</td><td>{text}</td></tr>")
        out.append(f"<table cellspacing='0' style='margin-left: 20px'>{''.join(rows)}</table>")
    elif answers and (answer := text_of(key)):
        out.append(f"<p style='margin-left: 24px'><span class='right'>{escape(answer)}</span></p>")
    if answers and (why := text_of(item.get("explanation"))):
        out.append(f"<p class='muted' style='margin-left: 24px'>{escape(why)}</p>")
    return "".join(out)
