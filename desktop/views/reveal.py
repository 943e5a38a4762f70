"""Showing a file in its folder, selected where the system can do that."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_ANSWER_MS = 3_000


def reveal(path: Path) -> None:
    """Open the folder of a file with the file selected; a folder is just opened."""
    if path.is_dir():
        _open(path)
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    elif sys.platform == "win32":
        # One argument: explorer takes the path's commas and blanks only within the same quotes.
        process = QProcess()
        process.setProgram("explorer.exe")
        process.setNativeArguments(f'/select,"{path}"')
        process.startDetached()
    elif not _by_file_manager(path):
        _open(path.parent)


def _by_file_manager(path: Path) -> bool:
    """Ask the desktop's file manager over the session bus.

    Source: freedesktop.org, "File manager D-Bus interface" (org.freedesktop.FileManager1, ShowItems).
    """
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher  # noqa: PLC0415 - not everywhere
    except ImportError:
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems"
    )
    message.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
    watcher = QDBusPendingCallWatcher(bus.asyncCall(message, _ANSWER_MS))

    def answered(_: object) -> None:
        if watcher.isError():
            _open(path.parent)
        _asked.discard(watcher)

    watcher.finished.connect(answered)
    _asked.add(watcher)
    return True


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


#: Questions on their way, kept until they are answered.
_asked: set[object] = set()
