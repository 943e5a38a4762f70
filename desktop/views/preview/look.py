"""What every way of looking has in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.preview.choice import Artifact


@dataclass(frozen=True)
class Shown:
    """A file to look at.

    Args:
        path: where it lies on this computer.
        artifact: what the job's document says of it.
        companions: files that stand for it while it is not looked at itself, by way (a video's poster), where they are
            there already.
    """

    path: Path
    artifact: Artifact
    companions: dict[str, Path] = field(default_factory=dict)


class Look(QWidget):
    """One way of looking at a file. It is made once and shows one file after another."""

    troubled = Signal(str)
    """The file can't be shown: why, in a sentence."""
    outside = Signal()
    """The user wants to see it in another application."""

    def show_file(self, shown: Shown) -> None:
        """Show a file; what takes time happens aside."""
        raise NotImplementedError

    def clear(self) -> None:
        """Let go of the file."""

    def stop(self) -> None:
        """End what runs aside; the view is about to go."""
        self.clear()

    def retranslate(self) -> None:
        """Say everything in the language in use."""

    def retheme(self) -> None:
        """Take over the colours in use."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.retheme()
