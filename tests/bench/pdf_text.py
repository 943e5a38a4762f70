"""How much of a PDF's words is read, beside three other readers: ``python -m tests.bench pdf_text``.

Words are counted as a multiset per file; a word is a Han character or what a word list of English knows (readers that
glue words together or fall into single letters read no words). The best reader of a file is that with the most words;
lost is the share of its words that a reader misses. Beside it stands the same with every sequence of letters counted
as a word: that punishes readers for spaces that others left out.
"""

from __future__ import annotations

import concurrent.futures
import functools
import logging
import multiprocessing
import re
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdf
import wordfreq
from pdfminer.high_level import extract_text

from actors.text.pdf import page_texts, read_pdf
from tests.bench.corpus import foreign_pdfs
from tests.bench.figures import Figure, show
from tests.material import pdfs

#: Other readers take seconds a page: of longer files only so many pages are compared.
PAGES = 12
_PROCESSES = 2
_WORD = re.compile(r"[^\W\d_]{2,}|[\u4e00-\u9fff]")


def sequences(text: str) -> Counter[str]:
    """Count sequences of letters, divided words joined; every Han character is one."""
    text = re.sub(r"\(cid:\d+\)", " ", text)
    joined = re.sub(r"(?<=\w)[-\u2010\u00ad]\s*\n\s*(?=[a-z])|\u00ad\s*", "", text)
    out: Counter[str] = Counter()
    for found in _WORD.findall(joined.lower()):
        out.update(re.findall(r"[\u4e00-\u9fff]|[^\u4e00-\u9fff]{2,}", found))
    return out


def words(counted: Counter[str]) -> Counter[str]:
    """Return those sequences that are words."""
    return Counter({word: count for word, count in counted.items() if word >= "\u4e00" or word in _known()})


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(wordfreq.top_n_list("en", 60_000, wordlist="large"))


def _plumber(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def _pypdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


OTHERS: dict[str, Callable[[Path], str]] = {"pdfplumber": _plumber, "pypdf": _pypdf, "pdfminer.six": extract_text}


def _excerpt(path: Path, folder: Path) -> Path:
    """Return the file, or a copy of its middle pages if it is long."""
    reader = pypdf.PdfReader(path)
    count = len(reader.pages)
    if count <= PAGES:
        return path
    writer = pypdf.PdfWriter()
    begin = (count - PAGES) // 2
    writer.append(reader, pages=(begin, begin + PAGES), import_outline=False)
    out = folder / path.name
    writer.write(out)
    return out


def _compare(path: Path) -> dict[str, float]:
    """Return how many words the best of the others read, and what share each reader misses of those."""
    _hush()
    read = {name: sequences(plainly(reader(path))) for name, reader in OTHERS.items()}
    read["sluice"] = sequences("\n".join(page_texts(path)))
    known = {name: words(counted) for name, counted in read.items()}
    best_name = max(OTHERS, key=lambda name: known[name].total())
    best, longest = known[best_name], max((read[name] for name in OTHERS), key=Counter.total)
    blocks = words(sequences("\n".join(block.text for block in read_pdf(path, name=path.name).blocks)))
    total = best.total() or 1
    return {
        "words": float(total),
        **{name: (best - counted).total() / total for name, counted in known.items()},
        "sequences": float(longest.total()),
        "lost sequences": (longest - read["sluice"]).total() / max(1, longest.total()),
        "blocks": (known["sluice"] - blocks).total() / max(1, known["sluice"].total()),
    }


def _hush() -> None:
    for name in ("pypdf", "pdfminer"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")


def plainly(text: str) -> str:
    """Write ligatures as letters, as our reader does."""
    for code, letters in ((0xFB00, "ff"), (0xFB01, "fi"), (0xFB02, "fl"), (0xFB03, "ffi"), (0xFB04, "ffl")):
        text = text.replace(chr(code), letters)
    return text


def main() -> None:
    """Print the table and the figures."""
    show(run())


def run() -> list[Figure]:
    """Measure, and print a line for every file."""
    _hush()
    with tempfile.TemporaryDirectory(prefix="sluice-pdf-") as name:
        folder = Path(name)
        files = [*pdfs.varied(folder / "own"), *(_excerpt(path, folder) for path in foreign_pdfs())]
        found = []
        with concurrent.futures.ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn")) as pool:
            for path, lost in zip(files, pool.map(_compare, files), strict=True):
                found.append(lost)
                readers = ", ".join(f"{reader} {lost[reader]:.2%}" for reader in ("sluice", *OTHERS))
                print(
                    f"  {path.name[:38]:<38} {lost['words']:>6.0f} words: {readers}; "
                    f"sequences {lost['lost sequences']:.2%}; not used {lost['blocks']:.2%}",
                    flush=True,
                )
        return [*_figures(found), *_speed(folder)]


def _figures(found: list[dict[str, float]]) -> list[Figure]:
    total = sum(lost["words"] for lost in found)

    def mean(which: str) -> float:
        return sum(lost[which] * lost["words"] for lost in found) / total

    lost = mean("sluice")
    sequences_lost = sum(one["lost sequences"] * one["sequences"] for one in found) / sum(
        one["sequences"] for one in found
    )
    return [
        Figure(f"words lost against the best of three, {len(found)} files", f"{lost:.2%}", "< 2 %", lost < 0.02),
        *(Figure(f"  the same by {name}", f"{mean(name):.2%}") for name in OTHERS),
        Figure("  the same, any sequence of letters a word", f"{sequences_lost:.2%}"),
        Figure("left out of blocks (heads, numbers, contents)", f"{mean('blocks'):.2%}"),
    ]


def _speed(folder: Path) -> list[Figure]:
    path = pdfs.pages(folder / "hundred.pdf", 100, full=True)
    began = time.process_time()  # other work of the machine is not counted
    read_pdf(path, name=path.name)
    spent_s = time.process_time() - began
    return [Figure("100 full pages read in", f"{spent_s:.2f} s", "< 1.5 s", spent_s < 1.5)]
