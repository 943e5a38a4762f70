"""Fetching a finished video: through the guard, whole, as an MP4 that begins to play before it is all there."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import av

from actors.fetching.in_force import guarded
from actors.fetching.resumable import download_patiently
from actors.fetching.web_limits import WebLimits
from backend.errors import JobFailure


def fetch(
    url: str,
    video: Path,
    web: Mapping[str, Any],
    *,
    folder: Path,
    pause_s: float,
    on_progress: Callable[[int, int | None], None],
) -> None:
    """Fetch a finished video.

    Args:
        url: where the provider says it is.
        video: where it goes.
        web: what the operator allows to be fetched (see ``actors.providers``).
        folder: for what lies there meanwhile.
        pause_s: after a connection that broke, seconds.
        on_progress: told the bytes so far, and how many there will be if that is known.

    Raises:
        JobFailure: it can't be fetched, or is no MP4.
        Throttled: the server asked to slow down.
    """
    arrived = folder / "arrived"
    limits = WebLimits(
        max_bytes=int(web["max_bytes"]), timeout_s=float(web["timeout_s"]), loopback=web["loopback"] is True
    )
    with guarded(limits) as guard:
        try:
            download_patiently(url, arrived, guard, pause_s=pause_s, on_progress=on_progress)
        except JobFailure as failure:
            if failure.code == "empty_file":
                raise _unreadable("it is empty") from failure
            raise
    if plays_at_once(arrived):
        arrived.replace(video)
    else:
        _copy_with_index_first(arrived, video)
        arrived.unlink()


def plays_at_once(path: Path) -> bool:
    """Tell whether an MP4's index (``moov``) comes before its pictures (``mdat``).

    Raises:
        JobFailure: ``unreadable_video`` for a file that is no MP4.
    """
    boxes = list(_boxes(path))
    if not boxes or boxes[0] != b"ftyp" or not {b"moov", b"mdat"} <= set(boxes):
        raise _unreadable("it is no complete MP4 file")
    return boxes.index(b"moov") < boxes.index(b"mdat")


def _boxes(path: Path) -> Iterator[bytes]:
    """Yield the types of a file's outermost boxes.

    Source: ISO/IEC 14496-12, section 4.2.
    """
    end = path.stat().st_size
    at = 0
    with path.open("rb") as file:
        while at + 8 <= end:
            file.seek(at)
            size, kind = struct.unpack(">I4s", file.read(8))
            if size == 1:
                size = int.from_bytes(file.read(8), "big")
            elif size == 0:
                size = end - at
            if size < 8 or at + size > end:
                return
            yield kind
            at += size


def _copy_with_index_first(source: Path, target: Path) -> None:
    """Copy pictures and sound as they are into a file whose index comes first."""
    try:
        with (
            av.open(str(source), options={"protocol_whitelist": "file"}) as old,
            av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as new,
        ):
            copies = {
                stream.index: new.add_stream_from_template(stream)
                for stream in (*old.streams.video, *old.streams.audio)
            }
            for packet in old.demux([old.streams[index] for index in copies]):
                if packet.dts is not None:
                    packet.stream = copies[packet.stream.index]
                    new.mux(packet)
    except (av.FFmpegError, UnicodeDecodeError, ValueError) as error:
        raise _unreadable("it is damaged") from error


def _unreadable(why: str) -> JobFailure:
    return JobFailure("unreadable_video", f"What Tencent Cloud sent can't be used: {why}. Try again.", retryable=True)
