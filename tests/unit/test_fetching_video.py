from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from actors.fetching.captions import embedded_captions
from actors.fetching.video import CaptionedVideo, DownloadedFile, fetch
from backend.errors import JobFailure
from tests.material.fetches import without_proxies
from tests.material.files import write_video
from tests.material.job import FolderJob
from tests.material.video_pages import VTT, page
from tests.material.web_server import Page, WebServer, bomb, redirect, silence

VTT_ZH = "WEBVTT\n\n00:01.000 --> 00:02.500\n大家好。\n".encode()
ASS_HEADER = (
    b"[Script Info]\nScriptType: v4.00+\nPlayResX: 384\nPlayResY: 288\n\n[V4+ Styles]\nFormat: Name, "
    b"Fontname, Fontsize, "
    b"PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, "
    b"Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    b"Encoding\nStyle: Default,Arial,16,"
    b"&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1\n\n[Events]\nFormat: Layer, "
    b"Start, End, Style, Name, "
    b"MarginL, MarginR, MarginV, Effect, Text\n"
)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    without_proxies(monkeypatch)
    with WebServer().running() as server:
        yield server


def job_in(folder: Path, *, loopback: bool = True) -> FolderJob:
    return FolderJob(folder, providers={"web": {"loopback": loopback, "max_bytes": 5_000_000, "timeout_s": 20.0}})


def failure(url: str, folder: Path, **how: Any) -> JobFailure:
    with pytest.raises(JobFailure) as caught:
        fetch(url, job_in(folder, **how))
    return caught.value


def captioned(url: str, folder: Path) -> CaptionedVideo:
    found = fetch(url, job_in(folder))
    assert isinstance(found, CaptionedVideo)
    return found


def texts(video: CaptionedVideo) -> list[tuple[float | None, str]]:
    return [(block.place.start_s, block.text) for block in video.document.blocks]


def write_subtitled(path: Path, codec: str, *, words: tuple[str, ...] = ("Hello there.", "The end.")) -> Path:
    """Copy a short silent film and put a text track into it."""
    plain = write_video(path.with_name("plain.mp4"), None, 0, duration_s=1.0)
    with av.open(str(plain)) as source, av.open(str(path), "w") as film:
        picture = film.add_stream_from_template(source.streams.video[0])
        track = film.add_stream(codec)
        track.codec_context.subtitle_header = ASS_HEADER  # what ffmpeg's encoders of all text tracks begin with
        track.time_base = Fraction(1, 1000)
        film.start_encoding()
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = picture
                film.mux(packet)
        for index, line in enumerate(words):
            raw = line.encode()
            packet = av.Packet(len(raw).to_bytes(2, "big") + raw if codec == "mov_text" else raw)
            packet.stream, packet.time_base = track, Fraction(1, 1000)
            packet.pts = packet.dts = 1000 + 2000 * index
            packet.duration = 1500
            film.mux(packet)
    return path


# --- a page with a video -------------------------------------------------------------------------------------


def test_page_with_subtitle_tracks_gives_its_captions(web: WebServer, tmp_path: Path) -> None:
    web.pages["/dir/watch"] = page(
        '<video src="film.mp4"><track kind="chapters" src="/chapters.vtt" srclang="en">'
        '<track kind="subtitles" src="zh.vtt" srclang="zh"><track src="en.vtt" srclang="en" default></video>'
    )
    web.pages["/dir/en.vtt"], web.pages["/dir/zh.vtt"] = Page(VTT, "text/vtt"), Page(VTT_ZH, "text/vtt")
    web.pages["/go"] = redirect("/dir/watch")
    found = captioned(f"{web.url}/go", tmp_path)
    assert texts(found) == [(1.0, "Hello there."), (3.0, "The end.")]
    assert (found.title, found.language, found.duration_s) == ("A talk", "en", 4.0)
    assert found.url == f"{web.url}/dir/watch"
    assert "/dir/film.mp4" not in web.asked


