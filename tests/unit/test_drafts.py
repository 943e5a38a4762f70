from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from actors.capcut_draft import vocabulary_source
from actors.capcut_draft.file_names import Names, safe_name
from actors.capcut_draft.places import Places
from actors.capcut_draft.spec import KIND
from backend.drafts import parse, vocabulary
from backend.drafts.timeline import Timeline
from backend.drafts.times import spans
from backend.errors import InvalidRequest

FILE = "a" * 64


def draft(*tracks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "A draft", "tracks": list(tracks), **more}


def video(*times: tuple[float, float], **more: Any) -> dict[str, Any]:
    return {
        "type": "video",
        "segments": [{"source": FILE, "start_s": start, "duration_s": length, **more} for start, length in times],
    }


def faults(document: Any) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        parse(document, "/timeline")
    return {fault.pointer.removeprefix("/timeline"): fault.detail for fault in caught.value.faults}


def test_vocabulary_is_that_of_the_library() -> None:
    written = (Path(vocabulary.__file__).with_suffix(".json")).read_text(encoding="utf-8")
    assert written == vocabulary_source.text_of(vocabulary_source.lists())


def test_every_name_of_the_vocabulary_is_found_and_means_itself() -> None:
    for category, entries in vocabulary.document().items():
        for entry in entries:
            found = vocabulary.find((category,), entry["name"])
            assert found is not None
            assert found.name == entry["name"]
            meta = vocabulary_source.member((category,), entry["name"]).value
            assert entry["name"] in (getattr(meta, "name", ""), getattr(meta, "title", ""))


def test_all_faults_come_at_once() -> None:
    found = faults(
        draft(
            video((0, 2), (1, 2), transition={"type": "上易"}),
            video((0, 1), text="no"),
            {"type": "film", "segments": []},
            {"type": "text", "segments": [{"text": " ", "start_s": 0, "duration_s": 1}]},
            {"type": "text", "segments": [{"text": "x", "start_s": 0, "duration_s": 1, "style": {"font": "Antoon"}}]},
            {"type": "subtitle", "srt": "1\nno times"},
            {"type": "audio", "segments": [{"source": "ftp://x/y", "start_s": -1, "duration_s": 0}]},
            more=1,
        )
    )
    assert set(found) == {
        "/more",
        "/tracks/0/segments/1",
        "/tracks/0/segments/0/transition/type",
        "/tracks/0/segments/1/transition/type",
        "/tracks/0/segments/1/transition",
        "/tracks/0/segments/0/transition",
        "/tracks/1/segments/0/text",
        "/tracks/2/type",
        "/tracks/3/segments/0/text",
        "/tracks/4/segments/0/style/font",
        "/tracks/5/srt",
        "/tracks/6/segments/0/source",
        "/tracks/6/segments/0/start_s",
        "/tracks/6/segments/0/duration_s",
    }
    assert "Anton" in found["/tracks/4/segments/0/style/font"]
    assert "上移" in found["/tracks/0/segments/0/transition/type"]


@pytest.mark.parametrize(
    ("segment", "pointer"),
    [
        ({"transition": {"type": "上移"}}, "/transition"),
        ({"keyframes": [{"property": "scale", "at_s": 2, "value": 1}]}, "/keyframes/0/at_s"),
        ({"keyframes": [{"property": name, "at_s": 0, "value": 1} for name in ("scale", "scale_x")]}, "/keyframes"),
        ({"animations": {"group": {"type": "三分割"}, "intro": {"type": "Kira游动"}}}, "/animations/group"),
        ({"mask": {"type": "圆形", "width": 0.5}}, "/mask/width"),
        ({"crop": {"left": 0.5, "right": 0.5}}, "/crop"),
        ({"fade": {"in_s": 0.6, "out_s": 0.6}}, "/fade"),
        ({"effects": [{"type": "1998", "params": [1, 2, 3]}]}, "/effects/0/params"),
        ({"duration_s": 0.0000001}, "/duration_s"),
        ({"start_s": 86_400}, "/duration_s"),
        ({"speed": float("inf")}, "/speed"),
        ({"volume": True}, "/volume"),
        ({"source": "http://"}, "/source"),
    ],
)
def test_segment_that_can_not_be_is_refused(segment: dict[str, Any], pointer: str) -> None:
    document = draft(video((0, 1)))
    document["tracks"][0]["segments"][0].update(segment)
    assert set(faults(document)) == {f"/tracks/0/segments/0{pointer}"}


