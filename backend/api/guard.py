"""What keeps web pages out of a service that is open to its own machine."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import falcon

from backend.api.refusals import ForeignOrigin, WrongHost

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:\[\]@/,]+)(?::\d{1,5})?")

_HARMLESS_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class LocalCallersOnly:
    """Refuses requests that a web page could make a browser on this machine send.

    A page can point its own host name at 127.0.0.1 (DNS rebinding): such requests carry that name as Host.
    A page can send forms and simple requests anywhere: such requests carry its Origin.

    Args:
        host: the address this service listens on, which is a good name for it too.

    Source: RFC 9110 section 7.2 (Host), RFC 6454 section 7 (Origin).
    """

    def __init__(self, host: str) -> None:
        self._names = LOOPBACK_NAMES | {f"[{host}]" if ":" in host else host.lower()}

    def process_request(self, request: falcon.Request, _response: falcon.Response) -> None:
        """Check Host, and Origin where something would be changed.

        Raises:
            WrongHost: when Host is another machine's name.
            ForeignOrigin: when a page of another origin is behind it.
        """
        host = request.get_header("Host", default="").lower()
        match = _HOST.fullmatch(host)
        # No Host at all is HTTP/1.0, which no browser speaks.
        if host and (match is None or match[1] not in self._names):
            raise WrongHost
        origin = request.get_header("Origin")
        if origin is not None and request.method not in _HARMLESS_METHODS and _authority(origin) != host:
            raise ForeignOrigin

    def process_response(
        self, _request: falcon.Request, response: falcon.Response, _resource: Any, _succeeded: bool
    ) -> None:
        """Tell browsers to guess no types, and to show nothing of this to pages of other origins."""
        response.set_header("X-Content-Type-Options", "nosniff")
        response.set_header("Cross-Origin-Resource-Policy", "same-origin")
        if response.get_header("Cache-Control") is None:
            response.set_header("Cache-Control", "no-store")


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
