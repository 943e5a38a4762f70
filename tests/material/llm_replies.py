"""What a language model's endpoint may answer, good and bad, in the wire format of ``POST /chat/completions``.

Source: OpenAI API reference, "Create chat completion" and "Error codes"; Gemini's compatible endpoint for its errors.
"""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import itertools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_MARKED = re.compile(r"<<<BEGIN (MATERIAL|WISHES) (\w+)>>>\n(.*?)\n<<<END \1 \2>>>", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Asked:
    """One request as it came in. ``number`` counts from 1 in order of arrival; header names are lower case."""

    number: int
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """The key that the client sent."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def form(self) -> str:
        """How the answer was asked for: json_schema, json_object or text."""
        return self.body.get("response_format", {}).get("type", "text")

    @property
    def schema(self) -> dict[str, Any]:
        """The schema that came with the request, empty where none did."""
        return self.body.get("response_format", {}).get("json_schema", {}).get("schema", {})

    @property
    def schema_name(self) -> str:
        """Name of the schema: with Sluice's client that of the model class that reads the answer."""
        return self.body.get("response_format", {}).get("json_schema", {}).get("name", "")

    @property
    def system(self) -> str:
        """What the operator's side says: all system messages."""
        return self._said_by("system")

    @property
    def user(self) -> str:
        """All user messages: wishes, material, faults of earlier answers."""
        return self._said_by("user")

    @property
    def material(self) -> str:
        """The text of the documents, without its markers."""
        return self._between("MATERIAL")

    @property
    def wishes(self) -> str:
        """The user's special requests, without their markers."""
        return self._between("WISHES")

    def _said_by(self, role: str) -> str:
        return "\n\n".join(message["content"] for message in self.body["messages"] if message["role"] == role)

    def _between(self, part: str) -> str:
        return "\n".join(text for name, _, text in _MARKED.findall(self.user) if name == part)


@dataclasses.dataclass(frozen=True)
class Reply:
    """What goes back.

    Args:
        body: JSON, or bytes that are sent as they are.
        status: HTTP status.
        headers: further headers.
        late_s: how long the server thinks before it answers, seconds.
        drip_s: pause between single bytes of the body, seconds; 0 sends it at once.
        cut_at: share of the body after which the connection is cut; None sends it whole.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    late_s: float = 0.0
    drip_s: float = 0.0
    cut_at: float | None = None

    def raw(self) -> bytes:
        """The body as bytes."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()


Replier = Callable[[Asked], Reply]


# --- what a model may answer --------------------------------------------------------------------------------


def good(content: Any, *, input_tokens: int = 100, output_tokens: int = 20, **changes: Any) -> Reply:
    """Return a well-formed completion.

    Args:
        content: the answer; anything but text is written as JSON.
        input_tokens: what the usage says was read.
        output_tokens: what the usage says was written.
        changes: fields of the reply (``late_s``, ``headers``).
    """
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return Reply(completion(text, input_tokens=input_tokens, output_tokens=output_tokens), **changes)


def completion(
    text: str | None,
    *,
    finish_reason: str = "stop",
    refusal: str | None = None,
    input_tokens: int = 100,
    output_tokens: int = 20,
) -> dict[str, Any]:
    """Return the body of an answer as the API documents it."""
    return {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "a-model-2026-11",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": refusal, "annotations": []},
                "logprobs": None,
                "finish_reason": finish_reason,
            }
        ],
        "usage": {
            "prompt_tokens": input_tokens,
            "completion_tokens": output_tokens,
            "total_tokens": input_tokens + output_tokens,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
        "service_tier": "default",
        "system_fingerprint": "fp_test",
    }


def bad_json() -> Reply:
    """Return an answer whose JSON stops in its middle, though the model says that it was done."""
    return good('{"title": "Heat", "points": ["one", ')


def fenced(content: Any, words: str = "Here is the JSON you asked for:") -> Reply:
    """Return a right answer in a code fence after some words, as chatty models give it."""
    return good(f"{words}\n\n```json\n{json.dumps(content, ensure_ascii=False, indent=2)}\n```\n")


def wrong_schema() -> Reply:
    """Return valid JSON that fits no schema of ours."""
    return good({"nobody": "asked", "for": ["this"]})


