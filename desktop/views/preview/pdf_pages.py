"""Pages of a PDF as pictures. Nothing of Qt's windows; made for one thread, since PDFium knows only one at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

#: A page is drawn with at most this many pixels, whatever its size claims to be.
MOST_PIXELS = 12_000_000
_LARGEST_POINTS = 20_000.0
#: PDFium is not to be entered twice, whoever asks.
_pdfium = threading.Lock()


class Locked(ValueError):
    """The PDF asks for a password."""


class Damaged(ValueError):
    """The PDF can't be read."""


@dataclass(frozen=True)
class PdfPage:
    """One page as a picture. ``number`` is 0 for the first of ``count``."""

    image: QImage
    number: int
    count: int


class PdfFile:
    """A PDF that is read page by page; every method runs in the thread of its view.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: Any = None

    def page(self, number: int, width_px: int) -> PdfPage:
        """Draw a page.

        Args:
            number: 0 for the first; one that is too high means the last.
            width_px: how wide, in pixels of the screen.

        Raises:
            Locked: it asks for a password.
            Damaged: it can't be read.
        """
        import pypdfium2  # noqa: PLC0415 - only who looks at a PDF waits for it

        with _pdfium:
            try:
                document = self._opened(pypdfium2)
                count = len(document)
                if not count:
                    raise Damaged("no pages")
                number = min(max(0, number), count - 1)
                page = document[number]
                try:
                    image = _drawn(page, width_px)
                finally:
                    page.close()
            except pypdfium2.PdfiumError as error:
                raise (Locked if "password" in str(error).lower() else Damaged)(str(error)) from error
        return PdfPage(image, number, count)

    def close(self) -> None:
        """Let go of the file."""
        with _pdfium:
            if self._document is not None:
                self._document.close()
                self._document = None

    def _opened(self, pypdfium2: Any) -> Any:
        if self._document is None:
            self._document = pypdfium2.PdfDocument(str(self._path))
        return self._document


def _drawn(page: Any, width_px: int) -> QImage:
    width, height = page.get_size()
    if not (0 < width <= _LARGEST_POINTS and 0 < height <= _LARGEST_POINTS):
        raise Damaged(f"a page of {width:.0f} x {height:.0f} points")
    scale = min(width_px / width, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
    try:
        image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return image.copy()
    finally:
        bitmap.close()
