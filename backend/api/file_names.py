"""File names as callers send them, and as headers carry them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, unquote_to_bytes

import falcon

from backend.storage import MAX_NAME_BYTES

#: The name of an upload that came without one.
UNNAMED = "upload"

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f]")

#: Characters that turn the direction of text, so that a name reads as another than it is.
_DIRECTION_CHARACTERS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_FILENAME_EXTENDED = re.compile(r"([\w-]+)'[\w-]*'(.*)", re.DOTALL)


def plain_file_name(sent: str) -> str:
    """Reduce what a caller calls a file to a plain name: the last part of a path, readable, not too long.

    Raises:
        ValueError: saying what is wrong, when it holds control characters or climbs out of a folder; nobody sends
            such a name by accident.
    """
    if _CONTROL_CHARACTERS.search(sent):
        raise ValueError("A file name must not hold NUL or other control characters.")
    parts = sent.replace("\\", "/").split("/")
    if ".." in parts:
        raise ValueError("A file name must not hold '..' as a part of a path.")
    name = unicodedata.normalize("NFC", _DIRECTION_CHARACTERS.sub("", parts[-1])).strip()
    name = name.encode("utf-8", "replace").decode("utf-8")
    return _shortened(name) if name.strip(". ") else UNNAMED


def _shortened(name: str) -> str:
    if len(name.encode()) <= MAX_NAME_BYTES:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > 20:
        suffix = ""
    stem = name.removesuffix(suffix).encode()[: MAX_NAME_BYTES - len(suffix.encode())]
    return stem.decode("utf-8", "ignore") + suffix


def name_in_disposition(header: str | None) -> str | None:
    """Return the file name that a Content-Disposition header gives, None when it gives none.

    Source: RFC 6266 section 4.3 (``filename*`` wins over ``filename``), RFC 8187 (its form).
    """
    if not header:
        return None
    _, parameters = falcon.parse_header(header)
    extended = _FILENAME_EXTENDED.fullmatch(parameters.get("filename*", ""))
    if extended:
        try:
            return unquote_to_bytes(extended[2]).decode(extended[1])
        except (LookupError, ValueError):
            pass
    name = parameters.get("filename")
    # WSGI hands headers over as Latin-1; what most clients mean is UTF-8.
    return None if name is None else name.encode("latin-1", "replace").decode("utf-8", "replace")


def disposition(name: str, *, inline: bool) -> str:
    """Write a Content-Disposition header that can't be broken out of.

    Source: RFC 6266 section 4.3 and appendix D (a plain ``filename`` for old clients before ``filename*``).
    """
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    header = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
