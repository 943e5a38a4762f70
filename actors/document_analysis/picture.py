"""The bar that shows how long the chapters are and where the quoted places lie, as inline SVG."""

from __future__ import annotations

from html import escape

from actors.document_analysis.report import At, Report
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
    seen = 0
    parts = [f'<svg class="map" width="100%" height="{_HEIGHT_PX}" role="img" aria-labelledby="map-title">']
    left = 0.0
    for index, (chapter, (number, _)) in enumerate(zip(report.chapters, numbered_titles(report), strict=True)):
        width = chapter.share / whole
        label = f"{chapter.title} ({place_label(chapter.at, report.language)})"
        parts.append(
            f'<a href="#chapter-{index + 1}"><title>{escape(label)}</title>'
            f'<rect class="field field-{index % 2}" x="{left:.2%}" y="0" width="{width:.2%}" height="{_BAR_PX}"/></a>'
        )
        for order, quote in enumerate(chapter.quotes, 1):
            # Within one page nothing finer is known: marks stand side by side.
            place = _within(quote.at, chapter.at, chapter.end)
            place = order / (len(chapter.quotes) + 1) if place is None else place
            x = left + width * (_MARGIN + (1 - 2 * _MARGIN) * place)
            strong = " strong" if seen + order - 1 in weighty else ""
            top = 6 if strong else 14
            parts.append(f'<line class="mark{strong}" x1="{x:.2%}" x2="{x:.2%}" y1="{top}" y2="{_BAR_PX - top}"/>')
        seen += len(chapter.quotes)
        if width >= _NUMBERED:
            middle = left + width / 2
            parts.append(f'<text class="number" x="{middle:.2%}" y="{_NUMBER_Y_PX}">{escape(number)}</text>')
        left += width
    hint = escape(WORDINGS[report.language].where_hint)
    return f"<figure>{''.join(parts)}</svg><figcaption>{hint}</figcaption></figure>"


def _within(at: At, first: At, last: At) -> float | None:
    """Return how far along its chapter a place is, 0..1; None in a chapter that is all in one place."""
    begin, end, here = (_number(place) for place in (first, last, at))
    return min(1.0, max(0.0, (here - begin) / (end - begin))) if end > begin else None


def _number(at: At) -> float:
    return float(at.page or at.paragraph or at.start_s or 0)
