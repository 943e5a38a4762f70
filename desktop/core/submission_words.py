"""How things stand with submissions on their way, in words."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.outbox import Submission
from desktop.core.words import explain, seconds_left
from desktop.i18n import tr, trn

#: Those that go no further without the user.
STUCK = frozenset({"refused", "unsendable"})


def said_of(submission: Submission, retry_at: float | None, now_s: float) -> str:
    """Return one line about a submission.

    Args:
        submission: which.
        retry_at: when the server is asked next, Unix seconds; None where no try is planned.
        now_s: the time, Unix seconds.
    """
    match submission.state:
        case "uploading":
            sent, whole = _bytes_of([submission])
            percent = int(100 * sent / whole) if whole else 0
            words = tr("Uploading {percent} % of {size}", percent=percent, size=size_in_words(whole))
        case "sending":
            words = tr("Sending…")
        case "accepted":
            words = tr("Accepted")
        case "refused" | "unsendable":
            words = _why(submission)
        case _ if submission.error is not None and retry_at is not None and retry_at > now_s:
            words = tr("Waiting for the server: next try in {seconds} s", seconds=seconds_left(retry_at, now_s))
        case _ if submission.error is not None:
            words = tr("Waiting for the server")
        case _:
            words = tr("Waiting for its turn")
    return words


def summary_of(submissions: Sequence[Submission]) -> str:
    """Return one line about all of them."""
    stuck = sum(one.state in STUCK for one in submissions)
    going = len(submissions) - stuck
    parts = []
    if going:
        parts.append(trn("{n} job on its way", "{n} jobs on their way", going))
        sent, whole = _bytes_of([one for one in submissions if one.state not in STUCK])
        if whole:
            percent = int(100 * sent / whole)
            parts.append(tr("{percent} % of {size} uploaded", percent=percent, size=size_in_words(whole)))
    if stuck:
        parts.append(trn("{n} job needs you", "{n} jobs need you", stuck))
    return " · ".join(parts)


def share_of(submissions: Sequence[Submission]) -> float | None:
    """Return how much of the files has arrived, 0..1; None where there are none to send."""
    sent, whole = _bytes_of(submissions)
    return sent / whole if whole else None


def size_in_words(count_bytes: float) -> str:
    """Return a number of bytes in words, by powers of 1000 as file managers do."""
    unit = "B"
    for larger in ("kB", "MB", "GB"):
        if count_bytes < 1000:
            break
        count_bytes, unit = count_bytes / 1000, larger
    return f"{count_bytes:.0f} {unit}" if unit in ("B", "kB") or count_bytes >= 100 else f"{count_bytes:.1f} {unit}"


def _why(submission: Submission) -> str:
    errors = [upload.error for upload in submission.files if upload.error is not None]
    error = errors[0] if errors else submission.error
    if error is None:
        return tr("It can't be sent.")
    words = explain(error)
    return " ".join(
        part for part in (f"{words.what}:" if words.why else f"{words.what}.", words.why, words.todo) if part
    )


def _bytes_of(submissions: Sequence[Submission]) -> tuple[int, int]:
    files = [upload for one in submissions for upload in one.files]
    sent = sum(upload.bytes if upload.file_id is not None else min(upload.sent_bytes, upload.bytes) for upload in files)
    return sent, sum(upload.bytes for upload in files)
