"""Bytes of a text file to text: byte order marks, UTF-8, UTF-16, then the old code pages, Chinese and Western first."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import codecs
import re

from actors.document_analysis.reading import code_pages

#: The most frequent Chinese characters, simplified and traditional, with the marks that stand between them.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔课章节试"
    "這個們來為國說時會對過發後裡樣進現當動麼沒還開從實軍與長機無點業將兩間問應戰頭體見產門東聲員論處義幾"
    "認條氣題爾別變總電數報結務場計區隊決馬書聽卻達強難權設記類據邊張該規覺術領傳師觀識帶導爭運筆課節試"
    "，。、；：？！“”‘’（）《》「」『』…—　"
)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE_BYTES = 200_000
#: How seven-bit Japanese goes over to its own characters.
_ISO_2022_JP = (b"\x1b$B", b"\x1b$@")
#: Where bytes beyond ASCII are more than this part of a text, and read like no language at all, nobody is helped by
#: some reading of them.
_MUCH, _LIKE_NOTHING = 0.25, 0.2
#: What stands for a byte that means nothing.
_WRONG = "\ufffd"
#: From this part of readable characters, bytes are taken for UTF-16; chance gives a tenth of it.
_READABLE = 0.4
#: Windows' own additions to Latin-1 as they stand in running text, and letters with marks.
_WESTERN = re.compile(
    r"[A-Za-z][\xc0-\xff]+(?=[a-z\s.,;:!?'\"\-)]|$)|\b[\xc0-\xff][a-z]|[\x80-\xbf](?=[\s\dA-Za-z.,;)]|$)"
)


def decoded(data: bytes) -> str | None:
    """Return the text of a file's bytes; None if they are no text.

    Args:
        data: the whole file.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return _checked(data, encoding)
    if b"\0" in data[:_SAMPLE_BYTES]:
        return _checked(data, _wide(data[:_SAMPLE_BYTES]))
    if any(mark in data for mark in _ISO_2022_JP):
        return _checked(data, "iso2022_jp_ext")
    text = _checked(data, "utf-8")
    return _checked(data, _code_page(data)) if text is None else text


def _checked(data: bytes, encoding: str) -> str | None:
    """Return the text unless it does not decode or is full of control characters."""
    text = data.decode(encoding, "replace") if encoding else "\0"
    return None if _is_binary(text) or _is_foreign(text) else text


def _is_foreign(text: str) -> bool:
    """Whether more than a slip of the pen could not be decoded: files put together of others have a byte or two."""
    wrong = text.count(_WRONG)
    return wrong > 0 and wrong > sum(character >= "\x80" for character in text) / 50


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE_BYTES]
    return len(_BINARY.findall(sample)) > len(sample) / 200


def _wide(sample: bytes) -> str:
    """Return which UTF-16 a text without a mark is in, by which of the two reads like text; empty if neither does."""
    shares = {encoding: _readable(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _READABLE else ""


def _readable(sample: bytes, encoding: str) -> float:
    """Return which part of the characters stand on a Western keyboard or are everyday Chinese, 0..1."""
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    plain = sum(" " <= character < "\u0250" or character in "\t\r\n" or character in _COMMON for character in text)
    return plain / max(1, len(text))


def _code_page(data: bytes) -> str:
    """Return the code page in which the bytes read most like language; empty if they read like none."""
    sample = data[:_SAMPLE_BYTES]
    high = sum(byte >= 0x80 for byte in sample)
    scores = {name: _chinese(sample, name) for name in ("gb18030", "big5")}
    others = {name: code_pages.likeness(_read(sample, name), name) for name in code_pages.NAMES}
    scores |= {name: likeness for name, likeness in others.items() if likeness > 0}
    wide = {name: _readable(sample, name) for name in ("utf-16-le", "utf-16-be")}
    scores |= {name: share for name, share in wide.items() if share >= _READABLE}
    scores["cp1252"] = sum(len(hit) for hit in _WESTERN.findall(sample.decode("latin-1"))) / (2 * high + 1)
    best = max(scores, key=lambda name: scores[name])
    if best == "cp1252" and scores[best] < _LIKE_NOTHING and high > _MUCH * len(sample):
        return ""
    if best == "big5":
        return "big5hkscs"  # which holds big5 as gb18030 holds gbk
    # Five bytes mean nothing in cp1252 and all mean something in Latin-1.
    return "latin-1" if best == "cp1252" and _WRONG in data.decode("cp1252", "replace") else best


def _chinese(sample: bytes, encoding: str) -> float:
    """Return which part of the characters beyond ASCII are everyday Chinese, 0..1; -1 if it does not decode."""
    text = _read(sample, encoding)
    if not text:
        return -1.0
    beyond = [character for character in text if character >= "\x80"]
    return sum(character in _COMMON for character in beyond) / len(beyond) if beyond else 0.0


def _read(sample: bytes, encoding: str) -> str:
    """Return the beginning of a text as an encoding reads it; empty if it can't."""
    # The sample may end inside a character.
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample, len(sample) < _SAMPLE_BYTES)
    return "" if _is_foreign(text) else text
