"""Reading the query of an address, with every fault named at once."""

from __future__ import annotations

import re
from collections.abc import Collection

import falcon

from backend.errors import Fault, InvalidRequest, pointer_below

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")
_MAX_LENGTH = 200


class Query:
    """The query parameters of a request.

    Faults are collected while reading; ``refuse_faults`` raises them together. The pointers take the query for an
    object whose members are the parameters.

    Args:
        request: the request.
        known: the parameters that this address has; others are faults.
    """

    def __init__(self, request: falcon.Request, known: Collection[str]) -> None:
        self._values: dict[str, list[str]] = {
            name: [value] if isinstance(value, str) else list(value) for name, value in request.params.items()
        }
        self._faults: list[Fault] = []
        for name, values in self._values.items():
            if name not in known:
                self.fault(name, f"There is no such parameter here; known are {', '.join(sorted(known))}.")
            elif any(_CONTROL_CHARACTERS.search(value) or len(value) > _MAX_LENGTH for value in values):
                self.fault(name, f"Takes at most {_MAX_LENGTH} characters and no control characters.")

    def fault(self, name: str, detail: str) -> None:
        """Note a fault of a parameter."""
        self._faults.append(Fault(pointer_below("", name), detail))

    def refuse_faults(self) -> None:
        """Raise what was found.

        Raises:
            InvalidRequest: naming all of it.
        """
        if self._faults:
            raise InvalidRequest(self._faults)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def words(self, name: str, choices: Collection[str] | None = None) -> list[str]:
        """Return the values of a parameter that may be repeated or hold a list with commas."""
        words = [word.strip() for value in self._values.get(name, []) for word in value.split(",") if word.strip()]
        for word in words:
            if choices is not None and word not in choices:
                self.fault(name, f"{word[:40]!r} is none of {', '.join(choices)}.")
        return words

    def word(self, name: str) -> str | None:
        """Return the value of a parameter that may be given once, None when it isn't."""
        values = self._values.get(name, [])
        if len(values) > 1:
            self.fault(name, "May be given only once.")
        return values[0] if values else None

    def whole_number(self, name: str, *, default: int, low: int, high: int) -> int:
        """Return a whole number between ``low`` and ``high``."""
        text = self.word(name)
        if text is None:
            return default
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return int(text)
        self.fault(name, f"Takes a whole number from {low} to {high}.")
        return default

    def seconds(self, name: str) -> float:
        """Return a number of seconds, at least 0; 0 when it isn't given."""
        text = self.word(name)
        if text is None:
            return 0.0
        seconds = seconds_in(text)
        if seconds is None:
            self.fault(name, "Takes seconds, a number of at least 0.")
        return seconds or 0.0


def seconds_in(text: str) -> float | None:
    """Return the seconds that a text says, None when it says none."""
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{0,9})?", text.strip()):
        return None
    return float(text)
