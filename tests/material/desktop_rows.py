"""Rows of jobs for the desktop client: many, of all states, changing like real ones."""

from __future__ import annotations

import dataclasses
import random

from desktop.core.job import CANCELLED, FAILED, PRIORITIES, RUNNING, SUCCEEDED, TIMED_OUT, WAITING, Job

KIND_TITLES = {
    "beat_sync": "Clean music under a dance video",
    "capcut_draft": "Draft for CapCut or JianYing",
    "document_analysis": "Report on a document or video",
    "pdf_exam": "Exam from lecture PDFs",
    "text_to_video": "Video from a prompt",
}
KINDS = tuple(KIND_TITLES)
NOW_S = 1_764_090_000.0
_NAMES = (
    "class",
    "舞蹈课",
    "Lecture 03 Thermodynamics",
    "rehearsal take 2",
    "期末复习",
    "interview",
    "Straße bei Nacht",
)
_ENDINGS = {"beat_sync": ".mp4", "pdf_exam": ".pdf", "document_analysis": ".epub"}
_STAGES = ("reading", "correlating", "rendering", "writing")
#: How a large list is made up: live ones are few.
_STATES = (SUCCEEDED,) * 80 + (FAILED,) * 8 + (CANCELLED,) * 4 + (TIMED_OUT,) + (WAITING,) * 5 + (RUNNING,) * 2


def title_of(kind: str) -> str:
    """Return a kind's title as the server gives it."""
    return KIND_TITLES.get(kind, kind)


def row(number: int, state: str, rng: random.Random, *, now_s: float = NOW_S) -> Job:
    """Return a job.

    Args:
        number: makes its id; a greater one is newer.
        state: where it stands.
        rng: for all else.
        now_s: the server's Unix seconds.
    """
    kind = rng.choice(KINDS)
    created = now_s - 86_400 + number * 8
    started = created + rng.uniform(0, 60) if state != WAITING else None
    ended = started + rng.uniform(2, 900) if started is not None and state != RUNNING else None
    left_s = rng.uniform(5, 600)
    return Job(
        id=f"01J{number:023d}",
        kind=kind,
        state=state,
        title=f"{rng.choice(_NAMES)} {number}{_ENDINGS.get(kind, '')}",
        priority=rng.choice(PRIORITIES),
        progress={RUNNING: rng.choice((0.0, rng.random()))}.get(state, 1.0 if state == SUCCEEDED else 0.0),
        stage=rng.choice(_STAGES) if state == RUNNING else "",
        message={RUNNING: f"step {number % 9} of 9", SUCCEEDED: f"{number % 30} quotes, {number % 7} chapters"}.get(
            state, ""
        ),
        position=number % 500 + 1 if state == WAITING else 0,
        estimated_wait_s=left_s if state == WAITING else None,
        estimated_finish_s=left_s if state in (WAITING, RUNNING) else None,
        estimated_low_s=left_s * 0.6 if state in (WAITING, RUNNING) else None,
        estimated_high_s=left_s * 1.8 if state in (WAITING, RUNNING) else None,
        attempt=0 if state == WAITING else 1,
        cancel_requested=False,
        created_at=created,
        started_at=started,
        finished_at=ended,
        not_before=None,
        error_code="unreadable_pdf" if state == FAILED else "",
        error_message="The PDF is encrypted; remove its password and submit it again." if state == FAILED else "",
        version=1,
        heard_at=now_s,
    )


def rows(count: int, seed: int = 1, *, now_s: float = NOW_S) -> list[Job]:
    """Return so many jobs of all states."""
    rng = random.Random(seed)
    return [row(number, rng.choice(_STATES), rng, now_s=now_s) for number in range(count)]


def changed(job: Job, rng: random.Random, *, now_s: float = NOW_S) -> Job:
    """Return a job as it may be next: further, started, ended; an ended one begins anew, so that a storm never ends."""
    if job.state == WAITING:
        return dataclasses.replace(
            job, state=RUNNING, position=0, progress=0.0, stage=_STAGES[0], started_at=now_s, version=job.version + 1
        )
    if job.state == RUNNING and job.progress < 0.9 and rng.random() < 0.9:
        progress = min(0.95, job.progress + rng.uniform(0.01, 0.1))
        return dataclasses.replace(
            job,
            progress=progress,
            stage=_STAGES[int(progress * len(_STAGES))],
            message=f"step {int(progress * 9)} of 9",
            version=job.version + 1,
            heard_at=now_s,
        )
    if job.state == RUNNING:
        ended = {"state": rng.choice((SUCCEEDED, SUCCEEDED, FAILED)), "finished_at": now_s, "progress": 1.0}
        return dataclasses.replace(job, **ended, stage="", version=job.version + 1)  # type: ignore[arg-type]
    return dataclasses.replace(
        job, state=WAITING, started_at=None, finished_at=None, progress=0.0, position=1, version=job.version + 1
    )
