"""``sluice doctor``: check a deployment from outside, end to end, and say what to do about what is wrong."""

from __future__ import annotations

import argparse
import dataclasses
import email.utils
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from backend.cli import words
from backend.cli.client import Client
from backend.cli.connect import connected
from backend.cli.refusals import ServerRefused, ServerUnreachable
from backend.cli.terminal import Colour, Terminal

MOST_CLOCK_DIFFERENCE_S = 5.0
Verdict = Literal["ok", "wrong", "not checked"]
COLOURS: dict[Verdict, Colour] = {"ok": "green", "wrong": "red", "not checked": "yellow"}


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. ``advice`` says what to do; empty when all is well."""

    check: str
    verdict: Verdict
    detail: str
    advice: str = ""


def add_commands(commands: Any, options: argparse.ArgumentParser) -> None:
    """Add ``doctor``."""
    command = commands.add_parser("doctor", parents=[options], help="check the service end to end", allow_abbrev=False)
    command.add_argument("--deadline", type=float, default=30.0, metavar="S", help="seconds for the test job (30)")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    """Check everything; the exit code is 1 when something is wrong."""
    findings = []
    with connected(args, terminal, patience_s=0.0) as client:
        for finding in examine(client, deadline_s=args.deadline):
            findings.append(finding)
            if not args.json:
                mark = terminal.paint(finding.verdict.ljust(11), COLOURS[finding.verdict])
                terminal.say(f"{finding.check.ljust(8)}  {mark}  {finding.detail}")
                if finding.advice:
                    terminal.say(f"{' ' * 23}-> {finding.advice}")
    healthy = all(finding.verdict != "wrong" for finding in findings)
    if args.json:
        terminal.document({"healthy": healthy, "checks": [dataclasses.asdict(finding) for finding in findings]})
    return 0 if healthy else 1


def examine(client: Client, *, deadline_s: float) -> Iterator[Finding]:
    """Yield the findings one by one; without an API nothing else can be looked at.

    Args:
        client: the service.
        deadline_s: seconds that the test job may take.
    """
    api = _api(client)
    yield api
    if api.verdict != "ok":
        return
    checks: list[tuple[str, Callable[[], Finding]]] = [
        ("clock", lambda: _clock(client)),
        ("store", lambda: _store(client)),
        ("storage", lambda: _storage(client)),
        ("workers", lambda: _workers(client)),
        ("job", lambda: _job(client, deadline_s)),
    ]
    for name, check in checks:
        try:
            finding = check()
        except ServerRefused as error:
            finding = Finding(name, "wrong", str(error), "Look into the service's log (state folder, log/api.log).")
        except ServerUnreachable as error:
            finding = Finding(name, "wrong", f"the service stopped answering ({error.reason})", "Is it still running?")
        yield finding


def _api(client: Client) -> Finding:
    try:
        response = client.probe("/livez")
    except ServerUnreachable as error:
        return Finding("api", "wrong", f"no answer from {client.server} ({error.reason})", "Start it: sluice up")
    if response.status_code != 200:
        advice = "Is this the address of a Sluice service? Name another with --server."
        return Finding("api", "wrong", f"{client.server}/livez answers {response.status_code}", advice)
    return Finding("api", "ok", f"answers at {client.server}")


def _clock(client: Client) -> Finding:
    header = client.probe("/livez").headers.get("Date")
    if header is None:
        return Finding("clock", "not checked", "the service does not tell its time")
    difference_s = abs(email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    if difference_s > MOST_CLOCK_DIFFERENCE_S:
        detail = f"the service's clock and this machine's differ by {words.duration(difference_s)}"
        return Finding("clock", "wrong", detail, "Set both by NTP.")
    return Finding("clock", "ok", "agrees with this machine's")


def _store(client: Client) -> Finding:
    response = client.probe("/readyz")
    try:
        state = str(response.json()["checks"]["store"])
    except (ValueError, KeyError, TypeError):
        state = "ok" if response.status_code == 200 else f"unknown (/readyz answers {response.status_code})"
    if state == "ok":
        return Finding("store", "ok", "answers")
    advice = "Is the store running and SLUICE_REDIS_URL right? The embedded one writes log/store.log."
    return Finding("store", "wrong", state, advice)


def _storage(client: Client) -> Finding:
    with tempfile.TemporaryDirectory(prefix="sluice-doctor-") as folder:
        path = Path(folder) / "doctor.txt"
        path.write_text(f"written by sluice doctor, {time.time_ns()}\n")  # new bytes: nobody else's file is deleted
        try:
            record = client.upload(path)
        except ServerRefused as error:
            return Finding("storage", "wrong", str(error), "Is the storage folder writable and the disk not full?")
    client.delete_file(record["id"])
    return Finding("storage", "ok", "takes a file and lets it go")


def _workers(client: Client) -> Finding:
    workers = client.queue()["workers"]
    if not workers:
        return Finding("workers", "wrong", "none is online, so jobs wait", "Start one: sluice worker")
    threads = sum(worker["threads"] for worker in workers)
    oldest_s = max(worker["seen_s"] for worker in workers)
    number = f"{len(workers)} worker{'s' if len(workers) > 1 else ''}"
    return Finding("workers", "ok", f"{number} online, {threads} jobs at once, heard of {words.duration(oldest_s)} ago")


def _job(client: Client, deadline_s: float) -> Finding:
    if "selftest" not in str(client.kinds()):
        return Finding("job", "not checked", "the kind selftest is not offered", "Offer it: SLUICE_SELFTEST=1")
    started = time.monotonic()
    body = {"kind": "selftest", "params": {"duration_s": 0.0, "steps": 1}, "priority": "urgent", "tags": ["doctor"]}
    job = client.submit(body)
    while job["state"] in ("queued", "running") and time.monotonic() - started < deadline_s:
        job = client.job(job["id"], wait_s=1)
    took = words.duration(time.monotonic() - started)
    if job["state"] == "succeeded":
        return Finding("job", "ok", f"a test job went through in {took}")
    if job["state"] in ("queued", "running"):
        client.cancel(job["id"])
        detail = f"the test job was still {words.state(job)} after {took}; cancelled it"
        return Finding("job", "wrong", detail, "Are all threads busy (sluice queue)? Does log/worker-1.log say why?")
    error = job["error"] or {"code": job["state"], "message": ""}
    return Finding("job", "wrong", f"the test job {words.state(job)}: {error['code']}: {error['message']}",
                   f"See: sluice show {job['id']}")  # fmt: skip
