"""Which addresses may be fetched: pure rules on URLs, host names and IP addresses; nothing is asked of a network."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import urllib.parse

import idna

from actors.fetching.failures import refused, unsupported_address

#: Longest address that is taken, characters.
MAX_URL_CHARS = 2000
#: Where web servers listen; any other port would let an address talk to mail servers, databases and the like.
PORTS = frozenset({80, 443, 8000, 8080, 8443, 8888})

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: IPv4 that is no public host. Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890 and its updates).
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own agent (Azure), public by its number only
        "169.254.0.0/16",  # link-local, with the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, NAT64 discovery
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
#: All of IPv6 that is routed publicly; mapped (::ffff:0:0/96), translated (64:ff9b::/96), unique local, link-local
#: and multicast addresses lie outside. Source: IANA IPv6 Special-Purpose Address Registry.
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in other clothes
        "3fff::/20",  # documentation
    )
)
#: Names that mean something inside a network only: they are refused without asking, so that no answer tells what is
#: there. Source: RFC 6761, RFC 6762, RFC 8375, ICANN's reservation of .internal.
_INNER_NAMES = (
    "localhost", "local", "internal", "intranet", "lan", "corp", "home", "home.arpa", "localdomain", "private", "onion",
)  # fmt: skip
#: A host that ends in a number is an IPv4 address in some spelling. Source: WHATWG URL, "ends in a number".
_NUMBER = re.compile(r"(?:\d+|0[xX][0-9a-fA-F]*)")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A checked address.

    Args:
        url: the address to ask for, its host in ASCII, without a fragment.
        scheme: ``http`` or ``https``.
        host: a host name in lower case or an IP address without brackets.
        port: the port, named or not.
    """

    url: str
    scheme: str
    host: str
    port: int


def is_public(address: IpAddress) -> bool:
    """Return whether an IP address is that of a host on the public internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.scope_id is not None or address not in _PUBLIC_V6:
        return False
    return not any(address in network for network in _CLOSED_V6)


def is_allowed(address: IpAddress, port: int, *, loopback: bool) -> bool:
    """Return whether a connection to an address may be made.

    Args:
        address: who would be spoken to.
        port: where.
        loopback: the test switch: 127.0.0.0/8 and ::1 are allowed too, at any port.
    """
    if loopback and is_loopback(address):
        return True
    return is_public(address) and port in PORTS


def is_loopback(address: IpAddress) -> bool:
    """Return whether an address is this machine's own 127.0.0.0/8 or ::1, in their own spelling."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_loopback
    return address == ipaddress.IPv6Address(1)


def target_of(url: str, *, loopback: bool = False) -> Target:
    """Read an address strictly and check everything that can be told without asking a network.

    Args:
        url: the address.
        loopback: the test switch (see ``is_allowed``).

    Raises:
        JobFailure: ``unsupported_address``, ``fetch_refused``.
    """
    if len(url) > MAX_URL_CHARS:
        raise unsupported_address(f"The address is longer than {MAX_URL_CHARS} characters.")
    if any(char.isspace() or not char.isprintable() or char == "\\" for char in url):
        raise unsupported_address("The address has spaces, line breaks or backslashes in it.")
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise unsupported_address("The address can't be read.") from None
    if parts.scheme not in ("http", "https"):
        raise unsupported_address("Only http and https are fetched.")
    if "@" in parts.netloc:
        raise unsupported_address("The address has a user name or password in it.")
    host = _checked_host(host, bracketed="[" in parts.netloc, loopback=loopback)
    port = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
    if not (port in PORTS or (loopback and port > 0)):
        raise unsupported_address(f"Port {port} is not one at which pages are served.")
    shown = f"[{host}]" if ":" in host else host
    default = port == {"http": 80, "https": 443}[parts.scheme]
    netloc = shown if default else f"{shown}:{port}"
    clean = urllib.parse.urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return Target(clean, parts.scheme, host, port)


def _checked_host(host: str, *, bracketed: bool, loopback: bool) -> str:
    """Return a host in its plain ASCII spelling.

    Raises:
        JobFailure: ``unsupported_address``, ``fetch_refused``.
    """
    if bracketed:
        try:
            address: IpAddress = ipaddress.IPv6Address(host)
        except ValueError:
            raise unsupported_address("The address names no host.") from None
        return _checked_number(address, loopback=loopback)
    host = _in_ascii(host).removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:  # Python takes the plain spelling only: four decimal numbers without leading zeros
            address = ipaddress.IPv4Address(host)
        except ValueError:
            raise unsupported_address("The address spells its host as a number in an unusual way.") from None
        return _checked_number(address, loopback=loopback)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise unsupported_address("The address names no host.")
    if loopback and host == "localhost":
        return host
    if len(labels) == 1 or any(host == name or host.endswith("." + name) for name in _INNER_NAMES):
        raise refused()
    return host


def _in_ascii(host: str) -> str:
    """Return an internationalised host name as it is asked for (UTS 46), in lower case."""
    if host.isascii():
        return host.lower()
    try:  # full-width digits and dots come out as a plain number
        mapped = idna.uts46_remap(host, std3_rules=True)
        return mapped if mapped.isascii() else idna.encode(mapped).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise unsupported_address("The address names no host.") from None


def _checked_number(address: IpAddress, *, loopback: bool) -> str:
    if not (is_public(address) or (loopback and is_loopback(address))):
        raise refused()
    return str(address)
