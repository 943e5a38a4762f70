"""The editor of one draft: its name and canvas, tracks, segments, and what is still wrong with it."""

from __future__ import annotations

import copy
import functools
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.core.drafts import LOCAL, Draft, source_name
from desktop.core.timeline import MEDIA_TYPES, TRACK_TYPES, Place, Timeline, new_document
from desktop.i18n import tr, trn
from desktop.views.drafts.inspector import Inspector
from desktop.widgets.timeline_view import TimelineView

#: Width, height; the rest of the canvas stays as it is.
CANVASES = ((1920, 1080), (1080, 1920), (1080, 1080), (3840, 2160))
SUFFIXES = {
    "video": ".mp4 .mov .mkv .webm .avi .m4v",
    "audio": ".mp3 .wav .m4a .aac .flac .ogg",
    "image": ".png .jpg .jpeg .webp .gif .bmp",
}


class DraftEditor(QWidget):
    """Edits a ``Timeline``; saving is somebody else's."""

    #: Something was changed, or is as it was.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft("", new_document())
        self._timeline = Timeline()
        self._name, self._canvas = QLineEdit(self), QComboBox(self)
        self._name_label, self._canvas_label = QLabel(self), QLabel(self)
        self._name_label.setBuddy(self._name)
        self._canvas_label.setBuddy(self._canvas)
        self._view = TimelineView(self._label, self)
        self._inspector = Inspector(self._choose_file, self)
        self._scroll = QScrollArea(self)
        self._sent: dict[str, Any] = {}
        self._faults = QLabel(self)
        self._faults.setProperty("role", "muted")
        self._faults.setWordWrap(True)
        self._buttons: dict[str, QToolButton] = {}
        self._menu = QMenu(self)
        self._undo, self._redo = QAction(self), QAction(self)
        self._arrange()
        self._name.textEdited.connect(self._renamed)
        self._canvas.activated.connect(self._canvas_chosen)
        self._view.chosen.connect(lambda _: self._inspect())
        self._view.edited.connect(self._edited)
        self._inspector.changed.connect(self._changed_in_numbers)
        self.setAcceptDrops(True)
        self.retranslate()
        self.show_draft(self._draft)

    # --- what is edited ---------------------------------------------------------------------------------

    def show_draft(self, draft: Draft) -> None:
        """Edit another draft."""
        self._draft, self._timeline = draft, Timeline(draft.document)
        self._view.show_timeline(self._timeline)
        self._view.fit(self._scroll.viewport().width())
        self._show()

    def draft(self) -> Draft:
        """Return the draft as it is here now."""
        return Draft(self._draft.id, self._timeline.document, self._draft.version, self._draft.names)

    def note_saved(self, draft: Draft) -> None:
        """Take in what the server has now; what was changed meanwhile stays changed."""
        if self._timeline.document == self._sent:
            self.show_draft(draft)
        else:
            self._draft = Draft(draft.id, draft.document, draft.version, draft.names)
            self._show()

    def sending(self) -> Draft:
        """Return the draft to be sent, and remember what that was."""
        self._sent = copy.deepcopy(self._timeline.document)
        return self.draft()

    @property
    def unsaved(self) -> bool:
        """Whether there is something that the server has not."""
        return self._timeline.changed or not self._draft.id

    @property
    def faults(self) -> list[str]:
        """What keeps the server from taking it."""
        return [text for _, text in self._timeline.faults()]

    def point_out(self, faults: dict[str, str]) -> None:
        """Show what the server refused, by JSON pointer, and choose the first segment that it is about."""
        for pointer, text in faults.items():
            parts = pointer.split("/")
            if len(parts) > 4 and parts[1] == "tracks" and parts[3] == "segments":
                self._view.choose(Place(int(parts[2]), int(parts[4])))
                self._inspect()
            self._faults.setText(text)
            return

    # --- commands ---------------------------------------------------------------------------------------

    def add_track(self, kind: str) -> None:
        """Add a track with a first segment to fill."""
        track = self._timeline.add_track(kind)
        if kind not in MEDIA_TYPES:
            self._view.choose(self._timeline.add(track))
        self._edited()

    def add_files(self, paths: list[str]) -> None:
        """Add local files, each to the last track of its type; a track is made where there is none."""
        for path in paths:
            kind = next((kind for kind, known in SUFFIXES.items() if Path(path).suffix.lower() in known.split()), "")
            if kind:
                place = self._timeline.add(self._track_of(kind), source=LOCAL + path)
                self._view.choose(place)
        self._edited()

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self._name_label.setText(tr("&Name"))
        self._name.setAccessibleName(tr("Name of the draft"))
        self._name.setPlaceholderText(tr("Name of the draft"))
        self._canvas_label.setText(tr("&Canvas"))
        self._canvas.setAccessibleName(tr("Canvas"))
        texts = {
            "track": tr("Add track"),
            "media": tr("Add files…"),
            "remove": tr("Remove"),
            "up": tr("Track up"),
            "down": tr("Track down"),
            "close_gaps": tr("Close gaps"),
            "undo": tr("Undo"),
            "redo": tr("Redo"),
            "zoom_out": tr("Zoom out"),
            "zoom_in": tr("Zoom in"),
        }
        for name, button in self._buttons.items():
            button.setToolTip(texts[name])
            button.setAccessibleName(texts[name])
            button.setText(texts[name])
        self._menu.clear()
        for kind in TRACK_TYPES:
            self._menu.addAction(tr(kind).capitalize(), functools.partial(self.add_track, kind))
        self._undo.setText(texts["undo"])
        self._redo.setText(texts["redo"])
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Show all of the timeline at first."""
        super().showEvent(event)
        self._view.fit(self._scroll.viewport().width())

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # --- inside -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(self._head())
        column.addLayout(self._tools())
        column.addWidget(self._parts(), 1)
        column.addWidget(self._faults)
        for action, keys, does in (
            (self._undo, QKeySequence.StandardKey.Undo, self._undone),
            (self._redo, QKeySequence.StandardKey.Redo, self._redone),
        ):
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(does)
            self.addAction(action)
        self._dress()

    def _head(self) -> QHBoxLayout:
        for width, height in CANVASES:
            self._canvas.addItem(f"{width} × {height}", (width, height))  # noqa: RUF001 - the sign that people know
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(self._name_label)
        head.addWidget(self._name, 1)
        head.addSpacing(theme.GRID)
        head.addWidget(self._canvas_label)
        head.addWidget(self._canvas)
        return head

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(theme.HALF)
        for name, does in {
            "track": None,
            "media": self._ask_for_files,
            "remove": self._remove,
            "up": lambda: self._move_track(-1),
            "down": lambda: self._move_track(1),
            "close_gaps": self._close_gaps,
            "undo": self._undone,
            "redo": self._redone,
            "zoom_out": lambda: self._view.zoom(0.8),
            "zoom_in": lambda: self._view.zoom(1.25),
        }.items():
            button = QToolButton(self)
            if does is None:
                button.setMenu(self._menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            else:
                button.clicked.connect(does)
            if name in ("track", "media"):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self._buttons[name] = button
            tools.addWidget(button)
            if name == "redo":
                tools.addStretch(1)
        return tools

    def _parts(self) -> QSplitter:
        self._scroll.setWidget(self._view)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusProxy(self._view)
        self._scroll.setMinimumWidth(320)
        self._scroll.horizontalScrollBar().valueChanged.connect(lambda _: self._view.update())
        panel = QScrollArea(self)
        panel.setFrameShape(QScrollArea.Shape.NoFrame)
        panel.setWidgetResizable(True)
        panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.setWidget(self._inspector)
        panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        panel.setMinimumWidth(340)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self._scroll)
        parts.addWidget(panel)
        parts.setStretchFactor(0, 1)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(2 * theme.GRID)
        return parts

    def _dress(self) -> None:
        icons = {
            "track": "add", "media": "file", "remove": "trash", "up": "up", "down": "down", "close_gaps": "list",
            "undo": "undo", "redo": "retry", "zoom_out": "zoom_out", "zoom_in": "zoom_in",
        }  # fmt: skip
        for name, button in self._buttons.items():
            button.setIcon(theme.icon(icons[name]))

    def _label(self, segment: dict[str, Any]) -> str:
        if "text" in segment:
            return str(segment["text"])
        source = str(segment.get("source", ""))
        return source_name(source, self._draft.names) if source else tr("no file yet")

    def _show(self) -> None:
        document = self._timeline.document
        if self._name.text() != document.get("name", ""):
            self._name.setText(str(document.get("name", "")))
        canvas = document.get("canvas") or {}
        size = (int(canvas.get("width", 1920)), int(canvas.get("height", 1080)))
        with QSignalBlocker(self._canvas):
            if self._canvas.findData(size) < 0:
                self._canvas.addItem(f"{size[0]} × {size[1]}", size)  # noqa: RUF001 - the sign that people know
            self._canvas.setCurrentIndex(self._canvas.findData(size))
        faults = self.faults
        more = trn("and {n} thing more", "and {n} things more", len(faults) - 1) if len(faults) > 1 else ""
        self._faults.setText(" ".join([*faults[:1], f"({more})" if more else ""]).strip())
        self._inspect()
        self.changed.emit()

    def _inspect(self) -> None:
        place = self._view.place()
        if place is None:
            self._inspector.show_segment("", None, self._draft.names)
        else:
            segment = self._timeline.segment(place)
            self._inspector.show_segment(self._timeline.type_of(place), segment, self._draft.names)
        self._buttons["remove"].setEnabled(place is not None or bool(self._timeline.tracks))

    def _edited(self) -> None:
        self._view.show_timeline(self._timeline)
        self._show()

    def _changed_in_numbers(self, fields: dict[str, Any]) -> None:
        place = self._view.place()
        if place is not None:
            self._view.choose(self._timeline.change(place, **fields))
            self._edited()

    def _renamed(self, name: str) -> None:
        self._timeline.rename(name)
        self._show()

    def _canvas_chosen(self) -> None:
        width, height = self._canvas.currentData()
        fps = (self._timeline.document.get("canvas") or {}).get("fps", 30)
        self._timeline.set_canvas(width, height, fps)
        self._edited()

    def _track_of(self, kind: str) -> int:
        numbers = [number for number, track in enumerate(self._timeline.tracks) if track["type"] == kind]
        return numbers[-1] if numbers else self._timeline.add_track(kind)

    def _here(self) -> int | None:
        """Return the track that is meant: that of the chosen segment, else the last one."""
        place = self._view.place()
        return place.track if place else len(self._timeline.tracks) - 1 if self._timeline.tracks else None

    def _remove(self) -> None:
        place, track = self._view.place(), self._here()
        if place is not None:
            self._timeline.remove([place])
        elif track is not None:
            self._timeline.remove_track(track)
        self._edited()

    def _move_track(self, by: int) -> None:
        track = self._here()
        if track is not None:
            place = self._view.place()
            self._timeline.move_track(track, track + by)
            if place:
                to = max(0, min(track + by, len(self._timeline.tracks) - 1))
                self._view.choose(Place(to, place.segment))
            self._edited()

    def _close_gaps(self) -> None:
        track = self._here()
        if track is not None:
            self._timeline.close_gaps(track)
            self._edited()

    def _undone(self) -> None:
        if self._timeline.undo():
            self._edited()

    def _redone(self) -> None:
        if self._timeline.redo():
            self._edited()

    def _ask_for_files(self) -> None:
        known = " ".join(f"*{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes.split())
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Add files…"), "", f"{tr('Media')} ({known})")
        self.add_files(paths)

    def _choose_file(self, kind: str) -> str:
        known = " ".join(f"*{suffix}" for suffix in SUFFIXES[kind].split())
        return QFileDialog.getOpenFileName(self, tr("Choose a file"), "", f"{tr(kind).capitalize()} ({known})")[0]
