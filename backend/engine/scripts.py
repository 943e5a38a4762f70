"""The Lua scripts: every transition of a job is one file in ``lua/``, loaded here with the pieces it includes."""

from __future__ import annotations

import dataclasses
import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lua"


@dataclasses.dataclass(frozen=True, slots=True)
class Script:
    """One script: its name, its whole text, and the SHA-1 by which the store knows it."""

    name: str
    text: bytes
    sha: bytes


@cache
def script(name: str) -> Script:
    """Load ``lua/<name>.lua``; its first line ``-- include: a b`` names pieces of ``lua/shared`` to put before it."""
    text = (_FOLDER / f"{name}.lua").read_text(encoding="utf-8")
    first, _, _ = text.partition("\n")
    mark = "-- include:"
    pieces = first.removeprefix(mark).split() if first.startswith(mark) else []
    whole = "\n".join([*((_FOLDER / "shared" / f"{piece}.lua").read_text(encoding="utf-8") for piece in pieces), text])
    body = whole.encode()
    return Script(name, body, hashlib.sha1(body, usedforsecurity=False).hexdigest().encode())


def all_scripts() -> list[Script]:
    """Return every script, by name."""
    return [script(path.stem) for path in sorted(_FOLDER.glob("*.lua"))]
