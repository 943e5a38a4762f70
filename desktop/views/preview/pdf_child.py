"""Draws pages of one PDF in a process of its own: one that is made to do harm takes down no more than itself.

Run as ``python -m desktop.views.preview.pdf_child FILE``; a request is a line of JSON (``number``, ``width_px``), its
answer a line of JSON (``number``, ``count``, ``width``, ``height``, ``stride``, ``bytes``, or ``error``) and, after it,
the page's pixels (four bytes each: blue, green, red, unused). No Qt is imported here.
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A page is drawn with at most this many pixels, whatever its size claims to be.
MOST_PIXELS = 12_000_000
_LARGEST_POINTS = 20_000.0
#: Memory that the process may take; only where the system can hold it to that.
_MOST_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Drawn:
    """A page as pixels. ``number`` is 0 for the first of ``count``."""

    pixels: bytes
    width: int
    height: int
    stride: int
    number: int
    count: int


class Unreadable(ValueError):
    """The PDF can't be drawn: ``locked``, ``damaged`` or ``no library``."""


class Pages:
    """A PDF that is read page by page.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: Any = None

    def draw(self, number: int, width_px: int) -> Drawn:
        """Draw a page.

        Args:
            number: 0 for the first; one that is too high means the last.
            width_px: how wide.

        Raises:
            Unreadable: it can't be drawn.
        """
        try:
            import pypdfium2  # noqa: PLC0415 - only who looks at a PDF waits for it
        except ImportError:
            raise Unreadable("no library") from None
        try:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(str(self._path))
            count = len(self._document)
            if not count:
                raise Unreadable("damaged")
            number = min(max(0, number), count - 1)
            return _drawn(self._document[number], width_px, number, count)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("locked" if "password" in str(error).lower() else "damaged") from error

    def close(self) -> None:
        """Let go of the file."""
        if self._document is not None:
            self._document.close()
            self._document = None


def _drawn(page: Any, width_px: int, number: int, count: int) -> Drawn:
    try:
        width, height = page.get_size()
        if not (0 < width <= _LARGEST_POINTS and 0 < height <= _LARGEST_POINTS):
            raise Unreadable("damaged")
        scale = min(width_px / width, (MOST_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, prefer_bgrx=True)
        try:
            return Drawn(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, number, count)
        finally:
            bitmap.close()
    finally:
        page.close()


def main() -> None:
    """Answer requests until there are no more."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    pages = Pages(Path(sys.argv[1]))
    answer = sys.stdout.buffer
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            drawn = pages.draw(request["number"], request["width_px"])
        except (Unreadable, MemoryError) as error:
            answer.write(json.dumps({"error": str(error) or "damaged"}).encode() + b"\n")
        else:
            head = {name: getattr(drawn, name) for name in ("number", "count", "width", "height", "stride")}
            answer.write(json.dumps(head | {"bytes": len(drawn.pixels)}).encode() + b"\n" + drawn.pixels)
        answer.flush()


if __name__ == "__main__":
    main()
