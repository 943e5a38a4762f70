"""What each action is for people: its pose, where it happens and how fast it goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.people import gestures, moving
from actors.text_to_video.procedural.figures.people.pose import Pose


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One action.

    Args:
        pose: gives the pose of a moment.
        ground: where it happens.
        speed: leg lengths a second.
        width: width of the whole with its props, in body heights.
    """

    pose: Callable[[float], Pose]
    ground: Ground = "ground"
    speed: float = 0.0
    width: float = 0.4


ACTIONS: dict[str, Act] = {
    "stand": Act(gestures.stand),
    "walk": Act(moving.walk, speed=moving.WALK_SPEED),
    "run": Act(moving.run, speed=moving.RUN_SPEED, width=0.55),
    "jump": Act(moving.jump),
    "dance": Act(gestures.dance, width=0.6),
    "fly": Act(moving.fly, "air", 4.0, width=1.1),
    "swim": Act(moving.swim, "water", 1.0, width=1.15),
    "sit": Act(gestures.sit, width=0.5),
    "sleep": Act(gestures.sleep, width=1.1),
    "eat": Act(gestures.eat),
    "drink": Act(gestures.drink),
    "wave": Act(gestures.hail, width=0.5),
    "sing": Act(gestures.sing, width=0.5),
    "read": Act(gestures.read, width=0.5),
    "spin": Act(gestures.spin),
    "climb": Act(moving.climb, width=0.5),
    "roll": Act(moving.roll, speed=1.9, width=0.6),
    "float": Act(gestures.float_, "air", width=0.5),
    "fall": Act(moving.fall, "air", width=0.7),
    "drive": Act(gestures.drive, speed=6.0, width=1.2),
    "sail": Act(gestures.sail, "water", 2.0, width=1.3),
    "look_around": Act(gestures.look_around),
    "clap": Act(gestures.clap),
    "bow": Act(gestures.bow, width=0.6),
    "kick": Act(gestures.kick, width=0.7),
    "throw": Act(gestures.throw, width=0.7),
    "stretch": Act(gestures.stretch, width=0.5),
    "laugh": Act(gestures.laugh),
    "cry": Act(gestures.cry),
    "skate": Act(moving.skate, speed=moving.SKATE_SPEED, width=0.6),
}
