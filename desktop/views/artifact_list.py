"""A job's files: name and size, with everything that can be done with one; they can be dragged out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDrag, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.i18n import tr, trn
from desktop.views.preview import choice
from desktop.views.preview.cached import Cached, Key, key_of
from desktop.views.preview.choice import Artifact
from desktop.widgets import amounts

_ICONS = {
    choice.PICTURE: "image", choice.MOVING: "image", choice.VIDEO: "video", choice.AUDIO: "audio", choice.PDF: "pdf",
    choice.PAGE: "text", choice.MARKDOWN: "text", choice.TEXT: "text", choice.JSON: "json", choice.ARCHIVE: "archive",
}  # fmt: skip


class ArtifactList(QWidget):
    """The files of one job.

    Args:
        cached: fetches what is dragged out.
        parent: its owner.
    """

    save_asked = Signal(object)
    """``list[Artifact]``."""
    save_as_asked = Signal(object)
    """``Artifact``."""
    open_asked = Signal(object)
    """``Artifact``."""
    folder_asked = Signal()
    """The user wants to see where files were saved."""

    def __init__(self, cached: Cached, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cached = cached
        self._job_id = ""
        self._artifacts: tuple[Artifact, ...] = ()
        self._dragged: list[Key] = []
        self._build()
        cached.changed.connect(self._hear)
        self.retranslate()

    def show_job(self, job_id: str, artifacts: Sequence[Artifact]) -> None:
        """Show a job's files; nothing happens if they are the same as before."""
        if (job_id, tuple(artifacts)) == (self._job_id, self._artifacts):
            return
        self._job_id, self._artifacts = job_id, tuple(artifacts)
        self._dragged = []
        self._list.clear()
        numbers = theme.numbers(self._list.font())
        for artifact in artifacts:
            row = QTreeWidgetItem([artifact.name, amounts.size(artifact.bytes)])
            row.setToolTip(0, f"{artifact.name}\n{artifact.media_type}")
            row.setFont(1, numbers)
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._list.addTopLevelItem(row)
        if artifacts:
            self._list.setCurrentItem(self._row(0))
        self.retheme()
        self.retranslate()

    def tell_saved(self, saved: bool) -> None:
        """Say whether something was saved that can be shown in its folder."""
        self._folder.setEnabled(saved)

    def chosen(self) -> list[Artifact]:
        """Return the selected files in their order."""
        rows = sorted(self._list.indexOfTopLevelItem(item) for item in self._list.selectedItems())
        return [self._artifacts[row] for row in rows if 0 <= row < len(self._artifacts)]

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._list.setHeaderLabels([tr("Name"), tr("Size")])
        self._list.setAccessibleName(tr("Files of the job"))
        for place, artifact in enumerate(self._artifacts):
            self._row(place).setText(1, amounts.size(artifact.bytes))
        texts = {
            self._open: tr("Open"), self._save: tr("Save"), self._save_as: tr("Save as…"),
            self._folder: tr("Open folder"), self._all: tr("Save all"),
        }  # fmt: skip
        for button, text in texts.items():
            button.setText(text)
            button.setAccessibleName(text.rstrip("…"))
        total = amounts.size(sum(artifact.bytes for artifact in self._artifacts))
        files = trn("{n} file", "{n} files", len(self._artifacts))
        self._sum.setText(f"{files} · {total}" if self._artifacts else tr("No files yet"))
        self._enable()

    def retheme(self) -> None:
        """Take over the colours in use."""
        for place, artifact in enumerate(self._artifacts):
            self._row(place).setIcon(0, theme.icon(_ICONS.get(artifact.way, "file"), theme.colours().muted))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.retheme()

    def drag(self) -> None:
        """Drag the selected files out; what is not here is fetched first, and dragged if the button is still down."""
        self._dragged = [key_of(self._job_id, artifact) for artifact in self.chosen()]
        for key in self._dragged:
            self._cached.fetch(key)
        self._start_drag()

    def mime_data(self) -> QMimeData | None:
        """Return what is dragged, None while not all of it is here."""
        paths = [self._cached.path(key) for key in self._dragged]
        if not paths or any(path is None for path in paths):
            return None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        return data

    def _build(self) -> None:
        self._list = _Rows(self.drag, self)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._menu)
        self._list.itemActivated.connect(lambda *_: self._each(self.open_asked.emit))
        self._list.itemSelectionChanged.connect(self._enable)
        self._open, self._save, self._save_as, self._folder, self._all = (QPushButton(self) for _ in range(5))
        self._sum = QLabel(self)
        self._sum.setProperty("role", "muted")
        self._sum.setFont(theme.numbers(self._sum.font()))
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, 0)
            row.setSpacing(theme.GRID)
        for button in (self._open, self._save, self._save_as):
            first.addWidget(button)
        first.addStretch()
        first.addWidget(self._folder)
        second.addWidget(self._sum, 1)
        second.addWidget(self._all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * theme.GRID)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._list, 1)
        layout.addLayout(first)
        layout.addLayout(second)
        self._open.clicked.connect(lambda: self._each(self.open_asked.emit))
        self._save.clicked.connect(lambda: self.save_asked.emit(self.chosen()))
        self._save_as.clicked.connect(lambda: self._each(self.save_as_asked.emit))
        self._folder.clicked.connect(self.folder_asked)
        self._all.clicked.connect(lambda: self.save_asked.emit(list(self._artifacts)))

    def _each(self, act: Callable[[Artifact], None]) -> None:
        """Do something with the first selected file: things that open windows are done once."""
        for artifact in self.chosen()[:1]:
            act(artifact)

    def _enable(self) -> None:
        chosen = len(self.chosen())
        self._open.setEnabled(chosen == 1)
        self._save_as.setEnabled(chosen == 1)
        self._save.setEnabled(chosen > 0)
        self._all.setEnabled(bool(self._artifacts))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for button in (self._open, self._save, self._save_as):
            action = QAction(button.text(), menu, enabled=button.isEnabled())
            action.triggered.connect(button.click)
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._list.viewport().mapToGlobal(at))

    def _hear(self, key: Key) -> None:
        if key in self._dragged and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._start_drag()

    def _start_drag(self) -> None:
        if (data := self.mime_data()) is not None:
            self._dragged = []
            drag = QDrag(self._list)
            drag.setMimeData(data)
            drag.setPixmap(theme.pixmap("file", 4 * theme.GRID, theme.colours().text, self.devicePixelRatioF()))
            drag.exec(Qt.DropAction.CopyAction)

    def _row(self, place: int) -> QTreeWidgetItem:
        row = self._list.topLevelItem(place)
        assert row is not None  # noqa: S101 - as many rows as artifacts
        return row


class _Rows(QTreeWidget):
    """The list itself; it leaves dragging to its owner."""

    def __init__(self, drag: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._drag = drag
        self.setColumnCount(2)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setStyleSheet("QTreeView::item { padding: 4px 8px; }")
        self.setIconSize(QSize(2 * theme.GRID, 2 * theme.GRID))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header = self.headerItem()
        if header is not None:
            header.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's own name
        """Drag the files themselves, not the rows."""
        del actions
        self._drag()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Return on every system."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem(), 0)
            return
        super().keyPressEvent(event)
