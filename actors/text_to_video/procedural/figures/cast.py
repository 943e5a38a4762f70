"""The cast: a group of a scene becomes figures that can be drawn."""

from __future__ import annotations

from actors.text_to_video.procedural.figures.chance import Chance
from actors.text_to_video.procedural.figures.figure import Drawing, Figure
from actors.text_to_video.procedural.figures.people.person import Person
from actors.text_to_video.procedural.figures.puppets.performer import Performer
from actors.text_to_video.procedural.figures.quadrupeds.animal import Animal
from actors.text_to_video.procedural.scene import Group
from actors.text_to_video.procedural.vocabulary import ACTIONS, COLOURS, FOUR_LEGGED, PEOPLE, SUBJECTS

__all__ = ["Figure", "cast"]


def cast(group: Group, seed: int) -> list[Figure]:
    """Make the figures of a group, each a little different.

    Args:
        group: who, what they do, how many.
        seed: decides looks and timing of each; any integer.

    Raises:
        ValueError: subject, action or colour is not in the vocabulary, or count or size is out of range.
    """
    _check(group)
    return [_member(group, Chance(seed, group.subject, number), number) for number in range(group.count)]


def _check(group: Group) -> None:
    for name, value, known in (
        ("subject", group.subject, SUBJECTS),
        ("action", group.action, ACTIONS),
        ("colour", group.colour or COLOURS[0], COLOURS),
    ):
        if value not in known:
            message = f"no such {name}: {value!r}"
            raise ValueError(message)
    if not 1 <= group.count <= 12 or not 0 < group.size <= 10:
        message = f"a group has 1..12 members of a size above 0, not {group.count} of size {group.size}"
        raise ValueError(message)


def _member(group: Group, chance: Chance, number: int) -> Figure:
    drawing = _drawing(group, chance)
    phase_s = chance.between(0.0, 6.0) if number else 0.0
    size = group.size * (chance.between(0.94, 1.06) if number else 1.0)
    return Figure(drawing, size, phase_s)


def _drawing(group: Group, chance: Chance) -> Drawing:
    if group.subject in PEOPLE:
        return Person(group.subject, group.action, group.colour, chance)
    if group.subject in FOUR_LEGGED:
        return Animal(group.subject, group.action, group.colour, chance)
    return Performer(group.subject, group.action, group.colour, chance)
