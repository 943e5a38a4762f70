"""``sluice jobs``, ``show`` and ``cancel``: look at jobs and stop them."""

from __future__ import annotations

import argparse
import json
from typing import Any

from backend.cli import words
from backend.cli.client import Document
from backend.cli.connect import connected
from backend.cli.follow import tell_end
from backend.cli.terminal import Colour, Terminal, printable
from backend.job import State

COLOURS: dict[str, Colour] = {"succeeded": "green", "failed": "red", "timed_out": "red", "cancelled": "yellow"}


def add_commands(commands: Any, options: argparse.ArgumentParser) -> None:
    """Add ``jobs``, ``show`` and ``cancel``."""
    jobs = commands.add_parser("jobs", parents=[options], help="list jobs, newest first", allow_abbrev=False)
    jobs.add_argument("--state", choices=[state.value for state in State])
    jobs.add_argument("--kind")
    jobs.add_argument("--tag")
    jobs.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many (20)")
    jobs.set_defaults(run=list_jobs)

    show = commands.add_parser("show", parents=[options], help="show all of a job", allow_abbrev=False)
    show.add_argument("id")
    show.set_defaults(run=show_job)

    cancel = commands.add_parser("cancel", parents=[options], help="cancel jobs", allow_abbrev=False)
    cancel.add_argument("ids", nargs="+", metavar="id")
    cancel.set_defaults(run=cancel_jobs)


def list_jobs(args: argparse.Namespace, terminal: Terminal) -> int:
    """List the newest jobs."""
    with connected(args, terminal) as client:
        found = client.jobs(limit=max(args.limit, 1), state=args.state, kind=args.kind, tag=args.tag)
    if args.json:
        terminal.document({"jobs": found})
    elif not found:
        terminal.say("No jobs. Submit one with: sluice submit KIND")
    else:
        rows = [
            [
                job["id"],
                job["kind"],
                words.state(job),
                job["priority"],
                f"{job['progress'] * 100:.0f} %",
                words.ago(job["created_at"]),
                words.duration(words.took_s(job)),
                _shortened(job["error"]["code"] if job["error"] else job["stage"] or job["message"] or ""),
            ]
            for job in found
        ]
        terminal.table(["id", "kind", "state", "priority", "done", "submitted", "took", ""], rows, right=(4, 5, 6))
    return 0


def show_job(args: argparse.Namespace, terminal: Terminal) -> int:
    """Show one job."""
    with connected(args, terminal) as client:
        job = client.job(args.id)
    if args.json:
        terminal.document(job)
    else:
        _describe(terminal, job)
    return 0


def cancel_jobs(args: argparse.Namespace, terminal: Terminal) -> int:
    """Cancel jobs; those that are final stay as they are."""
    with connected(args, terminal) as client:
        answers = [client.cancel(job_id) for job_id in args.ids]
    if args.json:
        terminal.document(answers[0] if len(answers) == 1 else {"jobs": answers})
        return 0
    for job in answers:
        if job["state"] == "cancelled":
            terminal.say(f"{job['id']}  cancelled")
        elif job["state"] in ("queued", "running"):
            terminal.say(f"{job['id']}  stopping")
        else:
            terminal.say(f"{job['id']}  {words.state(job)} already; nothing to cancel")
    return 0


def _describe(terminal: Terminal, job: Document) -> None:
    facts = [
        ("id", job["id"]),
        ("kind", job["kind"]),
        ("state", terminal.paint(words.state(job), COLOURS.get(job["state"], "bold"))),
        ("priority", job["priority"]),
        ("submitted", words.ago(job["created_at"])),
        ("attempt", f"{job['attempt']} of {job['max_attempts']}" if "max_attempts" in job else str(job["attempt"])),
        ("time limit", words.duration(job["time_limit_s"])),
        ("parameters", printable(json.dumps(job["params"], ensure_ascii=False))),
    ]
    if job["tags"]:
        facts.append(("tags", printable(", ".join(job["tags"]))))
    if job["state"] in ("queued", "running"):
        facts.append(("progress", f"{job['progress'] * 100:.0f} %, {printable(words.now_doing(job))}"))
    usage = job["usage"]
    if usage:
        facts.append(
            (
                "used",
                f"{words.duration(usage['wall_s'])}, {words.duration(usage['cpu_s'])} of CPU, "
                f"{words.size(usage['max_rss_bytes'])} at most",
            )
        )
    if usage and usage.get("spent"):
        facts.append(("spent", printable(words.amounts(usage["spent"]))))
    if job["result"] is not None:
        facts.append(("result", printable(json.dumps(job["result"], ensure_ascii=False))))
    for name, value in facts:
        terminal.say(f"{terminal.paint(name.rjust(10), 'dim')}  {value}")
    if job["state"] not in ("queued", "running"):
        terminal.say()
        tell_end(terminal, job)


def _shortened(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."
