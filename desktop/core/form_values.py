"""What a form holds, and the parameters that become of it.

A form's values look like the parameters themselves; what nobody has set is not among them, so that the server's
defaults hold. A local file is ``{"$file": path}``, what was typed but can't be read is ``Unreadable``. A list where one
file or one address belongs asks for one job for each of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
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
    SwitchField,
    TextField,
    Unreadable,
)
from desktop.core.outbox import FILE
from desktop.core.titles import MOST_CHARACTERS, MOST_FILES

#: Optional fields that are shown at once; the others are one click away.
_SHOWN_AT_ONCE = 4
#: Properties that name one job, and hardly ever the next.
_NAMES_OF_ONE_JOB = frozenset({"title", "name", "label"})


def applies(
    field: Field, group: GroupField, values: Mapping[str, Any], _asked_by: frozenset[str] = frozenset()
) -> bool:
    """Return whether a field of a group means anything beside the values of its siblings."""
    for sibling in group.fields:
        if sibling.name not in field.when or sibling.name in _asked_by:
            continue
        held = values.get(sibling.name, None if sibling.default is MISSING else sibling.default)
        if held not in field.when[sibling.name]:
            return False
        if not applies(sibling, group, values, _asked_by | {field.name}):
            return False
    return True


def params_of(form: GroupField, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters to be sent: what is set, and applies."""
    params: dict[str, Any] = {}
    for field in form.fields:
        if not applies(field, form, values):
            continue
        value = values.get(field.name, MISSING)
        if isinstance(field, GroupField):
            inner = params_of(field, value if isinstance(value, dict) else {})
            if inner or field.required:
                params[field.name] = inner
        elif field.name == WHOLE and isinstance(field, RawField):
            params |= value if isinstance(value, dict) else {}
        elif is_set(field, value):
            params[field.name] = value.strip() if isinstance(field, TextField) and field.address else value
        elif field.required and field.nullable and value is None:
            params[field.name] = None
    if form.open:
        known = {field.name for field in form.fields}
        params |= {name: value for name, value in values.items() if name not in known and WHOLE not in known}
    return params


def is_set(field: Field, value: Any) -> bool:
    """Return whether a value is one that is sent."""
    if value is MISSING or value is None:
        return False
    if isinstance(field, TextField | DraftField) and isinstance(value, str):
        return bool(value.strip()) or (value != "" and not field.required)
    return not (isinstance(field, FileField | ListField) and value == [])


