"""One measurement of the desktop client's jobs list in a process of its own.

``python -m tests.bench.desktop_jobs_child WHAT`` prints one JSON object. A *turn* is what the main thread does between
two signals of Qt's event dispatcher (``awake``, ``aboutToBlock``): all events, timers and paintings that were due. What
is measured of it is the CPU time of the main thread, so that waiting and neighbours on the same machine don't count;
how late a timer of 10 ms came is told beside it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from desktop import theme
from desktop.core.cache import Cache
from desktop.core.job import LIVE, Job
from desktop.core.outbox import FILE, Submission
from desktop.models.columns import Column
from desktop.models.search import Filter
from desktop.preferences import Preferences
from desktop.views.filter_panel import FilterPanel
from desktop.views.main_window import MainWindow
from desktop.workers.events import JobChanges
from desktop.workers.service import Service
from tests.bench.peak import peak_bytes
from tests.material.desktop_rows import KINDS, changed, rows
from tests.material.stand_in_service import StandIn

COUNT = 10_000
UPLOADS = 100
WIDTH_PX, HEIGHT_PX = 1280, 800
_BEAT_MS = 10
#: Of the changes of a storm so many are of live jobs, as in life.
_LIVE_SHARE = 0.8


class Window(MainWindow):
    """The client's own window, with a service that a bench speaks for."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="sluice-bench-"))
        super().__init__(StandIn(folder), Preferences(folder / "preferences.ini"))
        self.resize(WIDTH_PX, HEIGHT_PX)

    @property
    def panel(self) -> FilterPanel:
        """Return the panel with the search field."""
        return self.filter


class Turns:
    """Measures the turns of the main thread."""

    def __init__(self) -> None:
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._turned)
        dispatcher.aboutToBlock.connect(self._turned)
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()
        self.begin()

    def begin(self) -> None:
        """Measure from now on."""
        self.worst_cpu_s = self.cpu_s = self.worst_late_s = 0.0
        self.count = 0
        self._last_cpu_s = time.thread_time()
        self._last_beat_s = time.perf_counter()

    def _turned(self) -> None:
        now_s = time.thread_time()
        spent_s, self._last_cpu_s = now_s - self._last_cpu_s, now_s
        self.count += 1
        self.cpu_s += spent_s
        self.worst_cpu_s = max(self.worst_cpu_s, spent_s)

    def _on_beat(self) -> None:
        now_s = time.perf_counter()
        late_s, self._last_beat_s = now_s - self._last_beat_s - _BEAT_MS / 1000, now_s
        self.worst_late_s = max(self.worst_late_s, late_s)


class Feeder(QObject):
    """Sends batches of changes out of another thread, as the service does."""

    jobs_changed = Signal(object)

    def __init__(self, jobs: list[Job], batch: int, batches_per_s: float) -> None:
        super().__init__()
        self._jobs = {job.id: job for job in jobs}
        self._batch, self._pause_s = batch, 1 / batches_per_s
        self._stop = threading.Event()
        self.sent = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        rng = random.Random(7)
        ids = list(self._jobs)
        due_s = time.perf_counter()
        while not self._stop.wait(max(0.0, due_s - time.perf_counter())):
            due_s += self._pause_s
            live = [job.id for job in self._jobs.values() if job.state in LIVE]
            wanted = rng.sample(live, min(len(live), int(self._batch * _LIVE_SHARE)))
            wanted += rng.sample(ids, self._batch - len(wanted))
            batch = {job_id: changed(self._jobs[job_id], rng, now_s=time.time()) for job_id in wanted}
            self._jobs |= batch
            self.sent += len(batch)
            self.jobs_changed.emit(JobChanges(list(batch.values())))