def test_track_in_the_language_of_the_page_is_taken(web: WebServer, tmp_path: Path) -> None:
    web.pages["/w"] = page(
        '<video><track src="/en.vtt" srclang="en"><track kind="captions" src="/zh.vtt" srclang="zh-Hans"></video>',
        lang="zh-CN",
    )
    web.pages["/en.vtt"], web.pages["/zh.vtt"] = Page(VTT, "text/vtt"), Page(VTT_ZH, "text/vtt")
    assert texts(captioned(f"{web.url}/w", tmp_path)) == [(1.0, "大家好。")]


@pytest.mark.parametrize(
    "bad", ["/missing.vtt", "http://169.254.169.254/x.vtt", "file:///etc/passwd", "/empty", "/bomb"]
)
def test_track_that_can_not_be_had_leaves_the_others(web: WebServer, tmp_path: Path, bad: str) -> None:
    web.pages["/w"] = page(f'<video><track src="{bad}" srclang="en"><track src="/en.vtt" srclang="en"></video>')
    web.pages["/en.vtt"], web.pages["/empty"], web.pages["/bomb"] = Page(VTT), Page(b"WEBVTT\n"), bomb(64)
    assert len(texts(captioned(f"{web.url}/w", tmp_path))) == 2


@pytest.mark.parametrize("status", [500, 503, 0])
@pytest.mark.parametrize("words", [2, 400])
def test_captions_out_of_reach_for_the_moment_are_worth_another_try(
    web: WebServer, tmp_path: Path, status: int, words: int
) -> None:
    web.pages["/w"] = page(
        '<video><track src="/gone.vtt"><track src="/passing.vtt" srclang="en"></video><p>' + "word " * words
    )
    web.pages["/passing.vtt"] = Page(b"no", status=status) if status else Page(VTT, headers={"Content-Length": "9999"})
    found = failure(f"{web.url}/w", tmp_path)
    assert (found.code, found.retryable) == ("fetch_failed", True)


def test_time_that_runs_out_among_captions_is_worth_another_try(web: WebServer, tmp_path: Path) -> None:
    web.pages["/w"] = page('<video><track src="/slow.vtt" srclang="en"></video>')
    web.pages["/slow.vtt"] = Page(silence)
    job = FolderJob(tmp_path, providers={"web": {"loopback": True, "max_bytes": 5_000_000, "timeout_s": 1.5}})
    with pytest.raises(JobFailure) as caught:
        fetch(f"{web.url}/w", job)
    assert (caught.value.code, caught.value.retryable) == ("fetch_failed", True)
    assert "1.5 s" in caught.value.message


@pytest.mark.parametrize("base", ["http://[x", "http://10.0.0.1/", "file:///etc/", "//[", "javascript:0"])
def test_base_of_a_page_leads_nowhere_else(web: WebServer, tmp_path: Path, base: str) -> None:
    web.pages["/w"] = page('<video src="a.mp4"><track src="en.vtt"></video>', f'<base href="{base}">')
    assert failure(f"{web.url}/w", tmp_path).code == "no_captions"


def test_title_is_shown_without_what_is_no_writing(web: WebServer, tmp_path: Path) -> None:
    head = '<meta property="og:title" content="A \u202e talk&#1;\n on&#x200b; heat ">'
    web.pages["/w"] = page('<video><track src="/en.vtt" srclang="en"></video>', head)
    web.pages["/en.vtt"] = Page(VTT, "text/vtt")
    assert captioned(f"{web.url}/w", tmp_path).title == "A  talk on heat"


def test_video_without_captions_is_told(web: WebServer, tmp_path: Path) -> None:
    web.pages["/w"] = page('<video src="/film.mp4"></video>')
    web.pages["/film.mp4"] = Page(write_video(tmp_path / "a.mp4", None, 0, duration_s=0.5).read_bytes(), "video/mp4")
    found = failure(f"{web.url}/w", tmp_path / "job")
    assert (found.code, found.retryable) == ("no_captions", False)
    assert "srt" in found.message


def test_article_beside_a_silent_film_is_read_as_a_page(web: WebServer, tmp_path: Path) -> None:
    web.pages["/w"] = page('<video src="/loop.mp4"></video><p>' + "many words here " * 100 + "</p>")
    assert isinstance(fetch(f"{web.url}/w", job_in(tmp_path)), DownloadedFile)


