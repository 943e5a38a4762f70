"""Gunicorn's worker with threads, hardened: a silent peer doesn't hold a thread, and refusals are problems too."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time
from typing import Any

import structlog
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import TConn, ThreadWorker

from backend.api.problems import problem

_log = structlog.get_logger("sluice.api")

#: Seconds without a byte after which a peer that should send or take some is given up.
STALL_S = 60

#: How long and how much of a refused body is read on and thrown away.
DRAIN_S = 5
DRAIN_BYTES = 1024**3

_STATUS: dict[type[Exception], tuple[int, str]] = {
    LimitRequestLine: (414, "URI Too Long"),
    LimitRequestHeaders: (431, "Request Header Fields Too Large"),
    ExpectationFailed: (417, "Expectation Failed"),
    UnsupportedTransferCoding: (501, "Not Implemented"),
}


class StallProofWorker(ThreadWorker):  # type: ignore[misc] # gunicorn publishes no types
    """Answers requests with threads."""

    def handle(self, conn: TConn) -> Any:
        """Answer the next request of a connection, unless its peer stalls."""
        stall = struct.pack("ll", STALL_S, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, stall)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, stall)
        return super().handle(conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Read on for a while what was refused: closing at once can destroy the answer on its way to the sender.

        Gunicorn itself reads 64 KiB.
        """
        drained = conn.parser.finish_body(deadline=time.monotonic() + DRAIN_S, max_bytes=DRAIN_BYTES)
        return bool(keepalive and drained)

    def handle_error(self, _req: Any, client: socket.socket, _addr: Any, exc: BaseException) -> None:
        """Answer what isn't HTTP, or not acceptable HTTP, with a problem document."""
        if isinstance(exc, ParseException):
            status, reason = _STATUS.get(type(exc), (400, "Bad Request"))
            document = problem(status, "bad-request", "The request can't be read", "This isn't a proper HTTP request.")
            _log.info("request_refused", problem=document["type"], status=status, reason=type(exc).__name__)
        else:
            status, reason = 500, "Internal Server Error"
            document = problem(500, "internal-error", "Something went wrong here", "This is a fault of the service.")
            _log.error("unexpected_error", exc_info=exc)
        body = json.dumps(document).encode()
        head = (
            f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        with contextlib.suppress(OSError):  # it may have gone
            client.sendall(head.encode() + body)
