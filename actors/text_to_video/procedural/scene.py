"""A scene: what was understood of a prompt, and all that the drawing rooms need to know.

The way of the data: ``lexicon`` finds words, ``understanding`` makes a Scene of them, ``world/`` and ``figures/`` draw
it frame by frame, ``film`` encodes the frames. Everything here is plain data; the same scene and seed give the same
pictures.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Some figures of one sort that do the same.

    Args:
        subject: one of ``vocabulary.SUBJECTS``.
        action: one of ``vocabulary.ACTIONS``.
        count: how many, 1..12.
        colour: one of ``vocabulary.COLOURS``; None for the subject's own.
        size: relative to the subject's own height, 0.5..2 (a "giant cat" is 1.6).
    """

    subject: str
    action: str = "stand"
    count: int = 1
    colour: str | None = None
    size: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """What is to be seen.

    Args:
        groups: who and what is in it, the main one first; empty for a landscape.
        place: one of ``vocabulary.PLACES``.
        weather: one of ``vocabulary.WEATHERS``.
        time_of_day: one of ``vocabulary.TIMES_OF_DAY``.
        camera: one of ``vocabulary.CAMERAS``.
        style: one of ``vocabulary.STYLES``.
        seed: decides all that chance decides; any integer of 64 bits.
        accent: a colour that the prompt gives to no subject ("a red sunset"); None for none.
        words: for scenes of words alone (nothing of the prompt is known): what is written; empty otherwise.
    """

    groups: tuple[Group, ...] = ()
    place: str = "grassland"
    weather: str = "clear"
    time_of_day: str = "morning"
    camera: str = "still"
    style: str = "flat"
    seed: int = 0
    accent: str | None = None
    words: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Shot:
    """The picture that a scene is drawn into.

    Args:
        width: pixels, even.
        height: pixels, even.
        fps: pictures a second, 24..60.
        frames: how many there are in all.
    """

    width: int
    height: int
    fps: int
    frames: int

    @property
    def duration_s(self) -> float:
        """Length, seconds."""
        return self.frames / self.fps

    def time_s(self, frame: int) -> float:
        """When a picture is shown, seconds from the beginning."""
        return frame / self.fps


@dataclasses.dataclass(frozen=True, slots=True)
class Light:
    """The light of a place at a time of day in a weather, as colours 0..1 (red, green, blue).

    Args:
        key: colour of the strongest light (sun, moon, lamps); figures are lit by it.
        ambient: colour that everything is multiplied with, (1, 1, 1) at noon.
        shade: colour of shadows.
        from_left: where the key light comes from, -1 right .. 1 left.
        height: how high it stands, 0 at the horizon .. 1 overhead; long shadows when low.
        glow: whether lamps, windows, lanterns are lit.
    """

    key: tuple[float, float, float] = (1.0, 0.98, 0.92)
    ambient: tuple[float, float, float] = (1.0, 1.0, 1.0)
    shade: tuple[float, float, float] = (0.15, 0.18, 0.3)
    from_left: float = 0.5
    height: float = 0.7
    glow: bool = False
