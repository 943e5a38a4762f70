"""From the body of ``POST /v1/jobs`` to a submission, or to the list of everything that is wrong with it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.api.media_types import accepts
from backend.catalogue import Catalogue, FileInput, Kind, Parameters, faults_of
from backend.errors import Fault, FileNotFound, FilesMissing, InvalidRequest, UnknownKind
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


@dataclasses.dataclass(frozen=True, slots=True)
class _NamedFile:
    """A file that the parameters name, at a place in the body."""

    pointer: str
    file_id: str
    input: FileInput


class Submissions:
    """Reads and admits what callers submit.

    Args:
        engine: admits, and knows the uploaded files.
        storage: holds their bytes.
        catalogue: the kinds there are.
    """

    def __init__(self, engine: Engine, storage: Storage, catalogue: Catalogue) -> None:
        self._engine, self._storage, self._catalogue = engine, storage, catalogue

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
        files: list[_NamedFile] = []
        missing: list[Fault] = []
        if kind is not None and isinstance(raw, dict):
            try:
                params = kind.parse(raw)
            except InvalidRequest as error:
                faults += error.faults
            files = _named_files(kind, raw)
            missing, wrong = self._check(files, owner)
            faults += wrong
        # With a key it may be the repetition of a request whose files have expired since: the engine knows.
        if faults or envelope is None or params is None or kind is None or (missing and idempotency_key is None):
            raise InvalidRequest(faults + missing)
        submission = dataclasses.replace(
            _submission(envelope, kind, params),
            owner=owner,
            idempotency_key=idempotency_key,
            fingerprint=_hash(document),
        )
        return self._admit(submission, files)

    def _admit(self, submission: Submission, files: list[_NamedFile]) -> Job:
        try:
            return self._engine.admit(submission).job
        except FilesMissing as error:
            gone = set(error.file_ids)
            raise InvalidRequest([_missing(named) for named in files if named.file_id in gone]) from None

    def _kind(self, document: dict[str, Any]) -> Kind | None:
        name = document.get("kind")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            return None
        if name not in self._catalogue:
            raise UnknownKind(name, list(self._catalogue))
        return self._catalogue[name]

    def _check(self, files: list[_NamedFile], owner: str) -> tuple[list[Fault], list[Fault]]:
        """Return the faults of files that are missing, and of files that are of a wrong type."""
        missing, wrong = [], []
        for named in files:
            try:
                record = self._engine.file(named.file_id, owner)
            except FileNotFound:
                missing.append(_missing(named))
                continue
            if not self._storage.file_path(named.file_id).exists():
                missing.append(_missing(named))
            elif not accepts(named.input.accept, record.media_type):
                detail = f"This file is {record.media_type}; {' or '.join(named.input.accept)} is needed."
                wrong.append(Fault(named.pointer, detail))
        return missing, wrong


def _envelope(document: dict[str, Any]) -> tuple[JobRequest | None, list[Fault]]:
    try:
        return JobRequest.model_validate(document), []
    except ValidationError as error:
        return None, faults_of(error)


def _named_files(kind: Kind, raw: dict[str, Any]) -> list[_NamedFile]:
    """List the files that raw parameters name, whatever else may be wrong with them."""
    texts: dict[str, Any] = {name: _texts_only(raw.get(name)) for name in kind.params.model_fields}
    tolerant = kind.params.model_construct(**texts)
    return [
        _NamedFile("/params" + pointer, file_id, mark)
        for pointer, file_id, mark in kind.files(tolerant)
        if FILE_ID_PATTERN.fullmatch(file_id)
    ]


def _texts_only(value: Any) -> str | list[str] | None:
    if isinstance(value, list):
        return [item if isinstance(item, str) else "" for item in value]
    return value if isinstance(value, str) else None


def _missing(named: _NamedFile) -> Fault:
    return Fault(named.pointer, str(FileNotFound(named.file_id)))


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
