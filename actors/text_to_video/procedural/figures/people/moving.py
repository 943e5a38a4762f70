"""Poses of people who go somewhere: on foot, on wheels, through water and air."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures.gait import step
from actors.text_to_video.procedural.figures.motion import blink, cycle, hop, lerp, pulse, wave
from actors.text_to_video.procedural.figures.people.pose import Pose

#: Speeds in leg lengths a second, and for walk and run the cycle: seconds, part of it that a foot is down.
WALK_SPEED, WALK_PERIOD_S, WALK_DUTY = 1.45, 1.0, 0.6
RUN_SPEED, RUN_PERIOD_S, RUN_DUTY = 3.6, 0.62, 0.34
SKATE_SPEED = 3.0


def walk(t_s: float) -> Pose:
    """Walk with arms swinging against the legs."""
    at = cycle(t_s, WALK_PERIOD_S)
    stride = WALK_SPEED * WALK_PERIOD_S * WALK_DUTY
    near_x, near_y, near_pitch = step(at, stride, 0.11, WALK_DUTY)
    far_x, far_y, far_pitch = step(at + 0.5, stride, 0.11, WALK_DUTY)
    swing = math.cos(math.tau * (at - 0.02))
    bob = math.cos(2 * math.tau * (at - 0.05))
    return Pose(
        hip=(0.0, 0.945 - 0.018 * bob), lean=0.05, nod=-0.02 + 0.02 * bob, turn=0.7,
        near_hand=(2 - 30 * swing, 0.93), far_hand=(2 + 30 * swing, 0.93),
        near_foot=(near_x, near_y), far_foot=(far_x, far_y), near_pitch=near_pitch, far_pitch=far_pitch,
        eyes=blink(t_s, 0.2),
    )  # fmt: skip


def run(t_s: float) -> Pose:
    """Run: both feet off the ground between steps, elbows bent."""
    at = cycle(t_s, RUN_PERIOD_S)
    stride = RUN_SPEED * RUN_PERIOD_S * RUN_DUTY
    near_x, near_y, near_pitch = step(at, stride, 0.42, RUN_DUTY)
    far_x, far_y, far_pitch = step(at + 0.5, stride, 0.42, RUN_DUTY)
    swing = math.cos(math.tau * (at - 0.04))
    bob = math.cos(2 * math.tau * (at - 0.17))
    return Pose(
        hip=(0.0, 0.93 - 0.05 * bob), lean=0.24, nod=-0.14, turn=0.8,
        near_hand=(34 - 52 * swing, 0.66), far_hand=(34 + 52 * swing, 0.66),
        near_foot=(near_x - 0.05, near_y), far_foot=(far_x - 0.05, far_y),
        near_pitch=near_pitch * 1.5, far_pitch=far_pitch * 1.5, mouth="open", gape=0.3, eyes=blink(t_s, 0.5),
    )  # fmt: skip


def jump(t_s: float) -> Pose:
    """Crouch, leap with arms up, land soft."""
    height, squash = hop(cycle(t_s, 1.5))
    crouch = max(0.0, squash)
    tuck = height
    arms = lerp(12, 150, height) - 55 * crouch
    return Pose(
        hip=(0.0, 0.985 - 0.33 * crouch), lean=0.42 * crouch - 0.05 * height, nod=-0.2 * crouch,
        near_hand=(arms, 0.95), far_hand=(arms - 12, 0.95),
        near_foot=(-0.1 - 0.12 * tuck, 0.26 * tuck), far_foot=(0.12 + 0.1 * tuck, 0.12 * tuck),
        near_pitch=0.7 * tuck, far_pitch=0.5 * tuck, lift=0.62 * height,
        mouth="open", gape=0.35 + 0.65 * height, glad=height > 0.5, eyes=blink(t_s, 0.3),
    )  # fmt: skip


def fly(t_s: float) -> Pose:
    """Fly flat on the air, one fist ahead."""
    bob = wave(t_s, 2.4)
    flutter = wave(t_s, 0.9)
    return Pose(
        rest=0.5 + 0.05 * bob, roll=1.28 + 0.06 * wave(t_s, 2.4, 0.2), nod=-0.95, turn=0.75,
        near_hand=(172, 0.99), far_hand=(20, 0.9),
        near_foot=(-0.06, 0.03 + 0.02 * flutter), far_foot=(0.12, 0.05 - 0.02 * flutter),
        near_pitch=0.9, far_pitch=0.9, eyes=blink(t_s, 0.1),
    )  # fmt: skip


def swim(t_s: float) -> Pose:
    """Swim the crawl: arms windmill, legs flutter."""
    at = cycle(t_s, 1.5)
    flutter = wave(t_s, 0.5)
    return Pose(
        rest=0.3 + 0.02 * wave(t_s, 0.75), roll=1.4 + 0.05 * wave(t_s, 1.5), nod=-0.8, turn=0.75,
        near_hand=(360 * at - 180, 0.97), far_hand=(360 * at, 0.97),
        near_foot=(0.14 * flutter, 0.02), far_foot=(-0.14 * flutter, 0.02), near_pitch=1.0, far_pitch=1.0,
        mouth="open", gape=0.3, eyes=blink(t_s, 0.4),
    )  # fmt: skip


def skate(t_s: float) -> Pose:
    """Glide on one leg, push with the other, and change."""
    push = wave(t_s, 2.2)
    near_back, far_back = max(0.0, push), max(0.0, -push)
    return Pose(
        hip=(0.0, 0.85), lean=0.4, nod=-0.25, turn=0.75,
        near_hand=(-30 + 75 * -push, 0.9), far_hand=(-30 + 75 * push, 0.9),
        near_foot=(0.08 - 0.62 * near_back**1.5, 0.24 * near_back**2),
        far_foot=(0.08 - 0.62 * far_back**1.5, 0.24 * far_back**2),
        near_pitch=0.5 * near_back**2, far_pitch=0.5 * far_back**2, eyes=blink(t_s, 0.6),
    )  # fmt: skip


def roll(t_s: float) -> Pose:
    """Tumble forward in a tight ball."""
    return Pose(
        hip=(0.0, 0.42), rest=0.5, lean=0.75, nod=0.7, turn=0.9, roll=math.tau * t_s / 1.3,
        near_hand=(58, 0.6), far_hand=(62, 0.6), near_foot=(0.3, 0.2), far_foot=(0.34, 0.23),
        near_pitch=-0.2, far_pitch=-0.2, eyes=1.0,
    )  # fmt: skip


def fall(t_s: float) -> Pose:
    """Tumble through the air, arms and legs flailing."""
    return Pose(
        rest=0.95, roll=0.5 * wave(t_s, 2.6) - 0.25, lean=-0.15, nod=-0.1, turn=0.3,
        near_hand=(-155 + 28 * wave(t_s, 0.55), 0.95), far_hand=(150 + 28 * wave(t_s, 0.55, 0.3), 0.95), near_elbow=-1,
        near_foot=(-0.34 + 0.1 * wave(t_s, 0.6), 0.1), far_foot=(0.42 + 0.1 * wave(t_s, 0.6, 0.4), 0.14),
        near_pitch=0.6, far_pitch=0.2, mouth="open", gape=0.9,
    )  # fmt: skip


def climb(t_s: float) -> Pose:
    """Climb a ladder hand over hand; the rungs move down past the climber."""
    at = cycle(t_s, 1.6)
    near, far = pulse(at, 1.0), pulse(at, 1.0, 0.5)
    return Pose(
        hip=(-0.16, 0.95), lean=0.1, nod=-0.3, turn=0.75,
        near_hand=(118 + 34 * far, 0.66 + 0.26 * far), far_hand=(118 + 34 * near, 0.66 + 0.26 * near),
        near_foot=(0.22, 0.1 + 0.28 * near), far_foot=(0.26, 0.1 + 0.28 * far), eyes=blink(t_s, 0.7),
    )  # fmt: skip
