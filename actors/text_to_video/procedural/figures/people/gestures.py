"""Poses of people who stay where they are."""

from __future__ import annotations

import math

from actors.text_to_video.procedural.figures.motion import blink, cycle, ease, held, keyed, lerp, pulse, turnabout, wave
from actors.text_to_video.procedural.figures.people.pose import Pose


def stand(t_s: float) -> Pose:
    """Stand, breathe, shift the weight, look about a little."""
    breath = wave(t_s, 3.4)
    shift = wave(t_s, 6.8)
    return Pose(
        hip=(0.025 * shift, 0.982 + 0.004 * breath),
        lean=0.012 * shift,
        nod=0.02 * breath,
        near_hand=(-7 - 2 * breath, 0.95),
        far_hand=(8 + 2 * breath, 0.95),
        eyes=blink(t_s, 0.0),
        look=0.3 + 0.4 * wave(t_s, 5.1),
    )


def dance(t_s: float) -> Pose:
    """Dance: hips swing, arms alternate high and low, a heel lifts on each beat."""
    beat = wave(t_s, 1.2)
    bounce = pulse(t_s, 0.6)
    near, far = max(0.0, beat), max(0.0, -beat)
    return Pose(
        hip=(0.13 * beat, 0.96 - 0.07 * bounce),
        lean=-0.16 * beat,
        nod=0.14 * beat,
        turn=0.25 + 0.2 * beat,
        near_hand=(lerp(-55, -160, 0.5 + 0.5 * beat), 0.82),
        far_hand=(lerp(160, 50, 0.5 + 0.5 * beat), 0.82),
        near_elbow=-1,
        near_foot=(-0.2 - 0.05 * far, 0.12 * far),
        far_foot=(0.24 + 0.05 * near, 0.12 * near),
        near_pitch=0.5 * far,
        far_pitch=0.5 * near,
        mouth="open",
        gape=0.5,
        glad=True,
    )


def sit(t_s: float) -> Pose:
    """Sit on a stool, hands on the knees, a foot swinging."""
    breath = wave(t_s, 3.4)
    return Pose(
        hip=(-0.1, 0.56),
        lean=-0.04 + 0.012 * breath,
        nod=0.03,
        turn=0.6,
        near_hand=(38, 0.82),
        far_hand=(44, 0.84),
        near_foot=(0.42 + 0.03 * wave(t_s, 1.8), 0.01),
        far_foot=(0.52, 0.0),
        near_pitch=-0.06 * wave(t_s, 1.8),
        eyes=blink(t_s, 0.1),
        look=0.3 * wave(t_s, 4.3),
    )


def sleep(t_s: float) -> Pose:
    """Lie on the back and breathe deeply."""
    breath = wave(t_s, 3.6)
    return Pose(
        hip=(0.0, 0.985),
        rest=0.2 + 0.006 * breath,
        roll=-math.pi / 2 + 0.06,
        nod=0.12,
        turn=0.8,
        near_hand=(14, 0.82 + 0.02 * breath),
        far_hand=(10, 0.9),
        near_foot=(0.03, 0.02),
        far_foot=(0.1, 0.02),
        near_pitch=-0.1,
        far_pitch=-0.1,
        eyes=1.0,
        mouth="open",
        gape=0.12 + 0.1 * breath,
    )


def eat(t_s: float) -> Pose:
    """Bring food to the mouth, bite, chew."""
    at = cycle(t_s, 2.6)
    up = held(at, 0.3, 0.5, 0.25)
    chew = 0.35 * pulse(t_s, 0.32) * ease((at - 0.45) / 0.1) * ease((1 - at) / 0.1)
    return Pose(
        nod=0.12 * up,
        near_hand=(lerp(52, 132, up), lerp(0.62, 0.55, up)),
        far_hand=(40, 0.5),
        turn=0.55,
        mouth="open",
        gape=max(0.75 * held(at, 0.34, 0.4, 0.1), chew),
        glad=at > 0.55,
        eyes=blink(t_s, 0.4),
    )


def drink(t_s: float) -> Pose:
    """Lift a cup, tip the head back, set it down."""
    at = cycle(t_s, 3.2)
    up = held(at, 0.35, 0.62, 0.25)
    return Pose(
        lean=-0.05 * up,
        nod=-0.22 * up,
        turn=0.65,
        near_hand=(lerp(58, 134, up), lerp(0.6, 0.6, up)),
        far_hand=(8, 0.93),
        mouth="smile",
        eyes=max(up * 0.9, blink(t_s, 0.4)),
    )


