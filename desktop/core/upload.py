"""Getting one local file of a submission to the server, as it was when it was chosen."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

from desktop.core.api import Api
from desktop.core.cache import Cache
from desktop.core.errors import LocalFailure, Stopped, local_failure
from desktop.core.outbox import Upload
from desktop.core.saving import sha256_of

#: Files up to this size are hashed first: when the server has them, nothing is sent.
HASHED_BYTES = 64 * 2**20


def look_at(upload: Upload) -> None:
    """Note size and time of a file that was just chosen; what can't be sent says so."""
    if upload.modified_ns is not None:
        return
    try:
        about = Path(upload.path).stat()
    except OSError as error:
        upload.error = local_failure(Path(upload.path), error)
        return
    if not stat.S_ISREG(about.st_mode):
        upload.error = LocalFailure(upload.path, "not a file")
        return
    upload.bytes, upload.modified_ns = about.st_size, about.st_mtime_ns


def send(
    upload: Upload, api: Api, cache: Cache | None, *, on_bytes: Callable[[], None], stopped: Callable[[], bool]
) -> None:
    """Upload a file unless the server has its bytes already; its id is in the record then.

    Args:
        upload: the record, looked at before.
        api: the server.
        cache: knows what was uploaded before; None: nothing does.
        on_bytes: called after each piece, when the record has been brought up to date.
        stopped: asked before each piece; true ends it.

    Raises:
        LocalFailure: the file has changed or gone.
        Stopped: as asked.
    """
    path = Path(upload.path)
    _refuse_changed(upload)
    known = cache.file_of(path, upload.bytes, upload.modified_ns or 0) if cache is not None else None
    if known is None and upload.bytes <= HASHED_BYTES:
        known = sha256_of(path, stopped=stopped)
    if stopped():
        raise Stopped
    if known is None or not api.has_file(known):

        def sent(count_bytes: int) -> None:
            upload.sent_bytes = count_bytes
            on_bytes()

        try:
            known = str(api.upload(path, name=upload.name, on_bytes=sent, stopped=stopped)["id"])
        except LocalFailure as error:
            upload.error = error
            raise
    # What was sent may be half the old file and half the new one.
    _refuse_changed(upload)
    upload.file_id, upload.sent_bytes = known, upload.bytes
    if cache is not None:
        with contextlib.suppress(sqlite3.Error, OSError):
            cache.add_file(known, upload.name, source=path)


def _refuse_changed(upload: Upload) -> None:
    """Compare a file with what it was when it was chosen.

    Raises:
        LocalFailure: when it is not the same; the record says so too.
    """
    if upload.error is None:
        try:
            about = Path(upload.path).stat()
        except OSError as error:
            upload.error = local_failure(Path(upload.path), error)
        else:
            if (about.st_size, about.st_mtime_ns) != (upload.bytes, upload.modified_ns):
                upload.error = LocalFailure(upload.path, "changed")
    if upload.error is not None:
        raise upload.error
