"""What a job is called: by what the user gave it, since ids tell nobody anything.

Without words of any language, so that a title that is kept is right in every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

MOST_CHARACTERS = 120
#: More files than these are counted.
MOST_FILES = 3

_FILE_ID = re.compile(r"[0-9a-f]{64}")
_BLANKS = re.compile(r"\s+")


def title_of(document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return what to call a job: its own title, its files' names, its prompt, address or draft, else its parameters.

    Args:
        document: the job's.
        names: names of files by id; what is not in it is not shown.
    """
    params = document.get("params")
    if not isinstance(params, Mapping):
        return ""
    for found in (_text(params.get("title")), _files(params, names), _text(params.get("prompt")), _address(params)):
        if found:
            return _short(found)
    return _short(_text(params.get("draft_id")) or _others(params))


def files_of(document: Mapping[str, Any]) -> list[str]:
    """Return the ids of the files that a job's parameters name, in order."""
    params = document.get("params")
    return list(dict.fromkeys(_ids(params))) if isinstance(params, Mapping) else []


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) == 64 and _FILE_ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _ids(member)
    elif isinstance(value, list):
        for item in value:
            yield from _ids(item)


def _files(params: Mapping[str, Any], names: Mapping[str, str]) -> str:
    found = [names[file_id] for file_id in dict.fromkeys(_ids(params)) if names.get(file_id)]
    shown = " + ".join(_text(name) for name in found[:MOST_FILES])
    return shown if len(found) <= MOST_FILES else f"{shown} + {len(found) - MOST_FILES}"


def _address(params: Mapping[str, Any]) -> str:
    """Return an address as people read it: without scheme and query, its path decoded."""
    address = _text(params.get("url"))
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if not parts.netloc:
        return address
    query = f"?{parts.query}" if "watch" in parts.path and parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{unquote(parts.path).rstrip('/')}{query}"


def _others(params: Mapping[str, Any]) -> str:
    """Return the first plain parameters."""
    plain = [
        f"{name} {value}"
        for name, value in params.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value not in ("", "auto")
        and not (isinstance(value, str) and _FILE_ID.fullmatch(value))
    ]  # fmt: skip
    return ", ".join(plain[:3])


def _text(value: object) -> str:
    return _BLANKS.sub(" ", value).strip() if isinstance(value, str) else ""


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "\u2026"
