"""A PDF, page by page, as wide as the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIntValidator, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview.aside import Aside
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.pdf_pages import PdfFile, PdfPage

_SETTLE_MS = 150
_SLOW_MS = 10_000
_ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0)


class PdfLook(Look):
    """Draws one page at a time in a thread; Page Up and Page Down turn over, plus and minus zoom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self._file: PdfFile | None = None
        self._number, self._count, self._zoom, self._name = 0, 0, 0, ""
        self._build()
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._draw)
        self._slow = QTimer(self, interval=_SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._too_slow)
        self.retranslate()
        self.retheme()

    @property
    def page_number(self) -> int:
        """The page that is shown, 1 for the first; 0 for none."""
        return self._number + 1 if self._count else 0

    def show_file(self, shown: Shown) -> None:
        """Show the first page."""
        self.clear()
        self._name = shown.artifact.name
        self._open(shown.path)

    def clear(self) -> None:
        """Let go of the file."""
        self._slow.stop()
        self._settle.stop()
        self._let_go()
        self._count = self._number = 0
        self._page.clear()
        self._head.hide()

    def stop(self) -> None:
        """End the thread."""
        self.clear()
        self._aside.stop()

    def turn(self, by: int) -> None:
        """Turn over some pages."""
        number = min(max(0, self._number + by), self._count - 1)
        if self._count and number != self._number:
            self._number = number
            self._draw()

    def zoom(self, by: int) -> None:
        """See the page larger or smaller; the smallest fits its width."""
        zoom = min(max(0, self._zoom + by), len(_ZOOMS) - 1)
        if zoom != self._zoom:
            self._zoom = zoom
            self._draw()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for button, name in (
            (self._back, tr("Previous page")), (self._on, tr("Next page")),
            (self._smaller, tr("Zoom out")), (self._larger, tr("Zoom in")),
        ):  # fmt: skip
            button.setAccessibleName(name)
            button.setToolTip(name)
        self._field.setAccessibleName(tr("Page"))
        self._of.setText(tr("of {n}", n=self._count))
        self._area.setAccessibleName(
            tr("Page {n} of {count} of {name}", n=self._number + 1, count=self._count, name=self._name)
        )

    def retheme(self) -> None:
        """Take over the colours in use."""
        for button, icon in (
            (self._back, "chevron_left"), (self._on, "chevron_right"),
            (self._smaller, "zoom_out"), (self._larger, "zoom_in"),
        ):  # fmt: skip
            button.setIcon(theme.icon(icon))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the width has settled."""
        super().resizeEvent(event)
        if self._file is not None and event.size().width() != event.oldSize().width():
            self._settle.start()

    def _build(self) -> None:
        self._head = QWidget(self)
        self._back, self._on = QToolButton(self._head), QToolButton(self._head)
        self._smaller, self._larger = QToolButton(self._head), QToolButton(self._head)
        self._field, self._of = QLineEdit(self._head), QLabel(self._head)
        self._field.setValidator(QIntValidator(1, 999_999, self._field))
        self._field.setFixedWidth(self._field.fontMetrics().horizontalAdvance("0000") + 3 * theme.GRID)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._of.setProperty("role", "muted")
        self._of.setBuddy(self._field)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(theme.GRID, theme.HALF, theme.GRID, theme.HALF)
        head.setSpacing(theme.HALF)
        for part in (self._back, self._field, self._of, self._on):
            head.addWidget(part)
        head.addStretch()
        head.addWidget(self._smaller)
        head.addWidget(self._larger)
        self._page = QLabel()
        self._page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area = QScrollArea(self)
        self._area.setWidget(self._page)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._area, 1)
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        self._smaller.clicked.connect(lambda: self.zoom(-1))
        self._larger.clicked.connect(lambda: self.zoom(1))
        self._field.editingFinished.connect(self._go)
        for key, action in (
            (Qt.Key.Key_PageDown, lambda: self.turn(1)), (Qt.Key.Key_PageUp, lambda: self.turn(-1)),
            (Qt.Key.Key_Plus, lambda: self.zoom(1)), (Qt.Key.Key_Minus, lambda: self.zoom(-1)),
        ):  # fmt: skip
            QShortcut(QKeySequence(key), self, action, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _let_go(self) -> None:
        """End what still draws at once; the rest is tidied up in the thread."""
        file, self._file = self._file, None
        self._aside.forget()
        if file is not None:
            file.end()
            self._aside.tidy(file.close)

    def _go(self) -> None:
        """Turn to the page that was typed, as far as there is one."""
        if self._count:
            self.turn(int(self._field.text() or self.page_number) - 1 - self._number)
            self._field.setText(str(self.page_number))

    def _open(self, path: Path) -> None:
        self._file = PdfFile(path)
        self._number, self._zoom = 0, 0
        self._draw()

    def _draw(self) -> None:
        if (file := self._file) is None:
            return
        width_px = round(
            max(200, self._area.viewport().width() - 2 * theme.GRID) * self.devicePixelRatioF() * _ZOOMS[self._zoom]
        )
        number = self._number
        self._slow.start()
        self._aside.run(lambda: file.page(number, width_px), self._show, self._fail)

    def _show(self, page: PdfPage) -> None:
        self._slow.stop()
        turned = page.number != self._number or not self._count or self._page.property("number") != page.number
        self._number, self._count = page.number, page.count
        pixmap = QPixmap.fromImage(page.image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._page.setPixmap(pixmap)
        self._page.setProperty("number", page.number)
        self._field.setText(str(page.number + 1))
        self._back.setEnabled(page.number > 0)
        self._on.setEnabled(page.number < page.count - 1)
        self._smaller.setEnabled(self._zoom > 0)
        self._larger.setEnabled(self._zoom < len(_ZOOMS) - 1)
        self._head.show()
        if turned:
            self._area.verticalScrollBar().setValue(0)
        self.retranslate()

    def _fail(self, error: Exception) -> None:
        self._slow.stop()
        if str(error) == "locked":
            self.troubled.emit(tr("This PDF asks for a password. Open it in another application to enter it."))
        elif str(error) == "no library":
            self.troubled.emit(tr("PDFs can't be shown in this window here. Open it in another application."))
        else:
            self.troubled.emit(tr("This PDF can't be read. It may be damaged; save it and try another application."))

    def _too_slow(self) -> None:
        self._let_go()
        self.troubled.emit(tr("This page takes unusually long to draw. Open it in another application."))
