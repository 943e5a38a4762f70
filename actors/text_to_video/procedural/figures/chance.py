"""Chance that a seed decides, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Chance:
    """A small stream of numbers from a seed and words that tell what it is for.

    Args:
        seed: any integer.
        purpose: mixed in, so that two uses of one seed differ.

    Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (SplitMix64), 2014.
    """

    def __init__(self, seed: int, *purpose: str | int) -> None:
        self._state = seed & _MASK
        for word in purpose:
            for byte in str(word).encode():
                self._state = (self._state * 0x100000001B3 ^ byte) & _MASK
        self._next()

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & _MASK
        return z ^ z >> 31

    def between(self, low: float, high: float) -> float:
        """Draw a number from low to high."""
        return low + (high - low) * (self._next() >> 11) / (1 << 53)

    def pick(self, choices: Sequence[T]) -> T:
        """Draw one of some."""
        return choices[self._next() % len(choices)]
