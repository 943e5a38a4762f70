"""What the user tells jobs to do: cancel, try again, move."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

from desktop.core.api import Api, Document
from desktop.core.backoff import Failure
from desktop.core.errors import Busy, ClientError, Refused, Unreachable
from desktop.workers.events import CommandFailure
from desktop.workers.pool import Pool

#: A command is given up after this: by then the user wants to know.
PATIENCE_S = 10.0
#: Jobs of one task; several tasks go on side by side.
CHUNK = 20
#: Answers that say that nothing was done, whatever the command was.
_NOTHING_DONE = frozenset({429, 503})


class Commands:
    """Sends commands.

    Args:
        pool: does it.
        learn: takes the documents of jobs that answered.
        fail: takes what was not carried out.
    """

    def __init__(
        self, pool: Pool, learn: Callable[[Sequence[Document], Api], None], fail: Callable[[CommandFailure], None]
    ) -> None:
        self._pool, self._learn, self._fail = pool, learn, fail

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Cancel jobs."""
        self._each("cancel", job_ids, lambda api, job_id: api.cancel(job_id), repeatable=True)

    def retry(self, job_ids: Sequence[str]) -> None:
        """Put finished jobs into the queue again."""
        self._each("retry", job_ids, lambda api, job_id: api.retry(job_id), repeatable=False)

    def set_priority(self, job_ids: Sequence[str], priority: str) -> None:
        """Move waiting jobs."""
        self._each("priority", job_ids, lambda api, job_id: api.set_priority(job_id, priority), repeatable=True)

    def _each(
        self, command: str, job_ids: Sequence[str], send: Callable[[Api, str], Document], *, repeatable: bool
    ) -> None:
        ids = list(dict.fromkeys(job_ids))
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            self._pool.add(lambda api, chunk=chunk: self._chunk(api, command, chunk, send, repeatable))  # type: ignore[misc]

    def _chunk(
        self, api: Api, command: str, job_ids: list[str], send: Callable[[Api, str], Document], repeatable: bool
    ) -> None:
        failures: list[tuple[ClientError, list[str]]] = []
        deadline = time.monotonic() + PATIENCE_S
        answers = []
        for job_id in job_ids:
            try:
                answers.append(self._sent(api, job_id, send, repeatable, deadline))
            except ClientError as error:
                if isinstance(error, Refused) and isinstance(job := error.document.get("job"), dict):
                    answers.append(job)  # the list was behind: this is how it stands
                same = _of(error, failures)
                if same is None:
                    failures.append((error, [job_id]))
                else:
                    same.append(job_id)
        if answers:
            self._learn(answers, api)
        for reason, ids in failures:
            self._fail(CommandFailure(command, ids, reason))

    def _sent(
        self, api: Api, job_id: str, send: Callable[[Api, str], Document], repeatable: bool, deadline: float
    ) -> Document:
        """Send one command, again where that does no harm and the server is soon there again."""
        failure = Failure(random.Random(), most_s=4.0)  # noqa: S311 (no secret)
        while True:
            try:
                return send(api, job_id)
            except (Busy, Unreachable) as error:
                busy = error if isinstance(error, Busy) else None
                delay_s = failure.draw_s(busy.retry_after_s if busy else None)
                again = repeatable or (busy is not None and busy.status in _NOTHING_DONE)
                if not again or self._pool.stopping or time.monotonic() + delay_s > deadline:
                    raise
                self._pool.pause(delay_s)


def _of(error: ClientError, failures: list[tuple[ClientError, list[str]]]) -> list[str] | None:
    """Return the jobs that failed for the same reason."""
    return next((job_ids for known, job_ids in failures if type(known) is type(error) and known == error), None)
