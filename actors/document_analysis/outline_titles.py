"""Whether a chapter's title from outside can stand in a report: plain words about its text, and no message of its own."""

# ruff: noqa: E501 (patterns of words)

from __future__ import annotations

import re
import unicodedata

from actors.document_analysis.candidates import SUMMING_UP
from actors.text.language import Language, han_count, language_of
from actors.text.words import terms_of

_MOST_CHARACTERS, _MOST_WORDS, _MOST_HAN = 90, 14, 30
#: Links, mail addresses, tags, Markdown, templates.
_MARKUP = re.compile(
    r"https?:|www\.|://|@\w|\b[\w-]{2,}\.(?:com|net|org|io|info|example|cn|ru|biz|xyz|app|dev|ai|co)\b"
    r"|[<>{}`*_|\\\[\]]|^\s*#|^\s*(?:\d+|[IVX]+)[.)]\s|<<<|&\w+;",
    re.IGNORECASE,
)
#: Words to a reader or a model instead of words about a text.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:all|any|previous|prior|earlier|above|rules?|instructions?|prompts?)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b|\bas an? (?:ai|assistant|language model)\b|\bprompt injection\b"
    r"|\b(?:you|your) (?:must|are now|have to|should|will|password|account|card|data|device)\b"
    r"|^(?:click|visit|call|buy|subscribe|download|install|send|pay|contact|transfer|log ?in|sign (?:up|in)|respond|answer with|reply|repeat|pretend|print)\b"
    r"|\b(?:free offer|act now|limited time|discount code|promo code)\b"
    "|(?:\u5ffd\u7565|\u65e0\u89c6|\u5fd8\u8bb0).{0,12}(?:\u4ee5\u4e0a|\u4e4b\u524d|\u524d\u9762|\u6240\u6709|\u4efb\u4f55|\u6307\u4ee4|\u89c4\u5219|\u8981\u6c42)"
    "|\u7cfb\u7edf\u63d0\u793a|\u4f60(?:\u5fc5\u987b|\u73b0\u5728\u662f|\u5e94\u8be5|\u7684(?:\u5bc6\u7801|\u8d26\u53f7|\u8d26\u6237))"
    "|^\u8bf7|\u70b9\u51fb|\u52a0\u5fae\u4fe1|\u626b\u7801|\u7acb\u5373(?:\u8d2d\u4e70|\u4e0b\u8f7d|\u62a2\u8d2d)|\u4f18\u60e0\u7801|\u8f6c\u8d26",
    re.IGNORECASE,
)


def fault_of_title(title: str, text: str, language: Language, source: Language) -> str | None:
    """Return why a title can't be printed, as the end of "a title ...", or None.

    Args:
        title: from a model.
        text: of the chapter that it is to name.
        language: that it has to be in.
        source: language of the text.
    """
    faults = (
        (any(unicodedata.category(letter)[0] == "C" for letter in title), "holds control characters"),
        (
            len(title) > _MOST_CHARACTERS or len(title.split()) > _MOST_WORDS or han_count(title) > _MOST_HAN,
            "is too long",
        ),
        (not any(letter.isalpha() for letter in title), "has no words"),
        (_MARKUP.search(title), "holds markup or an address"),
        (_ORDERS.search(title), "is addressed to somebody"),
        (language_of(title) != language and not _only_names(title, language), "is in another language"),
        (
            language == source and not SUMMING_UP.search(title) and not _shares_a_word(title, text, language),
            "shares no word with its chapter",
        ),
    )
    return next((fault for is_so, fault in faults if is_so), None)


def _only_names(title: str, language: Language) -> bool:
    """Tell whether a title in a Chinese report is one that Chinese leaves as it is: DNA, TCP/IP."""
    return language == "zh" and not han_count(title) and len(title.split()) <= 2


def _shares_a_word(title: str, text: str, language: Language) -> bool:
    return not set(terms_of(title, language)).isdisjoint(terms_of(text, language))
