"""The worker process: a composition root. Takes jobs and runs each in a child process of its own.

    python -m actors.worker [--kinds a,b] [--threads N]

SIGTERM or SIGINT: take nothing more, hand running jobs back to their places, leave. A second one: at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from types import FrameType

import dramatiq
import structlog
from dramatiq.middleware import CurrentMessage

from actors.janitor import Janitor
from actors.middleware import RateLimiter, TimeLimitBackstop
from actors.perform import Performer
from actors.sandbox import Sandbox
from backend import logs
from backend.catalogue import Catalogue
from backend.engine.admission import JOBS_QUEUE
from backend.engine.engine import Engine
from backend.errors import SluiceError, StoreUnavailable, Throttled
from backend.local import lifeline
from backend.setting_faults import load_settings
from backend.settings import Settings
from backend.storage import Storage

log = structlog.get_logger(__name__)

#: How long the threads may take to settle their jobs at shutdown, ms; stop_grace_s (at most 5 s) fits in it.
SETTLE_MS = 15_000
#: How often Dramatiq's idle threads look whether the worker ends, ms.
WORKER_TIMEOUT_MS = 500


class WorkerProcess:
    """All parts of one worker process, wired.

    Args:
        settings: the service's settings; ``redis_url`` must be set.
        catalogue: the kinds this process knows.
        serves: the kinds it takes; None for all.
        threads: jobs at once.
    """

    def __init__(
        self, settings: Settings, catalogue: Catalogue, *, serves: frozenset[str] | None, threads: int
    ) -> None:
        self.engine = Engine.open(
            settings, catalogue, serves=serves, middleware=[CurrentMessage(), TimeLimitBackstop()]
        )
        self.storage = Storage(settings.storage)
        served = [kind for name, kind in catalogue.items() if serves is None or name in serves]
        self.sandbox = Sandbox(
            preload=[kind.run_module for kind in served],
            work=self.storage.work,
            cpu_threads=max(1, (os.cpu_count() or 1) // threads),
        )
        self.performer = Performer(self.engine, catalogue, self.storage, self.sandbox, settings)
        retention_s = min(settings.result_ttl_s, settings.file_ttl_s)
        self.janitor = Janitor(self.engine, self.storage, retention_s=retention_s)
        broker = self.engine.broker
        broker.add_middleware(RateLimiter(self.engine, catalogue))
        for kind in served:
            declare = dramatiq.actor(actor_name=kind.name, queue_name=JOBS_QUEUE, broker=broker, throws=Throttled)
            declare(self.performer.perform)
        self.worker = dramatiq.Worker(broker, worker_timeout=WORKER_TIMEOUT_MS, worker_threads=threads)

    def start(self) -> None:
        """Start the sandbox, then take jobs."""
        self.sandbox.start()
        self.engine.broker.emit_after("process_boot")
        self.worker.start()
        self.janitor.start()

    def stop(self) -> None:
        """Take nothing more, hand running jobs back, stop all parts."""
        self.engine.broker.book.close()
        self.janitor.stop()
        self.performer.shut_down()
        self.worker.stop(timeout=SETTLE_MS)
        self.sandbox.close()
        self.engine.close()


def make_limits_known(engine: Engine, *, stopping: threading.Event) -> None:
    """Tell the store all limits, however long it is away; give up only when the process is asked to stop."""
    told = False
    while not stopping.is_set():
        try:
            engine.configure()
        except StoreUnavailable as error:
            if not told:
                log.warning("waiting_for_store", reason=str(error))
                told = True
            stopping.wait(0.2)
        else:
            return


def refuse(reason: str) -> int:
    """Say why the worker can't start; return the exit code for it."""
    print(f"sluice worker: {reason}", file=sys.stderr)  # noqa: T201 (before there is a log)
    return 2


def main(arguments: list[str] | None = None) -> int:
    """Run a worker until it is told to stop; return the exit code."""
    parser = argparse.ArgumentParser(prog="sluice worker", description="Take jobs and run them.")
    parser.add_argument("--kinds", help="kinds to serve, with commas; all by default")
    parser.add_argument("--threads", type=int, help="jobs at once in this process (SLUICE_THREADS)")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        catalogue = Catalogue.discover(settings)
        serves = frozenset(catalogue[name.strip()].name for name in options.kinds.split(",")) if options.kinds else None
    except SluiceError as error:
        return refuse(str(error))
    if settings.redis_url is None:
        return refuse("SLUICE_REDIS_URL is not set. Name the store there, or run `sluice up`, which brings its own.")
    logs.configure(settings.log_level)
    lifeline.watch()
    stopping = threading.Event()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            log.warning("stopping_at_once", signal=number)
            os.killpg(0, signal.SIGKILL) if os.getpgrp() == os.getpid() else os._exit(1)
        stopping.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    process = WorkerProcess(settings, catalogue, serves=serves, threads=options.threads or settings.threads)
    make_limits_known(process.engine, stopping=stopping)
    if not stopping.is_set():
        process.start()
        log.info("worker_ready", worker=process.engine.broker.worker_id, kinds=process.engine.broker.served_kinds())
        while not stopping.is_set():
            stopping.wait(3600)
        began = time.monotonic()
        process.stop()
        log.info("worker_stopped", seconds=round(time.monotonic() - began, 2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
