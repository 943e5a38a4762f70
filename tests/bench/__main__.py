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
from tests.bench import beat_sync, handover, latency, service, throughput
from tests.bench.figures import Figure, show

#: Every bench takes the address of an empty store and yields figures.
BENCHES: dict[str, Callable[[str], list[Figure]]] = {
    "throughput": throughput.run,
    "latency": latency.run,
    "handover": handover.run,
    "service": service.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", help="which benches; all by default")
    parser.add_argument("--list", action="store_true", help="only name them")
    options = parser.parse_args()
    names = options.names or [*BENCHES, "beat_sync"]
    if options.list:
        print("\n".join([*BENCHES, "beat_sync"]))
        return
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{machine}, load {os.getloadavg()[0]:.1f}")
    for name in names:
        print(f"\n== {name}")
        if name == "beat_sync":
            beat_sync.main()
            continue
        with tempfile.TemporaryDirectory(prefix="sluice-bench-") as folder, EmbeddedStore(Path(folder)) as store:
            show(BENCHES[name](store.url))


if __name__ == "__main__":
    main()
