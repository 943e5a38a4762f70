"""Documents built to hurt: a clear refusal each, or its words, in bounded time and memory and without a network."""

# ruff: noqa: E501 (documents stand here as they stand in files)

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from actors.document_analysis.reading import read_document
from backend.errors import JobFailure
from tests.material.hostile_documents import READ, REFUSED, docx, epub
from tests.material.reading_child import ReadingChildren

#: What a reader may hold at most, the interpreter and all libraries included.
PEAK_BYTES = 400 << 20
SECONDS = 30


@pytest.fixture(scope="module")
def children() -> Iterator[ReadingChildren]:
    with ReadingChildren() as running:
        yield running


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_document_is_refused_in_bounded_memory(tmp_path: Path, children: ReadingChildren, name: str) -> None:
    code, write = REFUSED[name]
    reading = children.read(write(tmp_path / name))
    assert (reading.broke, reading.code) == ("", code)
    assert reading.message.startswith(name)
    assert reading.message.endswith(".")
    assert reading.peak_bytes < PEAK_BYTES
    assert reading.seconds < SECONDS


@pytest.mark.parametrize("name", READ)
def test_twisted_document_is_read_in_bounded_memory_without_a_network(
    tmp_path: Path, children: ReadingChildren, name: str
) -> None:
    words, write = READ[name]
    reading = children.read(write(tmp_path / name))
    assert (reading.broke, reading.code, words in reading.words) == ("", "", True)
    assert reading.peak_bytes < PEAK_BYTES
    assert reading.seconds < SECONDS


def test_nothing_is_written_by_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a" / "b" / "job"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    path = READ["slip.docx"][1](tmp_path / "slip.docx")
    read_document(path, name="slip.docx")
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["a", "b", "job", "slip.docx"]
    assert not Path("/tmp/slipped").exists()


def test_secrets_of_the_machine_never_come_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret words", encoding="utf-8")
    page = tmp_path / "a.html"
    page.write_text(
        f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}">]><html><body><p>seen &s;</p><iframe src="{secret.as_uri()}"></iframe></body></html>',
        encoding="utf-8",
    )
    assert "secret words" not in " ".join(block.text for block in read_document(page, name="a.html").blocks)


def test_a_password_on_a_member_is_named(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "<w:p/>")
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    path.write_bytes(data)
    with pytest.raises(JobFailure) as refusal:
        read_document(path, name="a.docx")
    assert refusal.value.code == "encrypted"


def test_a_book_bound_to_a_shop_is_named(tmp_path: Path) -> None:
    locked = '<encryption><EncryptedData><CipherData><CipherReference URI="OPS/c.xhtml"/></CipherData></EncryptedData></encryption>'
    path = epub(tmp_path / "a.epub", "", extra={"META-INF/encryption.xml": locked})
    with pytest.raises(JobFailure) as refusal:
        read_document(path, name="a.epub")
    assert refusal.value.code == "encrypted"


def test_an_unusual_packing_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "<w:p/>")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(JobFailure) as refusal:
        read_document(path, name="a.docx")
    assert refusal.value.code == "unsafe_document"


@pytest.mark.parametrize("name", ["letter.docx", "letter.pdf", "letter.png", "letter"])
def test_content_decides_before_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Dear reader,\n\nall is well.\n", encoding="utf-8")
    assert [block.text for block in read_document(path, name=name).blocks] == ["Dear reader,", "all is well."]
