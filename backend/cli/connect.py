"""Find the service that a command speaks to."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator

from backend.cli.client import Client
from backend.cli.terminal import Terminal
from backend.local.lock import holder
from backend.setting_faults import load_settings
from backend.settings import Settings, http_address


def client_options() -> argparse.ArgumentParser:
    """Make the options that all commands have which speak to a service."""
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--server", metavar="URL", help="the service's address (SLUICE_SERVER)")
    options.add_argument("--json", action="store_true", help="write JSON for programs; problems as JSON on stderr")
    return options


@contextlib.contextmanager
def connected(args: argparse.Namespace, terminal: Terminal, *, patience_s: float = 20.0) -> Iterator[Client]:
    """Open a client for the service that the options, the settings or the state folder name."""
    client = Client(server_address(load_settings(server=args.server)), on_wait=terminal.note, patience_s=patience_s)
    try:
        yield client
    finally:
        client.close()


def server_address(settings: Settings) -> str:
    """Return the address chosen, else of the service that runs in the state folder, else the usual one."""
    if settings.server:
        return settings.server
    running = holder(settings.state_dir)
    return running.address if running and running.address else http_address(settings.host, settings.port or 8080)
