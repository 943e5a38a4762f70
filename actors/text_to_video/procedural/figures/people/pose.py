"""A pose: what an action says of a body at one moment."""

from __future__ import annotations

import dataclasses

from actors.text_to_video.procedural.figures.shapes import Point


@dataclasses.dataclass(slots=True)
class Pose:
    """A moment of a person, independent of the body's measures.

    Args:
        hip: x and height of the hips before any roll, in leg lengths; height 1 is a straight stand.
        lean: of the back, radians, forward positive.
        nod: of the head against the back, radians, forward positive.
        turn: of the face, 0 to the viewer, 1 in profile.
        near_hand: direction in degrees (0 down, 90 forward, 180 up, -90 back) and reach 0..1 of the arm.
        far_hand: the same for the other arm.
        near_foot: x from the middle and height above the ground, in leg lengths.
        far_foot: the same for the other foot.
        near_pitch: of the foot, radians, heel up positive.
        far_pitch: the same for the other foot.
        roll: of the whole figure about the hips, radians clockwise.
        lift: of the whole figure above the ground, in leg lengths.
        flip: 1 facing right .. -1 facing left, through edge-on.
        squash: of the whole figure, positive is flat.
        mouth: shape of the mouth: smile, open, sad, flat.
        gape: how far an open mouth is open, 0..1.
        eyes: 0 open .. 1 closed.
        glad: whether the eyes are laughing arcs.
        look: where the pupils look, -1..1.
        near_elbow: which way the near elbow goes: 1 is back and down.
        far_elbow: the same for the other arm.
        rest: height of the hips on the picture for bodies that do not stand (lying, flying), in leg lengths.
    """

    hip: Point = (0.0, 0.985)
    lean: float = 0.0
    nod: float = 0.0
    turn: float = 0.45
    near_hand: Point = (-7.0, 0.96)
    far_hand: Point = (8.0, 0.96)
    near_foot: Point = (-0.09, 0.0)
    far_foot: Point = (0.11, 0.0)
    near_pitch: float = 0.0
    far_pitch: float = 0.0
    roll: float = 0.0
    lift: float = 0.0
    flip: float = 1.0
    squash: float = 0.0
    mouth: str = "smile"
    gape: float = 0.0
    eyes: float = 0.0
    glad: bool = False
    look: float = 0.3
    near_elbow: float = 1.0
    far_elbow: float = 1.0
    rest: float | None = None
