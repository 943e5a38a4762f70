"""Pictures, still and moving, fitted into the window; zoom by wheel and keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QMovie,
    QPainter,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.views.preview.aside import Aside
from desktop.views.preview.look import Look, Shown

#: Pixels of a picture that is decoded whole; larger ones are reduced while they are read, where their format can.
MOST_PIXELS = 40_000_000
#: Bytes of a moving picture.
_MOST_MOVING_BYTES, _MOST_MOVING_PIXELS = 60_000_000, 4_000_000
_CLOSEST = 8.0


class TooLarge(ValueError):
    """The picture has more pixels than are decoded for a look."""

    def __init__(self, size: QSize) -> None:
        self.size = size
        super().__init__(f"{size.width()} x {size.height()}")


@dataclass(frozen=True)
class Picture:
    """A decoded picture and its real size."""

    image: QImage
    size: QSize


def picture_of(path: Path) -> Picture:
    """Decode a picture; runs in any thread.

    Raises:
        TooLarge: it has too many pixels.
        ValueError: it can't be read.
    """
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) in {b"svg", b"svgz"}:  # may refer to other files
        raise ValueError("not a picture that is shown here")
    size = reader.size()
    pixels = size.width() * size.height()
    if pixels > MOST_PIXELS:
        if bytes(reader.format().data()) != b"jpeg":
            raise TooLarge(size)
        reader.setScaledSize(size * (MOST_PIXELS / pixels) ** 0.5)
    image = reader.read()
    if image.isNull():
        raise ValueError(reader.errorString())
    return Picture(image, size if size.isValid() else image.size())


class PictureView(QGraphicsView):
    """Shows one picture: fitted until someone zooms, then as they left it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.scene().addItem(self._item)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QGraphicsView { background: transparent; }")
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._fitted = True

    def show_pixmap(self, pixmap: QPixmap, *, keep_zoom: bool = False) -> None:
        """Show a picture, as large as fits; never larger than it is."""
        self._item.setPixmap(pixmap)
        self.scene().setSceneRect(QRectF(pixmap.rect()))
        self._fitted = self._fitted if keep_zoom else True
        self.fit()

    def fit(self) -> None:
        """Fit the picture into the window, unless someone has zoomed."""
        rect = self.scene().sceneRect()
        if not self._fitted or rect.isEmpty():
            return
        room = self.viewport().size()
        scale = min(room.width() / rect.width(), room.height() / rect.height(), 1.0)
        self.resetTransform()
        self.scale(scale, scale)

    def zoom(self, factor: float) -> None:
        """Zoom, within reason."""
        scale = self.transform().m11() * factor
        if (factor < 1 and scale <= self._fitting()) or scale > _CLOSEST:
            self._fitted = factor < 1
            self.fit()
            return
        self._fitted = False
        self.scale(factor, factor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        self.zoom(1.2 ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by plus and minus, fit by 0."""
        key = event.key()
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom(0.8)
        elif key == Qt.Key.Key_0:
            self._fitted = True
            self.fit()
        else:
            super().keyPressEvent(event)

    def _fitting(self) -> float:
        rect, room = self.scene().sceneRect(), self.viewport().size()
        return min(room.width() / max(1.0, rect.width()), room.height() / max(1.0, rect.height()), 1.0)


class PictureLook(Look):
    """A still picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self.view = PictureView(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._name, self._size = "", QSize()
        self.retranslate()

    def show_file(self, shown: Shown) -> None:
        """Decode and show a picture."""
        self._name = shown.artifact.name
        self._aside.run(lambda: picture_of(shown.path), self._show, self._fail)

    def clear(self) -> None:
        """Let go of the picture."""
        self._aside.forget()
        self.view.show_pixmap(QPixmap())
        self._size = QSize()

    def stop(self) -> None:
        """End the thread."""
        self._aside.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        size = {"width": self._size.width(), "height": self._size.height()}
        self.view.setAccessibleName(tr("Picture {name}, {width} by {height} pixels", name=self._name, **size))
        self.view.setToolTip(tr("Zoom: wheel, + and -; fit: 0"))

    def _show(self, picture: Picture) -> None:
        self._size = picture.size
        self.view.show_pixmap(QPixmap.fromImage(picture.image))
        self.retranslate()

    def _fail(self, error: Exception) -> None:
        self.troubled.emit(why_no_picture(error))


class MovingLook(Look):
    """A moving picture (animated WebP, GIF); one that does not move is shown as a still."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._still = PictureLook(self)
        self._still.troubled.connect(self.troubled)
        self._movie: QMovie | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._still)

    @property
    def view(self) -> PictureView:
        """Where it is seen."""
        return self._still.view

    def show_file(self, shown: Shown) -> None:
        """Play it; over and over."""
        self.clear()
        reader = QImageReader(str(shown.path))
        size = reader.size()
        small = size.isValid() and size.width() * size.height() <= _MOST_MOVING_PIXELS
        if (
            reader.supportsAnimation()
            and reader.imageCount() != 1
            and small
            and shown.artifact.bytes <= _MOST_MOVING_BYTES
        ):
            self._movie = QMovie(str(shown.path), parent=self)
            self._movie.setCacheMode(QMovie.CacheMode.CacheNone)
            self._movie.frameChanged.connect(self._next)
            self._still.view.setAccessibleName(tr("Moving picture {name}", name=shown.artifact.name))
            self._movie.start()
        else:
            self._still.show_file(shown)

    def clear(self) -> None:
        """Let go of the file."""
        self._still.clear()
        if self._movie is not None:
            self._movie.stop()
            self._movie.deleteLater()
            self._movie = None

    def stop(self) -> None:
        """End what runs."""
        self.clear()
        self._still.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        if self._movie is not None:
            self._movie.setPaused(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on."""
        super().showEvent(event)
        if self._movie is not None:
            self._movie.setPaused(False)

    def _next(self, frame: int) -> None:
        if self._movie is not None:
            self._still.view.show_pixmap(self._movie.currentPixmap(), keep_zoom=frame > 0)


def why_no_picture(error: Exception) -> str:
    """Say why a picture can't be shown."""
    if isinstance(error, TooLarge):
        size = f"{error.size.width():,} \u00d7 {error.size.height():,}"
        return tr("This picture is too large to show here ({size} pixels). Open it in another application.", size=size)
    return tr("This picture can't be read. It may be damaged; save it and try another application.")
