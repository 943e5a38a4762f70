"""What is known of the chosen segment, to be changed in numbers and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QWidget,
)

from desktop import theme
from desktop.core.drafts import LOCAL, source_name
from desktop.core.timeline import MEDIA_TYPES, PLAYED_TYPES
from desktop.i18n import N_, tr

#: Of each number its text, least, most, step, decimals, unit, default.
NUMBERS: dict[str, tuple[str, float, float, float, int, str, float]] = {
    "start_s": (N_("Begins at"), 0, 86_400, 0.1, 3, " s", 0.0),
    "duration_s": (N_("Lasts"), 0.001, 86_400, 0.1, 3, " s", 0.0),
    "source_start_s": (N_("From in the file"), 0, 86_400, 0.1, 3, " s", 0.0),
    "speed": (N_("Speed"), 0.1, 100, 0.1, 2, " ×", 1.0),  # noqa: RUF001 - the sign that people know
    "volume": (N_("Volume"), 0, 10, 0.1, 2, " ×", 1.0),  # noqa: RUF001
    "scale": (N_("Size"), 0.01, 100, 0.1, 2, " ×", 1.0),  # noqa: RUF001
    "opacity": (N_("Opacity"), 0, 1, 0.1, 2, "", 1.0),
}
SHOWN = {
    "video": ("start_s", "duration_s", "source_start_s", "speed", "volume", "scale", "opacity"),
    "image": ("start_s", "duration_s", "scale", "opacity"),
    "audio": ("start_s", "duration_s", "source_start_s", "speed", "volume"),
    "text": ("start_s", "duration_s", "scale", "opacity"),
    "subtitle": ("start_s", "duration_s"),
}


class Inspector(QWidget):
    """Fields of one segment.

    Args:
        choose_file: asks for a file and returns its path, empty for none.
    """

    #: ``dict``: the fields that were changed, with their values; None: the default again.
    changed = Signal(object)

    def __init__(self, choose_file: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose_file, self._kind = choose_file, ""
        self._segment: dict[str, Any] = {}
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        fields = QWidget(self)
        self._form = QFormLayout(fields)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(theme.GRID)
        self._names: dict[str, QLabel] = {}
        self._text, self._source = QPlainTextEdit(fields), QLineEdit(fields)
        self._text.setTabChangesFocus(True)
        self._text.setMaximumHeight(96)
        self._pick = QPushButton(fields)
        self._source_row = QWidget(fields)
        row = QHBoxLayout(self._source_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._source, 1)
        row.addWidget(self._pick)
        self._row("text", self._text)
        self._row("source", self._source_row, self._source)
        self._numbers = {name: self._number(name) for name in NUMBERS}
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(fields)
        self._text.textChanged.connect(lambda: self.changed.emit({"text": self._text.toPlainText()}))
        self._source.editingFinished.connect(self._source_typed)
        self._pick.clicked.connect(self._source_picked)
        self.retranslate()

    def show_segment(self, kind: str, segment: dict[str, Any] | None, names: dict[str, str]) -> None:
        """Show a segment.

        Args:
            kind: its track's type.
            segment: the segment, None for none.
            names: names of files by id.
        """
        self._segment, self._kind = segment or {}, kind
        self._stack.setCurrentIndex(1 if segment is not None else 0)
        if segment is None:
            return
        shown = SHOWN.get(kind, ("start_s", "duration_s"))
        for name, box in self._numbers.items():
            with QSignalBlocker(box):
                box.setValue(float(segment.get(name, NUMBERS[name][-1])))
            self._form.setRowVisible(box, name in shown)
        self._form.setRowVisible(self._text, kind not in MEDIA_TYPES)
        self._form.setRowVisible(self._source_row, kind in MEDIA_TYPES)
        if self._text.toPlainText() != segment.get("text", ""):
            with QSignalBlocker(self._text):
                self._text.setPlainText(str(segment.get("text", "")))
        source = str(segment.get("source", ""))
        typed = source if source.startswith(("http://", "https://")) else source_name(source, names)
        if not self._source.hasFocus():
            self._source.setText(typed)
        self._source.setReadOnly(bool(source) and typed != source)

    def retranslate(self) -> None:
        """Say all of it in the language in use."""
        self._nothing.setText(tr("Choose a segment to change it, or add one."))
        texts = {"text": tr("Text"), "source": tr("File or address")}
        for name, label in self._names.items():
            text = texts.get(name) or tr(NUMBERS[name][0])
            label.setText(text)
            if (buddy := label.buddy()) is not None:
                buddy.setAccessibleName(text)
        self._source.setPlaceholderText("https://…")
        self._pick.setText(tr("Choose…"))
        self._pick.setAccessibleName(tr("Choose a file"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _row(self, name: str, field: QWidget, buddy: QWidget | None = None) -> None:
        label = QLabel(self)
        label.setBuddy(buddy or field)
        self._names[name] = label
        self._form.addRow(label, field)

    def _number(self, name: str) -> QDoubleSpinBox:
        _, least, most, step, decimals, unit, _ = NUMBERS[name]
        box = QDoubleSpinBox(self)
        box.setRange(least, most)
        box.setSingleStep(step)
        box.setDecimals(decimals)
        box.setSuffix(unit)
        box.setKeyboardTracking(False)
        box.setMinimumWidth(12 * theme.GRID)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setFont(theme.numbers(box.font()))
        box.valueChanged.connect(lambda value: self.changed.emit({name: round(value, 6)}))
        self._row(name, box)
        return box

    def _source_typed(self) -> None:
        if not self._source.isReadOnly() and self._source.text().strip() != self._segment.get("source", ""):
            self.changed.emit({"source": self._source.text().strip()})

    def _source_picked(self) -> None:
        path = self._choose_file(self._kind if self._kind in PLAYED_TYPES else "image")
        if path:
            self.changed.emit({"source": LOCAL + path})
