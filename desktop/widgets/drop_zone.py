"""A veil over a window while something is dragged over it: drop it anywhere, and a job begins."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.i18n import tr

#: How long a drag may be between window and veil before it counts as gone.
_BETWEEN_MS = 60
_ICON_PX = 48


class DropZone(QWidget):
    """A veil over a window while something is dragged over it.

    What is dragged out of the window itself is none of its business.

    Args:
        window: what it lies over; it takes drops from now on.
    """

    dropped = Signal(object, str)
    """``list[str]`` of paths, and text: addresses, one a line, or prose."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._accepted = window, False
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_BETWEEN_MS)
        self._gone.timeout.connect(self.hide)
        self.hide()

    def accepted(self) -> bool:
        """Return whether what is over it can be dropped."""
        return self._accepted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Appear when something is dragged over the window."""
        if watched is self._window:
            if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
                return self._entered(event)
            if event.type() == QEvent.Type.DragLeave and self.isVisible():
                self._gone.start()
            elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent) and self.isVisible():
                self.dropEvent(event)
                return True
            elif event.type() == QEvent.Type.Resize:
                self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Stay while it is over it."""
        self._gone.stop()
        self._entered(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say whether it can be dropped."""
        self._answer(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go with it."""
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped."""
        self._gone.stop()
        self.hide()
        paths, text = contents_of(event.mimeData())
        if paths or text:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths, text)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil with its words."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colours.window)
        veil.setAlphaF(0.92)
        painter.fillRect(self.rect(), veil)
        tint = colours.accent if self._accepted else colours.muted
        painter.setPen(QPen(tint, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(*(2 * theme.GRID,) * 2, *(-2 * theme.GRID,) * 2), 12, 12)
        middle = self.rect().center()
        icon = theme.pixmap("upload" if self._accepted else "close", _ICON_PX, tint, self.devicePixelRatioF())
        painter.drawPixmap(middle.x() - _ICON_PX // 2, middle.y() - _ICON_PX - theme.GRID, icon)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colours.text)
        below = self.rect().adjusted(4 * theme.GRID, self.height() // 2 + theme.GRID, -4 * theme.GRID, 0)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, centred, tr("Drop to start a job") if self._accepted else tr("This can't be used here"))
        painter.setFont(self.font())
        painter.setPen(colours.muted)
        below.adjust(0, 4 * theme.GRID, 0, 0)
        painter.drawText(below, centred, tr("Files, folders, addresses or text") if self._accepted else "")
        painter.end()

    def _entered(self, event: QDragEnterEvent) -> bool:
        """Show the veil, unless what is dragged comes out of the window itself."""
        source = event.source()
        if isinstance(source, QWidget) and source.window() is self._window.window():
            return False
        paths, text = contents_of(event.mimeData())
        self._accepted = bool(paths or text)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()
        self._answer(event)
        return True

    def _answer(self, event: QDropEvent) -> None:
        if self._accepted:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()


def contents_of(mime: QMimeData) -> tuple[list[str], str]:
    """Return what can start a job of what is dragged or lies on the clipboard: paths, and text.

    Args:
        mime: what a drop event or ``QClipboard.mimeData()`` has.
    """
    urls = mime.urls() if mime.hasUrls() else []
    paths = [url.toLocalFile() for url in urls if url.isLocalFile()]
    addresses = [url.toString() for url in urls if url.scheme() in {"http", "https"}]
    if paths or addresses:
        return paths, "\n".join(addresses)
    return [], mime.text().strip() if mime.hasText() else ""
