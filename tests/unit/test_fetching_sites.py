"""Sites read by yt-dlp, on pages of our own."""

from __future__ import annotations

import gc
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from actors.fetching import sites
from actors.fetching.in_force import guarded
from actors.fetching.web_limits import WebLimits
from backend.errors import JobFailure
from tests.material.fetches import without_proxies
from tests.material.video_pages import VTT, page
from tests.material.web_server import Page, WebServer, bomb, redirect


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    without_proxies(monkeypatch)
    with WebServer().running() as server:
        yield server


def limits(*, loopback: bool) -> WebLimits:
    return WebLimits(max_bytes=1_000_000, timeout_s=15.0, loopback=loopback, connect_s=1.0)


def asked_by_yt_dlp(url: str, *, loopback: bool) -> sites.SiteVideo | None:
    with guarded(limits(loopback=loopback)) as guard:
        return sites.site_video(url, guard, lambda _: None, any_page=True)


def test_yt_dlp_reads_a_page_and_its_captions_under_the_guard(web: WebServer, tmp_path: Path) -> None:
    web.pages["/w"] = page('<video src="/film.mp4"><track kind="subtitles" src="/en.vtt" srclang="en"></video>')
    web.pages["/en.vtt"] = Page(VTT, "text/vtt")
    found = asked_by_yt_dlp(f"{web.url}/w", loopback=True)
    assert found is not None
    assert [block.text for block in found.document.blocks] == ["Hello there.", "The end."]
    assert found.language == "en"
    assert set(web.asked) == {"/w", "/en.vtt"}


def test_own_requests_of_yt_dlp_are_refused_on_the_way(web: WebServer) -> None:
    with guarded(limits(loopback=False)) as guard:
        reader = sites._reader(guard, lambda _: None)
        with reader, pytest.raises(sites.YoutubeDLError):
            reader.extract_info(f"{web.url}/w", download=False)
        assert guard.refused
    assert web.asked == []


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/", "http://10.0.0.1/x"])
def test_redirect_that_yt_dlp_follows_is_refused(web: WebServer, to: str) -> None:
    web.pages["/w"] = redirect(to)
    with pytest.raises(JobFailure) as caught:
        asked_by_yt_dlp(f"{web.url}/w", loopback=True)
    assert caught.value.code == "fetch_refused"


def test_page_of_several_videos_is_a_playlist(web: WebServer) -> None:
    web.pages["/w"] = page('<video src="/a.mp4"></video><video src="/b.mp4"></video>')
    with pytest.raises(JobFailure) as caught:
        asked_by_yt_dlp(f"{web.url}/w", loopback=True)
    assert caught.value.code == "is_playlist"


def test_live_stream_is_refused(web: WebServer) -> None:
    mpd = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" '
        'type="dynamic"><Period><AdaptationSet mimeType='
        '"video/mp4"><Representation id="1" '
        'bandwidth="1"><BaseURL>a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>'
    )
    web.pages["/live.mpd"] = Page(mpd.encode(), "application/dash+xml")
    with pytest.raises(JobFailure) as caught:
        asked_by_yt_dlp(f"{web.url}/live.mpd", loopback=True)
    assert caught.value.code == "is_live"


@pytest.mark.parametrize(("status", "code"), [(404, "not_found"), (403, "needs_login"), (503, "fetch_failed")])
def test_status_that_yt_dlp_meets_becomes_a_code(web: WebServer, status: int, code: str) -> None:
    web.pages["/w"] = Page(b"no", status=status)
    with pytest.raises(JobFailure) as caught:
        asked_by_yt_dlp(f"{web.url}/w", loopback=True)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("answer", "retryable"),
    [
        (Page(b"no", status=503), True),
        (Page(b"no", status=404), False),
        (Page(VTT, headers={"Content-Encoding": "gzip"}), True),
        (Page(VTT, headers={"Content-Length": "9999"}), True),
        (Page(VTT, headers={"Content-Encoding": "deflate"}), True),
    ],
)
def test_captions_that_yt_dlp_can_not_get_now_are_worth_another_try(
    web: WebServer, answer: Page, retryable: bool
) -> None:
    web.pages["/w"] = page('<video src="/film.mp4"><track kind="subtitles" src="/en.vtt" srclang="en"></video>')
    web.pages["/en.vtt"] = answer
    with pytest.raises(JobFailure) as caught:
        asked_by_yt_dlp(f"{web.url}/w", loopback=True)
    assert (caught.value.code, caught.value.retryable) == ("fetch_failed" if retryable else "no_captions", retryable)


