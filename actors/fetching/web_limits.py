"""How much and how long may be fetched, and whether this very machine counts as the web (tests only)."""

from __future__ import annotations

import dataclasses

from actors.context import JobContext
from actors.fetching.failures import RESOURCE


@dataclasses.dataclass(frozen=True, slots=True)
class WebLimits:
    """What the operator allows.

    Args:
        max_bytes: largest file, bytes after decompression.
        timeout_s: longest that everything for one address may take, seconds.
        loopback: the test switch: addresses of this machine (127.0.0.0/8, ::1) are allowed.
        connect_s: longest wait for a connection, and for a name to be resolved, seconds.
        idle_s: longest silence in the middle of an answer, seconds.
    """

    max_bytes: int
    timeout_s: float
    loopback: bool = False
    connect_s: float = 4.0
    idle_s: float = 20.0

    @classmethod
    def of(cls, job: JobContext) -> WebLimits:
        """Read the operator's settings.

        Raises:
            JobFailure: ``provider_not_configured``.
        """
        settings = job.provider(RESOURCE)
        return cls(
            max_bytes=int(settings["max_bytes"]),
            timeout_s=float(settings["timeout_s"]),
            loopback=settings.get("loopback") is True,
        )
