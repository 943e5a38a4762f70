"""The numbers behind a chart of a presentation, as a table.

Source: ECMA-376 part 1, section 21.2 (DrawingML charts).
"""

from __future__ import annotations

from lxml import etree

from actors.document_analysis.reading.blocks import Blocks, one_line
from actors.document_analysis.reading.package import local
from actors.document_analysis.reading.word_styles import child

#: A chart with more points shows a course, not values that anyone quotes.
_MAX_POINTS = 500


def read_chart(chart: etree._Element, blocks: Blocks) -> None:
    """Add a chart's title and its values: a row for each category, a column for each series.

    Args:
        chart: the root of the chart's part.
        blocks: to add to.
    """
    title = child(child(chart, "chart"), "title")
    if title is not None:
        blocks.paragraph(" ".join(found.text or "" for found in title.iter() if local(found) == "t"))
    series = [found for found in chart.iter() if local(found) == "ser"]
    columns = [_points(child(one, "val")) or _points(child(one, "yVal")) for one in series]
    names = [" ".join(_points(child(one, "tx")).values()) for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = categories or _points(child(one, "cat")) or _points(child(one, "xVal"))
    numbers = sorted({number for column in [categories, *columns] for number in column})[:_MAX_POINTS]
    rows = [[categories.get(number, ""), *(column.get(number, "") for column in columns)] for number in numbers]
    blocks.table([["", *names], *rows])


def _points(element: etree._Element | None) -> dict[int, str]:
    """Return the values kept with a reference to a sheet, by their numbers."""
    found: dict[int, str] = {}
    for point in () if element is None else element.iter():
        if local(point) == "pt":
            number, value = point.get("idx") or "", child(point, "v")
            if number.isdecimal() and len(number) < 7 and value is not None:
                found.setdefault(int(number), _rounded(one_line(value.text or "")))
    return found


def _rounded(text: str) -> str:
    """Return a number as people write it: sheets keep 0.1 as 0.10000000000000001."""
    try:
        return f"{float(text):.10g}" if len(text) > 12 else text
    except ValueError:
        return text
