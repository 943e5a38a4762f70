"""What the server said last, kept so that the list shows at once: jobs, kinds, names of files, values of forms.

Losing it costs one reload. Any thread may call; each call is one transaction.
"""

from __future__ import annotations

import dataclasses
import json
import operator
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop.core.database import open_database, set_aside
from desktop.core.job import Job, job_of
from desktop.core.titles import files_of, title_of

VERSION = 1
#: Finished jobs that are kept.
MOST_FINISHED = 20_000
#: So many more before the oldest are dropped, so that it does not happen at each one.
_SLACK = 500
#: Rows read between two chances for other threads.
_PIECE = 500

_COLUMNS = [field.name for field in dataclasses.fields(Job)]
_values = operator.attrgetter(*_COLUMNS)
_FLAG = _COLUMNS.index("cancel_requested")

_SCHEMA = f"""
CREATE TABLE jobs (live INTEGER NOT NULL, {", ".join(_COLUMNS)}, PRIMARY KEY (id)) WITHOUT ROWID;
CREATE TABLE documents (id TEXT PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE files (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE sources (path TEXT PRIMARY KEY, bytes INTEGER, modified_ns INTEGER, file_id TEXT);
CREATE TABLE forms (kind TEXT PRIMARY KEY, filled TEXT NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)
"""

_PUT_JOB = f"INSERT OR REPLACE INTO jobs (live, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})"  # noqa: S608
_ALL_JOBS = f"SELECT {', '.join(_COLUMNS)} FROM jobs"  # noqa: S608

Document = dict[str, Any]