@pytest.mark.parametrize("document", [None, [], 1, "x", {}, {"name": "x", "tracks": [None, 1, []]}, {"tracks": {}}])
def test_anything_else_is_refused(document: Any) -> None:
    assert faults(document)


def test_bounds_hold() -> None:
    assert "/tracks" in faults(draft(*[video((0, 1))] * 101))
    many = video(*((i, 1) for i in range(2600)))
    assert set(faults(draft(many, many))) == {"/tracks"}
    assert set(faults(draft(video((0, 1)), name="x" * 301))) == {"/name"}


def test_parsed_timeline_is_the_same_again() -> None:
    timeline = parse(draft(video((0, 1)), {"type": "subtitle", "srt": "1\n00:00:01,000 --> 00:00:02,5\nHi"}))
    assert parse(timeline.document()) == timeline
    assert isinstance(timeline, Timeline)
    assert [(pointer, file_id, mark.accept) for pointer, file_id, mark in timeline.files()] == [
        ("/tracks/0/segments/0/source", FILE, ("video/*",))
    ]


@pytest.mark.parametrize("step", [1 / 3, 0.1, 1 / 24, 1001 / 30_000, 0.0000015])
def test_touching_segments_neither_drift_nor_overlap(step: float) -> None:
    at, times = 0.0, []
    for _ in range(2000):
        times.append((at, step))
        at += step
    timeline = parse(draft(video(*times)))
    placed = [span for _, _, span in spans(timeline.tracks[0].segments)]
    assert all(one.end_us == two.start_us for one, two in itertools.pairwise(placed))
    assert abs(placed[-1].end_us - 2000 * step * 1e6) <= 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("CON", "_CON"),
        ("com1.mp4", "_com1.mp4"),
        ("a/b\\c:d*e?.MP4", "a_b_c_d_e_.mp4"),
        ("", "medium"),
        ("...", "medium"),
        ("trailing. ", "trailing"),
        ("画 'q' 🎨.png", "画 'q' 🎨.png"),
        ("x\u202egpj.exe", "xgpj.exe"),
    ],
)
def test_file_name_is_one_that_windows_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_two_files_never_share_a_name() -> None:
    names = Names()
    assert [names.take(name) for name in ("a.mp4", "A.mp4", "a.mp4", "a (2).mp4")] == [
        "a.mp4", "A (2).mp4", "a (3).mp4", "a (2) (2).mp4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("root", "system", "path"),
    [
        ("C:/Users/me/", "windows", "C:\\Users\\me\\d\\assets\\x"),
        ("C:\\", "windows", "C:\\d\\assets\\x"),
        ("/", "macos", "/d/assets/x"),
        ("/a b/", "macos", "/a b/d/assets/x"),
    ],
)
def test_path_follows_the_users_system(root: str, system: Any, path: str) -> None:
    places = Places(root, "d", system)
    assert places.content("assets/x") == path
    assert places.inside(path) == "assets/x"
    assert places.inside("/etc/passwd") is None


@pytest.mark.parametrize(
    ("folder", "platform", "system"),
    [("", "windows", "relative"), ("D:\\x", "auto", "windows"), ("\\\\nas\\share\\x", "auto", "windows"),
     ("/Users/me", "auto", "macos"), ("/Users/me", "relative", "relative")],
)  # fmt: skip
def test_system_is_read_off_the_folder(folder: str, platform: str, system: str) -> None:
    params = KIND.parse({"draft_id": "d", "draft_folder": folder, "platform": platform})
    assert params.system == system  # type: ignore[attr-defined]
    assert KIND.dedupe_key(params) == "d"


@pytest.mark.parametrize(
    ("folder", "platform"), [("x", "auto"), ("/x", "windows"), ("C:\\x", "macos"), ("/a\n", "auto")]
)
def test_folder_of_another_system_is_refused(folder: str, platform: str) -> None:
    with pytest.raises(InvalidRequest):
        KIND.parse({"draft_id": "d", "draft_folder": folder, "platform": platform})
