"""Figures: every subject in every action is drawn where it says it is, moves smoothly, and differs from the others."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import pytest
import skia

from actors.text_to_video.procedural.figures.cast import cast
from actors.text_to_video.procedural.figures.chance import Chance
from actors.text_to_video.procedural.figures.people.person import Person
from actors.text_to_video.procedural.figures.quadrupeds.animal import Animal
from actors.text_to_video.procedural.scene import Group, Light
from actors.text_to_video.procedural.vocabulary import ACTIONS, FOUR_LEGGED, PEOPLE, SUBJECTS

#: The picture is this many times the figure's larger side; the figure stands in its middle, above the bottom.
SIDE, ROOM = 72, 3.6
IN_PLACE = ("stand", "sit", "bow")


@functools.lru_cache(maxsize=4096)
def picture(subject: str, action: str, t_s: float = 0.7, colour: str | None = None, seed: int = 5) -> np.ndarray:
    """Coverage and colours of a figure, its feet at two thirds of the height."""
    figure = cast(Group(subject, action, colour=colour), seed)[0]
    pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
    canvas = skia.Surface(pixels).getCanvas()
    scale = SIDE / ROOM / max(figure.height_m, figure.width_m)
    canvas.translate(SIDE / 2, SIDE * 0.7)
    canvas.scale(scale, scale)
    figure.draw(canvas, t_s, Light())
    return pixels


def silhouette(subject: str, action: str, t_s: float = 0.7) -> np.ndarray:
    return picture(subject, action, t_s)[..., 3] > 127


def unlike(first: np.ndarray, second: np.ndarray) -> float:
    """Share of the pixels of either that only one of them has."""
    return float((first ^ second).sum() / max(1, (first | second).sum()))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_action_is_drawn_within_sensible_bounds(subject: str) -> None:
    for action in ACTIONS:
        shape = silhouette(subject, action)
        rows, columns = np.nonzero(shape)
        assert len(rows) > 20, action
        # A leap, a balloon or a mast may reach beyond; nothing leaves the picture of 3.6 times the figure.
        assert rows.min() > 0 or subject == "ball", action
        assert rows.max() < SIDE - 1, action
        assert columns.min() > 0, action
        assert columns.max() < SIDE - 1, action


@pytest.mark.parametrize("subject", [*PEOPLE, *FOUR_LEGGED])
def test_feet_stand_on_the_ground(subject: str) -> None:
    ground = SIDE * 0.7
    for action in IN_PLACE:
        lowest = np.nonzero(silhouette(subject, action))[0].max() + 1
        assert abs(lowest - ground) <= 2.5, action


def test_subjects_differ_in_silhouette() -> None:
    for first, second in itertools.combinations(SUBJECTS, 2):
        assert unlike(silhouette(first, "stand"), silhouette(second, "stand")) > 0.06, (first, second)


@pytest.mark.parametrize("subject", ["boy", "woman", "robot", "dog", "horse"])
def test_actions_differ(subject: str) -> None:
    for first, second in itertools.combinations(ACTIONS, 2):
        apart = max(
            float(
                np.abs(picture(subject, first, t).astype(int) - picture(subject, second, t))
                .max(axis=2)
                .__gt__(40)
                .mean()
            )
            for t in (0.7, 1.4)
        )
        assert apart > 0.001, (first, second)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_colour_is_seen(subject: str) -> None:
    red, blue = picture(subject, "stand", colour="red"), picture(subject, "stand", colour="blue")
    assert (np.abs(red.astype(int) - blue).max(axis=2) > 40).sum() > 8


def test_same_seed_gives_same_pixels_and_members_differ() -> None:
    def drawn(number: int, t_s: float) -> bytes:
        pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
        canvas = skia.Surface(pixels).getCanvas()
        canvas.translate(SIDE / 2, SIDE * 0.8)
        canvas.scale(30, 30)
        cast(Group("girl", "dance", count=3), 11)[number].draw(canvas, t_s, Light())
        return pixels.tobytes()

    assert drawn(0, 0.3) == drawn(0, 0.3)
    assert len({drawn(number, 0.3) for number in range(3)}) == 3


def test_a_moment_does_not_depend_on_what_was_drawn_before() -> None:
    figure = cast(Group("cat", "run"), 1)[0]

    def drawn(t_s: float) -> bytes:
        pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
        canvas = skia.Surface(pixels).getCanvas()
        canvas.translate(SIDE / 2, SIDE * 0.8)
        canvas.scale(80, 80)
        figure.draw(canvas, t_s, Light())
        return pixels.tobytes()

    first = drawn(0.4)
    drawn(2.9)
    assert drawn(0.4) == first


@pytest.mark.parametrize("subject", PEOPLE)
@pytest.mark.parametrize("action", [action for action in ACTIONS if action not in ("roll", "swim", "spin", "fall")])
def test_people_move_without_jumps(subject: str, action: str) -> None:
    person = Person(subject, action, None, Chance(3, subject))
    before = person.joints(0.0)
    for frame in range(1, 140):
        now = person.joints(frame / 30)
        for old, new in zip(before.near_arm + before.near_leg, now.near_arm + now.near_leg, strict=True):
            assert np.hypot(old[0] - new[0], old[1] - new[1]) < 0.17 * person.height_m, frame / 30
        before = now


@pytest.mark.parametrize("action", ["walk", "run"])
def test_feet_of_people_do_not_slide(action: str) -> None:
    person = Person("man", action, None, Chance(3, "man"))
    still = 0
    before = person.joints(0.0).near_leg[2]
    for frame in range(1, 120):
        now = person.joints(frame / 60).near_leg[2]
        poses = [person.pose(at / 60) for at in (frame - 1, frame)]
        if all(pose.near_foot[1] == 0.0 and pose.near_pitch < 0.01 for pose in poses):
            still += 1
            assert abs(now[0] - before[0] + person.speed_m_s / 60) < 0.012
        before = now
    assert still > 8


@pytest.mark.parametrize("subject", ["cat", "horse", "elephant"])
def test_feet_of_animals_do_not_slide(subject: str) -> None:
    animal = Animal(subject, "walk", None, Chance(3, subject))
    still = 0
    for frame in range(1, 120):
        for before, now in zip(animal.feet((frame - 1) / 60), animal.feet(frame / 60), strict=True):
            lowest = -animal.species.leg_radius * 0.55 - 0.002 * animal.species.leg
            if before[1] > lowest and now[1] > lowest:
                still += 1
                assert abs(now[0] - before[0] + animal.speed_m_s / 60) < 0.02 * animal.species.leg
    assert still > 20


@pytest.mark.parametrize(
    "group",
    [
        Group("unicorn"),
        Group("cat", "yodel"),
        Group("cat", colour="beige"),
        Group("cat", count=0),
        Group("cat", size=0.0),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused(group: Group) -> None:
    with pytest.raises(ValueError, match=r"no such|a group has"):
        cast(group, 0)
