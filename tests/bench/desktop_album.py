"""Takes the pictures of ``desktop_pictures``: one window of the real client, turned to every side."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from desktop import theme
from desktop.app import Client
from desktop.core.errors import Busy
from desktop.i18n import LANGUAGES
from desktop.language import speak
from desktop.models.search import Filter
from desktop.views.connect import ConnectDialog, Outcome
from desktop.views.shortcuts import ShortcutsDialog
from desktop.workers.events import Link

SIZE = (1280, 800)


class Album:
    """Pictures of one client.

    Args:
        address: of the service that it shows.
        folder: where the pictures go.
        scale: the end of their names.
    """

    def __init__(self, address: str, folder: Path, scale: str) -> None:
        self._folder, self._scale = folder, scale
        self._application = QApplication([])
        self._application.setFont(QFont(_chinese_font(), 10))
        self._data = tempfile.TemporaryDirectory()
        self._client = Client(self._application, Path(self._data.name))
        self._client.open(address)
        assert self._client.window is not None
        self._window = self._client.window
        self._window.resize(*SIZE)
        self._until(lambda: bool(self._window.service.kinds()) and self._window.model.total > 10)
        self._name = ""

    def show(self, look: str, language: str) -> None:
        """Take all pictures in one theme and language."""
        self._name = f"{look}-{language}"
        theme.use(look)
        speak(language)
        self._main()
        self._forms()
        self._others()

    def close(self) -> None:
        """End the client."""
        self._window.close()
        self._rest(0.1)
        self._data.cleanup()

    def _main(self) -> None:
        window = self._window
        window.show_page(window.table)
        window.model.set_filter(Filter())
        seen: set[tuple[str, str]] = set()
        for job_id in window.model.shown():
            job = window.model.job(job_id)
            if job is None or (job.kind, job.state) in seen or job.kind == "selftest":
                continue
            seen.add((job.kind, job.state))
            window.table.view.select([job_id])
            self._rest(2.0)
            self._take(window, f"main-{job.kind}-{job.state}")
        window.table.view.select(window.model.shown()[:3])
        self._rest(0.3)
        self._take(window, "main-several")
        window.model.set_filter(Filter(text="no such words"))
        self._take(window, "main-nothing-found")
        window.model.set_filter(Filter())
        rows = window.model.jobs()
        window.model.reset([])
        self._rest(0.3)
        self._take(window, "main-empty")
        window.model.reset(rows)
        self._rest(0.3)
        now = time.time()
        window.banner.set_link(Link("busy", now - 5, now + 8, "", now, Busy(503, 8.0, "The queue is full")))
        self._take(window, "main-busy")
        window.banner.set_link(window.service.link())
        window.show_page(window.dashboard)
        self._rest(6.0)
        self._take(window, "dashboard")
        window.show_page(window.table)

    def _forms(self) -> None:
        form = self._window.new_jobs.form()
        for kind in self._window.service.kinds():
            if not kind.diagnostic:
                form.start(kind.name)
                self._rest(0.2)
                self._take(form, f"form-{kind.name}")
        form.close()

    def _others(self) -> None:
        self._window.new_jobs.show_drafts("autumn")
        self._rest(1.5)
        drafts = self._window.new_jobs._drafts
        assert drafts is not None
        self._take(drafts, "drafts")
        drafts.close()
        dialog = ConnectDialog("http://10.0.0.5:8080", "secret", lambda *_: None, has_local=True, parent=self._window)
        dialog._explain(
            Outcome(False, "Nothing listens at http://10.0.0.5:8080.", "Start the service there."), offer=True
        )
        self._take(dialog, "connect")
        dialog.deleteLater()
        keys = ShortcutsDialog(self._window)
        self._take(keys, "shortcuts")
        keys.deleteLater()

    def _take(self, widget: QWidget, name: str) -> None:
        widget.ensurePolished()
        QApplication.processEvents()
        widget.grab().save(str(self._folder / f"{name}-{self._name}-{self._scale}.png"))

    def _until(self, there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not there():
            assert time.monotonic() < deadline
            self._rest(0.1)

    def _rest(self, seconds: float) -> None:
        """Let the client live for a while, as between two looks of a person."""
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()


def _chinese_font() -> str:
    """Return a family with Chinese letters: the one of the server's wheel, since machines of tests have none."""
    found = importlib.util.find_spec("zhplot")
    assert found is not None
    assert found.submodule_search_locations is not None
    path = next(path for path in Path(found.submodule_search_locations[0]).rglob("*.[ot]tf"))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))[0]


if __name__ == "__main__":
    album = Album(sys.argv[1], Path(sys.argv[2]), f"{sys.argv[3]}x")
    for look in (theme.LIGHT, theme.DARK):
        for language in LANGUAGES:
            album.show(look, language)
    album.close()
