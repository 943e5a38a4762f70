"""Saving and opening: where files go, what is never overwritten, what is said while they are on their way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import theme
from desktop.core.errors import LocalFailure
from desktop.views.artifact_list import ArtifactList
from desktop.views.preview.cached import Cached, key_of
from desktop.views.preview.choice import Artifact, artifacts_of
from desktop.views.saving import Saving, may_open
from desktop.views.transfer_strip import TransferStrip
from tests.material.stand_in_service import StandIn


class Memory(dict[str, str]):
    """What preferences keep."""

    def get(self, name: str, default: str) -> str:  # type: ignore[override] # a value is always given
        return dict.get(self, name, default)

    def set(self, name: str, value: str) -> None:
        self[name] = value


class Desk:
    """All that has to do with saving, and what it opened."""

    def __init__(self, qtbot: QtBot, tmp_path: Path) -> None:
        theme.use(theme.LIGHT)
        self.folder = tmp_path / "saved"
        self.folder.mkdir()
        self.service = StandIn(tmp_path / "state")
        self.memory = Memory(save_folder=str(self.folder))
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.cached = Cached(self.service, self.window)
        self.saving = Saving(self.service, self.cached, self.memory, self.window)
        self.opened: list[Path] = []
        self.revealed: list[Path] = []
        self.saving._open_file = self.opened.append
        self.saving._reveal = self.revealed.append
        self.strip = TransferStrip(self.saving)
        qtbot.addWidget(self.strip)

    def lay(self, job_id: str = "J1", **files: str) -> tuple[Artifact, ...]:
        paths = []
        for name, text in files.items():
            path = self.folder.parent / job_id / name.replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            paths.append(path)
        self.service.lay(*paths, job_id=job_id)
        return artifacts_of(self.service.document(job_id))

    def words(self) -> list[str]:
        return [row._words.text() for row in self.strip._rows if not row.isHidden()]

    def button(self, name: str) -> QToolButton:
        return next(b for b in self.strip.findChildren(QToolButton) if b.accessibleName() == name and not b.isHidden())


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


def test_saving_goes_to_the_last_folder_and_overwrites_nothing(qtbot: QtBot, desk: Desk) -> None:
    (desk.folder / "exam.pdf").write_text("mine")
    desk.saving.save("J1", desk.lay(exam_pdf="new"))
    qtbot.waitUntil(lambda: desk.words() == ["Saved exam (2).pdf"])
    assert (desk.folder / "exam.pdf").read_text() == "mine"
    assert (desk.folder / "exam (2).pdf").read_text() == "new"
    desk.button("Open").click()
    assert desk.opened == [desk.folder / "exam (2).pdf"]
    desk.button("Open folder").click()
    assert desk.revealed == [desk.folder / "exam (2).pdf"]
    desk.button("Dismiss").click()
    assert desk.strip.isHidden()


def test_save_as_asks_with_a_safe_free_name_and_remembers_the_folder(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (artifact,) = desk.lay(a_pdf="x")
    strange = Artifact("../../CON<.pdf", "application/pdf", 1)
    desk.service.files["J1", strange.name] = desk.service.files["J1", artifact.name]
    desk.saving.save_as("J1", strange)
    (dialog,) = desk.window.findChildren(QFileDialog)
    assert [Path(path).name for path in dialog.selectedFiles()] == ["CON_.pdf"]
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    other = tmp_path / "other"
    other.mkdir()
    dialog.fileSelected.emit(str(other / "mine.pdf"))
    qtbot.waitUntil((other / "mine.pdf").exists)
    assert desk.saving.folder == other
    qtbot.waitUntil(lambda: desk.saving.saved("J1") == other / "mine.pdf")
    dialog.close()


def test_all_files_of_several_jobs_get_a_folder_each(qtbot: QtBot, desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.lay(f"J{number}", exam_pdf=f"{number}", exam_json="{}")
    desk.lay("J4", only_txt="alone")
    (desk.folder / "Cells").mkdir()
    jobs = [("J1", "Cells"), ("J2", "Cells"), ("J3", ""), ("J4", "a/b: c"), ("unknown", "x")]
    desk.saving.save_all_into(jobs, desk.folder)
    qtbot.waitUntil(lambda: len(list(desk.folder.rglob("*.*"))) == 7)
    found = sorted(str(path.relative_to(desk.folder)) for path in desk.folder.rglob("*.*"))
    assert found == [
        "Cells (2)/exam.json", "Cells (2)/exam.pdf", "Cells (3)/exam.json", "Cells (3)/exam.pdf", "J3/exam.json",
        "J3/exam.pdf", "b_ c/only.txt",
    ]  # fmt: skip
    qtbot.waitUntil(lambda: desk.words() == ["Saved 2 files"] * 3)
    assert desk.strip._more.text() == "1 more"


def test_a_transfer_shows_how_far_it_is_and_stops(qtbot: QtBot, desk: Desk) -> None:
    desk.service.held = True
    desk.saving.save("J1", desk.lay(a_pdf="x" * 4_000))
    qtbot.waitUntil(lambda: desk.words() == ["Saving a.pdf"])
    row = desk.strip._rows[0]
    assert (row._note.text(), row._bar.value()) == ("2.0 kB of 4.0 kB", 500)
    desk.button("Stop").click()
    assert desk.service.stopped == ["T1"]
    assert desk.strip.isHidden()


@pytest.mark.parametrize(
    ("reason", "said", "todo"),
    [
        ("disk full", "a.pdf was not saved: The disk is full", "Free some space or choose another folder"),
        ("not allowed", "a.pdf was not saved: No permission", "Choose another file or folder"),
        ("missing", "a.pdf was not saved: The folder is gone or can't be written", "choose another folder"),
        ("damaged", "a.pdf was not saved: The download is damaged", "Save it again"),
    ],
)
def test_failures_say_what_why_and_what_to_do(qtbot: QtBot, desk: Desk, reason: str, said: str, todo: str) -> None:
    desk.service.failure = LocalFailure(str(desk.folder / "a.pdf"), reason)
    desk.saving.save("J1", desk.lay(a_pdf="x"))
    qtbot.waitUntil(lambda: desk.words() == [said])
    assert todo in desk.strip._rows[0]._note.text()
    assert desk.saving.saved("J1") is None
    # It stays until it is read, also when something else begins.
    desk.service.failure = None
    desk.saving.save("J1", desk.lay(b_pdf="y"))
    qtbot.waitUntil(lambda: desk.words() == [said, "Saved b.pdf"])


def test_opening_fetches_once_then_opens_the_saved_file(qtbot: QtBot, desk: Desk) -> None:
    (artifact,) = desk.lay(a_pdf="x")
    desk.saving.open("J1", artifact)
    desk.saving.open("J1", artifact)
    qtbot.waitUntil(lambda: len(desk.opened) == 1)
    assert desk.service.asked == [("J1", "a.pdf")]
    desk.saving.save("J1", [artifact])
    qtbot.waitUntil(lambda: desk.saving.saved("J1") is not None)
    desk.saving.open("J1", artifact)
    assert desk.opened[1] == desk.folder / "a.pdf"


def test_programs_are_saved_but_never_started(qtbot: QtBot, desk: Desk) -> None:
    (artifact,) = desk.lay(run_exe="x")
    desk.saving.open("J1", artifact)
    assert desk.words() == ["run.exe is a program. Save it and start it yourself if you trust it."]
    assert (desk.service.asked, desk.opened) == ([], [])
    desk.saving.open_path(desk.folder / "x.BAT")
    assert desk.revealed == [desk.folder / "x.BAT"]
    assert may_open("a.docx")


def test_what_is_dragged_out_is_fetched_first(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    view = ArtifactList(desk.cached)
    qtbot.addWidget(view)
    artifacts = desk.lay(a_pdf="x", b_txt="y")
    view.show_job("J1", artifacts)
    view._list.selectAll()
    dragged: list[list[str]] = []
    monkeypatch.setattr(
        "desktop.views.artifact_list.QDrag.exec", lambda self, _: dragged.append(self.mimeData().urls())
    )
    view.drag()
    assert dragged == []
    qtbot.waitUntil(lambda: all(desk.cached.path(key_of("J1", artifact)) for artifact in artifacts))
    view.drag()
    assert [url.fileName() for url in dragged[0]] == ["a.pdf", "b.txt"]


def test_buttons_of_the_list_are_there_when_they_can_do_something(qtbot: QtBot, desk: Desk) -> None:
    view = ArtifactList(desk.cached)
    qtbot.addWidget(view)
    view.show_job("J1", ())
    assert not any(button.isEnabled() for button in (view._open, view._save, view._save_as, view._all))
    artifacts = desk.lay(a_pdf="x", b_txt="y")
    view.show_job("J1", artifacts)
    assert view._sum.text() == "2 files · 2 bytes"
    with qtbot.waitSignal(view.save_asked) as asked:
        view._save.click()
    assert asked.args[0] == [artifacts[0]]
    view._list.selectAll()
    assert (view._open.isEnabled(), view._save.isEnabled()) == (False, True)
    with qtbot.waitSignal(view.save_asked) as asked:
        view._all.click()
    assert asked.args[0] == list(artifacts)
