"""What a submission refers to is put beside its parameters as it is now, so that later changes don't reach the job.

A snapshot is stored like an upload, under the hash of its bytes: the job needs it as it needs its files, a retry finds
it again, and it goes when no job needs it any more.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from backend.catalogue import DraftInput, Kind, Parameters
from backend.drafts import parse
from backend.errors import DraftNotFound, Fault
from backend.storage import Received, Storage

if TYPE_CHECKING:
    from backend.engine.drafts import Draft
    from backend.engine.engine import Engine
    from backend.engine.views import FileRecord


@dataclasses.dataclass(frozen=True, slots=True)
class NamedDraft:
    """A draft that the parameters name, as it is now."""

    pointer: str
    mark: DraftInput
    draft: Draft

    def gone(self, pointer: str) -> Fault:
        """Return the fault that says that one of its files is gone; ``pointer`` leads to it in the timeline."""
        return Fault(self.pointer, f"The file at {pointer} of this draft is gone. Upload it and put the draft again.")


class Attachments:
    """Finds drafts that parameters name, and keeps what they are for a job.

    Args:
        engine: knows drafts and files.
        storage: holds the bytes.
    """

    def __init__(self, engine: Engine, storage: Storage) -> None:
        self._engine, self._storage = engine, storage

    def find(self, kind: Kind, params: Parameters, owner: str) -> tuple[list[NamedDraft], list[Fault]]:
        """Return the drafts that the parameters name, and a fault for each that is not here or lacks files."""
        drafts: list[NamedDraft] = []
        faults: list[Fault] = []
        for below, draft_id, mark in kind.drafts(params):
            pointer = "/params" + below
            try:
                named = NamedDraft(pointer, mark, self._engine.drafts.use(draft_id, owner))
            except DraftNotFound as error:
                faults.append(Fault(pointer, str(error)))
                continue
            drafts.append(named)
            faults += self.lacking(named, (one for one in named.draft.file_ids if not self._is_here(one)))
        return drafts, faults

    def keep(self, drafts: Iterable[NamedDraft], owner: str) -> Iterator[tuple[str, str]]:
        """Store the timelines as they are, and yield each one's name for the job and the id of its file."""
        for named in drafts:
            yield named.mark.attachment, self._stored(named.draft, owner).id

    @staticmethod
    def lacking(named: NamedDraft, gone: Iterable[str]) -> list[Fault]:
        """Return a fault for each place in a draft that names a file which is gone."""
        ids = set(gone)
        if not ids:
            return []
        places = parse(json.loads(named.draft.document)).files()
        return [named.gone(pointer) for pointer, file_id, _ in places if file_id in ids]

    def _is_here(self, file_id: str) -> bool:
        return self._storage.file_path(file_id).exists()

    def _stored(self, draft: Draft, owner: str) -> FileRecord:
        data = draft.document.encode()

        def record(received: Received) -> FileRecord:
            name = f"{draft.record.id}.json"
            return self._engine.add_file(
                received.file_id, owner, name=name, media_type="application/json", bytes_=len(data)
            )

        return self._storage.receive([data], max_bytes=len(data), record=record)
