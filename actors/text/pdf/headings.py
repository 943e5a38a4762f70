"""Which groups of lines are headings, and of which level."""

# ruff: noqa: RUF001 (Chinese punctuation and dashes are meant)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pypdfium2

from actors.text.pdf.paragraphs import Group, ends_sentence
from actors.text.pdf.writing import HAN, plain

_NUMBERED = re.compile(r"^(?:§\s*)?((?:\d{1,2}|[A-Z](?=\.))(?:\.\d{1,3}){0,4})\.?[\s\u3000]+(?=\S)")
_CHAPTER = re.compile(
    r"^(?:chapter|part|appendix|lecture|section|unit|module)\s+(?:\d+|[A-Z]|[IVX]+)\b|"
    r"^第\s*[一二三四五六七八九十百零〇\d]+\s*[章节節讲講课課篇部编編单單][\s\u3000：:、]*",
    re.IGNORECASE,
)
_SUBSECTION = re.compile(r"^第\s*[一二三四五六七八九十百零〇\d]+\s*[节節]")
_WORD = re.compile(rf"[^\W\d_]{{2,}}|[{HAN}]")
#: The deepest level there is, as in HTML.
DEEPEST = 6
_MOST_LETTERS = 180
#: A contents tree of a thick handbook has some thousand entries; a hostile one may have millions.
_MOST_ENTRIES = 20_000


class Outline:
    """The PDF's own contents tree (its bookmarks).

    Args:
        document: an open document.
    """

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._levels: dict[tuple[int, str], int] = {}
        for count, entry in enumerate(document.get_toc(max_depth=8)):
            if count >= _MOST_ENTRIES:
                break
            target = entry.get_dest()
            page = None if target is None else target.get_index()
            if page is not None:
                self._levels.setdefault((page + 1, _bare(plain(entry.get_title()))), entry.level + 1)

    def level(self, page: int, text: str) -> int | None:
        """Return the level under which a text stands on a page, None if it does not."""
        bare = _bare(text)
        if len(bare) < 2:
            return None
        for near in (page, page - 1):  # the target may be the end of the page before
            if (near, bare) in self._levels:
                return self._levels[near, bare]
        return None


def body_size(groups: Iterable[Group]) -> float:
    """Return the font size in which most is written."""
    sizes: Counter[float] = Counter()
    for group in groups:
        for line in group.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def levels_of(groups: Sequence[Group], texts: Sequence[str], body: float, outline: Outline) -> list[int]:
    """Return the level of every group that is a heading, 0 for the others.

    Args:
        groups: of the whole document.
        texts: what stands in each.
        body: size of running text.
        outline: the PDF's own contents tree.
    """
    listed = [
        outline.level(group.lines[0].page, text) if len(text) <= 2 * _MOST_LETTERS and group.kind != "table" else None
        for group, text in zip(groups, texts, strict=True)
    ]
    lines = [line for group in groups for line in group.lines if line.size <= 1.1 * body]
    # Some Chinese fonts are called bold and are not.
    bold_tells = sum(len(line.text) for line in lines if line.bold) < 0.5 * sum(len(line.text) for line in lines)
    found = [
        level is not None or _looks_like_heading(group, text, body, bold_tells=bold_tells)
        for group, text, level in zip(groups, texts, listed, strict=True)
    ]
    # What the outline says of one heading holds for all that look like it.
    by_style: dict[tuple[float, bool], Counter[int]] = {}
    for group, level in zip(groups, listed, strict=True):
        if level is not None:
            by_style.setdefault(_style(group), Counter())[level] += 1
    known = {style: levels.most_common(1)[0][0] for style, levels in by_style.items()}
    styles = sorted({_style(group) for group, is_found in zip(groups, found, strict=True) if is_found}, reverse=True)
    rank = {style: min(place, DEEPEST) for place, style in enumerate(styles, 1)}
    out = []
    for group, text, level, is_found in zip(groups, texts, listed, found, strict=True):
        if not is_found:
            out.append(0)
            continue
        level = level or known.get(_style(group)) or _numbered_level(text) or rank[_style(group)]  # noqa: PLW2901
        out.append(min(level, DEEPEST))
    return out


def _style(group: Group) -> tuple[float, bool]:
    line = group.lines[0]
    return round(line.size * 2) / 2, line.bold


def _numbered_level(text: str) -> int | None:
    if _SUBSECTION.match(text):
        return 2
    if _CHAPTER.match(text):
        return 1
    numbered = _NUMBERED.match(text)
    return None if numbered is None else numbered[1].count(".") + 1


def _looks_like_heading(group: Group, text: str, body: float, *, bold_tells: bool) -> bool:  # noqa: PLR0911 (a list of reasons)
    if group.kind in ("table", "code") or len(group.lines) > 4 or len(text) > _MOST_LETTERS or not _WORD.search(text):
        return False
    numbered = bool(_NUMBERED.match(text) or _CHAPTER.match(text))
    if group.kind == "item" and not numbered:
        return False
    line = group.lines[0]
    closed = ends_sentence(text) and not text.endswith(("?", "？", ":", "："))
    if line.size >= 1.12 * body:
        return not (closed and len(text) > 60) and not text[0].islower()
    if line.size < 0.93 * body or closed or text[0].islower() or text.endswith((",", "，", "、", "-")):
        return False
    if text.endswith((":", "：")):
        return False
    apart = group.gap_above > 1.15
    if bold_tells and all(one.bold for one in group.lines):
        return len(group.lines) <= 2 and len(text) <= 120 and (apart or numbered)
    if len(group.lines) > 1 or len(text) > 80:
        return False
    if _CHAPTER.match(text):
        return group.gap_above > 1.2
    short = line.right < line.region_right - 0.15 * (line.region_right - line.region_left)
    return numbered and group.kind != "item" and apart and group.gap_below > 1.15 and short


def _bare(text: str) -> str:
    text = _CHAPTER.sub("", _NUMBERED.sub("", text.strip()))
    return re.sub(r"[\W_]+", "", text).lower()
