"""The worker's side of the forkserver: starting it, giving it orders, and clearing up after it."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence

from actors.sandbox import tree
from actors.sandbox.child import THREAD_VARIABLES
from actors.sandbox.protocol import ORDER, READY
from actors.sandbox.workspace import MARK, Workspace

#: What jobs see of the worker's environment: nothing that opens the store, and no key of a provider (those that a
#: job needs come with its task).
KEPT_VARIABLES = frozenset({
    "PATH", "HOME", "USER", "LANG", "LANGUAGE", "TZ", "FONTCONFIG_PATH", "FONTCONFIG_FILE",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
})  # fmt: skip
KEPT_PREFIXES = ("LC_",)

EXIT_LIMIT_S = 10.0


class ForkserverGone(ConnectionError):
    """The forkserver does not take orders any more."""


class Launcher:
    """One running forkserver.

    Args:
        preload: modules to import ahead.
        workspace: where its jobs work; it removes that folder when the worker dies.
    """

    def __init__(self, preload: Sequence[str], workspace: Workspace) -> None:
        self._lock = threading.Lock()
        self._mark = f"{workspace.mark}{secrets.token_hex(8)}"
        self._ready = threading.Event()
        self._control, theirs = socket.socketpair()
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own module, our own interpreter)
                [sys.executable, "-P", "-m", "actors.sandbox.forkserver",
                 "--control", str(theirs.fileno()), "--lock",
                 str(workspace.lock_descriptor), "--folder", str(workspace.folder), "--", *preload],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), workspace.lock_descriptor),
                env=environment(os.environ) | {MARK: self._mark},
                start_new_session=True,
            )  # fmt: skip
        except BaseException:
            self._control.close()
            raise
        finally:
            theirs.close()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The forkserver's process id."""
        return self._process.pid

    def ready(self, timeout_s: float) -> bool:
        """Wait until the preloads are done; return whether they are.

        Args:
            timeout_s: how long to wait at most, seconds.
        """
        if not self._ready.is_set():
            waiting = select.poll()
            with contextlib.suppress(OSError, ValueError):  # another thread has closed it: it will never be ready
                waiting.register(self._control, select.POLLIN)
                waiting.poll(timeout_s * 1000)
                with self._lock:
                    if self._control.recv(1, socket.MSG_DONTWAIT) == READY:
                        self._ready.set()
        return self._ready.is_set()

    def order(self, memory_limit_bytes: int, descriptors: Sequence[int]) -> None:
        """Have one job's child made.

        Args:
            memory_limit_bytes: what the job may use.
            descriptors: channel, reports and log pipe: the child's and the forkserver's ends.

        Raises:
            ForkserverGone: when nobody takes the order.
        """
        with self._lock:
            try:
                socket.send_fds(self._control, [ORDER.pack(memory_limit_bytes)], descriptors)
            except OSError as error:
                raise ForkserverGone from error

    def close(self) -> None:
        """End the forkserver and all its jobs, for certain."""
        if not self.ready(0.0):  # it has no jobs yet, and would finish its preloads before it looks
            self.kill()
            return
        self._control.close()
        try:
            if self._process.wait(EXIT_LIMIT_S) != 0:
                self.kill_descendants()
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Kill the forkserver and everything that descends from it; for when it is dead or deaf."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        self.kill_descendants()

    def kill_descendants(self) -> None:
        """Kill everything that descends from this forkserver, which is dead."""
        tree.kill_marked(MARK, self._mark, within_s=2.0)


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the forkserver and all jobs.

    Args:
        own: the worker's.
    """
    kept = {name: value for name, value in own.items() if name in KEPT_VARIABLES or name.startswith(KEPT_PREFIXES)}
    # Libraries that start threads at import would make forking unsafe; the child names its own number.
    kept.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    if sys.platform == "darwin":
        # Apple's libraries end a forked process that they were loaded in before; ours forks with one thread only.
        kept["OBJC_DISABLE_INITIALIZE_FORK_SAFETY"] = "YES"
    # Modules are found where the worker finds them; the forkserver takes this out again before any job runs.
    kept["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109
    return kept
