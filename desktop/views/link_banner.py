"""How things stand with the server, in the banner: calm, with the time of the next try."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.words import explain, seconds_left
from desktop.i18n import tr
from desktop.widgets.banner import Banner
from desktop.workers.events import Link

#: A hiccup that is over within this is not worth a word.
QUIET_S = 1.5


class LinkBanner(QWidget):
    """Shows a ``Link`` while it is not well.

    Args:
        clock: Unix seconds.
    """

    try_now = Signal()
    #: The key is missing or wrong: the user wants to give another.
    key_wanted = Signal()

    def __init__(self, clock: Callable[[], float] = time.time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._link: Link | None = None
        self.banner = Banner(self)
        self.banner.acted.connect(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        self._ticks = QTimer(self)
        self._ticks.setInterval(500)
        self._ticks.timeout.connect(self._show)

    def set_link(self, link: Link) -> None:
        """Show how things stand now."""
        self._link = link
        if link.state in ("busy", "offline"):
            self._ticks.start()
        else:
            self._ticks.stop()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        link = self._link
        if link is None or link.state in ("online", "connecting"):
            self.banner.clear()
        elif link.state == "unauthorized":
            said = explain(link.error).text if link.error else tr("The server wants a key.")
            self.banner.say(said, icon="key", meaning="danger", button=tr("Server…"))
        elif self._clock() - link.since >= QUIET_S or not self.banner.isHidden():
            what = tr("Busy") if link.state == "busy" else tr("No connection")
            icon = "busy" if link.state == "busy" else "offline"
            self.banner.say(self._sentence(what, link), icon=icon, meaning="warning", button=tr("Try now"))

    def _sentence(self, what: str, link: Link) -> str:
        parts = [f"{what}: {link.reason}" if link.reason else what]
        if link.retry_at is not None:
            left_s = seconds_left(link.retry_at, self._clock())
            parts.append(tr("next try in {seconds} s", seconds=left_s) if left_s > 0 else tr("trying now"))
        return " - ".join(parts)

    def _act(self) -> None:
        if self._link is not None and self._link.state == "unauthorized":
            self.key_wanted.emit()
        else:
            self.try_now.emit()
