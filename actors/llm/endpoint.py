"""One OpenAI-compatible endpoint: sends a request through the ``openai`` SDK and brings back the answer's bytes.

The SDK is imported when the first endpoint is made (about a second): offline jobs never pay for it.
"""

from __future__ import annotations

import dataclasses
import json
import time
import weakref
from collections.abc import Iterator, Mapping
from typing import Any

#: What the SDK would tell every provider about this machine, and about accounts that its environment names.
_TELLTALE_HEADERS = (
    "X-Stainless-Lang", "X-Stainless-Package-Version", "X-Stainless-OS", "X-Stainless-Arch", "X-Stainless-Runtime",
    "X-Stainless-Runtime-Version", "X-Stainless-Async", "OpenAI-Organization", "OpenAI-Project",
)  # fmt: skip

#: Shorter keys are words such as "none", which would be taken out of sentences.
_SHORTEST_KEY_CHARS = 8
#: What is read of an answer that is no success: reasons are short, whatever else comes is none.
_REFUSAL_BYTES = 64 * 1024


class Unreachable(Exception):
    """No whole answer came: connection refused or cut, or too slow."""


class AnswerTooLarge(Exception):
    """The answer is larger than any that we ask for; reading it was given up."""


@dataclasses.dataclass(frozen=True)
class Refusal(Exception):
    """An HTTP status that is no success.

    Args:
        status: HTTP status.
        headers: the answer's headers, names in lower case.
        body: the JSON body, or its text where it is no JSON; None without one.
    """

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclasses.dataclass(frozen=True)
class Bounds:
    """How long and how much one answer may be.

    Args:
        connect_s: until a connection stands, seconds.
        silence_s: longest silence, the model's thinking before the first byte included, seconds.
        whole_s: from the request to the last byte, seconds; this ends answers that drip.
        answer_bytes: size of the body.
    """

    connect_s: float = 10.0
    silence_s: float = 240.0
    whole_s: float = 300.0
    answer_bytes: int = 4 * 1024**2


class Endpoint:
    """A connection to one endpoint; thread-safe.

    Args:
        base_url: address up to, not including, ``/chat/completions``. Nothing else is ever asked.
        api_key: sent as the bearer; may be empty for local servers that want none.
        bounds: time and size of an answer.
    """

    def __init__(self, base_url: str, api_key: str, bounds: Bounds) -> None:
        import httpx2  # noqa: PLC0415 (with the SDK)
        import openai  # noqa: PLC0415 (takes a second: see the module's first lines)

        self._bounds, self._api_key = bounds, api_key
        self._openai, self._httpx = openai, httpx2
        unsent: Mapping[str, Any] = {name: openai.Omit() for name in _TELLTALE_HEADERS}
        # A redirect would carry the documents to an address that nobody set.
        http = openai.DefaultHttpxClient(follow_redirects=False, event_hooks={"response": [self._bound_refusal]})
        self._client = openai.OpenAI(
            api_key=api_key or "none",
            base_url=base_url,
            max_retries=0,  # the limits of all workers together decide when to ask again
            timeout=openai.Timeout(bounds.silence_s, connect=bounds.connect_s, write=60.0, pool=bounds.whole_s),
            http_client=http,
            default_headers=unsent,
        )
        self._close = weakref.finalize(self, http.close)

    def close(self) -> None:
        """Close the connections; also done when the endpoint is forgotten."""
        self._close()

    def complete(self, request: Mapping[str, Any]) -> bytes:
        """Send one request to ``chat/completions`` and return the answer's body.

        Raises:
            Unreachable: no whole answer in time.
            AnswerTooLarge: more than the bounds allow.
            Refusal: any status but success.
        """
        deadline_s = time.monotonic() + self._bounds.whole_s
        whole = bytearray()
        try:
            with self._client.chat.completions.with_streaming_response.create(**request) as response:
                for piece in response.iter_bytes():
                    whole += piece
                    if len(whole) > self._bounds.answer_bytes:
                        raise AnswerTooLarge
                    if time.monotonic() > deadline_s:
                        raise Unreachable(f"the answer took longer than {self._bounds.whole_s:g} s")
        except self._openai.APIStatusError as error:
            raise _refusal(error, self._api_key) from None
        except self._openai.APITimeoutError:
            raise Unreachable("no answer in time") from None
        except (self._openai.APIConnectionError, self._httpx.TransportError) as error:
            raise Unreachable(type(error.__cause__ or error).__name__) from None
        return bytes(whole)

    def _bound_refusal(self, response: Any) -> None:
        """Let the SDK, which reads refusals to their end, come to an end."""
        if not response.is_success:
            response.stream = self._bounded_stream(response.stream)

    def _bounded_stream(self, stream: Any) -> Any:
        deadline_s = time.monotonic() + self._bounds.whole_s

        class Bounded(self._httpx.SyncByteStream):  # type: ignore[misc, name-defined] # imported when first used
            def __iter__(self) -> Iterator[bytes]:
                left = _REFUSAL_BYTES
                for piece in stream:
                    yield piece[:left]
                    left -= len(piece)
                    if left <= 0 or time.monotonic() > deadline_s:
                        return

            def close(self) -> None:
                stream.close()

        return Bounded()


def _refusal(error: Any, api_key: str) -> Refusal:
    """Take from the SDK's error what it knows; its own texts may hold parts of the request.

    Some providers repeat the key that they refuse, in whatever words: it is taken out before anybody reads them.
    """
    text = error.response.text
    if len(api_key) >= _SHORTEST_KEY_CHARS:
        text = text.replace(api_key, "...")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        body = text or None
    return Refusal(error.status_code, {name.lower(): value for name, value in error.response.headers.items()}, body)
