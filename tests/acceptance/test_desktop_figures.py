"""The promised figures in short; ``python -m tests.bench desktop_jobs`` measures them at length."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.desktop_jobs import measure, write_cache


def test_main_thread_is_never_busy_for_long_in_a_storm() -> None:
    found = measure("storm", "--seconds", 2)
    assert found["changes_per_s"] > 500
    assert found["turns"] > 20
    assert found["worst_turn_cpu_ms"] <= 50
    assert found["resident_mb"] <= 160


def test_rest_costs_next_to_nothing() -> None:
    assert measure("idle", "--seconds", 1.5, "--live", "none")["cpu_share"] < 0.01


@pytest.mark.parametrize("count", [10_000])
def test_cached_rows_are_painted_within_a_second_of_cpu_time(tmp_path: Path, count: int) -> None:
    path = tmp_path / "cache.sqlite"
    write_cache(path, count)
    found = measure("first_paint", "--cache", path)
    assert found["rows"] == count
    assert found["first_paint_cpu_s"] <= 1
