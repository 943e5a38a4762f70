"""``/v1/files``: upload a file, look at its record, fetch its bytes, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import falcon

from backend.api.caller import owner_of
from backend.api.contents import send_file
from backend.api.documents import file_document
from backend.api.media_types import media_type_of
from backend.api.query import Query
from backend.api.uploads import Upload
from backend.errors import FileNotFound
from backend.settings import Settings
from backend.storage import FILE_ID_PATTERN, Received, Storage

if TYPE_CHECKING:
    from backend.engine.engine import Engine
    from backend.engine.views import FileRecord


def checked_id(file_id: str) -> str:
    """Return an id from an address.

    Raises:
        FileNotFound: when no file can have such an id.
    """
    if not FILE_ID_PATTERN.fullmatch(file_id):
        raise FileNotFound(file_id[:64])
    return file_id


class Files:
    """All uploads."""

    def __init__(self, engine: Engine, storage: Storage, settings: Settings) -> None:
        self._engine, self._storage, self._settings = engine, storage, settings

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        """Take a file, as a form or as the bare body; the same bytes have the same id."""
        query = Query(request, {"name"})
        name = query.word("name")
        query.refuse_faults()
        owner, limit = owner_of(request), self._settings.max_file_bytes
        upload = Upload(request, max_bytes=limit, name=name or None)

        def record(received: Received) -> FileRecord:
            media_type = media_type_of(received.head, upload.name)
            return self._engine.add_file(
                received.file_id, owner, name=upload.name, media_type=media_type, bytes_=received.bytes
            )

        document = file_document(self._storage.receive(upload.pieces(), max_bytes=limit, record=record))
        response.status = falcon.HTTP_201
        response.location = document["links"]["self"]
        response.media = document


class OneFile:
    """The record of one upload."""

    def __init__(self, engine: Engine, storage: Storage) -> None:
        self._engine, self._storage = engine, storage

    def on_get(self, request: falcon.Request, response: falcon.Response, file_id: str) -> None:
        """Tell what is known of the file."""
        response.media = file_document(self._engine.file(checked_id(file_id), owner_of(request)))

    on_head = on_get

    def on_delete(self, request: falcon.Request, response: falcon.Response, file_id: str) -> None:
        """Delete the file, unless a waiting or running job needs it."""
        litter = f"file:{checked_id(file_id)}"
        with self._storage.files_held():
            self._engine.delete_file(file_id, owner_of(request))
            # Not litter when another owner uploaded the same bytes.
            if litter in self._engine.litter(limit=1000):
                self._storage.remove_file(file_id)
                self._engine.litter([litter], limit=1)
        response.status = falcon.HTTP_204


class FileContent:
    """The bytes of one upload."""

    def __init__(self, engine: Engine, storage: Storage) -> None:
        self._engine, self._storage = engine, storage

    def on_get(self, request: falcon.Request, response: falcon.Response, file_id: str) -> None:
        """Send the file, or the range asked for."""
        record = self._engine.file(checked_id(file_id), owner_of(request))
        path = self._storage.file_path(record.id)
        try:
            send_file(request, response, path, sha256=record.id, media_type=record.media_type, name=record.name)
        except FileNotFoundError:
            raise FileNotFound(record.id) from None

    on_head = on_get
