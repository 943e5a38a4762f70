"""``sluice submit``: upload the files a job needs, submit it, and follow it if asked to."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from backend.cli import words
from backend.cli.client import Client
from backend.cli.connect import connected
from backend.cli.follow import follow
from backend.cli.terminal import Terminal
from backend.errors import ConfigurationError
from backend.job import PRIORITIES

#: Uploads below this size are done before a bar could be read, bytes.
BIG_BYTES = 8 * 1024**2


def add_commands(commands: Any, options: argparse.ArgumentParser) -> None:
    """Add ``submit``."""
    command = commands.add_parser("submit", parents=[options], help="submit a job", allow_abbrev=False)
    command.add_argument("kind", help="the kind of job, such as beat_sync")
    command.add_argument("--params", metavar="JSON", help="its parameters as a JSON object")
    command.add_argument(
        "--set", metavar="K=V", action="append", default=[], dest="settings",
        help="one parameter: V is read as JSON, else as text; K may be dotted (counts.long=2)",
    )  # fmt: skip
    command.add_argument(
        "--file", metavar="NAME=PATH", action="append", default=[], dest="files",
        help="upload PATH and put its id into parameter NAME; given again where NAME takes a list of files",
    )  # fmt: skip
    command.add_argument("--priority", choices=[priority.value for priority in PRIORITIES])
    command.add_argument("--time-limit", metavar="S", type=float, help="seconds one attempt may run")
    command.add_argument("--start-deadline", metavar="S", type=float, help="seconds after which it must not start")
    command.add_argument("--dedupe-key", metavar="KEY", help="refuse a second job with this key while one is active")
    command.add_argument("--tag", action="append", default=[], dest="tags", help="a word to find it by")
    command.add_argument("--wait", action="store_true", help="follow it to its end")
    command.add_argument(
        "--patience", metavar="S", type=float, default=600.0, help="seconds to go on trying at a full queue (600)"
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace, terminal: Terminal) -> int:
    """Submit a job; with ``--wait`` the exit code tells how it ended."""
    params = parameters(args.params, args.settings)
    files = [_name_and_path(text) for text in args.files]
    with connected(args, terminal, patience_s=args.patience) as client:
        lists = _lists(client, args.kind) if files else frozenset()
        for name, path in files:
            put(params, name, upload(client, terminal, path), listed=name in lists)
        body = {
            "kind": args.kind,
            "params": params,
            "priority": args.priority,
            "time_limit_s": args.time_limit,
            "start_deadline_s": args.start_deadline,
            "dedupe_key": args.dedupe_key,
            "tags": args.tags or None,
        }
        job = client.submit({name: value for name, value in body.items() if value is not None})
        if args.wait:
            return follow(client, terminal, job, as_json=args.json)
        if args.json:
            terminal.document(job)
        else:
            terminal.say(f"{job['id']}  {words.now_doing(job)}")
            if terminal.out.isatty():
                terminal.note(f"Look at it with: sluice show {job['id']}")
    return 0


def parameters(text: str | None, settings: list[str]) -> dict[str, Any]:
    """Make the parameters of ``--params`` and ``--set``.

    Raises:
        ConfigurationError: one of them can't be read; says which.
    """
    params: dict[str, Any] = {}
    if text is not None:
        try:
            read = json.loads(text)
        except ValueError as error:
            raise ConfigurationError(f"--params is not JSON: {error}") from None
        if not isinstance(read, dict):
            raise ConfigurationError('--params must be a JSON object, such as {"duration_s": 3}.')
        params = read
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise ConfigurationError(f"--set {setting}: write it as NAME=VALUE.")
        try:
            put(params, name, json.loads(value))
        except ValueError:
            put(params, name, value)
    return params


def put(params: dict[str, Any], name: str, value: Any, *, listed: bool = False) -> None:
    """Set one parameter; dots in its name lead into nested objects.

    Args:
        params: where it goes; changed in place.
        name: such as ``seed`` or ``counts.long``.
        value: a JSON value.
        listed: add to a list instead of replacing.

    Raises:
        ConfigurationError: the name leads through something that is no object.
    """
    *outer, last = name.split(".")
    place: Any = params
    for part in outer:
        place = place.setdefault(part, {})
        if not isinstance(place, dict):
            raise ConfigurationError(f"{name}: {part} is set to a value already, so nothing can lie inside it.")
    if not listed:
        place[last] = value
    elif isinstance(place.setdefault(last, []), list):
        place[last].append(value)
    else:
        raise ConfigurationError(f"{name} is set already and is no list; give it by --file or by --set, not both.")


def _lists(client: Client, kind: str) -> frozenset[str]:
    """Return the names of a kind's parameters that are lists."""
    schemas = [known["params_schema"] for known in client.kinds()["kinds"] if known["name"] == kind]
    return frozenset(
        name for schema in schemas for name, field in schema["properties"].items() if field.get("type") == "array"
    )


def _name_and_path(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals or not name or not path:
        raise ConfigurationError(f"--file {text}: write it as NAME=PATH.")
    if not Path(path).expanduser().is_file():
        raise ConfigurationError(f"--file {text}: there is no file {path}.")
    return name, Path(path).expanduser()


def upload(client: Client, terminal: Terminal, path: Path) -> str:
    """Upload a file, telling how far it is when it is big, and return its id."""
    size_bytes = path.stat().st_size

    def show(sent_bytes: int) -> None:
        if size_bytes >= BIG_BYTES:
            sent = f"uploading {path.name}, {words.size(sent_bytes)} of {words.size(size_bytes)}"
            terminal.progress(sent_bytes / size_bytes, sent)

    record = client.upload(path, on_bytes=show)
    terminal.end_progress()
    return str(record["id"])
