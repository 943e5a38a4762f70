from __future__ import annotations

import json
import os
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyJianYingDraft import DraftFolder

from actors.capcut_draft.run import run
from actors.capcut_draft.spec import KIND, CapcutDraftResult
from backend.drafts import parse
from backend.errors import JobFailure
from tests.material.draft_media import film, make_media, sound, text, timelines, track
from tests.material.draft_validator import SavedDraft
from tests.material.job import FolderJob
from tests.material.web_server import Page, WebServer

FOLDERS = {
    "windows": r"D:\剪映 Drafts\me's",
    "macos": "/Users/me/Movies/CapCut/User Data/Projects/com.lveditor.draft",
    "relative": "",
}


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_media(tmp_path_factory.mktemp("media"))


class Saving:
    """One draft, saved."""

    def __init__(
        self,
        folder: Path,
        media: dict[str, Path],
        tracks: list[dict[str, Any]],
        *,
        name: str = "A draft 草稿",
        system: str = "windows",
        flavour: str = "capcut",
        draft_id: str = "draft-1",
    ) -> None:
        document = {"name": name, "canvas": {"width": 1080, "height": 1920, "fps": 25}, "tracks": tracks}
        attachment = folder / "timeline.json"
        folder.mkdir(parents=True, exist_ok=True)
        attachment.write_text(json.dumps(document), encoding="utf-8")
        self.timeline = parse(document)
        self.job = FolderJob(folder / "job", *media.values(), attachments={"draft": attachment})
        used = {source for _, source, _ in self.timeline.sources()}
        self.sources = {FolderJob.file_id(path): path for path in media.values() if FolderJob.file_id(path) in used}
        self.folder, self.system = folder, system
        raw = {"draft_id": draft_id, "draft_folder": FOLDERS[system], "flavour": flavour, "platform": system}
        self.params = KIND.parse(raw)

    def save(self) -> CapcutDraftResult:
        return run(self.params, self.job)

    def opened(self, archive: Path | None = None, into: str = "opened") -> SavedDraft:
        return SavedDraft(
            archive or self.job.folder / "draft.zip",
            self.folder / into,
            self.timeline.document(),
            system=self.system,
            root=FOLDERS[self.system],
            sources=self.sources,
            secrets=(str(self.folder), tempfile.gettempdir() + "/", str(Path.cwd()), str(Path.home()) + "/",
                     socket.gethostname(), "site-packages"),
        )  # fmt: skip


CASES = sorted(timelines({name: Path(name) for name in ("film", "silent", "music", "voice", "picture", "photo")}))


