"""The form of a kind: its fields in two columns, help and faults beside each, the rarer ones folded away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.fields import MISSING, Field, GroupField, below
from desktop.core.form_values import applies, shown_at_once
from desktop.i18n import known, tr, trn
from desktop.views.field_block import FieldBlock, FieldGrid, quiet

_COLUMNS = 2
_COLUMNS_OF_A_GROUP = 3


class FormView(QWidget):
    """The form of a kind.

    Args:
        form: its fields.
        margins: around it, pixels: left, top, right, bottom.
        parent: its owner.
    """

    changed = Signal()

    def __init__(
        self, form: GroupField, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form, self._filling = form, False
        self._others: dict[str, Any] = {}
        self._blocks: dict[str, FieldBlock] = {}
        self._groups: list[tuple[GroupField, str, FieldGrid, list[tuple[Field, QWidget]]]] = []
        self._panels: dict[str, _Panel] = {}
        self.more = QPushButton(self)
        self.more.setCheckable(True)
        self.more.setProperty("role", "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*margins)
        layout.setSpacing(2 * theme.GRID)
        at_once = shown_at_once(form)
        self._first, self._rest = FieldGrid(_COLUMNS, self), FieldGrid(_COLUMNS, self)
        layout.addWidget(self._first)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._rest)
        layout.addStretch()
        self._fill(form, "", self._first, at_once)
        self._fill(form, "", self._rest, [field for field in form.fields if field not in at_once])
        self.more.toggled.connect(self._fold)
        self.retranslate()
        self._rearrange()
        self._fold(False)

    # --- values --------------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Return what is set."""
        values = dict(self._others)
        for pointer, block in self._blocks.items():
            value = block.editor.value()
            if value is not MISSING:
                _put(values, pointer, block.field.name, value)
        return values

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values, and nothing in fields that are not among them."""
        names = {field.name for field in self.form.fields}
        self._others = {name: value for name, value in values.items() if name not in names}
        self._filling = True
        for pointer, block in self._blocks.items():
            block.editor.set_value(_take(values, pointer, block.field.name))
            block.show_count()
        self._filling = False
        self._rearrange()
        if any(_take(values, pointer, block.field.name) is not MISSING for pointer, block in self._folded()):
            self.more.setChecked(True)
        self.changed.emit()

    def blocks(self) -> Sequence[FieldBlock]:
        """Return all fields in their order."""
        return list(self._blocks.values())

    def block(self, pointer: str) -> FieldBlock:
        """Return the field at a JSON pointer.

        Raises:
            KeyError: when there is none.
        """
        return self._blocks[pointer]

    # --- faults --------------------------------------------------------------------------------------

    def show_faults(self, faults: Mapping[str, str]) -> dict[str, str]:
        """Show faults beside their fields; return those that belong to none.

        Args:
            faults: sentences by JSON pointer below the parameters.
        """
        placed: dict[str, list[str]] = {}
        homeless = {}
        for pointer, sentence in faults.items():
            home = self._home_of(pointer)
            if home is None:
                homeless[pointer] = sentence
            else:
                placed.setdefault(home, []).append(known(sentence))
        parts: dict[str, FieldBlock | _Panel] = {**self._blocks, **self._panels}
        for pointer, part in parts.items():
            part.show_fault("\n".join(placed.get(pointer, ())))
        if any(self._rest.isAncestorOf(self._part(pointer)) for pointer in placed):
            self.more.setChecked(True)
        return homeless

    def focus_first_fault(self) -> FieldBlock | None:
        """Go to the first field with a fault, or of a group with one, and return it; None where there is none."""
        groups = tuple(pointer + "/" for pointer, panel in self._panels.items() if panel.fault.text())
        for pointer, block in self._blocks.items():
            if (block.fault.text() or pointer.startswith(groups)) and not block.isHidden():
                block.editor.target.setFocus(Qt.FocusReason.OtherFocusReason)
                return block
        return None

    def focus_first(self) -> None:
        """Go to the first field that a job can't do without and that is empty, else to the first."""
        blocks = [block for block in self._blocks.values() if not block.isHidden()]
        empty = [block for block in blocks if block.field.required and block.editor.value() is MISSING]
        for block in (empty or blocks)[:1]:
            block.editor.target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _home_of(self, pointer: str) -> str | None:
        """Return the field or group in which, or in a part of which, a fault is."""
        inside = [home for home in self._blocks if pointer == home or pointer.startswith(home + "/")]
        home = max(inside, key=len) if inside else pointer if pointer in self._panels else None
        return None if home is None or self._part(home).isHidden() else home

    def _part(self, pointer: str) -> QWidget:
        return self._blocks[pointer] if pointer in self._blocks else self._panels[pointer]

    # --- making --------------------------------------------------------------------------------------

    def _fill(self, group: GroupField, pointer: str, place: FieldGrid, fields: Sequence[Field]) -> None:
        made: list[tuple[Field, QWidget]] = []
        for field in fields:
            where = below(pointer, field.name)
            if isinstance(field, GroupField):
                panel = self._panel(field, where, place)
                place.add(panel, wide=True)
                made.append((field, panel))
                continue
            block = FieldBlock(field, where, place)
            block.editor.changed.connect(lambda block=block: self._on_change(block))
            self._blocks[where] = block
            place.add(block, wide=block.wide)
            made.append((field, block))
        self._groups.append((group, pointer, place, made))

    def _panel(self, group: GroupField, pointer: str, parent: QWidget) -> QFrame:
        panel = _Panel(group, parent)
        self._panels[pointer] = panel
        self._fill(group, pointer, panel.fields, group.fields)
        return panel

    # --- changing ------------------------------------------------------------------------------------

    def _on_change(self, block: FieldBlock) -> None:
        if self._filling:
            return
        around: dict[str, FieldBlock | _Panel] = {**self._panels, block.pointer: block}
        for pointer, part in around.items():
            if part.fault.text() and (block.pointer + "/").startswith(pointer + "/"):
                part.show_fault("")
        if any(block.field.name in field.when for group, _, _, _ in self._groups for field in group.fields):
            self._rearrange()
        self._count()
        self.changed.emit()

    def _rearrange(self) -> None:
        values = self.values()
        for group, pointer, place, made in self._groups:
            inner = values
            for step in _steps(pointer):
                inner = inner.get(step, {}) if isinstance(inner, dict) else {}
            place.arrange({part for field, part in made if not applies(field, group, inner)})
        self.more.setVisible(any(not part.isHidden() for _, part in self._rest_parts()))
        self._count()

    def _rest_parts(self) -> Iterator[tuple[Field, QWidget]]:
        for _, _, place, made in self._groups:
            if place is self._rest:
                yield from made

    def _folded(self) -> list[tuple[str, FieldBlock]]:
        return [(pointer, block) for pointer, block in self._blocks.items() if self._rest.isAncestorOf(block)]

    def _fold(self, unfolded: bool) -> None:
        self._rest.setVisible(unfolded)
        self.more.setIcon(theme.icon("chevron_down" if unfolded else "chevron_right", theme.colours().accent))
        self._count()

    def _count(self) -> None:
        """Say on the fold how many of the fields behind it are set: nothing is sent unseen."""
        number = sum(block.editor.value() is not MISSING for _, block in self._folded() if not block.isHidden())
        text = tr("More options")
        if number and not self.more.isChecked():
            text += " · " + trn("{n} set", "{n} set", number)
        self.more.setText(text)

    # --- words ---------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""
        for block in self._blocks.values():
            block.retranslate()
        for panel in self._panels.values():
            panel.retranslate()
        self._count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "more"):
            self._fold(self.more.isChecked())


