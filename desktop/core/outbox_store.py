"""The outbox on the disk: whatever was handed over is there until the server has accepted it."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

from desktop.core import errors
from desktop.core.database import open_database
from desktop.core.errors import ClientError, LocalFailure
from desktop.core.outbox import Submission, Upload

VERSION = 1

_SCHEMA = """
CREATE TABLE submissions (place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, submission TEXT NOT NULL)
"""

#: What is written down of failures; anything else happened on the way and is found out again.
_KINDS: dict[str, type[ClientError]] = {
    kind.__name__: kind
    for kind in (errors.Unreachable, errors.Busy, errors.Refused, errors.Unauthorized, errors.Gone, errors.LocalFailure)
}


class Outbox:
    """Keeps submissions until they are accepted; each call is on the disk when it returns.

    Args:
        path: the database's file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._database, self.aside = open_database(path, schema=_SCHEMA, version=VERSION, safe=True)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def put(self, submission: Submission) -> None:
        """Keep a submission as it is now; the first time it gets its place at the end.

        Raises:
            LocalFailure: the disk is full or can't be written.
        """
        text = json.dumps(_record(submission), ensure_ascii=False)
        statement = (
            "INSERT INTO submissions (id, submission) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET submission = excluded.submission"
        )
        self._write(statement, (submission.id, text))

    def remove(self, submission_id: str) -> None:
        """Forget a submission."""
        self._write("DELETE FROM submissions WHERE id = ?", (submission_id,))

    def submissions(self) -> list[Submission]:
        """Return all of them in order; what was under way when the client ended is waiting again."""
        with self._lock:
            found = self._database.execute("SELECT submission FROM submissions ORDER BY place").fetchall()
        return [_submission(json.loads(text)) for (text,) in found]

    def _write(self, statement: str, values: tuple[str, ...]) -> None:
        try:
            with self._lock, self._database:
                self._database.execute(statement, values)
        except sqlite3.Error as error:
            reason = "disk full" if "full" in str(error) else str(error)
            raise LocalFailure(str(self._path), reason) from None


def _record(submission: Submission) -> dict[str, Any]:
    record = {one.name: getattr(submission, one.name) for one in dataclasses.fields(submission)}
    record["files"] = [
        {one.name: getattr(upload, one.name) for one in dataclasses.fields(upload)}
        | {"error": _error_record(upload.error)}
        for upload in submission.files
    ]
    return record | {"error": _error_record(submission.error)}


def _submission(record: dict[str, Any]) -> Submission:
    fields = {one.name for one in dataclasses.fields(Submission)}
    known = {name: value for name, value in record.items() if name in fields}
    known["files"] = [Upload(**{**upload, "error": _error(upload["error"])}) for upload in record["files"]]
    known["error"] = _error(record["error"])
    submission = Submission(**known)
    if submission.state in ("uploading", "sending"):
        submission.state = "waiting"
    return submission


def _error_record(error: ClientError | None) -> dict[str, Any] | None:
    name = type(error).__name__
    if error is None or name not in _KINDS:
        return None
    return {"type": name, **{one.name: getattr(error, one.name) for one in dataclasses.fields(error)}}  # type: ignore[arg-type]


def _error(record: dict[str, Any] | None) -> ClientError | None:
    if record is None:
        return None
    fields = {name: value for name, value in record.items() if name != "type"}
    return _KINDS[record["type"]](**fields)
