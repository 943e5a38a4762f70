"""What is wrong with a form before it is sent, one calm sentence for each field, by JSON pointer."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desktop.core.fields import (
    MISSING,
    WHOLE,
    ChoiceField,
    DraftField,
    Field,
    FileField,
    GroupField,
    ListField,
    NumberField,
    RawField,
    TextField,
    Unreadable,
    below,
)
from desktop.core.form_values import applies, is_set
from desktop.core.media_types import accepts, fault_of, media_type_of, named
from desktop.core.outbox import FILE
from desktop.i18n import N_, known, tr, trn

#: How an error of at most this many of the last place counts as a multiple all the same.
_ROUNDING = 1e-9


def validate(
    form: GroupField, values: Mapping[str, Any], *, look: Callable[[str], str | None] = fault_of
) -> dict[str, str]:
    """Return a sentence for each field that can't be sent as it is, by its JSON pointer; nothing for a good form.

    Args:
        form: the kind's form.
        values: what it holds.
        look: says what is wrong with a local file, None for nothing.
    """
    return dict(_of_group(form, values, "", look))


def _of_group(
    group: GroupField, values: Mapping[str, Any], pointer: str, look: Callable[[str], str | None]
) -> Iterator[tuple[str, str]]:
    for field in group.fields:
        if not applies(field, group, values):
            continue
        where, value = below(pointer, field.name), values.get(field.name, MISSING)
        if isinstance(field, GroupField):
            yield from _of_group(field, value if isinstance(value, dict) else {}, where, look)
        elif isinstance(value, Unreadable):
            yield where, _unreadable(field, value)
        elif is_set(field, value):
            yield from _of_value(field, value, where, look)
        elif field.required and field.name != WHOLE and not (field.nullable and value is None):
            yield where, _missing(field)
    for alternatives in group.alternatives:
        given = [name for name in alternatives.names if is_set(group[name], values.get(name, MISSING))]
        titles = " / ".join(known(group[name].title) for name in alternatives.names)
        if not given:
            yield below(pointer, alternatives.names[0]), tr("Give one of these: {titles}.", titles=titles)
        elif len(given) > 1 and alternatives.exclusive:
            yield below(pointer, given[1]), tr("Give only one of these: {titles}.", titles=titles)


def _missing(field: Field) -> str:
    match field:
        case FileField():
            return trn("Choose a file.", "Choose at least {n} files.", max(field.least, 1))
        case ChoiceField():
            return tr("Choose one of the list.")
        case DraftField():
            return tr("Choose a draft.")
        case _:
            return tr("Fill this in.")


def _unreadable(field: Field, value: Unreadable) -> str:
    item = field.item if isinstance(field, ListField) else field
    match item:
        case NumberField(whole=True):
            return tr("“{written}” is not a whole number.", written=value.text)
        case NumberField():
            return tr("“{written}” is not a number.", written=value.text)
        case ChoiceField():
            return tr("Choose one of the list.")
        case RawField():
            return tr("This is not valid JSON yet.")
        case _:
            return tr("This can't be read.")


def _of_value(field: Field, value: Any, where: str, look: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    match field:
        case TextField() if isinstance(value, list):
            yield from _of_each(((where, line, _of_text(field, line)) for line in value), name_it=True)
        case TextField():
            yield from _of_each([(where, value, _of_text(field, value))])
        case NumberField():
            yield from _of_each([(where, value, _of_number(field, value))])
        case DraftField() if not isinstance(value, str):
            yield where, tr("The draft is still being saved on the server. Wait a moment.")
        case DraftField(pattern=pattern) if pattern is not None and not pattern.search(value):
            yield where, tr("This is not the name of a draft.")
        case FileField():
            yield from _of_files(field, value if isinstance(value, list) else [value], where, look)
        case ListField():
            yield from _of_list(field, value, where)
        case RawField(name=name) if name == WHOLE and not isinstance(value, dict):
            yield where, tr("Write a JSON object, in braces.")


def _of_each(found: Any, *, name_it: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the first fault of several values of one field."""
    for where, value, fault in found:
        if fault is not None:
            yield where, f"{value}: {fault}" if name_it else fault
            return


def _of_text(field: TextField, text: str) -> str | None:
    if field.address:
        text = text.strip()
    if len(text) < field.min_length:
        return trn("Write at least {n} character.", "Write at least {n} characters.", field.min_length)
    if field.max_length is not None and len(text) > field.max_length:
        return tr("At most {most} characters are possible; here are {count}.", most=field.max_length, count=len(text))
    if field.pattern is not None and not field.pattern.search(text):
        if field.address:
            return tr("Write the whole address, with http:// or https:// before it and without spaces.")
        return tr("This has another form than the server expects ({pattern}).", pattern=field.pattern.pattern)
    return None


def _of_number(field: NumberField, value: float) -> str | None:
    if not math.isfinite(value) or (field.whole and value % 1 != 0):
        return _unreadable(field, Unreadable(f"{value:g}"))
    bounds = (
        (field.minimum, operator.lt, N_("At least {bound} is needed.")),
        (field.maximum, operator.gt, N_("At most {bound} is possible.")),
        (field.above, operator.le, N_("More than {bound} is needed.")),
        (field.below, operator.ge, N_("Less than {bound} is needed.")),
    )
    for bound, wrong, words in bounds:
        if bound is not None and wrong(value, bound):
            return tr(words, bound=_with_unit(bound, field))
    if field.multiple_of and abs(value / field.multiple_of - round(value / field.multiple_of)) > _ROUNDING:
        return tr("Only multiples of {step} are possible.", step=_with_unit(field.multiple_of, field))
    return None


def _with_unit(value: float, field: NumberField) -> str:
    figure = str(int(value)) if value % 1 == 0 else f"{value:g}"
    return f"{figure} {known(field.unit)}" if field.unit else figure


def _of_files(
    field: FileField, files: list[Any], where: str, look: Callable[[str], str | None]
) -> Iterator[tuple[str, str]]:
    if field.many and len(files) < field.least:
        yield where, trn("Choose a file.", "Choose at least {n} files.", field.least)
    elif field.many and field.most is not None and len(files) > field.most:
        yield where, tr("At most {most} files are possible; here are {count}.", most=field.most, count=len(files))
    for index, one in enumerate(files):
        path = one.get(FILE) if isinstance(one, dict) else None
        if path is None:
            continue
        fault, name = look(path), os.path.basename(path)  # noqa: PTH119 (a plain text, asked for often)
        if fault is None and not accepts(field.accept, media_type := media_type_of(path)):
            fault = tr("This is {type}; {wanted} is needed.", type=named(media_type), wanted=_wanted(field.accept))
        if fault is not None:
            yield (below(where, index) if field.many else where), f"{name}: {fault}"


def _wanted(accept: tuple[str, ...]) -> str:
    return tr(" or ").join(named(one) for one in accept)


def _of_list(field: ListField, items: list[Any], where: str) -> Iterator[tuple[str, str]]:
    if len(items) < field.least:
        yield where, trn("Write at least {n} line.", "Write at least {n} lines.", field.least)
    elif field.most is not None and len(items) > field.most:
        yield where, tr("At most {most} lines are possible; here are {count}.", most=field.most, count=len(items))
    elif field.distinct and len({repr(item) for item in items}) < len(items):
        yield where, tr("Something is there twice. Name each once.")
    for index, item in enumerate(items):
        yield from _of_value(field.item, item, below(where, index), lambda _path: None)
