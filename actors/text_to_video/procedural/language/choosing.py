"""What nobody said: the action of a bird, the place of a whale, the time of the stars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actors.text_to_video.procedural import vocabulary

#: What a subject does when nothing is said, by place where it matters.
_ACTIONS = {
    **dict.fromkeys(vocabulary.PEOPLE, "walk"), **dict.fromkeys(vocabulary.FOUR_LEGGED, "walk"),
    "dancer": "dance", "astronaut": "float", "cat": "look_around", "panda": "eat", "cow": "eat", "sheep": "eat",
    "bird": "fly", "owl": "look_around", "penguin": "walk", "duck": "swim", "chicken": "walk", "fish": "swim",
    "whale": "swim", "dolphin": "jump", "turtle": "walk", "frog": "jump", "butterfly": "fly", "dragon": "fly",
    "car": "drive", "bus": "drive", "bicycle": "drive", "train": "drive", "airplane": "fly", "rocket": "fly",
    "boat": "sail", "sailboat": "sail", "hot_air_balloon": "float", "ufo": "fly", "flower": "stand", "ball": "roll",
    "kite": "fly", "lantern": "float", "snowman": "stand",
}  # fmt: skip
_WATER = frozenset({"sea", "lake", "river", "underwater"})
#: What a subject does in a place that changes it.
_ACTIONS_IN = {
    **{("turtle", place): "swim" for place in _WATER},
    **{("frog", place): "swim" for place in _WATER},
    ("dolphin", "underwater"): "swim",
    ("astronaut", "moon"): "walk",
    ("astronaut", "street"): "walk",
    **{("duck", place): "walk" for place in ("farm", "street", "road", "garden", "village", "grassland", "park")},
    **{(person, "underwater"): "swim" for person in vocabulary.PEOPLE},
    **{(person, "space"): "float" for person in vocabulary.PEOPLE},
    **{(person, "sky"): "float" for person in vocabulary.PEOPLE},
}
#: Where a subject is when nothing is said.
_PLACES = {
    "fish": "underwater", "whale": "sea", "dolphin": "sea", "turtle": "beach", "boat": "sea", "sailboat": "sea",
    "rocket": "space", "astronaut": "space", "ufo": "sky", "airplane": "sky", "hot_air_balloon": "sky", "kite": "park",
    "car": "street", "bus": "city", "bicycle": "road", "train": "wheat_field", "dragon": "sky", "penguin": "snowfield",
    "snowman": "snowfield", "panda": "bamboo_forest", "monkey": "jungle", "tiger": "jungle", "lion": "grassland",
    "elephant": "grassland", "dinosaur": "volcano", "cow": "farm", "pig": "farm", "chicken": "farm", "duck": "lake",
    "frog": "lake", "owl": "forest", "fox": "forest", "bear": "forest", "butterfly": "garden", "flower": "garden",
    "robot": "city", "dancer": "stage", "lantern": "village", "ball": "park", "cat": "garden", "dog": "park",
    "bird": "sky", "rabbit": "grassland", "horse": "grassland", "sheep": "grassland",
}  # fmt: skip
#: Where something is done when nothing is said, for whom nothing better is known.
_PLACES_OF_ACTIONS = {
    "swim": "lake", "sail": "sea", "drive": "road", "skate": "snowfield", "sing": "stage", "dance": "stage",
    "clap": "stage", "bow": "stage", "kick": "stadium", "throw": "stadium", "climb": "mountain", "read": "room",
    "sleep": "room", "walk": "street", "eat": "room", "drink": "room", "fly": "sky", "stretch": "park", "cry": "room",
}  # fmt: skip
_PLACES_OF_WEATHERS = {
    "snow": "snowfield", "blizzard": "snowfield", "aurora": "snowfield", "sandstorm": "desert", "meteors": "mountain",
    "petals": "park", "leaves": "forest", "rain": "street", "storm": "sea", "fog": "forest",
}  # fmt: skip
#: Times that a weather or a subject brings with it.
_TIMES = {"aurora": "night", "meteors": "night", "ufo": "night", "lantern": "night", "owl": "night", "neon": "night"}
#: Who does what when only the deed is named.
_DOERS = {"fly": "bird", "swim": "fish", "sail": "sailboat", "drive": "car", "roll": "ball", "float": "hot_air_balloon"}
#: Weathers from the rarest to the plainest: the rarest one that is named is what is meant.
_RARE_FIRST = (
    "rainbow", "aurora", "meteors", "blizzard", "sandstorm", "storm", "snow", "rain", "fog", "petals", "leaves", "wind",
    "overcast", "cloudy", "clear",
)  # fmt: skip


def action_of(subject: str, place: str) -> str:
    """Return what a subject does in a place when nothing is said."""
    if place in {"sea", "lake", "river"} and subject in vocabulary.FOUR_LEGGED:
        return "swim" if place != "river" else "walk"
    return _ACTIONS_IN.get((subject, place)) or _ACTIONS[subject]


def place_of(groups: Sequence[tuple[str, str | None]], weather: str | None, excluded: Iterable[str]) -> str:
    """Return where it is when nothing is said.

    Args:
        groups: each subject with its action, None where nothing is said; the main one first.
        weather: what was said of it.
        excluded: places that it is not.
    """
    candidates = [_PLACES.get(subject) or _PLACES_OF_ACTIONS.get(action or "") for subject, action in groups]
    if any(subject == "astronaut" and action not in {None, "float", "fly", "sleep"} for subject, action in groups):
        candidates.insert(0, "moon")
    if any(subject == "snowman" for subject, _ in groups):
        candidates.insert(0, "snowfield")
    if weather not in {None, "clear"}:
        candidates = [place for place in candidates if place != "stage"]
    candidates += [_PLACES_OF_WEATHERS.get(weather or ""), "park" if groups else None]
    open_air = [place for place in candidates if place not in {None, *excluded}]
    if any(action == "fly" for _, action in groups):
        open_air = [place for place in open_air if place != "room"]
    if weather in {"rain", "snow", "blizzard", "storm", "wind", "fog"}:
        # Weather is nothing to see indoors, under water or in space.
        open_air = [place for place in open_air if place not in {"room", "underwater", "space"}] or open_air
    if any(subject in vocabulary.PEOPLE or subject in vocabulary.FOUR_LEGGED for subject, _ in groups):
        # Who stands on the ground is not seen from among the clouds.
        open_air = [place for place in open_air if place != "sky"] or ["grassland"]
    if weather in {"snow", "blizzard"} and open_air and open_air[0] in {"grassland", "garden"}:
        open_air[0] = "snowfield"
    return next((place for place in open_air if place), _first_allowed(vocabulary.PLACES, excluded))


def weather_of(said: Sequence[str], implied: Sequence[str], place: str, excluded: Iterable[str]) -> str:
    """Return the weather: the rarest that is named, else what a word brought with it, else what is usual there."""
    for named in (said, implied):
        for weather in _RARE_FIRST:
            if weather in named and weather not in excluded:
                return weather
    usual = "snow" if place == "snowfield" else "clear"
    return usual if usual not in excluded else _first_allowed(vocabulary.WEATHERS, excluded)


def time_of(said: Sequence[str], implied: Sequence[str], brought: Iterable[str], excluded: Iterable[str]) -> str:
    """Return the time of day.

    Args:
        said: times by the prompt's words, in order.
        implied: times that other words brought with them.
        brought: the weather, style and subjects.
        excluded: times that it is not.
    """
    usual = [_TIMES[name] for name in brought if name in _TIMES]
    named = [time for time in (*said, *implied, *usual) if time not in set(excluded)]
    return named[0] if named else _first_allowed(vocabulary.TIMES_OF_DAY, excluded)


def doer_of(action: str) -> str:
    """Return who does something when nobody is named."""
    return _DOERS.get(action, "person")


def _first_allowed(names: Sequence[str], excluded: Iterable[str]) -> str:
    return next(name for name in names if name not in set(excluded))
