"""Pages of a PDF as pictures, drawn by a process of its own; a packed application draws them itself."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from desktop.views.preview.pdf_child import Drawn, Pages, Unreadable

#: PDFium is not to be entered twice, whoever asks.
_pdfium = threading.Lock()
_CHILD = "desktop.views.preview.pdf_child"


@dataclass(frozen=True)
class PdfPage:
    """One page as a picture. ``number`` is 0 for the first of ``count``."""

    image: QImage
    number: int
    count: int


class PdfFile:
    """A PDF that is read page by page; ``page`` and ``close`` run in the thread of its view.

    Args:
        path: the file.
        apart: whether it is drawn by a process of its own; None: where there is a Python to run it.
    """

    def __init__(self, path: Path, *, apart: bool | None = None) -> None:
        self._path = path
        self._apart = not getattr(sys, "frozen", False) if apart is None else apart
        self._pages = Pages(path)
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def page(self, number: int, width_px: int) -> PdfPage:
        """Draw a page.

        Args:
            number: 0 for the first; one that is too high means the last.
            width_px: how wide, in pixels of the screen.

        Raises:
            Unreadable: it can't be drawn.
        """
        if self._apart:
            drawn = self._ask(number, width_px)
        else:
            with _pdfium:
                drawn = self._pages.draw(number, width_px)
        image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
        return PdfPage(image.copy(), drawn.number, drawn.count)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that draws, None for none."""
        return self._process

    def end(self) -> None:
        """Stop drawing; returns at once, and may be called in any thread."""
        self._closed = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Let go of the file, in the thread of the view."""
        self.end()
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process.wait()
        elif not self._apart:
            with _pdfium:
                self._pages.close()

    def _ask(self, number: int, width_px: int) -> Drawn:
        """Ask the process; one that has died is no longer asked."""
        try:
            process = self._started()
            if process.stdin is None or process.stdout is None:
                raise Unreadable("damaged")
            request = {"number": number, "width_px": width_px}
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            head: dict[str, Any] = json.loads(process.stdout.readline() or b'{"error": "damaged"}')
            if "error" in head:
                raise Unreadable(head["error"])
            pixels = process.stdout.read(head.pop("bytes"))
        except (OSError, ValueError) as error:
            if isinstance(error, Unreadable):
                raise
            raise Unreadable("damaged") from error
        return Drawn(pixels=pixels, **head)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise Unreadable("damaged")
        if self._process is None:
            hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
            self._process = subprocess.Popen(  # noqa: S603 - our own module; the file's name is one argument
                [sys.executable, "-m", _CHILD, str(self._path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(__file__).parents[3],
                creationflags=hidden,
            )
            if self._closed:
                self._process.kill()
        return self._process
