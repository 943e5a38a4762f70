"""Reading what a caller sends, within bounds: never more than allowed, never deeper, never half of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

import falcon

from backend.api.refusals import BodyInterrupted, BodyTooLarge, MalformedBody, WrongContentType
from backend.errors import Fault, InvalidRequest, SluiceError, pointer_below
from backend.settings import Settings

PIECE_BYTES = 65_536

#: A string (closed, or open to the end of the text) or a bracket. Possessive, so linear in the text's length.
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)

#: NUL, and the halves of surrogate pairs that no UTF-8 text can hold.
_FORBIDDEN_CHARACTERS = re.compile("[\x00\ud800-\udfff]")


class RequestBody:
    """The bytes of one request as they arrive.

    Args:
        request: the request.
        max_bytes: the most to take.
        too_large: makes the error that says that it is more.

    Raises:
        SluiceError: ``too_large()``, at once when the request says its length.
    """

    def __init__(self, request: falcon.Request, *, max_bytes: int, too_large: Callable[[], SluiceError]) -> None:
        self._read = request.stream.read
        self._left_bytes = max_bytes
        self._too_large = too_large
        self._expected_bytes = _announced_bytes(request)
        if self._expected_bytes is not None and self._expected_bytes > max_bytes:
            raise too_large()

    def read(self, size: int | None = PIECE_BYTES, /) -> bytes:
        """Return up to ``size`` bytes, none at the end.

        Raises:
            BodyInterrupted: when the sender hung up, stalled, or broke the transfer coding.
            SluiceError: ``too_large()`` when more comes than is allowed.
        """
        wanted = PIECE_BYTES if size is None or size < 0 else size
        if self._expected_bytes is not None:
            wanted = min(wanted, self._expected_bytes)
        if wanted <= 0:
            return b""
        try:
            piece: bytes = self._read(wanted)
        except Exception as error:  # each server has its own errors for a broken connection or coding
            raise BodyInterrupted from error
        if self._expected_bytes is not None:
            if not piece:
                raise BodyInterrupted
            self._expected_bytes -= len(piece)
        self._left_bytes -= len(piece)
        if self._left_bytes < 0:
            raise self._too_large()
        return piece


def _announced_bytes(request: falcon.Request) -> int | None:
    """Return how long the body is, or None when it comes in chunks whose end the server sees."""
    chunked = "chunked" in request.get_header("Transfer-Encoding", default="").lower()
    if chunked and request.env.get("wsgi.input_terminated"):
        return None
    return request.content_length or 0


def read_json(request: falcon.Request, settings: Settings) -> Any:
    """Read the body as JSON.

    Raises:
        WrongContentType: when it isn't called JSON.
        BodyTooLarge: when it has more than ``settings.max_json_bytes``; it isn't read then.
        BodyInterrupted: when it ended too early.
        MalformedBody: when it is empty, not UTF-8, not JSON, nested too deeply, or ambiguous.
        InvalidRequest: when texts hold characters that can't be stored, naming each place.
    """
    media_type, _, _ = (request.content_type or "").partition(";")
    if not re.fullmatch(r"application/(?:[\w.+-]+\+)?json", media_type.strip().lower()):
        raise WrongContentType("Send JSON, with the header Content-Type: application/json.")
    limit = settings.max_json_bytes
    body = RequestBody(request, max_bytes=limit, too_large=lambda: BodyTooLarge(limit))
    data = b"".join(iter(body.read, b""))
    document = parse_json(data, max_depth=settings.max_json_depth)
    faults = forbidden_characters(document)
    if faults:
        raise InvalidRequest(faults)
    return document


def parse_json(data: bytes, *, max_depth: int) -> Any:
    """Read JSON strictly (RFC 8259; a name twice in one object, NaN and infinities are refused).

    Args:
        data: the text in UTF-8.
        max_depth: the deepest nesting of arrays and objects; looked at before anything is parsed.

    Raises:
        MalformedBody: saying what is wrong, and where.
    """
    if not data.strip():
        raise MalformedBody("The body is empty. Send a JSON object.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedBody(f"The body isn't UTF-8 (byte {error.start}).") from None
    if _depth(text, max_depth) > max_depth:
        raise MalformedBody(f"The body is nested more than {max_depth} levels deep.")
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_object_without_repeats
        )
    except json.JSONDecodeError as error:
        raise MalformedBody(f"The body isn't JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except ValueError:  # a whole number with thousands of digits
        raise MalformedBody("The body holds a number that is too long.") from None


def _depth(text: str, enough: int) -> int:
    """Return how deep the brackets nest, counting no further than one more than ``enough``."""
    depth = deepest = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        bracket = match.group()
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > enough:
                break
        elif bracket in "]}":
            depth -= 1
    return deepest


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedBody(f"The body isn't JSON: {name} is no JSON number.")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise MalformedBody("The body holds a number that is too large.")
    return value


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        repeated = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise MalformedBody(f"The body is ambiguous: {json.dumps(repeated)} appears twice in one object.")
    return made


def forbidden_characters(document: Any) -> list[Fault]:
    """List the texts in a document (names included) that hold NUL or half a surrogate pair."""
    faults = []
    rest: list[tuple[str, Any]] = [("", document)]
    while rest:
        pointer, value = rest.pop()
        if isinstance(value, str):
            if _FORBIDDEN_CHARACTERS.search(value):
                faults.append(Fault(pointer, "Text must not hold NUL or unpaired surrogates."))
        elif isinstance(value, dict):
            for name, member in value.items():
                place = pointer_below(pointer, _FORBIDDEN_CHARACTERS.sub("?", name))
                if _FORBIDDEN_CHARACTERS.search(name):
                    faults.append(Fault(place, "Names must not hold NUL or unpaired surrogates."))
                rest.append((place, member))
        elif isinstance(value, list):
            rest.extend((f"{pointer}/{index}", member) for index, member in enumerate(value))
    return faults
