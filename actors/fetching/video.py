"""Fetching what an address names: a video's captions first, else the file itself for the readers of documents."""

from __future__ import annotations

import dataclasses
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from actors.context import JobContext
from actors.fetching import failures
from actors.fetching.captions import MAX_BYTES, embedded_captions, read_captions
from actors.fetching.download import Downloaded, download
from actors.fetching.guard import Guard
from actors.fetching.in_force import guarded
from actors.fetching.languages import ranked
from actors.fetching.pages import PageTrack, PageVideo, video_of
from actors.fetching.web_limits import WebLimits
from actors.text.document import Document
from backend.errors import JobFailure

if TYPE_CHECKING:
    from actors.fetching.sites import SiteVideo

#: A page with this many words is worth reading for itself, whatever film it shows beside them.
_ARTICLE_WORDS = 150
#: Tracks of a page that are tried before it counts as having none.
_MAX_TRIED = 4
_CAPTION_TYPES = frozenset({"text/vtt", "application/x-subrip", "application/ttml+xml"})


@dataclasses.dataclass(frozen=True, slots=True)
class DownloadedFile:
    """A file for the readers of documents.

    Args:
        path: where it lies in the job's folder.
        name: what it is called.
        media_type: what it is.
        url: its address after all redirects.
    """

    path: Path
    name: str
    media_type: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class CaptionedVideo:
    """A video of which the captions are read.

    Args:
        title: the video's title.
        url: its page or file.
        duration_s: its length, seconds; the end of the last caption where nothing else is known.
        language: of the captions, as their source names it; empty where it doesn't.
        document: the captions, one block each.
    """

    title: str
    url: str
    duration_s: float
    language: str
    document: Document


Fetched = DownloadedFile | CaptionedVideo


def fetch(url: str, job: JobContext, *, on_progress: Callable[[float], None] | None = None) -> Fetched:
    """Fetch what an address names.

    Args:
        url: a page, a document or a video on the web.
        job: gives the operator's limits (``provider("web")``) and the folder for what is downloaded.
        on_progress: called with 0..1 of a download whose size is known.

    Raises:
        JobFailure: ``fetch_failed`` (retryable where it may pass), ``fetch_refused``, ``unsupported_address``,
            ``not_found``, ``needs_login``, ``too_large``, ``empty_file``, ``is_playlist``, ``is_live``,
            ``no_captions``, ``provider_not_configured``.
        Throttled: the site asked to slow down.
    """
    from actors.fetching import sites  # noqa: PLC0415 (it takes most of a second)

    limits = WebLimits.of(job)
    with guarded(limits) as guard:
        target = guard.target(url)
        if sites.knows(target.url):
            found = sites.site_video(target.url, guard, job.log)
            if found:
                return _of_site(found)

        def report(received: int, expected: int | None) -> None:
            if on_progress and expected:
                on_progress(min(1.0, received / expected))

        file = download(target.url, job.folder, guard, on_progress=report)
        if file.media_type in ("text/html", "application/xhtml+xml"):
            return _of_page(file, job, guard)
    if file.media_type in _CAPTION_TYPES:
        document = read_captions(file.path, name=file.name)
        return CaptionedVideo(document.title, file.url, document.duration_s, "", document)
    if file.media_type.startswith(("video/", "audio/")):
        return _of_film(file)
    return _handed_on(file)


def _handed_on(file: Downloaded) -> DownloadedFile:
    return DownloadedFile(file.path, file.name, file.media_type, file.url)


def _of_site(found: SiteVideo) -> CaptionedVideo:
    return CaptionedVideo(found.title, found.url, found.duration_s, found.language, found.document)


def _of_film(film: Downloaded, title: str = "") -> CaptionedVideo:
    """Read the captions inside a film, which isn't needed afterwards."""
    try:
        document = embedded_captions(film.path, name=film.name, title=title)
    finally:
        film.path.unlink()
    return CaptionedVideo(document.title, film.url, document.duration_s, "", document)


def _of_page(page: Downloaded, job: JobContext, guard: Guard) -> Fetched:
    """Take the captions of the page's video; a page without a video, or with much to read, is handed on.

    Captions that are out of reach for the moment are worth another try: nothing else stands in for them.
    """
    video = video_of(page.path, page.url)
    if video is None:
        return _handed_on(page)
    tracks = _Tracks(video, page, job, guard)
    found = tracks.read() or _inside(video, page, job, guard)
    if found is not None:
        return found
    if tracks.passing is not None:
        raise tracks.passing
    if video.words >= _ARTICLE_WORDS:
        return _handed_on(page)
    raise failures.no_captions(video.title or page.name)


class _Tracks:
    """The subtitle tracks of a page.

    Attributes:
        passing: the failure of a track that may be had later; None where there was none.
    """

    def __init__(self, video: PageVideo, page: Downloaded, job: JobContext, guard: Guard) -> None:
        self._video, self._page, self._job, self._guard = video, page, job, guard
        self.passing: JobFailure | None = None

    def read(self) -> CaptionedVideo | None:
        """Read the first track that can be read."""
        for track in _in_order(self._video)[:_MAX_TRIED]:
            try:
                return self._read(track)
            except JobFailure as failure:
                self._job.log(f"A subtitle track of the page can't be read: {failure.code}.")
                if failure.retryable and self.passing is None:
                    self.passing = failure
        return None

    def _read(self, track: PageTrack) -> CaptionedVideo:
        file = download(track.url, self._job.folder, self._guard, max_bytes=MAX_BYTES)
        document = read_captions(file.path, name=file.name, title=self._video.title)
        language = track.language or self._video.language
        return CaptionedVideo(document.title, self._page.url, document.duration_s, language, document)


def _in_order(video: PageVideo) -> list[PageTrack]:
    """Return a page's tracks, the best first; of the same language the default one."""
    order = ranked(dict.fromkeys(track.language for track in video.tracks), video.language)
    return sorted(video.tracks, key=lambda track: (order.index(track.language), not track.default))


def _inside(video: PageVideo, page: Downloaded, job: JobContext, guard: Guard) -> CaptionedVideo | None:
    """Look for captions in the film itself, or in the stream that only yt-dlp understands."""
    try:
        if video.streamed:
            from actors.fetching import sites  # noqa: PLC0415 (as above)

            found = sites.site_video(page.url, guard, job.log, any_page=True)
            return _of_site(found) if found else None
        if not video.files:
            return None
        film = download(video.files[0], job.folder, guard)
        host = urllib.parse.urlsplit(film.url).hostname
        job.log(f"Looking for captions in the film itself, from {host}.")
        return dataclasses.replace(_of_film(film, video.title), url=page.url, language=video.language)
    except JobFailure as failure:
        if failure.retryable:
            raise
        job.log(f"The film of the page has no captions that can be read: {failure.code}.")
        return None