def hail(t_s: float) -> Pose:
    """Wave with a raised hand."""
    swing = wave(t_s, 0.75)
    return Pose(
        hip=(0.02 * wave(t_s, 1.5), 0.985),
        lean=-0.04,
        nod=0.04 * swing,
        turn=0.2,
        near_hand=(-8, 0.94),
        far_hand=(152 + 17 * swing, 0.92),
        mouth="open",
        gape=0.55,
        eyes=blink(t_s, 0.2),
    )


def sing(t_s: float) -> Pose:
    """Sing into a microphone, swaying, the other arm spread."""
    sway = wave(t_s, 2.4)
    return Pose(
        hip=(0.05 * sway, 0.98),
        lean=-0.05 + 0.05 * sway,
        nod=-0.13 + 0.05 * sway,
        turn=0.45,
        near_hand=(127, 0.5),
        far_hand=(86 + 28 * wave(t_s, 2.4, -0.1), 0.85),
        mouth="open",
        gape=0.45 + 0.5 * pulse(t_s, 0.8) * pulse(t_s, 3.1, 0.3),
        eyes=0.25 + 0.75 * pulse(t_s, 4.8),
    )


def read(t_s: float) -> Pose:
    """Hold a book in both hands, eyes going along the lines."""
    return Pose(
        nod=0.3 + 0.02 * wave(t_s, 3.0),
        lean=0.03,
        turn=0.6,
        near_hand=(66, 0.62),
        far_hand=(74, 0.66),
        look=0.2 + 0.6 * wave(t_s, 1.9),
        eyes=max(0.3, blink(t_s, 0.6)),
    )


def spin(t_s: float) -> Pose:
    """Turn about on one leg, arms rounded overhead."""
    turn = turnabout(t_s, 1.3)
    return Pose(
        hip=(0.0, 1.0),
        flip=turn,
        turn=0.2,
        near_hand=(-166, 0.84),
        far_hand=(166, 0.84),
        near_elbow=-1,
        near_foot=(0.0, 0.02),
        far_foot=(0.02, 0.42),
        near_pitch=0.75,
        far_pitch=1.0,
        glad=True,
    )


def float_(t_s: float) -> Pose:
    """Hang below a balloon, legs dangling."""
    sway = wave(t_s, 3.2)
    return Pose(
        hip=(0.0, 1.05),
        lift=0.12 + 0.06 * wave(t_s, 2.6),
        roll=0.07 * sway,
        turn=0.35,
        far_hand=(168, 0.99),
        near_hand=(-22 - 8 * sway, 0.9),
        near_foot=(-0.12 - 0.06 * wave(t_s, 3.2, -0.12), 0.07),
        far_foot=(0.1 - 0.06 * wave(t_s, 3.2, -0.2), 0.13),
        near_pitch=0.6,
        far_pitch=0.6,
        eyes=blink(t_s, 0.3),
    )


def drive(t_s: float) -> Pose:
    """Sit at a steering wheel."""
    shake = wave(t_s, 0.35)
    steer = wave(t_s, 2.2)
    return Pose(
        hip=(-0.3, 0.5 + 0.006 * shake),
        lean=-0.14,
        nod=0.06,
        turn=0.75,
        near_hand=(60 + 7 * steer, 0.86),
        far_hand=(66 - 7 * steer, 0.86),
        near_foot=(0.62, 0.12),
        far_foot=(0.66, 0.14),
        near_pitch=-0.6,
        far_pitch=-0.6,
        eyes=blink(t_s, 0.8),
    )


def sail(t_s: float) -> Pose:
    """Stand in a boat and hold the sheet."""
    rock = wave(t_s, 2.8)
    return Pose(
        hip=(-0.38, 1.08),
        lean=-0.1 - 0.05 * rock,
        turn=0.65,
        near_hand=(78 + 4 * rock, 0.8),
        far_hand=(94, 0.85),
        near_foot=(-0.2, 0.13),
        far_foot=(0.14, 0.13),
        eyes=blink(t_s, 0.3),
    )


def look_around(t_s: float) -> Pose:
    """Shade the eyes with a hand and turn from side to side."""
    side = keyed(cycle(t_s, 4.4), ((0, -1), (0.18, -1), (0.42, 1), (0.68, 1), (0.94, -1), (1, -1)))
    return Pose(
        lean=0.1 * side,
        nod=-0.03,
        turn=0.7 * side,
        look=side,
        near_hand=(147, 0.55),
        far_hand=(-14, 0.9),
        hip=(0.05 * side, 0.98),
        mouth="flat",
        eyes=blink(t_s, 0.5),
    )


