"""Markings of coats: paths in the body's frame, hips at (0, 0), shoulders at (body, 0), cut to its outline once."""

from __future__ import annotations

from typing import Any

import skia

from actors.text_to_video.procedural.figures.colours import Rgb, darker
from actors.text_to_video.procedural.figures.quadrupeds.species import Species
from actors.text_to_video.procedural.figures.shapes import combined, oval, polygon, rounded


def markings_of(species: Species, body: Any, coat: Rgb, under: Rgb) -> list[tuple[Any, Rgb]]:
    """Give the painted parts of a body as paths and colours.

    Args:
        species: the animal.
        body: outline of the body.
        coat: its colour.
        under: colour of its belly.
    """
    length, belly = species.body, species.belly
    marks: list[tuple[Any, Rgb]] = []
    if species.under is not None and species.markings not in ("panda", "wool", "patches"):
        marks.append((oval(length * 0.55, belly * 1.02, length * 0.62, belly * 0.55), under))
    if species.markings == "stripes":
        marks += [(_stripe(length * (-0.12 + 0.19 * i), belly), species.dark) for i in range(7)]
    elif species.markings == "bands":
        marks += [(_stripe(length * (0.0 + 0.25 * i), belly * 0.75), darker(coat, 0.24)) for i in range(5)]
    elif species.markings == "panda":
        marks.append((rounded(length * 0.74, -belly * 2, length * 1.22, belly * 2, belly * 0.3), species.dark))
    elif species.markings == "patches":
        marks += [
            (oval(length * x, belly * y, length * rx, belly * ry), species.dark)
            for x, y, rx, ry in ((0.1, -0.5, 0.2, 0.5), (0.62, -0.75, 0.24, 0.62), (0.36, 0.5, 0.13, 0.34))
        ]
    elif species.markings == "saddle":
        marks.append((oval(length * 0.45, -belly * 0.95, length * 0.42, belly * 0.8), darker(coat, 0.28)))
    elif species.markings == "plates":
        marks += [
            (oval(length * x, belly * y, length * r, length * r), species.dark)
            for x, y, r in (
                (-0.05, -0.4, 0.07),
                (0.2, -0.62, 0.09),
                (0.5, -0.5, 0.07),
                (0.75, -0.55, 0.085),
                (0.38, -0.15, 0.05),
            )
        ]
    return [(combined(path, body, skia.PathOp.kIntersect_PathOp), rgb) for path, rgb in marks]


def _stripe(x: float, belly: float) -> Any:
    width = belly * 0.16
    return polygon(
        [
            (x - width, -belly * 1.5),
            (x + width, -belly * 1.5),
            (x + width * 0.9, -belly * 0.3),
            (x + width * 0.3, belly * 0.25),
            (x - width * 0.3, -belly * 0.3),
        ]
    )
