"""What a selftest is: a job of known length, load and outcome, to check a deployment with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from backend.catalogue import Kind, Limit, Parameters, Policy


class SelftestParameters(Parameters):
    """What the job is to do, and how it is to end."""

    duration_s: Annotated[
        float,
        Field(ge=0, le=3600, title="Duration", description="How long the job works, seconds.",
              json_schema_extra={"x-unit": "s"}),
    ] = 1.0  # fmt: skip
    steps: Annotated[
        int,
        Field(ge=1, le=1000, title="Steps", description="How many times it reports progress. The bodies native and "
              "subprocess can't report while they work: they report all steps at their end."),
    ] = 10  # fmt: skip
    body: Annotated[
        Literal["sleep", "spin", "native", "subprocess"],
        Field(title="Body", description="sleep: waits. spin: a Python loop. native: one long C call that holds the "
              "interpreter's lock and can't be interrupted from Python. subprocess: a shell child that sleeps."),
    ] = "sleep"  # fmt: skip
    outcome: Annotated[
        Literal["succeed", "fail", "crash", "throttle"],
        Field(title="Outcome", description="succeed. fail: a clean failure. crash: kills its own process (SIGKILL). "
              "throttle: asks to slow down, as a provider would."),
    ] = "succeed"  # fmt: skip
    outcome_attempts: Annotated[
        int,
        Field(ge=0, le=1000, title="Starts with that outcome", description="How many first starts have this outcome "
              "before one succeeds; 0: all. A failure is tried again when this is above 0."),
    ] = 0  # fmt: skip
    ignore_sigterm: Annotated[
        bool,
        Field(title="Ignore SIGTERM", description="Makes the job, and its shell child, deaf to the polite request to "
              "stop, so that only SIGKILL ends it."),
    ] = False  # fmt: skip
    output_bytes: Annotated[
        int,
        Field(ge=0, le=10_000_000, title="Size of the output", description="Size of the artifact output.bin, bytes; "
              "0: none.", json_schema_extra={"x-unit": "bytes"}),
    ] = 0  # fmt: skip


class SelftestResult(BaseModel):
    """What the job did, and where."""

    run_at_ms: Annotated[int, Field(title="Run at", description="When the job's own code began, Unix milliseconds.")]
    worked_s: Annotated[float, Field(title="Worked", description="Measured length of the body, seconds.")]
    start: Annotated[int, Field(title="Start", description="How often the job was started, this start included.")]
    attempt: Annotated[int, Field(title="Attempt", description="The start's number among those that count.")]
    pid: Annotated[int, Field(title="Process id", description="The child process that did the work.")]
    host: Annotated[str, Field(title="Host", description="The machine it ran on.")]


KIND = Kind(
    name="selftest",
    title="Self-test",
    description="A job of known length, load and outcome, for operators who check a deployment.",
    params=SelftestParameters,
    result=SelftestResult,
    policy=Policy(
        limit=Limit(default=64),
        max_waiting=10_000,
        time_limit_s=4000.0,
        max_attempts=5,
        backoff_s=0.5,
        max_backoff_s=10.0,
        stop_grace_s=1.0,
    ),
    artifacts=("output.bin",),
    diagnostic=True,
)
