"""One editor for each type of field: shows a value, gives it back, says when it changes.

What nobody has touched is not a value: it shows quietly what the server takes by itself, and is not sent.
"""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.fields import (
    MISSING,
    ChoiceField,
    Field,
    ListField,
    NumberField,
    RawField,
    SwitchField,
    TextField,
    Unreadable,
)
from desktop.i18n import known, tr
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.number_box import NumberBox, written
from desktop.widgets.text_box import TextBox


class Editor(QWidget):
    """What all editors have.

    Args:
        field: what is edited.
        parent: its owner.
    """

    changed = Signal()
    #: Whether it needs the whole width of the form.
    wide = True
    #: Whether it shows the field's title itself.
    titled = False

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.HALF)
        #: What takes the focus.
        self.target: QWidget = self

    def value(self) -> Any:
        """Return what is set, ``MISSING`` for nothing, ``Unreadable`` for what can't be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value; ``MISSING`` for none."""
        raise NotImplementedError

    def set_faulty(self, faulty: bool) -> None:
        """Mark it as one that can't be sent."""
        self.target.setProperty("faulty", "true" if faulty else "false")
        self.target.style().unpolish(self.target)
        self.target.style().polish(self.target)

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""

    def _hold(self, target: QWidget) -> None:
        self.target = target
        self.setFocusProxy(target)
        self.row.addWidget(target)

    def quiet_default(self) -> str:
        """Return how the server's own value is shown; empty where it has none that says anything."""
        default = self.field.default
        return written(default) if isinstance(default, int | float) else default if isinstance(default, str) else ""


class LineEditor(Editor):
    """A text of one line."""

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.edit = QLineEdit(self)
        self.edit.setAcceptDrops(False)  # it would write the address of a file; the window knows better
        self.wide = field.max_length is None or field.max_length > 60
        self._hold(self.edit)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.setPlaceholderText(self.quiet_default())

    def value(self) -> Any:
        """Return the text, ``MISSING`` while there is none."""
        return self.edit.text() or MISSING

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.edit.setText(value if isinstance(value, str) else "")


