"""The skeleton: where the joints of a body are in a pose."""

from __future__ import annotations

import dataclasses
import math

from actors.text_to_video.procedural.figures.motion import lerp, reachable, turned, two_bones
from actors.text_to_video.procedural.figures.people.build import Build
from actors.text_to_video.procedural.figures.people.pose import Pose
from actors.text_to_video.procedural.figures.shapes import Point

#: Height of the ankle and distance from ankle to ball of the foot, in leg lengths.
ANKLE, BALL = 0.085, 0.13


@dataclasses.dataclass(slots=True)
class Joints:
    """Joints in metres, before the pose's roll, lift and flip."""

    hips: Point
    shoulders: Point
    head: Point
    back: float
    face: float
    near_arm: tuple[Point, Point, Point]
    far_arm: tuple[Point, Point, Point]
    near_leg: tuple[Point, Point, Point]
    far_leg: tuple[Point, Point, Point]


def solved(build: Build, pose: Pose) -> Joints:
    """Find every joint.

    Args:
        build: the body's measures.
        pose: the moment.
    """
    hips = (pose.hip[0] * build.leg, -pose.hip[1] * build.leg)
    back = pose.lean + build.stoop
    shoulders = turned((hips[0], hips[1] - build.torso * 0.93), back, hips)
    face = back * 0.75 + pose.nod - build.stoop * 0.6
    neck = turned((hips[0], hips[1] - build.torso), back, hips)
    head = turned((neck[0], neck[1] - build.neck - build.head * 0.9), back * 0.55 + pose.nod * 0.5, neck)
    frontal = 1 - abs(pose.turn) * 0.72
    spread = turned((build.shoulder * 0.88 * frontal, 0.0), back)
    near_shoulder = (shoulders[0] - spread[0], shoulders[1] - spread[1])
    far_shoulder = (shoulders[0] + spread[0], shoulders[1] + spread[1])
    apart = build.hip * 0.56 * frontal
    return Joints(
        hips,
        shoulders,
        head,
        back,
        face,
        _arm(build, near_shoulder, pose.near_hand, pose.lean, pose.near_elbow),
        _arm(build, far_shoulder, pose.far_hand, pose.lean, pose.far_elbow),
        _leg(build, (hips[0] - apart, hips[1]), pose.near_foot, pose.near_pitch),
        _leg(build, (hips[0] + apart, hips[1]), pose.far_foot, pose.far_pitch),
    )


def _arm(build: Build, shoulder: Point, hand: Point, lean: float, elbow: float) -> tuple[Point, Point, Point]:
    angle = math.radians(hand[0]) - lean * 0.8
    reach = build.arm * hand[1]
    end = (shoulder[0] + math.sin(angle) * reach, shoulder[1] + math.cos(angle) * reach)
    return shoulder, two_bones(shoulder, end, build.arm * 0.5, build.arm * 0.5, elbow), end


def _leg(build: Build, hip: Point, foot: Point, pitch: float) -> tuple[Point, Point, Point]:
    leg = build.leg
    ankle = turned((foot[0] * leg, -(foot[1] + ANKLE) * leg), pitch, ((foot[0] + BALL) * leg, -foot[1] * leg))
    # A joint that is nearly straight would snap; the last hundredth is left to the knee.
    ankle = reachable(hip, ankle, leg * (1 - ANKLE) * 1.0)
    knee = two_bones(hip, ankle, leg * lerp(0.5, 0.45, 0.6), leg * lerp(0.5, 0.45, 0.4), -1.0)
    return hip, knee, ankle
