"""The kinds of job this installation knows, found by name in ``actors/<kind>/spec.py``.

A spec is light: it names parameters, result and limits and imports no media library. The heavy half,
``actors/<kind>/run.py``, is imported in the sandbox only.
"""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from backend.errors import Fault, InvalidRequest, UnknownKind, pointer_below
from backend.setting_faults import check_kind_names
from backend.settings import KindSettings, Settings


class Parameters(BaseModel):
    """Base of every kind's parameters: strict types, unknown names refused, values frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclasses.dataclass(frozen=True, slots=True)
class FileInput:
    """Marks a parameter as an uploaded file; ``accept`` lists media types (``video/*``) it may have."""

    accept: tuple[str, ...] = ("*/*",)

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Add the hints a form needs: a file picker with these types."""
        schema: dict[str, Any] = handler(core_schema)
        schema.update({"x-input": "file", "x-accept": list(self.accept)})
        return schema


_FILE_ID = r"^[0-9a-f]{64}$"
#: The id of an uploaded file: the SHA-256 of its bytes, 64 hex digits.
FileId = Annotated[str, StringConstraints(pattern=_FILE_ID)]


_DRAFT_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$"
DRAFT_ID_PATTERN = re.compile(_DRAFT_ID)
#: What to say of a text that can't be a draft's id.
NO_DRAFT_ID = "This is not the id of a draft: 1 to 100 of A-Z, a-z, 0-9, '_', '.' and '-', the first no sign."
#: The id of a draft, as its maker chose it: 1-100 letters, digits, ``_``, ``.`` and ``-``, the first no sign.
DraftId = Annotated[str, StringConstraints(pattern=_DRAFT_ID)]


@dataclasses.dataclass(frozen=True, slots=True)
class DraftInput:
    """Marks a parameter as the id of a draft of the caller's.

    Its timeline as it is at submission stays with the job: ``job.attachment(attachment)`` is its JSON, and
    ``job.input`` gives the uploaded files that it names.
    """

    attachment: str = "draft"

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Add the hint a form needs: a choice among the drafts there are."""
        schema: dict[str, Any] = handler(core_schema)
        schema["x-input"] = "draft"
        return schema


@dataclasses.dataclass(frozen=True, slots=True)
class Limit:
    """How many jobs of a kind (or users of a resource) may run at once, and how that number moves.

    Additive increase, multiplicative (here: stepwise) decrease, after Chiu & Jain 1989: ``-decrease`` at a
    throttle error, ``+increase`` per quiet ``recovery_interval_s``.

    Args:
        default: where it starts; at least 1.
        min: never below this.
        max: never above this.
        decrease: jobs fewer after a throttle error.
        increase: jobs more after each quiet interval.
        recovery_interval_s: seconds without a throttle error that make an interval quiet.
    """

    default: int
    min: int = 1
    max: int = 0
    decrease: int = 2
    increase: int = 1
    recovery_interval_s: float = 60.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "max", self.max or self.default)
        object.__setattr__(self, "min", min(self.min, self.default))


@dataclasses.dataclass(frozen=True, slots=True)
class Rate:
    """Starts (or a provider's requests) per interval, for all workers together.

    Args:
        requests: how many in each interval; at least 1.
        interval_s: the interval's length, seconds.
        burst: how many may come at once; 1 spaces them evenly.
    """

    requests: int
    interval_s: float = 60.0
    burst: int = 1

    @property
    def interval_us(self) -> int:
        """Microseconds between two requests."""
        return round(self.interval_s * 1e6 / self.requests)


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """How the engine treats jobs of a kind.

    Args:
        limit: jobs at once, cluster-wide.
        rate: job starts per interval, cluster-wide; None for as they come.
        max_waiting: jobs that may wait; one more is refused.
        time_limit_s: seconds one attempt may run unless the job says otherwise.
        result_ttl_s: seconds a finished job and its artifacts are kept; None takes the service's.
        max_attempts: starts that may fail in a retryable way before the job does.
        backoff_s: the first delay before another attempt; doubles each time, with full jitter.
        max_backoff_s: the largest such delay.
        stop_grace_s: seconds between SIGTERM and SIGKILL; up to 5 for kinds that need a clean stop.
        memory_limit_bytes: resident bytes a job may use; None takes the service's.
        on_throttle: ``retry`` puts a throttled job back in its place, ``fail`` ends it.
    """

    limit: Limit = dataclasses.field(default_factory=lambda: Limit(2))
    rate: Rate | None = None
    max_waiting: int = 100
    time_limit_s: float = 3600.0
    result_ttl_s: float | None = None
    max_attempts: int = 3
    backoff_s: float = 2.0
    max_backoff_s: float = 300.0
    stop_grace_s: float = 1.0
    memory_limit_bytes: int | None = None
    on_throttle: str = "retry"


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of job, from a single definition.

    Args:
        name: the folder's name, lower case with underscores.
        title: for people, a few words.
        description: for people, a sentence or two.
        params: the model of its parameters.
        result: the model of its result.
        policy: limits and retries.
        artifacts: the names of the files that a successful job leaves.
        diagnostic: for operators only; off unless asked for.
        resource_limits: the limits of the resources that ``resources`` may name; kinds that share one say the same.
    """

    name: str
    title: str
    description: str
    params: type[Parameters]
    result: type[BaseModel]
    policy: Policy = dataclasses.field(default_factory=Policy)
    artifacts: tuple[str, ...] = ()
    diagnostic: bool = False
    resource_limits: Mapping[str, Limit] = dataclasses.field(default_factory=dict)

    @property
    def run_module(self) -> str:
        """The module whose ``run(params, job)`` does the work."""
        return f"actors.{self.name}.run"

    def dedupe_key(self, params: Parameters) -> str | None:  # noqa: ARG002 (kinds override it)
        """Return what makes two submissions the same work, or None."""
        return None

    def resources(self, params: Parameters) -> tuple[str, ...]:  # noqa: ARG002 (kinds override it)
        """Return the cluster-wide resources that a job with these parameters occupies while it runs."""
        return ()

    def under(self, policy: Policy) -> Self:
        """Return this kind under the policy that an installation's settings make of its own."""
        return dataclasses.replace(self, policy=policy)

    def parse(self, raw: Any, *, pointer: str = "/params") -> Parameters:
        """Read parameters as a caller sent them.

        Raises:
            InvalidRequest: naming every fault at once, each under ``pointer``.
        """
        try:
            return self.params.model_validate(raw)
        except ValidationError as error:
            raise InvalidRequest(faults_of(error, pointer)) from None

    def files(self, params: Parameters) -> Iterator[tuple[str, str, FileInput]]:
        """Yield (JSON pointer below params, file id, what it may be) for each file the parameters name."""
        for name, field in type(params).model_fields.items():
            marks = [mark for mark in field.metadata if isinstance(mark, FileInput)]
            value = getattr(params, name)
            if not marks or value is None:
                continue
            if isinstance(value, str):
                yield f"/{name}", value, marks[0]
            else:
                for index, file_id in enumerate(value):
                    yield f"/{name}/{index}", file_id, marks[0]

    def drafts(self, params: Parameters) -> Iterator[tuple[str, str, DraftInput]]:
        """Yield (JSON pointer below params, draft id, its mark) for each draft the parameters name."""
        for name, field in type(params).model_fields.items():
            mark = next((mark for mark in field.metadata if isinstance(mark, DraftInput)), None)
            value = getattr(params, name)
            if mark is not None and isinstance(value, str) and DRAFT_ID_PATTERN.fullmatch(value):
                yield f"/{name}", value, mark


