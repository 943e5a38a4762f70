"""`make bench`: print the figures that the product promises, each beside its bar and its peer in the same run.

python -m tests.bench [NAME ...]     (all by default; --list names them)
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

from backend.local.store import EmbeddedStore
from tests.bench import (
    beat_sync,
    desktop_jobs,
    desktop_polling,
    document_analysis,
    handover,
    latency,
    music_beats,
    pdf_exam,
    pdf_text,
    reading,
    retime,
    service,
    summaries,
    text_to_video,
    throughput,
)
from tests.bench.figures import Figure, show

#: Every bench takes the address of an empty store and yields figures.
BENCHES: dict[str, Callable[[str], list[Figure]]] = {
    "throughput": throughput.run,
    "latency": latency.run,
    "handover": handover.run,
    "service": service.run,
}
#: These need no store, and print their own tables.
WITHOUT_STORE: dict[str, Callable[[], object]] = {
    "beat_sync": beat_sync.main,
    "desktop_jobs": desktop_jobs.main,
    "desktop_polling": desktop_polling.run,
    "document_analysis": document_analysis.run,
    "music_beats": music_beats.main,
    "pdf_exam": pdf_exam.run,
    "pdf_text": pdf_text.main,
    "reading": reading.run,
    "retime": retime.run,
    "summaries": summaries.run,
    "text_to_video": text_to_video.main,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", help="which benches; all by default")
    parser.add_argument("--list", action="store_true", help="only name them")
    options = parser.parse_args()
    names = options.names or [*BENCHES, *WITHOUT_STORE]
    if options.list:
        print("\n".join([*BENCHES, *WITHOUT_STORE]))
        return
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}")
    for name in names:
        print(f"\n== {name}")
        if name in WITHOUT_STORE:
            WITHOUT_STORE[name]()
            continue
        with tempfile.TemporaryDirectory(prefix="sluice-bench-") as folder, EmbeddedStore(Path(folder)) as store:
            show(BENCHES[name](store.url))


if __name__ == "__main__":
    main()
