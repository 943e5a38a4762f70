"""Blocks of a document from groups of lines: joined over columns and pages, headings and lists named."""

# ruff: noqa: RUF001 (Chinese punctuation and dashes are meant)

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from actors.text.document import Block, Place
from actors.text.pdf.headings import Outline, body_size, levels_of
from actors.text.pdf.lines import Line
from actors.text.pdf.paragraphs import Group, bullet_less, ends_sentence, groups_of, is_scattered
from actors.text.pdf.writing import Seams

_REFERENCES = re.compile(
    r"^(?:[\dA-Z.]*\s+)?(?:references|bibliography|works cited|literature|参\s*考\s*文\s*献|参\s*考\s*资\s*料)[:：]?$",
    re.IGNORECASE,
)


#: More of a document's running text than this is never labels.
_MOST_SCATTERED = 0.5


@dataclasses.dataclass(slots=True)
class _Draft:
    """A block being joined.

    Args:
        group: its first lines.
        text: what they say.
        level: of a heading, else 0.
        end_page: where it ends.
        last: its last line.
    """

    group: Group
    text: str
    level: int
    end_page: int
    last: Line


def blocks_of(pages: Sequence[Sequence[Line]], outline: Outline) -> list[Block]:
    """Return the blocks of a document.

    Args:
        pages: the lines of every page, in reading order, without furniture.
        outline: the PDF's own contents tree.
    """
    size = body_size([Group("text", list(lines)) for lines in pages])
    groups = [group for lines in pages for group in groups_of(lines, size)]
    seams = Seams([line.text for lines in pages for line in lines])
    texts = [_text(group, seams) for group in groups]
    levels = levels_of(groups, texts, size, outline)
    _set_labels_apart(groups, levels)
    drafts = [
        _Draft(group, text, level, group.lines[-1].page, group.lines[-1])
        for group, text, level in zip(groups, texts, levels, strict=True)
    ]
    return _blocks(_over_seams(drafts, size, seams))


def _set_labels_apart(groups: Sequence[Group], levels: Sequence[int]) -> None:
    """Make listings of diagrams' labels and formulas' parts: nobody could read them as sentences."""
    texts = [group for group, level in zip(groups, levels, strict=True) if group.kind in ("text", "item") and not level]
    scattered = [group for group in texts if is_scattered(group)]
    if sum(len(group.lines) for group in scattered) > _MOST_SCATTERED * sum(len(group.lines) for group in texts):
        return  # this file's producer writes everything so
    for group in scattered:
        group.kind = "code"


def _text(group: Group, seams: Seams) -> str:
    if group.kind == "table":
        return "\n".join("\t".join(row) for row in group.rows)
    if group.kind == "code":
        return _listing(group.lines)
    text = group.lines[0].text
    for line in group.lines[1:]:
        text = seams.joined(text, line.text)
    text = text.replace("\u00ad", "-") if text.endswith("\u00ad") else text.replace("\u00ad", "")
    return bullet_less(text) if group.kind == "item" else text


def _listing(lines: Sequence[Line]) -> str:
    """Return lines of code with their breaks and, as far as the places tell, their indentation."""
    left = min(line.left for line in lines)
    width = [(line.right - line.left) / max(1, len(line.text)) for line in lines if line.mono]
    step = sum(width) / len(width) if width else 0.0
    indents = [round((line.left - left) / step) if step else 0 for line in lines]
    texts = [line.text.replace("\u00ad", "-") for line in lines]
    return "\n".join(" " * indent + text for indent, text in zip(indents, texts, strict=True))


def _over_seams(drafts: list[_Draft], size: float, seams: Seams) -> list[_Draft]:
    """Join paragraphs that a column's or page's end has cut; notes and pictures' captions there are stepped over."""
    out: list[_Draft] = []
    open_at: int | None = None
    for draft in drafts:
        last = out[open_at] if open_at is not None else None
        if last is not None and _continues(last, draft, size):
            whole = last.text.removesuffix("-") + "\u00ad" if _was_divided(last) else last.text
            last.text = seams.joined(whole, draft.text).replace("\u00ad", "")
            last.end_page, last.last = draft.end_page, draft.last
            continue
        out.append(draft)
        if draft.level or (_is_running(draft, size) and draft.group.kind in ("text", "item")):
            open_at = None if draft.level else len(out) - 1
    return out


def _was_divided(draft: _Draft) -> bool:
    return draft.last.text.endswith("\u00ad")


def _is_running(draft: _Draft, size: float) -> bool:
    return draft.last.size >= 0.93 * size


def _continues(last: _Draft, draft: _Draft, size: float) -> bool:
    """Tell whether a paragraph of the next column or page goes on with the sentence of the last."""
    first = draft.group.lines[0]
    if draft.level or draft.group.kind != "text" or not _is_running(draft, size):
        return False
    next_column = first.page == last.last.page and first.region != last.last.region
    if not (first.page == last.end_page + 1 or next_column):
        return False
    if abs(first.size - last.last.size) > 0.09 * first.size or first.bold != last.last.bold:
        return False
    if ends_sentence(last.text):
        return False
    if draft.text[0].islower() or last.text.endswith((",", "，", "、")):
        return True
    room = last.last.region_right - last.last.right
    full = room < 0.15 * (last.last.region_right - last.last.region_left)
    return full and len(draft.text) > 20


def _blocks(drafts: Sequence[_Draft]) -> list[Block]:
    out: list[Block] = []
    lefts: list[float] = []
    references = 0
    for draft in drafts:
        page = draft.group.lines[0].page
        end_page = draft.end_page if draft.end_page != page else None
        place = Place(page=page)
        text = re.sub(r"[ \t]+", " ", draft.text).strip() if draft.group.kind not in ("code", "table") else draft.text
        if not text:
            continue
        if draft.level:
            lefts = []
            if _REFERENCES.match(text):
                references = draft.level
            elif references and draft.level <= references:
                references = 0
            out.append(Block("heading", text, place, level=draft.level))
        elif draft.group.kind == "table":
            out.append(Block("table", text, place, rows=draft.group.rows))
        elif draft.group.kind == "code" or references:
            # Entries of a bibliography are no sentences either.
            out.append(Block("code", text, place, end_page=end_page))
        elif draft.group.kind == "item":
            depth = _depth(draft.group.lines[0], lefts)
            out.append(Block("item", text, place, level=depth, end_page=end_page))
        else:
            out.append(Block("paragraph", text, place, end_page=end_page))
    return out


def _depth(line: Line, lefts: list[float]) -> int:
    """Return the depth of a list's entry by its indentation; ``lefts`` are those of the entries that contain it."""
    while lefts and line.left < lefts[-1] - 0.5 * line.size:
        lefts.pop()
    if not lefts or line.left > lefts[-1] + 0.5 * line.size:
        lefts.append(line.left)
    return min(len(lefts), 6)