@pytest.mark.parametrize("status", [200, 503])
def test_nothing_that_yt_dlp_asked_stays_open(web: WebServer, status: int) -> None:
    web.pages["/w"] = page('<video src="/film.mp4"><track kind="subtitles" src="/en.vtt" srclang="en"></video>')
    web.pages["/en.vtt"] = Page(VTT, status=status, headers={"Content-Length": "9999"})
    port = urllib.parse.urlsplit(web.url).port
    gc.disable()  # the collector would close what was forgotten, now or much later
    try:
        with pytest.raises(JobFailure) as caught:
            asked_by_yt_dlp(f"{web.url}/w", loopback=True)
        assert caught.value.retryable
        left = [each for each in psutil.Process().net_connections() if each.raddr and each.raddr.port == port]
    finally:
        gc.enable()
    assert not left


def test_page_without_a_video_is_nothing_for_yt_dlp(web: WebServer) -> None:
    web.pages["/w"] = page("<p>words</p>")
    assert asked_by_yt_dlp(f"{web.url}/w", loopback=True) is None


def test_bomb_for_yt_dlp_is_cut_off(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "_MAX_ANSWER_BYTES", 4 << 20)
    web.pages["/w"] = bomb(64)
    web.pages["/w"].media_type = "text/html"
    web.pages["/w"].headers = dict(web.pages["/w"].headers)
    with guarded(limits(loopback=True)) as guard:
        reader = sites._reader(guard, lambda _: None)
        with reader, pytest.raises(sites.TransportError):
            reader.urlopen(f"{web.url}/w").read()


def test_sites_with_a_reader_of_their_own_are_told_from_others() -> None:
    assert sites.knows("https://www.youtube.com/watch?v=abcdefghijk")
    assert not sites.knows("https://example.org/paper.pdf")


def test_people_s_captions_come_before_automatic_ones_and_pieces_are_left_out() -> None:
    track = {"url": "http://example.org/a", "ext": "vtt"}
    facts = {
        "language": "de",
        "subtitles": {"fr": [track], "en": [{**track, "ext": "json3"}, track], "live_chat": [track]},
        "automatic_captions": {"en": [track], "de-orig": [track, {**track, "protocol": "m3u8_native"}]},
    }
    assert [language for language, _ in sites._tracks(facts)] == ["en", "fr", "de-orig"]
    assert sites._tracks(facts)[0][1]["ext"] == "vtt"
    assert sites._tracks({"subtitles": {"en": [{**track, "protocol": "m3u8_native"}]}}) == []


def test_yt_dlp_is_imported_only_when_an_address_is_fetched() -> None:
    script = "import sys, actors.fetching.video; print('yt_dlp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_yt_dlp_writes_no_file_and_reads_no_configuration(
    web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "yt-dlp.conf").write_text("--no-such-option")
    monkeypatch.chdir(tmp_path)
    web.pages["/w"] = page('<video src="/film.mp4"><track src="/en.vtt" srclang="en"></video>')
    web.pages["/en.vtt"] = Page(VTT, "text/vtt")
    assert asked_by_yt_dlp(f"{web.url}/w", loopback=True)
    assert [path.name for path in tmp_path.iterdir()] == ["yt-dlp.conf"]
