"""Every subject, action, place, weather, time of day, camera move, style and colour that can be drawn.

The lexicon maps words of prompts to these names, the drawing rooms have a drawing for each: tests hold all three
together. The first of each tuple is what is meant where a prompt says nothing.
"""

from __future__ import annotations

PEOPLE = ("boy", "girl", "man", "woman", "old_man", "old_woman", "dancer", "astronaut", "robot")
FOUR_LEGGED = (
    "cat", "dog", "horse", "rabbit", "fox", "bear", "panda", "tiger", "lion", "elephant", "cow", "sheep", "pig",
    "monkey", "dinosaur",
)  # fmt: skip
OTHER_ANIMALS = (
    "bird", "owl", "penguin", "duck", "chicken", "fish", "whale", "dolphin", "turtle", "frog", "butterfly", "dragon",
)  # fmt: skip
VEHICLES = (
    "car", "bus", "bicycle", "train", "airplane", "rocket", "boat", "sailboat", "hot_air_balloon", "ufo",
)  # fmt: skip
THINGS = ("flower", "ball", "kite", "lantern", "snowman")
SUBJECTS = (*PEOPLE, *FOUR_LEGGED, *OTHER_ANIMALS, *VEHICLES, *THINGS)

ACTIONS = (
    "stand", "walk", "run", "jump", "dance", "fly", "swim", "sit", "sleep", "eat", "drink", "wave", "sing", "read",
    "spin", "climb", "roll", "float", "fall", "drive", "sail", "look_around", "clap", "bow", "kick", "throw", "stretch",
    "laugh", "cry", "skate",
)  # fmt: skip

PLACES = (
    "grassland", "street", "city", "park", "forest", "jungle", "bamboo_forest", "beach", "sea", "underwater", "island",
    "mountain", "volcano", "desert", "wheat_field", "farm", "village", "river", "lake", "waterfall", "snowfield",
    "space", "moon", "sky", "room", "classroom", "stage", "stadium", "garden", "bridge", "castle", "temple", "road",
)  # fmt: skip

WEATHERS = (
    "clear", "cloudy", "overcast", "rain", "storm", "snow", "blizzard", "fog", "wind", "sandstorm", "rainbow", "petals",
    "leaves", "aurora", "meteors",
)  # fmt: skip

TIMES_OF_DAY = ("morning", "dawn", "noon", "afternoon", "sunset", "dusk", "night")

CAMERAS = (
    "still", "pan_left", "pan_right", "tilt_up", "tilt_down", "zoom_in", "zoom_out", "follow", "orbit", "handheld",
)  # fmt: skip

STYLES = ("flat", "watercolour", "ink", "neon", "paper", "pixel", "sketch", "pastel", "retro", "noir")

COLOURS = (
    "red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "black", "white", "grey", "gold",
    "silver",
)  # fmt: skip
