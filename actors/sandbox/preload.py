"""What the forkserver loads once, so that no child has to."""

from __future__ import annotations

import gc
import importlib
import mimetypes
import sys
import traceback
from collections.abc import Sequence


def preload(modules: Sequence[str]) -> None:
    """Import modules ahead of their jobs; one that fails is tried again, and reported, by its own jobs."""
    for name in modules:
        try:
            importlib.import_module(name)
        except (Exception, SystemExit):  # noqa: BLE001, RUF100 (whatever a module may do at import)
            print(f"sandbox: {name} can't be imported; its jobs will fail", file=sys.stderr)  # noqa: T201
            traceback.print_exc()
    mimetypes.init()
    # What is loaded stays shared with the children: the collector must not write to it.
    gc.collect()
    gc.freeze()
