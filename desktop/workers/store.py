"""Where what is known of one server lies on this computer, opened so that the client always starts."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from desktop.core.cache import Cache
from desktop.core.errors import LocalFailure
from desktop.core.outbox_store import Outbox
from desktop.i18n import tr


class Store:
    """The files of one server.

    Args:
        folder: this user's folder of the client.
        server: its address.
        say: takes what the user should know.
    """

    def __init__(self, folder: Path, server: str, say: Callable[[str], None]) -> None:
        host = re.sub(r"[^\w.-]", "_", urlsplit(server).netloc)[:60]
        self.folder = folder / f"{host}-{hashlib.sha256(server.encode()).hexdigest()[:8]}"
        self.previews = self.folder / "previews"
        self._say = say

    def cache(self) -> Cache:
        """Open the cache; where its folder can't be written, one that ends with the client."""
        try:
            cache = Cache(self.folder / "cache.sqlite3")
        except (LocalFailure, sqlite3.Error):
            self._say(tr("The list can't be kept on this computer: its folder can't be written."))
            return Cache(_for_now() / "cache.sqlite3")
        if cache.aside is not None:
            self._say(tr("The list kept on this computer could not be read. It is loaded again from the server."))
        return cache

    def outbox(self) -> Outbox:
        """Open the outbox; where its folder can't be written, one that ends with the client."""
        try:
            outbox = Outbox(self.folder / "outbox.sqlite3")
        except (LocalFailure, sqlite3.Error):
            self._say(tr("New jobs are kept only while the client runs: its folder can't be written."))
            return Outbox(_for_now() / "outbox.sqlite3")
        if outbox.aside is not None:
            self._say(
                tr("Jobs that were not sent yet could not be read. They were set aside in {path}.", path=outbox.aside)
            )
        return outbox


def _for_now() -> Path:
    return Path(tempfile.mkdtemp(prefix="sluice-desktop-"))
