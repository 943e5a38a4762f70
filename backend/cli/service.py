"""``sluice up``, ``api`` and ``worker``: the processes of the service."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from backend import logs
from backend.cli.terminal import Terminal
from backend.errors import ConfigurationError
from backend.local import lifeline
from backend.local.processes import worker_command
from backend.local.store import running_store_url
from backend.older_names import OLDER_NAMES, names_set
from backend.setting_faults import load_settings, unknown_names, variable
from backend.settings import Settings


def add_commands(commands: Any) -> None:
    """Add ``up``, ``api`` and ``worker``."""
    up = commands.add_parser(
        "up", help="start the whole service on this machine", allow_abbrev=False,
        description="Starts store, API and workers, keeps them alive, and stops them in order at Ctrl-C.",
    )  # fmt: skip
    up.add_argument("--state", metavar="DIR", type=Path, help="folder of store, files and logs (.sluice)")
    up.add_argument("--host", help="address to listen on (127.0.0.1)")
    up.add_argument("--port", type=int, help="port to listen on (8080); 0 takes a free one")
    up.add_argument("--workers", type=int, metavar="N", help="worker processes (1)")
    up.add_argument("--threads", type=int, metavar="N", help="jobs at once in each (4)")
    up.add_argument("--demo", action=argparse.BooleanOptionalAction, default=False, help="run a real job to its result")
    up.set_defaults(run=run_up)

    api = commands.add_parser("api", help="run the API alone", allow_abbrev=False)
    api.add_argument("--host", help="address to listen on (127.0.0.1)")
    api.add_argument("--port", type=int, help="port to listen on (8080)")
    api.add_argument("--fd", type=int, help=argparse.SUPPRESS)  # the listening socket that `sluice up` holds
    api.set_defaults(run=run_api)

    worker = commands.add_parser("worker", help="run one worker process", allow_abbrev=False)
    worker.add_argument("--kinds", metavar="A,B", help="serve these kinds only")
    worker.add_argument("--threads", type=int, metavar="N", help="jobs at once (4)")
    worker.set_defaults(run=run_worker)


def run_up(args: argparse.Namespace, terminal: Terminal) -> int:
    """Run the whole service until it is asked to stop."""
    from backend.catalogue import Catalogue  # noqa: PLC0415 (client commands start without it)
    from backend.local.supervisor import Supervisor  # noqa: PLC0415

    settings = load_settings(
        state_dir=args.state, host=args.host, port=args.port, workers=args.workers, threads=args.threads
    )
    Catalogue.discover(settings.model_copy(update={"selftest": True}))  # names settings of unknown kinds
    for name in unknown_names():
        terminal.note(f"{name} is not a setting of Sluice; it changes nothing.")
    older = names_set(Path(".env"))
    if older:
        now = ", ".join(f"{name} (now {variable(*OLDER_NAMES[name])})" for name in older)
        terminal.note(f"Read under their older names: {now}")
    return Supervisor(settings, demo=args.demo, announce=terminal.say, note=terminal.note).run()


def run_api(args: argparse.Namespace, terminal: Terminal) -> int:  # noqa: ARG001 (every command takes it)
    """Run the API until it is asked to stop."""
    lifeline.watch()
    settings = load_settings(host=args.host, port=args.port)
    logs.configure(settings.log_level)
    settings = settings.model_copy(update={"redis_url": SecretStr(_store_url(settings))})
    from backend.api.server import serve  # noqa: PLC0415 (client commands need no web server)

    serve(settings, listener=None if args.fd is None else socket.socket(fileno=args.fd))
    return 0


def run_worker(args: argparse.Namespace, terminal: Terminal) -> int:  # noqa: ARG001 (every command takes it)
    """Become a worker process: actors are not imported here, so their own entry takes this process over."""
    settings = load_settings(threads=args.threads)
    environment = {**os.environ, "SLUICE_REDIS_URL": _store_url(settings)}
    command = worker_command(kinds=args.kinds, threads=args.threads)
    os.execve(command[0], command, environment)  # noqa: S606 (our own module)


def _store_url(settings: Settings) -> str:
    """Return the store's address: the one named, else that of the `sluice up` of this state folder."""
    if settings.redis_url is not None:
        return settings.redis_url.get_secret_value()
    url = running_store_url(settings.state_dir)
    if url is None:
        raise ConfigurationError(
            f"There is no store: SLUICE_REDIS_URL is not set, and no sluice up runs in {settings.state_dir}. "
            "Set it, or start everything on this machine with: sluice up"
        )
    return url
