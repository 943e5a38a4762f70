"""From the JSON Schema of a kind's parameters to the fields of its form.

What is read is the part of JSON Schema 2020-12 that Pydantic writes, and the service's hints: ``x-input``,
``x-accept``, ``x-labels``, ``x-when``, ``x-once``, ``x-unit``. A property that says more than that becomes a field of
JSON text: the form may be plain there, but nothing is lost, and the server checks it as ever.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping
from typing import Any

from desktop.core.fields import (
    MISSING,
    WHOLE,
    Alternatives,
    ChoiceField,
    DraftField,
    Field,
    FileField,
    GroupField,
    ListField,
    NumberField,
    Option,
    RawField,
    SwitchField,
    TextField,
)

#: Objects within objects; more are shown as JSON.
_DEEPEST = 4
#: A text that may be longer than this is prose.
_PROSE_LENGTH = 1000
#: Text formats and beginnings of patterns that mean an address on the web.
_ADDRESS_FORMATS = frozenset({"uri", "url", "iri"})
#: What says nothing about which values are allowed.
_REMARKS = frozenset({"title", "description", "default", "examples", "deprecated", "$comment", "readOnly", "writeOnly"})


class _NotUnderstood(Exception):
    """This part of a schema has no field of its own."""


def form_of(schema: Any, *, title: str = "") -> GroupField:
    """Return the form of a kind's parameters; any JSON value gives one.

    Args:
        schema: the ``params_schema`` of the kind.
        title: for people.
    """
    remarks = _remarks("", {}, False) | {"title": title}
    try:
        form = _group(_resolved(schema, _Place(schema, 0))[0], _Place(schema, 0), remarks)
    except _NotUnderstood:
        form = GroupField(fields=(), open=True, **remarks)
    if form.fields or not form.open:
        return form
    return GroupField(fields=(RawField(schema=schema, **_remarks(WHOLE, {}, False)),), **remarks)


class _Place:
    """Where in a schema we are: what references are looked up in, and how deep."""

    def __init__(self, root: Any, depth: int, followed: frozenset[str] = frozenset()) -> None:
        self.root, self.depth, self.followed = root, depth, followed

    def deeper(self, followed: frozenset[str]) -> _Place:
        if self.depth >= _DEEPEST:
            raise _NotUnderstood
        return _Place(self.root, self.depth + 1, followed)

    def target(self, reference: Any) -> Any:
        """Return what a reference within the document points to."""
        if not isinstance(reference, str) or not reference.startswith("#") or reference in self.followed:
            raise _NotUnderstood
        found = self.root
        for step in reference[1:].split("/")[1:]:
            try:
                found = found[step.replace("~1", "/").replace("~0", "~")]
            except (KeyError, TypeError, IndexError):
                raise _NotUnderstood from None
        return found


def _group(schema: Mapping[str, Any], place: _Place, remarks: dict[str, Any]) -> GroupField:
    properties = schema.get("properties", {})
    required = schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise _NotUnderstood
    names = [name for name in required if isinstance(name, str)]
    return GroupField(
        fields=tuple(_field(name, part, name in names, place) for name, part in properties.items()),
        alternatives=tuple(_alternatives(schema, properties)),
        open=schema.get("additionalProperties", True) is not False,
        **remarks,
    )


def _alternatives(schema: Mapping[str, Any], properties: Mapping[str, Any]) -> list[Alternatives]:
    """Read ``oneOf``/``anyOf`` of which each branch requires one name."""
    found = []
    for word, exclusive in (("oneOf", True), ("anyOf", False)):
        branches = schema.get(word)
        if not isinstance(branches, list) or len(branches) < 2:
            continue
        names = []
        for branch in branches:
            needed = branch.get("required") if isinstance(branch, dict) else None
            if isinstance(needed, list) and len(needed) == 1 and needed[0] in list(properties):
                names.append(needed[0])
        if len(names) == len(branches) == len(set(names)):
            found.append(Alternatives(tuple(names), exclusive))
    return found


def _field(name: str, part: Any, required: bool, place: _Place) -> Field:
    """Return the field of one property, of JSON text where it is not understood."""
    hints = part if isinstance(part, dict) else {}
    try:
        schema, nullable, followed = _resolved(part, place)
        remarks = _remarks(name, schema, required) | {"nullable": nullable}
        return _typed(schema, place.deeper(followed), remarks)
    except _NotUnderstood:
        return RawField(schema=part, **_remarks(name, hints, required))


def _remarks(name: str, schema: Mapping[str, Any], required: bool) -> dict[str, Any]:
    """Return what all kinds of fields have in common."""
    title, description = schema.get("title"), schema.get("description")
    when = schema.get("x-when")
    return {
        "name": name,
        "title": title if isinstance(title, str) and title else name.replace("_", " ").strip().capitalize() or name,
        "description": description if isinstance(description, str) else "",
        "required": bool(required),
        "default": schema.get("default", MISSING),
        "when": {sibling: tuple(values) if isinstance(values, list) else (values,) for sibling, values in when.items()}
        if isinstance(when, dict)
        else {},
        "once": schema.get("x-once") is True,
    }


def _resolved(part: Any, place: _Place) -> tuple[dict[str, Any], bool, frozenset[str]]:
    """Return a schema without references and choices of one, whether null is allowed, and the references followed."""
    nullable, followed = False, place.followed
    for _ in range(20):
        if not isinstance(part, dict):
            raise _NotUnderstood
        if "$ref" in part:
            here = _Place(place.root, place.depth, followed)
            part = _merged(here.target(part["$ref"]), part, "$ref")
            followed |= {str(part.pop("$ref", ""))} - {""} | here.followed
        elif isinstance(part.get("allOf"), list) and len(part["allOf"]) == 1:
            part = _merged(part["allOf"][0], part, "allOf")
        elif (word := _choice_word(part)) is not None:
            branches = [branch for branch in part[word] if branch != {"type": "null"}]
            nullable |= len(branches) < len(part[word])
            part = _merged(_united(branches), part, word)
        elif isinstance(part.get("type"), list):
            names = [name for name in part["type"] if name != "null"]
            nullable |= len(names) < len(part["type"])
            if len(names) != 1:
                raise _NotUnderstood
            part = part | {"type": names[0]}
        else:
            return part, nullable, followed
    raise _NotUnderstood


def _choice_word(part: Mapping[str, Any]) -> str | None:
    """Return under which word a schema is a choice of schemas, and nothing else."""
    for word in ("anyOf", "oneOf"):
        if isinstance(part.get(word), list) and "properties" not in part:
            return word
    return None


def _united(branches: list[Any]) -> Any:
    """Return one schema for several: the only one, or all values of several lists of values."""
    if len(branches) == 1:
        return branches[0]
    values: list[Any] = []
    for branch in branches:
        if not isinstance(branch, dict):
            raise _NotUnderstood
        if "const" in branch:
            values.append(branch["const"])
        elif isinstance(branch.get("enum"), list):
            values += branch["enum"]
        else:
            raise _NotUnderstood
    if not values:
        raise _NotUnderstood
    return {"enum": values}


def _merged(inner: Any, outer: Mapping[str, Any], word: str) -> dict[str, Any]:
    """Return a schema with what stands beside the word that names it; that must only say more, not otherwise."""
    rest = {name: value for name, value in outer.items() if name != word}
    if not isinstance(inner, dict):
        raise _NotUnderstood
    for name in rest.keys() & inner.keys():
        if name not in _REMARKS and not name.startswith("x-") and rest[name] != inner[name]:
            raise _NotUnderstood
    return inner | rest


def _typed(schema: Mapping[str, Any], place: _Place, remarks: dict[str, Any]) -> Field:
    """Return the field for what the schema's type says."""
    if {"allOf", "not", "if", "prefixItems", "contains"} & schema.keys():
        raise _NotUnderstood
    if schema.get("x-input") == "file":
        return _file(schema, remarks)
    if "const" in schema or "enum" in schema:
        return _choice(schema, remarks)
    match schema.get("type"):
        case "string" if schema.get("x-input") == "draft":
            made: Field = DraftField(pattern=_pattern(schema), **remarks)
        case "string":
            made = _text(schema, remarks)
        case "integer" | "number":
            made = _number(schema, remarks)
        case "boolean":
            made = SwitchField(**remarks)
        case "array":
            made = _list(schema, place, remarks)
        case "object" if schema.get("properties") and not remarks["nullable"]:
            made = _group(schema, place, remarks)
        case _:
            raise _NotUnderstood
    return made


