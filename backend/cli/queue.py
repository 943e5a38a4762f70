"""``sluice queue``: what waits, what runs, who works."""

from __future__ import annotations

import argparse
from typing import Any

from backend.cli import words
from backend.cli.client import Document
from backend.cli.connect import connected
from backend.cli.terminal import Terminal


def add_commands(commands: Any, options: argparse.ArgumentParser) -> None:
    """Add ``queue``."""
    command = commands.add_parser("queue", parents=[options], help="what waits, runs and works", allow_abbrev=False)
    command.set_defaults(run=run)


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    """Show the queue's statistics."""
    with connected(args, terminal) as client:
        queue = client.queue()
    if args.json:
        terminal.document(queue)
    else:
        _show(terminal, queue)
    return 0


def _show(terminal: Terminal, queue: Document) -> None:
    rows = [_row(name, kind) for name, kind in queue["kinds"].items()]
    rows.append(_row("in all", queue))
    headings = [
        "kind",
        "waiting",
        "running",
        "limit",
        "oldest",
        "wait",
        "succeeded",
        "failed",
        "timed out",
        "cancelled",
    ]
    terminal.table(headings, rows, right=range(1, len(headings)))
    terminal.say()
    workers = queue["workers"]
    if not workers:
        terminal.say("No worker is online: jobs wait. Start one with: sluice worker")
        return
    terminal.table(
        ["worker", "host", "pid", "threads", "busy", "seen", "kinds"],
        [
            [
                worker["id"],
                worker["host"],
                str(worker["pid"]),
                str(worker["threads"]),
                str(len(worker["running"])),
                f"{words.duration(worker['seen_s'])} ago",
                ", ".join(worker["kinds"]),
            ]
            for worker in workers
        ],
        right=(2, 3, 4, 5),
    )


def _row(name: str, counts: Document) -> list[str]:
    limit = counts.get("limit")
    limit_words = "" if limit is None else str(limit["current"])
    if counts.get("paused"):
        limit_words = "paused"
    return [
        name,
        str(counts["waiting"]),
        str(counts["running"]),
        limit_words,
        words.duration(counts.get("oldest_waiting_s")) if counts["waiting"] else "-",
        words.duration(counts.get("estimated_wait_s")),
        *(str(counts[what]) for what in ("succeeded", "failed", "timed_out", "cancelled")),
    ]
