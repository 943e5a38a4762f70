"""Videos and sounds: played in place where Qt's multimedia part is installed; else what stands for them, and "Open"."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview.choice import AUDIO, MOVING, PICTURE, Artifact
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.note import Note
from desktop.views.preview.other import OtherLook
from desktop.views.preview.picture import MovingLook
from desktop.views.preview.player import Player, plays
from desktop.widgets import amounts


class FilmLook(Look):
    """A video or a sound.

    Args:
        parent: its owner.
        playing: whether it plays in place; None finds out.
    """

    def __init__(self, parent: QWidget | None = None, *, playing: bool | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._posted: Path | None = None
        self._loading = ""
        self._poster, self._about = MovingLook(self), OtherLook(self)
        self._about.outside.connect(self.outside)
        self._stack = QStackedWidget(self)
        for view in (self._poster, self._about):
            self._stack.addWidget(view)
        self._note = Note(self)
        self._open = QPushButton(self)
        self._open.clicked.connect(self.outside)
        self._below = QWidget(self)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, theme.GRID)
        below.addStretch()
        below.addWidget(self._open)
        below.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._stack, 1)
        self._player: Player | None = None
        if plays() if playing is None else playing:
            self._player = Player(self)
            self._player.troubled.connect(self._no_player)
            self._stack.addWidget(self._player)
        layout.addWidget(self._note)
        layout.addWidget(self._below)
        self.retranslate()

    @property
    def in_place(self) -> bool:
        """Whether it plays here."""
        return self._player is not None

    def show_poster(self, artifact: Artifact, companions: dict[str, Path], *, done_bytes: int | None = None) -> None:
        """Show what stands for a film that is not here yet: its moving picture, else its poster, else its name.

        Args:
            artifact: the film.
            companions: paths by way.
            done_bytes: how much of the film has come, None while it is not on its way.
        """
        path = companions.get(MOVING) or companions.get(PICTURE)
        self._loading = "" if done_bytes is None else _how_far(done_bytes, artifact.bytes)
        if path is not None and path == self._posted:
            self._say()
            return
        self._posted = path
        if path is None:
            self._about.tell(artifact)
            self._stack.setCurrentWidget(self._about)
        else:
            way = "image/webp" if MOVING in companions else "image/png"
            self._poster.show_file(Shown(path, Artifact(artifact.name, way, path.stat().st_size)))
            self._stack.setCurrentWidget(self._poster)
        self._below.setVisible(path is not None and not self.in_place)
        self._say()

    def show_file(self, shown: Shown) -> None:
        """Show a film that is here: ready to play, else what stands for it."""
        self._shown, self._loading = shown, ""
        if self._player is None:
            self.show_poster(shown.artifact, shown.companions)
            return
        self._player.load(shown, sound_only=shown.artifact.way == AUDIO)
        self._stack.setCurrentWidget(self._player)
        self._below.hide()
        self._say()

    def learn(self, companions: dict[str, Path]) -> None:
        """Take in files that stand for the film and have come after it."""
        if self._shown is not None:
            self._shown = Shown(self._shown.path, self._shown.artifact, companions)
            if self._stack.currentWidget() is not self._player:
                self.show_poster(self._shown.artifact, companions)

    def clear(self) -> None:
        """Let go of the file."""
        self._shown, self._posted, self._loading = None, None, ""
        self._poster.clear()
        if self._player is not None:
            self._player.unload()
        self._note.hide()

    def stop(self) -> None:
        """End what runs."""
        self.clear()
        self._poster.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._open.setText(tr("Open outside"))
        self._open.setAccessibleName(tr("Open outside"))
        self._say()

    def _say(self) -> None:
        moving = not self.in_place and self._stack.currentWidget() is self._poster
        if self._loading:
            self._note.say(self._loading)
            return
        self._note.say(tr("A preview without sound. Open the film to see and hear all of it.") if moving else "")

    def _no_player(self, why: str) -> None:
        """The system can't play it: as if there were no player."""
        if self._shown is not None:
            self.show_poster(self._shown.artifact, self._shown.companions)
            self._below.show()
            self._note.say(why)


def _how_far(done_bytes: int, total_bytes: int) -> str:
    return tr("Loading: {done} of {total}", done=amounts.size(done_bytes), total=amounts.size(total_bytes))