def _text(schema: Mapping[str, Any], remarks: dict[str, Any]) -> TextField:
    longest = _count(schema, "maxLength")
    pattern = _pattern(schema)
    return TextField(
        min_length=_count(schema, "minLength") or 0,
        max_length=longest,
        pattern=pattern,
        multiline=schema.get("x-input") == "text" or (pattern is None and (longest or 0) >= _PROSE_LENGTH),
        address=schema.get("format") in _ADDRESS_FORMATS
        or (pattern is not None and pattern.pattern.startswith("^http")),
        **remarks,
    )


def _number(schema: Mapping[str, Any], remarks: dict[str, Any]) -> NumberField:
    unit, step = schema.get("x-unit"), _bound(schema, "multipleOf")
    return NumberField(
        whole=schema.get("type") == "integer",
        minimum=_bound(schema, "minimum"),
        maximum=_bound(schema, "maximum"),
        above=_bound(schema, "exclusiveMinimum"),
        below=_bound(schema, "exclusiveMaximum"),
        multiple_of=step if step and step > 0 else None,
        unit=unit if isinstance(unit, str) else "",
        **remarks,
    )


def _choice(schema: Mapping[str, Any], remarks: dict[str, Any]) -> ChoiceField:
    values = [schema["const"]] if "const" in schema else schema["enum"]
    labels = schema.get("x-labels")
    if not isinstance(values, list) or not all(isinstance(value, str | int | float | bool | None) for value in values):
        raise _NotUnderstood
    named = labels if isinstance(labels, dict) else {}
    remarks = remarks | {"nullable": remarks["nullable"] or None in values}
    return ChoiceField(
        options=tuple(
            Option(value, label if isinstance(label := named.get(str(value)), str) else str(value))
            for value in values
            if value is not None
        ),
        **remarks,
    )


