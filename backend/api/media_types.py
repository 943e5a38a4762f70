"""Telling a file's type by its bytes: what the sender calls it is not believed.

The formats that kinds depend on are told here; puremagic, which takes an m4a for nothing and every zip for a Word
document, is asked about the rest.
"""

from __future__ import annotations

import codecs
import re

import puremagic

UNKNOWN = "application/octet-stream"

#: Beginnings that tell a format by themselves.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"#!AMR", "audio/amr"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
)

#: What a RIFF or IFF container holds, by the word at byte 8.
_CONTAINED = {
    (b"RIFF", b"WAVE"): "audio/wav",
    (b"RF64", b"WAVE"): "audio/wav",
    (b"RIFF", b"AVI "): "video/x-msvideo",
    (b"RIFF", b"WEBP"): "image/webp",
    (b"FORM", b"AIFF"): "audio/aiff",
    (b"FORM", b"AIFC"): "audio/aiff",
}

#: Major brands of ISO base media files that are not plain MP4 video.
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"heic": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
}

#: Boxes that open a QuickTime file from before brands existed.
_OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})

#: Parts by whose names a zip is told to be a document.
_ZIPPED = (
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)

#: Text types that only the name can tell apart; believed when the bytes are text.
_TEXT_TYPES = {
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
}

_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

#: puremagic's own measure; below it the match is a byte or three.
_SURE = 0.4


def media_type_of(head: bytes, name: str) -> str:
    """Return the media type of a file.

    Args:
        head: its first bytes, 8 KiB of them if it has so many.
        name: its name, which is looked at only where text types have to be told apart.
    """
    return _known(head) or _text(head, name) or _asked(head) or UNKNOWN


def accepts(patterns: tuple[str, ...], media_type: str) -> bool:
    """Tell whether a media type is one of ``patterns``, such as ``video/*``."""
    main, _, _ = media_type.partition("/")
    return any(pattern in {"*/*", f"{main}/*", media_type} for pattern in patterns)


def _known(head: bytes) -> str | None:
    beginning = next((media_type for start, media_type in _BEGINNINGS if head.startswith(start)), None)
    return beginning or _CONTAINED.get((head[:4], head[8:12])) or _container(head) or _mpeg_audio(head)


def _container(head: bytes) -> str | None:
    media_type = None
    if head[4:8] == b"ftyp":
        media_type = "video/3gpp" if head[8:11] == b"3gp" else _BRANDS.get(head[8:12], "video/mp4")
    elif head[4:8] in _OLD_QUICKTIME:
        media_type = "video/quicktime"
    elif head.startswith(b"\x1aE\xdf\xa3"):
        media_type = "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    elif head.startswith(b"OggS"):
        media_type = "video/ogg" if b"\x80theora" in head[:512] else "audio/ogg"
    elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        media_type = next((media_type for part, media_type in _ZIPPED if part in head), "application/zip")
    elif len(head) > 188 and head[0] == head[188] == 0x47:
        media_type = "video/mp2t"
    return media_type


def _mpeg_audio(head: bytes) -> str | None:
    """Read a frame header: eleven bits of sync, then version, layer, bit rate, sample rate.

    Source: ISO/IEC 11172-3 section 2.4.2.3 (layers I-III), ISO/IEC 13818-7 section 6.2 (ADTS).
    """
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer, bit_rate, sample_rate = head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    if layer == 0:
        return "audio/aac" if head[1] & 0xF0 == 0xF0 else None
    version = head[1] >> 3 & 3
    return "audio/mpeg" if version != 1 and bit_rate != 15 and sample_rate != 3 else None


def _text(head: bytes, name: str) -> str | None:
    if not head or _NOT_IN_TEXT.search(head):
        return None
    try:
        # Incremental: the head may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    if re.match(rb"\s*(?:<!doctype html|<html)", head, re.IGNORECASE):
        return "text/html"
    return _TEXT_TYPES.get(name.rpartition(".")[2].lower(), "text/plain")


def _asked(head: bytes) -> str | None:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    return next((match.mime_type for match in matches if match.confidence >= _SURE and match.mime_type), None)