#: Instead of Pydantic's words where they speak of its own models rather than of what was sent.
_WORDS = {
    "extra_forbidden": "This name is not known here.",
    "missing": "This is required.",
    "list_type": "This must be a list.",
    "too_long": "At most {max_length} are possible; here are {actual_length}.",
    "too_short": "At least {min_length} must be given; here are {actual_length}.",
    "value_error": "{error}",
}


def faults_of(error: ValidationError, pointer: str = "") -> list[Fault]:
    """List the faults of a Pydantic error as JSON pointers (RFC 6901) below ``pointer``."""
    return [
        Fault(pointer_below(pointer, *item["loc"]), _detail(item["type"], item["msg"], item.get("ctx", {})))
        for item in error.errors(include_url=False, include_input=False)
    ]


def _detail(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """Say what is wrong in words that need no knowledge of our code."""
    if kind == "string_pattern_mismatch" and context["pattern"] == _FILE_ID:
        return "This is not the id of a file. Upload the file, and put here the id that the answer gives it."
    if kind == "string_pattern_mismatch" and context["pattern"] == _DRAFT_ID:
        return NO_DRAFT_ID
    return _WORDS[kind].format(**context) if kind in _WORDS else message


class Catalogue(Mapping[str, Kind]):
    """The kinds in use, by name, with this installation's settings applied."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = dict(sorted(kinds.items()))

    @classmethod
    def discover(cls, settings: Settings) -> Catalogue:
        """Find every ``actors.<kind>.spec`` and apply the settings to what it says.

        Raises:
            ConfigurationError: when settings name a kind that is not there.
        """
        import actors  # noqa: PLC0415 (discovery by name is the one arrow from backend to actors' specs)

        found: dict[str, Kind] = {}
        there: set[str] = set()
        for module in pkgutil.iter_modules(actors.__path__):
            if not module.ispkg:
                continue
            name = f"actors.{module.name}.spec"
            if importlib.util.find_spec(name) is None:
                continue
            kind: Kind = importlib.import_module(name).KIND
            there.add(kind.name)
            if kind.diagnostic and not settings.selftest:
                continue
            found[kind.name] = kind.under(_with_settings(kind.policy, settings.kinds.get(kind.name, KindSettings())))
        check_kind_names(settings, there)
        return cls(found)

    def __getitem__(self, name: str) -> Kind:
        try:
            return self._kinds[name]
        except KeyError:
            raise UnknownKind(name, list(self._kinds)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def __contains__(self, name: object) -> bool:
        return name in self._kinds


def _with_settings(policy: Policy, chosen: KindSettings) -> Policy:
    limit = policy.limit
    if chosen.max_concurrent is not None:
        limit = Limit(
            default=chosen.max_concurrent,
            min=min(limit.min, chosen.max_concurrent),
            max=chosen.max_concurrent,
            decrease=limit.decrease,
            increase=limit.increase,
            recovery_interval_s=limit.recovery_interval_s,
        )
    limit_changes: dict[str, Any] = {
        name: value
        for name, value in {
            "min": chosen.min_concurrent,
            "max": chosen.ceiling,
            "decrease": chosen.decrease,
            "increase": chosen.increase,
            "recovery_interval_s": chosen.recovery_interval_s,
        }.items()
        if value is not None
    }
    policy_changes = {
        name: getattr(chosen, name)
        for name in (
            "max_waiting", "time_limit_s", "result_ttl_s", "max_attempts", "memory_limit_bytes", "on_throttle",
        )
        if getattr(chosen, name) is not None
    }  # fmt: skip
    return dataclasses.replace(policy, limit=dataclasses.replace(limit, **limit_changes), **policy_changes)
