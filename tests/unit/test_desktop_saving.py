"""Saving what was downloaded: safe names, nothing overwritten, nothing half."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from desktop.core.errors import LocalFailure
from desktop.core.saving import PartFile, free_path, safe_name, sha256_of

CONTENT = b"all of it" * 1000
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("\u8bd5\u5377 1.pdf", "\u8bd5\u5377 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("", "file"),
        ("a/b/", "file"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("lpt\u00b9.pdf", "_lpt\u00b9.pdf"),
        ("console.txt", "console.txt"),
        ("what?<is>|this*.txt", "what__is__this_.txt"),
        ("name. . .", "name"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("alt:stream.txt", "alt_stream.txt"),
        ("\ud800bad", "_bad"),
    ],
)
def test_names_are_safe_on_every_system(told: str, name: str) -> None:
    assert safe_name(told) == name


def test_long_name_keeps_its_ending_and_whole_characters() -> None:
    name = safe_name("\u957f" * 300 + ".pdf")
    assert name.endswith("\u957f.pdf")
    assert len(name.encode()) <= 200
    assert len(safe_name("x." + "y" * 300).encode()) <= 200


def test_free_name_counts_up(tmp_path: Path) -> None:
    goal = tmp_path / "report.pdf"
    assert free_path(goal) == goal
    goal.touch()
    (tmp_path / "report (2).pdf").symlink_to("nowhere")
    assert free_path(goal).name == "report (3).pdf"


def part(tmp_path: Path, **changes: object) -> PartFile:
    options = {"sha256": HASH, "total_bytes": len(CONTENT)} | changes
    return PartFile(tmp_path / "out.txt", **options)  # type: ignore[arg-type]


def test_whole_file_gets_a_free_name_and_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("mine")
    with part(tmp_path) as file:
        file.write(CONTENT)
        path = file.finish(replace=False)
    assert path.name == "out (2).txt"
    assert path.read_bytes() == CONTENT
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out (2).txt", "out.txt"]
    assert (tmp_path / "out.txt").read_text() == "mine"


def test_path_that_the_user_chose_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("old")
    with part(tmp_path) as file:
        file.write(CONTENT)
        assert file.finish(replace=True).read_bytes() == CONTENT


def test_part_is_gone_on_with_and_its_hash_covers_all(tmp_path: Path) -> None:
    with part(tmp_path) as file:
        file.write(CONTENT[:5000])
    with part(tmp_path) as again:
        assert again.size_bytes == 5000
        again.write(CONTENT[5000:])
        assert again.finish(replace=False).read_bytes() == CONTENT
    other = part(tmp_path, sha256="f" * 64)
    with other:
        assert other.size_bytes == 0


def test_same_part_object_may_be_opened_again(tmp_path: Path) -> None:
    file = part(tmp_path)
    with file:
        file.write(CONTENT[:10])
    with file:
        assert file.size_bytes == 10
        file.write(CONTENT[10:])
        file.finish(replace=False)


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT[:-1] + b"!", CONTENT + b"more"])
def test_what_is_not_the_servers_is_not_kept(tmp_path: Path, content: bytes) -> None:
    with part(tmp_path) as file:
        file.write(content)
        with pytest.raises(LocalFailure) as caught:
            file.finish(replace=False)
    assert caught.value.reason == "damaged"
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_told_and_nothing_of_the_part_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with part(tmp_path) as file:
        file.write(CONTENT)
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(LocalFailure) as caught:
            file.finish(replace=False)
    assert caught.value.reason == "disk full"
    assert list(tmp_path.iterdir()) == []


def test_real_full_device_is_a_full_disk() -> None:
    file = PartFile(Path("/dev/shm/unused"), sha256="", total_bytes=None)
    file.path = Path("/dev/full")
    if not file.path.exists():
        pytest.skip("no /dev/full on this system")
    file._open = file.path.open("wb", buffering=0)
    file.remove = lambda: None  # type: ignore[method-assign]
    with pytest.raises(LocalFailure) as caught:
        file.write(b"x")
    assert caught.value.reason == "disk full"
    file._close()


def test_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocalFailure), PartFile(tmp_path / "file" / "x", sha256=HASH, total_bytes=1):
        pass


def test_hash_of_a_file_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(CONTENT)
    assert sha256_of(path) == HASH
    assert sha256_of(path, stopped=lambda: True) is None
