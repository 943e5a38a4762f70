"""Documents built to hurt whoever reads them; each is written in a second and names the refusal it must meet."""

# ruff: noqa: E501 (documents stand here as they stand in files)

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)
_XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def relations(*targets: tuple[str, str], external: str = "") -> str:
    """A part of relations: (last word of the type, target) each."""
    found = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    if external:
        found += f'<Relationship Id="x" Type="{_RELATION}/image" Target="{external}" TargetMode="External"/>'
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


def docx(path: Path, body: str | bytes, *, doctype: str = "", extra: dict[str, str | bytes] | None = None) -> Path:
    """A minimal Word document around the XML of its body."""
    inner = body if isinstance(body, bytes) else body.encode()
    main = f'{doctype}<w:document xmlns:w="{W}"><w:body>'.encode() + inner + b"</w:body></w:document>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": main,
        **(extra or {}),
    }
    return zipped(path, parts)


def zipped(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def epub(path: Path, chapter: str, *, opf_doctype: str = "", extra: dict[str, str | bytes] | None = None) -> Path:
    """A minimal book of one chapter, given as a whole XHTML file."""
    return zipped(path, {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": f'{opf_doctype}<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A book</dc:title></metadata>'
        '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>',
        "OPS/c.xhtml": chapter,
        **(extra or {}),
    })  # fmt: skip


def pptx(path: Path, slide: str, *, doctype: str = "") -> Path:
    a, p = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/presentationml/2006/main",
    )
    spaces = f'xmlns:a="{a}" xmlns:p="{p}" xmlns:r="{_RELATION}"'
    return zipped(path, {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {spaces}><p:sldIdLst><p:sldId id="256" r:id="r0"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"{doctype}<p:sld {spaces}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{slide}</a:t></a:r></a:p>"
        "</p:txBody></p:sp></p:spTree></p:cSld></p:sld>",
    })  # fmt: skip


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _lying(path: Path, size: int) -> Path:
    """A part that unpacks to 200 MB while the list of members says something else."""
    docx(path, b" " * (200 << 20))
    data = bytearray(path.read_bytes())
    name = b"word/document.xml"
    at = data.rfind(name) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", data, at + 24, size)
    struct.pack_into("<L", data, at + 16, zlib.crc32(b""))
    path.write_bytes(data)
    return path


def _many_members(path: Path) -> Path:
    return docx(path, _paragraph("x"), extra={f"word/media/{n}": b"" for n in range(20_000)})


def _huge_directory(path: Path) -> Path:
    """A list of members that claims four gigabytes, by the record for large files."""
    docx(path, _paragraph("x"))
    data = path.read_bytes()
    at = data.rfind(b"PK\x05\x06")
    large = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**26, 2**26, 2**32, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    path.write_bytes(data[:at] + large + locator + data[at:])
    return path


def _noisy(element: Callable[[random.Random], str], count: int) -> str:
    chance = random.Random(1)
    return "".join(element(chance) for _ in range(count))


def _nested_archives(path: Path) -> Path:
    inner = b"PK\x05\x06" + bytes(18)
    for _ in range(6):
        step = zipped(path.with_suffix(".step"), {f"{n}.zip": inner for n in range(10)})
        inner = step.read_bytes()
        step.unlink()
    path.write_bytes(inner)
    return path


def _overlapping(path: Path) -> Path:
    """Thousands of names for the same 4 MB: 40 GB in a file of some hundred kilobytes."""
    docx(path, b" " * (4 << 20))
    data = path.read_bytes()
    end = data.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    at = data.rfind(b"word/document.xml") - 46
    entry = data[at : at + 46 + len(b"word/document.xml")]
    listed = data[start:end] + b"".join(entry.replace(b"document.xml", b"%08d.xml" % n) for n in range(9_000))
    tail = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 9_004, 9_004, len(listed), start, 0)
    path.write_bytes(data[:start] + listed + tail)
    return path


def _ole(path: Path, stream: str) -> Path:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le").ljust(64, b"\0") + bytes(4096)
    )
    return path


