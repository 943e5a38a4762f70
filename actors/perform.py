"""What a worker thread does with one job: run it in the sandbox, tell its progress, decide what becomes of it."""

from __future__ import annotations

import dataclasses
import json
import threading
from typing import Any

import structlog
from dramatiq.middleware import CurrentMessage

from actors.answers import JobAnswers
from actors.providers import providers_of
from actors.sandbox import InputFile, Outcome, Sandbox, StopReason, StopSignal, Task
from backend.catalogue import Catalogue, Kind, Parameters
from backend.engine.consumer import LeasedMessage
from backend.engine.engine import Engine
from backend.engine.leases import Finish, Lease, Release
from backend.engine.limits import backoff_s
from backend.errors import FileNotFound, SluiceError, StoreUnavailable, Throttled
from backend.job import JobError
from backend.settings import Settings
from backend.storage import Storage

log = structlog.get_logger(__name__)


class Performer:
    """The body of every kind's actor.

    Args:
        engine: the queue.
        catalogue: the kinds.
        storage: where inputs lie and artifacts go.
        sandbox: where jobs run.
        settings: for the memory limit, and the providers' addresses and keys.
    """

    def __init__(
        self, engine: Engine, catalogue: Catalogue, storage: Storage, sandbox: Sandbox, settings: Settings
    ) -> None:
        self._engine, self._catalogue, self._storage = engine, catalogue, storage
        self._sandbox, self._settings = sandbox, settings
        self._providers = providers_of(settings)
        self._stops: set[StopSignal] = set()
        self._lock = threading.Lock()
        self._shutting_down = False

    def perform(self, params: dict[str, Any]) -> None:
        """Run the current message's job; its lease tells the consumer what to write."""
        message = CurrentMessage.get_current_message()
        if not isinstance(message, LeasedMessage):
            raise TypeError("a job can only run under a lease")
        lease, kind = message.lease, self._catalogue[message.actor_name]
        with structlog.contextvars.bound_contextvars(job=lease.job_id, kind=kind.name, start=lease.start):
            stop = self._register(lease)
            try:
                outcome = self._run(lease, kind, params, message.options, stop)
                lease.outcome = self._conclude(lease, kind, outcome, stop)
            finally:
                with self._lock:
                    self._stops.discard(stop)

    def shut_down(self) -> None:
        """Stop all running jobs, to be handed back to the queue; so are jobs that begin from now on."""
        with self._lock:
            self._shutting_down = True
            stops = list(self._stops)
        for stop in stops:
            stop.request(StopReason.SHUTDOWN)

    def _register(self, lease: Lease) -> StopSignal:
        stop = StopSignal()
        with self._lock:
            self._stops.add(stop)
            if self._shutting_down:
                stop.request(StopReason.SHUTDOWN)
        lease.when_stopped(lambda why: stop.request(StopReason.CANCELLED if why == "cancelled" else StopReason.LOST))
        return stop

    def _run(
        self, lease: Lease, kind: Kind, params: dict[str, Any], options: dict[str, Any], stop: StopSignal
    ) -> Outcome:
        if stop.reason is not None:
            return Outcome("stopped", stop_reason=stop.reason)
        typed = kind.params.model_validate(params)
        try:
            inputs = self._inputs(kind, typed, options)
        except FileNotFound as error:
            return Outcome("failed", error=JobError("file_missing", str(error)))
        providers = {name: self._providers[name] for name in kind.resources(typed) if name in self._providers}
        for provider in providers.values():
            if provider.missing:
                return Outcome("failed", error=JobError("provider_not_configured", provider.missing))
        task = Task(
            job_id=lease.job_id,
            start=lease.start,
            attempt=lease.attempt,
            kind=kind.name,
            run_module=kind.run_module,
            params=params,
            inputs=inputs,
            attachments={
                name: self._storage.file_path(file_id) for name, file_id in options.get("attachments", {}).items()
            },
            time_limit_s=lease.time_limit_ms / 1000,
            stop_grace_s=kind.policy.stop_grace_s,
            memory_limit_bytes=kind.policy.memory_limit_bytes or self._settings.memory_limit_bytes,
            providers={name: provider.access or {} for name, provider in providers.items()},
        )
        log.info("job_started", attempt=lease.attempt)
        answers = JobAnswers(self._engine, lease, providers)
        writer = _ProgressWriter(self._engine, lease)
        outcome = self._sandbox.run(task, stop=stop, on_progress=writer, on_question=answers)
        return dataclasses.replace(outcome, usage=dataclasses.replace(outcome.usage, spent=answers.spent()))

    def _inputs(self, kind: Kind, params: Parameters, options: dict[str, Any]) -> dict[str, InputFile]:
        """Return the files that the parameters name and those that came with attachments."""
        inputs = {}
        named = [file_id for _, file_id, _ in kind.files(params)]
        for file_id in dict.fromkeys([*named, *options.get("files", [])]):
            record = self._engine.file(file_id, options.get("owner", "local"))
            inputs[file_id] = InputFile(self._storage.file_path(file_id), record.name, record.media_type)
        return inputs

    def _conclude(self, lease: Lease, kind: Kind, outcome: Outcome, stop: StopSignal) -> Finish | Release:
        usage = json.dumps(dataclasses.asdict(outcome.usage))
        log.info(
            "job_ended",
            status=outcome.status,
            code=outcome.error.code if outcome.error else None,
            reason=outcome.stop_reason,
            **dataclasses.asdict(outcome.usage),
        )
        if outcome.status == "throttled":
            self._sandbox.discard(outcome)
            reason = outcome.error.message if outcome.error else ""
            raise Throttled(reason, resource=outcome.resource, retry_after_s=outcome.retry_after_s)
        if outcome.status == "succeeded":
            return self._deliver(lease, outcome, usage, stop)
        self._sandbox.discard(outcome)
        if outcome.status == "stopped":
            if outcome.stop_reason == StopReason.CANCELLED:
                return Finish("cancelled", usage=usage)
            return Release("drain", message="its worker was stopped; it runs again")
        error = outcome.error or JobError("internal_error", "It failed for an unknown reason. See the worker's log.")
        if outcome.status == "failed" and error.retryable and lease.attempt < kind.policy.max_attempts:
            delay_s = backoff_s(lease.attempt, first_s=kind.policy.backoff_s, most_s=kind.policy.max_backoff_s)
            return Release("retry", round(delay_s * 1000), error.message)
        return Finish(outcome.status, error=_json(error), usage=usage)

    def _deliver(self, lease: Lease, outcome: Outcome, usage: str, stop: StopSignal) -> Finish | Release:
        def wanted() -> bool:
            return stop.reason is not StopReason.CANCELLED

        try:
            if outcome.folder is not None and not self._storage.keep_artifacts(
                lease.job_id, lease.start, outcome.folder, wanted=wanted
            ):
                self._sandbox.discard(outcome)
                return Finish("cancelled", usage=usage)
        except (SluiceError, OSError) as error:
            # The work is done but can't be kept (a full disk): its place is kept instead.
            self._sandbox.discard(outcome)
            log.exception("artifacts_not_kept")
            return Release("retry", 10_000, f"its artifacts could not be stored: {error}")
        return Finish(
            "succeeded",
            result="" if outcome.result is None else json.dumps(outcome.result, ensure_ascii=False),
            artifacts=json.dumps([dataclasses.asdict(artifact) for artifact in outcome.artifacts]),
            usage=usage,
        )


class _ProgressWriter:
    """Writes a job's progress to the store as often as the sandbox tells it; hears in the answer that it must stop."""

    def __init__(self, engine: Engine, lease: Lease) -> None:
        self._engine, self._lease = engine, lease

    def __call__(self, fraction: float, stage: str, message: str) -> None:
        try:
            answer = self._engine.report_progress(self._lease.job_id, self._lease.start, fraction, stage, message)
        except StoreUnavailable:
            return  # progress is news, not state: the next report will do
        if answer == "cancel":
            self._lease.stop("cancelled")
        elif answer == "stale":
            self._lease.stop("lost")


def _json(error: JobError) -> str:
    return json.dumps(dataclasses.asdict(error), ensure_ascii=False)
