"""How much of a prompt was understood, slot by slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from actors.text_to_video.procedural.language.understanding import understand
from actors.text_to_video.procedural.scene import Group
from tests.material.film_prompts import Expected

#: Either will do for people of whom nothing is said.
ANYBODY = {"person": {"man", "woman"}, "child": {"boy", "girl"}}


def accuracy(prompts: Iterable[Expected]) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Return right and judged by slot, and a line for each fault."""
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    faults = []
    for wanted in prompts:
        for slot, expected, found in judgements(wanted):
            judged[slot] += 1
            if expected == found:
                right[slot] += 1
            else:
                faults.append(f"{wanted.prompt}: {slot} is {found}, not {expected}")
    return {slot: (right[slot], judged[slot]) for slot in sorted(judged)}, faults


def judgements(wanted: Expected) -> Iterator[tuple[str, str, str]]:
    """Yield slot, expected and found."""
    scene = understand(wanted.prompt).scene
    for slot, name in wanted.world.items():
        if name != "-":
            yield slot, name, getattr(scene, slot)
    groups = _merged(scene.groups)
    if wanted.groups is not None:
        if "-" not in {subject for _, _, subject, _ in wanted.groups}:
            named = "+".join(sorted(subject for _, _, subject, _ in wanted.groups))
            yield "subjects", named, "+".join(sorted(_alike(group.subject, wanted) for group in groups))
        left = list(groups)
        for count, colour, subject, action in wanted.groups:
            group = next((group for group in left if subject in {"-", _alike(group.subject, wanted)}), None)
            if group is None:
                continue
            left.remove(group)
            if count != "-":
                yield "count", count, str(group.count)
            if colour != "-" or subject != "-":
                yield "colour", colour, group.colour or "-"
            if action != "-":
                yield "action", action, group.action


def _merged(groups: tuple[Group, ...]) -> list[Group]:
    """Take people of both sorts who do the same for one group, as the prompt has them."""
    merged: list[Group] = []
    for group in groups:
        last = merged[-1] if merged else None
        pairs = {("woman", "man"), ("girl", "boy")}
        if last and (last.subject, group.subject) in pairs and last.action == group.action:
            merged[-1] = Group(last.subject, last.action, last.count + group.count, last.colour, last.size)
        else:
            merged.append(group)
    return merged


def _alike(subject: str, wanted: Expected) -> str:
    for anybody, names in ANYBODY.items():
        if subject in names and any(name == anybody for _, _, name, _ in wanted.groups or ()):
            return anybody
    return subject
