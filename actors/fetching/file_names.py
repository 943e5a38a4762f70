"""What a downloaded file is called and what it is: from headers that may say anything, and from its first bytes."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
import urllib.parse
from email.message import Message

import puremagic

_MAX_STEM_CHARS, _MAX_ENDING_CHARS = 80, 10
#: Formats that puremagic doesn't tell reliably, by their first bytes. Source: the formats' own specifications.
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (b"WEBVTT", "text/vtt"),
    (b"\xef\xbb\xbfWEBVTT", "text/vtt"),
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_SRT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\d+\s*\r?\n\d+:\d\d:\d\d[,.]\d+\s*-->")
#: Types that say nothing.
_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/binary", "text/plain"})
#: puremagic's own measure; below it the match is a byte or three.
_SURE = 0.7
_ENDINGS = {"text/html": ".html", "text/vtt": ".vtt", "application/x-subrip": ".srt", "application/pdf": ".pdf"}


def media_type_of(head: bytes, declared: str, name: str) -> str:
    """Return a file's media type: what its bytes say, then what was declared, then what its name says.

    Args:
        head: the file's first bytes.
        declared: the Content-Type header.
        name: its name.
    """
    certain = _recognised(head)
    said = declared.partition(";")[0].strip().lower()
    if certain or (said not in _VAGUE and re.fullmatch(r"[\w.+-]+/[\w.+-]+", said)):
        return said if said == "application/xhtml+xml" else certain or said
    by_name = mimetypes.guess_type(name)[0]
    return by_name or (said if said == "text/plain" else _sniffed(head))


def _recognised(head: bytes) -> str:
    """Return the media type of a beginning that can be nothing else; else nothing."""
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if _SRT.match(head):
        return "application/x-subrip"
    return "text/html" if _HTML.match(head) else ""


def _sniffed(head: bytes) -> str:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    sure = [match.mime_type for match in matches if match.mime_type and match.confidence >= _SURE]
    return sure[0] if sure else "application/octet-stream"


def name_of(disposition: str, url: str, media_type: str = "") -> str:
    """Return a harmless file name, never empty, without any folder.

    Args:
        disposition: the Content-Disposition header, or nothing.
        url: where the file came from.
        media_type: gives the ending where the name has none.
    """
    message = Message()
    message["Content-Disposition"] = disposition
    try:
        given = message.get_filename("") or ""
    except (LookupError, ValueError):  # an encoding that doesn't exist
        given = ""
    if not given:
        given = urllib.parse.unquote(urllib.parse.urlsplit(url).path.rstrip("/").rpartition("/")[2])
    given = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    harmless = "".join(char if char.isalnum() or char in " ._-()" else "_" for char in given).lstrip(" ._")
    stem, dot, ending = harmless.rpartition(".")
    if not dot or not 0 < len(ending) <= _MAX_ENDING_CHARS or not ending.isascii():
        stem, ending = harmless, ""
    stem = stem.strip(" ._")[:_MAX_STEM_CHARS].rstrip(" ._") or "download"
    return f"{stem}.{ending}" if ending else stem + (_ENDINGS.get(media_type) or "")
