"""Files fetched from a small web server of the tests' own, under limits that a test may change."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from actors.fetching import guard as guard_module
from actors.fetching.download import Downloaded, download
from actors.fetching.in_force import guarded
from actors.fetching.web_limits import WebLimits
from backend.errors import JobFailure

#: An address that anybody may be connected to.
PUBLIC = "93.184.215.14"


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the proxy of the machine that the tests run on."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def limits(**changes: Any) -> WebLimits:
    """Return small limits, in which this computer may be asked."""
    return WebLimits(**{"max_bytes": 1_000_000, "timeout_s": 10.0, "loopback": True, "connect_s": 1.0, **changes})


def fetch(url: str, folder: Path, **changes: Any) -> Downloaded:
    """Fetch a file."""
    with guarded(limits(**changes)) as guard:
        return download(url, folder, guard)


def failure(url: str, folder: Path, **changes: Any) -> JobFailure:
    """Fetch what can't be fetched; return why."""
    with pytest.raises(JobFailure) as caught:
        fetch(url, folder, **changes)
    assert not list(folder.glob("fetched-*")), "what stays unfinished is removed"
    return caught.value


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Let every name have these addresses, one answer after the other, the last one for good."""
    asked: list[str] = []

    def resolve(host: str, port: Any, *args: Any, **options: Any) -> list[Any]:
        address = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, int(port or 0))) for each in address.split(",") if each
        ]

    monkeypatch.setattr(guard_module, "system_resolver", resolve)
    return asked
