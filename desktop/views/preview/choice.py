"""Which way of looking suits a file, and which of a job's files is looked at first. By media type, never by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

PICTURE, MOVING, VIDEO, AUDIO, PDF = "picture", "moving", "video", "audio", "pdf"
PAGE, MARKDOWN, JSON, TEXT, ARCHIVE, OTHER = "page", "markdown", "json", "text", "archive", "other"

#: More than this is not fetched for a look without asking.
ASK_BYTES = 200_000_000
#: A JSON file of at most this size is looked into to find out whether it is a report.
REPORT_BYTES = 4_000_000

_BY_TYPE = {
    "application/json": JSON,
    "application/pdf": PDF,
    "application/zip": ARCHIVE,
    "text/html": PAGE,
    "text/markdown": MARKDOWN,
    "image/gif": MOVING,
    "image/webp": MOVING,
    "image/svg+xml": TEXT,  # may refer to other files: its text is harmless
}
_BY_SUFFIX = {
    ".json": JSON, ".pdf": PDF, ".zip": ARCHIVE, ".html": PAGE, ".htm": PAGE, ".md": MARKDOWN, ".gif": MOVING,
    ".webp": MOVING, ".png": PICTURE, ".jpg": PICTURE, ".jpeg": PICTURE, ".bmp": PICTURE, ".mp4": VIDEO, ".mov": VIDEO,
    ".mkv": VIDEO, ".webm": VIDEO, ".mp3": AUDIO, ".wav": AUDIO, ".m4a": AUDIO, ".ogg": AUDIO, ".flac": AUDIO,
    ".txt": TEXT, ".log": TEXT, ".csv": TEXT, ".srt": TEXT, ".vtt": TEXT, ".xml": TEXT, ".svg": TEXT,
}  # fmt: skip
_BY_FAMILY = {"image": PICTURE, "video": VIDEO, "audio": AUDIO, "text": TEXT}
#: From the one most worth seeing first.
_ORDER = (PICTURE, MOVING, PDF, PAGE, MARKDOWN, TEXT, JSON, ARCHIVE, VIDEO, AUDIO, OTHER)
_POSTER_WORDS = ("poster", "cover", "thumb")
_MOVING_WORDS = ("preview", "thumb")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that a job made, as its document lists it. ``sha256`` is empty where that does not tell it."""

    name: str
    media_type: str
    bytes: int
    sha256: str = ""

    @property
    def way(self) -> str:
        """The way of looking that suits it."""
        media_type = self.media_type.partition(";")[0].strip().lower()
        if media_type in _BY_TYPE:
            return _BY_TYPE[media_type]
        family, _, rest = media_type.partition("/")
        if rest.endswith("+json"):
            return JSON
        if family in _BY_FAMILY:
            return _BY_FAMILY[family]
        return _BY_SUFFIX.get(PurePosixPath(self.name).suffix.lower(), OTHER)


def artifacts_of(document: Mapping[str, Any] | None) -> tuple[Artifact, ...]:
    """Return the artifacts that a job's document lists; entries that are none are left out."""
    entries = (document or {}).get("artifacts")
    if not isinstance(entries, list):
        return ()
    return tuple(
        Artifact(
            str(entry["name"]), str(entry.get("media_type") or ""), _bytes_of(entry), str(entry.get("sha256") or "")
        )
        for entry in entries
        if isinstance(entry, dict) and entry.get("name")
    )


def _bytes_of(entry: Mapping[str, Any]) -> int:
    count = entry.get("bytes")
    return count if isinstance(count, int) else 0


def in_order(artifacts: Sequence[Artifact], *, plays: bool = False) -> list[Artifact]:
    """Return the artifacts from the one to look at first.

    A video that can be seen at once comes first (it plays here, or a poster stands beside it), then a small JSON file,
    which may be a report (who looks finds out), then what shows most.

    Args:
        artifacts: as listed.
        plays: whether videos play in the window.
    """

    def rank(artifact: Artifact) -> tuple[int, int]:
        place = _ORDER.index(artifact.way)
        if artifact.way == VIDEO and (poster_of(artifact, artifacts) or moving_of(artifact, artifacts)):
            return 0, place
        if maybe_report(artifact):
            return 1, place
        if artifact.way == VIDEO and plays:
            return 2, place
        return 3, place

    return sorted(artifacts, key=rank)


def maybe_report(artifact: Artifact) -> bool:
    """Return whether it is worth looking into for a report."""
    return artifact.way == JSON and artifact.bytes <= REPORT_BYTES


def poster_of(video: Artifact, artifacts: Sequence[Artifact]) -> Artifact | None:
    """Return the still picture that stands for a video: named as a poster, or as the video."""
    return _companion(video, artifacts, PICTURE, _POSTER_WORDS)


def moving_of(video: Artifact, artifacts: Sequence[Artifact]) -> Artifact | None:
    """Return the small moving picture that stands for a video."""
    return _companion(video, artifacts, MOVING, _MOVING_WORDS)


def _companion(video: Artifact, artifacts: Sequence[Artifact], way: str, words: Sequence[str]) -> Artifact | None:
    stem = PurePosixPath(video.name).stem.lower()
    for artifact in artifacts:
        name = PurePosixPath(artifact.name).stem.lower()
        if artifact.way == way and (name == stem or any(word in name for word in words)):
            return artifact
    return None