def _file(schema: Mapping[str, Any], remarks: dict[str, Any]) -> FileField:
    accept = schema.get("x-accept")
    types = tuple(one for one in accept if isinstance(one, str)) if isinstance(accept, list) else ()
    many = schema.get("type") == "array"
    if not many and schema.get("type") != "string":
        raise _NotUnderstood
    return FileField(
        accept=types or ("*/*",),
        many=many,
        least=_count(schema, "minItems") or 0,
        most=_count(schema, "maxItems"),
        distinct=schema.get("uniqueItems") is True,
        **remarks,
    )


def _list(schema: Mapping[str, Any], place: _Place, remarks: dict[str, Any]) -> Field:
    item, nullable, followed = _resolved(schema.get("items"), place)
    if item.get("x-input") == "file":
        return _file(item | dict(schema), remarks)
    one = _typed(item, place.deeper(followed), _remarks("", item, True) | {"nullable": nullable})
    # Lines are what separates texts, so prose can't be one of several.
    if nullable or not isinstance(one, TextField | NumberField | ChoiceField) or getattr(one, "multiline", False):
        raise _NotUnderstood
    return ListField(
        item=one,
        least=_count(schema, "minItems") or 0,
        most=_count(schema, "maxItems"),
        distinct=schema.get("uniqueItems") is True,
        **remarks,
    )


def _pattern(schema: Mapping[str, Any]) -> re.Pattern[str] | None:
    """Return the pattern if it is one here too: the dialects differ, and the server checks it in any case."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of what later versions of Python will read otherwise
            return re.compile(schema["pattern"]) if isinstance(schema.get("pattern"), str) else None
    except (re.error, RecursionError, OverflowError):
        return None


def _bound(schema: Mapping[str, Any], name: str) -> float | None:
    value = schema.get(name)
    if value is not None and (not isinstance(value, int | float) or isinstance(value, bool) or math.isnan(value)):
        raise _NotUnderstood
    return value


def _count(schema: Mapping[str, Any], name: str) -> int | None:
    value = _bound(schema, name)
    return None if value is None or abs(value) > 1e9 else int(value)
