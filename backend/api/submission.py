"""From the body of ``POST /v1/jobs`` to a submission, or to the list of everything that is wrong with it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.api.attachments import Attachments, NamedDraft
from backend.api.named_files import NamedFile, NamedFiles, missing_among
from backend.catalogue import Catalogue, Kind, Parameters, faults_of
from backend.errors import Fault, FilesMissing, InvalidRequest, UnknownKind
from backend.job import Job, Priority, Submission
from backend.storage import FILE_ID_PATTERN, Storage

if TYPE_CHECKING:
    from backend.engine.engine import Engine

PriorityName = Literal["urgent", "high", "normal", "low"]

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class JobRequest(BaseModel):
    """The envelope of a submission; what is in ``params`` is the kind's own business."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    kind: Annotated[str, Field(min_length=1, max_length=100)]
    params: dict[str, Any] = Field(default_factory=dict)
    priority: PriorityName = "normal"
    time_limit_s: Annotated[float, Field(gt=0, le=604_800)] | None = None
    start_deadline_s: Annotated[float, Field(gt=0, le=31_536_000)] | None = None
    dedupe_key: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^,\x00-\x1f]+$")]],
                    Field(max_length=20)] = Field(default_factory=list)  # fmt: skip


class Submissions:
    """Reads and admits what callers submit.

    Args:
        engine: admits, and knows the uploaded files and the drafts.
        storage: holds the files' bytes.
        catalogue: the kinds there are.
    """

    def __init__(self, engine: Engine, storage: Storage, catalogue: Catalogue) -> None:
        self._engine, self._catalogue = engine, catalogue
        self._files, self._attachments = NamedFiles(engine, storage), Attachments(engine, storage)

    def admit(self, document: Any, *, owner: str, idempotency_key: str | None) -> Job:
        """Admit what a body asks for.

        Args:
            document: the body, as JSON values.
            owner: whose job it will be.
            idempotency_key: the caller's key for this request; the same key gives the first answer.

        Raises:
            InvalidRequest: naming every fault of envelope, parameters and files at once.
            UnknownKind: when there is no such kind.
            QueueFull, DuplicateJob, IdempotencyConflict, StoreUnavailable: as the engine finds.
        """
        if not isinstance(document, dict):
            raise InvalidRequest([Fault("", "The body has to be a JSON object.")])
        if idempotency_key is not None and not _IDEMPOTENCY_KEY.fullmatch(idempotency_key):
            raise InvalidRequest([Fault("/Idempotency-Key", "Takes 1 to 200 visible ASCII characters.")])
        envelope, faults = _envelope(document)
        kind = self._kind(document)
        raw = document.get("params", {})
        params: Parameters | None = None
        files: list[NamedFile] = []
        drafts: list[NamedDraft] = []
        missing: list[Fault] = []
        if kind is not None and isinstance(raw, dict):
            try:
                params = kind.parse(raw)
            except InvalidRequest as error:
                faults += error.faults
            tolerant = _tolerant(kind, raw)
            files = _named_files(kind, tolerant)
            missing, wrong = self._files.check(files, owner)
            drafts, lacking = self._attachments.find(kind, tolerant, owner)
            faults += wrong
            missing += lacking
        # With a key it may be the repetition of a request whose files have expired since: the engine knows.
        if faults or envelope is None or params is None or kind is None or (missing and idempotency_key is None):
            raise InvalidRequest(faults + missing)
        submission = dataclasses.replace(
            _submission(envelope, kind, params),
            owner=owner,
            idempotency_key=idempotency_key,
            fingerprint=_hash(document),
        )
        if missing:
            return self._first_answer(submission, missing)
        return self._admit(self._with_attachments(submission, drafts), files, drafts)

    def _first_answer(self, submission: Submission, missing: list[Fault]) -> Job:
        """Return the job that this very request made when all that it names was still here."""
        job = self._engine.first_answer(submission)
        if job is None:
            raise InvalidRequest(missing)
        return job

    def _with_attachments(self, submission: Submission, drafts: list[NamedDraft]) -> Submission:
        if not drafts:
            return submission
        attachments = dict(self._attachments.keep(drafts, submission.owner))
        media = tuple(file_id for named in drafts for file_id in named.draft.file_ids)
        return dataclasses.replace(submission, attachments=attachments, file_ids=submission.file_ids + media)

    def _admit(self, submission: Submission, files: list[NamedFile], drafts: list[NamedDraft]) -> Job:
        try:
            return self._engine.admit(submission).job
        except FilesMissing as error:
            faults = missing_among(files, error.file_ids)
            for named in drafts:
                faults += self._attachments.lacking(named, error.file_ids)
            raise InvalidRequest(faults) from None

    def _kind(self, document: dict[str, Any]) -> Kind | None:
        name = document.get("kind")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            return None
        if name not in self._catalogue:
            raise UnknownKind(name, list(self._catalogue))
        return self._catalogue[name]


def _envelope(document: dict[str, Any]) -> tuple[JobRequest | None, list[Fault]]:
    try:
        return JobRequest.model_validate(document), []
    except ValidationError as error:
        return None, faults_of(error)


def _tolerant(kind: Kind, raw: dict[str, Any]) -> Parameters:
    """Read the texts among raw parameters, whatever else may be wrong with them: they may name files and drafts."""
    texts: dict[str, Any] = {name: _texts_only(raw.get(name)) for name in kind.params.model_fields}
    return kind.params.model_construct(**texts)


def _named_files(kind: Kind, params: Parameters) -> list[NamedFile]:
    return [
        NamedFile("/params" + pointer, file_id, mark)
        for pointer, file_id, mark in kind.files(params)
        if FILE_ID_PATTERN.fullmatch(file_id)
    ]


def _texts_only(value: Any) -> str | list[str] | None:
    if isinstance(value, list):
        return [item if isinstance(item, str) else "" for item in value]
    return value if isinstance(value, str) else None


def _submission(envelope: JobRequest, kind: Kind, params: Parameters) -> Submission:
    return Submission(
        kind=kind.name,
        params=params.model_dump(mode="json"),
        priority=Priority(envelope.priority),
        time_limit_s=envelope.time_limit_s,
        start_deadline_s=envelope.start_deadline_s,
        dedupe_key=envelope.dedupe_key or kind.dedupe_key(params),
        tags=tuple(dict.fromkeys(envelope.tags)),
        file_ids=tuple(dict.fromkeys(file_id for _, file_id, _ in kind.files(params))),
    )


def _hash(document: dict[str, Any]) -> str:
    """Return the same for bodies that mean the same, whatever their order and spacing."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
