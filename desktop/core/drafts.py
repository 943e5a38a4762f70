"""Drafts between the editor and the server: local files are uploaded when a draft is saved."""

from __future__ import annotations

import copy
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.api import Api

#: What stands before the path in the source of a segment whose file is not uploaded yet.
LOCAL = "file:"
_FILE_ID = re.compile(r"[0-9a-f]{64}")


@dataclass
class Draft:
    """A draft as the editor holds it.

    Args:
        id: its name on the server; empty until it is saved first.
        document: its timeline.
        version: what the server called this state; empty before the first save.
        names: what people call the sources: names of files by id.
    """

    id: str
    document: dict[str, Any]
    version: str = ""
    names: dict[str, str] = field(default_factory=dict)


def listed(api: Api) -> list[dict[str, Any]]:
    """Return what is known of all drafts, the last created first."""
    found: list[dict[str, Any]] = []
    page: str | None = None
    while True:
        answer = api.drafts(page)
        found += answer.documents
        page = answer.next
        if not page:
            return found


def loaded(api: Api, draft_id: str) -> Draft:
    """Return a draft with the names of its files."""
    document, version = api.draft(draft_id)
    names = {source: str(api.file(source)["name"]) for source in sources(document) if _FILE_ID.fullmatch(source)}
    return Draft(draft_id, document, version, names)


def saved(api: Api, draft: Draft) -> Draft:
    """Upload what is local, put the draft, and return it as the server has it now.

    Args:
        api: the server.
        draft: not changed; one without an id gets one.

    Raises:
        Refused: 412 where somebody else changed it since; 422 with faults by pointer.
        LocalFailure: a file can't be read.
    """
    document, names = copy.deepcopy(draft.document), dict(draft.names)
    ids: dict[str, str] = {}
    for source in sources(document):
        if source.startswith(LOCAL) and source not in ids:
            record = api.upload(Path(source.removeprefix(LOCAL)))
            ids[source] = str(record["id"])
            names[ids[source]] = str(record["name"])
    for track in document.get("tracks", []):
        for segment in track.get("segments", []):
            segment.update({"source": ids[segment["source"]]} if segment.get("source") in ids else {})
    draft_id = draft.id or new_id(str(document.get("name", "")))
    answer = api.put_draft(draft_id, document, version=draft.version or None, new=not draft.id)
    return Draft(draft_id, document, str(answer["version"]), names)


def sources(document: dict[str, Any]) -> list[str]:
    """Return the sources of a timeline's segments, each once, in order."""
    return list(
        dict.fromkeys(
            str(segment["source"])
            for track in document.get("tracks", [])
            for segment in track.get("segments", [])
            if segment.get("source")
        )
    )


def is_remote(source: str) -> bool:
    """Return whether a source is an uploaded file or an address, not a file of this computer."""
    return bool(_FILE_ID.fullmatch(source)) or source.startswith(("http://", "https://"))


def source_name(source: str, names: dict[str, str]) -> str:
    """Return what people call a source: a file's name, the end of an address."""
    if source.startswith(LOCAL):
        return Path(source.removeprefix(LOCAL)).name
    return names.get(source) or source.rstrip("/").rpartition("/")[2] or source


def new_id(name: str) -> str:
    """Return an id for a new draft that tells its name and is nobody else's."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{plain or 'draft'}-{secrets.token_hex(3)}"
