"""JSON: as what it is by its shape (waveforms, an exam, a report), or as a tree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview import shapes
from desktop.views.preview.aside import Aside
from desktop.views.preview.exam_page import exam_page
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.report_page import report_page
from desktop.views.preview.rich import RichView
from desktop.views.preview.tree import Tree
from desktop.views.preview.waveform_look import WaveformLook

#: A larger file is too much for a tree; it is opened outside.
_MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Read:
    """A JSON value and its shape."""

    value: Any
    shape: str


def read_json(path: Path) -> Read:
    """Read a JSON file; runs in any thread.

    Raises:
        ValueError: it is none, or too large or too deep to be looked at.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError("too large")
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as deep:
        raise ValueError("too deep") from deep
    return Read(value, shapes.shape_of(value))


class JsonLook(Look):
    """Shows a JSON file; a switch at its head shows a report's fields instead, or an exam's answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self._read: Read | None = None
        self.answers, self.fields = QCheckBox(self), QCheckBox(self)
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, 0)
        head.setSpacing(2 * theme.GRID)
        head.addWidget(self.answers)
        head.addWidget(self.fields)
        head.addStretch()
        self.tree, self.page, self.waveforms = Tree(self), RichView(self), WaveformLook(self)
        self._stack = QStackedWidget(self)
        for view in (self.tree, self.page, self.waveforms):
            self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)
        self.answers.toggled.connect(lambda _: self._show_page())
        self.fields.toggled.connect(lambda _: self._arrange())
        self._head.hide()
        self.retranslate()

    @property
    def shape(self) -> str:
        """What the file is, empty while that is not known."""
        return self._read.shape if self._read else ""

    def show_file(self, shown: Shown) -> None:
        """Read a file, then show it as what it is."""
        self._aside.run(lambda: read_json(shown.path), self.show_read, self._fail)

    def show_read(self, read: Read) -> None:
        """Show what was read already."""
        self._read = read
        with QSignalBlocker(self.fields):
            self.fields.setChecked(False)
        self.tree.show_value(None)
        if read.shape == shapes.WAVEFORMS:
            self.waveforms.show_report(read.value)
        self._arrange()

    def clear(self) -> None:
        """Let go of the file."""
        self._aside.forget()
        self._read = None
        self.tree.clear()
        self.page.show_html("")
        self._head.hide()

    def stop(self) -> None:
        """End the thread."""
        self._aside.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.answers.setText(tr("Show answers"))
        self.fields.setText(tr("Show all fields"))
        self.page.setAccessibleName(tr("Report"))
        self.tree.retranslate()
        if self._read:
            self._arrange()

    def _arrange(self) -> None:
        if self._read is None:
            return
        shape = self._read.shape
        as_tree = shape == shapes.TREE or self.fields.isChecked()
        self._head.setVisible(shape != shapes.TREE)
        self.answers.setVisible(shape == shapes.QUESTIONS and not as_tree)
        if as_tree:
            self.tree.show_value(self._read.value)
            self._stack.setCurrentWidget(self.tree)
        elif shape == shapes.WAVEFORMS:
            self._stack.setCurrentWidget(self.waveforms)
        else:
            self._show_page()
            self._stack.setCurrentWidget(self.page)

    def _show_page(self) -> None:
        if self._read is not None and self._read.shape in {shapes.QUESTIONS, shapes.REPORT}:
            self.page.show_html(_page(self._read, answers=self.answers.isChecked()), keep_place=True)

    def _fail(self, error: Exception) -> None:
        self.troubled.emit(why_no_json(error))


def _page(read: Read, *, answers: bool) -> str:
    value: Mapping[str, Any] = read.value
    return exam_page(value, answers=answers) if read.shape == shapes.QUESTIONS else report_page(value)


def why_no_json(error: Exception) -> str:
    """Say why a JSON file can't be shown."""
    if str(error) == "too large":
        return tr("This file is too large to show here. Open it in another application.")
    if str(error) == "too deep":
        return tr("This file is nested too deeply to show here. Open it in another application.")
    return tr("This file is no valid JSON. Open it in another application to see what it holds.")
