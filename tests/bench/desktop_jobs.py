"""How the desktop client's jobs list behaves with ten thousand jobs: ``python -m tests.bench desktop_jobs``.

Each figure comes from a process of its own, without a screen (Qt's offscreen platform); ``desktop_jobs_child`` says
what is measured.
"""

from __future__ import annotations

import atexit
import dataclasses
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.core.cache import Cache
from desktop.core.job import Job
from tests.bench.figures import Figure, show
from tests.local_service import LocalService
from tests.material.desktop_rows import rows

COUNT = 10_000
UPLOADS, UPLOAD_BYTES = 100, 10_000_000
_STARTS = 5


def main() -> None:
    """Measure and print."""
    show(run())


def run(seconds: float = 10.0) -> list[Figure]:
    """Measure.

    Args:
        seconds: of each storm and each rest.
    """
    return [*_storms(seconds), *_acts(), *_start(), *_rest(seconds), *_uploads()]


def measure(what: str, *arguments: object) -> dict[str, Any]:
    """Return what a fresh process measures; see ``desktop_jobs_child``."""
    command = [sys.executable, "-m", "tests.bench.desktop_jobs_child", what, *map(str, arguments)]
    if what == "first_paint":
        command += ["--born-s", str(time.time())]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2], env=_installed()
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@functools.cache
def _installed() -> dict[str, str]:
    """Return an environment in which modules are compiled once and kept, as those of an installed program are."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folder = tempfile.mkdtemp(prefix="sluice-bytecode-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = kept | {"PYTHONPYCACHEPREFIX": folder}
    command = [sys.executable, "-c", "import tests.bench.desktop_jobs_child"]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2], env=environment)
    return environment


def write_cache(path: Path, count: int = COUNT) -> None:
    """Write the memory of a server with so many jobs, as the client would have left it."""
    now_s = time.time()
    cache = Cache(path)
    cache.apply([_document(job) for job in rows(count, now_s=now_s)], heard_at=now_s)
    cache.close()


def _document(job: Job) -> dict[str, Any]:
    fields = dataclasses.asdict(job)
    low, high = fields.pop("estimated_low_s"), fields.pop("estimated_high_s")
    code, message = fields.pop("error_code"), fields.pop("error_message")
    for time_of in ("created_at", "started_at", "finished_at", "not_before"):
        at_s = fields[time_of]
        fields[time_of] = at_s and datetime.fromtimestamp(at_s, UTC).isoformat()
    return {
        **fields,
        "params": {"prompt": job.title},
        "estimated_band_s": None if low is None else [low, high],
        "error": {"code": code, "message": message} if code else None,
    }


def _storms(seconds: float) -> list[Figure]:
    found = []
    for words, arguments in (
        ("1,000 changes a second in 10 batches", ()),
        ("1,000 changes a second in 2 batches of 500", ("--batch", 500, "--batches-per-s", 2)),
        ("the same in 10, and somebody scrolls, searches, sorts, selects all", ("--user",)),
    ):
        figures = measure("storm", "--seconds", seconds, *arguments)
        worst_ms = figures["worst_turn_cpu_ms"]
        found.append(
            Figure(
                f"{words}: worst turn of the main thread",
                f"{worst_ms:.1f} ms CPU (a timer late by {figures['worst_late_ms']:.0f} ms; "
                f"{figures['changes_per_s']:,.0f} changes/s, main thread {figures['main_thread_cpu_share']:.0%})",
                "50 ms",
                worst_ms <= 50,
            )
        )
        found.append(
            Figure("  memory then", f"{figures['resident_mb']:.0f} MB", "160 MB", figures["resident_mb"] <= 160)
        )
    return found


def _acts() -> list[Figure]:
    figures = measure("acts")
    return [
        Figure(f"{what} 10,000 rows, painted: worst", f"{figures[name]:.1f} ms CPU", "60 ms", figures[name] <= 60)
        for what, name in (
            ("sort", "worst_sort_ms"), ("search", "worst_search_ms"), ("filter", "worst_filter_ms"),
        )
    ]  # fmt: skip


def _start() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="sluice-bench-") as folder:
        path = Path(folder) / "cache.sqlite"
        write_cache(path)
        starts = [measure("first_paint", "--cache", path) for _ in range(_STARTS)]
    best = min(starts, key=lambda start: start["first_paint_s"])
    worst = max(start["first_paint_s"] for start in starts)
    return [
        Figure(
            f"start of the process to {best['rows']:,} cached rows painted: best of {_STARTS}",
            f"{best['first_paint_s']:.2f} s (worst {worst:.2f} s; {best['first_paint_cpu_s']:.2f} s CPU)",
            "1 s",
            best["first_paint_s"] <= 1,
        ),
        Figure("  memory then", f"{best['resident_mb']:.0f} MB", "160 MB", best["resident_mb"] <= 160),
    ]


def _rest(seconds: float) -> list[Figure]:
    found = []
    for words, live in (("nothing runs", "none"), ("times move", "known"), ("times move, bars wander", "unknown")):
        share = measure("idle", "--seconds", seconds, "--live", live)["cpu_share"]
        # Bars that wander are no rest: somebody's jobs run in sight.
        bar, holds = ("1 %", share < 0.01) if live != "unknown" else ("", None)
        found.append(Figure(f"nobody does anything, {words}", f"{share:.2%} of a core", bar, holds))
    return found


def _uploads() -> list[Figure]:
    """Have a hundred files of ten megabytes sent to a real service."""
    with tempfile.TemporaryDirectory(prefix="sluice-bench-") as folder:
        service = LocalService(Path(folder), "--threads", "1", selftest=1)
        try:
            files = Path(folder) / "files"
            files.mkdir()
            for number in range(UPLOADS):
                (files / f"{number:03d}.bin").write_bytes(number.to_bytes(4, "big") * (UPLOAD_BYTES // 4))
            figures = measure("uploads", "--server", service.address, "--folder", files)
        finally:
            service.stop()
    worst_ms = figures["worst_turn_cpu_ms"]
    return [
        Figure(
            f"{figures['accepted']:.0f} of {UPLOADS} uploads of 10 MB in {figures['seconds']:.0f} s: worst turn",
            f"{worst_ms:.1f} ms CPU (a timer late by {figures['worst_late_ms']:.0f} ms)",
            "50 ms",
            worst_ms <= 50 and figures["accepted"] == UPLOADS,
        ),
        Figure("  memory then", f"{figures['resident_mb']:.0f} MB", "160 MB", figures["resident_mb"] <= 160),
    ]


if __name__ == "__main__":
    main()
