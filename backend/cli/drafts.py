"""``sluice drafts`` and ``sluice draft``: list drafts, put one from a file, read it, delete it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.cli import words
from backend.cli.client import Client, Document
from backend.cli.connect import connected
from backend.cli.submit import upload
from backend.cli.terminal import Terminal, printable
from backend.errors import ConfigurationError
from backend.storage import FILE_ID_PATTERN


def add_commands(commands: Any, options: argparse.ArgumentParser) -> None:
    """Add ``drafts`` and ``draft``."""
    drafts = commands.add_parser("drafts", parents=[options], help="list drafts, newest first", allow_abbrev=False)
    drafts.add_argument("--limit", type=int, default=20, metavar="N", help="at most so many (20)")
    drafts.set_defaults(run=list_drafts)

    draft = commands.add_parser("draft", help="put, get or delete a draft", allow_abbrev=False)
    does = draft.add_subparsers(title="commands", metavar="COMMAND", required=True)
    put = does.add_parser(
        "put", parents=[options], allow_abbrev=False, help="create or replace a draft",
        description="Create or replace a draft. Media that the file names by a path, seen from its own folder, are "
        "uploaded.",
    )  # fmt: skip
    put.add_argument("id", help="what you call the draft: letters, digits, _ . and -")
    put.add_argument("file", type=Path, metavar="FILE.json", help="its timeline")
    put.set_defaults(run=put_draft)
    for name, run, told in (
        ("get", get_draft, "write a draft's timeline"),
        ("delete", delete_draft, "delete a draft; jobs that save it go on"),
    ):
        command = does.add_parser(name, parents=[options], help=told, allow_abbrev=False)
        command.add_argument("id")
        command.set_defaults(run=run)


def list_drafts(args: argparse.Namespace, terminal: Terminal) -> int:
    """List the newest drafts."""
    with connected(args, terminal) as client:
        found = client.drafts(limit=max(args.limit, 1))
    if args.json:
        terminal.document({"drafts": found})
    elif not found:
        terminal.say("No drafts. Put one with: sluice draft put ID FILE.json")
    else:
        rows = [
            [draft["id"], printable(draft["name"]), words.size(draft["bytes"]), words.ago(draft["updated_at"])]
            for draft in found
        ]
        terminal.table(["id", "name", "size", "changed"], rows, right=(2, 3))
    return 0


def put_draft(args: argparse.Namespace, terminal: Terminal) -> int:
    """Create or replace a draft; its media are uploaded first."""
    timeline = _read(args.file)
    media = dict(_media(timeline, args.file.parent))
    missing = [source for source, path in media.items() if not path.is_file()]
    if missing:
        raise ConfigurationError(f"{args.file} names what is no file: {', '.join(missing)}.")
    with connected(args, terminal) as client:
        ids = _uploaded(client, terminal, media)
        for segment in _segments(timeline):
            segment["source"] = ids.get(segment["source"], segment["source"])
        draft = client.put_draft(args.id, timeline)
    if args.json:
        terminal.document(draft)
    else:
        terminal.say(f"{draft['id']}  {printable(draft['name'])}")
        if terminal.out.isatty():
            terminal.note(f"Save it with: sluice submit capcut_draft --set draft_id={draft['id']} --wait")
    return 0


def get_draft(args: argparse.Namespace, terminal: Terminal) -> int:
    """Write a draft's timeline as JSON, which ``put`` takes again."""
    with connected(args, terminal) as client:
        terminal.document(client.draft(args.id))
    return 0


def delete_draft(args: argparse.Namespace, terminal: Terminal) -> int:
    """Delete a draft."""
    with connected(args, terminal) as client:
        client.delete_draft(args.id)
    if args.json:
        terminal.document({"id": args.id, "deleted": True})
    else:
        terminal.say(f"{args.id}  deleted")
    return 0


def _read(path: Path) -> Document:
    """Read a timeline; what it must hold is the service's to say.

    Raises:
        ConfigurationError: it is no JSON object.
    """
    try:
        timeline = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} is not JSON: {error}") from None
    if not isinstance(timeline, dict):
        raise ConfigurationError(f"{path} must hold a JSON object.")
    return timeline


def _segments(timeline: Document) -> Iterator[Document]:
    """Yield the segments that have a source, of whatever the timeline holds."""
    tracks = timeline.get("tracks")
    for track in tracks if isinstance(tracks, list) else []:
        segments = track.get("segments") if isinstance(track, dict) else None
        for segment in segments if isinstance(segments, list) else []:
            if isinstance(segment, dict) and isinstance(segment.get("source"), str):
                yield segment


def _media(timeline: Document, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield (source as written, its path) of every source that is neither a file's id nor an address."""
    for segment in _segments(timeline):
        source = segment["source"]
        if not FILE_ID_PATTERN.fullmatch(source) and "://" not in source:
            yield source, folder / Path(source).expanduser()


def _uploaded(client: Client, terminal: Terminal, media: dict[str, Path]) -> dict[str, str]:
    """Upload each file once; return the ids by source."""
    by_path: dict[Path, str] = {}
    for path in media.values():
        if path.resolve() not in by_path:
            by_path[path.resolve()] = upload(client, terminal, path)
    return {source: by_path[path.resolve()] for source, path in media.items()}
