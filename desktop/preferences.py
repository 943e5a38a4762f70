"""What the user chose, kept in one small file of this computer; secrets never lie here."""

from __future__ import annotations

import locale
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

from desktop import theme

T = TypeVar("T", str, bool, int, float)

LOCAL_SERVER = "http://127.0.0.1:8080"


class Preferences:
    """The settings of one user.

    Args:
        path: the file; it comes to be with the first change.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def server(self) -> str:
        """Address of the server; empty before the first run's dialog."""
        return self.get("server", "")

    @server.setter
    def server(self, address: str) -> None:
        self.set("server", address)

    @property
    def language(self) -> str:
        """Code of the language; that of the system until one is chosen."""
        return self.get("language", "") or system_language()

    @language.setter
    def language(self, code: str) -> None:
        self.set("language", code)

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self.get("theme", theme.SYSTEM)

    @theme.setter
    def theme(self, choice: str) -> None:
        self.set("theme", choice)

    @property
    def notifications(self) -> bool:
        """Whether finished jobs are announced."""
        return self.get("notifications", True)

    @notifications.setter
    def notifications(self, wanted: bool) -> None:
        self.set("notifications", wanted)

    def get(self, name: str, default: T) -> T:
        """Return a value, or the default when there is none or it is of another type (someone edited the file)."""
        try:
            value = self._settings.value(name, default, type(default))
        except (TypeError, ValueError, EOFError):
            return default
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: str | bool | float) -> None:
        """Keep a value; it is on the disk soon after."""
        self._settings.setValue(name, value)

    def state(self, name: str) -> QByteArray:
        """Return what a window, splitter or header saved of itself; empty when there is none."""
        value = self._settings.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Keep what a window, splitter or header says of itself."""
        self._settings.setValue(f"state/{name}", state)

    def flush(self) -> None:
        """Write to the disk now."""
        self._settings.sync()


def system_language() -> str:
    """Return the language that this computer speaks, as far as the client does."""
    name = locale.getlocale()[0] or ""
    return "zh_CN" if name.startswith(("zh", "Chinese")) else "en"