def values_of(form: GroupField, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form is to show of a job's parameters, or of what was remembered of an older form."""
    values: dict[str, Any] = {}
    for field in form.fields:
        if field.name == WHOLE and isinstance(field, RawField):
            return {WHOLE: dict(params)} if params else {}
        value = params.get(field.name, MISSING)
        if isinstance(field, GroupField):
            inner = values_of(field, value) if isinstance(value, dict) else {}
            if inner:
                values[field.name] = inner
        elif value is not MISSING and value is not None and fits(field, value):
            values[field.name] = value
    if form.open:
        known = {field.name for field in form.fields}
        values |= {name: value for name, value in params.items() if name not in known}
    return values


def fits(field: Field, value: Any) -> bool:
    """Return whether a field can show a value at all."""
    match field:
        case TextField() | DraftField():
            good = isinstance(value, str)
        case NumberField():
            good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        case SwitchField():
            good = isinstance(value, bool)
        case ChoiceField():
            good = any(option.value == value and type(option.value) is type(value) for option in field.options)
        case FileField():
            several = isinstance(value, list)
            good = all(is_file(one) for one in value) if several else not field.many and is_file(value)
        case ListField():
            good = isinstance(value, list) and all(fits(field.item, one) for one in value)
        case _:
            good = True
    return good


def is_file(value: Any) -> bool:
    """Return whether a value stands for a file: one of this computer, or the id of one on the server."""
    return isinstance(value, str) or (isinstance(value, dict) and set(value) == {FILE})


def local_file(path: Path | str) -> dict[str, str]:
    """Return the value of a file of this computer."""
    return {FILE: str(path)}


def batch(form: GroupField, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the values of each job that a form asks for: more than one where single fields hold several.

    Several such fields go hand in hand, the first with the first; the shorter's last goes with what is left.
    """
    several = {
        field.name: value
        for field in form.fields
        if takes_one_of_many(field) and isinstance(value := values.get(field.name), list)
    }
    count = max((len(value) for value in several.values()), default=1)
    return [
        dict(values) | {name: value[min(number, len(value) - 1)] for name, value in several.items() if value}
        for number in range(count)
    ]


def takes_one_of_many(field: Field) -> bool:
    """Return whether several values of a field make several jobs."""
    return (isinstance(field, FileField) and not field.many) or (isinstance(field, TextField) and field.address)


def worth_remembering(form: GroupField, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a form's values those that the next job of the kind is likely to share: how, not what."""
    single = {name for group in form.alternatives for name in group.names} | _NAMES_OF_ONE_JOB
    kept: dict[str, Any] = {}
    for field in form.fields:
        value = values.get(field.name, MISSING)
        if isinstance(field, GroupField) and isinstance(value, dict):
            kept[field.name] = worth_remembering(field, value)
        elif (
            is_set(field, value)
            and not isinstance(field, FileField | DraftField | RawField)
            and not isinstance(value, Unreadable)
            and not field.once
            and field.name not in single
            and not (isinstance(field, TextField) and field.required)
        ):
            kept[field.name] = value
    return {name: value for name, value in kept.items() if value != {}}


def loses(held: Mapping[str, Any], values: Mapping[str, Any], *, remembered: Mapping[str, Any]) -> bool:
    """Return whether something that somebody gave a form would be lost if other values took its place.

    Args:
        held: what is in the form.
        values: what is to be in it.
        remembered: what the form knows of an earlier job; nobody gave it anew.
    """
    given = {name: value for name, value in held.items() if value != remembered.get(name)}
    return any(not _contains(values.get(name), value) for name, value in given.items())


def _contains(value: Any, part: Any) -> bool:
    if isinstance(value, list):
        return part in value or (isinstance(part, list) and all(one in value for one in part))
    if isinstance(value, Mapping) and isinstance(part, Mapping):
        return all(_contains(value.get(name), one) for name, one in part.items())
    return bool(value == part)


def shown_at_once(form: GroupField) -> list[Field]:
    """Return the fields that a form shows before anybody asks for more.

    These are all that a job can't do without, whatever other fields depend on, and the first few of the rest, which
    the kind's author put first.
    """
    needed = {name for group in form.alternatives for name in group.names}
    needed |= {field.name for field in form.fields if field.required}
    needed |= {name for field in form.fields for name in field.when}
    optional = [field for field in form.fields if field.name not in needed and not field.when]
    room = _SHOWN_AT_ONCE - sum(not field.required for field in form.fields if _rules(field, form))
    shown = {field.name for field in optional[: max(room, 1)]}
    if len(optional) <= _SHOWN_AT_ONCE and len(form.fields) - len(needed | shown) <= 1:
        return list(form.fields)
    last = max((number for number, field in enumerate(form.fields) if field.name in needed | shown), default=-1)
    return [
        field
        for number, field in enumerate(form.fields)
        if field.name in needed | shown or (field.when and number < last)
    ]


def _rules(field: Field, form: GroupField) -> bool:
    return any(field.name in other.when for other in form.fields)


def title_of(form: GroupField, values: Mapping[str, Any]) -> str:
    """Return by what a person knows the job: what it is called, its files' names, the beginning of its text."""
    said = (_said(field, values.get(field.name, MISSING)) for field in _telling(form))
    return next((text for text in said if text), "")


def _telling(form: GroupField) -> Iterator[Field]:
    yield from (field for field in form.fields if field.name in _NAMES_OF_ONE_JOB)
    yield from (field for field in form.fields if isinstance(field, FileField))
    yield from (field for field in form.fields if isinstance(field, TextField) and (field.required or field.address))
    yield from (field for field in form.fields if isinstance(field, DraftField))


def _said(field: Field, value: Any) -> str:
    if isinstance(field, FileField) and is_set(field, value):
        files = value if isinstance(value, list) else [value]
        names = [Path(one[FILE]).name for one in files if isinstance(one, dict)]
        shown = " + ".join(names[:MOST_FILES])
        return shown if len(names) <= MOST_FILES else f"{shown} + {len(names) - MOST_FILES}"
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "…"
