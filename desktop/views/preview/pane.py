"""The place where a job's results are seen: which file, on its way, why it can't be shown, and the file itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.errors import ClientError, Unreachable
from desktop.core.words import explain
from desktop.i18n import tr
from desktop.views.preview import choice, shapes
from desktop.views.preview.archive import ArchiveLook
from desktop.views.preview.aside import Aside
from desktop.views.preview.cached import Cached, Key, key_of
from desktop.views.preview.choice import Artifact
from desktop.views.preview.film import FilmLook
from desktop.views.preview.json_look import JsonLook, Read, read_json
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.other import OtherLook
from desktop.views.preview.page import PageLook
from desktop.views.preview.pdf import PdfLook
from desktop.views.preview.picture import MovingLook, PictureLook
from desktop.views.preview.plain import PlainLook
from desktop.views.preview.player import plays
from desktop.views.preview.state import StateView
from desktop.widgets import amounts

_LOOKS: Mapping[str, Callable[[QWidget], Look]] = {
    choice.PICTURE: PictureLook, choice.MOVING: MovingLook, choice.VIDEO: FilmLook, choice.AUDIO: FilmLook,
    choice.PDF: PdfLook, choice.PAGE: PageLook, choice.MARKDOWN: PageLook, choice.JSON: JsonLook,
    choice.TEXT: PlainLook, choice.ARCHIVE: ArchiveLook, choice.OTHER: OtherLook,
}  # fmt: skip


#: A choice is followed when it has stood so long; what takes longer to come is told of.
_SETTLE_MS, _SLOW_MS = 80, 250


class PreviewPane(QWidget):
    """Shows one of a job's files; the box at its head chooses which.

    Args:
        cached: fetches the files.
        parent: its owner.
    """

    open_asked = Signal(object)
    """``Artifact`` that the user wants to see in another application."""
    save_asked = Signal(object)
    """``Artifact`` that the user wants to keep."""

    def __init__(self, cached: Cached, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cached = cached
        self._job_id, self._kind = "", ""
        self._artifacts: tuple[Artifact, ...] = ()
        self._artifact: Artifact | None = None
        self._tried: list[Artifact] = []
        self._allowed: set[Key] = set()
        self._trouble = ""
        self._seen: Path | None = None
        self._nothing: tuple[str, str, str] = ("file", "", "")
        #: What was looked at last, by kind: the next job of the kind shows the same.
        self._liked: dict[str, str] = {}
        self._looks: dict[str, Look] = {}
        self._fetched: Key | None = None
        self._probe = Aside(self)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._refresh)
        self._slow = QTimer(self, interval=_SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._refresh)
        self._build()
        cached.changed.connect(self._hear)
        self.retranslate()
        self.retheme()
        self._show_nothing()

    @property
    def artifact(self) -> Artifact | None:
        """The file that is chosen."""
        return self._artifact

    @property
    def look(self) -> QWidget | None:
        """What is seen now."""
        return self._stack.currentWidget()

    def show_job(self, job_id: str, kind: str, artifacts: Sequence[Artifact]) -> None:
        """Show a job's files; nothing happens if they are the same as before."""
        if (job_id, tuple(artifacts)) == (self._job_id, self._artifacts):
            return
        self._job_id, self._kind, self._artifacts = job_id, kind, tuple(artifacts)
        self._tried = []
        self._fill()
        liked = next((artifact for artifact in artifacts if artifact.name == self._liked.get(kind)), None)
        if liked is not None:
            self._choose(liked, by_user=True)
        elif artifacts:
            self._choose_best()
        else:
            self._choose(None, by_user=False)

    def say_nothing(self, icon: str, line: str, sentence: str) -> None:
        """Say what stands here while the job has no files."""
        self._nothing = (icon, line, sentence)
        if self._artifact is None:
            self._show_nothing()

    def stop(self) -> None:
        """End all threads; the window is about to close."""
        self._probe.stop()
        for look in self._looks.values():
            look.stop()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._label.setText(tr("Show"))
        self._box.setAccessibleName(tr("File to show"))
        for button, words in ((self._open, tr("Open outside")), (self._save, tr("Save"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        if self._stack.currentWidget() is self._state:
            self._refresh()

    def retheme(self) -> None:
        """Take over the colours in use."""
        self._open.setIcon(theme.icon("open"))
        self._save.setIcon(theme.icon("save"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.retheme()

    def _build(self) -> None:
        self._head = QWidget(self)
        self._label, self._box = QLabel(self._head), QComboBox(self._head)
        self._label.setBuddy(self._box)
        self._label.setProperty("role", "muted")
        self._box.setMinimumContentsLength(12)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._open, self._save = QToolButton(self._head), QToolButton(self._head)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(2 * theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addWidget(self._label)
        row.addWidget(self._box, 1)
        row.addWidget(self._open)
        row.addWidget(self._save)
        self._stack, self._state, self._blank = QStackedWidget(self), StateView(), QWidget()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self._blank)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)
        self._box.activated.connect(self._picked)
        self._open.clicked.connect(self._ask_to_open)
        self._save.clicked.connect(self._ask_to_save)

    def _ask_to_open(self) -> None:
        if self._artifact is not None:
            self.open_asked.emit(self._artifact)

    def _ask_to_save(self) -> None:
        if self._artifact is not None:
            self.save_asked.emit(self._artifact)

    # --- which file ------------------------------------------------------------------------------------

    def _fill(self) -> None:
        with QSignalBlocker(self._box):
            self._box.clear()
            for artifact in self._artifacts:
                self._box.addItem(f"{artifact.name}  ·  {amounts.size(artifact.bytes)}", artifact.name)
        self._head.setVisible(bool(self._artifacts))

    def _picked(self, row: int) -> None:
        artifact = self._artifacts[row]
        self._liked[self._kind] = artifact.name
        self._choose(artifact, by_user=True)

    def _choose_best(self) -> None:
        """Choose the file that is most worth seeing; a JSON file only if it proves to be a report."""
        rest = [each for each in choice.in_order(self._artifacts, plays=plays()) if each not in self._tried]
        if rest:
            self._choose(rest[0], by_user=False)
        else:  # none was a report, and there is nothing else
            self._choose(self._tried[0], by_user=True)

    def _choose(self, artifact: Artifact | None, *, by_user: bool) -> None:
        for look in self._looks.values():
            look.clear()
        self._probe.forget()
        if self._fetched is not None and self._fetched != (artifact and key_of(self._job_id, artifact)):
            self._cached.stop(self._fetched)
            self._fetched = None
        self._artifact, self._trouble, self._seen = artifact, "", None
        self._stack.setCurrentWidget(self._blank)
        # A JSON file that nobody asked for has to prove itself.
        self._proving = not by_user and artifact is not None and choice.maybe_report(artifact)
        if artifact is None:
            self._show_nothing()
            return
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(self._artifacts.index(artifact))
        if self._cached.path(key_of(self._job_id, artifact)) is None:
            self._settle.start()  # who runs through the list does not fetch every file on the way
        else:
            self._refresh()

    # --- where it stands -------------------------------------------------------------------------------

    def _hear(self, key: Key) -> None:
        if key[0] == self._job_id and self._artifact is not None and key in self._awaited(self._artifact):
            self._refresh()

    def _awaited(self, artifact: Artifact) -> list[Key]:
        return [key_of(self._job_id, each) for each in (artifact, *self._companions(artifact).values())]

    def _companions(self, artifact: Artifact) -> dict[str, Artifact]:
        if artifact.way != choice.VIDEO:
            return {}
        found = {
            choice.MOVING: choice.moving_of(artifact, self._artifacts),
            choice.PICTURE: choice.poster_of(artifact, self._artifacts),
        }
        return {way: companion for way, companion in found.items() if companion is not None}

    def _refresh(self) -> None:
        """Show the chosen file as far as it is here."""
        artifact = self._artifact
        if artifact is None:
            self._show_nothing()
        elif self._trouble:
            self._show_trouble(artifact, self._trouble)
        elif artifact.way == choice.OTHER or (artifact.way in {choice.VIDEO, choice.AUDIO} and not plays()):
            self._show_from_afar(artifact)
        elif (path := self._cached.path(key_of(self._job_id, artifact))) is not None:
            self._show_file(artifact, path)
        else:
            self._fetch(artifact)

    def _fetch(self, artifact: Artifact) -> None:
        key = key_of(self._job_id, artifact)
        if artifact.bytes > choice.ASK_BYTES and key not in self._allowed:
            self._ask(artifact)
            return
        if key != self._fetched:
            self._begin(key)
        transfer = self._cached.transfer(key)
        if self._companions(artifact) and (transfer is None or transfer.state == "running"):
            self._show_from_afar(artifact, done_bytes=transfer.done_bytes if transfer else 0)
            return
        if transfer is None or transfer.state == "running":
            if self._slow.isActive():
                return
            total, done = artifact.bytes, transfer.done_bytes if transfer else 0
            self._state.say(
                "down",
                artifact.name,
                tr("{done} of {total}", done=amounts.size(done), total=amounts.size(total)) if done else "",
                share=done / total if total and done else None,
                working=True,
                buttons=((tr("Stop"), lambda: self._cached.stop(key)),),
            )
            self._stack.setCurrentWidget(self._state)
        elif transfer.state == "stopped":
            self._ask(artifact)
        else:
            self._show_failure(artifact, transfer.error)

    def _ask(self, artifact: Artifact) -> None:
        sentence = tr("{size} are to be loaded before it can be shown.", size=amounts.size(artifact.bytes))
        self._state.say(
            "file",
            artifact.name,
            sentence,
            buttons=(
                (tr("Load and show"), lambda: self._allow(artifact)),
                (tr("Save"), lambda: self.save_asked.emit(artifact)),
            ),
        )
        self._stack.setCurrentWidget(self._state)

    def _allow(self, artifact: Artifact) -> None:
        key = key_of(self._job_id, artifact)
        self._allowed.add(key)
        self._begin(key)

    def _begin(self, key: Key) -> None:
        """Fetch a file; what is here at once needs no word on its way."""
        self._fetched = key
        self._stack.setCurrentWidget(self._blank)
        self._slow.start()
        self._cached.fetch(key)

    def _show_from_afar(self, artifact: Artifact, done_bytes: int | None = None) -> None:
        """Show what stands for a file that is not here (yet): a film's poster, or just what it is."""
        look = self._look(artifact)
        if not isinstance(look, FilmLook):
            look.show_file(Shown(Path(), artifact))
            self._stack.setCurrentWidget(look)
            return
        companions = self._companions_here(artifact)
        look.show_poster(artifact, companions, done_bytes=done_bytes)
        self._stack.setCurrentWidget(look)

    def _companions_here(self, artifact: Artifact) -> dict[str, Path]:
        """Return the files that stand for one and are here; the others are fetched."""
        companions: dict[str, Path] = {}
        for way, companion in self._companions(artifact).items():
            key = key_of(self._job_id, companion)
            if (path := self._cached.path(key)) is not None:
                companions[way] = path
            elif companion.bytes <= choice.ASK_BYTES and self._cached.transfer(key) is None:
                self._cached.fetch(key)
        return companions

    def _show_file(self, artifact: Artifact, path: Path) -> None:
        if self._proving:
            self._probe.run(lambda: read_json(path), lambda read: self._proved(artifact, read), self._not_proved)
            return
        look = self._look(artifact)
        if self._seen == path:
            if isinstance(look, FilmLook):  # a companion has come behind it
                look.learn(self._companions_here(artifact))
            return
        self._seen = path
        self._stack.setCurrentWidget(look)  # first: it has its size when it draws
        look.show_file(Shown(path, artifact, self._companions_here(artifact)))

    def _proved(self, artifact: Artifact, read: Read) -> None:
        if read.shape == shapes.TREE:
            self._not_proved(ValueError("no report"))
            return
        self._proving = False
        look = self._look(artifact)
        if isinstance(look, JsonLook):
            look.show_read(read)
        self._stack.setCurrentWidget(look)

    def _not_proved(self, _: Exception) -> None:
        if self._artifact is not None:
            self._tried.append(self._artifact)
            self._choose_best()

    def _look(self, artifact: Artifact) -> Look:
        made = _LOOKS[artifact.way]
        name = getattr(made, "__name__", artifact.way)
        if name not in self._looks:
            look = self._looks[name] = made(self)
            look.troubled.connect(self._have_trouble)
            look.outside.connect(self._ask_to_open)
            self._stack.addWidget(look)
        return self._looks[name]

    # --- when it can't be shown ------------------------------------------------------------------------

    def _have_trouble(self, why: str) -> None:
        self._trouble = why
        self._refresh()

    def _show_trouble(self, artifact: Artifact, why: str) -> None:
        buttons = (
            (tr("Open outside"), lambda: self.open_asked.emit(artifact)),
            (tr("Save"), lambda: self.save_asked.emit(artifact)),
        )
        self._state.say("warning", artifact.name, why, meaning="warning", buttons=buttons)
        self._stack.setCurrentWidget(self._state)

    def _show_failure(self, artifact: Artifact, error: ClientError | None) -> None:
        words = explain(error if error is not None else Unreachable("", "connection failed"))
        sentence = " ".join(part for part in (words.why, words.todo) if part)
        again = ((tr("Try again"), lambda: self._allow(artifact)),)
        self._state.say("warning", words.what, sentence, meaning="warning", buttons=again)
        self._stack.setCurrentWidget(self._state)

    def _show_nothing(self) -> None:
        icon, line, sentence = self._nothing
        self._state.say(icon, line, sentence)
        self._head.hide()
        self._stack.setCurrentWidget(self._state)
