"""The window of drafts: the list at the left, the editor beside it, saving below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.core import drafts
from desktop.core.drafts import Draft
from desktop.core.errors import ClientError, Refused
from desktop.core.timeline import new_document
from desktop.core.words import explain
from desktop.i18n import tr
from desktop.views.drafts.editor import DraftEditor
from desktop.workers.service import Service


class DraftsWindow(QWidget):
    """Makes, changes, deletes and submits drafts.

    Args:
        service: where they lie.
        parent: the main window; this is a window of its own.
    """

    #: ``str``: the id of a draft that the user wants to be saved by a job.
    submit_wanted = Signal(object)

    def __init__(self, service: Service, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._service = service
        self._busy = False
        self._submit_after = False
        self._list, self._editor = QListWidget(self), DraftEditor(self)
        self._new, self._delete = QPushButton(self), QPushButton(self)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._save, self._submit = QPushButton(self), QPushButton(self)
        self._submit.setProperty("role", "primary")
        self._arrange()
        self._list.itemSelectionChanged.connect(self._selected)
        self._new.clicked.connect(self.new_draft)
        self._delete.clicked.connect(self._delete_asked)
        self._save.clicked.connect(self.save)
        self._submit.clicked.connect(self.save_and_submit)
        self._editor.changed.connect(self._show)
        self.retranslate()

    def open(self, draft_id: str | None = None) -> None:
        """Show the window with what the server has; choose a draft."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._load_list(draft_id)

    def new_draft(self) -> None:
        """Begin a new one."""
        if self._may_leave():
            self._list.clearSelection()
            self._editor.show_draft(Draft("", new_document(tr("New draft"))))
            self._tell("")

    def save(self) -> None:
        """Upload what is local and put the draft."""
        if self._busy or self._editor.faults:
            self._tell(self._editor.faults[0] if self._editor.faults else "", danger=True)
            return
        draft = self._editor.sending()
        self._set_busy(True)
        self._tell(tr("Saving…"))
        self._service.call(lambda api: drafts.saved(api, draft), self._was_saved, self._not_saved)

    def save_and_submit(self) -> None:
        """Save it, then open the form that makes it a job."""
        if not self._editor.unsaved:
            self.submit_wanted.emit(self._editor.draft().id)
            return
        self._submit_after = True
        self.save()

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self.setWindowTitle(f"{tr('Drafts')}[*]")
        self._list.setAccessibleName(tr("Drafts"))
        self._new.setText(tr("&New draft"))
        self._delete.setText(tr("Delete"))
        self._save.setText(tr("&Save"))
        self._submit.setText(tr("Save and s&ubmit…"))
        for button in (self._new, self._delete, self._save, self._submit):
            button.setAccessibleName(button.text().replace("&", "").removesuffix("…"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before changes are lost."""
        event.setAccepted(self._may_leave())

    # --- inside -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._list, 1)
        row = QHBoxLayout()
        row.addWidget(self._new)
        row.addWidget(self._delete)
        column.addLayout(row)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._editor, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self._said, 1)
        row.addWidget(self._save)
        row.addWidget(self._submit)
        column.addLayout(row)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(2 * theme.GRID)
        parts.setSizes([200, 960])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        whole.addWidget(parts)
        self.resize(1180, 640)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.activated.connect(self.save)

    def _show(self) -> None:
        unsaved = self._editor.unsaved
        self.setWindowModified(unsaved)
        self._save.setEnabled(not self._busy and unsaved)
        self._submit.setEnabled(not self._busy and not self._editor.faults)
        self._delete.setEnabled(not self._busy and bool(self._editor.draft().id))

    def _tell(self, text: str, *, danger: bool = False) -> None:
        self._said.setProperty("role", "danger" if danger else "muted")
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
        self._said.setText(text)
        self._said.setAccessibleName(text)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show()

    def _load_list(self, wanted: str | None) -> None:
        self._service.call(drafts.listed, lambda found: self._list_heard(found, wanted), self._failed)

    def _list_heard(self, found: list[dict[str, Any]], wanted: str | None) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for record in found:
            item = QListWidgetItem(str(record["name"]), self._list)
            item.setData(Qt.ItemDataRole.UserRole, record["id"])
            if record["id"] == (wanted or self._editor.draft().id):
                self._list.setCurrentItem(item, QItemSelectionModel.SelectionFlag.SelectCurrent)
        self._list.blockSignals(False)
        if wanted and wanted != self._editor.draft().id:
            self._fetch(wanted)
        elif not found and not self._editor.draft().document["tracks"]:
            self._tell(tr("No drafts yet: add a track, or drop media here."))

    def _selected(self) -> None:
        items = self._list.selectedItems()
        if items and items[0].data(Qt.ItemDataRole.UserRole) != self._editor.draft().id:
            if self._may_leave():
                self._fetch(items[0].data(Qt.ItemDataRole.UserRole))
            else:
                self._load_list(None)

    def _fetch(self, draft_id: str) -> None:
        self._set_busy(True)
        self._service.call(lambda api: drafts.loaded(api, draft_id), self._loaded, self._failed)

    def _loaded(self, draft: Draft) -> None:
        self._editor.show_draft(draft)
        self._set_busy(False)
        self._tell("")

    def _was_saved(self, draft: Draft) -> None:
        self._editor.note_saved(draft)
        self._set_busy(False)
        self._tell(tr("Saved."))
        self._load_list(None)
        if self._submit_after:
            self._submit_after = False
            self.submit_wanted.emit(draft.id)

    def _not_saved(self, error: ClientError) -> None:
        self._submit_after = False
        self._failed(error)
        if isinstance(error, Refused) and error.faults:
            self._editor.point_out(dict(error.faults))
        elif isinstance(error, Refused) and error.status == 412:
            self._tell(tr("Somebody else changed this draft. Choose it again to see their version."), danger=True)

    def _failed(self, error: ClientError) -> None:
        self._set_busy(False)
        self._tell(explain(error).text, danger=True)

    def _delete_asked(self) -> None:
        draft = self._editor.draft()
        question = tr("Delete the draft “{name}”? Jobs that saved it keep what they made.", name=draft.document["name"])
        if QMessageBox.question(self, tr("Delete"), question) == QMessageBox.StandardButton.Yes:
            self._set_busy(True)
            self._service.call(lambda api: api.delete_draft(draft.id), lambda _: self._deleted(), self._failed)

    def _deleted(self) -> None:
        self._set_busy(False)
        self._editor.show_draft(Draft("", new_document()))
        self._load_list(None)

    def _may_leave(self) -> bool:
        """Ask whether changes may be lost, if there are any worth asking about."""
        if not self._editor.unsaved or not self._editor.draft().document["tracks"]:
            return True
        question = tr("There are changes that are not saved. Leave them?")
        return QMessageBox.question(self, tr("Drafts"), question) == QMessageBox.StandardButton.Yes
