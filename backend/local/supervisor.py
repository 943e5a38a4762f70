"""``sluice up``: store, API and workers on one machine, kept alive together and stopped in order."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import requests

from backend.api.server import address_of, listen
from backend.errors import ConfigurationError, SluiceError
from backend.local.lifeline import VARIABLE
from backend.local.lock import StateLock
from backend.local.processes import Child, launch, python_module, rotate, worker_command
from backend.local.signals import Signals
from backend.local.store import EmbeddedStore
from backend.settings import Settings

#: Seconds that each part may take to stop before it is killed. A worker's own ladder is SIGTERM, 5 s, SIGKILL.
API_GRACE_S, WORKER_GRACE_S, STORE_GRACE_S, HURRIED_STORE_GRACE_S = 10.0, 20.0, 30.0, 5.0
#: Seconds from the store's first answer to the first answer of API and workers.
START_DEADLINE_S = 120.0
#: Deaths of one part before the service was ever ready that make the start hopeless.
HOPELESS_DEATHS = 3
ROTATE_EVERY_S = 10.0

Say = Callable[[str], None]


class StartFailed(SluiceError):
    """The service could not be started; everything that ran was stopped again."""


class _Stopped(Exception):
    """Somebody asked to stop while something was waited for."""


class Supervisor:
    """The whole local service; ``run`` lasts as long as it does.

    Args:
        settings: host, port, state folder, workers and threads of the service.
        demo: show the demo job once the service is ready.
        announce: writes a line for programs: ``ready http://...`` and nothing else.
        note: writes a line for people.
    """

    def __init__(self, settings: Settings, *, demo: bool, announce: Say, note: Say) -> None:
        self._settings = settings
        self._state = settings.state_dir.expanduser().absolute()
        self._with_demo = demo
        self._announce, self._note = _whoever_listens(announce), _whoever_listens(note)
        self._signals = Signals()
        self._listener: socket.socket | None = None
        self._store: EmbeddedStore | None = None
        self._children: list[Child] = []
        self._workers: list[Child] = []
        self._api: Child | None = None
        self._demo: Child | None = None
        self._ready = False
        self._rotated_s = time.monotonic()
        # The reading end goes to the children; the writing end stays here and is never written to.
        self._lifeline_fd, self._lifeline_end = os.pipe()

    def run(self) -> int:
        """Start everything, keep it alive until asked to stop, stop it; return the exit code.

        Raises:
            ConfigurationError: the state folder or the port is taken, or there is no store to start.
            StartFailed: a part did not come up.
        """
        with self._signals, StateLock(self._state) as lock:
            address = self._listen(patience_s=4.0 if lock.follows_a_crash else 0.0)
            try:
                self._start(address)
                lock.note(address)
                self._announce(f"ready {address}")
                if self._with_demo:
                    self._start_demo(address)
                while True:
                    self._watch(1.0)
            except _Stopped:
                self._note("Stopping (Ctrl-C again to hurry).")
                return 0
            finally:
                self._stop()
                os.close(self._lifeline_end)
                os.close(self._lifeline_fd)

    def _listen(self, *, patience_s: float) -> str:
        """Take the port, and keep it while the API is replaced: callers queue instead of being refused.

        Args:
            patience_s: seconds to wait for it: after a crash the processes of the run before are still ending.

        Raises:
            ConfigurationError: it is taken, or others than this machine could reach it.
        """
        deadline_s = time.monotonic() + patience_s
        while True:
            try:
                self._listener = listen(self._settings.host, self._settings.port)
            except ConfigurationError:
                if time.monotonic() > deadline_s:
                    raise
                time.sleep(0.1)
            else:
                return address_of(self._listener)

    # --- start ------------------------------------------------------------------------------------------

    def _start(self, address: str) -> None:
        number = self._settings.workers
        self._note(f"Sluice is starting: store, API, {number} worker{'s' * (number > 1)}; state folder {self._state}")
        logs = self._state / "log"
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        rotate(logs)
        environment = self._environment(address)
        environment["SLUICE_REDIS_URL"] = self._start_store()

        assert self._listener is not None  # noqa: S101 (for the type checker: run() takes the port first)
        listener_fd = self._listener.fileno()

        def child(name: str, command: list[str], *fds: int) -> Child:
            log = logs / f"{name.replace(' ', '-').lower()}.log"
            start = launch(command, environment=environment, fds=[self._lifeline_fd, *fds], log=log)
            made = Child(name, start, log)
            made.start()
            self._children.append(made)
            return made

        self._api = child("API", [*python_module("backend.cli.main"), "api", "--fd", str(listener_fd)], listener_fd)
        command = worker_command(threads=self._settings.threads)
        self._workers = [child(f"worker {index}", command) for index in range(1, number + 1)]
        with _session() as session:
            self._until(lambda: not _missing(session, address), START_DEADLINE_S, lambda: _missing(session, address))
        self._ready = True

    def _start_store(self) -> str:
        """Start the embedded store unless a server is named; return the address for the children."""
        if self._settings.redis_url is not None:
            url = self._settings.redis_url.get_secret_value()
            parts = urlsplit(url)
            self._note(f"Using the store at {parts.hostname or parts.path}{f':{parts.port}' if parts.port else ''}")
            return url
        store = self._store = EmbeddedStore(self._state)
        if store.end_left_over():
            self._note("Ended a store that an earlier run had left behind.")

        def start() -> subprocess.Popen[bytes]:
            store.spawn()
            assert store.process is not None  # noqa: S101 (for the type checker: just started)
            return store.process

        child = Child("the store", start, store.log_path)
        child.start()
        self._children.append(child)
        # Reading back a large store takes minutes: it has no deadline, but every death of it counts.
        self._until(store.answers, float("inf"), lambda: "the store, which reads back its data")
        return store.url

    def _environment(self, address: str) -> dict[str, str]:
        parts = urlsplit(address)
        environment = dict(os.environ)
        environment |= {
            "SLUICE_STATE_DIR": str(self._state),
            "SLUICE_HOST": parts.hostname or "",
            "SLUICE_PORT": str(parts.port),
            "SLUICE_SELFTEST": "true",
            VARIABLE: str(self._lifeline_fd),
        }
        if self._settings.storage_dir is not None:
            environment["SLUICE_STORAGE_DIR"] = str(self._settings.storage_dir.expanduser().absolute())
        return environment

    def _until(self, condition: Callable[[], object], deadline_s: float, missing: Callable[[], str]) -> None:
        """Watch the children until a condition holds.

        Raises:
            StartFailed: a child died too often, or time is up.
        """
        started_s = time.monotonic()
        told_s = 3.0
        while not condition():
            waited_s = time.monotonic() - started_s
            if waited_s > deadline_s:
                raise StartFailed(f"Still waiting for {missing()} after {deadline_s:.0f} s. See {self._state / 'log'}.")
            if waited_s > told_s:
                told_s *= 2
                self._note(f"Waiting for {missing()} ...")
            self._watch(0.02 if waited_s < 1 else 0.1)

    def _start_demo(self, address: str) -> None:
        command = [*python_module("backend.local.demo"), "--server", address, "--folder", str(self._state / "demo")]
        # Not the children's environment: what it tells people to type must work in their own.
        environment = {**os.environ, VARIABLE: str(self._lifeline_fd)}

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(  # noqa: S603 (our own module)
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[self._lifeline_fd],
                start_new_session=True,
            )

        self._demo = Child("demo", start, self._state / "log" / "demo.log")
        self._demo.start()

    # --- life -------------------------------------------------------------------------------------------

    def _watch(self, timeout_s: float) -> None:
        """Wait a little, and start again what has died.

        Raises:
            _Stopped: somebody asked to stop.
            StartFailed: a part dies again and again before the service was ever ready.
        """
        due = [look_s for child in self._children if (look_s := child.next_look_s) is not None]
        self._signals.wait(min([timeout_s, *due]))
        if self._signals.stops:
            raise _Stopped
        for child in self._children:
            news = child.revive()
            if news is None:
                continue
            if not self._ready and child.deaths >= HOPELESS_DEATHS:
                said = "\n".join(f"  | {line}" for line in child.last_words())
                raise StartFailed(f"{child.name} does not start. Its log, {child.log}, ends with:\n{said}")
            self._note(news)
        if time.monotonic() - self._rotated_s > ROTATE_EVERY_S:
            self._rotated_s = time.monotonic()
            rotate(self._state / "log")

    # --- stop -------------------------------------------------------------------------------------------

    def _stop(self) -> None:
        """Stop the demo, the API, the workers and the store, in that order."""
        if self._demo is not None:
            self._demo.kill()
        if self._listener is not None:
            self._listener.close()  # nobody queues for a service that ends
        if self._api is not None:
            self._end([self._api], API_GRACE_S)
        self._end(self._workers, WORKER_GRACE_S)
        if self._store is not None:
            self._store.stop(grace_s=HURRIED_STORE_GRACE_S if self._signals.stops > 1 else STORE_GRACE_S)

    def _end(self, children: list[Child], grace_s: float) -> None:
        for child in children:
            child.ask_to_stop()
        deadline_s = time.monotonic() + grace_s
        while any(child.alive for child in children):
            left_s = deadline_s - time.monotonic()
            if left_s <= 0 or self._signals.stops > 1:
                slow = ", ".join(child.name for child in children if child.alive)
                self._note(f"Killing {slow}" + (f", still busy after {grace_s:.0f} s." if left_s <= 0 else "."))
                break
            self._signals.wait(min(left_s, 1.0))
        for child in children:
            child.kill()


def _whoever_listens(say: Say) -> Say:
    """Let the service outlive its terminal: what can't be written any more is not worth an end out of order."""

    def say_or_not(text: str) -> None:
        with contextlib.suppress(OSError):
            say(text)

    return say_or_not


@contextlib.contextmanager
def _session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False  # no proxy stands between this machine and itself
        yield session


def _missing(session: requests.Session, address: str) -> str:
    """Name what is not up yet; "" when the service is ready."""
    try:
        if session.get(f"{address}/readyz", timeout=2).status_code != requests.codes.ok:
            return "the API to reach store and storage"
        if not session.get(f"{address}/v1/queue", timeout=2).json()["workers"]:
            return "a worker to come online"
    except (requests.RequestException, ValueError, KeyError):
        return "the API"
    return ""
