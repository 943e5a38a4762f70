"""The parts that a form is made of, as types; ``core.forms`` makes them out of a JSON Schema."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final


class Missing(enum.Enum):
    """The type of ``MISSING``."""

    MISSING = "missing"


#: Where a schema names no default, which is not the same as null.
MISSING: Final = Missing.MISSING


@dataclass(frozen=True)
class Unreadable:
    """What was typed where it can't be read as the field's type; it is kept so that nobody has to type it again."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """What all fields have.

    Args:
        name: the property's name.
        title: for people, as the server sent it.
        description: for people, as the server sent it; may be empty.
        required: whether the job can't do without.
        nullable: whether null is one of its values.
        default: what the server takes where nothing is sent.
        when: for each sibling named, the values of it under which this field applies.
        once: whether its value belongs to one job's files, so that the next job of the kind hardly shares it.
    """

    name: str
    title: str
    description: str = ""
    required: bool = False
    nullable: bool = False
    default: Any = MISSING
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class TextField(Field):
    """A text.

    Args:
        min_length: characters at least.
        max_length: characters at most, None for any number.
        pattern: what it must contain a match of.
        multiline: whether it is prose of several lines.
        address: whether it is an address on the web.
    """

    min_length: int = 0
    max_length: int | None = None
    pattern: re.Pattern[str] | None = None
    multiline: bool = False
    address: bool = False


@dataclass(frozen=True, kw_only=True)
class NumberField(Field):
    """A number.

    Args:
        whole: whether only whole numbers are meant.
        minimum: the least it may be, None for any.
        maximum: the most it may be.
        above: it must be more than this.
        below: it must be less than this.
        multiple_of: it must be a multiple of this.
        unit: what it counts, as the server says it; empty for nothing.
    """

    whole: bool = False
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    multiple_of: float | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class SwitchField(Field):
    """True or false; where it is nullable, also neither."""


@dataclass(frozen=True)
class Option:
    """One of the values of a choice, with its words for people as the server sent them."""

    value: Any
    label: str


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Field):
    """One of several values."""

    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class FileField(Field):
    """An uploaded file, or several in their order.

    Args:
        accept: the media types it may have, such as ``video/*``.
        many: whether it is a list.
        least: files at least, of a list.
        most: files at most, None for any number.
        distinct: whether the same file may be there only once.
    """

    accept: tuple[str, ...] = ("*/*",)
    many: bool = False
    least: int = 0
    most: int | None = None
    distinct: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftField(Field):
    """The id of one of the drafts on the server."""

    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, kw_only=True)
class ListField(Field):
    """Several texts or numbers, or some of several choices.

    Args:
        item: what each of them is.
        least: how many at least.
        most: how many at most, None for any number.
        distinct: whether none may be there twice.
    """

    item: TextField | NumberField | ChoiceField
    least: int = 0
    most: int | None = None
    distinct: bool = False


@dataclass(frozen=True)
class Alternatives:
    """Fields of one group that stand for each other.

    Args:
        names: the fields' names.
        exclusive: whether exactly one is to be given; else at least one.
    """

    names: tuple[str, ...]
    exclusive: bool


@dataclass(frozen=True, kw_only=True)
class GroupField(Field):
    """Several fields under one title: a nested object, or a whole form.

    Args:
        fields: in their order.
        alternatives: which of them stand for each other.
        open: whether the server takes names that are not among the fields.
    """

    fields: tuple[Field, ...]
    alternatives: tuple[Alternatives, ...] = ()
    open: bool = False

    def __getitem__(self, name: str) -> Field:
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True, kw_only=True)
class RawField(Field):
    """Anything that the form can't show better than as JSON text.

    Args:
        schema: what the server says of it.
    """

    schema: Any = None


#: The name of the one field of a form whose schema names no fields at all: its value is the whole of the parameters.
WHOLE = ""


def walk(group: GroupField, pointer: str = "") -> Iterator[tuple[str, Field]]:
    """Yield every field below a group with its JSON pointer, a group before its own fields."""
    for one in group.fields:
        where = below(pointer, one.name)
        yield where, one
        if isinstance(one, GroupField):
            yield from walk(one, where)


def below(pointer: str, *steps: str | int) -> str:
    """Return the JSON pointer of what lies below another.

    Source: RFC 6901, section 3.
    """
    return pointer + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
