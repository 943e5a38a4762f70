"""What users would take instead of pdf_exam, graded by the same grader on the same PDFs, in one table.

``PEERS`` holds them by name; whoever adds one gives a function from a PDF, its counts and a seed to an ``exam.json``.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import contextlib
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pypdf

from backend.errors import JobFailure
from tests.bench import exam_llm_peers
from tests.material.exam_grader import Fault, grade
from tests.material.exam_sources import Sources, han_share
from tests.material.job import FolderJob

Exam = Mapping[str, Any]
Writer = Callable[[Path, Mapping[str, int], int], Exam]

#: Faults that any reader sees, against those that make an answer key wrong.
WRONG_KEY = frozenset(
    [
        *("bad_key", "same_options", "not_verbatim", "also_fits", "gap_not_quote", "key_not_in_source"),
        *("true_not_in_source", "false_in_source", "key_in_stem"),
    ]
)


class Graded(Protocol):
    """One exam of ours with its faults."""

    exam: Exam
    faults: Sequence[Fault]


def plain_script(path: Path, counts: Mapping[str, int], seed: int) -> Exam:
    """Write multiple choice and cloze as tutorials' scripts do: a long word out, three others in."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every font that it can't read
    rng = random.Random(seed)
    sentences: list[tuple[int, str]] = []
    for number, page in enumerate(pypdf.PdfReader(path).pages, start=1):
        text = " ".join(page.extract_text().split())
        sentences += [(number, part.strip()) for part in re.split(r"(?<=[.!?。！？])", text) if len(part.strip()) > 30]
    chinese = han_share("".join(sentence for _, sentence in sentences)) > 0.5
    pattern = r"[\u4e00-\u9fff]{2}" if chinese else r"[A-Za-z]{6,}"
    words = sorted({word for _, sentence in sentences for word in re.findall(pattern, sentence)})
    items: list[dict[str, Any]] = []
    for kind in ("multiple_choice", "cloze"):
        for page_number, sentence in rng.sample(sentences, min(counts[kind], len(sentences))):
            found = re.findall(pattern, sentence)
            if not found:
                continue
            answer = rng.choice(found)
            options = rng.sample([answer, *rng.sample(words, 3)], 4) if kind == "multiple_choice" else []
            items.append(
                {
                    "number": len(items) + 1, "type": kind, "stem": sentence.replace(answer, "____", 1),
                    "options": options, "key": options.index(answer) if options else answer,
                    "explanation": "From the text.", "marks": 1,
                    "source": {"file_id": FolderJob.file_id(path), "page": page_number, "quote": sentence},
                }
            )  # fmt: skip
    return {"title": path.stem, "language": "zh" if chinese else "en", "seed": seed, "items": items}


PEERS: dict[str, Writer] = {
    "pdf_exam, llm (spoiling stand-in)": exam_llm_peers.verified,
    "plain prompt (the same stand-in)": exam_llm_peers.plain_prompt,
    "script, a word out and three in": plain_script,
}


def _written(write: Writer, material: Sequence[Path], counts: Mapping[str, int]) -> Iterator[tuple[Path, Exam]]:
    """Yield each PDF's exam; those that a writer refuses are left out."""
    for seed, path in enumerate(material):
        with contextlib.suppress(JobFailure):
            yield path, write(path, counts, seed)


def compare(material: Sequence[Path], counts: Mapping[str, int], ours: Sequence[Graded], *, ours_s: float) -> None:
    """Print one row for us and one for each peer.

    Args:
        material: the PDFs.
        counts: what is asked of each.
        ours: our exams of them.
        ours_s: how long all of ours took, five printed files each included.
    """
    rows = [("pdf_exam, offline", [(one.exam, one.faults) for one in ours], ours_s)]
    for name, write in PEERS.items():
        began = time.perf_counter()
        exams = list(_written(write, material, counts))
        spent_s = time.perf_counter() - began
        graded = [(exam, grade(exam, Sources.read({FolderJob.file_id(path): path}))) for path, exam in exams]
        rows.append((name, graded, spent_s))
    print("  what users would take instead, on the same PDFs by the same grader")
    print(f"    {'':<34} questions  without fault  key sound  seconds")
    for name, exams_faults, spent_s in rows:
        total = sum(len(exam["items"]) for exam, _ in exams_faults)
        faulty = sum(len({fault.number for fault in faults if fault.number}) for _, faults in exams_faults)
        wrong = sum(len({fault.number for fault in faults if fault.kind in WRONG_KEY}) for _, faults in exams_faults)
        shares = f"{1 - faulty / max(1, total):>12.1%}  {1 - wrong / max(1, total):>9.1%}"
        print(f"    {name:<34} {total:>9} {shares}  {spent_s:>7.1f}")
