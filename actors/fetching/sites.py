"""Videos on sites that yt-dlp knows: their facts and captions, never the video itself.

Importing yt-dlp takes most of a second: this module is imported only when an address is fetched.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yt_dlp
from yt_dlp.extractor import gen_extractor_classes
from yt_dlp.globals import all_plugins_loaded, plugin_dirs
from yt_dlp.networking import Request
from yt_dlp.networking.exceptions import HTTPError, RequestError, TransportError
from yt_dlp.utils import DownloadError, UnsupportedError, YoutubeDLError

from actors.fetching import failures
from actors.fetching.captions import MAX_BYTES, decoded, document_of
from actors.fetching.certificates import chosen_authorities
from actors.fetching.cues import cues_of
from actors.fetching.guard import Guard
from actors.fetching.languages import ranked
from actors.text.document import Document
from backend.errors import JobFailure, Throttled

#: Formats of captions that are read, the plainest first.
_FORMATS = ("vtt", "srt", "json3", "ttml")
#: What stands among the subtitles of some sites and is none.
_NO_SUBTITLES = frozenset({"live_chat", "danmaku", "comments", "rechat"})
_NOT_ENDED = frozenset({"is_live", "is_upcoming", "post_live"})
#: Most that one answer to yt-dlp may have, bytes after decompression; its pages are a few megabytes.
_MAX_ANSWER_BYTES = 48 * 1024 * 1024
_MAX_TRIED = 3
_LOGIN = re.compile(r"(?i)sign in|log ?in|logged.in|private video|members.only|cookies|password|age.restricted")
_GONE = re.compile(r"(?i)removed|no longer available|does not exist|not exist|unavailable|not available|deleted")


@dataclasses.dataclass(frozen=True, slots=True)
class SiteVideo:
    """A video and its captions.

    Args:
        title: as the site names it.
        url: its page.
        duration_s: its length, seconds; 0 if the site doesn't say.
        language: of the captions.
        document: the captions.
    """

    title: str
    url: str
    duration_s: float
    language: str
    document: Document


def knows(url: str) -> bool:
    """Return whether yt-dlp has a reader made for this address."""
    return any(site.suitable(url) for site in gen_extractor_classes() if site.ie_key() != "Generic")


def site_video(url: str, guard: Guard, log: Callable[[str], None], *, any_page: bool = False) -> SiteVideo | None:
    """Ask a site for a video's captions.

    Args:
        url: the video's page.
        guard: the active guard.
        log: where yt-dlp's own words go.
        any_page: let yt-dlp look into a page of a site that it has no reader for.

    Returns:
        None if yt-dlp finds no video there.

    Raises:
        JobFailure: ``fetch_failed``, ``fetch_refused``, ``not_found``, ``needs_login``, ``is_playlist``, ``is_live``,
            ``no_captions``.
        Throttled: the site asked to slow down.
    """
    target = guard.target(url)
    with _reader(guard, log) as reader:
        try:
            facts = reader.extract_info(
                target.url, download=False, ie_key="Generic" if any_page else None, force_generic_extractor=False
            )
        except (YoutubeDLError, OSError) as error:
            reason = error.exc_info[1] if isinstance(error, DownloadError) and error.exc_info else error
            if isinstance(reason, UnsupportedError) and not guard.refused:
                return None
            raise _failure(reason, guard, target.host) from error
        if facts is None:
            return None
        facts = _one(facts)
        title = str(facts.get("title") or "video")[:300]
        passing: JobFailure | None = None
        for language, track in _tracks(facts):
            try:
                cues = cues_of(_text(reader, track, guard))
            except JobFailure as failure:
                log(f"captions of {target.host} in {language}: {failure.code}")
                passing = passing or (failure if failure.retryable else None)
                continue
            if cues:
                duration_s = float(facts.get("duration") or 0.0)
                document = document_of(cues, title=title, name=title, duration_s=duration_s)
                page = str(facts.get("webpage_url") or target.url)
                return SiteVideo(title, page, document.duration_s, language, document)
    raise passing or failures.no_captions(title)


def _one(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts of the one video that was found.

    Raises:
        JobFailure: ``is_playlist``, ``is_live``.
    """
    if facts.get("_type", "video") in ("playlist", "multi_video"):
        entries = [entry for entry in facts.get("entries") or () if entry]
        if len(entries) != 1 or entries[0].get("_type", "video") != "video":
            raise failures.is_playlist()
        facts = {**entries[0], "title": entries[0].get("title") or facts.get("title")}
    if facts.get("is_live") or facts.get("live_status") in _NOT_ENDED:
        raise failures.is_live()
    return facts


