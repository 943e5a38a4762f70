"""What our readers keep of a document, beside markitdown: ``python -m tests.bench.reading``.

The set: reports written by us in seven types and two languages, with their words known; and the office files of folders
named as arguments, whose words are counted by the plainest extraction there is (all text of their parts).
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from lxml import etree
from markitdown import MarkItDown

from actors.document_analysis.reading import read_document
from tests.material.documents import REPORTS, WRITERS, Report

_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|[\u3400-\u9fff]")
_AROUND = ("Other page", "cookies", "Read more", "Copyright", "unseen")


@dataclasses.dataclass
class Score:
    """What one converter kept of a set of documents."""

    words: int = 0
    kept: int = 0
    rows: int = 0
    rows_kept: int = 0
    around: int = 0
    seconds: float = 0.0


def main() -> None:
    """Print the table; folders named as arguments are searched for office files."""
    run(folders=[Path(argument) for argument in sys.argv[1:]])


def run(*, copies: int = 12, folders: Sequence[Path] = ()) -> dict[str, float]:
    """Measure and print.

    Args:
        copies: how often the sections of a report follow each other.
        folders: with office files that other people wrote.

    Returns:
        The figures by name.
    """
    figures: dict[str, float] = {}
    print("\nreading: words and table rows kept, text from around the page let in, time; ours beside markitdown")
    with tempfile.TemporaryDirectory() as folder:
        converter = MarkItDown(enable_plugins=False)
        print(f"  {'':6} {'words kept':>22} {'table rows kept':>22} {'let in':>16} {'seconds':>18}")
        for ending, write in WRITERS.items():
            ours, theirs = Score(), Score()
            for number, report in enumerate(REPORTS):
                long_one = Report(report.title, report.sections * copies)
                path = write(Path(folder) / f"{number}.{ending}", long_one)
                _measure(ours, long_one, ending, functools.partial(_ours, path))
                if ending != "odt":  # markitdown has no reader for it
                    _measure(theirs, long_one, ending, functools.partial(_theirs, converter, path))
            print(f"  {ending:6} {_row(ours, theirs)}")
            figures |= {f"{ending}_words": ours.kept / ours.words, f"{ending}_seconds": ours.seconds}
            figures |= {f"{ending}_words_markitdown": theirs.kept / max(1, theirs.words)}
        figures |= _office_words(converter, folders)
    figures |= _imports()
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return figures


def _measure(
    score: Score, report: Report, ending: str, convert: Callable[[], tuple[str, list[tuple[str, ...]]]]
) -> None:
    convert()  # once unmeasured: imports and caches are counted below
    began = time.perf_counter()
    text, rows = convert()
    score.seconds += time.perf_counter() - began
    cells = [row for section in report.sections for row in section.table] if ending != "txt" else []
    tables = {cell for row in cells for cell in row}
    every = {cell for section in report.sections for row in section.table for cell in row}
    expected = words(piece for piece in report.words() if ending != "txt" or piece not in every - tables)
    score.words += expected.total()
    score.kept += (expected & words([text])).total()
    score.rows += len(cells)
    score.rows_kept += sum((Counter(cells) & Counter(rows)).values())
    score.around += sum(text.count(outside) for outside in _AROUND)


def _row(ours: Score, theirs: Score) -> str:
    def part(kept: int, whole: int) -> str:
        return f"{kept / whole:.1%}" if whole else "-"

    return (
        f"{part(ours.kept, ours.words):>10} {part(theirs.kept, theirs.words):>11}"
        f" {part(ours.rows_kept, ours.rows):>10} {part(theirs.rows_kept, theirs.rows):>11}"
        f" {ours.around:>8} {theirs.around:>7} {ours.seconds:>9.3f} {theirs.seconds:>8.3f}"
    )


def words(texts: Iterable[str]) -> Counter[str]:
    """Count words; a Chinese character is one."""
    return Counter(word for text in texts for word in _WORD.findall(text))


def _ours(path: Path) -> tuple[str, list[tuple[str, ...]]]:
    document = read_document(path, name=path.name)
    rows = [row for block in document.blocks for row in block.rows]
    return "\n".join([document.title, *(block.text for block in document.blocks)]), rows


def _theirs(converter: MarkItDown, path: Path) -> tuple[str, list[tuple[str, ...]]]:
    text = converter.convert(str(path)).text_content
    lines = (line.strip().strip("|").split("|") for line in text.splitlines() if line.strip().startswith("|"))
    return text, [tuple(cell.strip() for cell in line) for line in lines]


def _office_words(converter: MarkItDown, folders: Sequence[Path]) -> dict[str, float]:
    """Compare over office files that other people wrote."""
    files = sorted({path for folder in folders for kind in ("docx", "pptx") for path in folder.rglob(f"*.{kind}")})
    whole = ours = theirs = 0
    for path in files:
        expected = _plainest(path)
        if not expected:
            continue
        whole += expected.total()
        ours += (expected & words([_ours(path)[0]])).total()
        theirs += (expected & words([_theirs(converter, path)[0]])).total()
    if not whole:
        return {}
    print(f"  {len(files)} files of others, {whole} words: {ours / whole:.2%} ours, {theirs / whole:.2%} markitdown")
    return {"office_words": ours / whole, "office_words_markitdown": theirs / whole}


def _plainest(path: Path) -> Counter[str]:
    """Count all text of a package's document, slide, note and footnote parts."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes)\.xml|ppt/(slides|notesSlides)/[^/]+\.xml", name):
                root = etree.fromstring(archive.read(name))
                found += [
                    "".join(_words_of(part) for part in paragraph.iter("{*}t", "{*}br", "{*}tab"))
                    for paragraph in root.iter("{*}p")
                ]
    return words(found)


def _words_of(part: etree._Element) -> str:
    return part.text or "" if etree.QName(part).localname == "t" else " "


def _imports() -> dict[str, float]:
    figures = {}
    for name, module in (("ours", "actors.document_analysis.reading"), ("markitdown", "markitdown")):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import {module}; {module}.__name__"], check=True)
        figures[f"import_s_{name}"] = time.perf_counter() - began
    print(f"  import: {figures['import_s_ours']:.2f} s ours, {figures['import_s_markitdown']:.2f} s markitdown")
    return figures


if __name__ == "__main__":
    main()
