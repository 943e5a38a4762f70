"""What can be done with the selected jobs, and when: cancel with undo, retry, priority, copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.actions import Actions
from desktop.core.job import PRIORITIES, SUCCEEDED, UNHAPPY, WAITING, Job
from desktop.i18n import tr, trn
from desktop.models.jobs import JobsModel
from desktop.models.pending_cancels import PendingCancels
from desktop.widgets.toast import Toast
from desktop.workers.service import Service

#: Of these the selection must have one for the action to make sense.
_Wanted = Callable[[Job], bool]


class JobCommands(QObject):
    """Carries out the commands of the Job menu.

    Args:
        service: the server.
        model: all jobs.
        actions: all commands; those of jobs are switched on and off here.
        selected: the ids of the selected jobs, from above.
        toast: where Undo is offered; its owner.
    """

    #: ``str``: the id of a job whose values the user wants to submit again.
    edit_asked = Signal(object)

    def __init__(
        self,
        service: Service,
        model: JobsModel,
        actions: Actions,
        selected: Callable[[], list[str]],
        toast: Toast,
    ) -> None:
        super().__init__(toast)
        self._service, self._model, self._actions = service, model, actions
        self._selected, self._toast = selected, toast
        self.cancels = PendingCancels(service.cancel, self)
        self.cancels.changed.connect(self._cancels_changed)
        toast.acted.connect(self.undo)
        self._wanted: dict[str, _Wanted] = {
            "cancel": lambda job: job.live and not job.cancel_requested and job.id not in self.cancels.ids,
            "retry": lambda job: not job.live,
            "edit_again": lambda _: True,
            "raise": lambda job: job.state == WAITING and job.priority != PRIORITIES[0],
            "lower": lambda job: job.state == WAITING and job.priority != PRIORITIES[-1],
            "run_next": lambda job: job.state == WAITING,
            "copy_details": lambda _: True,
            "save": lambda job: job.state == SUCCEEDED,
            "save_as": lambda job: job.state == SUCCEEDED,
            "open": lambda job: job.state == SUCCEEDED,
            "open_folder": lambda job: job.state == SUCCEEDED,
        }

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each of these commands does."""
        return {
            "cancel": lambda: self.cancel(self._selected()),
            "cancel_waiting": lambda: self.cancel(self._all(lambda job: job.state == WAITING)),
            "undo": self.undo,
            "retry": lambda: self.retry(self._selected()),
            "retry_failed": lambda: self.retry(self._all(lambda job: job.state in UNHAPPY)),
            "edit_again": self._edit_again,
            "raise": lambda: self._move(-1),
            "lower": lambda: self._move(1),
            "run_next": lambda: self._set_priority(self._of("run_next"), PRIORITIES[0]),
        }

    def update_actions(self) -> None:
        """Switch on what makes sense for the selection and for all jobs."""
        jobs = [job for job_id in self._selected() if (job := self._model.job(job_id)) is not None]
        for name, wanted in self._wanted.items():
            self._actions[name].setEnabled(any(wanted(job) for job in jobs))
        for name in ("edit_again", "save_as", "open", "open_folder"):
            self._actions[name].setEnabled(self._actions[name].isEnabled() and len(jobs) == 1)
        counts = self._model.states()
        self._actions["cancel_waiting"].setEnabled(counts.get(WAITING, 0) > 0)
        self._actions["retry_failed"].setEnabled(any(counts.get(state, 0) for state in UNHAPPY))
        self._actions["undo"].setEnabled(bool(self.cancels.ids))

    def cancel(self, job_ids: Sequence[str]) -> None:
        """Cancel these, as far as they still can be, in five seconds."""
        doomed = self._those(job_ids, "cancel")
        if doomed:
            self.cancels.ask(doomed)
            self._toast.say(
                trn("{n} job will be cancelled", "{n} jobs will be cancelled", len(doomed)), button=tr("Undo")
            )

    def undo(self) -> None:
        """Let those go on that were to be cancelled."""
        saved = self.cancels.undo()
        if saved:
            self._toast.say(trn("{n} job goes on", "{n} jobs go on", saved))

    def retry(self, job_ids: Sequence[str]) -> None:
        """Run these again."""
        again = self._those(job_ids, "retry")
        if again:
            self._service.retry(again)
            self._toast.say(trn("{n} job runs again", "{n} jobs run again", len(again)))

    def _edit_again(self) -> None:
        chosen = self._selected()
        if chosen:
            self.edit_asked.emit(chosen[0])

    def _move(self, by: int) -> None:
        """Move the selected waiting jobs by a level of priority."""
        for level in range(len(PRIORITIES)):
            ids = [job_id for job_id in self._of("raise" if by < 0 else "lower") if self._level(job_id) == level]
            if ids:
                self._set_priority(ids, PRIORITIES[max(0, min(level + by, len(PRIORITIES) - 1))])

    def _level(self, job_id: str) -> int:
        job = self._model.job(job_id)
        return PRIORITIES.index(job.priority) if job is not None and job.priority in PRIORITIES else 2

    def _set_priority(self, job_ids: list[str], priority: str) -> None:
        if job_ids:
            self._service.set_priority(job_ids, priority)

    def _of(self, command: str) -> list[str]:
        return self._those(self._selected(), command)

    def _those(self, job_ids: Sequence[str], command: str) -> list[str]:
        wanted = self._wanted[command]
        return [job_id for job_id in job_ids if (job := self._model.job(job_id)) is not None and wanted(job)]

    def _all(self, wanted: _Wanted) -> list[str]:
        return [job.id for job in self._model.jobs() if wanted(job)]

    def _cancels_changed(self) -> None:
        self._model.set_cancelling(self.cancels.ids)
        self.update_actions()
