"""HTML of others, written anew from the few elements that carry text: no script, style, picture, form or frame.

What is not understood is dropped and its text kept, so a page that wants harm becomes a page of plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

#: Letters of text shown; what follows is left out.
MOST_LETTERS = 120_000
#: Blocks and cells shown: what a window lays out without a stutter (measured: 0.06 ms a cell).
_MOST_BLOCKS, _MOST_CELLS = 2_000, 600
_MOST_INLINE, _MOST_ANCHORS = 1_500, 1_000
#: A longer word is given places to break: laying it out takes time with the square of its length.
_WORD_LETTERS = 200
_LONGEST_WORD = re.compile(rf"\S{{{_WORD_LETTERS}}}(?=\S)")
_DEEPEST = 12
_KEPT = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "th",
    "caption", "b", "strong", "i", "em", "u", "code", "sub", "sup", "dl", "dt", "dd", "a",
}  # fmt: skip
_BLOCKS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "td", "th", "br",
    "hr", "dl", "dt", "dd", "caption",
}  # fmt: skip
#: Become paragraphs: text of one does not run into that of the next.
_AS_PARAGRAPH = {"figcaption", "summary", "address"}
_ALONE = {"br", "hr"}
#: Classes of links that a browser shows to nobody who sees the page.
_UNSEEN = {"skip", "skip-link", "sr-only", "visually-hidden"}
_SILENT = {"script", "style", "svg", "head", "iframe", "object", "template", "noscript", "select", "math", "title"}
#: Elements that text runs over the edges of in a browser's own styles, but not here.
_SPACED = {"span", "div", "section", "article", "header", "footer", "nav", "main", "figure"}


@dataclass(frozen=True)
class Page:
    """A harmless page. ``cut`` tells that there was more than is shown; ``pictures`` counts those left out."""

    html: str
    cut: bool
    pictures: int


def safe_page(text: str) -> Page:
    """Return the text of a page with its headings, lists, tables and links to the web."""
    writer = _Writer()
    writer.feed(text[: MOST_LETTERS * 10])
    return writer.page(cut=len(text) > MOST_LETTERS * 10)


def safe_link(address: str) -> str:
    """Return an address of the web or a place in the same page as it is, anything else as nothing."""
    address = address.strip()
    if address.startswith("#"):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""


def breakable(text: str) -> str:
    """Return a text in which no word is too long to be laid out."""
    return _LONGEST_WORD.sub("\\g<0>\u200b", text)


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []
        self._letters = self._blocks = self._cells = self._pictures = 0
        self._inline = self._anchors = self._word = 0
        self._full = False

    def page(self, *, cut: bool) -> Page:
        self.close()
        while self._open:
            self._out.append(f"</{self._open.pop()}>")
        return Page("".join(self._out), cut or self._full, self._pictures)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._pictures += tag in {"img", "video", "audio"}
        if tag in _SILENT or (tag == "a" and _UNSEEN & set((given.get("class") or "").split())):
            self._silent.append(tag)
        if self._silent:
            return
        self._blocks += tag in _BLOCKS
        self._cells += tag in {"td", "th"}
        self._full = self._full or self._blocks > _MOST_BLOCKS or self._cells > _MOST_CELLS
        self._inline += tag in _KEPT and tag not in _BLOCKS
        if not self._full and (tag in _BLOCKS or self._inline <= _MOST_INLINE):
            self._write(tag, given)

    def _write(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in _ALONE:
            self._out.append(f"<{tag}>")
        elif tag in _AS_PARAGRAPH:
            self._start("p", "")
        elif tag in _SPACED:
            self._anchor(given)
            self._out.append(" ")
        elif tag in _KEPT and not (tag == "table" and self._open.count("table") > 1):
            self._start(tag, self._attributes(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            # Only the innermost one ends; what was never opened ends nothing.
            if tag in self._silent:
                del self._silent[len(self._silent) - 1 - self._silent[::-1].index(tag) :]
            return
        tag = "p" if tag in _AS_PARAGRAPH else tag
        if tag in self._open:
            while self._open[-1] != tag:
                self._out.append(f"</{self._open.pop()}>")
            self._out.append(f"</{self._open.pop()}>")
        elif tag in _SPACED:
            self._out.append(" ")

    def handle_data(self, data: str) -> None:
        if self._silent or self._full:
            return
        left = MOST_LETTERS - self._letters
        self._full = len(data) > left
        self._letters += len(data)
        text = data[:left]
        # A word may come in pieces, each in an element of its own.
        words = len(text.split())
        if words != 1 or text[:1].isspace() or self._word > _WORD_LETTERS:
            self._out.append("\u200b" if self._word > _WORD_LETTERS else "")
            self._word = 0
        self._word += len(text) if words == 1 else 0
        self._out.append(escape(breakable(text)))

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "p" and "p" in self._open:
            self.handle_endtag("p")
        if len(self._open) < _DEEPEST:
            self._open.append(tag)
            self._out.append(f"<{tag}{attributes}>")

    def _attributes(self, tag: str, given: dict[str, str | None]) -> str:
        self._anchor(given)
        if tag == "a":
            link = safe_link(given.get("href") or "")
            return f' href="{escape(link)}"' if link else ""
        if tag in {"td", "th"}:
            spans = ((name, given.get(name) or "") for name in ("colspan", "rowspan"))
            return "".join(
                f' {name}="{int(span)}"'
                for name, span in spans
                if span.isascii() and span.isdigit() and 1 < int(span) < 50
            )
        return ""

    def _anchor(self, given: dict[str, str | None]) -> None:
        name = given.get("id")
        if name and len(name) < 100 and self._anchors < _MOST_ANCHORS:
            self._anchors += 1
            self._out.append(f'<a name="{escape(name)}"></a>')
