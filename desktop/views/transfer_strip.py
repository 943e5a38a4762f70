"""A strip that says what is being saved: how far, where to, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.errors import ClientError, LocalFailure
from desktop.core.words import explain
from desktop.i18n import tr, trn
from desktop.views.saving import Saving
from desktop.widgets import amounts
from desktop.workers.service import Transfer

#: Rows that are shown; of more, only how many there are.
_MOST_ROWS = 3
_ICON_PX = 16


class TransferStrip(QFrame):
    """Shows the last transfers; hidden while there is none.

    Args:
        saving: tells of them.
        parent: its owner.
    """

    def __init__(self, saving: Saving, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saving = saving
        self._transfers: dict[str, Transfer] = {}
        self._sentence = ""
        self.setProperty("role", "panel")
        self._rows = [_Row(self) for _ in range(_MOST_ROWS)]
        self._more = QLabel(self)
        self._more.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.setSpacing(theme.HALF)
        for row in self._rows:
            layout.addWidget(row)
        layout.addWidget(self._more)
        saving.changed.connect(self._hear)
        saving.said.connect(self._say)
        self.hide()

    def rows(self) -> list[Transfer]:
        """Return what is listed: what runs or has failed first, then what is done."""
        order = {"running": 0, "failed": 0, "stopped": 1, "done": 1}
        return sorted(self._transfers.values(), key=lambda transfer: order[transfer.state])

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        shown = self.rows()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                self._fill(row, shown[place])
        free = len(shown) < _MOST_ROWS and bool(self._sentence)
        if free:
            row = self._rows[len(shown)]
            row.setVisible(True)
            row.say("info", "muted", self._sentence, "", None, ((tr("Dismiss"), "close", self._dismiss_sentence),))
        more = len(shown) - _MOST_ROWS
        self._more.setVisible(more > 0)
        self._more.setText(trn("{n} more", "{n} more", max(0, more)))
        self.setVisible(bool(shown) or bool(self._sentence))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange} and hasattr(self, "_more"):
            self.retranslate()

    def _hear(self, transfer: Transfer) -> None:
        if transfer.id not in self._transfers and transfer.state == "running":
            # Something new begins: what ended well has been read.
            self._transfers = {
                key: each for key, each in self._transfers.items() if each.state in {"running", "failed"}
            }
        self._transfers[transfer.id] = transfer
        if transfer.state == "stopped":
            del self._transfers[transfer.id]
        self.retranslate()

    def _say(self, sentence: str) -> None:
        self._sentence = sentence
        self.retranslate()

    def _dismiss_sentence(self) -> None:
        self._say("")

    def _dismiss(self, transfer_id: str) -> None:
        self._transfers.pop(transfer_id, None)
        self.retranslate()

    def _fill(self, row: _Row, transfer: Transfer) -> None:
        close = (tr("Dismiss"), "close", lambda: self._dismiss(transfer.id))
        if transfer.state == "running":
            words = tr("Saving {name}", name=transfer.name)
            stop = (tr("Stop"), "stop", lambda: self._saving.stop(transfer.id))
            row.say("down", "running", words, _how_far(transfer), _share(transfer), (stop,))
        elif transfer.state == "failed":
            row.say("failed", "danger", *why_not_saved(transfer.name, transfer.error), None, (close,))
        else:
            paths = [Path(path) for path in transfer.paths or (transfer.path,)]
            count = len(paths)
            words = (
                tr("Saved {name}", name=paths[0].name)
                if count == 1
                else trn("Saved {n} file", "Saved {n} files", count)
            )
            buttons = [(tr("Open folder"), "folder", lambda: self._saving.reveal(paths[-1])), close]
            if count == 1:
                buttons.insert(0, (tr("Open"), "open", lambda: self._saving.open_path(paths[0])))
            row.say("succeeded", "success", words, tr("in {folder}", folder=str(paths[0].parent)), None, tuple(buttons))


def why_not_saved(name: str, error: ClientError | None) -> tuple[str, str]:
    """Say that a file was not saved: what happened; why, and what to do."""
    if isinstance(error, LocalFailure):
        if error.reason == "missing":
            what = tr("{name} was not saved: {why}", name=name, why=tr("The folder is gone or can't be written"))
            return what, tr("Save it again and choose another folder.")
        # What the user knows of: not the part that is on its way.
        error = LocalFailure(str(Path(error.path).parent) if error.reason == "not allowed" else name, error.reason)
    words = explain(error if error is not None else ClientError(""))
    what = tr("{name} was not saved: {why}", name=name, why=words.what)
    return what, " ".join(part for part in (words.why, words.todo) if part)


def _share(transfer: Transfer) -> float:
    """Return how far it is, 0..1; -1 for unknown."""
    return min(1.0, transfer.done_bytes / transfer.total_bytes) if transfer.total_bytes else -1.0


def _how_far(transfer: Transfer) -> str:
    done = amounts.size(transfer.done_bytes)
    if not transfer.total_bytes:
        return done
    return tr("{done} of {total}", done=done, total=amounts.size(transfer.total_bytes))


class _Row(QWidget):
    """One line of the strip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._words, self._note = QLabel(self), QLabel(self), QLabel(self)
        self._icon.setFixedSize(_ICON_PX, _ICON_PX)
        for label in (self._words, self._note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._note.setProperty("role", "muted")
        self._note.setFont(theme.numbers(self._note.font()))
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.HALF)
        self._buttons: list[QToolButton] = []
        words = QVBoxLayout()
        words.setSpacing(theme.HALF // 2)
        words.addWidget(self._words)
        words.addWidget(self._bar)
        words.addWidget(self._note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self._acts: list[Callable[[], None]] = []
        for place in range(3):
            button = QToolButton(self)
            button.clicked.connect(lambda _=False, place=place: self._acts[place]())
            button.hide()
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.append(button)

    def say(  # noqa: PLR0917 - one line of a list, from left to right
        self,
        icon: str,
        meaning: str,
        words: str,
        note: str,
        share: float | None,
        buttons: tuple[tuple[str, str, Callable[[], None]], ...],
    ) -> None:
        """Show a line; ``share`` -1 is a bar that only shows that something goes on, None is no bar."""
        self._icon.setPixmap(theme.pixmap(icon, _ICON_PX, getattr(theme.colours(), meaning), self.devicePixelRatioF()))
        self._words.setText(words)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._bar.setVisible(share is not None)
        if share is not None:
            self._bar.setRange(0, 0 if share < 0 else 1000)
            self._bar.setValue(round(1000 * max(0.0, share)))
            self._bar.setAccessibleName(words)
        self._acts = [act for *_, act in buttons]
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(buttons))
            if place < len(buttons):
                button.setIcon(theme.icon(buttons[place][1]))
                button.setToolTip(buttons[place][0])
                button.setAccessibleName(buttons[place][0])
