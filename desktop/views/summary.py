"""The line at the lower edge: how many jobs run and wait, how long that takes, and whether the list is up to date."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop import theme
from desktop.core.estimates import range_words, total_left_s
from desktop.core.job import RUNNING, UNHAPPY, WAITING, Job
from desktop.i18n import tr, trn
from desktop.workers.events import Link

_ICONS = {
    "connecting": ("refresh", "muted"),
    "online": ("online", "success"),
    "busy": ("busy", "warning"),
    "offline": ("offline", "warning"),
    "unauthorized": ("key", "danger"),
}


class Summary(QStatusBar):
    """All jobs in one sentence, the server beside it.

    Args:
        server: its address.
        clock: the server's Unix seconds.
    """

    def __init__(self, server: str, clock: Callable[[], float] = time.time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._server, self._clock = server, clock
        self._link: Link | None = None
        self._counts = (0, 0, 0)
        self._left_s: tuple[float, float] | None = None
        self._jobs_text, self._server_icon, self._server_text = QLabel(self), QLabel(self), QLabel(self)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.GRID, 0, theme.GRID, 0)
        self.addWidget(self._jobs_text, 1)
        self.addPermanentWidget(self._server_icon)
        self.addPermanentWidget(self._server_text)
        self._show()

    @property
    def left(self) -> str:
        """The time that all live jobs still need, as a range in words; empty while nobody knows."""
        return range_words(*self._left_s) if self._left_s else ""

    def text(self) -> str:
        """Return the sentence about the jobs."""
        return self._jobs_text.text()

    def show_jobs(self, jobs: Iterable[Job]) -> None:
        """Count and estimate anew."""
        rows = [job for job in jobs if job.live or job.state in UNHAPPY]
        self._counts = (
            sum(job.state == RUNNING for job in rows),
            sum(job.state == WAITING for job in rows),
            sum(job.state in UNHAPPY for job in rows),
        )
        self._left_s = total_left_s(rows, self._clock())
        self._show()

    def set_link(self, link: Link) -> None:
        """Show how things stand with the server."""
        self._link = link
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._show()

    def _show(self) -> None:
        running, waiting, failed = self._counts
        parts = []
        if running:
            parts.append(trn("{n} running", "{n} running", running))
        if waiting:
            parts.append(trn("{n} waiting", "{n} waiting", waiting))
        if self.left:
            parts.append(tr("{time} left in all", time=self.left))
        if not running and not waiting:
            parts.append(tr("Nothing runs or waits"))
        if failed:
            parts.append(trn("{n} failed", "{n} failed", failed))
        self._jobs_text.setText("   ·   ".join(parts))
        self._jobs_text.setAccessibleName(", ".join(parts))
        link = self._link
        icon, meaning = _ICONS[link.state if link else "connecting"]
        colour = getattr(theme.colours(), meaning)
        self._server_icon.setPixmap(theme.pixmap(icon, 16, colour, self.devicePixelRatioF()))
        said = self._server
        if link is not None and link.state != "online" and link.as_of is not None:
            at = time.strftime("%H:%M", time.localtime(link.as_of))
            said = tr("{server}, as of {time}", server=self._server, time=at)
        self._server_text.setText(said)
        self._server_text.setAccessibleName(said)