def resident_bytes() -> int:
    """Return what this process holds in memory now."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024


def storm(
    application: QApplication, *, seconds: float, batch: int, batches_per_s: float, user: bool
) -> dict[str, float]:
    """Measure turns while thousands of changes come in.

    Args:
        application: Qt's.
        seconds: how long.
        batch: changes at once.
        batches_per_s: how often.
        user: whether somebody scrolls, searches, sorts and selects all meanwhile.
    """
    window, jobs = Window(), rows(COUNT, now_s=time.time())
    feeder, turns = Feeder(jobs, batch, batches_per_s), Turns()
    feeder.jobs_changed.connect(window.service.jobs_changed)
    window.service.jobs_reset.emit(jobs)
    window.show()
    if user:
        _somebody(window)
    QTimer.singleShot(500, turns.begin)  # what showing costs is another figure
    QTimer.singleShot(500, feeder.start)
    QTimer.singleShot(int(500 + seconds * 1000), application.quit)
    application.exec()
    feeder.stop()
    return {
        "changes_per_s": feeder.sent / seconds,
        "worst_turn_cpu_ms": turns.worst_cpu_s * 1e3,
        "worst_late_ms": turns.worst_late_s * 1e3,
        "main_thread_cpu_share": turns.cpu_s / seconds,
        "turns": turns.count,
        "resident_mb": resident_bytes() / 1e6,
        "peak_mb": peak_bytes() / 1e6,
    }


def _somebody(window: Window) -> None:
    """Scroll ten times a second, and every second search, sort or select in turn."""
    view, model = window.table.view, window.model
    bar = view.verticalScrollBar()
    scroll = QTimer(window)
    scroll.timeout.connect(lambda: bar.setValue((bar.value() + 400) % max(1, bar.maximum())))
    scroll.start(100)
    deeds: list[Callable[[], object]] = [
        lambda: window.panel.search.setText("cl"),
        lambda: window.panel.search.setText("class"),
        window.panel.search.clear,
        lambda: model.sort(Column.JOB, Qt.SortOrder.DescendingOrder),
        view.selectAll,
        lambda: model.sort(Column.STATE, Qt.SortOrder.AscendingOrder),
        view.clearSelection,
        lambda: model.set_filter(Filter(states=frozenset(LIVE))),
        lambda: model.set_filter(Filter()),
        lambda: model.sort(-1),
    ]
    turns = itertools.cycle(deeds)
    act = QTimer(window)
    act.timeout.connect(lambda: next(turns)())  # noqa: PLW0108 - another one each time
    act.start(500)


def acts(application: QApplication) -> dict[str, float]:
    """Measure what one sort and one filter cost, laying out and painting included."""
    window = Window()
    window.service.jobs_reset.emit(rows(COUNT, now_s=time.time()))
    window.show()
    application.processEvents()

    def cost_ms(act: Callable[[], object]) -> float:
        began = time.thread_time()
        act()
        application.processEvents()
        return (time.thread_time() - began) * 1e3

    orders = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    sorts = [cost_ms(lambda c=column, o=order: window.model.sort(c, o)) for column in Column for order in orders]
    typed = [
        cost_ms(lambda t=text: window.panel.search.setText(t)) for text in ("c", "cl", "clas", "舞", "e", "step 3", "")
    ]
    chosen = [
        cost_ms(lambda f=wanted: window.model.set_filter(f))
        for wanted in (Filter(states=frozenset(LIVE)), Filter(), Filter(kinds=frozenset(KINDS[:2])), Filter())
    ]
    return {"worst_sort_ms": max(sorts), "worst_search_ms": max(typed), "worst_filter_ms": max(chosen)}


def first_paint(application: QApplication, *, cache: Path, born_s: float) -> dict[str, float]:
    """Measure from the start of the process to the first picture of the table with the rows of the cache.

    Args:
        application: Qt's.
        cache: its file.
        born_s: when the process was started, Unix seconds.
    """
    window = Window()
    found: dict[str, float] = {}

    class Reader(QObject):
        read = Signal(object)

    reader = Reader()
    reader.read.connect(window.service.jobs_reset)
    thread = threading.Thread(target=lambda: reader.read.emit(Cache(cache).rows()))
    thread.start()
    view = window.table.view
    paint = view.paintEvent

    def painted(event: QPaintEvent) -> None:
        paint(event)
        if window.model.rowCount() and not found:
            found["first_paint_s"] = time.time() - born_s
            found["first_paint_cpu_s"] = time.process_time()
            QTimer.singleShot(0, application.quit)

    view.paintEvent = painted  # type: ignore[method-assign]
    window.show()
    application.exec()
    thread.join()
    return {**found, "rows": window.model.rowCount(), "resident_mb": resident_bytes() / 1e6}


def idle(application: QApplication, *, seconds: float, live: str) -> dict[str, float]:
    """Measure the CPU share of a window in which nothing is done.

    Args:
        application: Qt's.
        seconds: how long.
        live: ``none``: all jobs have ended; ``known``: the visible ones run, their times move; ``unknown``: their bars
            wander as well.
    """
    window = Window()
    jobs = rows(COUNT, now_s=time.time())
    if live == "none":
        jobs = [job for job in jobs if job.state not in LIVE]
    elif live == "known":
        jobs = [job for job in jobs if job.state != "running" or job.progress]
    window.service.jobs_reset.emit(jobs)
    window.show()
    began: dict[str, float] = {}
    QTimer.singleShot(1000, lambda: began.update(cpu_s=time.process_time()))
    QTimer.singleShot(int(1000 + seconds * 1000), application.quit)
    application.exec()
    return {"cpu_share": (time.process_time() - began["cpu_s"]) / seconds, "resident_mb": resident_bytes() / 1e6}


def uploads(application: QApplication, *, server: str, folder: Path) -> dict[str, float]:
    """Measure turns while a hundred files of ten megabytes are submitted at once and uploaded to a real service.

    Args:
        application: Qt's.
        server: its address.
        folder: where the files lie.
    """
    service = Service(server, Path(tempfile.mkdtemp(prefix="sluice-bench-")))
    window = MainWindow(service, Preferences(folder / "preferences.ini"))
    window.resize(WIDTH_PX, HEIGHT_PX)
    window.show()
    service.start()
    turns, began, accepted = Turns(), time.perf_counter(), set[str]()

    def heard(submission: Submission) -> None:
        if submission.state == "accepted":
            accepted.add(submission.id)
        if len(accepted) == UPLOADS:
            application.quit()

    def submit() -> None:
        turns.begin()
        for path in sorted(folder.glob("*.bin")):
            service.submit(Submission("document_analysis", path.name, {"file_id": {FILE: str(path)}}))

    service.submission_changed.connect(heard)
    QTimer.singleShot(2_000, submit)
    QTimer.singleShot(300_000, application.quit)
    application.exec()
    found = {
        "accepted": len(accepted),
        "worst_turn_cpu_ms": turns.worst_cpu_s * 1e3,
        "worst_late_ms": turns.worst_late_s * 1e3,
        "seconds": time.perf_counter() - began - 2,
        "resident_mb": resident_bytes() / 1e6,
    }
    window.close()
    service.stop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["storm", "acts", "first_paint", "idle", "uploads"])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--batches-per-s", type=float, default=10.0)
    parser.add_argument("--user", action="store_true")
    parser.add_argument("--live", default="none")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--server", default="")
    parser.add_argument("--born-s", type=float, default=0.0)
    asked = parser.parse_args()
    application = QApplication([])
    theme.use(theme.LIGHT)
    if asked.what == "storm":
        found = storm(
            application, seconds=asked.seconds, batch=asked.batch, batches_per_s=asked.batches_per_s, user=asked.user
        )
    elif asked.what == "acts":
        found = acts(application)
    elif asked.what == "first_paint":
        found = first_paint(application, cache=asked.cache, born_s=asked.born_s)
    elif asked.what == "uploads":
        found = uploads(application, server=asked.server, folder=asked.folder)
    else:
        found = idle(application, seconds=asked.seconds, live=asked.live)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
