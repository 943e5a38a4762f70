"""How much memory this process has needed at most."""

from __future__ import annotations

from pathlib import Path


def peak_bytes() -> int:
    """Return this process's own peak. Linux's ru_maxrss would count the parent that it was started from."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024
    import resource  # noqa: PLC0415 (macOS, where it counts in bytes)

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
