"""Colours as floats 0..1, and what is done with them."""

from __future__ import annotations

import colorsys

Rgb = tuple[float, float, float]

#: The names of ``vocabulary.COLOURS`` as this house paints them: a little softer than the pure ones.
NAMED: dict[str, str] = {
    "red": "e4483f", "orange": "f28c38", "yellow": "f7cf46", "green": "4fae62", "cyan": "3fc1c9", "blue": "3b7ddd",
    "purple": "8a5cc7", "pink": "f38fb4", "brown": "8d6146", "black": "26262e", "white": "f7f6f2", "grey": "9aa0a8",
    "gold": "e3b23c", "silver": "c4ccd4",
}  # fmt: skip


def rgb(text: str) -> Rgb:
    """Read a colour of six hexadecimal digits."""
    return int(text[0:2], 16) / 255, int(text[2:4], 16) / 255, int(text[4:6], 16) / 255


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """Blend two colours; ``share`` 0 is the first, 1 the second."""
    rest = 1 - share
    return (
        first[0] * rest + second[0] * share,
        first[1] * rest + second[1] * share,
        first[2] * rest + second[2] * share,
    )


def times(first: Rgb, second: Rgb) -> Rgb:
    """Multiply two colours, as a coloured light does with a surface."""
    return first[0] * second[0], first[1] * second[1], first[2] * second[2]


def brighter(colour: Rgb, factor: float) -> Rgb:
    """Scale the brightness, at most to white."""
    return min(1.0, colour[0] * factor), min(1.0, colour[1] * factor), min(1.0, colour[2] * factor)


def luminance(colour: Rgb) -> float:
    """Perceived brightness 0..1.

    Source: Rec. 709 luma weights.
    """
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]


def saturated(colour: Rgb, factor: float) -> Rgb:
    """Scale the saturation; 0 is grey of the same brightness."""
    grey = luminance(colour)
    red, green, blue = (min(1.0, max(0.0, grey + (part - grey) * factor)) for part in colour)
    return red, green, blue


def turned(colour: Rgb, degrees: float) -> Rgb:
    """Turn the hue, for leaves and roofs that must not all be alike."""
    hue, light, saturation = colorsys.rgb_to_hls(*colour)
    return colorsys.hls_to_rgb((hue + degrees / 360) % 1, light, saturation)


def argb(colour: Rgb, alpha: float = 1.0) -> int:
    """Pack a colour as skia takes it."""
    red, green, blue = (min(255, max(0, round(part * 255))) for part in colour)
    return (min(255, max(0, round(alpha * 255))) << 24) | (red << 16) | (green << 8) | blue
