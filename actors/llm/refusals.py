"""What a provider means by a refusal: wait, give up, ask otherwise, or tell the operator which setting is wrong.

Source: OpenAI API reference "Error codes"; RFC 9110 section 10.2.3 (Retry-After); google.rpc.RetryInfo and
google.rpc.ErrorInfo; the bodies of local servers, which agree on the status and on little else.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator, Mapping
from typing import Any

from actors.llm.endpoint import Refusal
from backend.retry_after import retry_after_s as header_wait_s
from backend.retry_after import seconds_in

#: A longer wait than this is taken for this long, seconds.
_LONGEST_WAIT_S = 86_400.0
#: Beyond this nothing of a message is looked at.
_LONGEST_MESSAGE_CHARS = 2000
_GOOGLE_DELAY = re.compile(r"(\d+(?:\.\d+)?)s")
_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_TOO_LONG = re.compile(
    r"context[ _]?(length|window|size)|maximum context|too many (input )?tokens|prompt is too long"
    r"|input is too long|token count.*exceed|exceed.*(context|token limit|maximum number of tokens)|reduce the length",
    re.IGNORECASE | re.DOTALL,
)
_KEY = re.compile(r"\bapi[ _-]?key\b", re.IGNORECASE)
#: Parts of keys as providers repeat them, some with stars in the middle: well-known beginnings, and whatever is long
#: and mixed enough that no word is.
_SECRET = re.compile(
    r"\b(?:[a-z]{0,4}sk|key|AIza|xai|hf)[-_][-\w*]{5,}|\b(?:sk|AIza)[-\w*]{6,}"
    r"|\b(?=[A-Za-z_]*\d)(?=[\d_]*[A-Za-z])\w{24,}|[\w-]{2,}\*{3,}[\w-]*",
    re.IGNORECASE,
)


class Meaning(enum.Enum):
    """What follows from a refusal."""

    SLOW_DOWN = enum.auto()
    QUOTA_USED_UP = enum.auto()
    PASSING = enum.auto()
    KEY_REFUSED = enum.auto()
    MODEL_UNKNOWN = enum.auto()
    WRONG_ADDRESS = enum.auto()
    TOO_LONG = enum.auto()
    NOT_UNDERSTOOD = enum.auto()
    REFUSED = enum.auto()


def meaning_of(refusal: Refusal) -> Meaning:
    """Return what a refusal means; ``NOT_UNDERSTOOD`` may be a matter of the answer's format."""
    status, words, message = refusal.status, set(_words(refusal.body)), message_of(refusal)
    names_the_model = "model_not_found" in words or "model" in message.lower()
    rules = (
        (status == 402 or words & _QUOTA_CODES, Meaning.QUOTA_USED_UP),
        (status in (429, 503, 529), Meaning.SLOW_DOWN),
        (status in (408, 409, 425) or (status >= 500 and status != 501), Meaning.PASSING),
        (status in (401, 403, 407), Meaning.KEY_REFUSED),
        (status == 400 and ("API_KEY_INVALID" in words or _KEY.search(message)), Meaning.KEY_REFUSED),
        (status == 404 and names_the_model, Meaning.MODEL_UNKNOWN),
        (status in (404, 405) or status < 400, Meaning.WRONG_ADDRESS),
        (status == 413 or "context_length_exceeded" in words or _TOO_LONG.search(message), Meaning.TOO_LONG),
        (status in (400, 415, 422, 501), Meaning.NOT_UNDERSTOOD),
    )
    return next((meaning for holds, meaning in rules if holds), Meaning.REFUSED)


def retry_after_s(refusal: Refusal, now: datetime.datetime | None = None) -> float | None:
    """Return how long the provider asks to wait, seconds; None where it does not say.

    Args:
        refusal: the answer.
        now: the time to reckon from where the answer bears no date of its own.
    """
    headers = refusal.headers
    milliseconds = seconds_in(headers.get("retry-after-ms"))
    if milliseconds is not None:
        found: float | None = milliseconds / 1000
    else:
        found = header_wait_s(headers.get("retry-after"), sent=headers.get("date"), now=now)
    if found is None:
        delays = (_GOOGLE_DELAY.fullmatch(word) for key, word in _members(refusal.body) if key == "retryDelay")
        found = next((float(delay[1]) for delay in delays if delay), None)
    return None if found is None else min(max(found, 0.0), _LONGEST_WAIT_S)


def message_of(refusal: Refusal) -> str:
    """Return the provider's own words, at most 300 characters and without anything that looks like a key."""
    texts = [word for key, word in _members(refusal.body) if key in ("message", "detail", "error", "msg")]
    text = texts[0] if texts else refusal.body if isinstance(refusal.body, str) else ""
    line = "".join(char for char in " ".join(text[:_LONGEST_MESSAGE_CHARS].split()) if char.isprintable())
    return _SECRET.sub("...", line)[:300]


def _members(body: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Walk over all texts of a body with the names under which they stand, outer ones first."""
    if depth > 6:
        return
    if isinstance(body, list):
        for entry in body[:50]:
            yield from _members(entry, depth + 1)
    elif isinstance(body, Mapping):
        yield from ((key, value) for key, value in body.items() if isinstance(value, str))
        for value in body.values():
            yield from _members(value, depth + 1)


def _words(body: Any) -> Iterator[str]:
    return (word for key, word in _members(body) if key in ("code", "type", "status", "reason"))
