"""Where to cut the picture, and what a cut leaves to be copied.

A copy must begin at a key frame and must not end between a picture and one that it is made from.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from actors.beat_sync.footage import Footage

#: A copy may end this much before the end wanted (a group of B-frames); else it is encoded anew.
_END_PLAY_S = 0.5


@dataclasses.dataclass(frozen=True)
class Stretch:
    """A stretch of the footage; times in its units.

    Args:
        start: when the film begins.
        end: when it ends.
        first: index of the first packet that is copied.
        stop: index behind the last packet that is copied.
        join: when copied pictures begin; pictures before it are encoded anew. ``start`` if all are copied, ``end`` if
            none are.
    """

    start: int
    end: int
    first: int
    stop: int
    join: int


def whole(footage: Footage) -> Stretch:
    """Return the stretch that is the whole video."""
    if not footage.copyable:
        return Stretch(footage.start, footage.end, 0, 0, footage.end)
    return Stretch(footage.start, footage.end, 0, footage.pts.size, footage.start)


def stretch_between(footage: Footage, start: int, end: int) -> Stretch:
    """Choose what to copy and what to encode for a part of the video.

    Args:
        footage: the video.
        start: time stamp at which the part begins.
        end: time stamp at which it ends; with copied packets it may come out up to half a second earlier.
    """
    if not footage.copyable:
        return Stretch(start, end, 0, 0, end)
    stop, closed_end = _closed_stop(footage, end)
    if (end - closed_end) * footage.time_base > _END_PLAY_S:
        return Stretch(start, end, 0, 0, end)
    if start <= footage.start:
        return Stretch(footage.start, closed_end, 0, stop, footage.start)
    begin = shown_at(footage, start)
    for first in np.flatnonzero(footage.keys[:stop]):
        key = int(footage.pts[first])
        if key < begin:
            continue
        # Pictures shown after the key frame but stored before it would be lost, those shown before it too many.
        clean = bool(np.all(footage.pts[first:stop] >= key)) and bool(np.all(footage.pts[:first] < key))
        if clean:
            return Stretch(start, closed_end, int(first), stop, start if key == begin else key)
    return Stretch(start, end, 0, 0, end)


def shown_at(footage: Footage, stamp: int) -> int:
    """Return the time stamp of the picture on screen at a time."""
    earlier = footage.pts[(footage.pts <= stamp) & ~footage.hidden]
    return int(earlier.max()) if earlier.size else footage.start


def _closed_stop(footage: Footage, end: int) -> tuple[int, int]:
    """Find the last place up to ``end`` behind which no picture is shown before one that is stored earlier."""
    if end >= footage.end:
        return footage.pts.size, footage.end
    highest = np.maximum.accumulate(footage.pts)
    lowest_left = np.minimum.accumulate(footage.pts[::-1])[::-1]
    closed = np.flatnonzero((highest[:-1] < lowest_left[1:]) & (lowest_left[1:] <= end)) + 1
    if not closed.size:
        return 0, footage.start
    stop = int(closed[-1])
    return stop, int(lowest_left[stop])