def _tracks(facts: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return (language, track) of the captions worth trying, those that people wrote first."""
    chosen = []
    original = str(facts.get("language") or "")
    for kind in ("subtitles", "automatic_captions"):
        found: Mapping[str, Sequence[Mapping[str, Any]]] = facts.get(kind) or {}
        for language in ranked((each for each in found if each not in _NO_SUBTITLES), original):
            tracks = [track for track in found[language] if track.get("ext") in _FORMATS]
            # A playlist of pieces has the ending of its pieces: it is no subtitle file.
            tracks = [track for track in tracks if "m3u8" not in str(track.get("protocol") or track.get("url") or "")]
            if tracks:
                chosen.append((language, min(tracks, key=lambda track: _FORMATS.index(track["ext"]))))
    return chosen[:_MAX_TRIED]


def _text(reader: Any, track: Mapping[str, Any], guard: Guard) -> str:
    """Return a track as text.

    Raises:
        JobFailure: it can't be had; another one may.
        Throttled: the site asked to slow down.
    """
    if track.get("data"):
        return str(track["data"])[:MAX_BYTES]
    target = guard.target(str(track.get("url") or ""))
    try:
        return decoded(reader.urlopen(Request(target.url, headers=track.get("http_headers") or {})).read(MAX_BYTES))
    except (RequestError, OSError) as error:
        raise _failure(error, guard, target.host) from error


def _failure(reason: BaseException | None, guard: Guard, host: str) -> JobFailure | Throttled:
    """Return what an error of yt-dlp's means."""
    if stopped := guard.failure(host):
        return stopped
    cause = getattr(reason, "cause", None) or reason
    if isinstance(cause, HTTPError):
        return failures.of_status(cause.status, host)
    if isinstance(cause, TransportError | OSError):
        return failures.unreachable(host)
    words = str(reason)
    if _LOGIN.search(words):
        return failures.of_status(403, host)
    if _GONE.search(words):
        return failures.of_status(404, host)
    return failures.broken_off(host)


class _Log:
    """Passes yt-dlp's warnings on, its chatter not."""

    def __init__(self, log: Callable[[str], None]) -> None:
        self._log = log

    def debug(self, message: str) -> None:
        """Leave chatter out."""

    def warning(self, message: str) -> None:
        """Pass a warning on."""
        self._log(f"yt-dlp: {message[:300]}")

    error = warning


def _reader(guard: Guard, log: Callable[[str], None]) -> Any:
    """Return a yt-dlp that reads no configuration, keeps no cache, loads no plugins and starts no programs."""
    plugin_dirs.value, all_plugins_loaded.value = [], True

    class BoundedReader(yt_dlp.YoutubeDL):  # type: ignore[misc]
        """A yt-dlp whose answers are bounded after decompression too, and closed with it."""

        def __init__(self, options: dict[str, Any]) -> None:
            self._answers: list[Any] = []
            super().__init__(options)

        def close(self) -> None:
            """Close every answer as well: extractors leave those that they read in part, or not at all, open."""
            while self._answers:
                self._answers.pop().close()
            super().close()

        def urlopen(self, request: Any) -> Any:
            """Ask, and bound what can be read of the answer."""
            try:
                answer = super().urlopen(request)
            except HTTPError as error:
                self._answers.append(error.response)
                raise
            self._answers.append(answer)
            read, left = answer.read, _MAX_ANSWER_BYTES

            def bounded(count: int | None = None) -> bytes:
                nonlocal left
                whole = io.BytesIO()
                while count is None or whole.tell() < count:
                    data = read(65_536 if count is None else min(65_536, count - whole.tell()))
                    if not data:
                        break
                    left -= len(data)
                    if left < 0:
                        guard.left_bytes = -1
                        raise TransportError("more than may be fetched")
                    whole.write(data)
                return whole.getvalue()

            answer.read = bounded
            return answer

    return BoundedReader(
        {
            "quiet": True,
            "noprogress": True,
            "logger": _Log(log),
            "color": "never",
            "cachedir": False,
            "usenetrc": False,
            "enable_file_urls": False,
            "skip_download": True,
            "writesubtitles": False,
            "noplaylist": True,
            "playlist_items": "1:2",
            "extract_flat": "in_playlist",
            "format": "b/bv*/ba",
            "ignore_no_formats_error": True,
            "check_formats": False,
            "allow_unplayable_formats": False,
            "extractor_retries": 0,
            "socket_timeout": guard.limits.idle_s,
            "js_runtimes": {},
            "remote_components": [],
            "warn_when_outdated": False,
            "geo_bypass": False,
            # The operator's own certificates, where they are set, as everything else here does.
            "compat_opts": {"no-certifi"} if chosen_authorities() else set(),
        }
    )
