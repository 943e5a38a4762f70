"""The child process of one job: from the fork to the last word.

Runs in a process of its own that is born from the forkserver and ends here, by ``os._exit``: nothing of the
forkserver's state is wound up twice.
"""

from __future__ import annotations

import contextlib
import dataclasses
import faulthandler
import importlib
import importlib.util
import os
import resource
import signal
import socket
import sys
import tempfile
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from actors.sandbox import prctl, tree
from actors.sandbox.failure import described, last_word_of
from actors.sandbox.job_context import ChildContext, received_line
from actors.sandbox.protocol import (
    ASSIGNMENT,
    MAX_DETAILS_BYTES,
    MAX_RESULT_BYTES,
    MESSAGE,
    Assignment,
    Failed,
    LastWord,
    Succeeded,
    encode,
    encode_value,
)
from backend.catalogue import faults_of
from backend.errors import JobFailure
from backend.job import JobError

#: Each is read by some library that starts threads of its own.
THREAD_VARIABLES = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip
_NOT_JSON = (ValueError, TypeError, RecursionError)


def main(channel: socket.socket, log: int, server_pid: int) -> NoReturn:
    """Do one job and end this process.

    Args:
        channel: where the assignment comes from and messages go to.
        log: descriptor that takes the place of standard output and error.
        server_pid: the forkserver; if it dies, so does this process.
    """
    _leave_the_forkserver(log, server_pid)
    try:
        assignment = ASSIGNMENT.validate_json(received_line(channel))
    except EOFError:
        os._exit(os.EX_OK)  # the worker left before it said what to do
    _settle_in(assignment)
    context = ChildContext(assignment, channel)
    word = _work(assignment, context)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    context.close(_bounded(word))
    os._exit(os.EX_OK)


def _leave_the_forkserver(log: int, server_pid: int) -> None:
    prctl.die_with_parent(server_pid, signal.SIGKILL)
    os.setsid()
    # Orphans of this job stay below it while it lives, so that its memory is counted and its end is theirs.
    prctl.adopt_orphans()
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    # New streams, as the inherited ones know what lay at their descriptors before.
    sys.stdout, sys.stderr = (
        open(number, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
        for number in (1, 2)
    )
    for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _settle_in(assignment: Assignment) -> None:
    """Set limits, folder and environment of this one job."""
    task, folder = assignment.task, str(assignment.folder)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data_bytes = tree.data_bytes()
    if data_bytes is not None:
        # One sudden huge allocation fails at once with MemoryError; the forkserver watches the slow growth.
        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes + task.memory_limit_bytes, resource.RLIM_INFINITY))
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    for name in THREAD_VARIABLES:
        os.environ[name] = str(assignment.cpu_threads)
    # A fault in native code leaves the Python lines that led to it in the log.
    faulthandler.enable()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # else every child would draw the same numbers


def _work(assignment: Assignment, context: ChildContext) -> LastWord:
    """Run the job and return its last word, whatever happens."""
    task = assignment.task
    try:
        run = importlib.import_module(task.run_module).run
        params = _typed(task.run_module, dict(task.params))
    except ValidationError as error:
        faults = [dataclasses.asdict(fault) for fault in faults_of(error, "/params")]
        message = f"The parameters do not fit {task.kind} as it is installed here."
        return Failed(error=JobError("invalid_params", message, details={"faults": faults}))
    except (Exception, SystemExit) as error:  # noqa: BLE001, RUF100 (whatever a module may do at import)
        message = f"Jobs of kind {task.kind} can't start here. An operator has to look at this installation."
        return Failed(error=JobError("cannot_start", message, details=described(error)))
    try:
        result = run(params, context)
        return Succeeded(result=_json(result), artifacts=context.collect())
    except BaseException as error:  # noqa: BLE001, RUF100 (SystemExit and KeyboardInterrupt are failures here, too)
        # Room to say what went wrong, should it be memory.
        resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return last_word_of(error)


def _typed(run_module: str, params: dict[str, Any]) -> Any:
    """Return the parameters as the model of the kind's spec, or as they are for a module without a spec."""
    package = run_module.rpartition(".")[0]
    if not package or importlib.util.find_spec(f"{package}.spec") is None:
        return params
    kind = importlib.import_module(f"{package}.spec").KIND
    if kind.run_module != run_module:
        return params
    return kind.params.model_validate_json(encode_value(params))


def _json(result: Any) -> Any:
    """Check that a result is JSON of a bearable size.

    Raises:
        JobFailure: ``result_invalid`` or ``result_too_large``.
    """
    if isinstance(result, BaseModel):
        result = result.model_dump(mode="json")
    try:
        size_bytes = len(encode_value(Succeeded(result=result).result))
    except _NOT_JSON as error:
        raise JobFailure("result_invalid", "The job's result can't be written as JSON.") from error
    if size_bytes > MAX_RESULT_BYTES:
        message = f"The job's result is larger than {MAX_RESULT_BYTES} bytes. Large results belong in artifacts."
        raise JobFailure("result_too_large", message, details={"bytes": size_bytes})
    return result


def _bounded(word: LastWord) -> bytes:
    """Encode the last word so that the worker surely takes it."""
    if isinstance(word, Failed):
        word = Failed(error=_bounded_error(word.error))
    try:
        line = encode(word)
        MESSAGE.validate_json(line)
    except _NOT_JSON:
        return encode(Failed(error=JobError("result_invalid", "The job's result can't be written as JSON.")))
    return line


def _bounded_error(error: JobError) -> JobError:
    try:
        too_large = len(encode_value(error.details)) > MAX_DETAILS_BYTES
        details = {"dropped": "the details were too large"} if too_large else error.details
    except _NOT_JSON:
        details = {"dropped": "the details were no JSON"}
    return JobError(str(error.code)[:100], str(error.message)[:2_000], bool(error.retryable), details)