class ProseEditor(Editor):
    """A text of several lines."""

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.edit = TextBox(least=4 if field.required else 2, most=12, parent=self)
        self._hold(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.edit.setPlaceholderText(self.quiet_default())

    def value(self) -> Any:
        """Return the text, ``MISSING`` while there is none."""
        return self.edit.toPlainText() or MISSING

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.edit.setPlainText(value if isinstance(value, str) else "")


class AddressEditor(Editor):
    """Addresses on the web, one a line: several mean several jobs."""

    def __init__(self, field: TextField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.edit = TextBox(least=1, most=6, parent=self)
        self._hold(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.edit.setPlaceholderText("https://…")

    def value(self) -> Any:
        """Return the address, or a list of several."""
        lines = [line.strip() for line in self.edit.toPlainText().splitlines() if line.strip()]
        return MISSING if not lines else lines[0] if len(lines) == 1 else lines

    def set_value(self, value: Any) -> None:
        """Show one address or several."""
        lines = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        self.edit.setPlainText("\n".join(lines))


class NumberEditor(Editor):
    """A number, with its unit beside it."""

    wide = False

    def __init__(self, field: NumberField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.number: NumberField = field
        self.box = NumberBox(
            whole=field.whole,
            minimum=field.minimum if field.minimum is not None else field.above,
            maximum=field.maximum if field.maximum is not None else field.below,
            step=field.multiple_of,
            start=float(field.default) if isinstance(field.default, int | float) else field.minimum or 0.0,
            parent=self,
        )
        self._hold(self.box)
        self.box.setPlaceholderText(self.quiet_default())
        self.unit = QLabel(self)
        self.unit.setProperty("role", "muted")
        self.unit.setVisible(bool(field.unit))
        self.row.addWidget(self.unit)
        self.row.setStretch(0, 1)
        self.box.changed.connect(self.changed)
        self.retranslate()

    def value(self) -> Any:
        """Return the number."""
        if not self.box.text().strip():
            return MISSING
        number = self.box.number()
        return Unreadable(self.box.text().strip()) if number is None else number

    def set_value(self, value: Any) -> None:
        """Show a number, or what was typed instead of one."""
        if isinstance(value, Unreadable):
            self.box.setText(value.text)
        else:
            self.box.set_number(value if isinstance(value, int | float) else None)

    def retranslate(self) -> None:
        """Say the unit anew."""
        self.unit.setText(known(self.number.unit))


class SwitchEditor(Editor):
    """Yes or no, as a box to tick."""

    wide = False
    titled = True

    def __init__(self, field: SwitchField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(self)
        self._hold(self.box)
        self._touched = False
        self.set_value(MISSING)
        self.box.clicked.connect(self._touch)
        self.retranslate()

    def value(self) -> Any:
        """Return whether it is ticked, ``MISSING`` while nobody has touched it."""
        return self.box.isChecked() if self._touched else MISSING

    def set_value(self, value: Any) -> None:
        """Show yes or no."""
        self._touched = isinstance(value, bool)
        self.box.setChecked(value if isinstance(value, bool) else self.field.default is True)

    def retranslate(self) -> None:
        """Say the title anew."""
        self.box.setText(known(self.field.title))

    def _touch(self) -> None:
        self._touched = True
        self.changed.emit()


class ChoiceEditor(Editor):
    """One of several values; where nothing is a value too, that is the first."""

    wide = False

    def __init__(self, field: ChoiceField | SwitchField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = ChoiceBox(parent=self)
        self._hold(self.box)
        self._touched = False
        values: list[tuple[Any, str]] = (
            [(option.value, option.label) for option in field.options]
            if isinstance(field, ChoiceField)
            else [(True, "Yes"), (False, "No")]
        )
        self._nothing = field.nullable or not any(_same(field.default, value) for value, _ in values)
        self._values: list[tuple[Any, str]] = [(MISSING, ""), *values] if self._nothing else values
        self.box.addItems([""] * len(self._values))
        self.retranslate()
        self.set_value(MISSING)
        self.box.activated.connect(self._touch)
        self.box.currentIndexChanged.connect(lambda _index: self._touch() if self.box.hasFocus() else None)

    def value(self) -> Any:
        """Return the value chosen, ``MISSING`` while nobody has touched it."""
        return self._values[self.box.currentIndex()][0] if self._touched and self.box.currentIndex() >= 0 else MISSING

    def set_value(self, value: Any) -> None:
        """Show one of the values."""
        wanted = value if value is not MISSING else self.field.default
        rows = [row for row, (held, _) in enumerate(self._values) if _same(held, wanted)]
        self._touched = False
        self.box.setCurrentIndex(rows[0] if rows else 0)
        self._touched = value is not MISSING and bool(rows)

    def retranslate(self) -> None:
        """Say the values anew."""
        for row, (value, label) in enumerate(self._values):
            self.box.setItemText(row, self._nothing_chosen() if value is MISSING else self._named(value, label))

    def _named(self, value: Any, label: str) -> str:
        if isinstance(self.field, SwitchField):
            return tr("Yes") if value else tr("No")
        return known(label)

    def _nothing_chosen(self) -> str:
        return tr("Choose…") if self.field.required else tr("As the server has it")

    def _touch(self) -> None:
        self._touched = True
        self.changed.emit()


class LinesEditor(Editor):
    """Several texts or numbers, one a line."""

    def __init__(self, field: ListField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.items: ListField = field
        self.edit = TextBox(least=2, most=8, parent=self)
        self._hold(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.retranslate()

    def value(self) -> Any:
        """Return the values, one for each line."""
        lines = [line.strip() for line in self.edit.toPlainText().splitlines() if line.strip()]
        return [self._read(line) for line in lines] if lines else MISSING

    def _read(self, line: str) -> Any:
        item = self.items.item
        if isinstance(item, NumberField):
            try:
                return int(line) if item.whole else float(line)
            except ValueError:
                return Unreadable(line)
        if isinstance(item, ChoiceField):
            fitting = [option.value for option in item.options if line in {option.label, str(option.value)}]
            return fitting[0] if fitting else Unreadable(line)
        return line

    def set_value(self, value: Any) -> None:
        """Show values, one in each line."""
        lines = value if isinstance(value, list) else []
        self.edit.setPlainText("\n".join(line.text if isinstance(line, Unreadable) else str(line) for line in lines))

    def retranslate(self) -> None:
        """Say anew how it is written."""
        self.edit.setPlaceholderText(tr("One a line"))


class ManyEditor(Editor):
    """Some of several choices, as boxes to tick."""

    def __init__(self, field: ListField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.options = field.item.options if isinstance(field.item, ChoiceField) else ()
        column = QVBoxLayout()
        column.setSpacing(theme.HALF)
        self.row.addLayout(column)
        self.boxes = [QCheckBox(self) for _ in self.options]
        self._touched = False
        for box in self.boxes:
            column.addWidget(box)
            box.clicked.connect(self._touch)
        if self.boxes:
            self.target = self.boxes[0]
            self.setFocusProxy(self.target)
        self.retranslate()
        self.set_value(MISSING)

    def value(self) -> Any:
        """Return what is ticked."""
        ticked = [option.value for option, box in zip(self.options, self.boxes, strict=True) if box.isChecked()]
        return ticked if self._touched else MISSING

    def set_value(self, value: Any) -> None:
        """Tick these."""
        self._touched = isinstance(value, list)
        wanted = (
            value if isinstance(value, list) else self.field.default if isinstance(self.field.default, list) else []
        )
        for option, box in zip(self.options, self.boxes, strict=True):
            box.setChecked(any(_same(option.value, one) for one in wanted))

    def retranslate(self) -> None:
        """Say the choices anew."""
        for option, box in zip(self.options, self.boxes, strict=True):
            box.setText(known(option.label))

    def _touch(self) -> None:
        self._touched = True
        self.changed.emit()


class RawEditor(Editor):
    """Anything, as JSON text."""

    def __init__(self, field: RawField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.edit = TextBox(least=3, most=12, code=True, parent=self)
        self._hold(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.edit.setPlaceholderText("" if field.default is MISSING else json.dumps(field.default, ensure_ascii=False))

    def value(self) -> Any:
        """Return what the JSON text says."""
        text = self.edit.toPlainText().strip()
        try:
            return json.loads(text) if text else MISSING
        except (ValueError, RecursionError):
            return Unreadable(text)

    def set_value(self, value: Any) -> None:
        """Show a value as JSON text."""
        if isinstance(value, Unreadable):
            self.edit.setPlainText(value.text)
        else:
            self.edit.setPlainText("" if value is MISSING else json.dumps(value, ensure_ascii=False, indent=2))


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
