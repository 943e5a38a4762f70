"""Where a foot is in a step: on the ground it stays, in the air it swings forward without a jerk."""

from __future__ import annotations

import math


def step(phase: float, stride: float, lift: float, duty: float) -> tuple[float, float, float]:
    """Give a foot's x, height and pitch in one cycle of a gait.

    While the foot is down it moves back at the body's speed, stride / (duty * period), so that it rests on the
    ground; the swing joins with the same speed at both ends.

    Args:
        phase: place in the cycle; 0 is where the foot comes down.
        stride: way of the body while the foot is down, metres.
        lift: greatest height of the swing, metres.
        duty: part of the cycle that the foot is down, 0..1.

    Returns:
        x relative to the middle of the stance, height above the ground (both metres), pitch in radians, positive
        where the heel is up.
    """
    phase %= 1.0
    if phase < duty:
        share = phase / duty
        return stride * (0.5 - share), 0.0, 0.6 * _late(share)
    share = (phase - duty) / (1 - duty)
    slope = -stride * (1 - duty) / duty
    square, cube = share * share, share**3
    # Hermite: from -stride/2 to stride/2 with the stance's speed at both ends.
    x = stride * (-0.5 + 3 * square - 2 * cube) + slope * (cube - 2 * square + share + cube - square)
    pitch = 0.6 * (1 - share) ** 2 * (1 + 2 * share) - 0.25 * math.sin(math.pi * share) ** 2 * share
    return x, lift * math.sin(math.pi * share) ** 2, pitch


def _late(share: float) -> float:
    """Rise from 0 to 1 in the last third of the stance: the heel leaves the ground before the toes."""
    x = max(0.0, (share - 0.62) / 0.38)
    return x * x * (3 - 2 * x)