class _Panel(QFrame):
    """The frame around the fields of a group, with its title, its help and what is wrong with all of it."""

    def __init__(self, group: GroupField, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._group = group
        self._title, self._help = QLabel(self), quiet(QLabel(self), "muted")
        self.fault = quiet(QLabel(self), "danger")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.fields = FieldGrid(_COLUMNS_OF_A_GROUP, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, theme.GRID + theme.HALF, 2 * theme.GRID, theme.GRID + theme.HALF)
        layout.setSpacing(theme.GRID)
        for part in (self._title, self._help, self.fault, self.fields):
            layout.addWidget(part)
        self.fault.hide()

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong; empty for nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""
        self._title.setText(known(self._group.title))
        self._help.setText(known(self._group.description))
        self._help.setVisible(bool(self._group.description))


def _put(values: dict[str, Any], pointer: str, name: str, value: Any) -> None:
    for step in _steps(pointer)[:-1]:
        values = values.setdefault(step, {})
    values[name] = value


def _take(values: Mapping[str, Any], pointer: str, name: str) -> Any:
    inner: Any = values
    for step in _steps(pointer)[:-1]:
        inner = inner.get(step, {}) if isinstance(inner, dict) else {}
    return inner.get(name, MISSING) if isinstance(inner, dict) else MISSING


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
