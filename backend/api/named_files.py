"""The uploaded files that a body names: whether they are here, and of a type that is taken."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from backend.api.media_types import accepts
from backend.catalogue import FileInput
from backend.errors import Fault, FileNotFound
from backend.storage import Storage

if TYPE_CHECKING:
    from backend.engine.engine import Engine


@dataclasses.dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that is named at a place in the body."""

    pointer: str
    file_id: str
    input: FileInput

    def missing(self) -> Fault:
        """Return the fault that says that it isn't here."""
        return Fault(self.pointer, str(FileNotFound(self.file_id)))


class NamedFiles:
    """Looks at files that callers name.

    Args:
        engine: knows the uploaded files.
        storage: holds their bytes.
    """

    def __init__(self, engine: Engine, storage: Storage) -> None:
        self._engine, self._storage = engine, storage

    def check(self, files: Iterable[NamedFile], owner: str) -> tuple[list[Fault], list[Fault]]:
        """Return the faults of files that are missing, and of files that are of a wrong type."""
        missing, wrong = [], []
        media_types: dict[str, str | None] = {}
        for named in files:
            if named.file_id not in media_types:
                media_types[named.file_id] = self._media_type(named.file_id, owner)
            media_type = media_types[named.file_id]
            if media_type is None:
                missing.append(named.missing())
            elif not accepts(named.input.accept, media_type):
                detail = f"This file is {media_type}; {' or '.join(named.input.accept)} is needed."
                wrong.append(Fault(named.pointer, detail))
        return missing, wrong

    def _media_type(self, file_id: str, owner: str) -> str | None:
        """Return a file's type; None when its record or its bytes are not here."""
        try:
            media_type = self._engine.file(file_id, owner).media_type
        except FileNotFound:
            return None
        return media_type if self._storage.file_path(file_id).exists() else None


def missing_among(files: Iterable[NamedFile], gone: Collection[str]) -> list[Fault]:
    """Return the faults of those files that turned out to be gone."""
    return [named.missing() for named in files if named.file_id in gone]
