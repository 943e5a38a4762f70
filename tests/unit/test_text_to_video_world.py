"""The world of the offline film: every name is drawn, differs from its like, and is the same each time."""

from __future__ import annotations

import dataclasses
import itertools

import numpy
import pytest

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.scene import Group, Scene, Shot
from actors.text_to_video.procedural.world.backdrop import Backdrop
from actors.text_to_video.procedural.world.places import PLACES
from actors.text_to_video.procedural.world.stage import Pixels, Stage

SHOT = Shot(192, 108, 24, 96)
WALKER = (Group("boy", "walk"),)


def picture(scene: Scene, frame: int = 40, shot: Shot = SHOT) -> Pixels:
    pixels = numpy.zeros((shot.height, shot.width, 4), numpy.uint8)
    Stage(scene, shot).draw(frame, pixels)
    return pixels


def apart(first: Pixels, second: Pixels) -> float:
    return float(numpy.abs(first[:, :, :3].astype(int) - second[:, :, :3]).mean())


@pytest.mark.parametrize(
    ("field", "names", "bound"),
    [
        ("place", vocabulary.PLACES, 3.0),
        ("weather", vocabulary.WEATHERS, 0.5),
        ("time_of_day", vocabulary.TIMES_OF_DAY, 5.0),
        ("style", vocabulary.STYLES, 3.0),
    ],
)
def test_every_name_differs_from_every_other_of_its_sort(field: str, names: tuple[str, ...], bound: float) -> None:
    drawn = {name: picture(Scene(WALKER, seed=3, **{field: name})) for name in names}  # type: ignore[arg-type]
    alike = {
        (one, other): apart(drawn[one], drawn[other])
        for one, other in itertools.combinations(names, 2)
        if apart(drawn[one], drawn[other]) < bound
    }
    assert alike == {}


def test_every_camera_moves_its_own_way() -> None:
    ways = {}
    for camera in vocabulary.CAMERAS:
        scene = Scene(WALKER, place="village", camera=camera, seed=3)
        ways[camera] = numpy.concatenate([picture(scene, frame) for frame in (2, 90)])
    for one, other in itertools.combinations(vocabulary.CAMERAS, 2):
        assert apart(ways[one], ways[other]) > 0.5, (one, other)


def test_every_place_of_the_vocabulary_is_there_and_no_other() -> None:
    assert set(PLACES) == set(vocabulary.PLACES)


@pytest.mark.parametrize("style", vocabulary.STYLES)
def test_a_picture_depends_on_nothing_but_its_number(style: str) -> None:
    scene = Scene(WALKER, place="sea", weather="rain", camera="handheld", style=style, seed=8)
    stage = Stage(scene, SHOT)
    pixels = numpy.zeros((SHOT.height, SHOT.width, 4), numpy.uint8)
    for frame in (3, 77, 10):
        stage.draw(frame, pixels)
    assert numpy.array_equal(pixels, picture(scene, 10))


def test_another_seed_arranges_the_scene_differently() -> None:
    assert apart(picture(Scene(WALKER, place="village", seed=1)), picture(Scene(WALKER, place="village", seed=2))) > 3


@pytest.mark.parametrize("place", vocabulary.PLACES)
def test_everything_moves_and_nothing_flickers(place: str) -> None:
    stage = Stage(Scene(WALKER, place=place, seed=4), SHOT)
    pictures = []
    for frame in range(40, 44):
        pixels = numpy.zeros((SHOT.height, SHOT.width, 4), numpy.uint8)
        stage.draw(frame, pixels)
        pictures.append(pixels)
    steps = [apart(one, other) for one, other in itertools.pairwise(pictures)]
    assert min(steps) > 0.01
    assert max(steps) < 4


@pytest.mark.parametrize(("width", "height"), [(192, 108), (108, 192), (120, 120)])
@pytest.mark.parametrize("camera", vocabulary.CAMERAS)
def test_every_pixel_is_painted_in_every_format(width: int, height: int, camera: str) -> None:
    shot = Shot(width, height, 24, 48)
    for place, frame in itertools.product(("city", "sea", "room", "space"), (0, 47)):
        scene = Scene(WALKER, place=place, camera=camera, seed=5)
        first, second = (numpy.full((height, width, 4), value, numpy.uint8) for value in (0, 255))
        Stage(scene, shot).draw(frame, first)
        Stage(scene, shot).draw(frame, second)
        assert numpy.array_equal(first, second), (place, frame)


def test_an_accent_colours_the_sky() -> None:
    plain, red = Scene(time_of_day="sunset"), Scene(time_of_day="sunset", accent="red")
    assert apart(picture(plain), picture(red)) > 5


@pytest.mark.parametrize("field", ["place", "weather", "time_of_day", "camera", "style", "accent"])
def test_a_wrong_name_is_refused_early(field: str) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        Stage(dataclasses.replace(Scene(), **{field: "nowhere"}), SHOT)  # type: ignore[arg-type]


def test_words_are_read_on_the_backdrop() -> None:
    dark, light = (Backdrop(Scene(words=("hello",), time_of_day=hour), SHOT) for hour in ("night", "morning"))
    pixels = numpy.zeros((SHOT.height, SHOT.width, 4), numpy.uint8)
    dark.draw(5, pixels)
    assert sum(dark.text_colour) > 2.5
    assert sum(light.text_colour) < 1.0
