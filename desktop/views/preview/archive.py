"""What lies in a zip, as a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr, trn
from desktop.views.preview.archive_list import Contents, contents_of
from desktop.views.preview.aside import Aside
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.note import Note
from desktop.widgets import amounts


class ArchiveLook(Look):
    """Lists the files of a zip; nothing is unpacked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = Aside(self)
        self._contents: Contents | None = None
        self._note = Note(self)
        self._list = QTreeWidget(self)
        self._list.setColumnCount(2)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setStyleSheet("QTreeView::item { padding: 4px 8px; }")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._note)
        layout.addWidget(self._list)
        self.retranslate()

    def show_file(self, shown: Shown) -> None:
        """Read the list of files."""
        self._aside.run(lambda: contents_of(shown.path), self._show, self._fail)

    def clear(self) -> None:
        """Let go of the file."""
        self._aside.forget()
        self._contents = None
        self._list.clear()

    def stop(self) -> None:
        """End the thread."""
        self._aside.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._list.setHeaderLabels([tr("Name"), tr("Size")])
        self._list.setAccessibleName(tr("Files in the archive"))
        if self._contents is not None:
            self._note.say(_summary(self._contents))
            for row, entry in enumerate(self._contents.entries):
                if item := self._list.topLevelItem(row):
                    item.setText(1, amounts.size(entry.bytes))

    def _show(self, contents: Contents) -> None:
        self._list.clear()
        numbers = theme.numbers(self._list.font())
        rows = []
        for entry in contents.entries:
            row = QTreeWidgetItem([entry.name])
            row.setToolTip(0, entry.name)
            row.setFont(1, numbers)
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows.append(row)
        self._list.addTopLevelItems(rows)
        self._contents = contents
        self.retranslate()

    def _fail(self, error: Exception) -> None:
        if str(error) == "too many files":
            self.troubled.emit(
                tr("This archive has too many files to list here. Save it and open it in another application.")
            )
        else:
            self.troubled.emit(tr("This archive can't be read. It may be damaged; try saving it again."))


def _summary(contents: Contents) -> str:
    files = trn("{n} file", "{n} files", contents.count)
    said = tr("{files}, {size} unpacked", files=files, size=amounts.size(contents.bytes))
    if contents.count > len(contents.entries):
        said += " · " + tr("the first {n} are listed", n=f"{len(contents.entries):,}")
    if contents.unusual:
        said += "\n" + tr(
            "It unpacks to far more than files usually do. Don't unpack it unless you trust where it comes from."
        )
    return said
