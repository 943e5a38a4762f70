"""In which order the frames of a slide are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle; the unit is any, the origin is at the top left."""

    left: int
    top: int
    right: int
    bottom: int


def in_reading_order(frames: Sequence[Frame | None]) -> list[int]:
    """Return the frames' numbers as they are read: bands from top to bottom, within a band columns from left to right.

    Args:
        frames: in the order of the file; this order stays where one of them has no place or where frames overlap.

    Source: recursive XY cut (Nagy, Seth: Hierarchical representation of optically scanned documents, 1984).
    """
    placed = [(number, frame) for number, frame in enumerate(frames) if frame is not None]
    if len(placed) < len(frames) or len(placed) > 300:
        return list(range(len(frames)))
    return _cut(placed, down=True, again=True)


def _cut(frames: list[tuple[int, Frame]], *, down: bool, again: bool) -> list[int]:
    if len(frames) < 2:
        return [number for number, _ in frames]
    parts = _parts(frames, down=down)
    if len(parts) == 1:
        return _cut(frames, down=not down, again=False) if again else [number for number, _ in frames]
    return [number for part in parts for number in _cut(part, down=not down, again=True)]


def _parts(frames: list[tuple[int, Frame]], *, down: bool) -> list[list[tuple[int, Frame]]]:
    """Part frames at the gaps that run through all of them; a twentieth of a frame may reach over."""
    spans = [(item.top, item.bottom) if down else (item.left, item.right) for _, item in frames]
    order = sorted(range(len(frames)), key=lambda at: spans[at])
    parts: list[list[int]] = []
    reach = 0
    for at in order:
        begin, end = spans[at]
        if not parts or begin < reach - (end - begin) / 20:
            parts = parts or [[]]
            parts[-1].append(at)
            reach = max(reach, end) if len(parts[-1]) > 1 else end
        else:
            parts.append([at])
            reach = end
    return [[frames[at] for at in sorted(part)] for part in parts]
