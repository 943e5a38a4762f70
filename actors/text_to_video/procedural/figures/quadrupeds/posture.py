"""A posture: what an action says of a four-legged body at one moment, independent of its measures."""

from __future__ import annotations

import dataclasses

from actors.text_to_video.procedural.figures.shapes import Point


@dataclasses.dataclass(slots=True)
class Posture:
    """A moment of an animal.

    Args:
        hip: x (from its place at rest) and height of the hips, in leg lengths.
        pitch: rise of the back towards the shoulders, radians.
        hind: x from rest and height of near and far hind foot, in leg lengths.
        front: the same for the front feet, where they stand.
        paws: direction in degrees (0 down, 90 forward, 180 up) and reach of the front legs where they do not stand.
        neck: added to the neck's angle, radians, up positive.
        nod: of the head, radians, down positive.
        tail: lift of the tail, radians, up positive.
        wag: its swing.
        roll: of the whole about the middle of the body, radians clockwise.
        rest: height of the middle of the body for animals that do not stand, in leg lengths.
        lift: of the whole above the ground, in leg lengths.
        flip: 1 facing right .. -1 facing left.
        squash: of the whole, positive is flat.
        gape: how far the mouth is open, 0..1.
        eyes: 0 open .. 1 closed.
        glad: whether the eyes are laughing arcs.
        look: -1..1.
    """

    hip: Point = (0.0, 1.0)
    pitch: float = 0.0
    hind: tuple[Point, Point] = ((0.0, 0.0), (0.12, 0.0))
    front: tuple[Point, Point] = ((0.0, 0.0), (0.12, 0.0))
    paws: tuple[Point, Point] | None = None
    neck: float = 0.0
    nod: float = 0.0
    tail: float = 0.0
    wag: float = 0.0
    roll: float = 0.0
    rest: float | None = None
    lift: float = 0.0
    flip: float = 1.0
    squash: float = 0.0
    gape: float = 0.0
    eyes: float = 0.0
    glad: bool = False
    look: float = 0.2
