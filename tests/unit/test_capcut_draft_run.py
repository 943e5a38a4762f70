from __future__ import annotations

import json
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest
from pyJianYingDraft import DraftFolder

from actors.capcut_draft.run import run
from actors.capcut_draft.spec import KIND, CapcutDraftResult
from backend.drafts import parse
from tests.material.draft_media import make_media, timelines
from tests.material.draft_validator import SavedDraft
from tests.material.job import FolderJob

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
