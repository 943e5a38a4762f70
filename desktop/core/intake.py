"""Which kinds of job suit what was dropped or pasted, the best first, and which of their fields it fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.core.dropped import Address, DroppedFile, DroppedTimeline, Item, Prose
from desktop.core.fields import DraftField, Field, FileField, GroupField, TextField
from desktop.core.form_values import local_file, takes_one_of_many
from desktop.core.media_types import UNKNOWN, precision

#: Instead of a draft's id: a timeline that is not on the server yet.
TIMELINE = "$timeline"


@dataclass(frozen=True)
class Fit:
    """How well a kind suits what came.

    Args:
        kind: its name.
        values: what its form is filled with.
        left_over: what it has no use for.
        jobs: how many jobs that would be.
        score: comparable among fits for the same items; higher is better.
    """

    kind: str
    values: dict[str, Any]
    left_over: tuple[Item, ...]
    jobs: int
    score: tuple[float, ...]


def fits(forms: Mapping[str, GroupField], items: Sequence[Item]) -> list[Fit]:
    """Return the kinds that can use any of the items, the best first.

    A kind that uses more of them is better, then one that means their types more exactly, then one that needs nothing
    more, then one that makes a single job of them.

    Args:
        forms: the kinds' forms by name, in the order in which equals are to be offered.
        items: what came.
    """
    found = [fit for name, form in forms.items() if (fit := _fit(name, form, items)) is not None]
    return sorted(found, key=lambda fit: fit.score, reverse=True)


def filled_in(form: GroupField, values: Mapping[str, Any], fit: Fit) -> dict[str, Any]:
    """Return a form's values with what came in its place; what stood in a field's stead goes."""
    replaced = {
        name
        for alternatives in form.alternatives
        if alternatives.exclusive and fit.values.keys() & set(alternatives.names)
        for name in alternatives.names
    }
    return {name: value for name, value in values.items() if name not in replaced} | fit.values


def _fit(name: str, form: GroupField, items: Sequence[Item]) -> Fit | None:
    places = _places(form, items)
    if not places:
        return None
    places = _one_alternative(form, places)
    values: dict[str, Any] = {}
    jobs, precise = 1, 0.0
    for field in form.fields:
        held = [items[number] for number, place in sorted(places.items()) if place == field.name]
        if not held:
            continue
        precise += sum(_precision(field, item) for item in held)
        contents = [_content(field, item) for item in held]
        values[field.name] = contents if len(contents) > 1 or _is_list(field) else contents[0]
        jobs = max(jobs, 1 if _is_list(field) else len(held))
    lacking = sum(field.required and field.name not in values for field in form.fields)
    left_over = tuple(item for number, item in enumerate(items) if number not in places)
    score = (-float(len(left_over)), precise / len(places), -float(lacking), -float(jobs))
    return Fit(name, values, left_over, jobs, score)


def _places(form: GroupField, items: Sequence[Item]) -> dict[int, str]:
    """Return for each item that can be used the name of the field that holds it.

    The item with the fewest fields to go to chooses first, and takes an empty field before one that would make several
    jobs; so a sound file and a film, in whichever order, end up where each alone can be.
    """
    chances = {
        number: sorted((field for field in form.fields if _precision(field, item) > 0), key=_narrowness(item))
        for number, item in enumerate(items)
    }
    places: dict[int, str] = {}
    for number in sorted(chances, key=lambda number: (len(chances[number]), number)):
        free = [
            field
            for field in chances[number]
            if field.name not in places.values() or (_is_list(field) and not _full(field, places))
        ]
        # A film where both fields take films: the one that nobody else could fill.
        if free:
            places[number] = free[0].name
    for number, fields in chances.items():
        # What is left shares a field with its like: one job for each.
        shared = [field for field in fields if takes_one_of_many(field) and _is_alone(field, form)]
        if number not in places and shared:
            places[number] = shared[0].name
    return places


def _narrowness(item: Item) -> Any:
    return lambda field: (-_precision(field, item), len(field.accept) if isinstance(field, FileField) else 0)


def _precision(field: Field, item: Item) -> float:
    """Return how exactly a field means such an item: 0 for not at all, 3 for just this."""
    match field, item:
        case FileField(), DroppedFile(media_type=media_type):
            exact = 0.5 if media_type == UNKNOWN else float(precision(field.accept, media_type))
        case FileField(), DroppedTimeline():
            exact = float(precision(field.accept, "application/json"))
        case (DraftField(), DroppedTimeline()) | (TextField(address=True), Address()):
            exact = 3.0
        case TextField(address=False, required=True), Prose():
            exact = 2.0 if field.multiline else 1.0
        case TextField(address=False, required=True), Address():
            exact = 0.5
        case _:
            exact = 0.0
    return exact


def _content(field: Field, item: Item) -> Any:
    """Return what a field holds of an item."""
    match item:
        case DroppedTimeline(path=path, document=document) if isinstance(field, DraftField):
            return {TIMELINE: path, "document": document}
        case DroppedFile(path=path) | DroppedTimeline(path=path):
            return local_file(path)
        case Address(url=url):
            return url
        case Prose(text=text):
            return text


def _is_list(field: Field) -> bool:
    return isinstance(field, FileField) and field.many


def _full(field: Field, places: Mapping[int, str]) -> bool:
    held = sum(name == field.name for name in places.values())
    return isinstance(field, FileField) and field.most is not None and held >= field.most


def _is_alone(field: Field, form: GroupField) -> bool:
    """Return whether it is the one field of its like: with two, nobody could say which goes with which."""
    like = [one for one in form.fields if type(one) is type(field) and takes_one_of_many(one)]
    return len(like) == 1


def _one_alternative(form: GroupField, places: dict[int, str]) -> dict[int, str]:
    """Leave out what would fill a second of several fields of which only one may be filled."""
    for alternatives in form.alternatives:
        used = [places[number] for number in sorted(places) if places[number] in alternatives.names]
        if alternatives.exclusive and len(set(used)) > 1:
            last = {name: number for number, name in enumerate(used)}
            kept = max(last, key=lambda name: (used.count(name), last[name]))
            places = {number: name for number, name in places.items() if name == kept or name not in alternatives.names}
    return places
