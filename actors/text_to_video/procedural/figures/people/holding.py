"""What people hold, sit on and ride while they act."""

from __future__ import annotations

from collections.abc import Callable

from actors.text_to_video.procedural.figures import props
from actors.text_to_video.procedural.figures.motion import cycle, keyed, wave
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.people.build import Build
from actors.text_to_video.procedural.figures.people.rig import Joints


def paint_behind(pen: Pen, action: str, build: Build, t_s: float) -> None:
    """Draw what stands behind the person, in place of the ground."""
    painter = _BEHIND.get(action)
    if painter:
        painter(pen, build, t_s)


def paint_held(pen: Pen, action: str, build: Build, joints: Joints, t_s: float) -> None:
    """Draw what is in front of the person or in the hands."""
    painter = _HELD.get(action)
    if painter:
        painter(pen, build, joints, t_s)


def _stool(pen: Pen, build: Build, _t_s: float) -> None:
    with pen.at(-0.1 * build.leg, 0, 0, build.hip * 1.25, build.leg * 0.52):
        props.stool(pen)


def _ladder(pen: Pen, build: Build, t_s: float) -> None:
    with pen.at(0.3 * build.leg):
        props.ladder(pen, build.height * 1.2, build.leg * 0.2, t_s * 1.25)


def _pillow(pen: Pen, build: Build, _t_s: float) -> None:
    with pen.at(-build.torso - build.head * 1.1, -build.head * 0.35, 0, build.head * 1.7, build.head * 0.75):
        props.pillow(pen)


_BEHIND: dict[str, Callable[[Pen, Build, float], None]] = {"sit": _stool, "climb": _ladder, "sleep": _pillow}


def _food(pen: Pen, build: Build, joints: Joints, _t_s: float) -> None:
    x, y = joints.near_arm[2]
    size = build.head * 0.42
    with pen.at(x + size * 0.4, y - size * 0.7, 0, size, size):
        props.apple(pen)


def _cup(pen: Pen, build: Build, joints: Joints, _t_s: float) -> None:
    x, y = joints.near_arm[2]
    size = build.head * 0.5
    with pen.at(x + size * 0.4, y - size * 0.5, joints.face * 3.2, size, size):
        props.cup(pen)


def _microphone(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    x, y = joints.near_arm[2]
    size = build.head * 0.34
    with pen.at(x, y - size, 0.2, size, size):
        props.microphone(pen)
    size = build.head * 2.1
    with pen.at(joints.head[0] + build.head * 0.9, joints.head[1], 0, size, size):
        props.notes(pen, t_s, 0xE86F9A)


def _book(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    x = (joints.near_arm[2][0] + joints.far_arm[2][0]) / 2
    y = (joints.near_arm[2][1] + joints.far_arm[2][1]) / 2
    size = build.head * 1.15
    with pen.at(x + size * 0.15, y - size * 0.4, -0.08, size, size):
        props.book(pen, 0xC94F4F, t_s)


def _zzz(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    size = build.head * 1.8
    # The person lies: up on the picture is to the right of the body.
    with pen.at(joints.head[0] + build.head * 1.1, joints.head[1], 1.51, size, size):
        props.sleepy(pen, t_s)


def _tears(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    with pen.at(joints.head[0] + build.head * 0.25, joints.head[1], 0, build.head * 1.2, build.head * 1.2):
        props.tears(pen, t_s)


def _kart(pen: Pen, build: Build, _joints: Joints, t_s: float) -> None:
    size = build.leg * 1.05
    # A steering wheel, then the body of the kart in front of the legs.
    pen.stroke(0.42 * size, -0.35 * size, 0.24 * size, -0.78 * size, 0x3A3A48, 0.05 * size)
    pen.stroke(0.16 * size, -0.66 * size, 0.34 * size, -0.92 * size, 0x2E2E3A, 0.07 * size)
    with pen.at(0.05 * size, -0.3 * size + 0.01 * wave(t_s, 0.35), 0, size, size):
        props.kart(pen, t_s * 6.0 / 1.05, 0xE2463F)


def _sailboat(pen: Pen, build: Build, _joints: Joints, t_s: float) -> None:
    size = build.leg * 1.25
    with pen.at(0.1 * size, 0, 0, size, size):
        with pen.at(sy=0.96):
            props.sail(pen, 0xF7EFE0, t_s)
        props.boat(pen, 0x3E7BD6)


def _balloon(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    x, y = joints.far_arm[2]
    size = build.head * 1.5
    drift = 0.1 * wave(t_s, 3.2, -0.1)
    pen.stroke(x, y, x + drift, y - size * 1.6, 0xF7EFE0, 0.015)
    with pen.at(x + drift, y - size * 2.4, 0, size, size):
        props.balloon(pen, 0xE2463F)


def _kicked(pen: Pen, build: Build, _joints: Joints, t_s: float) -> None:
    at = cycle(t_s, 1.8)
    x = keyed(at, ((0, 1.05), (0.02, 1.0), (0.36, 0.42), (0.365, 0.42), (0.5, 0.9), (0.8, 1.12), (1, 1.05)))
    rise = keyed(at, ((0, 0), (0.365, 0), (0.55, 0.55), (0.75, 0), (0.86, 0.1), (0.95, 0), (1, 0)))
    size = build.head * 0.72
    with pen.at(x * build.leg, -size - rise * build.leg, 0, size, size):
        props.ball(pen, x * 4, 0xF7EFE0)


def _thrown(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    """The ball is in the hand until it is let go, flies up in an arc and comes back to the hand."""
    at = cycle(t_s, 2.2)
    hand = joints.near_arm[2]
    away = keyed(at, ((0, 0), (0.42, 0), (0.66, 1), (0.7, 1), (0.98, 0), (1, 0)))
    x = hand[0] + away * (joints.hips[0] + build.height * 0.42 - hand[0])
    y = hand[1] + away * (joints.shoulders[1] - build.leg * 0.65 - hand[1])
    size = build.head * 0.5
    with pen.at(x, y, 0, size, size):
        props.ball(pen, away * 6)


def _skates(pen: Pen, build: Build, joints: Joints, t_s: float) -> None:
    size = build.leg * 0.15
    for ankle in (joints.far_leg[2], joints.near_leg[2]):
        with pen.at(ankle[0] + size * 0.4, ankle[1] + size * 0.65, 0, size, size):
            props.skate(pen, t_s)


_HELD: dict[str, Callable[[Pen, Build, Joints, float], None]] = {
    "eat": _food, "drink": _cup, "sing": _microphone, "read": _book, "sleep": _zzz, "cry": _tears, "drive": _kart,
    "sail": _sailboat, "float": _balloon, "kick": _kicked, "throw": _thrown, "skate": _skates,
}  # fmt: skip
