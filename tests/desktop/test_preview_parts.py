"""What previews decide before anything is drawn: which way, which shape, what is harmless."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop import i18n
from desktop.views.preview import choice, shapes
from desktop.views.preview.archive_list import MOST_ENTRIES, contents_of
from desktop.views.preview.choice import Artifact, artifacts_of, in_order, moving_of, poster_of
from desktop.views.preview.exam_page import exam_page
from desktop.views.preview.json_look import read_json
from desktop.views.preview.plain import text_of
from desktop.views.preview.report_page import report_page
from desktop.views.preview.sanitise import MOST_LETTERS, safe_link, safe_page
from tests.material.previewed_files import EXAM, REPORT, waveforms


def artifact(name: str, media_type: str = "", size: int = 1000) -> Artifact:
    return Artifact(name, media_type, size)


@pytest.mark.parametrize(
    ("name", "media_type", "way"),
    [
        ("a.bin", "image/png", choice.PICTURE),
        ("a.bin", "image/webp", choice.MOVING),
        ("a.mp4", "", choice.VIDEO),
        ("a.json", "application/octet-stream", choice.JSON),
        ("a", "application/problem+json", choice.JSON),
        ("a.html", "text/html; charset=utf-8", choice.PAGE),
        ("a.py", "text/x-python", choice.TEXT),
        ("a.svg", "image/svg+xml", choice.TEXT),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", choice.OTHER),
    ],
)
def test_way_of_looking_follows_the_media_type_else_the_ending(name: str, media_type: str, way: str) -> None:
    assert artifact(name, media_type).way == way


def test_a_video_with_a_poster_comes_first_then_a_possible_report_then_pictures() -> None:
    poster, moving = artifact("poster.jpg", "image/jpeg"), artifact("preview.webp", "image/webp")
    video, scene = artifact("video.mp4", "video/mp4"), artifact("scene.json", "application/json")
    files = [scene, moving, poster, video]
    assert in_order(files)[0] is video
    assert (poster_of(video, files), moving_of(video, files)) == (poster, moving)
    chart = artifact("report.png", "image/png")
    assert in_order([video, chart, scene]) == [scene, chart, video]
    assert in_order([video, chart, scene], plays=True) == [scene, video, chart]
    huge = artifact("all.json", "application/json", choice.REPORT_BYTES + 1)
    assert in_order([huge, chart]) == [chart, huge]


def test_documents_with_strange_artifacts_are_read_as_far_as_they_go() -> None:
    strange: dict[str, Any] = {"artifacts": [None, 3, {}, {"name": "a", "bytes": "many"}, {"name": "b", "sha256": "5"}]}
    assert artifacts_of(strange) == (Artifact("a", "", 0), Artifact("b", "", 0, "5"))
    assert artifacts_of({"artifacts": "x"}) == artifacts_of(None) == ()


def test_shapes_are_told_by_what_is_in_the_file_not_by_its_kind() -> None:
    assert shapes.shape_of(waveforms()) == shapes.WAVEFORMS
    assert shapes.shape_of(EXAM) == shapes.QUESTIONS
    assert shapes.shape_of(REPORT) == shapes.REPORT
    for other in ([], 3, {"items": [1]}, {"items": []}, {"summary": "x"}, {"chapters": []}):
        assert shapes.shape_of(other) == shapes.TREE


@pytest.mark.parametrize(
    "changes",
    [
        {"step_s": 0}, {"step_s": -1}, {"step_s": "1"}, {"step_s": float("nan")}, {"start_s": None}, {"tracks": []},
        {"tracks": [{"peaks": []}]}, {"tracks": {"peaks": [1]}}, {"start_s": 10**400},
    ],
)  # fmt: skip
def test_waveforms_that_cannot_be_drawn_are_none(changes: dict[str, object]) -> None:
    assert shapes.waveforms_of(waveforms(**changes)) is None


def test_waveforms_are_brought_to_one_scale_whatever_stands_in_them() -> None:
    drawn = shapes.waveforms_of(waveforms(tracks=[{"peaks": [-4, None, "x", 2, float("inf")]}, {"peaks": [0, 0]}]))
    assert drawn is not None
    assert drawn.tracks[0].peaks == (1.0, 0.0, 0.0, 0.5, 0.0)
    assert drawn.tracks[1].peaks == (0.0, 0.0)
    assert drawn.end_s == 5.0


def test_exam_shows_answers_only_when_they_are_wanted() -> None:
    plain, answered = exam_page(EXAM, answers=False), exam_page(EXAM, answers=True)
    for hidden in ("Because.", "It grows.", "✓"):
        assert hidden not in plain
        assert hidden in answered
    assert "Cells &lt;b&gt;" in plain
    assert "2 questions · 5 marks" in plain
    i18n.use("zh_CN")
    assert "选择题" in exam_page(EXAM, answers=False)


def test_report_reads_well_and_leads_nowhere_it_should_not() -> None:
    page = report_page(REPORT)
    for text in ("Short.", "A point.", "page 1 \u2013 page 3", "2 pages · 643 words", "&lt;script&gt;"):
        assert text in page
    assert "javascript" not in page


@pytest.mark.parametrize("page", [exam_page, report_page])
def test_pages_of_nonsense_are_pages(page: Any) -> None:
    options = {"answers": True} if page is exam_page else {}
    for value in (None, 3, "x", [], [None], {}, [[1]], [{"title": 3, "at": 4, "rows": [[[]]]}], 10**400):
        names = ("items", "summary", "chapters", "tables", "source", "counts", "title", "warnings", "key_points")
        assert isinstance(page(dict.fromkeys(names, value), **options), str)
    items = [{"stem": "x", "options": [1, None, "b"], "key": True, "marks": "4"}, {"key": 10**400, "stem": []}]
    assert isinstance(exam_page({"items": items}, answers=True), str)


def test_hostile_html_becomes_text() -> None:
    page = safe_page(
        "<html><head><style>p{}</style><title>t</title></head><body onload=alert(1)>"
        "<script>bad()</script><svg><a href='file:///etc/passwd'>inside</a></svg><iframe src=http://a/>gone</iframe>"
        "<img src=http://127.0.0.1:1/x.png onerror=bad()><p style='background:url(http://a)'>Hello &amp; <b>you</b></p>"
        "<a href='JaVaScRiPt:bad()'>one</a><a href='file:///etc/passwd'>two</a>"
        "<a href='https://example.org/a?b=\"'>ok</a>"
        "<a href='#there'>near</a><h2 id='there'>There</h2><td colspan=99999 rowspan=3>cell</td></body>"
    )
    for bad in ("script", "style", "bad()", "file:", "img", "iframe", "gone", "inside", "onload", "99999"):
        assert bad not in page.html.lower(), bad
    assert "Hello &amp; <b>you</b>" in page.html
    assert 'href="https://example.org/a?b=&quot;"' in page.html
    assert '<a name="there"></a>' in page.html
    assert 'href="#there"' in page.html
    assert page.pictures == 1


def test_html_without_end_is_cut_and_closed() -> None:
    page = safe_page("<div>" * 50_000 + "<p>" + "word " * MOST_LETTERS)
    assert page.cut
    assert len(page.html) < 2 * MOST_LETTERS
    assert page.html.endswith("</p>")
    deep = safe_page("<ul><li>" * 500 + "deep")
    assert deep.html.count("<ul>") == deep.html.count("</ul>") < 20
    assert "deep" in deep.html
    for word in ("x" * 5_000, "<b>x</b>" * 5_000):
        pieces = re.sub("<.*?>", "", safe_page(word).html).split("\u200b")
        assert max(map(len, pieces)) <= 401


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a", True), ("HTTP://example.org", True), ("#a", True), ("ftp://example.org", False),
        ("//example.org/a", False), ("http:", False), ("http://[", False), ("data:text/html,x", False),
        ("a.html", False), (" javascript:x", False),
    ],
)  # fmt: skip
def test_links_lead_to_the_web_or_nowhere(address: str, kept: bool) -> None:
    assert bool(safe_link(address)) is kept


def test_a_zip_is_listed_without_unpacking(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/", "")
        archive.writestr("../../etc/passwd", b"\0" * 3_000_000)
    contents = contents_of(bomb)
    assert [(entry.name, entry.bytes) for entry in contents.entries] == [("../../etc/passwd", 3_000_000)]
    assert not contents.unusual
    # A directory that claims a terabyte: nothing is believed, nothing is read.
    data = bytearray(bomb.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    bomb.write_bytes(data)
    assert contents_of(bomb).unusual


def test_a_zip_of_too_many_files_or_none_at_all_is_refused(tmp_path: Path) -> None:
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(MOST_ENTRIES + 5):
            archive.writestr(f"{number}", b"")
    assert (contents_of(many).count, len(contents_of(many).entries)) == (MOST_ENTRIES + 5, MOST_ENTRIES)
    data = bytearray(many.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (20_000_000).to_bytes(4, "little")
    many.write_bytes(data)
    with pytest.raises(ValueError, match="too many"):
        contents_of(many)
    for broken in (b"", b"PK\x03\x04", b"nothing", b"PK\x05\x06" + b"\0" * 10):
        many.write_bytes(broken)
        with pytest.raises(ValueError, match="not a zip"):
            contents_of(many)


def test_deep_and_broken_json_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    for text, why in (("[" * 200_000, "too deep"), ('{"a": ', "Expecting"), ("", "Expecting")):
        file.write_text(text)
        with pytest.raises(ValueError, match=why):
            read_json(file)
    file.write_text(json.dumps(EXAM))
    assert read_json(file).shape == shapes.QUESTIONS


def test_text_is_bounded_whatever_is_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffGrüße\r\nzwei\0".encode())
    assert text_of(file).text == "Grüße\nzwei\ufffd"
    assert not text_of(file).cut
    file.write_bytes("你好".encode("utf-16"))
    assert text_of(file).text == "你好"
    file.write_bytes(b"\xff" * 10_000)
    assert text_of(file).cut
    assert len(text_of(file).text) == 2_000
    file.write_bytes(b"\n" * 100_000)
    assert text_of(file).text.count("\n") < 10_000
