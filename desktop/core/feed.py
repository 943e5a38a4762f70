"""What changed since the last question, from servers that tell it and from older ones that only list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.core.api import Api, Changes, Document, NoFeed
from desktop.core.errors import Gone

#: The cursor from which everything is told.
BEGINNING = "0"
#: The cursor of a server that has none.
LISTED = "listed"


class Feed:
    """Asks for changes.

    Args:
        api: the server; may be replaced.
        known: returns (version, whether live) of each job that is known, by id; for servers that only list.
    """

    def __init__(self, api: Api, known: Callable[[], Mapping[str, tuple[int, bool]]]) -> None:
        self.api = api
        self._known = known
        self._listing = False

    def next(self, cursor: str, *, wait_s: float) -> Changes | None:
        """Return what happened after a cursor, None when nothing did; see ``Api.changes``."""
        if not self._listing:
            try:
                return self.api.changes(BEGINNING if cursor == LISTED else cursor, wait_s=wait_s)
            except NoFeed:
                self._listing = True
        return self._listed(everything=cursor != LISTED)

    def _listed(self, *, everything: bool) -> Changes | None:
        """Find out by listing: all pages at first, later the newest, and each live job beyond them by its id."""
        known = self._known()
        seen: dict[str, Document] = {}
        page: str | None = None
        while True:
            found = self.api.jobs(page)
            seen.update((str(document["id"]), document) for document in found.documents)
            page = found.next
            if page is None or not everything:
                break
        removed = []
        for job_id in [one for one, (_, live) in known.items() if live and one not in seen and not everything]:
            try:
                seen[job_id] = self.api.job(job_id)
            except Gone:
                removed.append(job_id)
        changed = [
            document
            for job_id, document in seen.items()
            if everything or job_id not in known or known[job_id][0] != document.get("version")
        ]
        return Changes(changed, removed, LISTED, more=False) if everything or changed or removed else None
