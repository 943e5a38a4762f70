"""Plausible wrong numbers: of the same size, written with the same care."""

from __future__ import annotations

#: No wrong year lies in the future of any lecture.
_LATEST_YEAR = 2025
_FACTORS = (1.5, 0.5, 2.0, 0.75, 1.25, 0.25, 3.0, 4.0)


def years_beside(year: str) -> tuple[str, ...]:
    """Return wrong years around a year, nearest last."""
    value = int(year)
    return tuple(str(value + step) for step in (-12, 9, -7, 5, -4, 14, -21, 3) if value + step <= _LATEST_YEAR)


def numbers_beside(number: str, *, most: float | None = None) -> tuple[str, ...]:
    """Return wrong numbers with as many decimals, the same grouping and the same roundness.

    Args:
        number: digits, perhaps with decimals and thousands parted by commas.
        most: the largest that makes sense (100 for percentages); None for no bound.
    """
    plain = number.replace(",", "")
    decimals = len(plain.partition(".")[2])
    digits = plain.replace(".", "").strip("0") or "0"
    value = float(plain)
    step = 10.0 ** (len(plain.replace(".", "").lstrip("0")) - len(digits.lstrip("0")) - decimals) if value else 1.0
    if len(digits) > 2:  # a number given with care gets wrong ones given with as much
        step = max(step, 10.0 ** (-decimals))
    # Neighbours that differ too little ask for luck, not for knowledge.
    stride = max(step, 10.0 ** (len(plain.partition(".")[0]) - 1) / 2) if value >= 20 else step
    found: list[str] = []
    for wanted in [value * factor for factor in _FACTORS] + [value + stride * shift for shift in (1, 2, -1, 3, 4, -2)]:
        rounded = round(wanted / step) * step
        if rounded <= 0 or (most is not None and rounded > most) or abs(rounded - value) < step / 2:
            continue
        text = f"{rounded:,.{decimals}f}" if "," in number else f"{rounded:.{decimals}f}"
        if text not in found and text != number:
            found.append(text)
    return tuple(found)
