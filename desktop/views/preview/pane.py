"""The place where a job's results are seen: which file, on its way, why it can't be shown, and the file itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.i18n import tr
from desktop.views.preview import choice, shapes
from desktop.views.preview.archive import ArchiveLook
from desktop.views.preview.aside import Aside
from desktop.views.preview.cached import Cached
from desktop.views.preview.choice import Artifact
from desktop.views.preview.film import FilmLook
from desktop.views.preview.json_look import JsonLook, Read, read_json
from desktop.views.preview.look import Look, Shown
from desktop.views.preview.other import OtherLook
from desktop.views.preview.page import PageLook
from desktop.views.preview.pdf import PdfLook
from desktop.views.preview.picture import MovingLook, PictureLook
from desktop.views.preview.plain import PlainLook
from desktop.views.preview.player import plays
from desktop.views.preview.state import StateView

_LOOKS: Mapping[str, Callable[[QWidget], Look]] = {
    choice.PICTURE: PictureLook, choice.MOVING: MovingLook, choice.VIDEO: FilmLook, choice.AUDIO: FilmLook,
    choice.PDF: PdfLook, choice.PAGE: PageLook, choice.MARKDOWN: PageLook, choice.JSON: JsonLook,
    choice.TEXT: PlainLook, choice.ARCHIVE: ArchiveLook, choice.OTHER: OtherLook,
}  # fmt: skip
"""E
