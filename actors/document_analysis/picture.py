"""The bar that shows how long the chapters are and where the quoted places lie, as inline SVG."""

from __future__ import annotations

from collections import Counter
from html import escape

from actors.document_analysis.report import At, Chapter, Report
from actors.document_analysis.wording import WORDINGS, numbered_titles, place_label

#: All places across are percentages, so that nothing is stretched on any screen; heights are pixels.
_BAR_PX, _NUMBER_Y_PX, _HEIGHT_PX = 40, 58, 64
#: Fields narrower than this share carry no number.
_NUMBERED = 0.045
#: Free space at both ends of a field, of its width.
_MARGIN = 0.04


def where_the_points_are(report: Report) -> str:
    """Return the bar, every field a link to its chapter; empty for a report of one chapter."""
    if len(report.chapters) < 2:
        return ""
    whole = sum(chapter.share for chapter in report.chapters) or 1.0
    weighty = {number for proof in (*report.summary_proof, *report.key_points_proof) for number in proof}
    seen, shared = 0, False
    parts = [f'<svg class="map" width="100%" height="{_HEIGHT_PX}" role="img" aria-labelledby="map-title">']
    left = 0.0
    for index, (chapter, (number, _)) in enumerate(zip(report.chapters, numbered_titles(report), strict=True)):
        width = chapter.share / whole
        label = f"{chapter.title} ({place_label(chapter.at, report.language)})"
        parts.append(
            f'<a href="#chapter-{index + 1}"><title>{escape(label)}</title>'
            f'<rect class="field field-{index % 2}" x="{left:.2%}" y="0" width="{width:.2%}" height="{_BAR_PX}"/></a>'
        )
        places = _along(chapter)
        shared = shared or len({quote.at for quote in chapter.quotes}) < len(chapter.quotes)
        for order, place in enumerate(places):
            x = left + width * (_MARGIN + (1 - 2 * _MARGIN) * place)
            strong = " strong" if seen + order in weighty else ""
            top = 6 if strong else 14
            parts.append(f'<line class="mark{strong}" x1="{x:.2%}" x2="{x:.2%}" y1="{top}" y2="{_BAR_PX - top}"/>')
        seen += len(chapter.quotes)
        if width >= _NUMBERED:
            middle = left + width / 2
            parts.append(f'<text class="number" x="{middle:.2%}" y="{_NUMBER_Y_PX}">{escape(number)}</text>')
        left += width
    words = WORDINGS[report.language]
    hint = escape(f"{words.where_hint} {words.where_spread}".strip() if shared else words.where_hint)
    return f"<figure>{''.join(parts)}</svg><figcaption>{hint}</figcaption></figure>"


def _along(chapter: Chapter) -> list[float]:
    """Return how far along a chapter each of its quotes is, 0..1; those of one page or paragraph share its length."""
    begin, end = _number(chapter.at), _number(chapter.end)
    # A page or paragraph is one long; where a film's last caption ends is not known.
    whole = end - begin + (0.0 if chapter.at.start_s is not None else 1.0)
    mates = Counter(quote.at for quote in chapter.quotes)
    seen: Counter[At] = Counter()
    found = []
    for quote in chapter.quotes:
        seen[quote.at] += 1
        within = seen[quote.at] / (mates[quote.at] + 1) if quote.at.start_s is None else 0.0
        place = (_number(quote.at) - begin + within) / whole if whole > 0 else 0.5
        found.append(min(1.0, max(0.0, place)))
    return found


def _number(at: At) -> float:
    return float(at.page or at.paragraph or at.start_s or 0)
