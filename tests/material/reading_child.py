"""Reads documents in processes of their own, without a network: what came out, in what time and memory."""

from __future__ import annotations

import dataclasses
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from actors.document_analysis.reading import read_document
from backend.errors import JobFailure

ROOT = Path(__file__).resolve().parents[2]


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a child says of its document; ``code`` is empty where it was read, ``broke`` tells of an error in us."""

    code: str = ""
    message: str = ""
    words: str = ""
    blocks: int = 0
    seconds: float = 0.0
    peak_bytes: int = 0
    broke: str = ""


class ReadingChildren:
    """A process with the readers loaded that forks for every document, as the sandbox does."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.material.reading_child"]
        self._parent = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._parent:
            assert self._parent.stdin
            self._parent.stdin.close()

    def read(self, path: Path) -> Reading:
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(f"{path}\n")
        self._parent.stdin.flush()
        return Reading(**json.loads(self._parent.stdout.readline()))


def main() -> None:
    """Read one document for every line of standard input."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                reading = _read(Path(line.rstrip("\n")))
            except BaseException as error:
                reading = Reading(broke=repr(error))
            os.write(1, (json.dumps(dataclasses.asdict(reading)) + "\n").encode())
            os._exit(0)
        os.waitpid(child, 0)


def _read(path: Path) -> Reading:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A reader asked for the network.")

    socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse  # type: ignore[assignment,method-assign]
    code = message = words = ""
    blocks = 0
    began = time.perf_counter()
    try:
        document = read_document(path, name=path.name)
    except JobFailure as failure:
        code, message = failure.code, str(failure)
    else:
        blocks = len(document.blocks)
        words = " ".join(block.text for block in (*document.blocks[:5], *document.blocks[-5:]))[:2000]
    spent = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return Reading(code, message, words, blocks, spent, int(status.split("VmHWM:")[1].split()[0]) * 1024)


if __name__ == "__main__":
    main()
