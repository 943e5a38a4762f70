"""Reading what came back: the completion around it leniently, the answer inside it strictly.

Source: OpenAI API reference, "The chat completion object".
"""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    field_validator,
)

AnswerT = TypeVar("AnswerT", bound=BaseModel)

_THOUGHT = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[a-zA-Z0-9_-]*[ \t]*\r?\n(.*?)```", re.DOTALL)
#: Names of fields may come from the answer itself: nothing but plain ones is repeated to the model.
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
_MOST_FAULTS = 5
#: No single answer takes more.
_MOST_TOKENS = 10**9


class BadAnswer(Exception):
    """An answer that can't be used; the text says why, in words that the model may be told."""


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Usage(_Lenient):
    """What an answer took; None where the provider does not tell."""

    prompt_tokens: int | None = Field(None, ge=0, le=_MOST_TOKENS)
    completion_tokens: int | None = Field(None, ge=0, le=_MOST_TOKENS)


class _Message(_Lenient):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Lenient):
    message: _Message = _Message()
    finish_reason: str | None = None


class Completion(_Lenient):
    """What of a chat completion matters here."""

    choices: tuple[_Choice, ...] = ()
    usage: Usage | None = None

    @field_validator("usage", mode="wrap")
    @classmethod
    def _is_no_account(cls, value: Any, read: ValidatorFunctionWrapHandler) -> Usage | None:
        """Take accounts that make no sense for none: the answer beside them may be good, and is paid for."""
        try:
            usage: Usage | None = read(value)
        except ValidationError:
            return None
        return usage


def completion_of(raw: bytes) -> Completion:
    """Read the body of an answer.

    Raises:
        BadAnswer: when it is no chat completion (a web page, say).
    """
    try:
        return Completion.model_validate_json(raw)
    except ValidationError as error:
        raise BadAnswer("The answer was no chat completion.") from error


def answer_of(completion: Completion, answer: type[AnswerT]) -> AnswerT:
    """Return what the model answered, as a model.

    Raises:
        BadAnswer: cut short, refused, empty, no JSON, or JSON that does not fit.
    """
    if not completion.choices:
        raise BadAnswer("The answer was empty.")
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        raise BadAnswer("The answer was cut off at the length limit. Answer more briefly.")
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise BadAnswer("The answer was a refusal. The material is only to be worked with as described.")
    text = choice.message.content or ""
    if not text.strip():
        raise BadAnswer("The answer was empty.")
    try:
        return answer.model_validate_json(unwrapped(text))
    except ValidationError as error:
        raise BadAnswer("The JSON did not fit the schema: " + faults_in(error)) from error


def unwrapped(text: str) -> str:
    """Return the JSON object inside an answer, without thoughts, code fences and words around it.

    Raises:
        BadAnswer: when there is none, or more than one.
    """
    text = _THOUGHT.sub("", text.lstrip("\ufeff"))
    begin = text.find("{")
    fence = _FENCE.search(text)
    if fence and fence.start() < begin:
        text, begin = fence[1], fence[1].find("{")
    if begin < 0:
        raise BadAnswer("The answer held no JSON object.")
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text, begin)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("The answer was no valid JSON.") from error
    if "{" in text[end:]:
        raise BadAnswer("The answer held more than one JSON object.")
    return text[begin:end]


def faults_in(error: ValidationError) -> str:
    """Put the first faults into words; values of the answer are never repeated."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    lines = []
    for fault in faults[:_MOST_FAULTS]:
        place = ".".join(str(part) if _plain(part) else "?" for part in fault["loc"]) or "the whole"
        lines.append(f"{place}: {fault['msg'][:120]}")
    more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
    return "; ".join(lines) + more


def _plain(part: int | str) -> bool:
    return isinstance(part, int) or bool(_PLAIN_NAME.fullmatch(part))
