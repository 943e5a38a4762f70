"""What each action is for four-legged animals: posture, place, speed and prop."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from actors.text_to_video.procedural.figures.figure import Ground
from actors.text_to_video.procedural.figures.quadrupeds import gestures, moving
from actors.text_to_video.procedural.figures.quadrupeds.posture import Posture


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One action: its posture, where it happens, leg lengths a second, and which prop it needs."""

    posture: Callable[[float], Posture]
    ground: Ground = "ground"
    speed: float = 0.0
    prop: str = ""


ACTS: dict[str, Act] = {
    "stand": Act(gestures.stand),
    "walk": Act(moving.walk, speed=moving.WALK_SPEED),
    "run": Act(moving.gallop, speed=moving.GALLOP_SPEED),
    "jump": Act(moving.jump),
    "dance": Act(gestures.dance),
    "fly": Act(moving.fly, "air", 5.0, "cape"),
    "swim": Act(moving.swim, "water", 1.2),
    "sit": Act(gestures.sit),
    "sleep": Act(gestures.sleep, prop="zzz"),
    "eat": Act(gestures.eat, prop="bowl"),
    "drink": Act(gestures.drink, prop="water"),
    "wave": Act(gestures.hail),
    "sing": Act(gestures.sing, prop="notes"),
    "read": Act(gestures.read, prop="book"),
    "spin": Act(moving.spin),
    "climb": Act(moving.climb, prop="trunk"),
    "roll": Act(moving.roll),
    "float": Act(moving.float_, "air", prop="balloons"),
    "fall": Act(moving.fall, "air"),
    "drive": Act(gestures.drive, speed=7.0, prop="kart"),
    "sail": Act(gestures.sail, "water", 2.0, "sailboat"),
    "look_around": Act(gestures.look_around),
    "clap": Act(gestures.clap),
    "bow": Act(gestures.bow),
    "kick": Act(gestures.kick),
    "throw": Act(gestures.throw, prop="ball"),
    "stretch": Act(gestures.stretch),
    "laugh": Act(gestures.laugh),
    "cry": Act(gestures.cry, prop="tears"),
    "skate": Act(moving.skate, speed=3.0, prop="skates"),
}
#: Species that do not gallop trot instead; those that leap hop instead of walking.
TROT = Act(moving.trot, speed=moving.TROT_SPEED)
HOPPING = Act(moving.hopping, speed=moving.HOP_SPEED)
