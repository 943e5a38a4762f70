"""The demo's story: a dance-class video and its music become two clean videos, through the front door.

Runs as a process of its own beside the service and speaks to it as any client does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from backend.cli import words
from backend.cli.client import Client, Document
from backend.cli.connect import server_address
from backend.cli.fetch import fetch
from backend.cli.terminal import Terminal, printable
from backend.errors import SluiceError
from backend.local import lifeline
from backend.local.processes import python_module
from backend.setting_faults import load_settings

#: Makes dance.mp4, music.wav and demo.json (the true offset). Run by name: this room imports no actors.
MATERIAL_MODULE = "actors.beat_sync.demo"


def main(argv: Sequence[str] | None = None) -> int:
    """Tell the story; a demo that fails says why and leaves the service as it is."""
    lifeline.watch()
    options = argparse.ArgumentParser(prog="python -m backend.local.demo", description=__doc__)
    options.add_argument("--server", required=True, metavar="URL")
    options.add_argument("--folder", required=True, metavar="DIR", type=Path)
    args = options.parse_args(argv)
    terminal = Terminal()
    client = Client(args.server, on_wait=terminal.note)
    try:
        folder = shown(args.folder)
        truth = make_material(terminal, folder / "input")
        job = run_job(client, terminal, folder / "input")
        paths = {item["name"]: fetch(client, terminal, item, folder, force=True) for item in job["artifacts"]}
        tell_result(terminal, job, paths, true_offset_s=float(truth["offset_s"]))
    except (SluiceError, OSError, KeyError) as error:
        terminal.end_progress()
        reason = f"its answer lacks {error}" if isinstance(error, KeyError) else error
        terminal.say(f"The demo failed: {reason}\nThe service itself stays up.")
        return 1
    finally:
        client.close()
        tell_next(terminal, args.server)
    return 0


def make_material(terminal: Terminal, folder: Path) -> Document:
    """Make the video and the music; return what is true of them.

    Raises:
        SluiceError: the material could not be made; carries the last line of what was said.
    """
    terminal.note("Demo: clean music under a dance-class video. Making the video and its music ...")
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(  # noqa: S603 (our own module)
        [*python_module(MATERIAL_MODULE), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if made.returncode != 0:
        said = made.stderr.strip().splitlines() or [f"exit code {made.returncode}"]
        raise SluiceError(f"its video could not be made ({said[-1]}).")
    truth: Document = json.loads((folder / "demo.json").read_text())
    return truth


def run_job(client: Client, terminal: Terminal, folder: Path) -> Document:
    """Upload both files, submit the job and show its progress; return the finished job.

    Raises:
        SluiceError: it did not succeed; carries the job's own words.
    """
    ids = {
        parameter: client.upload(folder / name)["id"]
        for parameter, name in (("dance_file_id", "dance.mp4"), ("bgm_file_id", "music.wav"))
    }
    submitted = job = client.submit({"kind": "beat_sync", "params": {**ids, "mode": "align"}, "tags": ["demo"]})
    for job in client.follow(submitted["id"]):
        if job["state"] in ("queued", "running"):
            terminal.progress(job["progress"], words.now_doing(job))
    terminal.end_progress()
    if job["state"] != "succeeded":
        error = job["error"] or {"message": ""}
        raise SluiceError(f"job {job['id']} {words.state(job)}. {printable(error['message'])}")
    return job


def tell_result(terminal: Terminal, job: Document, paths: dict[str, Path], *, true_offset_s: float) -> None:
    """Say what was measured, and where the videos lie."""
    measured_s = float(job["result"]["offset_s"])
    off_ms = abs(measured_s - true_offset_s) * 1000
    terminal.say()
    terminal.say(terminal.paint(f"Done: one beat_sync job in {words.duration(words.took_s(job))}.", "green"))
    terminal.say(
        f"  The music begins {measured_s:+.4f} s on the video's clock; the truth is {true_offset_s:+.4f} s "
        f"({off_ms:.1f} ms off)."
    )
    for name, what in (
        ("modular.mp4", "the whole video, clean music"),
        ("v2.mp4", "trimmed to what both share"),
        ("report.png", "both sounds and the match"),
    ):
        if name in paths:
            terminal.say(f"  {what.ljust(29)} {paths[name]}")


def tell_next(terminal: Terminal, server: str) -> None:
    """Say where the service is and what to try next."""
    sluice = _command(server)
    terminal.say()
    terminal.say(f"Sluice serves at {server} until Ctrl-C. Try next, in another terminal:")
    for line in ("queue", "submit selftest --set duration_s=5 --wait", "doctor"):
        terminal.say(f"  {sluice[0]} {line}{sluice[1]}")


def _command(server: str) -> tuple[str, str]:
    """Return the command as it can be typed in this folder, and the option that leads to this very service."""
    beside = Path(sys.executable).parent / "sluice"
    on_path = shutil.which("sluice")
    command = "sluice" if on_path and Path(on_path) == beside else str(shown(beside))
    found = server_address(load_settings())
    return command, "" if found == server else f" --server {server}"


def shown(path: Path) -> Path:
    """Write a path from the current folder where it lies inside."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


if __name__ == "__main__":
    sys.exit(main())
