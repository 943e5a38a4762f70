"""Seconds become whole microseconds, the editors' unit, so that neighbours neither drift nor overlap."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple, TypeVar

from backend.drafts.segments import Segment

_AnySegment = TypeVar("_AnySegment", bound=Segment)
#: Times of neighbours that differ by no more than this are the same time, spelled by binary fractions.
_SAME_US = 1


class Span(NamedTuple):
    """A time on a track, microseconds."""

    start_us: int
    end_us: int

    @property
    def duration_us(self) -> int:
        """Microseconds from start to end."""
        return self.end_us - self.start_us


def microseconds(seconds: float) -> int:
    """Return seconds as the nearest whole number of microseconds."""
    return int((_decimal(seconds) * 1_000_000).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def spans(segments: Sequence[_AnySegment]) -> list[tuple[int, _AnySegment, Span]]:
    """Return (index, segment, span) in the order of time; touching neighbours share their border exactly."""
    ordered = sorted(enumerate(segments), key=lambda item: (item[1].start_s, item[0]))
    found = [
        (index, segment, Span(microseconds(segment.start_s), _end_us(segment.start_s, segment.duration_s)))
        for index, segment in ordered
    ]
    for number, ((index, segment, span), (_, _, after)) in enumerate(itertools.pairwise(found)):
        if 0 < abs(after.start_us - span.end_us) <= _SAME_US and after.start_us > span.start_us:
            found[number] = (index, segment, span._replace(end_us=after.start_us))
    return found


def _end_us(start_s: float, duration_s: float) -> int:
    total = (_decimal(start_s) + _decimal(duration_s)) * 1_000_000
    return int(total.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _decimal(seconds: float) -> Decimal:
    return Decimal(repr(float(seconds)))
