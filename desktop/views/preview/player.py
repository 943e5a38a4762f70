"""Playing films and sounds, where Qt's multimedia part is installed (it is not in Qt's Essentials)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QToolButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview.look import Shown
from desktop.widgets import amounts

_STEP_MS = 5_000


def plays() -> bool:
    """Return whether films and sounds play in the window."""
    try:
        from PySide6 import QtMultimedia, QtMultimediaWidgets  # noqa: F401, PLC0415 - asked whether they are there
    except ImportError:
        return False
    return True


class Player(QWidget):
    """Picture, play and pause, a time line; Space plays and pauses. Only to be made where ``plays`` is true."""

    troubled = Signal(str)
    """The system can't play the file: why, in a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer  # noqa: PLC0415 - not everywhere
        from PySide6.QtMultimediaWidgets import QVideoWidget  # noqa: PLC0415 - not everywhere

        self._playing = QMediaPlayer.PlaybackState.PlayingState
        self.player: Any = QMediaPlayer(self)
        self._output: Any = QAudioOutput(self)
        self.player.setAudioOutput(self._output)
        self._picture: Any = QVideoWidget(self)
        self._picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.player.setVideoOutput(self._picture)
        self._sound = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._play, self._mute = QToolButton(self), QToolButton(self)
        self._line, self._time = QSlider(Qt.Orientation.Horizontal, self), QLabel(self)
        self._time.setFont(theme.numbers(self._time.font()))
        self._time.setProperty("role", "muted")
        self._line.setSingleStep(_STEP_MS)
        self._line.setPageStep(2 * _STEP_MS)
        row = QHBoxLayout()
        row.setContentsMargins(theme.GRID, 0, theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        for part in (self._play, self._line, self._time, self._mute):
            row.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._picture, 1)
        layout.addWidget(self._sound, 1)
        layout.addLayout(row)
        self._connect()
        self.retranslate()
        self.retheme()

    def load(self, shown: Shown, *, sound_only: bool) -> None:
        """Get a file ready to play."""
        self._picture.setVisible(not sound_only)
        self._sound.setVisible(sound_only)
        self._picture.setAccessibleName(shown.artifact.name)
        self.player.setSource(QUrl.fromLocalFile(str(shown.path)))
        # The first picture is seen at once.
        self.player.pause()

    def unload(self) -> None:
        """Let go of the file."""
        self.player.stop()
        self.player.setSource(QUrl())

    def toggle(self) -> None:
        """Play, or pause."""
        if self.player.playbackState() == self._playing:
            self.player.pause()
        else:
            self.player.play()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._play.setAccessibleName(tr("Play or pause"))
        self._play.setToolTip(tr("Play or pause"))
        self._mute.setAccessibleName(tr("Sound on or off"))
        self._mute.setToolTip(tr("Sound on or off"))
        self._line.setAccessibleName(tr("Place in the film"))
        self._tell()

    def retheme(self) -> None:
        """Take over the colours and the state in use."""
        playing = self.player.playbackState() == self._playing
        shown = theme.colours()
        self._play.setIcon(theme.icon("pause" if playing else "play"))
        self._mute.setIcon(theme.icon("audio", shown.muted if self._output.isMuted() else None))
        self._sound.setPixmap(theme.pixmap("audio", 8 * theme.GRID, shown.muted, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.retheme()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self.player.pause()

    def _connect(self) -> None:
        self._play.clicked.connect(self.toggle)
        self._mute.clicked.connect(lambda: self._output.setMuted(not self._output.isMuted()))
        self._output.mutedChanged.connect(lambda _: self.retheme())
        self._line.sliderMoved.connect(self.player.setPosition)
        self._line.actionTriggered.connect(lambda _: self.player.setPosition(self._line.sliderPosition()))
        self.player.durationChanged.connect(self._known)
        self.player.positionChanged.connect(self._moved)
        self.player.playbackStateChanged.connect(lambda _: self.retheme())
        self.player.errorOccurred.connect(self._failed)
        space = QKeySequence(Qt.Key.Key_Space)
        QShortcut(space, self, self.toggle, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _known(self, length_ms: int) -> None:
        self._line.setRange(0, int(length_ms))
        self._tell()

    def _moved(self, at_ms: int) -> None:
        if not self._line.isSliderDown():
            with QSignalBlocker(self._line):
                self._line.setValue(int(at_ms))
        self._tell()

    def _tell(self) -> None:
        at, length = (
            amounts.clock(ms / 1000).partition(".")[0] for ms in (self.player.position(), self.player.duration())
        )
        self._time.setText(f"{at} / {length}")

    def _failed(self, *_: object) -> None:
        self.troubled.emit(tr("This computer can't play the file. Open it in another application."))
