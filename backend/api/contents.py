"""Sending files: whole or a range, only when the caller doesn't have them yet, piece by piece."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import falcon

from backend.api.file_names import disposition
from backend.api.refusals import RangeNotSatisfiable

PIECE_BYTES = 262_144

_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)*", re.ASCII)

#: Types that a browser may show in place: none of them can run a script.
_SHOWN = re.compile(r"(?:video|audio)/.*|image/(?:png|jpeg|gif|webp)|text/plain|application/(?:json|pdf)")


class FileSlice:
    """Some bytes of an open file, as WSGI takes them; closed when the server is done with it, however that ends.

    Args:
        file: the file, at the first byte to send.
        size_bytes: how many to send.
    """

    def __init__(self, file: BinaryIO, size_bytes: int) -> None:
        self._file, self._left_bytes = file, size_bytes

    def __iter__(self) -> Iterator[bytes]:
        while self._left_bytes > 0:
            piece = self._file.read(min(PIECE_BYTES, self._left_bytes))
            if not piece:
                return
            self._left_bytes -= len(piece)
            yield piece

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def send_file(
    request: falcon.Request, response: falcon.Response, path: Path, *, sha256: str, media_type: str, name: str
) -> None:
    """Answer with a file.

    Args:
        request: a GET, which may ask for a range, or a HEAD.
        response: gets everything.
        path: where the file lies.
        sha256: of the file; its ETag.
        media_type: its type.
        name: under which it should be saved.

    Raises:
        FileNotFoundError: when it isn't there.
        RangeNotSatisfiable: when the range lies outside of it.

    Source: RFC 9110 sections 13 (conditions) and 14 (ranges).
    """
    with path.open("rb") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        response.set_header("ETag", f'"{sha256}"')
        response.set_header("Cache-Control", "no-cache")
        response.set_header("Accept-Ranges", "bytes")
        if has_current(request, sha256):
            response.status = falcon.HTTP_304
            return
        first, last = 0, size_bytes - 1
        wanted = _range(request, sha256, size_bytes)
        if wanted is not None:
            first, last = wanted
            response.status = falcon.HTTP_206
            response.set_header("Content-Range", f"bytes {first}-{last}/{size_bytes}")
        media_type = media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream"
        response.content_type = media_type
        response.set_header("Content-Disposition", disposition(name, inline=bool(_SHOWN.fullmatch(media_type))))
        response.content_length = last - first + 1
        if request.method != "HEAD":
            file.seek(first)
            # A descriptor of its own: this block closes the file before the server has sent anything.
            response.stream = FileSlice(os.fdopen(os.dup(file.fileno()), "rb"), last - first + 1)


def has_current(request: falcon.Request, tag: str) -> bool:
    """Tell whether If-None-Match names this ETag (weakly compared, as it has to be) or any."""
    return any(known in ("*", tag) for known in request.if_none_match or ())


def _range(request: falcon.Request, sha256: str, size_bytes: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None for the whole file.

    Several ranges at once, other units and what can't be read are answered with the whole file, as RFC 9110
    section 14.2 allows.
    """
    match = _RANGE.fullmatch(request.get_header("Range", default=""))
    if request.method != "GET" or match is None or match[1] == match[2] == "":
        return None
    if_range = request.get_header("If-Range")
    if if_range is not None and if_range.strip() != f'"{sha256}"':
        return None
    if match[1] == "":
        first, last = max(0, size_bytes - int(match[2])), size_bytes - 1
    else:
        first = int(match[1])
        last = min(int(match[2]), size_bytes - 1) if match[2] else size_bytes - 1
        if match[2] and int(match[2]) < first:
            return None
    if first >= size_bytes:
        raise RangeNotSatisfiable(size_bytes)
    return first, last
