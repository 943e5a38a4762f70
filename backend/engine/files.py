"""The index of uploaded files: what they are, whose, and which jobs and drafts need them. The bytes lie in storage."""

from __future__ import annotations

from collections.abc import Sequence

from backend.engine.connection import StoreConnections
from backend.engine.views import FileRecord, pairs
from backend.errors import FileInUse, FileNotFound


class FileIndex:
    """Records of uploaded files.

    Args:
        store: the connections to the store.
        ttl_s: how long an unused upload is kept, seconds.
    """

    def __init__(self, store: StoreConnections, *, ttl_s: float) -> None:
        self.store = store
        self._ttl_ms = round(ttl_s * 1000)

    def add(self, file_id: str, owner: str, *, name: str, media_type: str, bytes_: int) -> FileRecord:
        """Note an uploaded file; uploading it again renews its time."""
        return _file_record(
            file_id, owner, self.store.call("file", "add", file_id, owner, name, media_type, bytes_, self._ttl_ms)
        )

    def get(self, file_id: str, owner: str) -> FileRecord:
        """Return an uploaded file's record.

        Raises:
            FileNotFound: it was never uploaded by this owner, was deleted, or has expired.
        """
        record = self.store.command("HGETALL", self.store.key(f"file:{file_id}:{owner}"))
        if not record:
            raise FileNotFound(file_id)
        return _file_record(file_id, owner, record)

    def delete(self, file_id: str, owner: str) -> None:
        """Delete an uploaded file.

        Raises:
            FileNotFound: there is none.
            FileInUse: a waiting or running job needs it, or a draft does.
        """
        answer = self.store.call("file", "delete", file_id, owner)
        if answer[0] == b"unknown":
            raise FileNotFound(file_id)
        if answer[0] == b"used":
            users = [user.decode().partition(":")[::2] for user in answer[1:]]
            raise FileInUse(
                file_id,
                [user_id for what, user_id in users if what == "job"],
                [user_id for what, user_id in users if what == "draft"],
            )

    def litter(self, removed: Sequence[str] = (), *, limit: int = 100) -> list[str]:
        """Return names (``job:<id>``, ``file:<id>``) whose files may go, after reporting those that are gone."""
        return [name.decode() for name in self.store.call("litter", limit, *removed)]


def _file_record(file_id: str, owner: str, flat: list[bytes]) -> FileRecord:
    record = pairs(flat)
    return FileRecord(
        file_id, owner, record["name"], record["media_type"], int(record["bytes"]), int(record["created"])
    )
