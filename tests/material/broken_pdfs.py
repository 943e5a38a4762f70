"""PDFs that must be refused, or read with a warning: locked, cut off, pictures only, bombs."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib import pagesizes, pdfencrypt
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from tests.material.pdfs import plain


def encrypted(path: Path, *, user_password: str = "secret", name: str = "en_cells") -> Path:
    """Write a lecture that opens only with a password; an empty one leaves the owner's password alone."""
    encryption = pdfencrypt.StandardEncryption(user_password, ownerPassword="owner", strength=128)
    return plain(path, name, encrypt=encryption)


def truncated(path: Path, *, part: float = 0.6) -> Path:
    """Write the first part of a PDF's bytes."""
    whole = plain(path).read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    return path


def scanned(path: Path, *, pictures: Sequence[int] | None = None, name: str = "en_cells") -> Path:
    """Write a lecture of which some pages are pictures.

    Args:
        path: where to write.
        pictures: which pages, 1 is the first; all by default.
        name: the lecture.
    """
    source = plain(path.with_suffix(".source.pdf"), name)
    canvas = Canvas(str(path), pagesize=pagesizes.A4, invariant=1)
    with pypdfium2.PdfDocument(source) as document:
        count = len(document)
        for index in range(count):
            seen = document[index].render(scale=1.2).to_pil().convert("L")
            if pictures is None or index + 1 in pictures:
                canvas.drawInlineImage(seen, 0, 0, *pagesizes.A4)
            else:
                text = canvas.beginText(25 * mm, 270 * mm)
                text.setFont("Times-Roman", 11)
                page_text = document[index].get_textpage().get_text_range()
                text.textLines(page_text.replace("\r\n", "\n"))
                canvas.drawText(text)
            canvas.showPage()
    canvas.save()
    source.unlink()
    return path


def zero_bytes(path: Path) -> Path:
    """Write nothing."""
    path.write_bytes(b"")
    return path


def png_named_pdf(path: Path) -> Path:
    """Write a picture under a PDF's name."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "PNG")
    path.write_bytes(out.getvalue())
    return path


def raw_pdf(path: Path, objects: Sequence[bytes]) -> Path:
    """Write objects, numbered from 1 (the first is the catalogue), with a correct table."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(file.tell())
            file.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        table = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
        file.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
        file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return path


def stream(data: bytes, entries: bytes = b"", *, times: int = 1) -> bytes:
    """Return a stream object, packed ``times`` times."""
    filters = b"/Filter[" + b"/FlateDecode" * times + b"]" if times else b""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return b"<<%s%s/Length %d>>\nstream\n" % (entries, filters, len(data)) + data + b"\nendstream"


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def drawn(path: Path, contents: bytes, *, times: int = 1, pages: int = 1) -> Path:
    """Write pages that all show the same content stream."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)
    return raw_pdf(path, [_CATALOGUE, tree, _FONT, stream(contents, times=times), *[page] * pages])


def flate_bomb(path: Path, *, megabytes: int = 600, times: int = 1) -> Path:
    """Write a page whose contents unpack a thousandfold, or (twice packed) a millionfold."""
    return drawn(path, b" " * (megabytes * 2**20), times=times)


def crowded_page(path: Path, characters: int) -> Path:
    """Write one page with very many characters."""
    line = b"(" + b"lorem ipsum dolor " * 50 + b") Tj T*\n"
    body = b"BT /F 1 Tf 1 TL 10 800 Td\n" + line * (characters // 900) + b"ET"
    return drawn(path, body)


def form_bomb(path: Path, *, depth: int = 8, width: int = 10) -> Path:
    """Write a page that draws a form ``width`` times, which draws another ``width`` times, and so on."""
    forms = [
        stream(
            b"/X Do " * width if level < depth else b"BT /F 9 Tf 10 10 Td (boom) Tj ET",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<</X %d 0 R>>>>"
            % (6 + level + 1),
        )
        for level in range(depth + 1)
    ]
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>"
    )
    tree = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
    return raw_pdf(path, [_CATALOGUE, tree, _FONT, stream(b"/X Do"), page, *forms])


def many_objects(path: Path, count: int) -> Path:
    """Write a page and very many objects that nothing needs."""
    drawn(path, b"BT /F 12 Tf 72 700 Td (Too many.) Tj ET")
    body = path.read_bytes()
    with path.open("wb") as file:
        file.write(body)
        for number in range(100, 100 + count):
            file.write(b"%d 0 obj null endobj\n" % number)
        file.write(body[body.rfind(b"startxref") :])
    return path


def run_length_bomb(path: Path, *, megabytes: int = 400) -> Path:
    """Write a page whose contents are packed by run lengths below Flate."""
    data = b"\x81 " * (megabytes * 2**20 // 128)
    data = zlib.compress(data, 9)
    body = b"<</Filter[/FlateDecode/RunLengthDecode]/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"
    return _page_of(path, body)


def letters_bomb(path: Path, *, megabytes: int = 400) -> Path:
    """Write a page whose contents are packed and then written out in letters."""
    data = base64.a85encode(zlib.compress(b" " * (megabytes * 2**20), 9)) + b"~>"
    body = b"<</Filter[/ASCII85Decode/FlateDecode]/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"
    return _page_of(path, body)


def masked_bomb(path: Path, *, megabytes: int = 400) -> Path:
    """Write a page whose contents say that they are a font."""
    return _page_of(path, stream(b" " * (megabytes * 2**20), b"/Length1 9"))


def locked_form_bomb(path: Path, *, depth: int = 8, width: int = 10) -> Path:
    """Write forms that draw forms, encrypted with an empty password."""
    encryption = pdfencrypt.StandardEncryption("", ownerPassword="owner", strength=128)
    canvas = Canvas(str(path), pagesize=pagesizes.A4, invariant=1, encrypt=encryption)
    for level in range(depth):
        canvas.beginForm(f"f{level}")
        for _ in range(width):
            if level:
                canvas.doForm(f"f{level - 1}")
            else:
                canvas.drawString(10, 10, "boom")
        canvas.endForm()
    canvas.doForm(f"f{depth - 1}")
    canvas.showPage()
    canvas.save()
    return path


def _page_of(path: Path, contents: bytes) -> Path:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    return raw_pdf(path, [_CATALOGUE, b"<</Type/Pages/Count 1/Kids[5 0 R]>>", _FONT, contents, page])


def partly_broken(path: Path) -> Path:
    """Write two pages of which the second is an object of another kind."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    contents = stream(b"BT /F 12 Tf 72 700 Td (The first page can be read without trouble.) Tj ET")
    tree = b"<</Type/Pages/Count 2/Kids[5 0 R 6 0 R]>>"
    return raw_pdf(path, [_CATALOGUE, tree, _FONT, contents, page, b"(no page)"])


def ligature(path: Path) -> Path:
    """Write a line in which one wide glyph stands for three letters."""
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfchar <01> <006600660069> endbfchar endcmap end"
    )
    widths = b" ".join(b"900" if code == 1 else b"500" for code in range(256))
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 255/Widths[%s]/ToUnicode 6 0 R"
        b"/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/m]>>>>" % widths
    )
    text = stream(b"BT /F 12 Tf 72 700 Td (It is quite e\\001cient today.) Tj ET")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    return raw_pdf(path, [_CATALOGUE, b"<</Type/Pages/Count 1/Kids[5 0 R]>>", font, text, page, stream(table)])
