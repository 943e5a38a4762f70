"""The benches in short: they run, and what must hold on any machine, however busy, holds.

The bars themselves are for a quiet machine: ``make bench``.
"""

from __future__ import annotations

import re

import pytest

from tests.bench import handover, latency, throughput
from tests.bench.figures import Figure


def number(figure: Figure) -> float:
    found = re.search(r"[\d.]+", figure.value)
    assert found, figure
    return float(found[0])


def test_submit_and_drain_keep_up_with_stock_dramatiq(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ROUNDS": 3, "SENDS": 300, "DRAINS": 400}.items():
        monkeypatch.setattr(throughput, name, value)
    one, batch, drain = throughput.run(store_url)
    assert number(one) > 0.6
    assert number(batch) > 2
    assert number(drain) > 0.9


def test_limit_is_handed_over_without_a_gap_and_never_exceeded(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ROUNDS": 1, "JOBS": 50, "IDEAL_S": 0.5}.items():
        monkeypatch.setattr(handover, name, value)
    ratio, most = handover.run(store_url)
    assert most.holds
    assert re.search(r"^([\d.]+)x", ratio.value)
    assert number(ratio) < 1.6


def test_idle_worker_begins_at_once(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "PICKUPS", 30)
    middle, _late = latency.pickup(store_url)
    assert number(middle) < 50


def test_idle_worker_costs_next_to_nothing(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latency, "IDLE_FOR_S", 6.0)
    commands, _cpu = latency.idle(store_url)
    assert number(commands) < 4  # a whole heartbeat more or less in so short a time is half a command a second
