"""Parts of a zip package (docx, pptx, epub, odt), read within bounds and never unpacked to the disk."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from lxml import etree

from actors.document_analysis.reading import refusals

#: A package of a writing program has some dozens of members; a long book with pictures some thousands.
MAX_MEMBERS = 10_000
#: The list of members itself; 46 bytes and a name for each.
MAX_DIRECTORY_BYTES = 4 << 20
#: Nothing a person writes unpacks to more; pictures hardly shrink, so this is also a bound on the file.
MAX_DECLARED_BYTES = 4 << 30
#: One part, unpacked. 2,000 pages of plain text with all their marks are some 30 MB.
MAX_PART_BYTES = 48 << 20
#: All parts that one reader asks for, unpacked.
MAX_READ_BYTES = 128 << 20
#: Elements and attributes of one part: what decides on the memory of its tree (some 300 bytes each).
MAX_NODES = 800_000
#: Text marked up at length shrinks to a twentieth or a fiftieth; only what is made of one letter shrinks more.
MAX_RATIO, _RATIO_FROM_BYTES = 250, 2 << 20
_ENCRYPTED_FLAG = 0x1
#: A document type can name entities that grow without end or stand for other files (also as UTF-16).
_DECLARATIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


class Package:
    """An open zip package.

    Args:
        path: the file.
        name: its name, as its owner knows it.

    Raises:
        JobFailure: ``damaged``, ``unsafe_document``.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._read_bytes = 0
        if _directory_bytes(path) > MAX_DIRECTORY_BYTES:
            raise self._too_many()
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise refusals.damaged(name, why="is no whole document") from error
        self._members = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > MAX_MEMBERS:
            self._zip.close()
            raise self._too_many()
        if sum(info.file_size for info in self._members.values()) > MAX_DECLARED_BYTES:
            self._zip.close()
            raise self._bomb("")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def names(self) -> list[str]:
        """Return the names of all members."""
        return list(self._members)

    def part(self, part: str) -> bytes:
        """Return a member's bytes.

        Raises:
            JobFailure: ``damaged``, ``encrypted``, ``unsafe_document``.
        """
        info = self._members.get(part)
        if info is None:
            raise refusals.damaged(self.name, part=part, why="lacks a part that it needs")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise refusals.encrypted(self.name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.unsafe_document(self.name, "is packed in a way that documents are not", part=part)
        # What the list says comes first, for it costs nothing; what comes out is counted all the same.
        left = min(MAX_PART_BYTES, MAX_READ_BYTES - self._read_bytes)
        if info.file_size > left or _too_dense(info.file_size, info.compress_size):
            raise self._bomb(part)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise refusals.damaged(self.name, part=part) from error
        self._read_bytes += len(data)
        if len(data) > left:
            raise self._bomb(part)
        return data

    def xml(self, part: str) -> etree._Element:
        """Return the root of a member that is XML without a document type.

        Raises:
            JobFailure: ``damaged``, ``encrypted``, ``too_large``, ``unsafe_document``.
        """
        data = self.part(part)
        if any(mark in data for mark in _DECLARATIONS):
            raise refusals.unsafe_document(
                self.name, "declares entities of its own, as no such document does", part=part
            )
        self.check_nodes(data)
        try:
            root = etree.fromstring(data, parser=xml_parser())
        except etree.XMLSyntaxError as error:
            raise refusals.damaged(self.name, part=part) from error
        if root.getroottree().docinfo.doctype:
            raise refusals.unsafe_document(
                self.name, "declares entities of its own, as no such document does", part=part
            )
        return root

    def check_nodes(self, data: bytes) -> None:
        """Refuse markup whose tree would not fit into memory.

        Raises:
            JobFailure: ``too_large``.
        """
        if data.count(b"<") + data.count(b"=") > MAX_NODES:
            raise refusals.too_large(self.name, "more marks in one part", f"{MAX_NODES:,}")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return a part's relations inside the package: id -> (last word of the type, target part).

        What lies outside the package (pictures on the web, linked files) is left out, so that nobody can fetch it.
        """
        folder, file = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{file}.rels")
        if source not in self:
            return {}
        found = {}
        for relation in self.xml(source):
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
                found[relation.get("Id") or ""] = (kind, resolved(folder, relation.get("Target") or ""))
        return found

    def _bomb(self, part: str) -> Exception:
        return refusals.unsafe_document(self.name, "unpacks to far more than it seems to hold", part=part)

    def _too_many(self) -> Exception:
        return refusals.unsafe_document(self.name, "is made of far more parts than a document has")


def xml_parser(*, recover: bool = False) -> etree.XMLParser:
    """Return a parser that fetches nothing, expands nothing and bounds depth and sizes."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip


def resolved(folder: str, target: str) -> str:
    """Return the name of the member that a reference inside a package means.

    Args:
        folder: the folder of the part that refers; empty is the package's root.
        target: the reference, maybe with a fragment and percent signs; from ``/`` it counts from the root.
    """
    path = unquote(urlsplit(target).path) if "%" in target or "#" in target or "?" in target else target
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace: the two flavours of OOXML differ in that alone."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute's value by its name without namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def _too_dense(size: int, packed: int) -> bool:
    return size > _RATIO_FROM_BYTES and size > packed * MAX_RATIO


def _directory_bytes(path: Path) -> int:
    """Return how long the list of members claims to be, before anyone loads it; 0 where no list is found.

    Source: APPNOTE.TXT 4.3.14-4.3.16 (end of central directory and its zip64 form).
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 65_557 - 20))
        tail = stream.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            return 0
        (claimed,) = struct.unpack_from("<L", tail, at + 12)
        if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
            (where,) = struct.unpack_from("<Q", tail, at - 12)
            stream.seek(min(where, size))
            record = stream.read(56)
            if record[:4] == b"PK\x06\x06" and len(record) == 56:
                return int(max(struct.unpack_from("<Q", record, 40)[0], claimed if claimed != 0xFFFFFFFF else 0))
    return int(claimed)
