from __future__ import annotations

import ipaddress

import pytest

from actors.fetching.addresses import is_allowed, is_public, target_of
from backend.errors import JobFailure


def code_of(url: str, *, loopback: bool = False) -> str:
    with pytest.raises(JobFailure) as caught:
        target_of(url, loopback=loopback)
    return caught.value.code


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:0:53aa:64c:0:7f:f5ff:fffe", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2606:4700::1%1", "5f00::1",
    ],
)  # fmt: skip
def test_address_inside_or_reserved_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111"])
def test_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_loopback_switch_opens_loopback_only() -> None:
    def allowed(address: str, port: int, loopback: bool) -> bool:
        return is_allowed(ipaddress.ip_address(address), port, loopback=loopback)

    assert allowed("127.0.0.1", 45_000, True)
    assert allowed("::1", 80, True)
    assert not allowed("127.0.0.1", 80, False)
    for address in ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "0.0.0.0", "::"):
        assert not allowed(address, 80, True)
    assert allowed("8.8.8.8", 443, False)
    assert not allowed("8.8.8.8", 25, True)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "data:text/html,x", "javascript:1",
        "//example.org/", "example.org", "http://", "http:///x", "http://a:b@example.org/", "http://example.org@8.8.8.8/",
        "http://@example.org/", "http://example.org:22/", "http://example.org:99999/", "http://example.org:x/",
        "http://example.org:0/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://127.0.0.1.5/", "http://8.8.8.008/", "http://example.org/a b",
        "http://example.org/\r\nHost: x", "http://example.org\\@127.0.0.1/", "http://exam%70le.org/",
        "http://[::1", "http://[127.0.0.1]/", "http://-a.org/", "http://a..org/",
        "http://example.org/\x00", "http://example.org/" + "a" * 2000, "http://" + "a" * 64 + ".org/", "",
    ],
)  # fmt: skip
def test_odd_address_is_unsupported(url: str) -> None:
    assert code_of(url) == "unsupported_address"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.0.0.1./", "https://10.0.0.1:8080/x", "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[fd00::1]/", "http://[fe80::1%25eth0]/",
        "http://localhost/",
        "http://LOCALHOST./", "http://a.localhost/", "http://db.internal/", "http://printer.local/", "http://router/",
        "http://\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11/", "http://127\u30020\u30020\u30021/",
    ],
)  # fmt: skip
def test_inner_address_is_refused_without_a_word_about_it(url: str) -> None:
    with pytest.raises(JobFailure) as caught:
        target_of(url)
    assert caught.value.code == "fetch_refused"
    assert not caught.value.retryable
    assert not caught.value.details
    assert "127" not in caught.value.message


def test_ordinary_address_is_cleaned() -> None:
    target = target_of("HTTPS://Bücher.Example.org.:443/a?b=c#d")
    assert (target.url, target.host, target.port) == (
        "https://xn--bcher-kva.example.org/a?b=c", "xn--bcher-kva.example.org", 443,
    )  # fmt: skip
    assert target_of("http://example.org:8080").url == "http://example.org:8080/"
    assert target_of("http://[2606:4700::1111]:8080/").url == "http://[2606:4700::1111]:8080/"


def test_switch_takes_loopback_spelt_plainly_only() -> None:
    assert target_of("http://127.0.0.1:4711/", loopback=True).port == 4711
    assert target_of("http://localhost:4711/", loopback=True).host == "localhost"
    assert code_of("http://0x7f.1/", loopback=True) == "unsupported_address"
    assert code_of("http://[::ffff:127.0.0.1]/", loopback=True) == "fetch_refused"
    assert code_of("http://router/", loopback=True) == "fetch_refused"