def clap(t_s: float) -> Pose:
    """Clap in front of the chest."""
    apart = pulse(t_s, 0.46) ** 0.8 if pulse(t_s, 0.46) > 0 else 0.0
    return Pose(
        hip=(0.0, 0.975 + 0.01 * apart),
        turn=0.2,
        near_hand=(58 - 52 * apart, 0.6),
        far_hand=(-42 + 62 * apart, 0.58),
        mouth="open",
        gape=0.6,
        glad=True,
        nod=0.04 * apart,
    )


def bow(t_s: float) -> Pose:
    """Bow deeply, hold, rise."""
    down = held(cycle(t_s, 3.4), 0.32, 0.58, 0.27)
    return Pose(
        hip=(-0.16 * down, 0.985 - 0.02 * down),
        lean=1.0 * down,
        nod=0.25 * down,
        turn=lerp(0.4, 0.7, down),
        near_hand=(lerp(8, 62, down), lerp(0.95, 0.5, down)),
        far_hand=(lerp(-8, -70, down), 0.92),
        eyes=max(down, blink(t_s, 0.9)),
    )


def kick(t_s: float) -> Pose:
    """Swing a leg back and kick."""
    at = cycle(t_s, 1.8)
    leg = keyed(at, ((0, 0), (0.24, -1), (0.44, 1), (0.56, 1), (0.85, 0), (1, 0)))
    back, front = max(0.0, -leg), max(0.0, leg)
    return Pose(
        hip=(0.03 * leg, 0.965),
        lean=0.2 * back - 0.22 * front,
        turn=0.75,
        near_foot=(-0.1 - 0.44 * back + 0.85 * front, 0.28 * back + 0.46 * front),
        far_foot=(-0.02, 0.0),
        near_pitch=0.9 * back - 0.3 * front,
        near_hand=(10 - 55 * leg, 0.88),
        far_hand=(5 + 70 * leg, 0.88),
        mouth="open",
        gape=0.2 + 0.4 * front,
        eyes=blink(t_s, 0.9),
    )


def throw(t_s: float) -> Pose:
    """Wind up, throw, follow through."""
    at = cycle(t_s, 2.2)
    arm = keyed(at, ((0, 30), (0.32, -128), (0.5, -232), (0.62, -320), (0.88, -330), (1, -330)))
    lean = keyed(at, ((0, 0.0), (0.32, -0.25), (0.55, 0.32), (0.9, 0.0), (1, 0.0)))
    return Pose(
        hip=(lean * 0.4, 0.95),
        lean=lean,
        turn=0.7,
        near_hand=(arm, 0.9),
        far_hand=(55 - lean * 130, 0.85),
        near_foot=(-0.24, 0.0),
        far_foot=(0.3, 0.0),
        near_pitch=max(0.0, lean),
        eyes=blink(t_s, 0.9),
    )


def stretch(t_s: float) -> Pose:
    """Reach up with both arms, lean from side to side, rise on the toes."""
    up = held(cycle(t_s, 4.0), 0.25, 0.75, 0.2)
    side = wave(t_s, 4.0, 0.25) * up
    return Pose(
        hip=(-0.05 * side, 0.985),
        lean=0.16 * side - 0.06 * up,
        nod=-0.15 * up,
        turn=0.25,
        near_hand=(lerp(-8, -174, up), 0.98),
        far_hand=(lerp(8, 174, up), 0.98),
        near_elbow=-1,
        near_pitch=0.0,
        eyes=max(up, blink(t_s, 0.1)),
        mouth="open",
        gape=0.5 * up,
    )


def laugh(t_s: float) -> Pose:
    """Laugh with the whole body, hands at the belly."""
    shake = wave(t_s, 0.28)
    fit = 0.55 + 0.45 * wave(t_s, 2.4)
    return Pose(
        hip=(0.0, 0.96 + 0.012 * shake),
        lean=-0.2 * fit + 0.02 * shake,
        nod=-0.24 * fit,
        turn=0.5,
        near_hand=(46, 0.52 + 0.01 * shake),
        far_hand=(58, 0.56),
        mouth="open",
        gape=0.75 + 0.25 * shake * fit,
        glad=True,
    )


def cry(t_s: float) -> Pose:
    """Rub the eyes, shoulders shaking."""
    sob = wave(t_s, 0.5) * (0.6 + 0.4 * wave(t_s, 2.2))
    return Pose(
        hip=(0.0, 0.96 + 0.008 * sob),
        lean=0.16 + 0.015 * sob,
        nod=0.22,
        turn=0.3,
        near_hand=(140 + 4 * wave(t_s, 0.5), 0.5),
        far_hand=(-158 - 4 * wave(t_s, 0.5), 0.48),
        far_elbow=-1,
        eyes=1.0,
        mouth="sad",
        gape=0.3,
    )
