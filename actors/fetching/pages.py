"""What a web page says about the video it shows: its subtitle tracks, its files, how much else there is to read."""

from __future__ import annotations

import dataclasses
import urllib.parse
from pathlib import Path

import lxml.html

#: Beyond this a page is text, if it is anything.
_MAX_PAGE_BYTES = 10 * 1024 * 1024
_MAX_TRACKS, _MAX_FILES = 20, 5
_VIDEO_ENDINGS = (".mp4", ".m4v", ".webm", ".mkv", ".mov", ".ogv")
_STREAM_ENDINGS = (".m3u8", ".mpd")


@dataclasses.dataclass(frozen=True, slots=True)
class PageTrack:
    """A subtitle track that a page names.

    Args:
        url: its address.
        language: as the page names it, in lower case; empty where it doesn't.
        default: whether the page shows it without being asked.
    """

    url: str
    language: str
    default: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PageVideo:
    """The video of a page.

    Args:
        title: the page's title.
        language: of the page, in lower case; empty where it doesn't say.
        tracks: subtitle tracks, as they stand in the page.
        files: addresses of the video itself.
        streamed: whether the page plays a stream or an embedded player, which only a site's own reader understands.
        words: how many words the page has to read.
    """

    title: str
    language: str
    tracks: tuple[PageTrack, ...]
    files: tuple[str, ...]
    streamed: bool
    words: int


def video_of(path: Path, url: str) -> PageVideo | None:
    """Look for a video in a page; None if it shows none.

    Args:
        path: the page.
        url: its address, against which others are read.
    """
    data = path.read_bytes()[:_MAX_PAGE_BYTES]
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, encoding=_encoding(data))
    root = lxml.html.document_fromstring(data, parser=parser, ensure_head_body=True) if data.strip() else None
    if root is None:
        return None
    base = _joined(url, root.xpath("string((//base/@href)[1])")) or url
    metas = {
        str(meta.get("property") or meta.get("name")).lower(): (meta.get("content") or "").strip()
        for meta in root.iter("meta")
        if meta.get("property") or meta.get("name")
    }
    named = [str(found) for found in root.xpath("//video/@src | //video//source/@src")]
    if metas.get("og:video:type", "").startswith("video/") or _ends(metas.get("og:video", ""), _VIDEO_ENDINGS):
        named.append(metas.get("og:video:secure_url") or metas.get("og:video", ""))
    addresses = [joined for name in named if name.strip() and (joined := _joined(base, name))]
    streamed = any(_ends(address, _STREAM_ENDINGS) for address in addresses) or (
        not addresses and bool(metas.get("og:video") or metas.get("og:type", "").startswith("video"))
    )
    if not addresses and not streamed and not root.xpath("//video"):
        return None
    tracks = tuple(
        PageTrack(joined, (track.get("srclang") or "").lower(), track.get("default") is not None)
        for track in root.xpath("//video//track[@src]")
        if (track.get("kind") or "subtitles").lower() in ("subtitles", "captions")
        and (joined := _joined(base, track.get("src")))
    )
    title = _shown(metas.get("og:title", "")) or _shown(root.xpath("string(//title)"))
    language = (root.get("lang") or "").lower()
    files = tuple(dict.fromkeys(each for each in addresses if not _ends(each, _STREAM_ENDINGS)))
    return PageVideo(title, language, tracks[:_MAX_TRACKS], files[:_MAX_FILES], streamed, _words(root))


def _encoding(data: bytes) -> str | None:
    """Return UTF-8 where the page is UTF-8; else its own word counts."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _joined(base: str, name: str) -> str:
    """Return a complete address; nothing where it can't be read."""
    try:
        return urllib.parse.urljoin(base, name.strip())
    except ValueError:
        return ""


def _shown(text: str) -> str:
    """Return a title on one line, without characters that are no writing."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:300]


def _ends(url: str, endings: tuple[str, ...]) -> bool:
    return url.partition("?")[0].lower().endswith(endings)


def _words(root: lxml.html.HtmlElement) -> int:
    """Count the words in paragraphs; a Chinese character counts as one."""
    text = " ".join(" ".join(paragraph.itertext()) for paragraph in root.iter("p"))
    return len(text.split()) + sum("一" <= char <= "鿿" for char in text)
