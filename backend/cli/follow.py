"""Follow a job to its end, with a bar in a terminal and lines elsewhere."""

from __future__ import annotations

from backend.cli import words
from backend.cli.client import Client, Document
from backend.cli.terminal import Terminal, printable


def follow(client: Client, terminal: Terminal, job: Document, *, as_json: bool) -> int:
    """Show a job's progress until it is final.

    Returns:
        The exit code: 0 when it succeeded, else 1; 130 when the person stopped watching.
    """
    job_id = job["id"]
    if not as_json:
        terminal.note(f"{job['kind']} {job_id}")
    try:
        for job in client.follow(job_id):  # noqa: PLR1704 (the job as it is now replaces the older one)
            if job["state"] in ("queued", "running") and not as_json:
                terminal.progress(job["progress"], words.now_doing(job))
    except KeyboardInterrupt:
        terminal.end_progress()
        terminal.note(f"Stopped watching; the job goes on. To cancel it: sluice cancel {job_id}")
        return 130
    terminal.end_progress()
    if as_json:
        terminal.document(job)
    else:
        tell_end(terminal, job)
    return 0 if job["state"] == "succeeded" else 1


def tell_end(terminal: Terminal, job: Document) -> None:
    """Say how a job ended and what can be done next."""
    took = words.took_s(job)
    after = f" after {words.duration(took)}" if took is not None else ""
    if job["state"] == "succeeded":
        terminal.say(terminal.paint(f"succeeded{after}", "green"))
        for warning in (job["result"] or {}).get("warnings", []):
            terminal.say(f"{terminal.paint('note:', 'yellow')} {printable(str(warning))}")
        if job["artifacts"]:
            names = ", ".join(f"{item['name']} ({words.size(item['bytes'])})" for item in job["artifacts"])
            terminal.say(f"made {printable(names)}; fetch with: sluice fetch {job['id']} DIR")
        return
    terminal.say(terminal.paint(words.state(job) + after, "yellow" if job["state"] == "cancelled" else "red"))
    if job["error"]:
        terminal.say(f"{job['error']['code']}: {printable(job['error']['message'])}")
    log = (job["error"] or {}).get("details", {}).get("log")
    for line in (log if isinstance(log, list) else str(log or "").splitlines())[-5:]:
        terminal.say(f"  | {printable(str(line))}")
