"""Telling files by their bytes."""

from __future__ import annotations

import io
import wave
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.api.media_types import accepts, media_type_of

NOTHING = b"\0" * 600


def a_wav() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(NOTHING)
    return made.getvalue()


def an_image(form: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4)).save(made, form)
    return made.getvalue()


def a_zip(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "content")
    return made.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + NOTHING, "x", "video/mp4"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + NOTHING, "x.txt", "video/mp4"),
        (b"\0\0\0\x20ftypM4A \0\0\2\0M4A isom" + NOTHING, "x", "audio/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + NOTHING, "x", "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\x10\0mdat" + NOTHING, "x", "video/quicktime"),
        (b"\0\0\0\x14ftyp3gp5" + NOTHING, "x", "video/3gpp"),
        (b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0#B\x86\x81\x01B\x82\x88matroska" + NOTHING, "x", "video/x-matroska"),
        (b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86\x81\x01B\x82\x84webm" + NOTHING, "x", "video/webm"),
        (b"RIFF\x24\x08\0\0AVI LIST" + NOTHING, "x", "video/x-msvideo"),
        ((b"G" + b"\xff" * 187) * 3, "x", "video/mp2t"),
        (a_wav(), "x", "audio/wav"),
        (b"ID3\x04\0\0\0\0\0#" + NOTHING, "x", "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + NOTHING, "x", "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + NOTHING, "x", "audio/aac"),
        (b"fLaC\0\0\0\x22" + NOTHING, "x", "audio/flac"),
        (b"OggS\0\2" + b"\0" * 20 + b"\x01vorbis" + NOTHING, "x", "audio/ogg"),
        (b"OggS\0\2" + b"\0" * 20 + b"\x80theora" + NOTHING, "x", "video/ogg"),
        (b"FORM\0\0\0\x10AIFFCOMM" + NOTHING, "x", "audio/aiff"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "x.mp4", "application/pdf"),
        (an_image("PNG"), "x", "image/png"),
        (an_image("JPEG"), "x", "image/jpeg"),
        (an_image("WEBP"), "x", "image/webp"),
        (an_image("TIFF"), "x", "image/tiff"),
        (a_zip("a.txt"), "x", "application/zip"),
        (
            a_zip("[Content_Types].xml", "word/document.xml"),
            "x",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"plain text\n", "x", "text/plain"),
        ("Füße, 音乐".encode()[:-1], "notes.md", "text/markdown"),
        (b'{"a": 1}', "x.json", "application/json"),
        (b"plain text\n", "song.mp4", "text/plain"),
        (b" <!DOCTYPE html><p>", "x.txt", "text/html"),
        (b"WEBVTT\n", "x.VTT", "text/vtt"),
        (b"\x80\x81 no text, no format", "x", "application/octet-stream"),
        (b"\0", "x", "application/octet-stream"),
        (b"", "x.mp4", "application/octet-stream"),
    ],
)
def test_type_is_told_by_the_bytes(head: bytes, name: str, media_type: str) -> None:
    assert media_type_of(head, name) == media_type


@given(st.binary(max_size=600), st.text(max_size=20))
def test_no_bytes_and_no_name_break_it(head: bytes, name: str) -> None:
    assert "/" in media_type_of(head, name)


def test_patterns_accept_their_types() -> None:
    assert accepts(("video/*", "audio/*"), "audio/mpeg")
    assert accepts(("application/pdf",), "application/pdf")
    assert accepts(("*/*",), "application/octet-stream")
    assert not accepts(("video/*",), "audio/mpeg")
    assert not accepts((), "audio/mpeg")
