"""Jobs that misbehave, each in its own way: run modules need only a ``run(params, job)``."""

# ruff: noqa: PLC0415, PTH115, PTH208, PLW0108, RSE102 (jobs import late and look at raw descriptors)
from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from actors.context import JobContext
from backend.errors import JobFailure, Throttled

FOREVER_S = 1000


def run(params: dict[str, Any], job: JobContext) -> Any:
    return globals()["do_" + params["do"]](params, job)


def do_facts(params, job):
    import numpy as np

    job.log("looking around")
    return {
        "run_at_s": time.monotonic(),
        "pid": os.getpid(),
        "ppid": os.getppid(),
        "sid": os.getsid(0),
        "cwd": str(Path.cwd()),
        "folder": str(job.folder),
        "content": sorted(os.listdir(job.folder)),
        "env": dict(os.environ),
        "fds": {name: _target(name) for name in os.listdir("/dev/fd")},
        "inheritable": [n for n in os.listdir("/dev/fd") if int(n) > 2 and _inheritable(int(n))],
        "threads": threading.active_count(),
        "start": job.start,
        "attempt": job.attempt,
        "id": job.id,
        "cpu_threads": job.cpu_threads,
        "draws": [random.random(), float(np.random.random())],
        "sigterm": signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
    }


def _target(name: str) -> str:
    try:
        return os.readlink(f"/dev/fd/{name}")
    except OSError:
        return "gone"


def _inheritable(descriptor: int) -> bool:
    try:
        return os.get_inheritable(descriptor)
    except OSError:
        return False


def do_return(params, job):
    return params["value"]


def do_raise(params, job):
    errors: dict[str, Any] = {
        "job_failure": lambda: JobFailure("not_possible", "It can't be.", retryable=True, details={"a": 1}),
        "odd_details": lambda: JobFailure("not_possible", "It can't be.", details={"a": object()}),
        "large_details": lambda: JobFailure("not_possible", "It can't be.", details={"a": "x" * 1_000_000}),
        "throttled": lambda: Throttled("slow down", resource="llm", retry_after_s=3.5),
        "value": lambda: ValueError(f"bad thing in {job.folder}"),
        "memory": lambda: MemoryError(),
        "no_space": lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        "connection": lambda: ConnectionResetError("peer"),
        "timeout": lambda: TimeoutError("late"),
        "broken_pipe": lambda: BrokenPipeError("pipe"),
        "exit": lambda: SystemExit(3),
        "interrupt": lambda: KeyboardInterrupt(),
    }
    print("about to raise")
    raise errors[params["error"]]()


def do_requests_error(params, job):
    import requests

    try:
        requests.get("http://127.0.0.1:9/", timeout=1)
    except requests.RequestException as error:
        raise RuntimeError("wrapped") from error


def do_signal_itself(params, job):
    os.kill(os.getpid(), getattr(signal, params["signal"]))
    time.sleep(FOREVER_S)


def do_segfault(params, job):
    ctypes.string_at(0)


def do_exit(params, job):
    os._exit(params["status"])


