"""Bodies and looks of people as data; what chance may vary is drawn here."""

from __future__ import annotations

import dataclasses
from typing import Literal

from actors.text_to_video.procedural.figures.chance import Chance
from actors.text_to_video.procedural.figures.colours import Rgb, brightness, darker, lighter, mix, named

Garment = Literal["trousers", "shorts", "skirt", "dress", "tutu", "suit", "metal"]


@dataclasses.dataclass(frozen=True, slots=True)
class Build:
    """Measures of a body in metres.

    Args:
        head: radius of the head.
        neck: from shoulders to chin.
        torso: from hips to shoulders.
        leg: from hips to ground.
        arm: from shoulder to hand.
        shoulder: half the width of the shoulders.
        hip: half the width of the hips.
        arm_radius: at the shoulder.
        leg_radius: at the hip.
        stoop: forward bend of the back, radians.
    """

    head: float
    neck: float
    torso: float
    leg: float
    arm: float
    shoulder: float
    hip: float
    arm_radius: float
    leg_radius: float
    stoop: float = 0.0

    @property
    def height(self) -> float:
        """Height of the body, standing, metres."""
        return self.leg + self.torso + self.neck + 2 * self.head


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """What a person wears and looks like.

    Args:
        garment: which outline the clothes have.
        hair: name of the hair's style.
        skin: colour.
        hair_colour: colour.
        top: colour of shirt, dress or suit.
        bottom: colour of trousers or skirt.
        shoes: colour.
        accent: colour of small things: scarf, belt, bow.
        extras: names of small things worn.
    """

    garment: Garment
    hair: str
    skin: Rgb
    hair_colour: Rgb
    top: Rgb
    bottom: Rgb
    shoes: Rgb
    accent: Rgb
    extras: frozenset[str] = frozenset()


_CHILD = Build(0.17, 0.02, 0.36, 0.46, 0.38, 0.125, 0.105, 0.047, 0.07)
_MAN = Build(0.155, 0.05, 0.6, 0.82, 0.66, 0.225, 0.15, 0.066, 0.094)
_WOMAN = Build(0.15, 0.05, 0.54, 0.8, 0.61, 0.175, 0.14, 0.053, 0.082)
BUILDS: dict[str, Build] = {
    "boy": _CHILD,
    "girl": _CHILD,
    "man": _MAN,
    "woman": _WOMAN,
    "old_man": Build(0.155, 0.03, 0.55, 0.72, 0.6, 0.2, 0.16, 0.06, 0.088, 0.2),
    "old_woman": Build(0.15, 0.03, 0.5, 0.68, 0.55, 0.175, 0.165, 0.055, 0.085, 0.22),
    "dancer": Build(0.135, 0.07, 0.5, 0.88, 0.64, 0.15, 0.115, 0.043, 0.068),
    "astronaut": Build(0.2, 0.02, 0.58, 0.74, 0.62, 0.25, 0.2, 0.1, 0.125),
    "robot": Build(0.19, 0.05, 0.5, 0.66, 0.6, 0.24, 0.18, 0.05, 0.06),
}

_SKINS: tuple[Rgb, ...] = (0xFAD7BD, 0xF3C19A, 0xE3A374, 0xC98558, 0x9C6240, 0x6F4430)
_HAIRS: tuple[Rgb, ...] = (0x2C2430, 0x4A3028, 0x7A4A2B, 0xB5713A, 0xDDA94F, 0x8C3B2A)
_GREYS: tuple[Rgb, ...] = (0xE6E4E2, 0xCDCBD0, 0xB5B3BC)
_TOPS: tuple[Rgb, ...] = (0xE4604E, 0xF2A541, 0x3C9D8F, 0x4276C9, 0x8E62BF, 0xE98BA5, 0x5DAA68, 0xF3C94B)
_BOTTOMS: tuple[Rgb, ...] = (0x33456B, 0x4A4458, 0x5A6B7B, 0x2F5D62, 0x6B4F3F)
_STYLES: dict[str, tuple[Garment, tuple[str, ...], tuple[str, ...]]] = {
    "boy": ("shorts", ("short", "tuft", "curly"), ("stripe", "cap", "plain")),
    "girl": ("dress", ("pigtails", "bob", "ponytail"), ("bow", "collar")),
    "man": ("trousers", ("short", "quiff", "curly"), ("plain", "beard", "jacket")),
    "woman": ("skirt", ("long", "bob", "bun"), ("scarf", "plain", "belt")),
    "old_man": ("trousers", ("sides",), ("glasses moustache cane", "glasses beard cane", "moustache cane")),
    "old_woman": ("skirt", ("topknot",), ("glasses shawl cane", "glasses shawl")),
    "dancer": ("tutu", ("topknot",), ("plain",)),
    "astronaut": ("suit", ("none",), ("helmet",)),
    "robot": ("metal", ("none",), ("antenna", "antenna dish")),
}


def looks_of(subject: str, colour: str | None, chance: Chance) -> Look:
    """Dress a person.

    Args:
        subject: one of the vocabulary's people.
        colour: the colour that the prompt gives, for the clothes.
        chance: decides the rest.
    """
    garment, hairs, extras = _STYLES[subject]
    skin = chance.pick(_SKINS)
    old = subject.startswith("old_")
    hair_colour = chance.pick(_GREYS if old else _HAIRS)
    if brightness(skin) < 0.5 and not old:
        hair_colour = chance.pick(_HAIRS[:2])
    top = named(colour) if colour else _own_colour(subject, chance)
    bottom = chance.pick(_BOTTOMS)
    if garment in ("suit", "metal", "dress", "tutu"):
        bottom = mix(top, 0x3A3A55, 0.12)
    accent = chance.pick([c for c in _TOPS if c != top])
    shoes = darker(bottom, 0.35) if garment != "tutu" else lighter(top, 0.2)
    return Look(
        garment, chance.pick(hairs), skin, hair_colour, top, bottom, shoes, accent,
        frozenset(chance.pick(extras).split()),
    )  # fmt: skip


def _own_colour(subject: str, chance: Chance) -> Rgb:
    if subject == "astronaut":
        return chance.pick((0xF3F1EC, 0xECEBF2))
    if subject == "robot":
        return chance.pick((0x8FB3C7, 0xB9C2CC, 0xE0B25A, 0x86C2B0))
    if subject == "dancer":
        return chance.pick((0xF09AB4, 0xD8576E, 0x9A7BD0, 0xF4F0EC))
    return chance.pick(_TOPS)


def varied(build: Build, chance: Chance) -> Build:
    """Make one body of many: a little taller or shorter, slimmer or stouter."""
    tall = chance.between(0.95, 1.05)
    stout = chance.between(0.92, 1.1)
    return dataclasses.replace(
        build,
        leg=build.leg * tall,
        torso=build.torso * tall,
        arm=build.arm * tall,
        shoulder=build.shoulder * stout,
        hip=build.hip * stout,
        arm_radius=build.arm_radius * stout,
        leg_radius=build.leg_radius * stout,
    )
