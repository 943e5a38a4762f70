"""The last lines of what a job printed."""

from __future__ import annotations

MAX_LINES = 50
MAX_LINE_CHARS = 500
MAX_BYTES = 16 * 1024


class LogTail:
    """Keeps the end of a byte stream, however long that is."""

    def __init__(self) -> None:
        self._data = b""

    def feed(self, data: bytes) -> None:
        """Add what was just printed."""
        self._data = (self._data + data)[-MAX_BYTES:]

    def lines(self, *, hide: str = "") -> list[str]:
        """Return the last lines, each bounded, without control characters.

        Args:
            hide: a folder's name to leave out: the reader can do nothing with it.
        """
        text = self._data.decode("utf-8", "replace")
        if hide:
            text = text.replace(hide, "")
        lines = [line for line in text.splitlines() if line.strip()][-MAX_LINES:]
        return ["".join(c if c.isprintable() or c == "\t" else " " for c in line[:MAX_LINE_CHARS]) for line in lines]
