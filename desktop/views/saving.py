"""Keeping what jobs made: save, save as, save all, open, show in its folder. Nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QStandardPaths, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.saving import free_path, safe_name
from desktop.i18n import tr
from desktop.views.preview.cached import Cached, Key, key_of
from desktop.views.preview.choice import Artifact, artifacts_of
from desktop.views.reveal import reveal
from desktop.workers.service import Service, Transfer

_FOLDER = "save_folder"
_AT_ONCE = 20
#: Programs: these are saved, never started from here.
_PROGRAMS = {
    ".app", ".bat", ".cmd", ".com", ".command", ".desktop", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk", ".msi",
    ".pif", ".ps1", ".scr", ".sh", ".url", ".vbe", ".vbs", ".wsf",
}  # fmt: skip


class Memory(Protocol):
    """Where the last folder is kept; the client's preferences."""

    def get(self, name: str, default: str) -> str:
        """Return a value."""

    def set(self, name: str, value: str) -> None:
        """Keep a value."""


def may_open(name: str) -> bool:
    """Tell whether a file is a document: programs of others are not started from here."""
    return Path(name).suffix.lower() not in _PROGRAMS


class Saving(QObject):
    """Saves and opens files of jobs; tells how it goes by ``changed``.

    Args:
        service: carries the files.
        cached: the files that are here already.
        memory: keeps the last folder.
        window: owns the dialogs.
    """

    changed = Signal(object)
    """``Transfer`` of something that is being saved, or fetched to be opened."""
    said = Signal(str)
    """A sentence for the user: why something was not done."""

    def __init__(self, service: Service, cached: Cached, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._service, self._cached, self._memory, self._window = service, cached, memory, window
        #: Job and names by transfer.
        self._running: dict[str, tuple[str, list[str]]] = {}
        self._saved: dict[tuple[str, str], Path] = {}
        self._last: dict[str, Path] = {}
        self._to_open: set[Key] = set()
        self._open_file: Callable[[Path], None] = _open
        self._reveal: Callable[[Path], None] = reveal
        service.transfer_changed.connect(self._hear)
        cached.changed.connect(self._arrived)

    @property
    def folder(self) -> Path:
        """Where things are saved: the last folder that was chosen, at first the user's downloads."""
        kept = self._memory.get(_FOLDER, "")
        if kept and Path(kept).is_dir():
            return Path(kept)
        downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        return Path(downloads or Path.home())

    # --- saving ----------------------------------------------------------------------------------------

    def save(self, job_id: str, artifacts: Sequence[Artifact]) -> None:
        """Save files into the last folder, under free names."""
        self._save_into(job_id, artifacts, self.folder)

    def save_as(self, job_id: str, artifact: Artifact) -> None:
        """Ask where a file is to be saved, then save it there; the dialog asks before it replaces one."""
        dialog = QFileDialog(self._window, tr("Save as"), str(free_path(self.folder / safe_name(artifact.name))))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(safe_name(artifact.name))
        dialog.fileSelected.connect(lambda path: self._save_to(job_id, artifact, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_all(self, jobs: Sequence[tuple[str, str]]) -> None:
        """Ask for a folder and save all files of jobs into it; several jobs get a folder each.

        Args:
            jobs: id and title of each.
        """
        dialog = QFileDialog(self._window, tr("Save all into"), str(self.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.save_all_into(jobs, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_all_into(self, jobs: Sequence[tuple[str, str]], folder: Path) -> None:
        """Save all files of jobs into a folder; several jobs get a folder each, never one that is there already."""
        self._memory.set(_FOLDER, str(folder))
        self._save_next(list(jobs), folder, set(), alone=len(jobs) == 1)

    def _save_next(self, jobs: list[tuple[str, str]], folder: Path, taken: set[Path], *, alone: bool) -> None:
        """Begin with some jobs; the others follow when the window has drawn: there may be thousands."""
        for job_id, title in jobs[:_AT_ONCE]:
            artifacts = artifacts_of(self._service.document(job_id))
            if not artifacts:
                continue
            into = folder if alone else _free_folder(folder / safe_name(title or job_id), taken)
            taken.add(into)
            self._save_into(job_id, artifacts, into)
        if rest := jobs[_AT_ONCE:]:
            QTimer.singleShot(0, self, lambda: self._save_next(rest, folder, taken, alone=alone))

    def stop(self, transfer_id: str) -> None:
        """Stop a transfer; what has come so far is gone on with when it is saved again."""
        self._service.stop_transfer(transfer_id)

    # --- opening ---------------------------------------------------------------------------------------

    def open(self, job_id: str, artifact: Artifact) -> None:
        """Open a file in its own application: the saved one if there is one, else a copy that is fetched first."""
        if not may_open(artifact.name):
            self.said.emit(
                tr("{name} is a program. Save it and start it yourself if you trust it.", name=artifact.name)
            )
            return
        saved = self._saved.get((job_id, artifact.name))
        key = key_of(job_id, artifact)
        path = saved if saved is not None and saved.exists() else self._cached.path(key)
        if path is not None:
            self._open_file(path)
        else:
            self._to_open.add(key)
            self._cached.fetch(key)

    def saved(self, job_id: str) -> Path | None:
        """Return what was saved last of a job in this session, None if nothing was or it is gone."""
        path = self._last.get(job_id)
        return path if path is not None and path.exists() else None

    def open_folder(self, job_id: str) -> None:
        """Show what was saved last of a job in its folder; the folder alone if nothing was."""
        self._reveal(self.saved(job_id) or self.folder)

    def reveal(self, path: Path) -> None:
        """Show a file in its folder."""
        self._reveal(path)

    def open_path(self, path: Path) -> None:
        """Open a saved file in its own application."""
        if may_open(path.name):
            self._open_file(path)
        else:
            self._reveal(path)

    # --- transfers -------------------------------------------------------------------------------------

    def _save_into(self, job_id: str, artifacts: Sequence[Artifact], folder: Path) -> None:
        names = [artifact.name for artifact in artifacts]
        if len(names) == 1 and not folder.is_dir():  # else the folder's name would become the file's
            folder /= safe_name(names[0])
        if names:
            self._running[self._service.save(job_id, names, str(folder))] = (job_id, names)

    def _save_to(self, job_id: str, artifact: Artifact, path: Path) -> None:
        self._memory.set(_FOLDER, str(path.parent))
        self._running[self._service.save(job_id, [artifact.name], str(path))] = (job_id, [artifact.name])

    def _hear(self, transfer: Transfer) -> None:
        if transfer.id not in self._running:
            return
        job_id, names = self._running[transfer.id]
        if transfer.state != "running":
            del self._running[transfer.id]
        for name, path in zip(names, map(Path, transfer.paths), strict=False):  # as many as are there
            self._saved[job_id, name] = self._last[job_id] = path
        self.changed.emit(transfer)

    def _arrived(self, key: Key) -> None:
        if key not in self._to_open:
            return
        if (path := self._cached.path(key)) is not None:
            self._to_open.discard(key)
            self._open_file(path)
        elif (transfer := self._cached.transfer(key)) is not None:
            if transfer.state != "running":
                self._to_open.discard(key)
            self.changed.emit(transfer)


def _free_folder(path: Path, taken: set[Path]) -> Path:
    """Return a folder that is not there and that no other job of this time gets."""
    number, tried = 2, free_path(path)
    while tried in taken:
        tried = free_path(path.with_name(f"{path.name} ({number})"))
        number += 1
    return tried


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
