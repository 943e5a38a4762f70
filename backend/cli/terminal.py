"""What the command line shows: plain lines for programs, a live bar and a little colour for people."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any, Literal, TextIO
from unicodedata import east_asian_width

Colour = Literal["red", "green", "yellow", "dim", "bold"]
_CODES: dict[Colour, str] = {"red": "31", "green": "32", "yellow": "33", "dim": "2", "bold": "1"}
BAR_WIDTH = 24


class Terminal:
    """The two output streams of a command.

    Args:
        out: what the command is for: results, tables, JSON.
        err: what happens meanwhile: progress, waiting, errors.
    """

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        # https://no-color.org: any value that is not empty switches colour off.
        self._colours = self.out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._live = self.err.isatty() and os.environ.get("TERM") != "dumb"
        self._bar_shown = False
        self._last_line = ""

    def say(self, text: str = "") -> None:
        """Write a line to the output."""
        self._clear_bar()
        self.out.write(text + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """Write a line about what happens meanwhile."""
        self._clear_bar()
        self.err.write(text + "\n")
        self.err.flush()

    def document(self, value: Any) -> None:
        """Write a JSON document for a program to read."""
        self.say(json.dumps(value, ensure_ascii=False, indent=2 if self.out.isatty() else None))

    def paint(self, text: str, colour: Colour) -> str:
        """Colour a text where colours are seen; leave it as it is elsewhere."""
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self._colours else text

    def progress(self, fraction: float, text: str) -> None:
        """Show how far something is: a bar that redraws itself in a terminal, a line at each change elsewhere.

        Args:
            fraction: 0..1.
            text: what happens now, a few words.
        """
        text = printable(text)
        percent = f"{fraction * 100:3.0f} %"
        if not self._live:
            line = f"{percent}  {text}"
            # Tens of lines are read, thousands are not: every 10 % or at a change of words.
            key = f"{int(fraction * 10)} {text.partition(',')[0]}"
            if key != self._last_line:
                self._last_line = key
                self.note(line)
            return
        done = round(fraction * BAR_WIDTH)
        line = f"[{'#' * done}{'.' * (BAR_WIDTH - done)}] {percent}  {text}"
        columns = shutil.get_terminal_size().columns
        self.err.write("\r\x1b[K" + line[: max(columns - 1, 20)])
        self.err.flush()
        self._bar_shown = True

    def end_progress(self) -> None:
        """Leave the bar behind."""
        self._clear_bar()
        self._last_line = ""

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """Write an aligned table.

        Args:
            headings: one a column.
            rows: cells as text.
            right: the numbers of the columns that hold numbers, which stand at the right.
        """
        rows = [[printable(cell) for cell in row] for row in rows]
        widths = [max(_width(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
        for number, row in enumerate((headings, *rows)):
            cells = [_padded(cell, widths[column], right=column in right) for column, cell in enumerate(row)]
            line = "  ".join(cells).rstrip()
            self.say(self.paint(line, "dim") if number == 0 else line)

    def _clear_bar(self) -> None:
        if self._bar_shown:
            self.err.write("\r\x1b[K")
            self.err.flush()
            self._bar_shown = False


def printable(text: str) -> str:
    """Take out control characters: text of others must not steer this terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _width(text: str) -> int:
    """Count the columns a text takes: East Asian wide characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
