"""The draft's folder as a zip: every path in it checked, media stored as they are, hashed again on their way in."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from actors.capcut_draft.material import Asset
from actors.capcut_draft.places import Places
from backend.errors import JobFailure

_CHUNK_BYTES = 1024 * 1024
#: Whatever the clock says, the same draft is the same zip.
_TIMESTAMP = (1980, 1, 1, 0, 0, 0)
#: Names under which the editors' files name other files.
_PATH_NAMES = frozenset({"path", "file_Path", "draft_json_file"})
#: The library writes a drive in place of a font's or effect's file; the editors fetch those by their ids.
_NO_FILES = frozenset({"", "C:", "D:"})


def check_paths(documents: Mapping[str, Any], assets: Sequence[Asset], places: Places) -> None:
    """Hold that every path in the draft's files leads to a file that is in the draft.

    Args:
        documents: path in the draft's folder -> JSON values.
        assets: the media.
        places: where the draft will lie.

    Raises:
        LookupError: one does not, which is a fault of ours.
    """
    there = {asset.inside for asset in assets} | documents.keys()
    for name, document in documents.items():
        for path in _paths(document):
            if path not in _NO_FILES and places.inside(path) not in there:
                raise LookupError(f"{name} names a file that is not in the draft")


def _paths(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name in _PATH_NAMES and isinstance(each, str):
                yield each
            else:
                yield from _paths(each)
    elif isinstance(value, list):
        for each in value:
            yield from _paths(each)


def write_zip(
    target: Path,
    folder: str,
    documents: Mapping[str, Any],
    assets: Sequence[Asset],
    on_bytes: Callable[[int], None],
) -> None:
    """Write the zip: JSON packed, media as they are.

    Args:
        target: where it is written.
        folder: the one folder in it.
        documents: path in that folder -> JSON values.
        assets: the media.
        on_bytes: called with the bytes of media written so far.

    Raises:
        JobFailure: ``media_changed``.
    """
    written = 0
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for name in sorted(documents):
            text = json.dumps(documents[name], ensure_ascii=False, indent=1, allow_nan=False) + "\n"
            archive.writestr(_entry(f"{folder}/{name}", zipfile.ZIP_DEFLATED), text.encode())
        for asset in sorted(assets, key=lambda asset: asset.inside):
            entry = _entry(f"{folder}/{asset.inside}", zipfile.ZIP_STORED)
            entry.file_size = asset.medium.bytes
            digest = hashlib.sha256()
            with asset.medium.path.open("rb") as source, archive.open(entry, "w") as sink:
                while chunk := source.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    sink.write(chunk)
                    written += len(chunk)
                    on_bytes(written)
            if digest.hexdigest() != asset.medium.sha256:
                raise JobFailure(
                    "media_changed",
                    f"{asset.medium.name} changed while the draft was written. Save it again.",
                    retryable=True,
                    details={"file": asset.medium.name},
                )


def _entry(name: str, packing: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIMESTAMP)
    entry.compress_type = packing
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
