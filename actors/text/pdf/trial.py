"""Let pdfium open a suspicious PDF in a process of its own first, with little memory and little time.

What a file's drawings grow to cannot always be counted beforehand: forms that draw forms, encrypted contents, rare ways
of packing. Run as a script, this file opens all pages of the PDF named by its argument.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pypdfium2

#: Memory for pdfium beyond what the empty process has; the thickest handbook needs half of it.
MOST_MEMORY_BYTES = 128 * 2**20
#: Processor time for any file, and for each page on top; an ordinary page takes 5 ms.
MOST_CPU_S, MOST_CPU_S_A_PAGE = 3, 0.02
#: The clock's limit: the machine may be busy.
_LONGEST_S = 300
#: No page of text is smaller, packed as it may be: time is given for what was uploaded.
_LEAST_PAGE_BYTES = 1500


def survives(path: Path) -> bool:
    """Tell whether pdfium opens every page within the bounds.

    Args:
        path: the PDF. What is wrong with it otherwise (a password, damage) is not asked here.
    """
    command = [sys.executable, "-P", __file__, str(path)]
    try:
        tried = subprocess.run(command, capture_output=True, timeout=_LONGEST_S, check=False)  # noqa: S603 (no shell)
    except subprocess.TimeoutExpired:
        return False
    if tried.returncode > 0:
        # Not pdfium, but the trial itself came to nothing.
        raise RuntimeError(f"the trial reading ended with {tried.returncode}: {tried.stderr[-2000:]!r}")
    return tried.returncode == 0


def _bound(pages: int) -> None:
    """Limit this process; what exceeds the limits ends it by a signal."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + MOST_CPU_S + MOST_CPU_S_A_PAGE * pages) + 1
    _lower(resource.RLIMIT_CPU, seconds)


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _bound_memory() -> None:
    # Address space rather than data: pdfium takes its memory in mappings. Only Linux tells how much there is already.
    statm = Path("/proc/self/statm")
    if statm.exists():
        taken_bytes = int(statm.read_text().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, taken_bytes + MOST_MEMORY_BYTES)


def _try(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size_bytes = path.stat().st_size
    _bound_memory()
    _bound(0)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return  # the reading itself says why
    pages = min(len(document), size_bytes // _LEAST_PAGE_BYTES)
    _bound(pages)
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue
        text = page.get_textpage()
        text.close()
        page.close()


if __name__ == "__main__":
    try:
        _try(Path(sys.argv[1]))
    except MemoryError:
        signal.raise_signal(signal.SIGKILL)
