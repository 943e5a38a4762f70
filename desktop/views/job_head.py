"""The head of the details panel: what a job is, what it does, how long; and why it failed, with what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.core.estimates import elapsed_s, progress_is_known, range_words, span_words
from desktop.core.job import FAILED, RUNNING, SUCCEEDED, TIMED_OUT, WAITING, Job
from desktop.core.words import explain_job
from desktop.i18n import known, tr
from desktop.models.cells import PRIORITY_WORDS, STATE_SIGNS, Moment, percent, state_word, time_left
from desktop.models.moments import clock, day
from desktop.workers.service import Service

_TICK_MS = 1_000
_ICON_PX = 20


class JobHead(QWidget):
    """Says everything about a job that fits above its files; the time runs while it is seen."""

    retry_asked = Signal()
    edit_asked = Signal()
    copy_asked = Signal()

    def __init__(self, service: Service, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._job: Job | None = None
        self._kind_title, self._most_attempts = "", 0
        self._build()
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tell_times)
        self.retranslate()

    def show_job(self, job: Job, kind_title: str, most_attempts: int) -> None:
        """Show a job as it stands now; parts that say the same are not touched."""
        self._job, self._kind_title, self._most_attempts = job, kind_title, most_attempts
        self._tell()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._retry.setText(tr("Retry"))
        self._edit.setText(tr("Edit and submit again…"))
        self._copy.setText(tr("Copy details"))
        for button in (self._retry, self._edit, self._copy):
            button.setAccessibleName(button.text().rstrip("…"))
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tell()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the time run."""
        super().showEvent(event)
        self._tell_times()
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks."""
        super().hideEvent(event)
        self._clock.stop()

    def _build(self) -> None:
        self._title, self._kind = QLabel(self), QLabel(self)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(font.Weight.DemiBold)
        self._title.setFont(font)
        self._kind.setProperty("role", "muted")
        self._icon, self._state = QLabel(self), QLabel(self)
        self._icon.setFixedSize(_ICON_PX, _ICON_PX)
        bold = self._state.font()
        bold.setWeight(bold.Weight.DemiBold)
        self._state.setFont(bold)
        self._percent = QLabel(self)
        self._percent.setFont(theme.numbers(self._percent.font()))
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.GRID)
        self._doing = QLabel(self)
        self._doing.setProperty("role", "muted")
        state = QHBoxLayout()
        state.setSpacing(theme.GRID)
        state.addWidget(self._icon)
        state.addWidget(self._state, 1)
        state.addWidget(self._percent)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(2 * theme.GRID)
        self._facts.setVerticalSpacing(theme.HALF)
        self._facts.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, theme.GRID)
        layout.setSpacing(theme.HALF)
        for label in (self._title, self._kind, self._doing):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._title)
        layout.addWidget(self._kind)
        layout.addSpacing(theme.GRID)
        layout.addLayout(state)
        layout.addWidget(self._bar)
        layout.addWidget(self._doing)
        layout.addSpacing(theme.HALF)
        layout.addLayout(self._facts)
        layout.addWidget(self._failure())

    def _failure(self) -> QFrame:
        """Build the box that explains a failure; its buttons serve other ended jobs as well."""
        self._box = QFrame(self)
        self._what, self._why, self._todo = QLabel(self._box), QLabel(self._box), QLabel(self._box)
        self._retry, self._edit, self._copy = (QPushButton(self._box) for _ in range(3))
        self._copy.setProperty("role", "link")
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(0, theme.GRID, 0, 0)
        inside.setSpacing(theme.HALF)
        font = self._what.font()
        font.setWeight(font.Weight.DemiBold)
        self._what.setFont(font)
        self._what.setProperty("role", "danger")
        for label in (self._what, self._why, self._todo):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(label)
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.HALF, 0, 0)
        row.setSpacing(theme.GRID)
        for button in (self._retry, self._edit):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self._copy)
        inside.addLayout(row)
        self._retry.clicked.connect(self.retry_asked)
        self._edit.clicked.connect(self.edit_asked)
        self._copy.clicked.connect(self.copy_asked)
        return self._box

    # --- what it says ----------------------------------------------------------------------------------

    def _tell(self) -> None:
        if (job := self._job) is None:
            return
        _say(self._title, job.title or self._kind_title)
        _say(self._kind, self._kind_title if job.title else "")
        self._kind.setVisible(bool(job.title))
        word = state_word(job)
        icon, meaning = STATE_SIGNS.get(job.state, ("info", "muted"))
        colour = getattr(theme.colours(), meaning)
        self._icon.setPixmap(theme.pixmap(icon, _ICON_PX, colour, self.devicePixelRatioF()))
        self._icon.setAccessibleName(word)
        _say(self._state, word)
        _say(self._percent, percent(job) if job.state == RUNNING else "")
        self._tell_progress(job)
        self._tell_failure(job)
        self._tell_times()
        self._run_clock()

    def _tell_progress(self, job: Job) -> None:
        self._bar.setVisible(job.state == RUNNING)
        if job.state == RUNNING:
            measured = progress_is_known(job)
            self._bar.setRange(0, 1000 if measured else 0)
            self._bar.setValue(round(min(1.0, job.progress) * 1000))
            self._bar.setAccessibleName(tr("Progress"))
            self._bar.setAccessibleDescription(percent(job) or tr("not known yet"))
        doing = [known(text) for text in (job.stage, job.message) if text] if job.live else []
        if job.state == SUCCEEDED and job.message:
            doing = [known(job.message)]
        _say(self._doing, " · ".join(dict.fromkeys(doing)))
        self._doing.setVisible(bool(doing))

    def _tell_failure(self, job: Job) -> None:
        failed = job.state in {FAILED, TIMED_OUT}
        words = explain_job(job.error_code or ("timed_out" if job.state == TIMED_OUT else ""), job.error_message)
        for label, text in ((self._what, words.what), (self._why, words.why), (self._todo, words.todo)):
            _say(label, text if failed else "")
            label.setVisible(failed and bool(text))
        self._retry.setVisible(not job.live and job.state != SUCCEEDED)
        self._edit.setVisible(not job.live)
        self._copy.setVisible(True)
        # The one thing to do first, where something went wrong.
        if self._retry.property("role") != ("primary" if failed else ""):
            self._retry.setProperty("role", "primary" if failed else "")
            self._retry.style().unpolish(self._retry)
            self._retry.style().polish(self._retry)

    def _tell_times(self) -> None:
        if (job := self._job) is None:
            return
        now_s = self._service.server_now()
        rows: list[tuple[str, str]] = []
        if (took_s := elapsed_s(job, now_s)) is not None:
            rows.append((tr("Running for") if job.state == RUNNING else tr("Took"), span_words(took_s)))
        if job.state == RUNNING:
            rows.append((tr("Left"), time_left(job, Moment(now_s)) or tr("not known yet")))
        if job.state == WAITING:
            rows += self._waiting(job, now_s)
        if job.finished_at is not None:
            rows.append((tr("Ended"), _day_and_clock(job.finished_at, now_s)))
        if job.attempt > 1 or (job.state == WAITING and job.attempt):
            most = self._most_attempts
            rows.append((tr("Attempt"), tr("{n} of {most}", n=job.attempt, most=most) if most else str(job.attempt)))
        if job.live and job.priority:
            words = PRIORITY_WORDS.get(job.priority)
            rows.append((tr("Priority"), tr(words) if words else job.priority))
        self._fill(rows)

    def _waiting(self, job: Job, now_s: float) -> list[tuple[str, str]]:
        if job.not_before is not None and job.not_before > now_s:
            return [(tr("Next try"), tr("at {clock}", clock=clock(job.not_before)))]
        rows = [(tr("Place"), tr("{n} in line", n=f"{job.position:,}"))] if job.position else []
        if job.estimated_wait_s is not None:
            left_s = max(0.0, job.estimated_wait_s - (max(0.0, now_s - job.heard_at) if job.heard_at else 0.0))
            rows.append(
                (tr("Starts"), tr("in {span}", span=range_words(left_s, left_s)) if left_s >= 1 else tr("soon"))
            )
        return rows

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        while len(self._rows) < len(rows):
            name, value = QLabel(self), QLabel(self)
            name.setProperty("role", "muted")
            value.setFont(theme.numbers(value.font()))
            place = len(self._rows)
            self._facts.addWidget(name, place, 0)
            self._facts.addWidget(value, place, 1)
            self._rows.append((name, value))
        for place, (name, value) in enumerate(self._rows):
            shown = place < len(rows)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                _say(name, rows[place][0])
                _say(value, rows[place][1])

    def _run_clock(self) -> None:
        live = self._job is not None and self._job.live
        if live and self.isVisible():
            self._clock.start()
        else:
            self._clock.stop()


def _say(label: QLabel, text: str) -> None:
    """Set a text only where it is another one: nothing is laid out anew for the same words."""
    if label.text() != text:
        label.setText(text)


def _day_and_clock(at_s: float, now_s: float) -> str:
    return f"{day(at_s, now_s)} {clock(at_s)}".strip()
