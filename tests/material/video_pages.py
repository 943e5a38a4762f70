"""Pages with a video, and its captions."""

from __future__ import annotations

from tests.material.web_server import Page

#: Captions: "Hello there." from 1 to 2.5 s, "The end." from 3 to 4 s.
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.500\nHello there.\n\n00:03.000 --> 00:04.000\nThe end.\n"


def page(body: str, head: str = "<title>A talk</title>", lang: str = "en") -> Page:
    """Write a page."""
    return Page(f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'.encode())