@pytest.mark.parametrize("case", CASES)
def test_saved_draft_opens_as_it_was_planned(case: str, media: dict[str, Path], tmp_path: Path) -> None:
    number = CASES.index(case)
    system, flavour = list(FOLDERS)[number % 3], ("capcut", "jianying")[number // 3 % 2]
    saving = Saving(tmp_path, media, timelines(media)[case], system=system, flavour=flavour)
    saving.save()
    assert saving.opened().faults() == []


@pytest.mark.parametrize("case", CASES)
def test_library_reads_the_draft_back(case: str, media: dict[str, Path], tmp_path: Path) -> None:
    saving = Saving(tmp_path, media, timelines(media)[case])
    saving.save()
    home = saving.opened().home
    script = DraftFolder(str(home.parent)).load_template(home.name)
    planned = saving.timeline.tracks
    assert [len(each.segments) for each in script.imported_tracks if hasattr(each, "segments")] == [
        len(each.segments) for each in planned
    ]
    assert script.duration == json.loads((home / "draft_content.json").read_text())["duration"]


def everything(media: dict[str, Path]) -> list[dict[str, Any]]:
    """Tracks on which a validator has much to find."""
    return [
        track("video", film(media, 0, 1, transition={"type": "上移"}), film(media, 1, 2, speed=1.0)),
        track("audio", sound(media, 0, 3)),
        track("text", text(0, 2, style={"font": "Anton"})),
    ]


def change(home: Path, name: str, edit: Any) -> None:
    document = json.loads((home / name).read_text(encoding="utf-8"))
    edit(document)
    (home / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _set(*where: Any, to: Any) -> Any:
    def edit(document: Any) -> None:
        for step in where[:-1]:
            document = document[step]
        document[where[-1]] = to(document[where[-1]]) if callable(to) else to

    return edit


MUTATIONS = {
    "overlap": _set("tracks", 0, "segments", 1, "target_timerange", "start", to=900_000),
    "fraction": _set("tracks", 0, "segments", 0, "target_timerange", "duration", to=1_000_000.0),
    "length": _set("duration", to=1),
    "dangling material": _set("tracks", 1, "segments", 0, "material_id", to="f" * 32),
    "dangling reference": _set("tracks", 0, "segments", 0, "extra_material_refs", 0, to="f" * 32),
    "unused transition": _set("tracks", 0, "segments", 0, "extra_material_refs", to=lambda refs: refs[:1]),
    "one id twice": _set("tracks", 1, "id", to=lambda _: None),
    "lost medium": _set("materials", "videos", 0, "path", to=lambda path: path + "x"),
    "slashes": _set("materials", "videos", 0, "path", to=lambda path: path.replace("\\", "/")),
    "other size": _set("materials", "videos", 0, "width", to=65),
    "other duration": _set("materials", "audios", 0, "duration", to=4_000_000),
    "volume": _set("tracks", 0, "segments", 0, "volume", to=0.5),
    "speed": _set("materials", "speeds", 0, "speed", to=2.0),
    "text": _set("materials", "texts", 0, "content", to=lambda content: content.replace("Hello", "Hallo")),
    "server path": _set("materials", "texts", 0, "font_path", to=tempfile.gettempdir() + "/x"),
    "canvas": _set("canvas_config", "width", to=1),
    "lost track": _set("tracks", to=lambda tracks: tracks[:-1]),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_validator_sees_a_fault(mutation: str, media: dict[str, Path], tmp_path: Path) -> None:
    saving = Saving(tmp_path, media, everything(media), flavour="jianying")
    saving.save()
    opened = saving.opened()
    assert opened.faults() == []
    if mutation == "one id twice":
        change(opened.home, "draft_content.json", lambda doc: doc["tracks"][1].update(id=doc["tracks"][0]["id"]))
    else:
        change(opened.home, "draft_content.json", MUTATIONS[mutation])
    assert opened.faults()


def test_validator_sees_damaged_media_and_indexes(media: dict[str, Path], tmp_path: Path) -> None:
    saving = Saving(tmp_path, media, everything(media), flavour="jianying")
    saving.save()
    for number, edit in enumerate(
        (
            lambda home: next((home / "assets/video").iterdir()).write_bytes(b"x"),
            lambda home: next((home / "assets/audio").iterdir()).unlink(),
            lambda home: (home / "assets/audio/more.mp3").write_bytes(b"x"),
            lambda home: change(home, "draft_meta_info.json", _set("draft_name", to="other")),
            lambda home: change(home, "root_meta_info.json", _set("all_draft_store", 0, "draft_id", to="other")),
        )
    ):
        opened = saving.opened(into=f"opened {number}")
        edit(opened.home)
        assert opened.faults(), number


def test_saving_again_changes_nothing_but_ids_and_times(media: dict[str, Path], tmp_path: Path) -> None:
    texts = []
    for number in range(2):
        saving = Saving(tmp_path / str(number), media, timelines(media)["everything at once"])
        saving.save()
        home = saving.opened().home
        texts.append({path.name: neutral(path.read_text(encoding="utf-8")) for path in sorted(home.glob("*.json"))})
    assert texts[0] == texts[1]
    assert list(texts[0]) == ["draft_content.json", "draft_info.json", "draft_meta_info.json", "root_meta_info.json"]


def neutral(text_: str) -> str:
    """Replace ids by the order in which they come, and times by one word."""
    seen: dict[str, str] = {}
    ids = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
    text_ = ids.sub(lambda found: seen.setdefault(found[0], f"id {len(seen)}"), text_)
    return re.sub(r'("(?:create|update|import)_time(?:_ms)?"|"tm_draft_(?:create|modified)"): \d+', r"\1: now", text_)


def test_names_are_harmless_and_of_their_own(media: dict[str, Path], tmp_path: Path) -> None:
    saving = Saving(tmp_path, media, timelines(media)["all kinds of names"], name="名" * 300, draft_id="CON.x")
    result = saving.save()
    assert saving.opened().faults() == []
    names = [medium.name for medium in result.media]
    assert "_CON.wav" in names
    assert "silent 🎬.mkv" in names
    assert max(map(len, names)) <= 70
    assert saving.opened(into="again").home.name == "_CON.x"


def failure(saving: Saving) -> JobFailure:
    with pytest.raises(JobFailure) as caught:
        saving.save()
    assert not (saving.job.folder / "draft.zip").exists()
    return caught.value


def test_every_unusable_medium_is_named_in_one_failure(media: dict[str, Path], tmp_path: Path) -> None:
    whole = media["film"].read_bytes()
    cut, empty = tmp_path / "cut.mkv", tmp_path / "empty.mp4"
    cut.write_bytes(media["silent"].read_bytes()[: media["silent"].stat().st_size // 2])
    empty.write_bytes(b"")
    broken, gone = tmp_path / "broken.mp4", tmp_path / "gone.mp4"
    broken.write_bytes(whole[: len(whole) // 2])
    half = tmp_path / "half.jpg"
    half.write_bytes(media["photo"].read_bytes()[:-100])
    bad = {**media, "cut": cut, "empty": empty, "broken": broken, "gone": gone, "half": half}

    def at(name: str, start_s: float) -> dict[str, Any]:
        return {"source": FolderJob.file_id(bad[name]), "start_s": start_s, "duration_s": 1}

    tracks = [
        track("video", *(at(name, i) for i, name in enumerate(("cut", "empty", "broken", "gone", "music", "photo")))),
        track("image", at("half", 0), at("film", 1), at("music", 2)),
        track("audio", at("film", 0), at("photo", 1), {**at("voice", 2), "source_start_s": 2.5}),
        track("video", at("film", 0)),
    ]
    error = failure(Saving(tmp_path / "job", bad, tracks))
    found = {problem["pointer"]: problem["code"] for problem in error.details["problems"]}
    assert found == {
        "/tracks/0/segments/0": "truncated_media",
        "/tracks/0/segments/1": "unreadable_media",
        "/tracks/0/segments/2": "unreadable_media",
        "/tracks/0/segments/3": "media_missing",
        "/tracks/0/segments/4": "wrong_media_type",
        "/tracks/0/segments/5": "wrong_media_type",
        "/tracks/1/segments/0": "truncated_media",
        "/tracks/1/segments/1": "wrong_media_type",
        "/tracks/1/segments/2": "wrong_media_type",
        "/tracks/2/segments/0": "wrong_media_type",
        "/tracks/2/segments/1": "wrong_media_type",
        "/tracks/2/segments/2": "media_too_short",
    }
    assert (error.code, error.retryable) == ("unusable_media", False)
    assert "cut.mkv" in str(error)


# --- media from the web --------------------------------------------------------------------------------------------


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setattr("actors.fetching.resumable.PAUSE_S", 0.01)
    with WebServer().running() as server:
        yield server


def from_web(saving: Saving, *, loopback: bool = True) -> Saving:
    limits = {"max_bytes": 1_000_000, "timeout_s": 20.0, "loopback": loopback}
    saving.job._providers = {"web": limits}
    return saving


def test_media_from_the_web_are_in_the_draft(media: dict[str, Path], web: WebServer, tmp_path: Path) -> None:
    tracks = []
    sources = {}
    for number in range(6):
        name = "film" if number % 2 else "silent"
        url = f"{web.url}/{number}/{name}.mp4"
        web.pages[f"/{number}/{name}.mp4"] = Page(media[name].read_bytes(), "video/mp4")
        tracks.append(track("video", {"source": url, "start_s": 0, "duration_s": 2}))
        sources[url] = media[name]
    saving = from_web(Saving(tmp_path, media, tracks))
    result = saving.save()
    saving.sources = sources
    assert saving.opened().faults() == []
    assert [medium.name for medium in result.media][:3] == ["silent.mp4", "film.mp4", "silent (2).mp4"]
    fractions = [fraction for fraction, stage, _ in saving.job.reports if stage == "gathering media"]
    assert any(0 < fraction < 0.6 for fraction in fractions)


def test_addresses_without_a_file_are_all_named(media: dict[str, Path], web: WebServer, tmp_path: Path) -> None:
    web.pages["/page"] = Page(b"<html><body>hello</body></html>")
    tracks = [
        track("video", {"source": f"{web.url}/missing.mp4", "start_s": 0, "duration_s": 1}),
        track("video", {"source": f"{web.url}/page", "start_s": 0, "duration_s": 1}),
        track("video", film(media, 0, 1)),
    ]
    error = failure(from_web(Saving(tmp_path, media, tracks)))
    assert [problem["code"] for problem in error.details["problems"]] == ["not_found", "unreadable_media"]
    assert error.details["problems"][0]["source"] == f"{web.url}/missing.mp4"


def test_address_inside_the_network_is_refused(media: dict[str, Path], web: WebServer, tmp_path: Path) -> None:
    web.pages["/film.mp4"] = Page(media["film"].read_bytes(), "video/mp4")
    tracks = [track("video", {"source": f"http://127.0.0.1:{8000}/film.mp4", "start_s": 0, "duration_s": 1})]
    error = failure(from_web(Saving(tmp_path, media, tracks), loopback=False))
    assert error.code == "fetch_refused"
    assert web.asked == []


def test_nothing_is_left_outside_the_jobs_folder(
    media: dict[str, Path], web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    monkeypatch.chdir(elsewhere)
    web.pages["/film.mp4"] = Page(media["film"].read_bytes(), "video/mp4")
    tracks = [track("video", {"source": f"{web.url}/film.mp4", "start_s": 0, "duration_s": 1}, film(media, 1, 1))]
    from_web(Saving(tmp_path / "saving", media, tracks)).save()
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in (tmp_path / "saving/job").iterdir()} == {"fetched", "draft.zip"}