def do_allocate_at_once(params, job):
    import numpy as np

    return {"sum": float(np.ones(params["bytes"] // 8).sum())}


def do_grow(params, job):
    kept = []
    for _ in range(params["bytes"] // 2**20):
        kept.append(bytearray(os.urandom(1024)) * 1024)
        time.sleep(0.001)


def do_child_grows(params, job):
    # Slowly: it shall be seen (four times a second) between the job's limit and its own, which is not much larger.
    code = "import time\nkept=[]\nfor _ in range(%d): kept.append(bytearray(b'x') * 2**20); time.sleep(0.006)"
    subprocess.run([sys.executable, "-c", code % (params["bytes"] // 2**20)], check=True)
    time.sleep(FOREVER_S)


def do_print(params, job):
    for number in range(params["lines"]):
        print(f"line {number}")
    sys.stderr.write("to standard error\n")
    os.write(2, b"from native code \x1b[31m\xff\n")
    job.log("from the log method")
    raise ValueError("look at the log")


def do_flood_log(params, job):
    line = b"x" * 65_536
    while True:
        os.write(1, line)


def do_flood_messages(params, job):
    channel = _channel(job)
    while True:
        channel.sendall(b'{"type":"progress","fraction":0.5}\n' * 1000)


def do_garbage(params, job):
    channel = _channel(job)
    channel.sendall(b"\xff\xfe not json\n[1,2]\n" + b'{"type":"progress","fraction":7}\n' + b"[" * 5000 + b"\n")
    return {"fine": True}


def do_endless_line(params, job):
    channel = _channel(job)
    for _ in range(100):
        channel.sendall(b"y" * 2**20)


def _channel(job: JobContext) -> socket.socket:
    return job._channel  # type: ignore[attr-defined]


def do_progress(params, job):
    for number in range(params["count"]):
        job.progress(number / params["count"], "first", f"{number}")
    job.progress(0.1, "second", "never backwards")
    job.progress(float("nan"), "second", "nan")


def do_files(params, job):
    for name, text in params["write"].items():
        job.artifact(name).write_text(text)
    for name in params.get("promise", ()):
        job.artifact(name)
    for name in params.get("link", ()):
        job.artifact(name).symlink_to("/etc/hostname")
    if params.get("extra"):
        (job.folder / "out" / "left.tmp").write_text("x")
        (job.folder / "out" / "deep").mkdir()
        (job.folder / "own.txt").write_text("x")
    return {"input": job.input("a" * 64).read_text(), "name": job.input_name("a" * 64)} if params.get("read") else None


def do_family(params, job):
    """Leave processes behind in every way there is, say which, and then end, crash or wait."""
    code = (
        "import os, signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "if os.fork(): os._exit(0)\n"  # an orphan
        "os.setsid()\n"
        "if os.fork(): os._exit(0)\n"  # a daemon by the book
        "open(sys.argv[1], 'w').write(str(os.getpid())); os.rename(sys.argv[1], sys.argv[1] + '.pid')\n"
        "time.sleep(1000)\n"
    )
    mark = Path(params["marks"]) / f"{job.id}-daemon"
    shell = subprocess.Popen(["sh", "-c", f"trap '' TERM; sleep {FOREVER_S} & echo $!; wait"], stdout=subprocess.PIPE)
    assert shell.stdout is not None
    sleep_pid = int(shell.stdout.readline())
    subprocess.run([sys.executable, "-c", code, str(mark)], check=True)
    daemon = mark.with_name(mark.name + ".pid")
    while not daemon.exists():
        time.sleep(0.005)
    pids = {"child": os.getpid(), "shell": shell.pid, "sleep": sleep_pid, "daemon": int(daemon.read_text())}
    done = Path(params["marks"]) / f"{job.id}.json"
    done.with_suffix(".part").write_text(json.dumps(pids))
    done.with_suffix(".part").rename(done)
    shell.stdout.close()
    if params["then"] == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    if params["then"] == "wait":
        time.sleep(FOREVER_S)
    return pids


def do_spin(params, job):
    """Hold this process's interpreter lock for the whole time, in one C call."""
    import collections
    import itertools

    until_s = time.monotonic() + params["duration_s"]
    while time.monotonic() < until_s:
        collections.deque(itertools.repeat(None, 200_000_000), maxlen=0)


def do_sleep(params, job):
    job.progress(0.5, "sleeping")
    time.sleep(params.get("duration_s", FOREVER_S))


def do_count_and_sleep(params, job):
    for number in range(1, params["count"] + 1):
        job.progress(0.5 * number / params["count"], "counting", f"{number} of {params['count']}")
    time.sleep(FOREVER_S)


def do_finish_on_term(params, job):
    done = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: done.set())
    job.progress(0.5, "sleeping")
    done.wait(FOREVER_S)
    return {"clean": True}


def do_hang_at_end(params, job):
    """Return, but keep the process alive through a thread; nothing must wait for it."""
    threading.Thread(target=time.sleep, args=(FOREVER_S,)).start()
    return {"fine": True}


def do_lock_out(params, job):
    deep = job.folder / "deep" / "deeper"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    deep.chmod(0)


def do_odd_result(params, job):
    circle: list[Any] = []
    circle.append(circle)
    deep: list[Any] = []
    for _ in range(params.get("depth", 5000)):
        deep = [deep]
    return {"nan": {"a": float("nan")}, "bytes": b"x", "set": {1}, "deep": deep, "circle": circle}[params["name"]]


def do_ask(params, job):
    """Ask the worker everything there is to ask, from several threads at once."""
    before = job.recall("chapter")
    job.wait_for_turn("cloud")
    job.slow_down("cloud", 3.0)
    job.spend("tokens", 7)
    job.spend("tokens", 2)
    job.remember("chapter", {"text": "kept", "long": "x" * params.get("long", 0)})
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(_remembered(job, n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if params.get("then"):
        return globals()["do_" + params["then"]](params, job)
    return {"before": before, "after": job.recall("chapter"), "threads": sorted(answers), "key": job.provider("cloud")}


def _remembered(job, number):
    job.remember(f"thread {number}", number)
    return job.recall(f"thread {number}")


def do_remember(params, job):
    job.remember("large", "x" * params["bytes"])
