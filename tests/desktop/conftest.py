"""Qt without a screen, for every test of this folder; and what several of its files begin with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from desktop import i18n
from desktop.core import backoff
from desktop.workers.service import Service
from tests.material.begun_service import Begin, Heard
from tests.material.small_sluice import SmallSluice


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


# --- the service behind the windows ----------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[SmallSluice]:
    """A server that misbehaves on demand."""
    with SmallSluice().running() as server:
        yield server


@pytest.fixture
def begin(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Start services that try again soon after a failure; stop them at the end."""
    monkeypatch.setattr(backoff, "FAILURE_FIRST_S", 0.05)
    monkeypatch.setattr(backoff, "FAILURE_LEAST_S", 0.01)
    monkeypatch.setattr(backoff, "IDLE_FIRST_S", 0.05)
    interval_s = sys.getswitchinterval()
    begun: list[Service] = []

    def start(url: str, **options: Any) -> tuple[Service, Heard]:
        service = Service(url, tmp_path / "state", **options)
        heard = Heard(service)
        begun.append(service)
        service.start()
        return service, heard

    yield start
    for service in begun:
        service.stop()
    sys.setswitchinterval(interval_s)
