"""Progress of one step of a job, mapped onto its share of the whole."""

from __future__ import annotations

from collections.abc import Callable

from actors.context import JobContext


def steps(job: JobContext, begin: float, end: float, stage: str, what: str) -> Callable[[float], None]:
    """Return a reporter that maps 0..1 of one step onto its share of the job, at most a hundred times.

    Args:
        job: whom to tell.
        begin: the fraction of the job, 0..1, at which the step begins.
        end: the fraction at which it ends.
        stage: one or two words for what happens, such as ``decoding``.
        what: what it happens to, such as ``decoding the music``.
    """
    reported = -1

    def report_step(done: float) -> None:
        nonlocal reported
        if int(done * 100) > reported:
            reported = int(done * 100)
            job.progress(begin + (end - begin) * done, stage, f"{what}, {done:.0%}")

    return report_step
