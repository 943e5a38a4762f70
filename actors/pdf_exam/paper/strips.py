"""A printed page as horizontal strips: what must stay together, and which strips stand on which page."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence


class Bond(enum.IntEnum):
    """How firmly a strip holds the next one."""

    FREE = 0
    TOGETHER = 1  # on one page, if one page holds all strips that belong together
    FIRM = 2  # on one page even where the whole has to be divided


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """How text looks.

    Args:
        size_pt: height of the letters.
        leading_pt: height of a line.
        grey: 0 black to 1 white.
        bold: whether its outlines are drawn too (the font has one weight).
    """

    size_pt: float
    leading_pt: float
    grey: float = 0.0
    bold: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """Text at ``x`` points from the left, its base line ``down`` points below the strip's top."""

    x: float
    down: float
    text: str
    style: Style
    visible: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from ``x, down`` to ``x_end, down_end``; grey 0 is black."""

    x: float
    down: float
    x_end: float
    down_end: float
    grey: float = 0.0
    width_pt: float = 0.6


@dataclasses.dataclass(frozen=True, slots=True)
class Strip:
    """A strip over the whole width.

    Args:
        height: points.
        pieces: what it shows.
        above: empty room above it, points; none at the top of a page.
        bond: how firmly it holds the next strip.
        bookmark: a title by which readers find this place; empty for none.
    """

    height: float
    pieces: tuple[Text | Rule, ...] = ()
    above: float = 0.0
    bond: Bond = Bond.FREE
    bookmark: str = ""


#: A strip and how far its top is below the top of the page's text, points.
Placed = tuple[float, Strip]


def paged(strips: Sequence[Strip], room: float) -> list[list[Placed]]:
    """Distribute strips over pages.

    Args:
        strips: in reading order.
        room: height of a page's text, points.
    """
    pages: list[list[Placed]] = [[]]
    for chain in _chains(strips, Bond.FREE):
        _place(chain, pages, room, Bond.FREE)
    return pages


def _place(chain: Sequence[Strip], pages: list[list[Placed]], room: float, weaker: Bond) -> None:
    """Put strips that belong together on the last page or a new one; divide them only where no page holds them."""
    used = _bottom(pages[-1])
    fits_here = used + _height(chain, at_top=not pages[-1]) <= room
    fits_a_page = _height(chain, at_top=True) <= room
    if not fits_here and not fits_a_page and len(chain) > 1:
        # Nothing weaker than FIRM is left to divide at: line by line.
        parts = _chains(chain, Bond(weaker + 1)) if weaker < Bond.TOGETHER else [[strip] for strip in chain]
        for part in parts:
            _place(part, pages, room, Bond(min(weaker + 1, Bond.TOGETHER)))
        return
    if not fits_here and pages[-1]:
        pages.append([])
    for strip in chain:
        page = pages[-1]
        page.append((_bottom(page) + (strip.above if page else 0.0), strip))


def _chains(strips: Iterable[Strip], weaker: Bond) -> list[list[Strip]]:
    """Divide strips after each whose bond is not firmer than a given one."""
    chains: list[list[Strip]] = [[]]
    for strip in strips:
        chains[-1].append(strip)
        if strip.bond <= weaker:
            chains.append([])
    return [chain for chain in chains if chain]


def _height(chain: Sequence[Strip], *, at_top: bool) -> float:
    return sum(strip.above + strip.height for strip in chain) - (chain[0].above if at_top else 0.0)


def _bottom(page: Sequence[Placed]) -> float:
    return page[-1][0] + page[-1][1].height if page else 0.0
