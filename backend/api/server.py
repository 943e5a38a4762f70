"""The HTTP server: gunicorn with threads, run from here, listening on this machine only."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from backend.errors import ConfigurationError
from backend.settings import Settings, http_address, is_loopback

#: Seconds that requests in flight get when the server is told to stop.
GRACE_S = 3

#: Seconds that a connection may idle between requests.
KEEPALIVE_S = 30


def serve(
    settings: Settings, *, listener: socket.socket | None = None, ready: Callable[[str], None] | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; ends the process (SystemExit, 0 after a signal).

    Args:
        settings: of the whole service.
        listener: a listening socket that somebody else keeps open, so that callers queue while this process is
            replaced; None takes the address of the settings.
        ready: called with the address (``http://127.0.0.1:8080``) as soon as connections are accepted.

    Raises:
        ConfigurationError: when the address isn't this machine's own, or can't be had.
    """
    if listener is not None:
        _refuse_others(str(listener.getsockname()[0]))
    _Server(settings, listener or listen(settings.host, settings.port), ready).run()


def listen(host: str, port: int) -> socket.socket:
    """Take the address; port 0 takes a free one.

    Raises:
        ConfigurationError: when it isn't a loopback address, is in use, or isn't there.
    """
    _refuse_others(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A server that stopped a moment ago must not keep its successor from the port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"SLUICE_HOST={host}, SLUICE_PORT={port}: can't listen there ({error.strerror or error}). "
            "Stop the program that uses the port, or choose another one; 0 takes any free port."
        ) from None
    return listener


def _refuse_others(host: str) -> None:
    if not is_loopback(host):
        raise ConfigurationError(
            f"SLUICE_HOST={host}: Sluice doesn't ask callers who they are yet, so it listens on this machine only "
            "(127.0.0.1, ::1 or localhost). To reach it from elsewhere, put an authenticating proxy in front of it on "
            "this machine, or open a tunnel: ssh -L 8080:127.0.0.1:8080 this-machine."
        )


def address_of(listener: socket.socket) -> str:
    """Return the address of a listening socket as a URL."""
    host, port = listener.getsockname()[:2]
    return http_address(host, port)


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn publishes no types
    """One process that answers with threads, and gunicorn's master that restarts it when it dies.

    One, because a connection stays with the process that accepted it: with several, requests would queue behind
    the waiting ones of one process while threads of another idle.
    """

    def __init__(self, settings: Settings, listener: socket.socket, ready: Callable[[str], None] | None) -> None:
        self._settings, self._ready = settings, ready
        self._address = address_of(listener)
        self._descriptor = listener.detach()
        super().__init__(prog="sluice")

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{self._descriptor}",
            "workers": 1,
            "worker_class": "backend.api.threads.StallProofWorker",
            "threads": self._settings.api_threads,
            "graceful_timeout": GRACE_S,
            "keepalive": KEEPALIVE_S,
            "control_socket_disable": True,
            "logger_class": _Log,
            "accesslog": None,
            "loglevel": self._settings.log_level,
            "proc_name": "sluice-api",
            "when_ready": self._when_ready,
            # Nothing stands in front that may speak for callers.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
        }.items():
            self.cfg.set(name, value)

    def _when_ready(self, _arbiter: Arbiter) -> None:
        if self._ready is not None:
            self._ready(self._address)

    def load(self) -> Any:
        """Build the application in the process that answers, so that no connection is shared across a fork."""
        from backend.api.app import create_app  # noqa: PLC0415 (the master stays small)
        from backend.catalogue import Catalogue  # noqa: PLC0415
        from backend.engine.engine import Engine  # noqa: PLC0415
        from backend.storage import Storage  # noqa: PLC0415

        catalogue = Catalogue.discover(self._settings)
        storage = Storage(self._settings.storage)
        storage.remove_leftovers()
        return create_app(Engine.open(self._settings, catalogue), storage, catalogue, self._settings)


class _Log(Logger):  # type: ignore[misc] # gunicorn publishes no types
    """Hands gunicorn's lines to the process's own log, its small talk as debug.

    Requests are logged by the application (``request_log.py``).
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.handlers = []
            log.propagate = True
            log.setLevel(logging.NOTSET)

    def info(self, msg: str, *args: Any, **kwargs: Any) -> None:
        self.error_log.debug(msg, *args, **kwargs)

    def debug(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Write nothing: all that it says of requests is said by the application."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        # A peer that stalled until its socket's time-out is no news (threads.py sets the time-out).
        if not isinstance(sys.exc_info()[1], BlockingIOError):
            self.error_log.exception(msg, *args, **kwargs)

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing."""
