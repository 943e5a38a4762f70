"""API keys: in the system's keyring, and nowhere else."""

from __future__ import annotations

import keyring
from keyring.errors import KeyringError

from desktop.i18n import N_, tr

SERVICE = "sluice"

_NO_KEYRING = N_(
    "This computer has no keyring, so the key is kept until you close the client and then asked for again."
)


class Credentials:
    """The keys of servers.

    A keyring may ask the user for its password: call it off the main thread.
    """

    def __init__(self) -> None:
        self._session: dict[str, str] = {}
        self._kept = True

    @property
    def note(self) -> str:
        """What to tell the user about the last key; empty when it is kept safely."""
        return "" if self._kept else tr(_NO_KEYRING)

    def key(self, server: str) -> str:
        """Return a server's key, empty when there is none.

        Args:
            server: its address, see ``transport.normal_address``.
        """
        if server in self._session:
            return self._session[server]
        try:
            return keyring.get_password(SERVICE, server) or ""
        except (KeyringError, OSError, RuntimeError):
            self._kept = False
            return ""

    def keep(self, server: str, api_key: str) -> None:
        """Remember a server's key; an empty one is forgotten."""
        self._session.pop(server, None)
        try:
            if api_key:
                keyring.set_password(SERVICE, server, api_key)
            elif keyring.get_password(SERVICE, server) is not None:
                keyring.delete_password(SERVICE, server)
            self._kept = True
        except (KeyringError, OSError, RuntimeError):
            if api_key:
                self._session[server] = api_key
                self._kept = False
