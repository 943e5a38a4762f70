"""What the window for new jobs is made of: kinds to the left, the form to the right, what can be done below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.job import PRIORITIES
from desktop.i18n import N_, tr
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.drop_zone import contents_of
from desktop.widgets.kind_list import KindList
from desktop.workers.events import Link

_PRIORITY_WORDS = {"urgent": N_("Urgent"), "high": N_("High"), "normal": N_("Normal"), "low": N_("Low")}
_KINDS_PX = 256


class SubmitPane(QStackedWidget):
    """The parts of the window, and the page that stands for them while no kinds are known.

    Args:
        pages: the forms.
        parent: its owner.
    """

    given = Signal(object, str)
    """``list[str]`` of paths, and text: what was dropped anywhere but on a field, or pasted outside of one."""

    def __init__(self, pages: QStackedWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.kinds_label, self.kinds = QLabel(self), KindList(self)
        self.kinds_label.setBuddy(self.kinds)
        self.kinds_label.setProperty("role", "muted")
        self.heading, self.description, self.notice, self.status = (QLabel(self) for _ in range(4))
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self.heading.setFont(font)
        for label in (self.description, self.notice, self.status):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.description.setProperty("role", "muted")
        self.notice.setProperty("role", "warning")
        self.priority_label, self.priority = QLabel(self), ChoiceBox(parent=self)
        self.priority_label.setBuddy(self.priority)
        self.priority.addItems([""] * len(PRIORITIES))
        self.choose_priority("normal")
        self.put_back, self.clear, self.submit_another, self.submit = (QPushButton(self) for _ in range(4))
        self.put_back.setProperty("role", "link")
        self.put_back.hide()
        self.clear.setProperty("role", "link")
        self.submit.setProperty("role", "primary")
        for button in (self.put_back, self.clear, self.submit_another, self.submit):
            button.setAutoDefault(False)
        self.nothing, self.try_again = QLabel(self), QPushButton(self)
        self.empty, self.body = self._lay_out_empty(), self._lay_out(pages)
        self.addWidget(self.empty)
        self.addWidget(self.body)
        self.setAcceptDrops(True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self._paste)
        self.say("")

    def say(self, text: str, *, role: str = "success") -> None:
        """Say above the buttons how the last act went."""
        self.status.setProperty("role", role)
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(text)
        self.status.setVisible(bool(text))

    def note(self, lines: list[str]) -> None:
        """Say above the form what is to be known before."""
        self.notice.setText("\n".join(lines))
        self.notice.setVisible(bool(lines))

    def explain_lack(self, link: Link | None, *, dropped: bool) -> None:
        """Show, instead of the forms, why no kinds are known.

        Args:
            link: how things stand with the server, None while nobody knows.
            dropped: whether something waits for its form.
        """
        waiting = link is None or link.state in ("connecting", "online")
        lines = [tr("Asking the server which kinds of job it has…")]
        if link is not None and not waiting:
            lines = [tr("The server can't be reached yet, so its kinds of job are not known here."), link.reason]
        if dropped:
            lines.append(tr("What you dropped is kept."))
        self.nothing.setText("\n".join(line for line in lines if line))
        self.try_again.setVisible(not waiting)
        self.setCurrentWidget(self.empty)

    def choose_priority(self, priority: str) -> None:
        """Show this priority; normal for one that is not known."""
        self.priority.setCurrentIndex(PRIORITIES.index(priority if priority in PRIORITIES else "normal"))

    def chosen_priority(self) -> str:
        """Return the priority that is shown."""
        return PRIORITIES[self.priority.currentIndex()]

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""
        self.kinds_label.setText(tr("&Kind of job"))
        self.kinds.setAccessibleName(tr("Kind of job"))
        self.priority_label.setText(tr("&Priority"))
        self.priority.setAccessibleName(tr("Priority"))
        for row, priority in enumerate(PRIORITIES):
            words = _PRIORITY_WORDS[priority]
            self.priority.setItemText(row, tr(words))
        self.put_back.setText(tr("Put back"))
        self.put_back.setToolTip(tr("Fill the form with what was here before"))
        self.clear.setText(tr("Clear"))
        self.clear.setToolTip(tr("Empty the form, and forget what was remembered"))
        self.submit_another.setText(tr("Submit and add another"))
        self.submit_another.setToolTip(tr("Ctrl+Shift+Enter"))
        self.submit.setToolTip(tr("Ctrl+Enter"))
        self.try_again.setText(tr("Try again"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take whatever can start a job."""
        if event.source() is None and any(contents_of(event.mimeData())):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on what was dropped beside the fields."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.given.emit(*contents_of(event.mimeData()))

    def _paste(self) -> None:
        paths, text = contents_of(QGuiApplication.clipboard().mimeData())
        if paths or text:
            self.given.emit(paths, text)

    def _lay_out(self, pages: QStackedWidget) -> QWidget:
        body = QWidget(self)
        left = QVBoxLayout()
        left.setContentsMargins(theme.GRID, 2 * theme.GRID, theme.GRID, theme.GRID)
        left.setSpacing(theme.GRID)
        self.kinds_label.setContentsMargins(2 * theme.GRID, 0, 0, 0)
        self.kinds.setFixedWidth(_KINDS_PX)
        left.addWidget(self.kinds_label)
        left.addWidget(self.kinds)
        header = QVBoxLayout()
        header.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        header.setSpacing(theme.HALF)
        for label in (self.heading, self.description, self.notice):
            header.addWidget(label)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(header)
        right.addWidget(_rule(body))
        right.addWidget(pages, 1)
        right.addWidget(_rule(body))
        right.addLayout(self._footer())
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left)
        layout.addWidget(_rule(body, upright=True))
        layout.addLayout(right, 1)
        return body

    def _footer(self) -> QVBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.priority_label)
        buttons.addWidget(self.priority)
        buttons.addStretch()
        for button in (self.put_back, self.clear, self.submit_another, self.submit):
            buttons.addWidget(button)
        footer = QVBoxLayout()
        footer.setContentsMargins(3 * theme.GRID, theme.GRID + theme.HALF, 3 * theme.GRID, 2 * theme.GRID)
        footer.setSpacing(theme.GRID)
        footer.addWidget(self.status)
        footer.addLayout(buttons)
        return footer

    def _lay_out_empty(self) -> QWidget:
        page = QWidget(self)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(*(4 * theme.GRID,) * 4)
        layout.setSpacing(2 * theme.GRID)
        layout.addStretch()
        layout.addWidget(self.nothing)
        layout.addWidget(self.try_again, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()
        return page


def _rule(parent: QWidget, *, upright: bool = False) -> QFrame:
    rule = QFrame(parent)
    rule.setProperty("role", "rule")
    if upright:
        rule.setFixedWidth(1)
        rule.setStyleSheet("max-height: 16777215px;")  # the theme's rules are 1 px high
    return rule
