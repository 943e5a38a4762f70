from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from actors.fetching.captions import MAX_BYTES, read_captions
from actors.fetching.cues import MAX_CUE_CHARS
from actors.fetching.languages import ranked
from backend.errors import JobFailure


def read(folder: Path, content: str | bytes, name: str = "talk.vtt") -> list[tuple[float | None, str]]:
    path = folder / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    document = read_captions(path, name=name)
    assert all(block.kind == "caption" for block in document.blocks)
    return [(block.place.start_s, block.text) for block in document.blocks]


def failure(folder: Path, content: str | bytes) -> JobFailure:
    with pytest.raises(JobFailure) as caught:
        read(folder, content)
    return caught.value


def test_webvtt_is_read_with_times_and_without_tags(tmp_path: Path) -> None:
    text = (
        "\ufeffWEBVTT - a talk\r\nKind: captions\r\n\r\nNOTE\r\nnot said\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "intro\r\n00:01.000 --> 00:03.500 align:start position:0%\r\n<v Ann>Hello <b>there</b> &amp; "
        "welcome\r\nall.\r\n\r\n"
        "01:00:00.250 --> 01:00:02.000\r\n1 &lt; 2\r\n"
    )
    assert read(tmp_path, text) == [(1.0, "Hello there & welcome all."), (3600.25, "1 < 2")]


def test_subrip_is_read_also_without_empty_lines_and_with_bad_times(tmp_path: Path) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n<font color=red>One</font>\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Two\n\n"
        "3\n00:00:99 -> nonsense\nThree\n\n4\nnonsense --> 00:00:09,000\nlost\n\n5\n00:00:05,000 --> "
        "00:00:04,000\nFive\n"
    )
    assert read(tmp_path, text, "a.srt") == [(1.0, "One"), (3.0, "Two"), (5.0, "Five"), (99.0, "Three")]


def test_film_is_as_long_as_its_last_caption(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,500\nOne\n")
    document = read_captions(path, name="a.srt")
    assert (document.duration_s, document.title) == (2.5, "a")


def test_scrolling_automatic_captions_say_everything_once(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n \nhello<00:00:00.400><c> everyone</c>\n\n"
        "00:00:02.000 --> 00:00:02.010\nhello everyone\n \n\n00:00:02.010 --> 00:00:04.000\nhello "
        "everyone\nand welcome\n\n"
        "00:00:04.000 --> 00:00:04.010\nand welcome\n\n00:00:04.010 --> 00:00:06.000\nand welcome\nto this talk\n\n"
    )
    assert [words for _, words in read(tmp_path, text)] == ["hello everyone", "and welcome", "to this talk"]


def test_three_scrolling_lines_say_everything_once(tmp_path: Path) -> None:
    lines = ["a b", "c d", "e f", "g h", "i j"]
    cues = [
        f"00:0{n}.000 --> 00:0{n + 1}.000\n" + "\n".join(lines[max(0, n - 2) : n + 1]) + "\n" for n in range(len(lines))
    ]
    assert [words for _, words in read(tmp_path, "WEBVTT\n\n" + "\n".join(cues))] == lines


def test_caption_growing_word_by_word_stays_one(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nwe\n\n00:02.000 --> 00:03.000\nwe are\n\n"
        "00:03.000 --> 00:04.000\nwe are here\n"
    )
    assert read(tmp_path, text) == [(1.0, "we are here")]


def test_refrain_sung_again_is_kept(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nLa la la\n\n00:09.000 --> 00:10.000\nLa la la\n"
    assert len(read(tmp_path, text)) == 2


def test_json3_and_ttml_are_read(tmp_path: Path) -> None:
    events = [
        {"tStartMs": 0, "dDurationMs": 900, "segs": [{"utf8": "one "}, {"utf8": "two"}]},
        {"tStartMs": 1000, "segs": [{"utf8": "\n"}]}, {"tStartMs": "x", "segs": []}, 7,
        {"tStartMs": 2000, "dDurationMs": 500, "segs": [{"utf8": "three"}]},
    ]  # fmt: skip
    assert read(tmp_path, json.dumps({"events": events})) == [(0.0, "one two"), (2.0, "three")]
    ttml = (
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        '<p begin="00:00:01.500" end="00:00:02.000">a &lt;b<br/>c</p><p begin="4s" '
        'dur="1s"><span>d</span></p></div></body></tt>'
    )
    assert read(tmp_path, ttml) == [(1.5, "a <b c"), (4.0, "d")]


def test_ttml_opens_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    ttml = (
        f'<!DOCTYPE tt [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><p begin="1s">said &x;</p></body></tt>'
    )
    assert "secret" not in read(tmp_path, ttml)[0][1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_chinese_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n大家好。欢迎来到这里\n"
    assert read(tmp_path, text.encode(encoding)) == [(1.0, "大家好。欢迎来到这里")]


def test_western_subtitles_in_an_old_encoding_are_read(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nDas wär schön, né\n"
    assert read(tmp_path, text.encode("cp1252")) == [(1.0, "Das wär schön, né")]


@pytest.mark.parametrize("content", ["WEBVTT\n", "just words", "{", "{}", "<tt", "<tt/>", "\x00\x01", '{"events": 5}'])
def test_file_without_captions_is_told(tmp_path: Path, content: str) -> None:
    assert failure(tmp_path, content).code == "no_captions"


def test_empty_and_huge_files_are_refused(tmp_path: Path) -> None:
    assert failure(tmp_path, b"").code == "empty_file"
    assert failure(tmp_path, b"x" * (MAX_BYTES + 1)).code == "too_large"


def test_hostile_lines_cost_no_time(tmp_path: Path) -> None:
    began_s = time.process_time()
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 3_000_000 + "\n\n00:03.000 --> 00:04.000\n" + "a" * 3_000_000
    found = read(tmp_path, text)
    assert len(found[-1][1]) <= MAX_CUE_CHARS
    read(tmp_path, text + "\n\n" + "0" * 2_000_000 + "-->" * 100_000 + "\n" + "00:01.000 --> x\n" * 100_000 + "\nend")
    assert time.process_time() - began_s < 5


def test_original_language_comes_before_english_and_chinese() -> None:
    assert ranked(["zh-Hans", "fr", "en-GB", "de"], "de-DE") == ["de", "en-GB", "zh-Hans", "fr"]
    assert ranked(["en", "ko-orig", "ko"]) == ["ko-orig", "en", "ko"]
