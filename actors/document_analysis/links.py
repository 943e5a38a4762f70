"""Where a reader can look a place up: the address of the source, at its page or time."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from actors.document_analysis.report import At, Source

#: Sites whose pages take the time in the query; elsewhere a media fragment does (W3C Media Fragments URI 1.0).
_TIME_IN_QUERY = re.compile(r"(?:www\.|m\.|music\.)?youtube\.com|youtu\.be|(?:www\.|m\.)?bilibili\.com")
#: Everything else is percent-encoded: a link is written into Markdown and HTML.
_SAFE = ":/?#[]@!$&'()*+,;=%-._~"


def link_of(source: Source, at: At | None = None) -> str | None:
    """Return the address that shows a place of the source; None where there is none.

    Args:
        source: what was reported on; only http and https addresses are linked to.
        at: the place; None for the beginning.
    """
    if source.url is None or urlsplit(source.url).scheme not in ("http", "https"):
        return None
    url = quote(source.url, safe=_SAFE)
    if at is None or at.paragraph is not None:
        return url
    whole, _, _ = url.partition("#")
    if at.page is not None:
        return f"{whole}#page={at.page}"
    seconds = int(at.start_s or 0)
    if _TIME_IN_QUERY.fullmatch(urlsplit(url).hostname or ""):
        return f"{whole}{'&' if '?' in whole else '?'}t={seconds}"
    return f"{whole}#t={seconds}"
