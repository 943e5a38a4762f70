"""What was dropped or pasted finds the kind and the fields that it fits, and what can't be used is explained."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop.core import dropped as dropped_module
from desktop.core.dropped import Address, Dropped, DroppedFile, DroppedTimeline, Item, Prose, left_out, look_at
from desktop.core.forms import form_of
from desktop.core.intake import filled_in, fits
from desktop.core.media_types import media_type_of

KINDS = Catalogue.discover(Settings(_env_file=None, selftest=True))
FORMS = {name: form_of(kind.params.model_json_schema(), title=kind.title) for name, kind in KINDS.items()}


def file(name: str) -> DroppedFile:
    return DroppedFile(f"/d/{name}", media_type_of(name), 10)


def value(name: str) -> dict[str, str]:
    return {"$file": f"/d/{name}"}


FILM, OTHER, SONG, PDF = file("film.mp4"), file("other.mov"), file("song.mp3"), file("a.pdf")
TIMELINE = DroppedTimeline("/d/film.json", {"tracks": []})


@pytest.mark.parametrize(
    ("items", "kind", "values"),
    [
        ([FILM, SONG], "beat_sync", {"dance_file_id": value("film.mp4"), "bgm_file_id": value("song.mp3")}),
        ([SONG, FILM], "beat_sync", {"dance_file_id": value("film.mp4"), "bgm_file_id": value("song.mp3")}),
        ([FILM, OTHER], "beat_sync", {"dance_file_id": value("film.mp4"), "bgm_file_id": value("other.mov")}),
        ([FILM], "beat_sync", {"dance_file_id": value("film.mp4")}),
        ([SONG], "beat_sync", {"bgm_file_id": value("song.mp3")}),
        ([PDF], "pdf_exam", {"file_ids": [value("a.pdf")]}),
        ([PDF, file("b.pdf")], "pdf_exam", {"file_ids": [value("a.pdf"), value("b.pdf")]}),
        ([file("a.docx")], "document_analysis", {"file_id": value("a.docx")}),
        ([file("a.docx"), PDF], "document_analysis", {"file_id": [value("a.docx"), value("a.pdf")]}),
        ([Address("https://a.b")], "document_analysis", {"url": "https://a.b"}),
        ([Address("https://a.b"), Address("https://c.d")], "document_analysis", {"url": ["https://a.b", "https://c.d"]}),
        ([Prose("a fox in snow")], "text_to_video", {"prompt": "a fox in snow"}),
        ([TIMELINE], "capcut_draft", {"draft_id": {"$timeline": "/d/film.json", "document": {"tracks": []}}}),
    ],
)  # fmt: skip
def test_best_kind_has_everything_in_its_place(items: list[Item], kind: str, values: dict[str, Any]) -> None:
    best = fits(FORMS, items)[0]
    assert (best.kind, best.values, best.left_over) == (kind, values, ())


def test_pdfs_offer_both_kinds_that_read_them() -> None:
    assert [fit.kind for fit in fits(FORMS, [PDF])] == ["pdf_exam", "document_analysis"]


def test_several_files_for_a_single_field_are_counted_as_jobs() -> None:
    best = fits(FORMS, [file(f"{number}.docx") for number in range(5)])[0]
    assert (best.kind, best.jobs) == ("document_analysis", 5)


def test_what_a_kind_has_no_use_for_is_told() -> None:
    exam = next(fit for fit in fits(FORMS, [PDF, FILM]) if fit.kind == "pdf_exam")
    assert exam.left_over == (FILM,)
    assert left_out([], exam.left_over) == ["Not used by this kind of job: film.mp4."]


def test_file_and_address_never_fill_both_of_two_alternatives() -> None:
    for fit in fits(FORMS, [file("a.docx"), Address("https://a.b")]):
        assert not {"file_id", "url"} <= fit.values.keys()


def test_an_address_dropped_later_takes_the_place_of_the_file() -> None:
    report = FORMS["document_analysis"]
    fit = next(fit for fit in fits(FORMS, [file("a.docx"), Address("https://a.b")]) if fit.kind == "document_analysis")
    before = {"file_id": value("a.docx"), "language": "en"}
    assert filled_in(report, before, fit) == {"url": "https://a.b", "language": "en"}


def test_nothing_and_unusable_things_fit_nowhere() -> None:
    assert fits(FORMS, []) == []
    assert fits({}, [PDF]) == []
    assert fits({"empty": form_of({"properties": {}})}, [PDF]) == []


def test_a_kind_of_tomorrow_is_found_by_its_schema_alone() -> None:
    schema = {
        "properties": {"picture": {"type": "string", "x-input": "file", "x-accept": ["image/*"]}},
        "required": ["picture"],
    }
    found = fits(FORMS | {"of_tomorrow": form_of(schema)}, [file("a.png")])
    assert found[0].kind == "of_tomorrow"


def with_files(required: list[str], **accept: list[str]) -> dict[str, Any]:
    fields = {name: {"type": "string", "x-input": "file", "x-accept": types} for name, types in accept.items()}
    return {"properties": fields, "required": required}


def test_what_has_one_place_only_gets_it_before_what_has_two() -> None:
    form = form_of(with_files([], first=["video/*", "audio/*"], second=["video/*", "image/*"]))
    assert fits({"kind": form}, [FILM, SONG])[0].values == {"first": value("song.mp3"), "second": value("film.mp4")}


def test_of_two_kinds_that_suit_alike_the_one_that_needs_nothing_more_is_first() -> None:
    needy = form_of(with_files(["it", "other"], it=["video/*"], other=["audio/*"]))
    content = form_of(with_files(["it"], it=["video/*"]))
    assert [fit.kind for fit in fits({"needy": needy, "content": content}, [FILM])] == ["content", "needy"]


# --- the disk ----------------------------------------------------------------------------------------


def test_files_folders_and_faults_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "lectures"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.pdf", "a.pdf", ".hidden.pdf", "deep/c.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "nothing").mkdir()
    os.mkfifo(tmp_path / "pipe")
    names = ("lectures", "empty.pdf", "gone.pdf", "nothing", "pipe")
    found = look_at([str(tmp_path / name) for name in names])
    assert [Path(item.path).name for item in found.items if isinstance(item, DroppedFile)] == [
        "a.pdf",
        "b.pdf",
        "c.pdf",
    ]
    assert {one.name: one.reason.split(".")[0] for one in found.unusable} == {
        "empty.pdf": "It is empty",
        "gone.pdf": "It is no longer there",
        "nothing": "There are no files in this folder",
        "pipe": "It is empty",
    }


def test_a_whole_disk_dropped_by_mistake_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped_module, "MOST_FILES", 5)
    for number in range(8):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    singly = [str(path) for path in sorted(tmp_path.glob("*.pdf"))][:6]
    for paths in ([str(tmp_path)], singly):
        found = look_at(paths)
        assert len(found.items) == 5
        assert [one.reason for one in found.unusable] == ["Only the first 5 files are taken."]


def test_huge_file_is_refused_with_its_limit(tmp_path: Path) -> None:
    huge = tmp_path / "huge.mp4"
    with huge.open("wb") as out:
        out.truncate((16 << 30) + 1)
    assert [one.reason for one in look_at([str(huge)]).unusable] == ["It is larger than 16 GB."]


def test_timeline_is_told_from_other_json(tmp_path: Path) -> None:
    film = {"canvas": {}, "tracks": [{"type": "video", "segments": []}]}
    contents = {"film": film, "list": [1], "other": {"tracks": 3}, "words": {"tracks": ["a"]}, "empty": {"tracks": []}}
    for name, content in contents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    (tmp_path / "broken.json").write_text("{")
    found = look_at([str(path) for path in sorted(tmp_path.iterdir())])
    assert [Path(item.path).stem for item in found.items if isinstance(item, DroppedTimeline)] == ["film"]
    assert len(found.items) == 6


@pytest.mark.parametrize(
    ("beginning", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"\x1aE\xdf\xa3", "video/x-matroska"),
        (b"ID3\x04", "audio/mpeg"),
        (b"what", "application/octet-stream"),
    ],
)
def test_file_without_suffix_is_told_by_its_beginning(tmp_path: Path, beginning: bytes, media_type: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(beginning)
    assert media_type_of(path) == media_type


# --- text --------------------------------------------------------------------------------------------


def test_pasted_lines_are_addresses_paths_or_prose(tmp_path: Path) -> None:
    pdf = tmp_path / "über uns.pdf"
    pdf.write_bytes(b"%PDF-")
    assert look_at([], " https://a.b/c?d=1 \n\nwww.example.org/x\nhttps://a.b/c?d=1\n").items == [
        Address("https://a.b/c?d=1"),
        Address("https://www.example.org/x"),
    ]
    for text in (str(pdf), f'"{pdf}"', pdf.as_uri()):
        assert [item.path for item in look_at([], text).items if isinstance(item, DroppedFile)] == [str(pdf)]
    assert look_at([], "a fox\nsee https://a.b").items == [Prose("a fox\nsee https://a.b")]
    assert look_at([], " \n ") == Dropped()
    for odd in ("file://[", "/no\0where", "\ud800"):
        assert look_at([], odd).items == [Prose(odd)]


def test_same_file_dropped_twice_is_taken_once(tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-")
    assert len(look_at([str(pdf), str(pdf)], str(pdf)).items) == 1
