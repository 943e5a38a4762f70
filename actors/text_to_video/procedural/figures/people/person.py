"""A person: the body in its clothes, and what the action puts into the hands."""

from __future__ import annotations

import math
from typing import Any

from actors.text_to_video.procedural.figures.chance import Chance
from actors.text_to_video.procedural.figures.colours import CREAM, darker, lighter
from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.pen import Pen
from actors.text_to_video.procedural.figures.people.actions import ACTIONS
from actors.text_to_video.procedural.figures.people.build import BUILDS, Build, looks_of, varied
from actors.text_to_video.procedural.figures.people.heads import paint_head
from actors.text_to_video.procedural.figures.people.holding import paint_behind, paint_held
from actors.text_to_video.procedural.figures.people.pose import Pose
from actors.text_to_video.procedural.figures.people.rig import Joints, solved
from actors.text_to_video.procedural.figures.shapes import Point, Shape, smooth

_LAG_S = 0.09


class Person:
    """A person who does one thing.

    Args:
        subject: one of the vocabulary's people.
        action: one of the vocabulary's actions.
        colour: of the clothes; None for own.
        chance: decides body and looks.
    """

    def __init__(self, subject: str, action: str, colour: str | None, chance: Chance) -> None:
        self._act = ACTIONS[action]
        self._action = action
        self._look = looks_of(subject, colour, chance)
        self._build = varied(BUILDS[subject], chance)
        build = self._build
        self._torso = Shape(_torso(build, self._look.garment))
        #: Bigger bodies step slower (as pendulums do); one metre of leg keeps the poses' own time.
        self._pace = math.sqrt(0.85 / build.leg) if self._act.speed else 1.0
        self.height_m = build.height
        self.width_m = max(build.shoulder * 3.2, build.height * self._act.width)
        self.ground: Ground = self._act.ground
        self.speed_m_s = self._act.speed * build.leg * self._pace

    def pose(self, t_s: float) -> Pose:
        """Give the pose of a moment."""
        return self._act.pose(t_s * self._pace)

    def joints(self, t_s: float) -> Joints:
        """Give the joints of a moment, before roll, lift and flip."""
        return solved(self._build, self.pose(t_s))

    def paint(self, pen: Pen, t_s: float) -> None:
        """Draw the moment t_s."""
        build, pose = self._build, self.pose(t_s)
        joints = solved(build, pose)
        sway = self._sway(joints, pose, t_s)
        paint_behind(pen, self._action, build, t_s)
        height = self._raised(pose)
        hips = joints.hips
        flat = pose.squash * 0.2
        with (
            pen.at(0.0, -height, 0.0, pose.flip * (1 + flat), 1 - flat),
            pen.at(hips[0], hips[1], pose.roll),
            pen.at(-hips[0], -hips[1]),
        ):
            self._paint_body(pen, joints, pose, sway)
            paint_held(pen, self._action, build, joints, t_s)

    def hand(self, t_s: float) -> Point:
        """Where the near hand is at a moment, metres from the foot."""
        pose = self.pose(t_s)
        x, y = solved(self._build, pose).near_arm[2]
        return x, y - self._raised(pose)

    def _raised(self, pose: Pose) -> float:
        height: float = pose.lift
        if pose.rest is not None:
            height += pose.rest - pose.hip[1]
        return height * self._build.leg

    def _sway(self, joints: Joints, pose: Pose, t_s: float) -> Point:
        """How far loose things lag: where the head is, less where it was, in head radii."""
        before = self.pose(t_s - _LAG_S)
        earlier = solved(self._build, before)
        rise = (pose.lift - before.lift) * self._build.leg
        x = (joints.head[0] - earlier.head[0]) / self._build.head + 0.35 * min(1.0, self.speed_m_s / 3)
        y = (joints.head[1] - rise - earlier.head[1]) / self._build.head
        return max(-1.0, min(1.0, x * 0.9)), max(-1.0, min(1.0, y * 0.9))

    def _paint_body(self, pen: Pen, joints: Joints, pose: Pose, sway: Point) -> None:
        look, build = self._look, self._build
        if look.garment == "suit":
            with pen.at(*joints.hips, joints.back):
                pen.box(-build.shoulder * 1.35, -build.torso, 0.0, -build.torso * 0.2, 0.08, 0xB9BDC9)
        if "scarf" in look.extras or self._action == "fly":
            self._paint_cloth(pen, joints, sway)
        self._paint_arm(pen, joints.far_arm, True)
        self._paint_leg(pen, joints.far_leg, pose.far_pitch, True)
        self._paint_leg(pen, joints.near_leg, pose.near_pitch, False)
        if look.garment in ("skirt", "tutu"):
            pen.path(self._skirt(joints, sway), look.bottom if look.garment == "skirt" else lighter(look.top, 0.12))
        self._paint_neck(pen, joints)
        if look.garment == "dress":
            pen.path(self._skirt(joints, sway), look.top)
        with pen.at(*joints.hips, joints.back):
            self._paint_torso(pen)
        with pen.at(*joints.head, joints.face, build.head, build.head):
            paint_head(pen, look, pose, sway)
        self._paint_arm(pen, joints.near_arm, False)

    def _paint_neck(self, pen: Pen, joints: Joints) -> None:
        if self._look.garment not in ("suit", "metal"):
            width = self._build.head * 0.42
            pen.limb([joints.shoulders, joints.head], [width, width], darker(self._look.skin, 0.14))
        elif self._look.garment == "metal":
            pen.limb([joints.shoulders, joints.head], [0.06, 0.06], darker(self._look.top, 0.4))

    def _paint_torso(self, pen: Pen) -> None:
        look, build = self._look, self._build
        pen.shape(self._torso, look.top)
        width, torso = build.shoulder, build.torso
        if "stripe" in look.extras:
            pen.box(-width * 0.9, -torso * 0.62, width * 0.9, -torso * 0.48, 0.02, lighter(look.top, 0.55))
        elif "jacket" in look.extras:
            pen.path(
                smooth(
                    [
                        (width * 0.1, -torso),
                        (width * 0.5, -torso * 0.5),
                        (width * 0.3, 0),
                        (width * 0.75, 0),
                        (width * 0.72, -torso),
                    ],
                    tension=0.3,
                ),
                CREAM,
            )
        elif "shawl" in look.extras:
            pen.path(
                smooth(
                    [
                        (-width * 1.1, -torso * 0.72),
                        (-width * 0.5, -torso * 1.02),
                        (width * 0.6, -torso * 1.02),
                        (width * 1.1, -torso * 0.72),
                        (width * 0.2, -torso * 0.3),
                    ],
                    tension=0.6,
                ),
                look.accent,
            )
        elif "belt" in look.extras:
            pen.box(-build.hip * 0.98, -torso * 0.16, build.hip * 0.98, -torso * 0.06, 0.02, look.accent)
        elif "collar" in look.extras:
            pen.oval(width * 0.15, -torso * 0.97, width * 0.62, torso * 0.08, CREAM)
        elif look.garment == "suit":
            pen.box(-width * 0.25, -torso * 0.66, width * 0.72, -torso * 0.36, 0.03, 0xC9CCD6)
            pen.lamp(-width * 0.05, -torso * 0.51, 0.035, 0xF25C54)
            pen.lamp(width * 0.35, -torso * 0.51, 0.035, 0x4FC3F7)
        elif look.garment == "metal":
            pen.box(-width * 0.5, -torso * 0.78, width * 0.75, -torso * 0.38, 0.04, darker(look.top, 0.3))
            for i, rgb in enumerate((0x7DF0E6, 0xFFD166, 0xFF6B5A)):
                pen.lamp(-width * 0.25 + i * width * 0.38, -torso * 0.58, 0.03, rgb)

    def _paint_cloth(self, pen: Pen, joints: Joints, sway: Point) -> None:
        """A scarf's end, or the cape that people fly with."""
        x, y = joints.shoulders
        big = 1.0 if self._action == "fly" else 0.42
        length, width = self._build.torso * 1.25 * big, self._build.shoulder * 1.1 * big
        drop = 0.9 - 0.5 * abs(sway[0])
        end = (x - length * (0.45 + 0.7 * abs(sway[0])), y + length * drop)
        middle = (x - length * 0.45, y + length * 0.3 * (1 + sway[1]))
        pen.path(
            smooth(
                [
                    (x + width * 0.5, y),
                    (x - width * 0.4, y - 0.02),
                    middle,
                    (end[0] - width * 0.3, end[1]),
                    (end[0] + width, end[1] + width * 0.3),
                ],
                tension=0.7,
            ),
            self._look.accent,
        )

    def _paint_arm(self, pen: Pen, arm: tuple[Point, Point, Point], far: bool) -> None:
        shoulder, elbow, hand = arm
        radius, look = self._build.arm_radius, self._look
        if look.garment == "metal":
            pen.limb(arm, (radius * 0.8, radius * 0.75, radius * 0.7), darker(look.top, 0.35), far)
            for joint, size in ((shoulder, 1.5), (elbow, 1.1), (hand, 1.35)):
                pen.ball(joint[0], joint[1], radius * size, radius * size, look.top)
            return
        if look.garment in ("suit",):
            pen.limb(arm, (radius, radius * 0.92, radius * 0.8), look.top, far)
            pen.limb((hand, hand), (radius * 0.95, radius * 0.95), 0xE86F45, far)
            return
        bare = look.garment in ("dress", "tutu", "shorts")
        pen.limb((elbow, hand), (radius * 0.8, radius * 0.78), look.skin, far)
        pen.limb((hand, hand), (radius * 1.02, radius * 1.02), look.skin, far)
        if bare:
            pen.limb((shoulder, elbow), (radius, radius * 0.8), look.skin, far)
            sleeve = _between(shoulder, elbow, 0.62)
            pen.limb((shoulder, sleeve), (radius * 1.16, radius * 1.1), look.top, far)
        else:
            cuff = _between(elbow, hand, 0.72)
            pen.limb((shoulder, elbow, cuff), (radius * 1.1, radius * 0.98, radius * 0.88), look.top, far)

    def _paint_leg(self, pen: Pen, leg: tuple[Point, Point, Point], pitch: float, far: bool) -> None:
        hip, knee, ankle = leg
        radius, look = self._build.leg_radius, self._look
        self._paint_foot(pen, ankle, pitch, far)
        if look.garment == "metal":
            pen.limb(leg, (radius, radius * 0.8, radius * 0.8), darker(look.top, 0.35), far)
            pen.ball(knee[0], knee[1], radius * 1.25, radius * 1.25, look.top)
        elif look.garment == "trousers":
            pen.limb(leg, (radius * 1.1, radius * 0.9, radius * 0.72), look.bottom, far)
        elif look.garment == "suit":
            pen.limb(leg, (radius * 1.1, radius * 0.98, radius * 0.86), look.top, far)
        else:
            skin = lighter(look.top, 0.6) if look.garment == "tutu" else look.skin
            pen.limb(leg, (radius, radius * 0.74, radius * 0.52), skin, far)
            if look.garment == "shorts":
                pen.limb((hip, _between(hip, knee, 0.86)), (radius * 1.2, radius * 1.14), look.bottom, far)

    def _paint_foot(self, pen: Pen, ankle: Point, pitch: float, far: bool) -> None:
        size = self._build.leg * (1.25 if self._look.garment in ("suit", "metal") else 1.0)
        if self._build.leg < 0.6:
            size *= 1.2
        paint = pen.tones.far(self._look.shoes) if far else pen.tones.base(self._look.shoes)
        with pen.at(ankle[0], ankle[1], pitch, size, size):
            pen.canvas.drawPath(_SHOE, paint)

    def _skirt(self, joints: Joints, sway: Point) -> Any:
        build, look = self._build, self._look
        hips = joints.hips
        waist = build.hip * 0.92
        if look.garment == "tutu":
            flare, drop = build.hip * 2.5, build.leg * 0.2
            left, right = hips[0] - flare, hips[0] + flare
        else:
            knees = (joints.near_leg[1], joints.far_leg[1])
            flare, drop = build.hip * 0.62, build.leg * 0.5
            left = min(hips[0] - waist, min(k[0] for k in knees) - build.leg_radius) - flare * 0.6 - sway[0] * 0.04
            right = max(hips[0] + waist, max(k[0] for k in knees) + build.leg_radius) + flare * 0.35 - sway[0] * 0.03
            drop = min(drop, max(max(k[1] for k in knees) - hips[1] + build.leg * 0.04, build.leg * 0.12))
        bottom, top = hips[1] + drop - sway[1] * 0.05, hips[1] - build.torso * 0.1
        return smooth(
            [
                (hips[0] - waist, top),
                (hips[0] + waist, top),
                (right, bottom - drop * 0.12),
                ((left + right) / 2, bottom + drop * 0.06),
                (left, bottom - drop * 0.06),
            ],
            tension=0.5,
        )


_SHOE = smooth([(-0.09, -0.03), (0.03, -0.06), (0.12, -0.01), (0.2, 0.03), (0.21, 0.085), (-0.09, 0.085)], tension=0.55)


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _torso(build: Build, garment: str) -> Any:
    w, h, t = build.shoulder, build.hip, build.torso
    if garment == "metal":
        return smooth(
            [(-w, -t), (w, -t), (w * 1.02, -t * 0.3), (h * 0.8, 0.04), (-h * 0.8, 0.04), (-w * 1.02, -t * 0.3)],
            tension=0.4,
        )
    waist = 0.72 if garment in ("dress", "skirt", "tutu") else 0.9
    return smooth(
        [
            (-h, t * 0.08),
            (-w * waist, -t * 0.42),
            (-w * 0.98, -t * 0.82),
            (-w * 0.62, -t * 1.0),
            (0, -t * 1.03),
            (w * 0.62, -t * 1.0),
            (w * 0.98, -t * 0.82),
            (w * waist, -t * 0.42),
            (h, t * 0.08),
            (0, t * 0.14),
        ],
        tension=0.9,
    )