def _bytes(data: bytes | str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def _truncated(path: Path) -> Path:
    docx(path, _paragraph("Words. " * 10_000))
    path.write_bytes(path.read_bytes()[:-200])
    return path


_PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
_XHTML = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body><p>&a;&l;Some words.</p></body></html>"

#: name -> (the code that refuses it, how it is written)
REFUSED: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "empty.docx": ("empty_file", _bytes(b"")),
    "blank.txt": ("no_text", _bytes(" \n\t\r\n  " * 500)),
    "blank.html": ("no_text", _bytes("<html><body> <p> </p></body></html>")),
    "bomb.docx": ("unsafe_document", lambda path: docx(path, b" " * (300 << 20))),
    "dense.docx": ("unsafe_document", lambda path: docx(path, b" " * (40 << 20))),
    "bomb.epub": ("unsafe_document", lambda path: epub(path, " " * (100 << 20))),
    "bomb.pptx": ("unsafe_document", lambda path: pptx(path, "a" * (100 << 20))),
    "understated.docx": ("damaged", lambda path: _lying(path, 1000)),
    "overstated.docx": ("unsafe_document", lambda path: _lying(path, 0xFFFFFFF0)),
    "members.docx": ("unsafe_document", _many_members),
    "directory.docx": ("unsafe_document", _huge_directory),
    "overlapping.docx": ("unsafe_document", _overlapping),
    "archives.docx": ("unsupported_type", _nested_archives),
    "laughs.docx": ("unsafe_document", lambda path: docx(path, _paragraph("&l;"), doctype=_LAUGHS)),
    "laughs.pptx": ("unsafe_document", lambda path: pptx(path, "&l;", doctype=_LAUGHS)),
    "laughs.epub": ("unsafe_document", lambda path: epub(path, _LAUGHS + _XHTML)),
    "xxe.docx": ("unsafe_document", lambda path: docx(path, _paragraph("&a;"), doctype=_XXE)),
    "xxe.epub": ("unsafe_document", lambda path: epub(path, _XHTML, opf_doctype=_XXE)),
    "wide-xxe.docx": (
        "unsafe_document",
        lambda path: docx(path, "", extra={
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-16"?>{_XXE}<w:document xmlns:w="{W}"><w:body>{_paragraph("&a;")}</w:body></w:document>'
            ).encode("utf-16"),
        }),
    ),
    "elements.docx": ("too_large", lambda path: docx(path, _noisy(lambda c: f'<w:p w:a="{c.getrandbits(40):x}"/>', 1_200_000))),
    "deep.docx": ("damaged", lambda path: docx(path, "<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000)),
    "truncated.docx": ("damaged", _truncated),
    "no-xml.docx": ("damaged", lambda path: docx(path, "<w:p>")),
    "picture.docx": ("unsupported_type", _bytes(_PNG)),
    "binary.txt": ("unsupported_type", _bytes(random.Random(2).randbytes(100_000))),
    "nulls.txt": ("unsupported_type", _bytes(bytes(100_000))),
    "archive.zip": ("unsupported_type", lambda path: zipped(path, {"a.txt": "words"})),
    "protected.docx": ("encrypted", lambda path: _ole(path, "EncryptedPackage")),
    "old.doc": ("unsupported_type", lambda path: _ole(path, "WordDocument")),
    "data.json": ("unsupported_type", _bytes('{"a": 1}')),
    "values.csv": ("unsupported_type", _bytes("a,b\n1,2\n")),
    "letter.rtf": ("unsupported_type", _bytes("{\\rtf1 words}")),
    "line.txt": ("too_large", _bytes(b"word " * (10 << 20))),
    "line.html": ("too_large", _bytes(b"<html><body>" + b"word " * (10 << 20))),
    "marks.html": ("too_large", _bytes("<html>" + "<b>" * 2_000_000)),
    "attributes.html": ("too_large", _bytes("<html><body><p " + " ".join(f"a{n}=b" for n in range(200_000)) + ">words</p>")),
    "bare-attributes.html": ("too_large", _bytes("<html><body><p " + " ".join(f"a{n}" for n in range(200_000)) + ">words</p>")),
    "quoted-attributes.html": ("too_large", _bytes("<html><body><p " + "".join(f"a{n}='<>'" for n in range(60_000)) + ">words</p>")),
    "cells.html": ("too_large", _bytes("<html><body><table>" + "<tr><td>x<td>y" * 480_000)),
    "items.md": ("too_large", _bytes("- a\n" * 1_200_000)),
    "lines.txt": ("too_large", _bytes("a\n\n" * 6_000_000)),
    "quoted.md": ("unsafe_document", _bytes(">" * 100_000 + " words")),
}  # fmt: skip

#: Large or twisted, and read all the same: name -> (a word that must come out, how it is written)
READ: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "long-line.txt": ("word", _bytes(b"word " * 1_900_000)),
    "long-line.html": ("word", _bytes(b"<html><body><p>" + b"word " * 1_900_000)),
    "many-paragraphs.docx": ("words", lambda path: docx(path, _noisy(lambda c: _paragraph(f"words {c.getrandbits(60):x}"), 110_000))),
    "many-paragraphs.html": ("words", _bytes("<html><body>" + _noisy(lambda c: f"<p>words {c.getrandbits(60):x}</p>", 190_000))),
    "divs.html": ("innermost", _bytes("<html><body>" + "<div>" * 100_000 + "innermost" + "</div>" * 100_000 + "<p>after</p>")),
    "attribute.html": ("words", _bytes(f'<html><body><p class="{"a " * 5_000_000}" style="{"b" * 9_000_000}">words</p>')),
    "spans.html": ("cell", _bytes(
        "<html><body><table>" + '<tr><td colspan="99999999" rowspan="99999999">cell</td><td>b</td></tr>' * 500 + "</table>"
    )),
    "brackets.md": ("words", _bytes("words " + "[" * 300_000 + "\n\n" + "![[](" * 50_000)),
    "stars.md": ("words", _bytes("words " + "*a _b " * 100_000)),
    "ticks.md": ("words", _bytes("words " + "".join("`" * n + " " for n in range(1, 1_200)))),
    "small-knots.md": ("words", _bytes(("words " + "[a](" * 240 + "\n\n") * 400)),
    "many-knots.md": ("words", _bytes(("words " + "[a](" * 240 + "\n\n") * 4_900)),
    "judged.html": ("words", _bytes("<html><body>" + _noisy(lambda c: f"<div><p>words {c.getrandbits(60):x}</p>", 33_000) + "last words")),
    "links.html": ("words", _bytes("<html><body><p>words</p>" + '<a href="b">c</a> ' * 150_000)),
    "lists.md": ("words", _bytes("".join(" " * 2 * n + "- words\n" for n in range(1_500)))),
    "columns.md": ("words", _bytes("|" + "words|" * 3_000 + "\n|" + "-|" * 3_000 + "\n" + "|a|\n" * 3_000)),
    "links.md": ("words", _bytes("words\n\n" + "".join(f"[a{n}]: /u\n" for n in range(20_000)) + "[a1] " * 20_000)),
    "entities.html": ("words", _bytes(_LAUGHS.replace("x [", "html [") + "<html><body><p>words &l;</p></body></html>")),
    "document.txt": ("words", lambda path: docx(path, _paragraph("words"))),
    "slip.docx": ("words", lambda path: docx(path, _paragraph("words"), extra={"../../slipped": "out", "/tmp/slipped": "out"})),
    "remote.docx": ("words", lambda path: docx(path, _paragraph("words"), extra={
        "word/_rels/document.xml.rels": relations(("styles", "http://192.0.2.1/styles.xml"), external="http://192.0.2.1/a.png"),
    })),
    "remote.html": ("words", _bytes(
        '<html><head><link rel="stylesheet" href="http://192.0.2.1/a.css"><base href="http://192.0.2.1/"></head><body>'
        '<img src="http://192.0.2.1/a.png"><p>words</p></body></html>'
    )),
    "bomb-inside.docx": ("words", lambda path: docx(path, _paragraph("words"), extra={"word/embeddings/a.zip": b"PK" + bytes(50 << 20)})),
    "doctype.epub": ("words", lambda path: epub(
        path, '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://192.0.2.1/xhtml11.dtd">' + _XHTML.replace("&a;&l;", "&nbsp;&eacute;")
    )),
}  # fmt: skip
