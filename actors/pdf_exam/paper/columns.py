"""In how many columns the options of a question stand."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from actors.pdf_exam.paper.face import face

#: The same on printed pages and in documents, points from the left margin.
SIDE = 20 * mm
WIDTH = A4[0] - 2 * SIDE
STEM_X, OPTION_X = 9 * mm, 16 * mm
MARKS_ROOM = 22 * mm
BODY_PT = 10.5
_BETWEEN_COLUMNS = 5 * mm


def columns_for(options: Sequence[str]) -> int:
    """Return four or two where each option fits on one line of such a column, else one."""
    widest = max((face().width(option, BODY_PT) for option in options), default=0.0)
    for columns in (4, 2):
        room = (WIDTH - STEM_X) / columns - (OPTION_X - STEM_X) - _BETWEEN_COLUMNS
        if len(options) % columns == 0 and widest <= room:
            return columns
    return 1