class Cache:
    """The memory of one server.

    Args:
        path: the database's file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock, self._reading_lock = threading.RLock(), threading.Lock()
        self._database, self.aside = open_database(path, schema=_SCHEMA, version=VERSION, safe=False)
        self._reading = sqlite3.connect(path, timeout=1.0, check_same_thread=False)
        self._versions: dict[str, int] = {}

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()
            self._reading.close()

    def renew(self) -> None:
        """Start anew after the file turned out to be damaged; it is set aside."""
        with self._lock:
            self.close()
            set_aside(self._path)
            self._database, _ = open_database(self._path, schema=_SCHEMA, version=VERSION, safe=False)
            self._reading = sqlite3.connect(self._path, timeout=1.0, check_same_thread=False)
            self._versions.clear()

    # --- jobs ----------------------------------------------------------------------------------------

    def rows(self) -> list[Job]:
        """Return all jobs that are kept."""
        found: list[Job] = []
        with self._lock:
            selected = self._database.execute(_ALL_JOBS)
            while piece := selected.fetchmany(_PIECE):
                found += [_row(row) for row in piece]
                time.sleep(0)
            self._versions = {job.id: job.version for job in found}
        return found

    def document(self, job_id: str) -> Document | None:
        """Return a job's whole document; quick, and never behind a writer."""
        row = self._read("SELECT document FROM documents WHERE id = ?", job_id)
        return None if row is None else _unpacked(row[0])

    def apply(
        self,
        documents: Sequence[Document],
        removed: Iterable[str] = (),
        *,
        heard_at: float,
        cursor: str | None = None,
        anew: bool = False,
    ) -> list[Job]:
        """Take in what the server told; return the rows that it makes.

        A document that is older than what is known changes nothing.

        Args:
            documents: of jobs.
            removed: ids of jobs that are gone.
            heard_at: the server's Unix seconds.
            cursor: from where to ask on; None leaves it.
            anew: what is known counts nothing: everything is being loaded again.
        """
        gone = list(removed)
        with self._lock:
            names = self._names_in(documents)
            rows, packed = [], []
            for document in documents:
                job = job_of(document, title_of(document, names), heard_at)
                if anew or job.version >= self._versions.get(job.id, -1):
                    rows.append(job)
                    packed.append((job.id, _packed(document)))
            with self._database:
                self._database.executemany(_PUT_JOB, [(job.live, *_values(job)) for job in rows])
                self._database.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", packed)
                self._drop(gone)
                if cursor is not None:
                    self._put_fact("cursor", cursor)
            self._versions.update((job.id, job.version) for job in rows)
        return rows

    def keep_only(self, job_ids: set[str]) -> None:
        """Drop all other jobs: everything was loaded again, and they were not there."""
        with self._lock, self._database:
            known = {row[0] for row in self._database.execute("SELECT id FROM jobs")}
            self._drop(list(known - job_ids))

    def trim(self, most: int = MOST_FINISHED) -> list[str]:
        """Drop the oldest finished jobs where there are too many; return their ids."""
        with self._lock, self._database:
            count = self._database.execute("SELECT count(*) FROM jobs WHERE live = 0").fetchone()[0]
            if count <= most + min(_SLACK, most):
                return []
            oldest = "SELECT id FROM jobs WHERE live = 0 ORDER BY created_at LIMIT ?"
            ids = [row[0] for row in self._database.execute(oldest, (count - most,))]
            self._drop(ids)
            return ids

    def _drop(self, job_ids: Sequence[str]) -> None:
        for table in ("jobs", "documents"):
            self._database.executemany(f"DELETE FROM {table} WHERE id = ?", [(one,) for one in job_ids])  # noqa: S608
        for one in job_ids:
            self._versions.pop(one, None)

    # --- names of files --------------------------------------------------------------------------------

    def add_file(self, file_id: str, name: str, *, source: Path | None = None) -> None:
        """Remember what a file is called, and where it came from.

        Args:
            file_id: what the server calls it.
            name: what people call it; empty when nobody knows, which is not asked again.
            source: where it lies on this computer.
        """
        with self._lock, self._database:
            # The name that the user gave it himself wins over what others called the same bytes.
            keep = "OR REPLACE" if source or name else "OR IGNORE"
            self._database.execute(f"INSERT {keep} INTO files VALUES (?, ?)", (file_id, name))  # noqa: S608
            if source is not None:
                about = source.stat()
                self._database.execute(
                    "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
                    (str(source), about.st_size, about.st_mtime_ns, file_id),
                )

    def file_name(self, file_id: str) -> str | None:
        """Return what a file is called; empty when nobody knows, None when nobody was asked."""
        return self._names([file_id]).get(file_id)

    def file_of(self, source: Path, size_bytes: int, modified_ns: int) -> str | None:
        """Return the id of a file of this computer that was uploaded as it is now, None when it was not."""
        with self._lock:
            row = self._database.execute(
                "SELECT file_id FROM sources WHERE path = ? AND bytes = ? AND modified_ns = ?",
                (str(source), size_bytes, modified_ns),
            ).fetchone()
        return None if row is None else str(row[0])

    def unnamed_files(self, documents: Iterable[Document]) -> list[str]:
        """Return the ids of files that these jobs name and whose names were never asked for."""
        wanted = list(dict.fromkeys(one for document in documents for one in files_of(document)))
        known = self._names(wanted)
        return [one for one in wanted if one not in known]

    def retitle(self, job_ids: Iterable[str]) -> list[Job]:
        """Give jobs their titles anew, now that more names of files are known; return the rows that changed."""
        changed = []
        with self._lock, self._database:
            for job_id in job_ids:
                found = self._database.execute(f"{_ALL_JOBS} WHERE id = ?", (job_id,)).fetchone()
                document = self.document(job_id)
                if found is None or document is None:
                    continue
                row = _row(found)
                title = title_of(document, self._names_in([document]))
                if title != row.title:
                    changed.append(dataclasses.replace(row, title=title))
            self._database.executemany(_PUT_JOB, [(job.live, *_values(job)) for job in changed])
        return changed

    def _names_in(self, documents: Iterable[Document]) -> dict[str, str]:
        return self._names({one for document in documents for one in files_of(document)})

    def _names(self, file_ids: Iterable[str]) -> dict[str, str]:
        with self._lock:
            found = (
                self._database.execute("SELECT id, name FROM files WHERE id = ?", (one,)).fetchone() for one in file_ids
            )
            return {row[0]: row[1] for row in found if row is not None}

    # --- forms and facts -------------------------------------------------------------------------------

    def form_values(self, kind: str) -> Document | None:
        """Return what a kind's form was filled with last."""
        row = self._read("SELECT filled FROM forms WHERE kind = ?", kind)
        return None if row is None else dict(json.loads(row[0]))

    def keep_form_values(self, kind: str, values: Mapping[str, Any]) -> None:
        """Remember what a kind's form was filled with."""
        with self._lock, self._database:
            self._database.execute("INSERT OR REPLACE INTO forms VALUES (?, ?)", (kind, json.dumps(values)))

    def fact(self, name: str) -> str | None:
        """Return a small value that was kept, such as ``cursor`` or ``as_of``."""
        with self._lock:
            row = self._database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_fact(self, name: str, value: str) -> None:
        """Keep a small value."""
        with self._lock, self._database:
            self._put_fact(name, value)

    def _read(self, select: str, key: str) -> Any:
        """Return one row, without waiting for whoever writes."""
        try:
            with self._reading_lock:
                return self._reading.execute(select, (key,)).fetchone()
        except sqlite3.Error:  # damaged, or closed just now: the writer will notice and start anew
            return None

    def _put_fact(self, name: str, value: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def _row(columns: Sequence[Any]) -> Job:
    values = list(columns)
    values[_FLAG] = bool(values[_FLAG])
    return Job(*values)


def _packed(document: Document) -> bytes:
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _unpacked(data: bytes) -> Document:
    return dict(json.loads(zlib.decompress(data)))
