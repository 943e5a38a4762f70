"""What a file is: by its content first, then by the ending of its name.

Source: the formats' own signatures; ECMA-376 part 2, EPUB 3.3 section 4, ODF 1.3 part 2 section 3.3, MS-CFB 2.2.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePath
from typing import Literal

from actors.document_analysis.reading import refusals
from actors.document_analysis.reading.encodings import decoded
from actors.document_analysis.reading.package import Package

FileType = Literal["pdf", "docx", "pptx", "epub", "odt", "html", "md", "txt", "captions", "video"]

_HEAD_BYTES = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What other files begin with, and what people call them.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"BM", "a picture"),
    (b"II*\0", "a picture"), (b"MM\0*", "a picture"), (b"8BPS", "a picture"), (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"), (b"\xfd7zXZ", "a packed file"), (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"), (b"\x28\xb5\x2f\xfd", "a packed file"), (b"\x7fELF", "a program"), (b"MZ", "a program"),
    (b"SQLite format 3", "a database"), (b"wOFF", "a font"), (b"wOF2", "a font"),
)  # fmt: skip
_RTF = "a rich text document (rtf)"
_OLD_OFFICE = (
    ("EncryptedPackage", ""), ("WordDocument", "docx"), ("PowerPoint Document", "pptx"),
    ("Workbook", "a table in a docx"),
)  # fmt: skip
_OLD_NAMES = {
    "docx": "an old Word document (doc)",
    "pptx": "an old presentation (ppt)",
    "a table in a docx": "an old spreadsheet (xls)",
}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_SRT = re.compile(r"\s*\d+\s*\n\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->")
_BY_NAME: dict[str, FileType] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "md"),
    **dict.fromkeys((".srt", ".vtt"), "captions"),
}  # fmt: skip
_DATA_NAMES = {
    ".json": "a data file (json)", ".jsonl": "a data file (json)", ".csv": "a table of values (csv)",
    ".tsv": "a table of values (tsv)", ".xml": "a data file (xml)", ".svg": "a picture", ".ipynb": "a notebook (ipynb)",
}  # fmt: skip


def type_of(path: Path, name: str) -> FileType:
    """Return what a file is.

    Args:
        path: the file.
        name: its name, as its owner knows it; decides only where the content leaves it open.

    Raises:
        JobFailure: ``empty_file``, ``encrypted``, ``damaged``, ``unsafe_document``, ``unsupported_type``.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head:
        raise refusals.empty_file(name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(path, name)
    if head.startswith(_OLE):
        raise _old_office(path, name)
    if head.startswith(b"{\\rtf"):
        raise refusals.unsupported_type(name, _RTF, instead="Save it as docx and upload that.")
    if _is_film(head):
        return "video"
    for signature, found in _OTHERS:
        if head.startswith(signature) and (len(signature) > 2 or b"\0" in head):
            raise refusals.unsupported_type(name, found)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        raise refusals.unsupported_type(name, "a picture")
    return _text(head, name, whole=len(head) < _HEAD_BYTES)


def _packed(path: Path, name: str) -> FileType:
    with Package(path, name) as package:
        if "META-INF/container.xml" in package:
            return "epub"
        if "[Content_Types].xml" in package:
            return _office(package, name)
        if "mimetype" in package:
            kind = package.part("mimetype")[:100].strip()
            if kind == b"application/vnd.oasis.opendocument.text":
                return "odt"
            if kind.startswith(b"application/vnd.oasis.opendocument"):
                raise refusals.unsupported_type(name, "an OpenDocument file other than text")
    raise refusals.unsupported_type(name, "a zip archive", instead="Unpack it and upload the document in it.")


def _office(package: Package, name: str) -> FileType:
    kinds: dict[str, FileType] = {"word/": "docx", "ppt/": "pptx"}
    main = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), "")
    for folder, kind in kinds.items():
        if main.startswith(folder) or any(part.startswith(folder) for part in package.names()):
            return kind
    if main.startswith("xl/"):
        raise refusals.unsupported_type(name, "a spreadsheet", instead="Put its tables into a docx, or save it as pdf.")
    raise refusals.damaged(name, why="is an office file without a document in it")


def _old_office(path: Path, name: str) -> Exception:
    """Return the refusal of an OLE container; the names of its streams stand in it as UTF-16."""
    with path.open("rb") as stream:
        data = stream.read(64 << 20)
    for stream_name, newer in _OLD_OFFICE:
        if stream_name.encode("utf-16-le") in data:
            if not newer:
                return refusals.encrypted(name)
            return refusals.unsupported_type(name, _OLD_NAMES[newer], instead=f"Save it as {newer} and upload that.")
    return refusals.unsupported_type(name, "an old office file")


def _is_film(head: bytes) -> bool:
    """Whether a file is a film or recording of a kind that can carry subtitles or sound."""
    return (
        head[4:8] == b"ftyp"
        or head.startswith(
            (b"\x1a\x45\xdf\xa3", b"FLV\x01", b"OggS", b"\x30\x26\xb2\x75", b"\x00\x00\x01\xba", b"ID3", b"fLaC")
        )
        or (head[:4] == b"RIFF" and head[8:12] in {b"AVI ", b"WAVE"})
        or (len(head) > 376 and head[0] == head[188] == head[376] == 0x47)
    )


def _text(head: bytes, name: str, *, whole: bool) -> FileType:
    # The head may end inside a character.
    text = next((found for cut in range(4) if (found := decoded(head[: len(head) - cut])) is not None or whole), None)
    if text is None:
        raise refusals.unknown_type(name)
    ending = PurePath(name).suffix.lower()
    start = text.lstrip("\ufeff")
    if start.startswith("WEBVTT") or _SRT.match(start):
        return "captions"
    if _HTML.match(start):
        return "html"
    if ending in _DATA_NAMES:
        raise refusals.unsupported_type(name, _DATA_NAMES[ending])
    if ending in _BY_NAME:
        return _BY_NAME[ending]
    if whole and start.lstrip()[:1] in {"{", "["} and _is_json(start):
        raise refusals.unsupported_type(name, "a data file (json)")
    return "txt"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
