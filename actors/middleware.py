"""Dramatiq middleware of the worker: limits kept in Redis, and a backstop for time limits.

How many jobs run at once, and how many start in an interval, is decided where jobs are taken (``take.lua``): a job
beyond a limit is never handed out, so no thread waits for a slot. The worker makes the limits known before it takes
any (``worker.py``). This middleware feeds back what providers say: a throttle error lowers the limit and puts the job
back in its place.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import dramatiq
import structlog
from dramatiq.broker import MessageProxy
from dramatiq.middleware import Middleware, TimeLimit

from backend.engine.consumer import LeasedMessage
from backend.engine.leases import Finish, Release
from backend.engine.limits import backoff_s
from backend.errors import StoreUnavailable, Throttled
from backend.job import Job

if TYPE_CHECKING:
    from backend.catalogue import Catalogue
    from backend.engine.engine import Engine

log = structlog.get_logger(__name__)

#: A throttled job comes back after the provider's Retry-After, else after a random share of these seconds.
THROTTLE_BACKOFF_S = (2.0, 30.0)
#: By how much Dramatiq's own time limit comes after the sandbox's, ms: it is only there for a sandbox that hangs.
BACKSTOP_MARGIN_MS = 60_000


class RateLimiter(Middleware):
    """Keeps the kinds' limits in Redis and adapts them to what providers say.

    An actor that raises ``backend.errors.Throttled`` is not failed: its limit falls (once per burst), the job goes
    back to its place, and its start is not charged.

    Args:
        engine: whose limits these are.
        catalogue: the kinds, for their rules on throttling.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self._engine, self._catalogue = engine, catalogue

    @property
    def actor_options(self) -> set[str]:
        """``throws``: exceptions that an actor raises on purpose, for Dramatiq not to log as unhandled."""
        return {"throws"}

    def after_process_message(
        self,
        broker: dramatiq.Broker,  # noqa: ARG002 (Dramatiq's signature)
        message: MessageProxy,
        *,
        result: Any = None,  # noqa: ARG002
        exception: BaseException | None = None,
    ) -> None:
        """Turn a throttle error into a lower limit and another try."""
        if not isinstance(exception, Throttled) or not isinstance(message, LeasedMessage):
            return
        lease, kind = message.lease, message.actor_name
        name = f"resource:{exception.resource}" if exception.resource else f"kind:{kind}"
        error = json.dumps({"code": "throttled", "message": str(exception), "retryable": True})
        try:
            # By the store's clock, as all else: this machine's may be another.
            (job,) = self._engine.view("*", [lease.job_id])
            began_ms = job.started_ms or 0 if isinstance(job, Job) else 0
            in_force = self._engine.limits.throttled(name, began_ms=began_ms)
            log.info("throttled", job=lease.job_id, limit=name, in_force=in_force)
        except StoreUnavailable:
            log.warning("throttle_not_noted", job=lease.job_id, limit=name)
        if kind in self._catalogue and self._catalogue[kind].policy.on_throttle == "fail":
            lease.outcome = Finish("failed", error=error)
            return
        first_s, most_s = THROTTLE_BACKOFF_S
        delay_s = exception.retry_after_s
        if delay_s is None:
            delay_s = backoff_s(lease.start, first_s=first_s, most_s=most_s)
        lease.outcome = Release("throttle", round(delay_s * 1000), str(exception), error=error)


class TimeLimitBackstop(TimeLimit):
    """Dramatiq's TimeLimit, a minute after the sandbox's own, which stops what an async exception can't."""

    def before_process_message(self, broker: dramatiq.Broker, message: MessageProxy) -> None:  # noqa: ARG002
        """Watch this thread for the job's own limit and the margin."""
        limit_ms = message.options.get("time_limit") or self.time_limit
        self.manager.add_timeout(threading.get_ident(), limit_ms + BACKSTOP_MARGIN_MS)  # type: ignore[no-untyped-call]
