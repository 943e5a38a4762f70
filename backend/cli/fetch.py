"""``sluice fetch``: download what a job made, verified, never half."""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path
from typing import Any

import requests

from backend.cli import words
from backend.cli.client import Client, Document
from backend.cli.connect import connected
from backend.cli.refusals import ServerUnreachable
from backend.cli.terminal import Terminal
from backend.errors import SluiceError

PIECE_BYTES = 1024**2


class DownloadSpoilt(SluiceError):
    """What arrived is not what the job made."""


def add_commands(commands: Any, options: argparse.ArgumentParser) -> None:
    """Add ``fetch``."""
    command = commands.add_parser("fetch", parents=[options], help="download what a job made", allow_abbrev=False)
    command.add_argument("id")
    command.add_argument("folder", metavar="DIR", type=Path, help="made when it is not there")
    command.add_argument("--name", action="append", default=[], dest="names", help="only this one; may be repeated")
    command.add_argument("--force", action="store_true", help="replace files that are there already")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    """Download a job's artifacts into a folder."""
    with connected(args, terminal) as client:
        job = client.job(args.id)
        wanted = chosen(job, args.names)
        paths = [fetch(client, terminal, artifact, args.folder, force=args.force) for artifact in wanted]
    if args.json:
        terminal.document({"files": [str(path) for path in paths]})
    else:
        for path in paths:
            terminal.say(str(path))
    return 0


def chosen(job: Document, names: list[str]) -> list[Document]:
    """Pick the artifacts to fetch.

    Raises:
        SluiceError: there is nothing, or not what was asked for; says what there is.
    """
    artifacts: list[Document] = job["artifacts"]
    if not artifacts:
        ends = {"succeeded": "it made none", "cancelled": "it was cancelled"}
        still = "is " if job["state"] in ("queued", "running") else ""
        why = ends.get(job["state"], f"it {still}{words.state(job)}")
        raise SluiceError(f"Job {job['id']} has no files to fetch: {why}. Look at it with: sluice show {job['id']}")
    there = [artifact["name"] for artifact in artifacts]
    missing = [name for name in names if name not in there]
    if missing:
        raise SluiceError(f"Job {job['id']} made no {', '.join(missing)}. It made {', '.join(there)}.")
    return [artifact for artifact in artifacts if not names or artifact["name"] in names]


def fetch(client: Client, terminal: Terminal, artifact: Document, folder: Path, *, force: bool) -> Path:
    """Download one artifact beside its place, verify it, and move it there.

    Raises:
        SluiceError: a file of that name is there already.
        DownloadSpoilt: the bytes are not the ones that the job made.
    """
    name = str(artifact["name"])
    if name != os.path.basename(name) or name in ("", ".", ".."):  # noqa: PTH119 (a name from outside: no path at all)
        raise DownloadSpoilt(f"The service names a file {name!r}, which is not a plain name. Nothing was written.")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if target.exists() and not force:
        if _same(target, artifact):
            return target
        raise SluiceError(f"{target} is there already. Choose another folder, or replace it with --force.")
    part = target.with_name(f"{name}.part")
    digest = hashlib.sha256()
    received_bytes = 0
    try:
        with client.artifact(artifact["url"]) as response, part.open("wb") as file:
            for piece in response.iter_content(PIECE_BYTES):
                file.write(piece)
                digest.update(piece)
                received_bytes += len(piece)
                if artifact["bytes"] > 8 * PIECE_BYTES:
                    terminal.progress(received_bytes / artifact["bytes"], f"fetching {name}")
        if digest.hexdigest() != artifact["sha256"]:
            raise DownloadSpoilt(
                f"{name} arrived spoilt: {received_bytes} of {artifact['bytes']} bytes, another checksum. Try again."
            )
        part.replace(target)
    except requests.RequestException:
        raise ServerUnreachable(client.server, f"the download of {name} broke off") from None
    finally:
        terminal.end_progress()
        part.unlink(missing_ok=True)
    return target


def _same(path: Path, artifact: Document) -> bool:
    """Tell whether a file is what would be fetched, so that fetching twice is no mistake."""
    if path.stat().st_size != artifact["bytes"]:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == str(artifact["sha256"])
