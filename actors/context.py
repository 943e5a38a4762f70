"""What a kind's ``run(params, job)`` may ask of the job it works on.

``run.py`` modules see this interface only; the sandbox's child implements it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol


class JobContext(Protocol):
    """One start of one job, seen from inside its child process.

    Attributes:
        id: the job's id.
        start: how often the job was started so far, this start included (never repeats).
        attempt: the start's number among those that count against ``max_attempts``; 1 is the first.
        folder: an empty private folder, also the current directory; removed with the child.
        cpu_threads: threads that CPU-bound libraries should use in this child.
    """

    id: str
    start: int
    attempt: int
    folder: Path
    cpu_threads: int

    def input(self, file_id: str) -> Path:
        """Return the path of an uploaded file that the parameters name (read it, never write it)."""

    def input_name(self, file_id: str) -> str:
        """Return the name under which the file was uploaded (for people; not a path)."""

    def attachment(self, name: str) -> Path:
        """Return the path of what the service put beside the parameters when the job was submitted (read it only).

        It stays as it was then, whatever became of its source since: a draft's timeline as JSON is ``draft``.

        Args:
            name: as the mark on the parameter names it (``backend.catalogue.DraftInput``).
        """

    def progress(self, fraction: float, stage: str = "", message: str = "") -> None:
        """Report honest progress.

        Args:
            fraction: 0..1 of the whole job, by measured work; smaller values than before are ignored.
            stage: one or two words for what happens now, such as ``decoding``.
            message: a short sentence with numbers, such as ``window 12 of 30``.
        """

    def log(self, line: str) -> None:
        """Write a line into the job's log; the last ones come with a failure."""

    def artifact(self, name: str, media_type: str | None = None) -> Path:
        """Return the path to write an artifact to; it is delivered when ``run`` returns.

        Args:
            name: a plain file name.
            media_type: its type; None guesses it from the name.
        """

    def provider(self, name: str) -> Mapping[str, Any]:
        """Return what the operator set for an outside service that this job may use: addresses, keys, bounds.

        Args:
            name: the resource as the kind's ``resources`` names it, such as ``llm``.

        Raises:
            JobFailure: ``provider_not_configured``.
        """

    def wait_for_turn(self, provider: str) -> None:
        """Wait until one more request may go to a provider; the rate holds for all workers together."""

    def slow_down(self, provider: str, retry_after_s: float | None = None) -> None:
        """Pass on a provider's throttle error: its limit falls, and nobody asks before ``retry_after_s`` is over."""

    def remember(self, name: str, value: Any) -> None:
        """Keep a JSON value (at most 256 KiB) under a name with the job; later starts of the job can recall it.

        It is durable once this returns, like an accepted job: what was paid for needs no second payment.
        """

    def recall(self, name: str) -> Any:
        """Return what this or an earlier start of the job remembered under a name; None if nothing."""

    def spend(self, name: str, amount: float) -> None:
        """Add to what the job has used up, such as ``llm_input_tokens``; its usage holds the sums over all starts."""
