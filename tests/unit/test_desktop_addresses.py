"""What people type is an address, or they are told why not."""

from __future__ import annotations

import pytest

from desktop.core.addresses import NotAnAddress, address_of, is_loopback


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        (" 127.0.0.1:8080/ ", "http://127.0.0.1:8080"),
        ("192.168.1.20:8080", "http://192.168.1.20:8080"),
        ("studio.local", "http://studio.local"),
        ("localhost", "http://localhost"),
        ("sluice.example.org", "https://sluice.example.org"),
        ("HTTPS://Sluice.example.org/v1/jobs?state=running", "https://sluice.example.org"),
        ("https://example.org/sluice/docs", "https://example.org/sluice"),
        ("[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_address_that_is_meant(typed: str, meant: str) -> None:
    assert address_of(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "   ", "ftp://example.org", "http://", "two words", "http://host:port", "http://[::1"]
)
def test_what_is_no_address_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(NotAnAddress, match=r"\w+.*\."):
        address_of(typed)


@pytest.mark.parametrize(
    ("address", "here"),
    [("http://127.0.0.1", True), ("http://localhost:1", True), ("http://[::1]", True), ("http://10.0.0.1", False)],
)
def test_this_computer_is_told_from_others(address: str, here: bool) -> None:
    assert is_loopback(address) is here
