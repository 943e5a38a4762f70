"""The strip of jobs on their way: what is uploaded, what waits, what can't be sent and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.core.outbox import Submission
from desktop.core.submission_words import STUCK, summary_of
from desktop.i18n import tr
from desktop.models.submissions import SHARE, STATE_WORDS, SUBMISSION, SubmissionsModel
from desktop.workers.events import Link

_ROW_PX = 40
_MOST_ROWS = 4
#: From so many on the list is folded until it is asked for: the summary says enough.
_MANY = 5
_TICK_MS = 1000
_ICONS = {"waiting": "queued", "uploading": "upload", "sending": "upload", "refused": "failed", "unsendable": "warning"}


class SubmissionsStrip(QFrame):
    """The strip of jobs on their way; hidden while there are none.

    Args:
        parent: its owner.
    """

    withdrawn = Signal(object)
    """``list[str]``: ids of submissions that are to be forgotten."""
    again = Signal(object)
    """``list[str]``: ids of submissions that are to be sent again."""
    edited = Signal(object)
    """``Submission`` whose form is to be opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.model = SubmissionsModel(self)
        self.fold = QToolButton(self)
        self.fold.setCheckable(True)
        self.summary = QLabel(self)
        self.list = _Rows(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.edit_button, self.again_button, self.remove_button = (QPushButton(self) for _ in range(3))
        for button in (self.edit_button, self.again_button, self.remove_button):
            button.setProperty("role", "link")
        self._choice_made = False
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self.model.tick)
        self._lay_out()
        self.model.changed.connect(self._on_change)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.list.asked_to_remove.connect(self.remove)
        self.list.asked_to_edit.connect(self.edit)
        self.list.customContextMenuRequested.connect(self._menu)
        self.fold.clicked.connect(self._on_fold)
        self.edit_button.clicked.connect(lambda _checked: self.edit())
        self.again_button.clicked.connect(lambda _checked: self.send_again())
        self.remove_button.clicked.connect(lambda _checked: self.remove())
        self.retranslate()
        self._on_change()

    # --- what is shown -------------------------------------------------------------------------------

    def set_submissions(self, submissions: Sequence[Submission]) -> None:
        """Show these and no others."""
        self.model.reset(submissions)

    def update_submission(self, submission: Submission) -> None:
        """Take a change of one; many within a moment are shown together."""
        self.model.update(submission)

    def set_link(self, link: Link) -> None:
        """Take how things stand with the server."""
        self.model.wait_until(link.retry_at)

    # --- acts ----------------------------------------------------------------------------------------

    def remove(self) -> None:
        """Ask to forget what is selected."""
        ids = [one.id for one in self._selected()]
        if ids:
            self.withdrawn.emit(ids)
            for submission_id in ids:
                self.model.remove(submission_id)

    def send_again(self) -> None:
        """Ask to send what is selected, and stuck, again."""
        ids = [one.id for one in self._selected() if one.state in STUCK]
        if ids:
            self.again.emit(ids)

    def edit(self) -> None:
        """Ask for the form of what is selected; what is on its way may become a job while it is edited."""
        chosen = self._selected()
        if len(chosen) == 1 and chosen[0].state in STUCK:
            self.edited.emit(chosen[0])

    def _selected(self) -> list[Submission]:
        rows = sorted(self.list.selectedIndexes(), key=lambda index: index.row())
        if not rows and self.model.rowCount() == 1:
            rows = [self.model.index(0)]
        return [index.data(SUBMISSION) for index in rows]

    # --- showing -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.summary.setFont(theme.numbers(self.summary.font()))
        head = QHBoxLayout()
        head.setSpacing(theme.HALF)
        head.addWidget(self.fold)
        head.addWidget(self.summary, 1)
        for button in (self.edit_button, self.again_button, self.remove_button):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.HALF, theme.GRID, theme.HALF)
        layout.setSpacing(theme.HALF)
        layout.addLayout(head)
        layout.addWidget(self.list)

    def _on_change(self) -> None:
        count = self.model.rowCount()
        if not count:
            self._choice_made = False
        elif not self._choice_made:
            self.fold.setChecked(count < _MANY)
        self._show_rows()
        self.summary.setText(summary_of(self.model.submissions()))
        self.setVisible(count > 0)
        self._enable()

    def _on_fold(self) -> None:
        self._choice_made = True
        self._show_rows()

    def _show_rows(self) -> None:
        unfolded = self.fold.isChecked()
        self.fold.setIcon(theme.icon("chevron_down" if unfolded else "chevron_right"))
        self.list.setVisible(unfolded)
        self.list.setFixedHeight(max(1, min(_MOST_ROWS, self.model.rowCount())) * _ROW_PX)

    def _enable(self) -> None:
        chosen = self._selected()
        stuck = [one for one in chosen if one.state in STUCK]
        self.edit_button.setEnabled(len(chosen) == 1 and bool(stuck))
        self.again_button.setEnabled(bool(stuck))
        self.remove_button.setEnabled(bool(chosen))

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, act in (
            (self.edit_button, self.edit),
            (self.again_button, self.send_again),
            (self.remove_button, self.remove),
        ):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(lambda _checked, act=act: act())
        menu.popup(self.list.viewport().mapToGlobal(place))

    def showEvent(self, event: QShowEvent) -> None:
        """Let the seconds run only where they are seen."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the seconds."""
        super().hideEvent(event)
        self._clock.stop()

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""
        self.setAccessibleName(tr("Jobs on their way"))
        self.list.setAccessibleName(tr("Jobs on their way"))
        self.fold.setAccessibleName(tr("Show each job on its way"))
        self.fold.setToolTip(tr("Show each job on its way"))
        self.edit_button.setText(tr("Edit"))
        self.again_button.setText(tr("Send again"))
        self.remove_button.setText(tr("Remove"))
        self.model.tick()
        self._on_change()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange and hasattr(self, "fold"):
            self._show_rows()


class _Rows(QListView):
    asked_to_remove = Signal()
    asked_to_edit = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.doubleClicked.connect(lambda _index: self.asked_to_edit.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.asked_to_remove.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.asked_to_edit.emit()
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """Draws one submission: icon, title, state in words, and a thin bar while files are on their way."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        one: Submission = index.data(SUBMISSION)
        colours, cell = theme.colours(), QRect(option.rect).adjusted(0, 1, 0, -1)
        stuck = one.state in STUCK
        tint = colours.danger if stuck else colours.running if one.state in ("uploading", "sending") else colours.muted
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, colours.selected)
        ratio = painter.device().devicePixelRatioF()
        picture = theme.pixmap(_ICONS.get(one.state, "queued"), 16, tint, ratio)
        painter.drawPixmap(cell.left() + theme.GRID, cell.center().y() - 8, picture)
        words = cell.adjusted(4 * theme.GRID, 0, -theme.GRID, 0)
        half = words.width() * (1 if stuck else 2) // 3
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colours.text)
        title = metrics.elidedText(one.title, Qt.TextElideMode.ElideMiddle, half - 2 * theme.GRID)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, title)
        painter.setFont(theme.numbers(option.font))
        painter.setPen(tint if stuck else colours.muted)
        state = metrics.elidedText(index.data(STATE_WORDS), Qt.TextElideMode.ElideRight, words.width() - half)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | middle, state)
        share = index.data(SHARE)
        if one.state == "uploading" and share is not None:
            bar = QRect(words.left(), cell.bottom() - 2, words.width(), 2)
            painter.fillRect(bar, colours.track)
            painter.fillRect(QRect(bar.left(), bar.top(), round(bar.width() * share), 2), colours.running)
        painter.restore()
