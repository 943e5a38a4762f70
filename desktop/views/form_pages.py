"""The forms of all kinds, each made when it is looked at first, and what is typed into them kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from desktop import theme
from desktop.core.fields import GroupField
from desktop.core.form_values import loses, values_of, worth_remembering
from desktop.core.forms import form_of
from desktop.core.intake import TIMELINE
from desktop.core.kinds import Kind
from desktop.core.outbox import Submission
from desktop.views.file_editors import DraftEditor, FileEditor
from desktop.views.form import FormView


@dataclass(frozen=True)
class TimelineImport:
    """A timeline of this computer that is to become a draft on the server.

    Args:
        path: the JSON file; media that it names lie relative to it.
        document: what is in it.
        saved: to be called with the draft's id when it is there.
        failed: to be called with a sentence when it can't be.
    """

    path: str
    document: Mapping[str, Any]
    saved: Callable[[str], None]
    failed: Callable[[str], None]


class FormPages(QStackedWidget):
    """The forms of all kinds.

    Args:
        load: returns what a kind's form was filled with last, None for nothing.
        save: remembers it.
        file_name: returns the name of a file on the server by its id, None where it is not known.
        parent: its owner.
    """

    changed = Signal()
    timeline_given = Signal(object)
    """``TimelineImport``."""
    import_failed = Signal(object)
    """``dict`` of the field's pointer to a sentence."""
    drafts_wanted = Signal()

    def __init__(
        self,
        load: Callable[[str], Mapping[str, Any] | None],
        save: Callable[[str, dict[str, Any]], None],
        file_name: Callable[[str], str | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._load, self._save, self._file_name = load, save, file_name
        self.kinds: dict[str, Kind] = {}
        self.forms: dict[str, GroupField] = {}
        self._views: dict[str, FormView] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._held_before: dict[str, dict[str, Any]] = {}
        self._drafts: Sequence[tuple[str, str]] = ()

    def set_kinds(self, kinds: Sequence[Kind]) -> bool:
        """Take these kinds, those for operators last; open forms keep what is in them.

        Returns:
            Whether anything is new.
        """
        ordered = sorted(kinds, key=lambda kind: kind.diagnostic)
        if ordered == list(self.kinds.values()):
            return False
        before, self.kinds = self.kinds, {kind.name: kind for kind in ordered}
        self.forms = {name: form_of(kind.params_schema, title=kind.title) for name, kind in self.kinds.items()}
        for name in list(self._views):
            if self.kinds.get(name) != before.get(name):
                held, area = self._views.pop(name).values(), self._areas.pop(name)
                self.removeWidget(area)
                area.deleteLater()
                before_that = self._held_before.pop(name, None)
                if name in self.kinds:
                    self.view(name).set_values(values_of(self.forms[name], held))
                    if before_that is not None:
                        self._held_before[name] = values_of(self.forms[name], before_that)
        return True

    def existing(self, kind: str) -> FormView | None:
        """Return the form of a kind if it was looked at before."""
        return self._views.get(kind)

    def view(self, kind: str) -> FormView:
        """Return the form of a kind, made with what was remembered of it if it is asked for first.

        Raises:
            KeyError: when there is no such kind.
        """
        if kind in self._views:
            return self._views[kind]
        view = FormView(self.forms[kind], margins=(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(view)
        self.addWidget(area)
        self._views[kind], self._areas[kind] = view, area
        for block in view.blocks():
            if isinstance(block.editor, FileEditor):
                block.editor.name_of = self._file_name
        if remembered := self.remembered(kind):
            view.set_values(remembered)
        for editor in self._draft_editors(view):
            editor.offer(self._drafts)
            editor.timeline_given.connect(lambda timeline, editor=editor: self._import(editor, timeline))
        view.changed.connect(self.changed)
        return view

    def show_kind(self, kind: str) -> None:
        """Show the form of a kind."""
        view = self.view(kind)
        self.setCurrentWidget(self._areas[kind])
        if self._draft_editors(view):
            self.drafts_wanted.emit()

    def fill(self, kind: str, values: Mapping[str, Any]) -> None:
        """Fill a form; what somebody gave it, and would be lost so, is held."""
        view = self.view(kind)
        held = view.values()
        if loses(held, values, remembered=self.remembered(kind)):
            self._held_before[kind] = held
        view.set_values(values)
        view.show_faults({})

    def held_before(self, kind: str) -> dict[str, Any] | None:
        """Return what somebody gave a form before something took its place, None if nothing did."""
        return self._held_before.get(kind)

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part of the form that is shown."""
        for area in self._areas.values():
            if area.isAncestorOf(part):
                area.ensureWidgetVisible(part, 0, 4 * theme.GRID)

    def remembered(self, kind: str) -> dict[str, Any]:
        """Return what the last job of a kind was made with, as far as the form still knows it."""
        return values_of(self.forms[kind], self._load(kind) or {})

    def remember(self, kind: str, values: Mapping[str, Any]) -> None:
        """Remember what of these values the next job is likely to share."""
        self._save(kind, worth_remembering(self.forms[kind], values))

    def show_upload(self, submission: Submission) -> None:
        """Show how far the files of a submission have come, where its kind's form has them."""
        view = self._views.get(submission.kind)
        for block in view.blocks() if view is not None else ():
            if isinstance(block.editor, FileEditor):
                for upload in submission.files:
                    share = upload.sent_bytes / upload.bytes if upload.bytes and upload.sent_bytes else None
                    block.editor.show_upload(upload.path, share)

    def set_drafts(self, drafts: Sequence[tuple[str, str]]) -> None:
        """Offer these drafts, as pairs of id and name, wherever one is chosen."""
        self._drafts = drafts
        for view in self._views.values():
            for editor in self._draft_editors(view):
                editor.offer(drafts)

    @staticmethod
    def _draft_editors(view: FormView) -> list[DraftEditor]:
        return [block.editor for block in view.blocks() if isinstance(block.editor, DraftEditor)]

    def _import(self, editor: DraftEditor, timeline: Mapping[str, Any]) -> None:
        def saved(draft_id: str) -> None:
            if editor.value() is timeline:
                editor.set_value(draft_id)
            self.drafts_wanted.emit()

        def failed(sentence: str) -> None:
            if editor.value() is timeline:
                self.import_failed.emit({f"/{editor.field.name}": sentence})

        path = str(timeline.get(TIMELINE, ""))
        self.timeline_given.emit(TimelineImport(path, timeline.get("document", {}), saved, failed))
