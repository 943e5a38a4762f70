"""The window for new jobs: what was dropped or pasted finds its kind and its fields, is checked, and sent off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.core.dropped import Dropped, Item, left_out
from desktop.core.errors import Refused
from desktop.core.fields import DraftField, GroupField
from desktop.core.form_faults import validate
from desktop.core.form_values import batch, params_of, title_of, values_of
from desktop.core.intake import Fit, filled_in, fits
from desktop.core.kinds import Kind
from desktop.core.outbox import Submission
from desktop.i18n import known, tr, trn
from desktop.views.form_pages import FormPages
from desktop.views.looking import Looker
from desktop.views.submit_pane import SubmitPane
from desktop.workers.events import Link

_SIZE_PX = (960, 720)


class SubmitWindow(QDialog):
    """The window for new jobs; not modal, and it keeps what was typed until it is submitted or cleared.

    Args:
        load: returns what a kind's form was filled with last, None for nothing.
        save: remembers it.
        file_name: returns the name of a file on the server by its id, None where it is not known.
        parent: its owner.
    """

    submitted = Signal(object)
    """``Submission``, one for each job."""
    replaced = Signal(str)
    """The id of the submission whose place new ones have just taken."""
    timeline_given = Signal(object)
    """``TimelineImport``."""
    drafts_wanted = Signal()
    """The list of drafts is asked for; the answer goes to ``set_drafts``."""
    kinds_wanted = Signal()
    """The kinds are asked for again; the answer goes to ``set_kinds``."""

    def __init__(
        self,
        load: Callable[[str], Mapping[str, Any] | None],
        save: Callable[[str, dict[str, Any]], None],
        *,
        file_name: Callable[[str], str | None] = lambda _file_id: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._items: list[Item] = []
        self._fits: dict[str, Fit] = {}
        #: What came before the kinds were known, and what of the last lot can't be used.
        self._held_back = Dropped()
        self._replaces = ""
        self._link: Link | None = None
        self.pages = FormPages(load, save, file_name, self)
        self.pane = SubmitPane(self.pages, self)
        self._looker = Looker(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self.resize(*_SIZE_PX)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._looker.looked.connect(self.offer)
        self.pages.changed.connect(self._show_submit)
        self.pages.timeline_given.connect(self.timeline_given)
        self.pages.import_failed.connect(self._show_faults)
        self.pages.drafts_wanted.connect(self.drafts_wanted)
        self.pane.kinds.chosen.connect(self._on_kind)
        self.pane.given.connect(self.take)
        self.pane.submit.clicked.connect(lambda _checked: self.submit())
        self.pane.submit_another.clicked.connect(lambda _checked: self.submit(another=True))
        self.pane.put_back.clicked.connect(lambda _checked: self.put_back())
        self.pane.clear.clicked.connect(lambda _checked: self.clear())
        self.pane.try_again.clicked.connect(lambda _checked: self.kinds_wanted.emit())
        for keys, another in (("Ctrl+Return", False), ("Ctrl+Enter", False), ("Ctrl+Shift+Return", True)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda another=another: self.submit(another=another))

    # --- what is known -------------------------------------------------------------------------------

    def set_kinds(self, kinds: Sequence[Kind]) -> None:
        """Offer these kinds; forms that are open keep what is in them."""
        if not self.pages.set_kinds(kinds):
            return
        self._name_kinds()
        if self._held_back.items:
            self.offer(self._held_back)
        elif not self.pane.kinds.key() and self.pages.kinds:
            self.pane.kinds.select(next(iter(self.pages.kinds)))
        self._show_page()

    def set_link(self, link: Link) -> None:
        """Say how things stand with the server."""
        self._link = link
        self._show_notice()
        self._show_page()

    def set_drafts(self, drafts: Sequence[tuple[str, str]]) -> None:
        """Offer these drafts, as pairs of id and name, wherever one is chosen."""
        self.pages.set_drafts(drafts)

    def show_upload(self, submission: Submission) -> None:
        """Show how far the files of the submission that is being edited have come."""
        if submission.id == self._replaces:
            self.pages.show_upload(submission)

    # --- beginning -----------------------------------------------------------------------------------

    def start(self, kind: str = "") -> None:
        """Open the window for a new job, with what was typed and not sent yet."""
        if kind in self.pages.kinds:
            self.pane.kinds.select(kind)
        self._appear()

    def take(self, paths: Sequence[str], text: str = "") -> None:
        """Take what was dropped or pasted: it is looked at off the main thread, then offered to the forms."""
        self._looker.look(paths, text)

    def offer(self, dropped: Dropped) -> None:
        """Fill the form of the kind that suits best with what was dropped or pasted, and open the window.

        While the window is open, what comes is added to what came before, and the kind stays if it can use it.
        """
        if not self.pages.kinds:
            if dropped is not self._held_back:
                self._held_back.items += dropped.items
                self._held_back.unusable += dropped.unusable
            self._show_page()
            self._appear()
            return
        adding = self.isVisible() and self.pane.currentWidget() is self.pane.body and not self._replaces
        before = self._items if adding else []
        self._replaces = ""
        self._items = [*before, *(item for item in dropped.items if item not in before)]
        self._held_back = Dropped(unusable=dropped.unusable)
        found = fits(self.pages.forms, self._items)
        self._fits = {fit.kind: fit for fit in found}
        now = self.pane.kinds.key()
        for fit in found:
            if self.pages.existing(fit.kind) is not None and dropped.items:
                self._fill(fit, keep=adding)
        if dropped.items and found:
            usable = [fit for fit in found if fit.kind == now and len(fit.left_over) <= len(found[0].left_over)]
            self._choose((usable if before and usable else found)[0].kind)
        self.pane.kinds.mark(self._fits if self._items else None)
        self._show_page()
        self._show_notice()
        self._show_submit()
        self._appear()

    def edit(
        self,
        kind: str,
        params: Mapping[str, Any],
        *,
        priority: str = "normal",
        faults: Mapping[str, str] | None = None,
        said: str = "",
        replaces: str = "",
    ) -> bool:
        """Open the form with the values of a job, or of a submission that was refused.

        Args:
            kind: its name.
            params: its parameters, with ids of files or ``{"$file": path}``.
            priority: one of ``job.PRIORITIES``.
            faults: the server's sentences by JSON pointer into the body that was sent (``/params/...``).
            said: what else is wrong, for people.
            replaces: the id of the submission that this is instead of.

        Returns:
            False where the kind is not known: nothing is opened then.
        """
        if kind not in self.pages.kinds:
            return False
        self._forget()
        self._replaces = replaces
        self.pages.fill(kind, values_of(self.pages.forms[kind], params))
        self._choose(kind)
        self.pane.choose_priority(priority)
        self._appear()
        self._show_faults({pointer.removeprefix("/params"): text for pointer, text in (faults or {}).items()}, said)
        return True

    def edit_submission(self, submission: Submission, said: str = "") -> bool:
        """Open the form with what could not be sent.

        Args:
            submission: refused or unsendable.
            said: what is wrong in words, beside what the server says of single fields.
        """
        faults = submission.error.faults if isinstance(submission.error, Refused) else {}
        return self.edit(
            submission.kind,
            submission.params,
            priority=submission.priority,
            faults=faults,
            said="" if faults else said,
            replaces=submission.id,
        )

    # --- sending -------------------------------------------------------------------------------------

    def submit(self, *, another: bool = False) -> None:
        """Check the form and send off what it asks for.

        Args:
            another: whether the window stays for the next one.
        """
        kind = self.pane.kinds.key()
        view = self.pages.existing(kind)
        if view is None:
            return
        values = view.values()
        jobs = batch(view.form, values)
        faults: dict[str, str] = {}
        for job in jobs:
            faults = validate(view.form, job) | faults
        if faults:
            self._show_faults(faults)
            return
        submissions = [self._submission(kind, view.form, job) for job in jobs]
        self.pages.remember(kind, values)
        replaces = self._replaces
        self._forget()
        for submission in submissions:
            self.submitted.emit(submission)
        if replaces:
            self.replaced.emit(replaces)
        view.set_values(self.pages.remembered(kind))
        view.show_faults({})
        self._show_submit()
        if another:
            title = submissions[0].title
            self.pane.say(trn("“{title}” is on its way.", "{n} jobs are on their way.", len(jobs), title=title))
            view.focus_first()
        else:
            self.pane.say("")
            self.pane.choose_priority("normal")
            self.close()

    def done(self, result: int) -> None:
        """Close; what is sent off later takes nobody's place."""
        self._replaces = ""
        super().done(result)

    def clear(self) -> None:
        """Empty the form, and forget what was dropped and remembered for it."""
        self.pane.choose_priority("normal")
        self._begin_anew({})

    def put_back(self) -> None:
        """Fill the form with what it held before something took its place, which can be put back in turn."""
        held = self.pages.held_before(self.pane.kinds.key())
        if held is not None:
            self._begin_anew(held)

    def _begin_anew(self, values: Mapping[str, Any]) -> None:
        """Fill the form with this alone; what was dropped belongs to it no more."""
        kind = self.pane.kinds.key()
        self._forget()
        self.pane.say("")
        if kind in self.pages.kinds:
            self.pages.fill(kind, values)
            self.pages.view(kind).focus_first()
        self._show_submit()

    def _submission(self, kind: str, form: GroupField, values: Mapping[str, Any]) -> Submission:
        drafts = [values.get(field.name) for field in form.fields if isinstance(field, DraftField)]
        return Submission(
            kind=kind,
            title=title_of(form, values) or known(self.pages.kinds[kind].title),
            params=params_of(form, values),
            priority=self.pane.chosen_priority(),
            draft=next((draft for draft in drafts if isinstance(draft, str)), None),
        )

    def _forget(self) -> None:
        """Forget what was dropped; what is in the forms stays."""
        self._items, self._fits, self._held_back, self._replaces = [], {}, Dropped(), ""
        self.pane.kinds.mark(None)
        self._show_notice()

    # --- showing -------------------------------------------------------------------------------------

    def _fill(self, fit: Fit, *, keep: bool) -> None:
        """Put what was dropped into a form: beside what is in it, or beside what was remembered."""
        view = self.pages.view(fit.kind)
        before = view.values() if keep else self.pages.remembered(fit.kind)
        self.pages.fill(fit.kind, filled_in(view.form, before, fit))

    def _choose(self, kind: str) -> None:
        if self.pane.kinds.key() == kind:
            self._on_kind(kind)
        else:
            self.pane.kinds.select(kind)

    def _on_kind(self, name: str) -> None:
        if name not in self.pages.kinds:
            return
        if self.pages.existing(name) is None and name in self._fits:
            self._fill(self._fits[name], keep=False)
        self.pages.show_kind(name)
        self.pane.say("")
        self._show_heading()
        self._show_notice()
        self._show_submit()

    def _show_faults(self, faults: Mapping[str, str], said: str = "") -> None:
        view = self.pages.existing(self.pane.kinds.key())
        if view is None:
            return
        homeless = view.show_faults(faults)
        count = len(faults) - len(homeless)
        parts = [said] if said else []
        if count:
            parts.append(trn("{n} field needs another look.", "{n} fields need another look.", count))
        self.pane.say(" ".join([*parts, *map(known, homeless.values())]), role="danger")
        if block := view.focus_first_fault():
            self.pages.reveal(block)

    def _show_page(self) -> None:
        """Show the forms, or why there are none."""
        if self.pages.kinds:
            self.pane.setCurrentWidget(self.pane.body)
        else:
            self.pane.explain_lack(self._link, dropped=bool(self._held_back.items))

    def _show_heading(self) -> None:
        kind = self.pages.kinds.get(self.pane.kinds.key())
        self.pane.heading.setText(known(kind.title) if kind else "")
        self.pane.description.setText(known(kind.description) if kind else "")

    def _show_notice(self) -> None:
        """Say what was left out and why, and how things stand with the server."""
        lines = []
        if self._link is not None and self._link.state in ("offline", "busy"):
            lines.append(tr("The server can't take jobs now. What you submit is kept here and sent as soon as it can."))
        fit = self._fits.get(self.pane.kinds.key())
        left_over = fit.left_over if fit is not None else self._items
        self.pane.note([*lines, *left_out(self._held_back.unusable, left_over)])

    def _show_submit(self) -> None:
        view = self.pages.existing(self.pane.kinds.key())
        count = len(batch(view.form, view.values())) if view is not None else 1
        self.pane.submit.setText(tr("Submit") if count == 1 else trn("Submit {n} job", "Submit {n} jobs", count))
        for button in (self.pane.submit, self.pane.submit_another, self.pane.clear):
            button.setEnabled(view is not None)
        self.pane.put_back.setVisible(self.pages.held_before(self.pane.kinds.key()) is not None)

    def _name_kinds(self) -> None:
        kinds = self.pages.kinds.values()
        self.pane.kinds.show_choices([(kind.name, known(kind.title), known(kind.description)) for kind in kinds])
        self.pane.kinds.mark(self._fits if self._items else None)
        self._show_heading()

    def _appear(self) -> None:
        if not self.isVisible():
            self.show()
        view, focus = self.pages.existing(self.pane.kinds.key()), self.focusWidget()
        if view is not None and (focus is None or not view.isAncestorOf(focus)):
            view.focus_first()
        if not self.isActiveWindow():
            self.activateWindow()

    # --- words ---------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything anew in the language in use."""
        self.setWindowTitle(tr("New job"))
        self.pane.retranslate()
        self._name_kinds()
        self._show_notice()
        self._show_submit()
        self._show_page()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
