"""Four-legged species as data: measures in metres, colours, and which heads, tails and markings they have."""

from __future__ import annotations

import dataclasses
from typing import Literal

from actors.text_to_video.procedural.figures.colours import Rgb

Tail = Literal["thin", "bushy", "puff", "curl", "tuft", "hair", "long", "thick", "none"]


@dataclasses.dataclass(frozen=True, slots=True)
class Species:
    """One species.

    Args:
        leg: from shoulder and hip joints to the ground.
        body: between those joints.
        rump: radius of the body at the hips.
        belly: in the middle.
        chest: at the shoulders.
        neck: length.
        neck_angle: above the horizontal, degrees.
        neck_radius: where it leaves the body.
        head: radius of the head.
        face: "round" is seen from the front with two eyes, "long" in profile.
        snout: length and radius in head radii.
        ears: name of their shape.
        tail: name of its kind.
        tail_length: metres.
        leg_radius: at the top; legs taper to half of it.
        coat: own colours, one is chosen.
        under: colour of belly and muzzle; None for a lighter coat.
        dark: colour of markings, hooves, noses.
        markings: name of the pattern.
        gallops: whether it runs by leaps; else it runs at a fast trot.
        leaps: whether it also "walks" by hops.
        crouch: how far the legs are bent at rest, 0..1.
        pitch: rise of the back at rest, radians.
    """

    leg: float
    body: float
    rump: float
    belly: float
    chest: float
    neck: float
    neck_angle: float
    neck_radius: float
    head: float
    face: Literal["round", "long"]
    snout: tuple[float, float]
    ears: str
    tail: Tail
    tail_length: float
    leg_radius: float
    coat: tuple[Rgb, ...]
    under: Rgb | None = None
    dark: Rgb = 0x3A3040
    markings: str = ""
    gallops: bool = True
    leaps: bool = False
    crouch: float = 0.04
    pitch: float = 0.0


SPECIES: dict[str, Species] = {
    "cat": Species(
        0.21, 0.27, 0.085, 0.082, 0.082, 0.09, 52, 0.06, 0.105, "round", (0.0, 0.4), "pointed", "long", 0.3, 0.036,
        (0xF0A24E, 0x8D93A3, 0x4B4653, 0xD9B48A), 0xFFF1DF, markings="bands",
    ),
    "dog": Species(
        0.3, 0.36, 0.105, 0.11, 0.125, 0.15, 48, 0.085, 0.125, "long", (1.15, 0.46), "floppy", "thin", 0.24, 0.052,
        (0xC98B4E, 0xE6C48F, 0x7A5238, 0xD8B07C), 0xFBEBD3, markings="saddle",
    ),
    "horse": Species(
        0.86, 0.86, 0.25, 0.235, 0.25, 0.62, 52, 0.2, 0.165, "long", (2.05, 0.56), "upright", "hair", 0.6, 0.115,
        (0x9A5B34, 0x7B4A30, 0xC08A58, 0xB98C6A), None, 0x3B2A28, "socks",
    ),
    "rabbit": Species(
        0.13, 0.17, 0.1, 0.092, 0.075, 0.05, 50, 0.055, 0.085, "round", (0.0, 0.42), "tall", "puff", 0.05, 0.036,
        (0xD8C4B0, 0xB9A18B, 0xEFE6DC, 0x9A8F8C), 0xFFFAF2, leaps=True, crouch=0.3,
    ),
    "fox": Species(
        0.27, 0.34, 0.095, 0.09, 0.1, 0.12, 44, 0.075, 0.115, "round", (0.0, 0.36), "pointed", "bushy", 0.36, 0.04,
        (0xE8743A, 0xDE6A35), 0xFFF3E4, 0x42303A, "fox",
    ),
    "bear": Species(
        0.5, 0.74, 0.33, 0.32, 0.31, 0.24, 22, 0.27, 0.235, "round", (0.0, 0.5), "small_round", "puff", 0.09, 0.155,
        (0x8A5A3A, 0x6E4A38, 0xA06B42), 0xD9A877, gallops=True,
    ),
    "panda": Species(
        0.44, 0.62, 0.33, 0.32, 0.3, 0.2, 25, 0.26, 0.25, "round", (0.0, 0.46), "small_round", "puff", 0.08, 0.145,
        (0xF7F4EE,), 0xF7F4EE, 0x35343F, "panda", gallops=False,
    ),
    "tiger": Species(
        0.5, 0.86, 0.2, 0.2, 0.215, 0.22, 28, 0.17, 0.205, "round", (0.0, 0.5), "small_round", "long", 0.7, 0.098,
        (0xF0943A, 0xEB8A32), 0xFFF4E2, 0x3A2E34, "stripes",
    ),
    "lion": Species(
        0.52, 0.8, 0.195, 0.2, 0.225, 0.24, 34, 0.17, 0.195, "round", (0.0, 0.5), "small_round", "tuft", 0.68, 0.1,
        (0xE2B057, 0xD9A44E), 0xFBE7BE, 0x8C4F2C, "mane",
    ),
    "elephant": Species(
        1.15, 1.25, 0.66, 0.66, 0.64, 0.44, 18, 0.44, 0.5, "long", (0.0, 0.5), "fan", "tuft", 0.7, 0.28,
        (0x96A0B0, 0x8B93A6, 0xA4A7B2), None, 0x5F6678, "trunk", gallops=False,
    ),
    "cow": Species(
        0.64, 0.9, 0.3, 0.33, 0.3, 0.3, 24, 0.2, 0.2, "long", (1.35, 0.68), "side", "tuft", 0.62, 0.095,
        (0xF6F1E8, 0xF3ECE2), 0xF2B9B0, 0x4A3C40, "patches", gallops=False,
    ),
    "sheep": Species(
        0.36, 0.5, 0.25, 0.26, 0.25, 0.16, 32, 0.13, 0.125, "long", (0.95, 0.66), "side", "puff", 0.1, 0.05,
        (0xF6F0E4, 0xEFE6D6), 0x4B4350, 0x4B4350, "wool", gallops=False,
    ),
    "pig": Species(
        0.3, 0.5, 0.23, 0.24, 0.22, 0.1, 12, 0.18, 0.2, "long", (0.95, 0.52), "flap", "curl", 0.16, 0.075,
        (0xF2A9AE, 0xF0B5A8), None, 0xB56A78, "snout", gallops=False,
    ),
    "monkey": Species(
        0.37, 0.33, 0.12, 0.115, 0.13, 0.09, 58, 0.08, 0.145, "round", (0.0, 0.5), "disc", "long", 0.62, 0.05,
        (0x8C5C3E, 0x7A4E38, 0xA06E46), 0xF2CBA0, pitch=0.42,
    ),
    "dinosaur": Species(
        1.2, 1.5, 0.58, 0.64, 0.5, 1.75, 58, 0.36, 0.34, "long", (0.95, 0.68), "none", "thick", 2.2, 0.27,
        (0x6FB26A, 0x5AA68F, 0x8A9E5B), 0xDDE7A8, 0x3F7F5A, "plates", gallops=False,
    ),
}  # fmt: skip
