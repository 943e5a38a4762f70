"""Editors for what is not typed: files of this computer, and drafts on the server."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.fields import MISSING, DraftField, FileField
from desktop.core.form_values import local_file
from desktop.core.intake import TIMELINE
from desktop.core.media_types import accepts, fault_of, media_type_of, named
from desktop.core.outbox import FILE
from desktop.core.submission_words import size_in_words
from desktop.i18n import tr
from desktop.views.editors import Editor
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.file_list import Entry, FileList


class FileEditor(Editor):
    """One file, or several in their order; where one belongs, several ask for several jobs."""

    def __init__(self, field: FileField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.accept, self.many = field.accept, field.many
        self.files = FileList(many=field.many, parent=self)
        self._hold(self.files)
        self.target = self.files.list
        self._values: list[Any] = []
        #: Returns the name of a file on the server by its id, None where it is not known.
        self.name_of: Callable[[str], str | None] = lambda _file_id: None
        self._sent: dict[str, tuple[float | None, str]] = {}
        self.files.added.connect(self.add)
        self.files.wanted.connect(self.choose)
        self.files.removed.connect(self._remove)
        self.files.moved.connect(self._reorder)
        self.retranslate()

    def value(self) -> Any:
        """Return the file, or the list of them."""
        if not self._values:
            return MISSING
        return list(self._values) if self.many or len(self._values) > 1 else self._values[0]

    def set_value(self, value: Any) -> None:
        """Show a file or several."""
        self._values = list(value) if isinstance(value, list) else [] if value is MISSING else [value]
        self._show()

    def show_upload(self, path: str, share: float | None, error: str = "") -> None:
        """Show how much of a file has arrived, or why it can't be sent.

        Args:
            path: of the local file.
            share: 0..1; None while nothing is sent.
            error: a sentence; empty for none.
        """
        if any(_key(value) == path for value in self._values) and self._sent.get(path) != (share, error):
            self._sent[path] = (share, error)
            self._show()

    def add(self, paths: Sequence[str]) -> None:
        """Take files: a list takes them at its end, a single field in the place of what it held."""
        before = self._values if self.many else []
        held = {_key(value) for value in before}
        fresh = [path for path in dict.fromkeys(paths) if path not in held and not os.path.isdir(path)]  # noqa: PTH112
        if fresh:
            self._values = [*before, *(local_file(path) for path in fresh)]
            self._show()
            self.changed.emit()

    def choose(self) -> None:
        """Ask for files, beginning where the last one lies."""
        beside = next((str(Path(path).parent) for path in map(_key, self._values) if Path(path).is_absolute()), "")
        dialog = QFileDialog(self, tr("Choose files"), beside)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.add)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def set_faulty(self, faulty: bool) -> None:
        """Mark it as one that can't be sent."""
        self.files.set_faulty(faulty)

    def retranslate(self) -> None:
        """Say everything anew."""
        wanted = tr(" or ").join(named(one) for one in self.accept)
        several = tr("Drop files here, or choose them")
        self.files.show_hint(several if self.many else tr("Drop {wanted} here, or choose it", wanted=wanted))
        self.files.retranslate()
        self._show()

    def _show(self) -> None:
        self.files.show_entries([self._entry(value) for value in self._values])

    def _entry(self, value: Any) -> Entry:
        path = value.get(FILE) if isinstance(value, dict) else None
        if path is None:
            return Entry(
                str(value), self.name_of(str(value)) or tr("File {id}…", id=str(value)[:8]), tr("on the server")
            )
        fault, media_type = fault_of(path), media_type_of(path)
        if fault is None and not accepts(self.accept, media_type):
            fault = tr("This is {type}.", type=named(media_type))
        share, error = self._sent.get(path, (None, ""))
        detail = size_of(path) if share is None else tr("{percent} % sent", percent=int(100 * share))
        return Entry(path, Path(path).name, detail, media_type, error or fault or "", share)

    def _remove(self, keys: Sequence[str]) -> None:
        self._values = [value for value in self._values if _key(value) not in keys]
        self._show()
        self.changed.emit()

    def _reorder(self, keys: Sequence[str]) -> None:
        by_key = {_key(value): value for value in self._values}
        self._values = [by_key[key] for key in keys if key in by_key]
        self.changed.emit()


class DraftEditor(Editor):
    """One of the drafts on the server, or a timeline of this computer that is put there first."""

    timeline_given = Signal(object)
    """``{"$timeline": path, "document": {...}}``: to be put on the server; then ``set_value`` gets its id."""

    def __init__(self, field: DraftField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = ChoiceBox(editable=True, parent=self)
        self._timeline: dict[str, Any] | None = None
        self._hold(self.box)
        self.box.currentTextChanged.connect(self._typed)
        self.retranslate()

    def value(self) -> Any:
        """Return the draft's id, or the timeline that has none yet."""
        if self._timeline is not None:
            return self._timeline
        text = self.box.currentText().strip()
        row = self.box.findText(text)
        return (self.box.itemData(row) if row >= 0 else text) or MISSING

    def set_value(self, value: Any) -> None:
        """Show a draft by its id, or a timeline that is on its way to the server."""
        if isinstance(value, dict) and value is self._timeline:
            return
        self._timeline = None
        if isinstance(value, dict):
            self.box.setEditText(Path(str(value.get(TIMELINE, ""))).name)
            self._timeline = value
            self.timeline_given.emit(value)
            return
        row = self.box.findData(value) if isinstance(value, str) else -1
        if row >= 0:
            self.box.setCurrentIndex(row)
        self.box.setEditText(self.box.itemText(row) if row >= 0 else value if isinstance(value, str) else "")

    def offer(self, drafts: Sequence[tuple[str, str]]) -> None:
        """Offer the drafts there are, as pairs of id and name."""
        held = self.value()
        self.box.blockSignals(True)
        self.box.clear()
        for draft_id, name in drafts:
            self.box.addItem(f"{name} ({draft_id})" if name and name != draft_id else draft_id, draft_id)
        self.box.blockSignals(False)
        if self._timeline is None:
            self.set_value(held)
        else:
            self.box.setEditText(Path(str(self._timeline.get(TIMELINE, ""))).name)

    def retranslate(self) -> None:
        """Say everything anew."""
        edit = self.box.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(tr("Choose a draft, or drop a timeline's JSON file"))

    def _typed(self, _text: str) -> None:
        if self.box.hasFocus():
            self._timeline = None
        self.changed.emit()


def size_of(path: str) -> str:
    """Return a file's size in words; empty where it can't be told."""
    try:
        return size_in_words(os.path.getsize(path))  # noqa: PTH202 (a plain text, asked for often)
    except OSError:
        return ""


def _key(value: Any) -> str:
    return str(value.get(FILE)) if isinstance(value, dict) else str(value)
