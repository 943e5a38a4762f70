"""The folder of uploads and artifacts."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.errors import FileTooLarge, StorageUnavailable
from backend.storage import Received, Storage, is_plain_name


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "storage")


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def uploads_in(storage: Storage) -> list[str]:
    return files_below(storage.root / "files") + files_below(storage.root / "incoming")


def test_upload_lies_under_the_hash_of_its_bytes(storage: Storage) -> None:
    received = storage.receive([b"beat", b"", b" sync"], max_bytes=100)
    assert received == Received(hashlib.sha256(b"beat sync").hexdigest(), b"beat sync", 9)
    assert storage.file_path(received.file_id).read_bytes() == b"beat sync"
    assert files_below(storage.root / "incoming") == []


def test_head_is_the_first_8_kib_however_the_bytes_arrive(storage: Storage) -> None:
    data = os.urandom(20_000)
    received = storage.receive((data[at : at + 999] for at in range(0, len(data), 999)), max_bytes=20_000)
    assert received.head == data[:8192]
    assert received.bytes == 20_000


def test_same_bytes_twice_are_one_file(storage: Storage) -> None:
    first, second = (storage.receive([b"same"], max_bytes=10) for _ in range(2))
    assert first == second
    assert len(uploads_in(storage)) == 1


def test_damaged_file_is_healed_by_the_next_upload(storage: Storage) -> None:
    received = storage.receive([b"whole"], max_bytes=10)
    storage.file_path(received.file_id).write_bytes(b"who")
    storage.receive([b"whole"], max_bytes=10)
    assert storage.file_path(received.file_id).read_bytes() == b"whole"


def test_too_large_upload_leaves_nothing_and_is_not_read_to_its_end(storage: Storage) -> None:
    asked = []

    def pieces() -> Iterator[bytes]:
        for number in range(1000):
            asked.append(number)
            yield b"x" * 100

    with pytest.raises(FileTooLarge) as caught:
        storage.receive(pieces(), max_bytes=250)
    assert caught.value.max_bytes == 250
    assert len(asked) == 3
    assert uploads_in(storage) == []


def test_broken_upload_leaves_nothing(storage: Storage) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.receive(pieces(), max_bytes=100)
    assert uploads_in(storage) == []


def test_file_whose_record_fails_is_removed(storage: Storage) -> None:
    def record(received: Received) -> None:
        assert storage.file_path(received.file_id).exists()
        raise RuntimeError("the store is away")

    with pytest.raises(RuntimeError, match="store is away"):
        storage.receive([b"data"], max_bytes=100, record=record)
    assert uploads_in(storage) == []


def test_known_file_survives_a_second_upload_whose_record_fails(storage: Storage) -> None:
    received = storage.receive([b"data"], max_bytes=100)

    def record(_: Received) -> None:
        raise RuntimeError("the store is away")

    with pytest.raises(RuntimeError):
        storage.receive([b"data"], max_bytes=100, record=record)
    assert storage.file_path(received.file_id).exists()


def test_no_file_is_recorded_while_files_are_held(storage: Storage) -> None:
    recorded = threading.Event()
    uploading = threading.Thread(
        target=lambda: storage.receive([b"data"], max_bytes=100, record=lambda _: recorded.set())
    )
    with storage.files_held():
        uploading.start()
        assert not recorded.wait(0.1)
    assert recorded.wait(5)
    uploading.join()


def test_full_disk_is_said_plainly(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        storage.receive([b"data"], max_bytes=100)
    monkeypatch.undo()
    assert uploads_in(storage) == []


def test_leftovers_of_killed_processes_are_removed_and_running_uploads_are_not(storage: Storage) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from backend.storage import Storage\n"
        "def pieces():\n    yield b'half'\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Storage(Path(sys.argv[1])).receive(pieces(), max_bytes=100)"
    )
    subprocess.run([sys.executable, "-c", program, str(storage.root)], check=False)
    assert len(uploads_in(storage)) == 1

    def pieces() -> Iterator[bytes]:
        yield b"a running upload"
        assert len(uploads_in(storage)) == 2
        assert storage.remove_leftovers() == 1
        assert len(uploads_in(storage)) == 1

    received = storage.receive(pieces(), max_bytes=100)
    assert storage.file_path(received.file_id).read_bytes() == b"a running upload"


def test_grave_without_a_body_goes_only_when_its_digger_must_be_dead(storage: Storage) -> None:
    trash = storage.root / "trash"
    (trash / "fresh").mkdir()
    (trash / "old").mkdir()
    os.utime(trash / "old", (1, 1))
    assert storage.remove_leftovers() == 1
    assert [grave.name for grave in trash.iterdir()] == ["fresh"]


def test_removed_file_is_gone_and_removing_again_is_no_error(storage: Storage) -> None:
    received = storage.receive([b"data"], max_bytes=100)
    storage.remove_file(received.file_id)
    storage.remove_file(received.file_id)
    assert not storage.file_path(received.file_id).exists()


@pytest.mark.parametrize("file_id", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "/" * 64])
def test_file_ids_that_could_lead_elsewhere_are_refused(storage: Storage, file_id: str) -> None:
    with pytest.raises(ValueError, match="64 hex digits"):
        storage.file_path(file_id)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\0", "a\n", "x" * 256, "é" * 128])
def test_names_that_are_no_plain_file_names_are_refused(storage: Storage, name: str) -> None:
    assert not is_plain_name(name)
    with pytest.raises(ValueError, match="plain file name"):
        storage.artifact_path("01K", 1, name)


@pytest.mark.parametrize("name", ["v2.mp4", "..hidden", "a b", "音乐.mp4", "x" * 255])
def test_plain_file_names_are_accepted(storage: Storage, name: str) -> None:
    assert is_plain_name(name)
    assert storage.artifact_path("01K", 1, name).parent.parent.name == "01K"


@pytest.mark.parametrize("job_id", ["", "..", "../x", "a/b", "a\0", "01K\n", "-a", "x" * 65])
def test_job_ids_that_could_lead_elsewhere_are_refused(storage: Storage, job_id: str) -> None:
    with pytest.raises(ValueError, match="job id"):
        storage.remove_job(job_id)


def deliver(storage: Storage, content: bytes) -> Path:
    folder = storage.work / os.urandom(4).hex()
    (folder / "below").mkdir(parents=True)
    (folder / "report.json").write_bytes(content)
    (folder / "below" / "more").write_bytes(content)
    return folder


def test_artifacts_are_moved_into_place(storage: Storage) -> None:
    folder = deliver(storage, b"one")
    storage.keep_artifacts("01K", 1, folder)
    assert storage.artifact_path("01K", 1, "report.json").read_bytes() == b"one"
    assert not folder.exists()


def test_keeping_artifacts_is_safe_to_repeat(storage: Storage) -> None:
    folder = deliver(storage, b"one")
    storage.keep_artifacts("01K", 1, folder)
    storage.keep_artifacts("01K", 1, folder)
    assert storage.artifact_path("01K", 1, "report.json").read_bytes() == b"one"


def test_artifacts_of_earlier_starts_are_removed(storage: Storage) -> None:
    storage.keep_artifacts("01K", 1, deliver(storage, b"one"))
    storage.keep_artifacts("01K", 12, deliver(storage, b"twelve"))
    assert files_below(storage.root / "artifacts") == ["01K/12/below/more", "01K/12/report.json"]


def test_overtaken_start_does_not_undo_the_later_one(storage: Storage) -> None:
    storage.keep_artifacts("01K", 12, deliver(storage, b"twelve"))
    late = deliver(storage, b"two")
    storage.keep_artifacts("01K", 2, late)
    assert storage.artifact_path("01K", 12, "report.json").read_bytes() == b"twelve"
    assert not storage.artifact_path("01K", 2, "report.json").exists()
    assert not late.exists()


def test_artifacts_that_nobody_wants_any_more_wait_for_no_slow_disk(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, wanted = threading.Event(), threading.Event()
    wanted.set()
    monkeypatch.setattr(os, "fsync", lambda _descriptor: (wanted.clear(), stuck.wait(60)))
    folder = deliver(storage, b"one")
    try:
        assert not storage.keep_artifacts("01K", 1, folder, wanted=wanted.is_set)
    finally:
        stuck.set()
    assert folder.exists()
    assert list((storage.root / "artifacts").iterdir()) == []


def test_a_disk_that_takes_no_artifacts_is_said_plainly(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        storage.keep_artifacts("01K", 1, deliver(storage, b"one"))


def test_removed_job_leaves_no_folder_and_readers_read_on(storage: Storage) -> None:
    storage.keep_artifacts("01K", 1, deliver(storage, b"one"))
    with storage.artifact_path("01K", 1, "report.json").open("rb") as reader:
        storage.remove_job("01K")
        storage.remove_job("01K")
        assert reader.read() == b"one"
    assert list((storage.root / "artifacts").iterdir()) == []
    assert list((storage.root / "trash").iterdir()) == []


def test_folders_are_for_this_user_only(storage: Storage) -> None:
    for folder in (storage.root, storage.work, storage.root / "files"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_unusable_root_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnavailable):
        Storage(tmp_path / "file" / "storage")


def test_storage_that_vanished_is_not_writable(storage: Storage) -> None:
    storage.check_writable()
    (storage.root / "trash").rmdir()
    with pytest.raises(StorageUnavailable):
        storage.check_writable()
