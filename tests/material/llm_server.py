"""A language model's server of our own: the wire format of ``POST /chat/completions``, and whatever can go wrong on it.

A test says what the model answers by a *replier*: a function that sees the request and returns a ``Reply``;
``llm_replies.py`` has the usual ones, good and bad, and strings them together.

    with LlmServer(good({"title": "Heat"})) as server:
        job = FolderJob(folder, providers={"llm": server.provider()})

"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.material.llm_replies import Asked, Replier, Reply, error, key_refused, model_unknown

#: Where the client finds the server below its address; anything else is 404.
BASE_PATH = "/v1"


class LlmServer:
    """Serves on a loopback port while its ``with`` block lasts; every request is answered by ``replier``.

    Args:
        replier: what the model answers; may be exchanged at any time.
        key: the only key that is let in; None lets everybody in.
        model: the only model that there is; None knows all.

    Attributes:
        asked: all requests so far, in order of arrival.
    """

    def __init__(self, replier: Replier | Reply, *, key: str | None = None, model: str | None = None) -> None:
        self.replier: Replier | Reply = replier
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self.lock = threading.Lock()
        self.key, self.model = key, model
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def base_url(self) -> str:
        """What SLUICE_LLM_BASE_URL would be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{BASE_PATH}"

    def provider(self, **changes: Any) -> dict[str, Any]:
        """Return what ``job.provider("llm")`` gives for this server."""
        return {
            "base_url": self.base_url, "api_key": self.key or "a-key", "model": self.model or "a-model",
            "input_price": 0.0, "output_price": 0.0,
        } | changes  # fmt: skip

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    def reply_to(self, path: str, headers: dict[str, str], raw: bytes) -> Reply:
        """Note a request and find what goes back."""
        try:
            body = json.loads(raw)
        except ValueError:
            return error(400, "We could not parse the JSON body of your request.")
        with self.lock:
            asked = Asked(len(self.asked) + 1, path, headers, body)
            self.asked.append(asked)
        return self._refusal(asked) or (self.replier if isinstance(self.replier, Reply) else self.replier(asked))

    def _refusal(self, asked: Asked) -> Reply | None:
        if asked.path != f"{BASE_PATH}/chat/completions":
            return error(404, f"Invalid URL (POST {asked.path})")
        if self.key is not None and asked.key != self.key:
            return key_refused()
        fault = _fault_of(asked.body)
        if fault:
            return error(400, fault)
        return model_unknown(asked.body["model"]) if self.model not in (None, asked.body["model"]) else None


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, owner: LlmServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self.owner.lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self.owner.lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep for their next request."""
        with self.owner.lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: clients may leave whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            reply = self.server.owner.reply_to(self.path, headers, raw)
        except Exception as failure:
            reply = error(418, f"The test's own replier failed: {failure!r}", type="test_failure")
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        closing = self.server.owner.closing
        if reply.late_s and closing.wait(reply.late_s):
            self.close_connection = True
            return
        raw = reply.raw()
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", "X-Request-Id": "req_test", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if reply.cut_at is not None:
            raw = raw[: int(len(raw) * reply.cut_at)]
            self.close_connection = True
        if not reply.drip_s:
            self.wfile.write(raw)
            return
        for place in range(len(raw)):
            self.wfile.write(raw[place : place + 1])
            if closing.wait(reply.drip_s):
                return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""


def _fault_of(body: Any) -> str | None:
    """Find what the real API would refuse in a request."""
    messages = body.get("messages")
    if not isinstance(body.get("model"), str) or not messages or body.get("stream"):
        return "You must provide a model and messages, and this server does not stream."
    for message in messages:
        if message.get("role") not in ("system", "developer", "user", "assistant") or not message.get("content"):
            return f"Invalid message: {sorted(message)}"
    form = body.get("response_format", {"type": "text"})
    if form["type"] == "json_object" and "json" not in json.dumps(messages).lower():
        return "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
    if form["type"] == "json_schema":
        named = form["json_schema"]
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", named["name"]):
            return f"Invalid 'response_format.json_schema.name': {named['name']!r}"
        return _strict_fault(named["schema"]) if named.get("strict") else None
    return None


def _strict_fault(schema: Any, where: str = "()") -> str | None:
    """Find what strict structured outputs would refuse in a schema."""
    if not isinstance(schema, dict):
        return None
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        return f"Invalid schema: In context={where}, 'additionalProperties' is required to be supplied and to be false."
    if set(schema.get("properties", {})) != set(schema.get("required", [])):
        return f"Invalid schema: In context={where}, 'required' must name every key in properties."
    below = [*schema.get("properties", {}).items(), ("items", schema.get("items"))]
    below += [("anyOf", option) for option in schema.get("anyOf", [])]
    faults = (_strict_fault(part, f"{where}.{name}") for name, part in below)
    return next((fault for fault in faults if fault), None)
