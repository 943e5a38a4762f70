"""A measured figure beside its bar."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Figure:
    """One row: what was measured, in words the value, the bar, whether it holds (None: no bar)."""

    what: str
    value: str
    bar: str = ""
    holds: bool | None = None


def show(figures: Sequence[Figure]) -> None:
    """Print figures as a table."""
    width = max((len(figure.what) for figure in figures), default=0)
    for figure in figures:
        verdict = {None: "", True: "  holds", False: "  MISSED"}[figure.holds]
        print(f"{figure.what:<{width}}  {figure.value}{f'   (bar {figure.bar})' if figure.bar else ''}{verdict}")


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Say the median of pairwise ratios with their range."""
    pairs = [a / b for a, b in zip(ours, theirs, strict=True)]
    return f"{statistics.median(pairs):.2f}x [{min(pairs):.2f} .. {max(pairs):.2f}]"


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
