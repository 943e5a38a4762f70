"""The drafts: timelines that their owners keep and change, and the uploaded files that these need."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from typing import Any

from ulid import ULID

from backend.engine.connection import StoreConnections
from backend.engine.views import pairs
from backend.errors import CursorExpired, DraftChanged, DraftNotFound, FilesMissing, TooManyDrafts

#: In place of versions: any that a draft may have.
ANY = "*"


@dataclasses.dataclass(frozen=True, slots=True)
class DraftRecord:
    """What is known of a draft beside its timeline. Times are Unix milliseconds.

    ``version`` grows with each write and never comes again, not even for another draft of the same id.
    """

    id: str
    name: str
    bytes: int
    version: int
    first_version: int
    created_ms: int
    updated_ms: int
    expires_ms: int


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A draft: its record, its timeline as JSON, and the uploaded files that this names."""

    record: DraftRecord
    document: str
    file_ids: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class DraftPage:
    """Drafts, the last created first; ``next`` is the page after them, None at the end."""

    drafts: list[DraftRecord]
    next: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of a draft's version for it to be written; None demands nothing.

    Args:
        one_of: it is one of these (``ANY``: there is a draft).
        none_of: it is none of these (``ANY``: there is no draft).
    """

    one_of: Collection[str] | None = None
    none_of: Collection[str] | None = None

    def arguments(self) -> tuple[str, str]:
        """Return both as the scripts take them."""
        return _listed(self.one_of), _listed(self.none_of)


ALWAYS = Condition()


class DraftIndex:
    """Records of drafts. Every method raises StoreUnavailable when the store does not answer.

    Args:
        store: the connections to the store.
        ttl_s: how long a draft is kept after it was written or saved last, seconds.
        per_owner: drafts that one owner may keep.
    """

    def __init__(self, store: StoreConnections, *, ttl_s: float, per_owner: int) -> None:
        self.store = store
        self._ttl_ms, self._per_owner = round(ttl_s * 1000), per_owner

    def put(
        self,
        draft_id: str,
        owner: str,
        *,
        name: str,
        document: str,
        file_ids: Sequence[str],
        condition: Condition = ALWAYS,
    ) -> DraftRecord:
        """Create a draft, or replace what it was; the files it needs are kept as long as it is.

        Raises:
            DraftChanged: the condition does not hold; nothing was written.
            FilesMissing: some of the files are not here; nothing was written.
            TooManyDrafts: it would be a new one, and its owner may keep no more; nothing was written.
        """
        answer = self.store.call(
            "draft_put",
            draft_id,
            owner,
            str(ULID()),
            *condition.arguments(),
            name,
            document,
            ",".join(dict.fromkeys(file_ids)),
            self._ttl_ms,
            self._per_owner,
        )
        word = answer[0].decode()
        if word == "full":
            raise TooManyDrafts(self._per_owner)
        if word == "differs":
            raise DraftChanged(draft_id, int(answer[1]) if answer[1] else None)
        if word == "missing":
            raise FilesMissing(answer[1].decode().split(","))
        return _record(draft_id, answer[1])

    def get(self, draft_id: str, owner: str) -> Draft:
        """Return a draft, or raise DraftNotFound."""
        return _draft(draft_id, self.store.command("HGETALL", self.store.key(f"draft:{draft_id}:{owner}")))

    def use(self, draft_id: str, owner: str) -> Draft:
        """Return a draft that is about to be saved, with its time renewed, or raise DraftNotFound."""
        return _draft(draft_id, self.store.call("draft_use", draft_id, owner, self._ttl_ms))

    def delete(self, draft_id: str, owner: str, condition: Condition = ALWAYS) -> None:
        """Delete a draft; its files get the time of an unused upload.

        Raises:
            DraftNotFound: there is none.
            DraftChanged: the condition does not hold.
        """
        answer = self.store.call("draft_delete", draft_id, owner, condition.arguments()[0])
        if answer[0] == b"unknown":
            raise DraftNotFound(draft_id)
        if answer[0] == b"differs":
            raise DraftChanged(draft_id, int(answer[1]))

    def page(self, owner: str, *, limit: int = 50, page: str | None = None) -> DraftPage:
        """Return an owner's drafts, the last created first; ``page`` is the ``next`` of the page before.

        Raises:
            CursorExpired: ``page`` is none.
        """
        if page and not (page.isascii() and page.isdigit()):
            raise CursorExpired(page)
        answer = self.store.call("draft_list", owner, page or "", limit)
        found = [_record(row[0].decode(), row[1:]) for row in answer[1:]]
        return DraftPage(found, answer[0].decode() or None)


def _listed(versions: Collection[str] | None) -> str:
    """Write versions for a script; an empty collection is not '' (which demands nothing) but what no version is."""
    if versions is None:
        return ""
    return ANY if ANY in versions else ",".join(versions) or "none"


def _record(draft_id: str, facts: Sequence[Any]) -> DraftRecord:
    name, *numbers = facts
    return DraftRecord(draft_id, name.decode(), *(int(number) for number in numbers))


def _draft(draft_id: str, flat: list[bytes]) -> Draft:
    if not flat:
        raise DraftNotFound(draft_id)
    found = pairs(flat)
    numbers = ("bytes", "version", "first", "created", "updated", "expires")
    record = DraftRecord(draft_id, found["name"], *(int(found[number]) for number in numbers))
    return Draft(record, found["document"], tuple(found["files"].split(",")) if found["files"] else ())
