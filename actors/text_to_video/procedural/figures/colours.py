"""Colours as numbers 0xRRGGBB: the named ones, and the tones that go with a colour."""

from __future__ import annotations

Rgb = int

#: The colours that prompts name, tuned to stand beside each other.
NAMED: dict[str, Rgb] = {
    "red": 0xE2463F, "orange": 0xF28C38, "yellow": 0xF7C948, "green": 0x4FA65B, "cyan": 0x3FBFC4, "blue": 0x3E7BD6,
    "purple": 0x8558C4, "pink": 0xF08CAE, "brown": 0x8B5E3C, "black": 0x34353F, "white": 0xF4F1EA, "grey": 0x9AA0AA,
    "gold": 0xE5B13A, "silver": 0xC3CAD3,
}  # fmt: skip

WHITE: Rgb = 0xFFFFFF
INK: Rgb = 0x2B2A35
CREAM: Rgb = 0xF7EFE0


def parts(rgb: Rgb) -> tuple[float, float, float]:
    """Split a colour into red, green and blue, 0..1."""
    return ((rgb >> 16) & 255) / 255, ((rgb >> 8) & 255) / 255, (rgb & 255) / 255


def joined(red: float, green: float, blue: float) -> Rgb:
    """Join red, green and blue, clipped to 0..1, to a colour."""
    channels = [round(min(1.0, max(0.0, value)) * 255) for value in (red, green, blue)]
    return channels[0] << 16 | channels[1] << 8 | channels[2]


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """Blend two colours; share 0 is the first, 1 the second."""
    return joined(*(a + (b - a) * share for a, b in zip(parts(first), parts(second), strict=True)))


def darker(rgb: Rgb, share: float = 0.2) -> Rgb:
    """Tone towards a cool dark, as shadows in pictures are."""
    return mix(rgb, 0x1E1B3A, share)


def lighter(rgb: Rgb, share: float = 0.2) -> Rgb:
    """Tone towards a warm white."""
    return mix(rgb, 0xFFF8EC, share)


def brightness(rgb: Rgb) -> float:
    """How bright a colour looks, 0..1."""
    red, green, blue = parts(rgb)
    return 0.3 * red + 0.59 * green + 0.11 * blue


def contrasting(rgb: Rgb) -> Rgb:
    """Give a tone of the same family that is seen upon the colour: darker on light ones, lighter on dark ones."""
    return darker(rgb, 0.45) if brightness(rgb) > 0.35 else lighter(rgb, 0.4)


def named(colour: str) -> Rgb:
    """Look a colour up by the vocabulary's name.

    Raises:
        ValueError: there is no such colour.
    """
    if colour not in NAMED:
        message = f"no such colour: {colour!r}"
        raise ValueError(message)
    return NAMED[colour]
