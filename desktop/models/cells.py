"""What a job says in each column: in words, with the name of an icon and of a meaning. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.estimates import elapsed_s, finish_words, progress_is_known, range_words, span_words
from desktop.core.job import CANCELLED, FAILED, RUNNING, SUCCEEDED, TIMED_OUT, WAITING, Job
from desktop.i18n import N_, known, tr
from desktop.models.columns import Column
from desktop.models.moments import clock, day

STATE_WORDS = {
    RUNNING: N_("Running"),
    WAITING: N_("Waiting"),
    FAILED: N_("Failed"),
    TIMED_OUT: N_("Timed out"),
    CANCELLED: N_("Cancelled"),
    SUCCEEDED: N_("Succeeded"),
}
#: Icon and meaning (a colour's name in the theme) of each state.
STATE_SIGNS = {
    RUNNING: ("running", "running"),
    WAITING: ("queued", "waiting"),
    FAILED: ("failed", "danger"),
    TIMED_OUT: ("timed_out", "danger"),
    CANCELLED: ("cancelled", "muted"),
    SUCCEEDED: ("succeeded", "success"),
}
PRIORITY_WORDS = {"urgent": N_("Urgent"), "high": N_("High"), "normal": N_("Normal"), "low": N_("Low")}

_NOTE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is painted.

    Args:
        text: the first line.
        note: the second, of less weight; empty for none.
        icon: an icon's name, empty for none.
        tone: the name of the theme's colour for icon and bar.
        bar: whether a progress bar takes the second line's place.
        fraction: how far the bar is, 0 to 1; None while nobody knows.
        figure: whether it is right-aligned with tabular numerals.
        quiet: whether the first line has less weight too.
    """

    text: str
    note: str = ""
    icon: str = ""
    tone: str = "text"
    bar: bool = False
    fraction: float | None = None
    figure: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When one looks at a row.

    Args:
        now_s: the server's time, Unix seconds.
        cancelling: whether it is about to be cancelled and can still be saved.
    """

    now_s: float
    cancelling: bool = False


def cell(job: Job, column: Column, kind_title: Callable[[str], str], at: Moment) -> Cell:
    """Return what a job says in a column."""
    if column is Column.JOB:
        kind = kind_title(job.kind)
        return Cell(job.title, kind) if job.title else Cell(kind)
    if column is Column.STATE:
        return _state(job, at)
    if column is Column.TIME:
        return _time(job, at)
    if column is Column.PRIORITY:
        words = PRIORITY_WORDS.get(job.priority)
        return Cell(tr(words) if words else job.priority, quiet=job.priority == "normal" or not job.live)
    moment_s = job.created_at if column is Column.CREATED else job.finished_at
    if not moment_s:
        return Cell("", figure=True)
    return Cell(clock(moment_s), day(moment_s, at.now_s), figure=True, quiet=True)


def spoken(job: Job, kind_title: Callable[[str], str], at: Moment) -> str:
    """Return the whole row in words: ``class.mp4, running, 42 %, correlating, about 2 min left``."""
    state = _state(job, at)
    parts = [job.title or kind_title(job.kind), state_word(job, at).lower()]
    if job.state == RUNNING:
        parts += [percent(job), known(job.stage), time_left(job, at)]
    elif job.state == WAITING:
        parts += [state.note, _starts(job, at)]
    else:
        parts += [state.note]
    return ", ".join(part for part in parts if part)


def state_word(job: Job, at: Moment | None = None) -> str:
    """Return where a job stands, in a word or three."""
    if job.live and at is not None and at.cancelling:
        return tr("Will be cancelled")
    if job.live and job.cancel_requested:
        return tr("Stopping")
    words = STATE_WORDS.get(job.state)
    return tr(words) if words else job.state


def percent(job: Job) -> str:
    """Return how far a running job is; empty while it is not known, and at the very end, where no number is true."""
    return f"{int(job.progress * 100)} %" if 0 < job.progress < 1 else ""


def time_left(job: Job, at: Moment) -> str:
    """Return what is known of a running job's end, as a range; empty when nothing is."""
    known_span = finish_words(job, at.now_s)
    return tr("{span} left", span=known_span) if known_span else ""


def _state(job: Job, at: Moment) -> Cell:
    icon, tone = STATE_SIGNS.get(job.state, ("info", "muted"))
    word = state_word(job, at)
    if job.live and at.cancelling:
        return Cell(word, tr("Can still be undone"), "cancelled", "muted")
    if job.live and job.cancel_requested:
        return Cell(word, known(job.stage), "stop", "muted")
    if job.state == RUNNING:
        return _running(job, word, icon, tone)
    if job.state == WAITING:
        return _waiting(job, word, icon, tone, at.now_s)
    note = job.error_message if job.state in {FAILED, TIMED_OUT} else job.message
    return Cell(word, _one_line(note), icon, tone)


def _running(job: Job, word: str, icon: str, tone: str) -> Cell:
    doing = known(job.stage) if job.progress < 1 else tr("finishing")
    text = f"{word} · {doing}" if doing else word
    fraction = min(1.0, job.progress) if progress_is_known(job) else None
    return Cell(text, percent(job), icon, tone, bar=True, fraction=fraction)


def _waiting(job: Job, word: str, icon: str, tone: str, now_s: float) -> Cell:
    if job.not_before and job.not_before > now_s:
        at = clock(job.not_before)
        if job.attempt:
            return Cell(word, tr("Attempt {n} at {clock}", n=job.attempt + 1, clock=at), "retry", tone)
        return Cell(word, tr("Not before {clock}", clock=at), icon, tone)
    return Cell(word, tr("Place {n} in line", n=f"{job.position:,}") if job.position else "", icon, tone)


def _time(job: Job, at: Moment) -> Cell:
    if job.state == WAITING:
        return Cell(_starts(job, at), figure=True, quiet=True)
    took_s = elapsed_s(job, at.now_s)
    if took_s is None:
        return Cell("", figure=True)
    left = time_left(job, at) if job.live else ""
    return Cell(span_words(took_s), left, figure=True, quiet=not job.live)


def _starts(job: Job, at: Moment) -> str:
    if job.estimated_wait_s is None:
        return ""
    left_s = job.estimated_wait_s - (max(0.0, at.now_s - job.heard_at) if job.heard_at else 0.0)
    return tr("starts in {span}", span=range_words(left_s, left_s)) if left_s >= 1 else tr("starts soon")


def _one_line(text: str) -> str:
    return " ".join(text[:_NOTE_CHARS].split())
