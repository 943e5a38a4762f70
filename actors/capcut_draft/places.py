"""Where the draft and its media will lie on the user's machine, spelled by the rules of the user's system."""

from __future__ import annotations

import dataclasses
from typing import Literal

#: What the editors write for the draft's own folder. Source: drafts saved by JianYing and CapCut.
_OWN_FOLDER = "##_draftpath_placeholder_0E685133-18CE-45ED-8CB8-2904A212EC80_##"


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """The user's drafts folder and the draft's folder in it.

    Args:
        root: the drafts folder as the user wrote it; not used where the system is ``relative``.
        folder: the name of the draft's own folder.
        system: whose rules paths follow.
    """

    root: str
    folder: str
    system: Literal["windows", "macos", "relative"]

    @property
    def drafts(self) -> str:
        """The drafts folder; empty where nothing is known of it."""
        if self.system == "relative":
            return ""
        if self.system == "windows":
            return self.root.replace("/", "\\").rstrip("\\")
        return self.root.rstrip("/")

    @property
    def draft(self) -> str:
        """The draft's own folder; empty where nothing is known of it."""
        return "" if self.system == "relative" else self._joined(self.drafts, self.folder)

    def content(self, inside: str) -> str:
        """Return how the timeline's file names a file of the draft.

        Args:
            inside: its path in the draft's folder, with slashes.
        """
        if self.system == "relative":
            return f"{_OWN_FOLDER}/{inside}"
        return self._joined(self.draft, *inside.split("/"))

    def index(self, inside: str) -> str:
        """Return how the draft's list of materials names a file of the draft."""
        return f"./{inside}" if self.system == "relative" else self.content(inside)

    def inside(self, path: str) -> str | None:
        """Return the path in the draft's folder of what ``content`` or ``index`` named; None for anything else."""
        for start in ("./", f"{_OWN_FOLDER}/") if self.system == "relative" else (self._joined(self.draft, ""),):
            if path.startswith(start):
                return path.removeprefix(start).replace("\\" if self.system == "windows" else "/", "/")
        return None

    def _joined(self, *names: str) -> str:
        return ("\\" if self.system == "windows" else "/").join(names)
