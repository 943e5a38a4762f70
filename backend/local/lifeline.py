"""The life line: how API and workers notice that `sluice up` is gone, even when it was killed.

The supervisor holds the writing end of a pipe that nobody writes to. Its children inherit the reading end; end of
file there means that the supervisor died, whatever it died of.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import MutableMapping

import psutil
import structlog

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

#: Where a child finds the number of the reading end.
VARIABLE = "SLUICE_LIFELINE_FD"
#: Seconds that a process may use to end by itself. Short: the store is gone too, so nothing is left to be handed back.
GRACE_S = 1.5


def watch(environment: MutableMapping[str, str] = os.environ) -> bool:
    """End this process and all its descendants soon after the supervisor's death.

    Called first thing in ``sluice api`` and in the worker. Outside of ``sluice up`` it does nothing.

    Args:
        environment: where the pipe's number stands; it is taken out, since it means nothing to further children.

    Returns:
        True when a life line is watched from now on.
    """
    number = environment.pop(VARIABLE, None)
    if number is None:
        return False
    fd = int(number)
    os.set_inheritable(fd, False)
    threading.Thread(target=_wait_and_end, args=(fd,), name="life line", daemon=True).start()
    return True


def _wait_and_end(fd: int) -> None:
    while True:
        try:
            if not os.read(fd, 1):
                break
        except InterruptedError:
            continue
        except OSError:
            return  # closed by whoever runs this process: nothing to watch any more
    descendants = _descendants()
    _log.warning("sluice up is gone; ending with it")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    # Still here: whatever holds the process up, nothing of it may stay.
    for process in {*descendants, *_descendants()}:
        with contextlib.suppress(psutil.Error):
            process.kill()
    os.kill(os.getpid(), signal.SIGKILL)


def _descendants() -> list[psutil.Process]:
    try:
        return psutil.Process().children(recursive=True)
    except psutil.Error:
        return []
