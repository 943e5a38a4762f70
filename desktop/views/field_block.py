"""One field of a form with its words, and the grid in which fields lie."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.fields import (
    MISSING,
    ChoiceField,
    DraftField,
    Field,
    FileField,
    ListField,
    NumberField,
    RawField,
    SwitchField,
    TextField,
)
from desktop.core.form_values import takes_one_of_many
from desktop.i18n import known, tr, trn
from desktop.views.editors import (
    AddressEditor,
    ChoiceEditor,
    Editor,
    LineEditor,
    LinesEditor,
    ManyEditor,
    NumberEditor,
    ProseEditor,
    RawEditor,
    SwitchEditor,
)
from desktop.views.file_editors import DraftEditor, FileEditor

#: Characters of help that fit into one column.
_SHORT_HELP = 110
COLUMN_GAP_PX = 3 * theme.GRID


def editor_for(field: Field, parent: QWidget) -> Editor:  # noqa: C901 - one line for each type
    """Return the editor that a field's type asks for."""
    match field:
        case FileField():
            made: Editor = FileEditor(field, parent)
        case DraftField():
            made = DraftEditor(field, parent)
        case TextField(address=True):
            made = AddressEditor(field, parent)
        case TextField(multiline=True):
            made = ProseEditor(field, parent)
        case TextField():
            made = LineEditor(field, parent)
        case NumberField():
            made = NumberEditor(field, parent)
        case SwitchField(nullable=False):
            made = SwitchEditor(field, parent)
        case ChoiceField() | SwitchField():
            made = ChoiceEditor(field, parent)
        case ListField(item=ChoiceField()):
            made = ManyEditor(field, parent)
        case ListField():
            made = LinesEditor(field, parent)
        case _:
            made = RawEditor(field if isinstance(field, RawField) else RawField(name=field.name, title=""), parent)
    return made


class FieldBlock(QWidget):
    """A field with its title above, its help and its fault below."""

    def __init__(self, field: Field, pointer: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.field, self.pointer = field, pointer
        self.title = QLabel(self)
        self.editor = editor_for(field, self)
        self.help = quiet(QLabel(self), "muted")
        self.fault = quiet(QLabel(self), "danger")
        self.several = quiet(QLabel(self), "muted")
        self.title.setBuddy(self.editor.target)
        self.title.setVisible(not self.editor.titled)
        self.fault.hide()
        #: A short field with much to be said of it keeps the width of its column, its help takes the whole.
        self.wide = self.editor.wide or len(field.description) > _SHORT_HELP
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        layout.addWidget(self.title)
        layout.addLayout(self._column())
        for part in (self.several, self.fault, self.help):
            layout.addWidget(part)
        layout.addStretch()
        self.editor.changed.connect(self.show_count)
        self.retranslate()

    def _column(self) -> QHBoxLayout:
        column = QHBoxLayout()
        column.addWidget(self.editor, 1)
        if self.wide and not self.editor.wide:
            column.addSpacing(COLUMN_GAP_PX)
            column.addStretch(1)
        return column

    def show_count(self) -> None:
        """Say so where several values in a single field will be several jobs, or a draft is not saved yet."""
        value = self.editor.value()
        count = len(value) if isinstance(value, list) and takes_one_of_many(self.field) else 0
        on_its_way = isinstance(self.field, DraftField) and isinstance(value, dict)
        self.several.setText(
            tr("Being saved on the server…") if on_its_way else trn("{n} job", "{n} jobs, one for each.", count)
        )
        self.several.setVisible(on_its_way or count > 1)

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong; empty for nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.editor.set_faulty(bool(sentence))
        self._describe()

    def retranslate(self) -> None:
        """Say everything anew."""
        title, description = known(self.field.title), known(self.field.description)
        optional = "" if self.field.required or self.field.default is not MISSING else f" ({tr('optional')})"
        self.title.setText(title + optional)
        self.help.setText(description)
        self.help.setVisible(bool(description))
        self.editor.target.setAccessibleName(title)
        self.editor.retranslate()
        self.show_count()
        self._describe()

    def _describe(self) -> None:
        default = self.editor.quiet_default()
        parts = [self.fault.text(), known(self.field.description)]
        if default:
            parts.append(tr("By itself: {value}", value=default))
        self.editor.target.setAccessibleDescription(" ".join(part for part in parts if part))


class FieldGrid(QWidget):
    """Fields of one group in a grid; those that don't apply leave no gap."""

    def __init__(self, columns: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self._parts: list[tuple[QWidget, bool]] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(COLUMN_GAP_PX)
        self.grid.setVerticalSpacing(2 * theme.GRID)
        for column in range(columns):
            self.grid.setColumnStretch(column, 1)

    def add(self, part: QWidget, *, wide: bool) -> None:
        """Add a part; a wide one takes a row of its own."""
        self._parts.append((part, wide))

    def arrange(self, hidden: set[QWidget]) -> None:
        """Put everything that is not hidden into its place."""
        for part, _ in self._parts:
            self.grid.removeWidget(part)
            part.setVisible(part not in hidden)
        row = column = 0
        for part, wide in self._parts:
            if part in hidden:
                continue
            if wide and column:
                row, column = row + 1, 0
            self.grid.addWidget(part, row, column, 1, self._columns if wide else 1)
            column = self._columns if wide else column + 1
            if column >= self._columns:
                row, column = row + 1, 0


def quiet(label: QLabel, role: str) -> QLabel:
    """Return the label as one for words of less weight."""
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
