"""What a file of this computer is, by its name and else by its first bytes; light enough for hundreds at once."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterable
from pathlib import Path

from desktop.i18n import N_, tr

UNKNOWN = "application/octet-stream"
#: Enough for every signature below.
_BEGINNING_BYTES = 16

#: What the system's own table lacks on some systems, or says otherwise elsewhere.
_SUFFIXES = {
    ".aac": "audio/aac", ".aif": "audio/aiff", ".aiff": "audio/aiff", ".flac": "audio/flac", ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg", ".oga": "audio/ogg", ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav",
    ".wma": "audio/x-ms-wma",
    ".3gp": "video/3gpp", ".avi": "video/x-msvideo", ".flv": "video/x-flv", ".m2ts": "video/mp2t",
    ".m4v": "video/mp4", ".mkv": "video/x-matroska", ".mov": "video/quicktime", ".mp4": "video/mp4",
    ".mpeg": "video/mpeg", ".mpg": "video/mpeg", ".mts": "video/mp2t", ".ts": "video/mp2t", ".webm": "video/webm",
    ".wmv": "video/x-ms-wmv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip", ".htm": "text/html", ".html": "text/html", ".json": "application/json",
    ".md": "text/markdown", ".odt": "application/vnd.oasis.opendocument.text", ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".srt": "application/x-subrip", ".txt": "text/plain", ".vtt": "text/vtt", ".zip": "application/zip",
    ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
}  # fmt: skip

_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"PK\x03\x04", "application/zip"),
    (b"{", "application/json"),
)
_CONTAINED = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}

#: How people call what a media type's first half, or the whole, says.
_NAMES = {
    "video/*": N_("a video"),
    "audio/*": N_("a sound file"),
    "image/*": N_("a picture"),
    "text/*": N_("a text"),
    "application/pdf": N_("a PDF"),
    "application/json": N_("a JSON file"),
    "application/zip": N_("a zip archive"),
    "*/*": N_("a file"),
}


def media_type_of(path: Path | str) -> str:
    """Return the media type of a local file; it is read only where its name tells nothing."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 (asked for hundreds of files in the main thread)
    return _SUFFIXES.get(suffix) or mimetypes.guess_type(str(path))[0] or _by_beginning(path)


def _by_beginning(path: Path | str) -> str:
    """Return what the first bytes tell.

    Source: the formats' own signatures; ISO/IEC 14496-12 for ``ftyp``.
    """
    try:
        with Path(path).open("rb") as file:
            beginning = file.read(_BEGINNING_BYTES)
    except OSError:
        return UNKNOWN
    if beginning[4:8] == b"ftyp":
        return "audio/mp4" if beginning[8:11] == b"M4A" else "video/mp4"
    if beginning[:4] == b"RIFF":
        return _CONTAINED.get(beginning[8:12], UNKNOWN)
    return next((media_type for mark, media_type in _BEGINNINGS if beginning.startswith(mark)), UNKNOWN)


def accepts(patterns: Iterable[str], media_type: str) -> bool:
    """Return whether a file may be what is wanted; what is not known may be anything: the server looks into it."""
    return media_type == UNKNOWN or precision(patterns, media_type) > 0


def precision(patterns: Iterable[str], media_type: str) -> int:
    """Return how exactly a type is meant by the best of several patterns: 3 by name, 2 by half, 1 as any, 0 not."""
    best = 0
    for pattern in patterns:
        if pattern == media_type:
            best = max(best, 3)
        elif pattern.endswith("/*") and pattern[:-1] == media_type.split("/", maxsplit=1)[0] + "/":
            best = max(best, 2)
        elif pattern in {"*/*", "*"}:
            best = max(best, 1)
    return best


def named(media_type: str) -> str:
    """Return what people call a media type, or the type itself."""
    name = _NAMES.get(media_type) or _NAMES.get(media_type.split("/", maxsplit=1)[0] + "/*")
    return tr(name) if name else media_type


def fault_of(path: str) -> str | None:
    """Say why a local file can't be sent, None if it can."""
    try:
        status = os.stat(path)  # noqa: PTH116 (asked for hundreds of files in the main thread)
    except FileNotFoundError:
        return tr("It is no longer there. Choose it again.")
    except OSError as error:
        return tr("It can't be read: {reason}.", reason=error.strerror or str(error))
    if not os.access(path, os.R_OK):
        return tr("You have no permission to read it.")
    return tr("It is empty.") if status.st_size == 0 else None
