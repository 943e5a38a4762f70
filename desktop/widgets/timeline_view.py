"""A timeline to look at and to take hold of: tracks below one another, segments dragged, trimmed and chosen."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme
from desktop.core.timeline import Place, Timeline, clock, end_s, snapped
from desktop.i18n import tr

HEADER = 140
RULER = 28
ROW = 48
EDGE = 7
SNAP_PX = 8
LEAST_SCALE, MOST_SCALE = 2.0, 600.0
ROOM_S = 5.0
#: Distances of the ruler's marks, seconds.
MARKS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


class Grip(Enum):
    """What of a segment the mouse holds."""

    BODY = "body"
    START = "start"
    END = "end"


class TimelineView(QWidget):
    """Shows a ``Timeline`` and changes it as the mouse and the keyboard say.

    Args:
        label: what a segment is called, such as the name of its file.
    """

    #: ``Place | None``: another segment is chosen.
    chosen = Signal(object)
    #: The timeline was changed.
    edited = Signal()

    def __init__(self, label: Callable[[dict[str, object]], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._timeline = Timeline()
        self._place: Place | None = None
        self._scale = 60.0
        self._grip: Grip | None = None
        self._grabbed_s, self._preview = 0.0, (0.0, 0.0)
        self._preview_track = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.MinimumExpanding)
        self.retranslate()

    # --- what is shown ----------------------------------------------------------------------------------

    def show_timeline(self, timeline: Timeline) -> None:
        """Show another timeline, or the same after a change from elsewhere."""
        other = timeline is not self._timeline
        self._timeline = timeline
        if other or not self._exists(self._place):
            self._choose(None)
        self._grip = None
        self.refresh()

    def place(self) -> Place | None:
        """Return the chosen segment."""
        return self._place

    def choose(self, place: Place | None) -> None:
        """Choose a segment."""
        self._choose(place if self._exists(place) else None)
        self.update()

    def refresh(self) -> None:
        """Show the timeline as it is now."""
        self.updateGeometry()
        self.setMinimumSize(self.minimumSizeHint())
        self._say()
        self.update()

    def zoom(self, factor: float) -> None:
        """Show less time larger, or more of it smaller."""
        self._scale = max(LEAST_SCALE, min(MOST_SCALE, self._scale * factor))
        self.refresh()

    def fit(self, width: int) -> None:
        """Choose the scale at which all of it fits into so many pixels."""
        room = (width - HEADER - 2 * theme.GRID) / (self._timeline.end_s + ROOM_S)
        self._scale = max(LEAST_SCALE, min(120.0, room))
        self.refresh()

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self.setAccessibleName(tr("Timeline"))
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which nothing has to be scrolled."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size of all tracks over their whole time."""
        width = HEADER + (self._timeline.end_s + ROOM_S) * self._scale
        return QSize(int(width), RULER + max(1, len(self._timeline.tracks)) * ROW + theme.GRID)

    # --- mouse and keyboard -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a segment, or let go of all."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place, grip = self._at(event.position())
        self._choose(place)
        if place is not None:
            segment = self._timeline.segment(place)
            self._grip = grip
            self._grabbed_s = self._time_s(event.position().x()) - float(segment["start_s"])
            self._preview = float(segment["start_s"]), end_s(segment)
            self._preview_track = place.track
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held, or show what can be held here."""
        if self._grip is None or self._place is None:
            place, grip = self._at(event.position())
            shape = Qt.CursorShape.ArrowCursor
            if place is not None:
                shape = Qt.CursorShape.OpenHandCursor if grip is Grip.BODY else Qt.CursorShape.SizeHorCursor
            self.setCursor(shape)
            return
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._preview = self._held_at(event.position().x(), snap=not free)
        row = int((event.position().y() - RULER) // ROW)
        self._preview_track = max(0, min(row, len(self._timeline.tracks) - 1))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was moved stays there."""
        grip, self._grip = self._grip, None
        if grip is None or self._place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        start, end = self._preview
        place = self._place
        before = self._timeline.segment(place)
        if (start, end, self._preview_track) == (before["start_s"], end_s(before), place.track):
            self.update()
            return
        if grip is Grip.BODY:
            self._choose(self._timeline.move(place, start, self._preview_track))
        elif grip is Grip.START:
            self._timeline.trim(place, start_s=start)
        else:
            self._timeline.trim(place, end=end)
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held; scroll otherwise."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with arrows; move with Ctrl, trim the end with Alt, by frames or, with Shift, by seconds."""
        keys, held = Qt.Key, event.modifiers()
        step_s = 1.0 if held & Qt.KeyboardModifier.ShiftModifier else self._timeline.frame_s
        sign = {keys.Key_Left: -1, keys.Key_Right: 1}.get(keys(event.key()), 0)
        if sign and self._place is not None and held & Qt.KeyboardModifier.ControlModifier:
            segment = self._timeline.segment(self._place)
            self._choose(self._timeline.move(self._place, segment["start_s"] + sign * step_s))
            self._changed()
        elif sign and self._place is not None and held & Qt.KeyboardModifier.AltModifier:
            self._timeline.trim(self._place, end=end_s(self._timeline.segment(self._place)) + sign * step_s)
            self._changed()
        elif sign or event.key() in (keys.Key_Up, keys.Key_Down):
            self._walk(sign, {keys.Key_Up: -1, keys.Key_Down: 1}.get(keys(event.key()), 0))
        elif event.key() in (keys.Key_Delete, keys.Key_Backspace) and self._place is not None:
            place = self._place
            self._choose(None)
            self._timeline.remove([place])
            self._changed()
        elif event.key() in (keys.Key_Plus, keys.Key_Equal):
            self.zoom(1.25)
        elif event.key() == keys.Key_Minus:
            self.zoom(0.8)
        elif event.key() == keys.Key_Escape and self._grip is not None:
            self._grip = None
            self.update()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # --- drawing ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is to be seen of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = theme.colours()
        painter.fillRect(event.rect(), shown.base)
        self._draw_ruler(painter, event.rect().left(), event.rect().right())
        for number in range(len(self._timeline.tracks)):
            self._draw_track(painter, number)
        for place, segment in self._timeline.segments():
            if not (self._grip and place == self._place):
                self._draw_segment(painter, place, segment, self._box(place))
        if self._grip and self._place is not None:
            start, end = self._preview
            row = self._preview_track if self._grip is Grip.BODY else self._place.track
            box = self._box_at(row, start, end)
            self._draw_segment(painter, self._place, self._timeline.segment(self._place), box)
            painter.setPen(shown.text)
            painter.drawText(QPointF(box.left() + theme.HALF, RULER - theme.GRID), clock(start))
        self._draw_headers(painter)

    def _draw_ruler(self, painter: QPainter, left: int, right: int) -> None:
        shown = theme.colours()
        step_s = next((mark for mark in MARKS_S if mark * self._scale >= 72), MARKS_S[-1])
        number = max(0, int(self._time_s(left) / step_s))
        while (x := HEADER + number * step_s * self._scale) <= right:
            painter.setPen(QPen(shown.border, 1))
            painter.drawLine(QPointF(x, RULER - 6), QPointF(x, self.height()))
            painter.setPen(shown.muted)
            painter.drawText(QPointF(x + theme.HALF, RULER - theme.GRID), clock(number * step_s))
            number += 1

    def _draw_track(self, painter: QPainter, number: int) -> None:
        painter.setPen(QPen(theme.colours().border, 1))
        bottom = RULER + (number + 1) * ROW
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))

    def _draw_headers(self, painter: QPainter) -> None:
        """Draw the tracks' names over what is scrolled below them."""
        shown = theme.colours()
        left = self._scrolled()
        painter.fillRect(QRectF(left, 0, HEADER - 1, self.height()), shown.raised)
        painter.setPen(QPen(shown.border, 1))
        painter.drawLine(QPointF(left + HEADER - 1, 0), QPointF(left + HEADER - 1, self.height()))
        for number, track in enumerate(self._timeline.tracks):
            box = QRectF(left + 2 * theme.GRID, RULER + number * ROW, HEADER - 3 * theme.GRID, ROW)
            kind = str(track["type"])
            name = str(track.get("name") or tr(kind).capitalize())
            painter.setPen(shown.text)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _elided(painter, name, box.width()))

    def _draw_segment(self, painter: QPainter, place: Place, segment: dict[str, object], box: QRectF) -> None:
        shown = theme.colours()
        chosen = place == self._place
        meaning = {"text": shown.warning, "subtitle": shown.warning, "audio": shown.success}
        colour = meaning.get(self._timeline.type_of(place), shown.accent)
        fill = theme.mixed(shown.base, colour, 0.30 if chosen else 0.18)
        painter.setBrush(fill)
        painter.setPen(QPen(colour if chosen else theme.mixed(shown.base, colour, 0.5), 2.0 if chosen else 1.0))
        painter.drawRoundedRect(box, 5, 5)
        if chosen and self.hasFocus():
            painter.setPen(QPen(shown.text, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 3, 3)
        inner = box.adjusted(theme.GRID, 0, -theme.HALF, 0)
        painter.setPen(shown.text)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, _elided(painter, self._label(segment), inner.width()))

    # --- places -----------------------------------------------------------------------------------------

    def _time_s(self, x: float) -> float:
        return max(0.0, (x - HEADER) / self._scale)

    def _scrolled(self) -> float:
        """Return how far the view is scrolled to the right, pixels."""
        return max(0.0, float(-self.mapToParent(QPoint(0, 0)).x()))

    def _box(self, place: Place) -> QRectF:
        segment = self._timeline.segment(place)
        return self._box_at(place.track, float(segment["start_s"]), end_s(segment))

    def _box_at(self, row: int, start: float, end: float) -> QRectF:
        left, top = HEADER + start * self._scale, RULER + row * ROW + theme.HALF
        return QRectF(left, top, max(2.0, (end - start) * self._scale), ROW - 2 * theme.HALF)

    def _at(self, point: QPointF) -> tuple[Place | None, Grip]:
        if point.x() < self._scrolled() + HEADER:
            return None, Grip.BODY
        for place, _ in self._timeline.segments():
            box = self._box(place)
            if box.contains(point):
                edge = min(EDGE, box.width() / 4)
                if point.x() <= box.left() + edge:
                    return place, Grip.START
                return place, Grip.END if point.x() >= box.right() - edge else Grip.BODY
        return None, Grip.BODY

    def _held_at(self, x: float, *, snap: bool) -> tuple[float, float]:
        """Return where what is held would lie, seconds."""
        if self._place is None:
            return self._preview
        segment = self._timeline.segment(self._place)
        length_s, at_s = float(segment["duration_s"]), self._time_s(x)
        reach_s = SNAP_PX / self._scale if snap else 0.0
        edges = self._timeline.edges_s(but=self._place)
        if self._grip is Grip.START:
            return min(snapped(at_s, edges, reach_s), end_s(segment) - self._timeline.frame_s), end_s(segment)
        if self._grip is Grip.END:
            start = float(segment["start_s"])
            return start, max(snapped(at_s, edges, reach_s), start + self._timeline.frame_s)
        start = max(0.0, at_s - self._grabbed_s)
        near = snapped(start, edges, reach_s)
        if near == start:
            near = max(0.0, snapped(start + length_s, edges, reach_s) - length_s)
        return near, near + length_s

    def _walk(self, along: int, across: int) -> None:
        """Choose the next segment in a direction; the first one at first."""
        places = [place for place, _ in self._timeline.segments()]
        if not places:
            return
        if self._place is None:
            self._choose(places[0])
        elif along:
            index = max(0, min(places.index(self._place) + along, len(places) - 1))
            self._choose(places[index])
        else:
            start = self._timeline.segment(self._place)["start_s"]
            rows = sorted({place.track for place in places})
            row = rows[max(0, min(rows.index(self._place.track) + across, len(rows) - 1))]
            self._choose(
                min(
                    (place for place in places if place.track == row),
                    key=lambda place: abs(self._timeline.segment(place)["start_s"] - start),
                )
            )
        self.update()

    def _exists(self, place: Place | None) -> bool:
        return place is not None and any(place == other for other, _ in self._timeline.segments())

    def _choose(self, place: Place | None) -> None:
        if place != self._place:
            self._place = place
            self._say()
            self.chosen.emit(place)

    def _changed(self) -> None:
        self.refresh()
        self.edited.emit()

    def _say(self) -> None:
        """Tell a screen reader what is chosen."""
        if self._place is None or not self._exists(self._place):
            count = sum(1 for _ in self._timeline.segments())
            said = tr("{n} segments on {tracks} tracks", n=count, tracks=len(self._timeline.tracks))
        else:
            segment = self._timeline.segment(self._place)
            said = tr(
                "{name}, from {start} to {end}",
                name=self._label(segment),
                start=clock(float(segment["start_s"])),
                end=clock(end_s(segment)),
            )
        self.setAccessibleDescription(said)


def _elided(painter: QPainter, text: str, width: float) -> str:
    line = text.replace("\n", " ")
    return QFontMetricsF(painter.font()).elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, width))
