"""Captions of films as documents: one block for each, with its time, and nothing said twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from actors.fetching.cues import Cue, cues_of
from actors.fetching.embedded import read_track
from actors.fetching.failures import no_captions
from actors.text.document import Block, Document, Place
from backend.errors import JobFailure

#: A film of three hours has less than a tenth of this.
MAX_BYTES = 20 * 1024 * 1024
#: Marks of texts in UTF-16.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: A caption that repeats a line counts as the same one scrolling up if no more time than this passed, seconds.
_ROLLING_S = 0.1


def read_captions(path: Path, *, name: str, title: str = "") -> Document:
    """Read a subtitle file (vtt, srt, json3, ttml) in any usual encoding.

    Args:
        path: the file.
        name: its name, as its owner knows it.
        title: the film's title; empty takes the file's name.

    Raises:
        JobFailure: ``too_large``, ``empty_file``, ``no_captions``.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise JobFailure(
            "too_large",
            f"{name} is too large for subtitles. Send a subtitle file of at most {MAX_BYTES} bytes.",
            details={"file": name, "limit_bytes": MAX_BYTES},
        )
    if not size:
        raise JobFailure("empty_file", f"{name} is empty. Send a file with subtitles.", details={"file": name})
    cues = cues_of(decoded(path.read_bytes()))
    return document_of(cues, title=title or Path(name).stem or name, name=name)


def embedded_captions(path: Path, *, name: str, title: str = "") -> Document:
    """Read the subtitle track of a film (text tracks only: mov_text, SubRip, ASS, WebVTT).

    Args:
        path: the film.
        name: its name, as its owner knows it.
        title: the film's title; empty takes the film's own, then its name.

    Raises:
        JobFailure: ``damaged``, ``no_captions``.
    """
    track = read_track(path, name=name)
    return document_of(
        track.cues, title=title or track.title or Path(name).stem or name, name=name, duration_s=track.duration_s
    )


def document_of(cues: Sequence[Cue], *, title: str, name: str, duration_s: float = 0.0) -> Document:
    """Return captions as a document.

    Raises:
        JobFailure: ``no_captions``.
    """
    spoken = without_repetition(cues)
    if not spoken:
        raise no_captions(name)
    blocks = tuple(Block("caption", " ".join(cue.lines), Place(start_s=round(cue.start_s, 3))) for cue in spoken)
    return Document(title, blocks, duration_s=duration_s or round(max(cue.end_s for cue in spoken), 3))


def without_repetition(cues: Sequence[Cue]) -> list[Cue]:
    """Remove the lines that automatic captions show again as they scroll up or grow word by word.

    A line that is still the end of what was said is no new one; a line that goes on from it replaces it.
    """
    kept: list[Cue] = []
    shown: tuple[str, ...] = ()  # all lines of the caption before, also those that had been there already
    for cue in cues:
        before, lines = kept[-1] if kept else None, shown
        shown = cue.lines
        if before is None or cue.start_s > before.end_s + _ROLLING_S:
            kept.append(cue)
            continue
        new = _unsaid(lines, cue.lines)
        if not new:
            kept[-1] = before._replace(end_s=max(before.end_s, cue.end_s))
        elif len(new) == len(before.lines) == 1 and new[0].startswith(before.lines[0] + " "):
            kept[-1] = before._replace(end_s=cue.end_s, lines=new)
        else:
            kept.append(cue._replace(lines=new))
    return kept


def _unsaid(before: tuple[str, ...], lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of a caption that didn't end the one before it."""
    for shared in range(min(len(before), len(lines)), 0, -1):
        if before[-shared:] == lines[:shared]:
            return lines[shared:]
    return lines


def decoded(data: bytes) -> str:
    """Return subtitles as text: by their mark, else UTF-8, else GB 18030 where that fits, else Latin-1."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")
