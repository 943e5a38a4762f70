"""Two things Linux can do for a process tree; elsewhere these functions say that they can't.

Source: prctl(2), PR_SET_PDEATHSIG (1) and PR_SET_CHILD_SUBREAPER (36), from linux/prctl.h.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> bool:
    """Make this process the parent of every orphan among its descendants; return whether that works here."""
    return _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent_pid: int, signal_number: int) -> bool:
    """Have the kernel send this process a signal when its parent dies; return whether that works here.

    Args:
        parent_pid: who the parent was when this process was made: if it is gone already, the signal comes now.
        signal_number: the signal.
    """
    done = _prctl(_PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent_pid:
        os.kill(os.getpid(), signal_number)
    return done


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    return bool(_libc_prctl(option, value, 0, 0, 0) == 0)


if sys.platform == "linux":
    # Loaded once, in the forkserver, so that a child pays nothing for it.
    _libc_prctl = ctypes.CDLL(None, use_errno=True).prctl
    _libc_prctl.argtypes = (ctypes.c_int, *(ctypes.c_ulong,) * 4)