def test_page_without_a_video_is_handed_on(web: WebServer, tmp_path: Path) -> None:
    web.pages["/article"] = page("<p>Only words.</p>")
    found = fetch(f"{web.url}/article", job_in(tmp_path))
    assert isinstance(found, DownloadedFile)
    assert (found.name, found.media_type) == ("article.html", "text/html")


def test_film_of_the_page_is_opened_for_its_own_captions(web: WebServer, tmp_path: Path) -> None:
    web.pages["/w"] = page(
        "", '<meta property="og:video" content="/film.mp4"><meta property="og:title" content="Film">'
    )
    web.pages["/film.mp4"] = Page(write_subtitled(tmp_path / "film.mp4", "mov_text").read_bytes(), "video/mp4")
    found = captioned(f"{web.url}/w", tmp_path / "job")
    assert (found.title, len(found.document.blocks)) == ("Film", 2)


# --- a file ----------------------------------------------------------------------------------------------------


def test_subtitle_file_is_a_video_of_its_own(web: WebServer, tmp_path: Path) -> None:
    web.pages["/talk.vtt"] = Page(VTT, "text/plain")
    assert len(texts(captioned(f"{web.url}/talk.vtt", tmp_path))) == 2


def test_document_is_handed_on(web: WebServer, tmp_path: Path) -> None:
    web.pages["/a.pdf"] = Page(b"%PDF-1.7 x", "application/pdf")
    told: list[float] = []
    found = fetch(f"{web.url}/a.pdf", job_in(tmp_path), on_progress=told.append)
    assert isinstance(found, DownloadedFile)
    assert (found.name, found.media_type, told[-1]) == ("a.pdf", "application/pdf", 1.0)


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "mov_text"), ("mkv", "subrip"), ("mkv", "webvtt")])
def test_captions_inside_a_film_are_read(tmp_path: Path, ending: str, codec: str) -> None:
    film = write_subtitled(tmp_path / f"film.{ending}", codec)
    document = embedded_captions(film, name="film." + ending)
    assert [(block.place.start_s, block.text) for block in document.blocks] == [
        (1.0, "Hello there."),
        (3.0, "The end."),
    ]
    assert document.title == "film"


def test_styled_captions_inside_a_film_lose_their_styles(tmp_path: Path) -> None:
    styled = ("0,0,Default,,0,0,0,,{\\i1}Hello,{\\i0} there.\\NYes.",)
    film = write_subtitled(tmp_path / "film.mkv", "ass", words=styled)
    assert embedded_captions(film, name="film.mkv").blocks[0].text == "Hello, there. Yes."


def test_film_that_names_other_files_opens_none(web: WebServer, tmp_path: Path) -> None:
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{web.url}/inner.ts\n#EXT-X-ENDLIST\n"
    web.pages["/film.m3u8"] = Page(playlist.encode(), "video/mp4")
    assert failure(f"{web.url}/film.m3u8", tmp_path).code == "damaged"
    assert web.asked == ["/film.m3u8"]


def test_list_of_films_in_place_of_a_film_opens_none_of_them(tmp_path: Path) -> None:
    write_subtitled(tmp_path / "film.mkv", "subrip")
    (tmp_path / "list.mp4").write_text("ffconcat version 1.0\nfile film.mkv\n")
    with pytest.raises(JobFailure) as caught:
        embedded_captions(tmp_path / "list.mp4", name="list.mp4")
    assert caught.value.code == "damaged"


def test_damaged_film_is_told(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\x00\x00\x00\x20ftypisom" + bytes(100))
    with pytest.raises(JobFailure) as caught:
        embedded_captions(path, name="film.mp4")
    assert caught.value.code == "damaged"


# --- refusals ---------------------------------------------------------------------------------------------------


def test_this_machine_is_refused_without_the_switch(tmp_path: Path, web: WebServer) -> None:
    assert failure("http://127.0.0.1/", tmp_path, loopback=False).code == "fetch_refused"
    assert failure("http://localhost/", tmp_path, loopback=False).code == "fetch_refused"
    assert web.asked == []


def test_fetching_that_is_not_set_up_is_told(tmp_path: Path) -> None:
    with pytest.raises(JobFailure) as caught:
        fetch("http://example.org/", FolderJob(tmp_path))
    assert caught.value.code == "provider_not_configured"
