"""The address of a server, out of what a person types."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from desktop.i18n import tr

#: Addresses of the service itself, below where it is.
_PAGES = re.compile(r"/(v1|docs|redoc|livez|readyz|metrics|openapi\.json)(/.*)?$")


class NotAnAddress(ValueError):
    """What was typed can't be the address of a server; says why."""


def address_of(text: str) -> str:
    """Return the address that is meant: ``sluice.example.org`` is ``https://sluice.example.org``.

    Without a scheme, this computer and private networks are met by ``http``, all others by ``https``. What
    people copy along from a page of the service (``/v1/jobs``, ``/docs``) is cut off; the path of a proxy stays.

    Args:
        text: as it was typed.

    Raises:
        NotAnAddress: with a sentence for people.
    """
    text = text.strip()
    if not text:
        raise NotAnAddress(tr("Type the address of the service."))
    if "://" not in text:
        host = _split("http://" + text)[0]
        text = ("http://" if is_private(host) else "https://") + text
    host, port = _split(text)
    scheme = urlsplit(text).scheme.lower()
    if scheme not in ("http", "https"):
        raise NotAnAddress(tr("An address begins with http:// or https://."))
    named = f"[{host}]" if ":" in host else host
    path = _PAGES.sub("", urlsplit(text).path).rstrip("/")
    return f"{scheme}://{named}" + (f":{port}" if port else "") + path


def is_loopback(address: str) -> bool:
    """Return whether an address is this computer itself."""
    return _is(address, "is_loopback") or (urlsplit(address).hostname or "") == "localhost"


def is_private(host: str) -> bool:
    """Return whether a host's name is this computer or one of its own network."""
    named = f"[{host}]" if ":" in host else host
    return host == "localhost" or host.endswith((".local", ".lan", ".internal")) or _is("http://" + named, "is_private")


def _is(address: str, what: str) -> bool:
    try:
        return bool(getattr(ipaddress.ip_address(urlsplit(address).hostname or ""), what))
    except ValueError:
        return False


def _split(address: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or any(character.isspace() for character in host):
        raise NotAnAddress(tr("This is not an address. One looks like {example}.", example="http://192.168.1.20:8080"))
    return host, port
