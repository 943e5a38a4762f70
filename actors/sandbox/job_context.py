"""The job as its own ``run`` sees it: the child's side of ``actors/context.py``."""

from __future__ import annotations

import contextlib
import hashlib
import mimetypes
import os
import shutil
import socket
import stat
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from actors.sandbox.protocol import (
    MAX_REMEMBERED_BYTES,
    About,
    Answer,
    Assignment,
    Progress,
    Question,
    encode,
    encode_value,
)
from backend.errors import JobFailure, Throttled
from backend.job import Artifact

#: The folder of artifacts inside a job's private folder.
OUT = "out"

MAX_NAME_BYTES = 200
MAX_STAGE_CHARS, MAX_MESSAGE_CHARS = 100, 500
#: A report that was held back and not replaced by a newer one is sent after this, seconds: silence shows the last news.
HELD_BACK_S = 0.1


def received_line(channel: socket.socket) -> bytes:
    """Read one line from the worker, which says nothing more before it is answered.

    Raises:
        EOFError: when the worker is gone.
    """
    line = bytearray()
    while not line.endswith(b"\n"):
        data = channel.recv(65_536)
        if not data:
            raise EOFError("the worker is gone")
        line += data
    return bytes(line)


class Allowance:
    """Lets so many events a second pass and a burst at the beginning.

    Args:
        per_second: events a second in the long run.
        burst: events that may pass at once.
    """

    def __init__(self, per_second: float, burst: int) -> None:
        self._per_second, self._burst = per_second, float(burst)
        self._left, self._at_s = self._burst, time.monotonic()

    def take(self) -> bool:
        """Return whether one more event may pass now."""
        now_s = time.monotonic()
        self._left = min(self._burst, self._left + (now_s - self._at_s) * self._per_second)
        self._at_s = now_s
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class ChildContext:
    """One start of one job inside its child process (``actors.context.JobContext``); thread-safe.

    Args:
        assignment: what the job is.
        channel: where its messages go.
    """

    def __init__(self, assignment: Assignment, channel: socket.socket) -> None:
        task = assignment.task
        self.id, self.start, self.attempt = task.job_id, task.start, task.attempt
        self.folder, self.cpu_threads = assignment.folder, assignment.cpu_threads
        self._inputs, self._attachments, self._providers = task.inputs, task.attachments, task.providers
        self._channel = channel
        self._lock, self._asking = threading.Lock(), threading.Lock()
        self._artifacts: dict[str, str | None] = {}
        self._latest = Progress(fraction=0.0)
        self._unsent = self._sends_later = False
        self._closed = False
        self._allowance = Allowance(per_second=20, burst=10)

    def input(self, file_id: str) -> Path:
        """Return the path of an uploaded file.

        Raises:
            JobFailure: ``input_missing``.
        """
        known = self._inputs.get(file_id)
        if known is None or not known.path.is_file():
            raise JobFailure("input_missing", "A file that this job needs is gone. Upload it and submit again.")
        return known.path

    def input_name(self, file_id: str) -> str:
        """Return the name under which the file was uploaded, or its id when none is known."""
        known = self._inputs.get(file_id)
        return known.name if known else file_id

    def attachment(self, name: str) -> Path:
        """Return the path of what was put beside the parameters at submission.

        Raises:
            JobFailure: ``attachment_missing``.
        """
        path = self._attachments.get(name)
        if path is None or not path.is_file():
            raise JobFailure(
                "attachment_missing", f"The {name} that this job was submitted with is gone. Submit again."
            )
        return path

    def progress(self, fraction: float, stage: str = "", message: str = "") -> None:
        """Report progress; too many reports are thinned out, the last of a stage or before a silence never."""
        with self._lock:
            if self._closed:
                return
            if self._unsent and stage != self._latest.stage:
                self._send()
            done = min(1.0, fraction) if fraction > self._latest.fraction else self._latest.fraction
            self._latest = Progress(fraction=done, stage=stage[:MAX_STAGE_CHARS], message=message[:MAX_MESSAGE_CHARS])
            self._unsent = True
            if self._allowance.take():
                self._send()
            elif not self._sends_later:
                self._sends_later = True
                later = threading.Timer(HELD_BACK_S, self._send_held_back)
                later.daemon = True
                later.start()

    def log(self, line: str) -> None:
        """Write a line into the job's log, between whatever else is printed."""
        with contextlib.suppress(OSError):
            os.write(1, line.encode("utf-8", "replace") + b"\n")

    def artifact(self, name: str, media_type: str | None = None) -> Path:
        """Return the path to write an artifact to.

        Raises:
            ValueError: when ``name`` is no plain file name.
        """
        plain = name and not name.startswith(".") and not any(c in name for c in "/\\\0") and name.isprintable()
        if not plain or len(name.encode("utf-8", "replace")) > MAX_NAME_BYTES:
            raise ValueError(f"{name[:100]!r} is no plain file name")
        out = self.folder / OUT
        out.mkdir(exist_ok=True)
        self._artifacts[name] = media_type
        return out / name

    def provider(self, name: str) -> Mapping[str, Any]:
        """Return what the operator set for an outside service.

        Raises:
            JobFailure: ``provider_not_configured``.
        """
        if name not in self._providers:
            raise JobFailure("provider_not_configured", f"{name} is not set up on this server. Ask its operator.")
        return self._providers[name]

    def wait_for_turn(self, provider: str) -> None:
        """Wait until one more request may go to a provider.

        Raises:
            Throttled: when so many wait already that this job had better give its place to others.
        """
        wait_s = self._ask("turn", provider)
        if wait_s is not None and wait_s < 0:
            raise Throttled("Too many requests wait for the provider already.", resource=provider)
        time.sleep(wait_s or 0.0)

    def slow_down(self, provider: str, retry_after_s: float | None = None) -> None:
        """Pass on a provider's throttle error."""
        self._ask("slow_down", provider, retry_after_s)

    def remember(self, name: str, value: Any) -> None:
        """Keep a JSON value with the job.

        Raises:
            ValueError: when it is no JSON, or too large.
        """
        if len(encode_value(value)) > MAX_REMEMBERED_BYTES:
            raise ValueError(f"what a job remembers under one name has at most {MAX_REMEMBERED_BYTES} bytes")
        self._ask("remember", name, value)

    def recall(self, name: str) -> Any:
        """Return what this or an earlier start remembered, or None."""
        return self._ask("recall", name)

    def spend(self, name: str, amount: float) -> None:
        """Add to a sum of what the job has used up."""
        self._ask("spend", name, amount)

    def collect(self) -> tuple[Artifact, ...]:
        """Measure and hash the artifacts and remove whatever else lies beside them.

        Raises:
            JobFailure: ``artifact_missing``.
        """
        out = self.folder / OUT
        found = tuple(_artifact(out / name, media_type) for name, media_type in sorted(self._artifacts.items()))
        if out.is_dir():
            for extra in out.iterdir():
                if extra.name not in self._artifacts:
                    shutil.rmtree(extra) if extra.is_dir() and not extra.is_symlink() else extra.unlink()
        return found

    def close(self, last_word: bytes) -> None:
        """Send the progress that was held back, then the last word; later reports go nowhere."""
        with self._lock:
            self._closed = True
            with contextlib.suppress(OSError):
                if self._unsent:
                    self._send()
                self._channel.sendall(last_word)

    def _ask(self, about: About, name: str, value: Any = None) -> Any:
        """Ask the worker and wait for its answer, also while the store is away.

        Raises:
            ValueError: when the worker refuses.
        """
        question = encode(Question(about=about, name=name, value=value))
        with self._asking:
            while True:
                with self._lock:
                    self._channel.sendall(question)
                answer = Answer.model_validate_json(received_line(self._channel))
                if answer.refused:
                    raise ValueError(answer.refused)
                if answer.again_s is None:
                    return answer.value
                time.sleep(answer.again_s)

    def _send_held_back(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            self._sends_later = False
            if self._unsent and not self._closed:
                self._send()

    def _send(self) -> None:
        self._unsent = False
        self._channel.sendall(encode(self._latest))


def _artifact(path: Path, media_type: str | None) -> Artifact:
    try:
        details = path.lstat()
        if not stat.S_ISREG(details.st_mode):
            raise JobFailure("artifact_missing", f"The job made {path.name}, but not as a plain file.")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise JobFailure("artifact_missing", f"The job ended without {path.name}, which it had promised.") from None
    guessed = media_type or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Artifact(path.name, guessed, details.st_size, digest)
