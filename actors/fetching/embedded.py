"""Subtitle tracks inside films, by PyAV."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import av

from actors.fetching.cues import MAX_CUES, Cue, plain_lines
from actors.fetching.failures import no_captions
from backend.errors import JobFailure

#: Subtitles that are text; the others are pictures.
_TEXT_CODECS = frozenset({"mov_text", "subrip", "srt", "webvtt", "ass", "ssa", "text"})
#: Which containers are opened. Playlists and lists of files, which make ffmpeg open other addresses, are not among
#: them.
_OPENING = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,flv,ogg,asf,wav,mp3,aac,flac",
    "protocol_whitelist": "file",
}
#: Which languages are taken first, after the track that the film itself marks as its default.
_LANGUAGES = ("eng", "en", "zho", "chi", "zh")


class Track(NamedTuple):
    """A subtitle track.

    Args:
        cues: its captions in order.
        title: the film's title; empty where it has none.
        language: as the film names it; empty where it doesn't.
        duration_s: the film's length, seconds.
    """

    cues: list[Cue]
    title: str
    language: str
    duration_s: float


def read_track(path: Path, *, name: str) -> Track:
    """Read the best text track of a film.

    Args:
        path: the film; a local file, never an address.
        name: its name, as its owner knows it.

    Raises:
        JobFailure: ``damaged``, ``no_captions``.
    """
    try:
        with av.open(str(path.absolute()), options=_OPENING) as film:
            tracks = [stream for stream in film.streams.subtitles if stream.codec_context.name in _TEXT_CODECS]
            if not tracks:
                raise no_captions(name)
            stream = min(tracks, key=_rank)
            cues = _cues(film, stream)
            length_s = film.duration / av.time_base if film.duration else 0.0
            return Track(cues, film.metadata.get("title", ""), stream.language or "", round(length_s, 3))
    except (av.FFmpegError, ValueError) as error:
        raise JobFailure(
            "damaged", f"{name} can't be opened as a video. Send a whole mp4, mkv or webm file.", details={"file": name}
        ) from error


def _rank(stream: av.subtitles.stream.SubtitleStream) -> tuple[bool, int, int]:
    """Return a key by which the best track comes first."""
    default = bool(stream.disposition & av.stream.Disposition.default)
    language = stream.language or ""
    preferred = _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)
    return not default, preferred, stream.index


def _cues(film: av.container.InputContainer, stream: av.subtitles.stream.SubtitleStream) -> list[Cue]:
    cues: list[Cue] = []
    for packet in film.demux(stream):
        if packet.pts is None or not packet.size or len(cues) >= MAX_CUES:
            continue
        start_s = max(0.0, float(packet.pts * packet.time_base))
        length_s = float(packet.duration * packet.time_base) if packet.duration else 0.0
        words = _words(bytes(packet), stream.codec_context.name)
        if lines := plain_lines(words):
            cues.append(Cue(start_s, start_s + length_s, lines))
    return sorted(cues, key=lambda cue: cue.start_s)


def _words(data: bytes, codec: str) -> str:
    """Return the text of one packet.

    Source: ISO/IEC 14496-17 (mov_text: a length of two bytes, then the text); Matroska's subtitle mappings (ASS: eight
    fields before the text).
    """
    if codec == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    text = data.decode("utf-8", "replace")
    if codec in ("ass", "ssa"):
        text = text.split(",", 8)[-1]
    return text