def cut_short(content: Any) -> Reply:
    """Return an answer that ended at the model's length limit."""
    text = json.dumps(content, ensure_ascii=False)
    return Reply(completion(text[: len(text) // 2], finish_reason="length"))


def refused() -> Reply:
    """Return a refusal as structured outputs spell it."""
    return Reply(completion(None, refusal="I'm sorry, I can't assist with that request."))


def filtered() -> Reply:
    """Return an answer that a content filter held back."""
    return Reply(completion("", finish_reason="content_filter"))


def no_choices() -> Reply:
    """Return a completion without any choice."""
    return Reply(completion("{}") | {"choices": []})


def huge(size_bytes: int) -> Reply:
    """Return an answer of that size, correct but for its length."""
    return good({"title": "x" * size_bytes})


def late(reply: Reply, late_s: float) -> Reply:
    """Return the same reply, but only after a silence of so many seconds."""
    return dataclasses.replace(reply, late_s=late_s)


def dripping(reply: Reply, drip_s: float) -> Reply:
    """Return the same reply, byte by byte with a pause of so many seconds between them."""
    return dataclasses.replace(reply, drip_s=drip_s)


def cut_off(reply: Reply | None = None, at: float = 0.5) -> Reply:
    """Return a reply whose connection breaks after that share of its body."""
    return dataclasses.replace(reply or good({"title": "Heat"}), cut_at=at)


# --- what a provider may say instead -------------------------------------------------------------------------


def error(
    status: int,
    message: str,
    *,
    type: str = "invalid_request_error",  # noqa: A002 (the API's own name)
    code: str | None = None,
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an error body as the API documents it."""
    body = {"error": {"message": message, "type": type, "param": param, "code": code}}
    return Reply(body, status, headers or {})


def rate_limited(retry_after_s: float | None = None) -> Reply:
    """Return 429 with Retry-After in seconds, or without one."""
    headers = {} if retry_after_s is None else {"Retry-After": f"{retry_after_s:g}"}
    return error(429, "Rate limit reached for requests", type="requests", code="rate_limit_exceeded", headers=headers)


def rate_limited_until(in_s: float) -> Reply:
    """Return 429 with Retry-After as an HTTP date so many seconds after the answer's own date."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    then = now + datetime.timedelta(seconds=in_s)
    dates = {"Retry-After": email.utils.format_datetime(then, usegmt=True)}
    return dataclasses.replace(rate_limited(), headers=dates)


def rate_limited_ms(retry_after_ms: int) -> Reply:
    """Return 429 with the header of milliseconds beside a rounded Retry-After."""
    headers = {"Retry-After-Ms": str(retry_after_ms), "Retry-After": str(-(-retry_after_ms // 1000))}
    return dataclasses.replace(rate_limited(), headers=headers)


def rate_limited_as_google(retry_delay: str = "34s") -> Reply:
    """Return 429 as Gemini's compatible endpoint words it: a list, the delay in its details."""
    details = [
        {"@type": "type.googleapis.com/google.rpc.Help", "links": []},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": retry_delay},
    ]
    fault = {"code": 429, "message": "Resource exhausted.", "status": "RESOURCE_EXHAUSTED", "details": details}
    return Reply([{"error": fault}], 429)


def quota_used_up() -> Reply:
    """Return the 429 that no waiting helps against."""
    message = "You exceeded your current quota, please check your plan and billing details."
    return error(429, message, type="insufficient_quota", code="insufficient_quota")


def server_error(status: int = 500) -> Reply:
    """Return a fault of the server's own, or of the proxy before it (502, 504: HTML)."""
    if status in (502, 504):
        return Reply(b"<html><body><h1>Bad Gateway</h1></body></html>", status, {"Content-Type": "text/html"})
    return error(status, "The server had an error while processing your request.", type="server_error")


def overloaded(retry_after_s: float | None = None) -> Reply:
    """Return the 503 of a model with too much to do."""
    headers = {} if retry_after_s is None else {"Retry-After": f"{retry_after_s:g}"}
    return error(503, "The engine is currently overloaded, please try again later", type="overloaded", headers=headers)


def key_refused() -> Reply:
    """Return 401 for a wrong key."""
    return error(401, "Incorrect API key provided: a-k**ey.", code="invalid_api_key")


def model_unknown(model: str = "a-model") -> Reply:
    """Return 404 for a model that is not there."""
    message = f"The model `{model}` does not exist or you do not have access to it."
    return error(404, message, code="model_not_found")


def too_long() -> Reply:
    """Return the 400 of a prompt that is longer than the model's context."""
    message = "This model's maximum context length is 8192 tokens. However, your messages resulted in 20480 tokens."
    return error(400, message, code="context_length_exceeded", param="messages")


def form_unsupported(form: str = "json_schema") -> Reply:
    """Return the 400 of a server that doesn't know one of the answer formats."""
    message = f"Invalid parameter: 'response_format' of type '{form}' is not supported with this model."
    return error(400, message, param="response_format")


# --- repliers ------------------------------------------------------------------------------------------------


def in_turn(*repliers: Replier | Reply) -> Replier:
    """Answer each request by the next of these; the last one stays."""
    left = itertools.count()

    def reply(asked: Asked) -> Reply:
        chosen = repliers[min(next(left), len(repliers) - 1)]
        return chosen if isinstance(chosen, Reply) else chosen(asked)

    return reply


def knowing_only(*forms: str, then: Replier | Reply) -> Replier:
    """Play a server that knows only these of json_schema, json_object, text."""

    def reply(asked: Asked) -> Reply:
        if asked.form not in forms:
            return form_unsupported(asked.form)
        return then if isinstance(then, Reply) else then(asked)

    return reply


def obedient(command: str, commanded: Replier | Reply, otherwise: Replier | Reply) -> Replier:
    """Play a model that obeys a command which stands in the documents (or in the wishes), as no model should.

    Args:
        command: words by which it knows the command.
        commanded: what it answers where the command stands in the prompt.
        otherwise: what it answers else.
    """

    def reply(asked: Asked) -> Reply:
        chosen = commanded if command in asked.user else otherwise
        return chosen if isinstance(chosen, Reply) else chosen(asked)

    return reply
