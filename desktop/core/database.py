"""Opening an SQLite file of the client: one that is damaged, or of a newer client, is set aside, never lost."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path

from desktop.core.errors import local_failure

BUSY_S = 5.0


def open_database(path: Path, *, schema: str, version: int, safe: bool) -> tuple[sqlite3.Connection, Path | None]:
    """Open a database, made anew where there is none that can be used.

    Args:
        path: its file; folders are made.
        schema: statements that make its tables.
        version: of the schema; a file of an older one is made anew as well, there is nothing to migrate yet.
        safe: whether each transaction is on the disk when it is done; else a power cut may lose the last ones.

    Returns:
        The connection, usable from any thread, and where an unusable one was put (None: there was none).

    Raises:
        LocalFailure: the folder can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise local_failure(path.parent, error) from None
    aside = None
    for last in (False, True):
        try:
            connection = _connect(path, safe=safe)
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found == 0:
                with connection:
                    connection.executescript(f"BEGIN; {schema}; PRAGMA user_version = {version:d}; COMMIT")
                return connection, aside
            if found == version and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
                return connection, aside
            connection.close()
        except sqlite3.OperationalError as error:
            if last or "malformed" not in str(error):
                raise local_failure(path, OSError(None, str(error))) from None
        except sqlite3.DatabaseError:
            if last:
                raise
        aside = set_aside(path)
    raise AssertionError("a new file is of this version")


def _connect(path: Path, *, safe: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if safe else 'NORMAL'}")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def set_aside(path: Path) -> Path:
    """Rename a database that can't be used; return its new name."""
    aside = path.with_name(f"{path.name}.aside-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000:06d}")
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(OSError):
            Path(f"{path}{ending}").rename(f"{aside}{ending}")
    return aside
