"""What a person dropped or pasted: files, addresses, texts and timelines, and what can't be used and why."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from desktop.core.media_types import fault_of, media_type_of
from desktop.i18n import tr

#: Files taken out of folders, and how deep; a whole disk dropped by mistake stops here.
MOST_FILES = 1000
_DEEPEST = 6
#: The largest file that any server takes by default.
LARGEST_BYTES = 16 << 30
#: The largest JSON file that is read to see whether it is a timeline.
_LARGEST_TIMELINE_BYTES = 4 << 20
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_SCHEMELESS = re.compile(r"www\.\S+\.\S+", re.IGNORECASE)
#: Longer pasted texts are cut: no field takes them.
_LONGEST_TEXT = 200_000
#: Of what is left out so many are named.
_NAMED_AT_MOST = 3


@dataclass(frozen=True)
class DroppedFile:
    """A file of this computer."""

    path: str
    media_type: str
    bytes: int


@dataclass(frozen=True)
class Address:
    """An address on the web."""

    url: str


@dataclass(frozen=True)
class Prose:
    """A text."""

    text: str


@dataclass(frozen=True)
class DroppedTimeline:
    """A draft's document in a file, which may name media beside it."""

    path: str
    document: dict[str, Any]


Item = DroppedFile | Address | Prose | DroppedTimeline


@dataclass(frozen=True)
class Unusable:
    """What can't be used, and why."""

    name: str
    reason: str


@dataclass
class Dropped:
    """All that came at once.

    Args:
        items: in their order; what came out of a folder in the order of names.
        unusable: what is left out.
    """

    items: list[Item] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


def look_at(paths: Iterable[str], text: str = "") -> Dropped:
    """Say what files, folders and a text are; reads the disk, so it belongs off the main thread.

    Args:
        paths: absolute paths.
        text: what was pasted: addresses, one a line; paths, one a line; or prose.
    """
    found = Dropped()
    lines = [line.strip() for line in text[:_LONGEST_TEXT].splitlines() if line.strip()]
    local = [path for line in lines if (path := _local_path(line))]
    for path in dict.fromkeys([*paths, *(local if len(local) == len(lines) else [])]):
        _take(path, found)
    if lines and len(local) < len(lines):
        found.items += _of_text(text[:_LONGEST_TEXT].strip(), lines)
    return found


def _of_text(text: str, lines: list[str]) -> list[Item]:
    addresses = [address for line in lines if (address := _address(line))]
    if len(addresses) == len(lines):
        return [Address(address) for address in dict.fromkeys(addresses)]
    return [Prose(text)]


def _address(line: str) -> str:
    if _ADDRESS.fullmatch(line):
        return line
    return f"https://{line}" if _SCHEMELESS.fullmatch(line) else ""


def _local_path(line: str) -> str:
    """Return the path that a line is, as file managers copy them; empty for anything else."""
    if line.startswith("file:"):
        try:
            return url2pathname(unquote(urlsplit(line).path))
        except ValueError:
            return ""
    line = line.strip("\"'")
    return line if len(line) < 1000 and Path(line).is_absolute() and os.path.exists(line) else ""  # noqa: PTH110 (never raises)


def _take(path: str, found: Dropped) -> None:
    room = MOST_FILES - len(found.items)
    inside = [path]
    if os.path.isdir(path):  # noqa: PTH112 (never raises)
        if not os.access(path, os.R_OK | os.X_OK):
            found.unusable.append(Unusable(Path(path).name, tr("You have no permission to read it.")))
            return
        inside = list(_files_in(path, 0, room + 1))
        if not inside:
            found.unusable.append(Unusable(Path(path).name, tr("There are no files in this folder.")))
    if len(inside) > room:
        reason = tr("Only the first {most} files are taken.", most=MOST_FILES)
        found.unusable.append(Unusable(Path(path).name, reason))
    for one in inside[:room]:
        _take_file(one, found)


def _files_in(folder: str, depth: int, most: int) -> Iterator[str]:
    """Yield a folder's files by name, those of its folders after them; hidden ones and links to folders are left."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name.casefold())
    except OSError:
        return
    seen = [entry for entry in entries if not entry.name.startswith(".")]
    count = 0
    for entry in seen:
        if count < most and os.path.isfile(entry.path):  # noqa: PTH113 (never raises, as a link in a circle would)
            count += 1
            yield entry.path
    for entry in seen:
        if count < most and depth < _DEEPEST and entry.is_dir(follow_symlinks=False):
            for path in _files_in(entry.path, depth + 1, most - count):
                count += 1
                yield path


def _take_file(path: str, found: Dropped) -> None:
    fault = fault_of(path)
    if fault is None and not os.path.isfile(path):  # noqa: PTH113 (of the same make as the others)
        fault = tr("It is not a file.")
    try:
        size = os.path.getsize(path) if fault is None else 0  # noqa: PTH202 (of the same make as the others)
    except OSError:  # it went this very moment
        return
    if size > LARGEST_BYTES:
        fault = tr("It is larger than {size} GB.", size=LARGEST_BYTES >> 30)
    if fault is not None:
        found.unusable.append(Unusable(Path(path).name, fault))
        return
    media_type = media_type_of(path)
    document = _timeline(path) if media_type == "application/json" and size <= _LARGEST_TIMELINE_BYTES else None
    found.items.append(DroppedTimeline(path, document) if document else DroppedFile(path, media_type, size))


def _timeline(path: str) -> dict[str, Any] | None:
    """Return a JSON file's document if it looks like a draft's: tracks with segments, or none yet."""
    try:
        document = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    tracks = document.get("tracks") if isinstance(document, dict) else None
    looks_so = isinstance(tracks, list) and all(isinstance(track, dict) and "segments" in track for track in tracks)
    return document if looks_so and ("canvas" in document or tracks) else None


def left_out(unusable: Sequence[Unusable], left_over: Sequence[Item]) -> list[str]:
    """Say in a few lines what of all that came is not used, and why.

    Args:
        unusable: what nothing can be done with.
        left_over: what the kind of job that is chosen has no use for.
    """
    lines = [f"{one.name}: {one.reason}" for one in unusable[:_NAMED_AT_MOST]]
    if len(unusable) > _NAMED_AT_MOST:
        lines.append(tr("{n} more can't be used.", n=len(unusable) - _NAMED_AT_MOST))
    if left_over:
        names = ", ".join(_name(item) for item in left_over[:_NAMED_AT_MOST])
        names += ", …" if len(left_over) > _NAMED_AT_MOST else ""
        lines.append(tr("Not used by this kind of job: {names}.", names=names))
    return lines


def _name(item: Item) -> str:
    match item:
        case DroppedFile(path=path) | DroppedTimeline(path=path):
            return Path(path).name
        case Address(url=url):
            return url
        case Prose(text=text):
            return text.split("\n", maxsplit=1)[0][:40]
