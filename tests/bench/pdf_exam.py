"""How sound, how balanced and how fast the exams of pdf_exam are: ``python -m tests.bench.pdf_exam``.

    python -m tests.bench.pdf_exam                the tables
    python -m tests.bench.pdf_exam --read 100     questions to read, each with its source and a key for the judgement
    python -m tests.bench.pdf_exam --also FOLDER  with these PDFs of other people instead of tests/bench/corpus.py's

The reader's judgement is kept in ``exam_judgement.json``: by the question's key its verdict (accept or reject) and, for
rejects, the reason. The bench prints it with the share of the judged questions that the writer still produces.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from actors.pdf_exam.run import run as run_kind
from actors.pdf_exam.spec import PdfExamParameters
from backend.errors import JobFailure
from tests.bench import corpus, exam_judgement, exam_peers
from tests.bench.peak import peak_bytes
from tests.material import pdfs
from tests.material.exam_grader import KINDS, Fault, balance, grade
from tests.material.exam_sources import Sources
from tests.material.job import FolderJob

#: What is asked of each PDF; where its sentences do not suffice, what the refusal says is possible.
COUNTS = {"multiple_choice": 10, "cloze": 4, "true_false": 4, "short_answer": 2, "long": 1}
#: Of the timed run: 20 questions from 100 pages.
TIMED = {"multiple_choice": 10, "cloze": 5, "true_false": 5}
DIFFICULTIES = ("medium", "easy", "hard")


@dataclasses.dataclass(frozen=True)
class Graded:
    """One exam and what the grader says of it."""

    name: str
    exam: Mapping[str, Any]
    faults: Sequence[Fault]
    sources: Sources


def main() -> None:
    """Print all tables, or questions to read."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pdf_exam")
    parser.add_argument("--read", type=int, metavar="N", help="only print N questions for a reader")
    parser.add_argument("--timed", nargs=2, type=Path, metavar=("PDF", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument(
        "--also", type=Path, metavar="FOLDER", help="PDFs of other makers, instead of those of corpus.py"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the first exam to read; the others count on from it")
    options = parser.parse_args()
    others = sorted(options.also.rglob("*.pdf")) if options.also else None
    if options.timed:
        _one_job(*options.timed)
    elif options.read:
        with tempfile.TemporaryDirectory() as folder:
            exam_judgement.print_questions(_questions(Path(folder), options.read, others, seed=options.seed))
    else:
        run(others=others)


def run(*, others: Sequence[Path] | None = None) -> dict[str, float]:
    """Measure and print.

    Args:
        others: PDFs besides those that the tests write; None takes what ``corpus.py`` finds on this machine.

    Returns:
        The figures by name.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        material = _material(folder, others)
        print(
            f"\npdf_exam, offline ({len(material)} PDFs; graded by tests/material/exam_grader.py from the files alone)"
        )
        began = time.perf_counter()
        graded, refused = _graded(material, folder)
        spent_s = time.perf_counter() - began
        figures = {
            **_faults(graded, refused),
            **_balance(graded),
            **_judgement(graded),
            **_determinism(material[0], folder),
            **_hundred_pages(folder),
        }
        exam_peers.compare(material, COUNTS, graded, ours_s=spent_s)
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return figures


def _material(folder: Path, others: Sequence[Path] | None) -> list[Path]:
    return [*pdfs.varied(folder / "pdfs"), *(corpus.foreign_pdfs() if others is None else others)]


def _graded(material: Sequence[Path], folder: Path, *, seed: int = 0) -> tuple[list[Graded], Counter[str]]:
    graded, refused = [], Counter[str]()
    for number, path in enumerate(material):
        difficulty = DIFFICULTIES[number % len(DIFFICULTIES)]
        sources = Sources.read({FolderJob.file_id(path): path})
        try:
            exam, counts = _written(path, folder / f"exam-{number}", seed=seed + number, difficulty=difficulty)
        except JobFailure as failure:
            refused[failure.code] += 1
            print(f"    refused: {path.name}: {failure.message}")
            continue
        graded.append(Graded(path.name, exam, grade(exam, sources, counts=counts), sources))
    return graded, refused


def _written(path: Path, folder: Path, *, seed: int, difficulty: str) -> tuple[Mapping[str, Any], Mapping[str, int]]:
    """Write one exam; a lecture too short for all questions is asked for half of them, down to one of each kind."""
    counts = dict(COUNTS)
    while True:
        job = FolderJob(folder, path, cpu_threads=2)
        params = PdfExamParameters.model_validate(
            {"file_ids": [job.file_id(path)], "counts": counts, "seed": seed, "difficulty": difficulty}
        )
        try:
            run_kind(params, job)
        except JobFailure:
            if sum(counts.values()) <= 4:
                raise
            counts = {kind: count // 2 for kind, count in counts.items()}
            continue
        return json.loads((folder / "exam.json").read_text(encoding="utf-8")), counts


def _faults(graded: Sequence[Graded], refused: Counter[str]) -> dict[str, float]:
    items = [item for one in graded for item in one.exam["items"]]
    by_kind: dict[str, list[tuple[str, Fault]]] = defaultdict(list)
    for one in graded:
        for fault in one.faults:
            by_kind[fault.kind].append((one.name, fault))
    faulty = sum(len({fault.number for fault in one.faults if fault.number}) for one in graded)
    rate = faulty / max(1, len(items))
    print(f"  {len(items)} questions {dict(Counter(item['type'] for item in items))}, refused: {sum(refused.values())}")
    print(f"    without any fault  {1 - rate:.1%} of the questions")
    for kind, meaning in KINDS.items():
        found = by_kind.get(kind, [])
        share = len(found) / max(1, len(items))
        print(f"    {kind:<18} {len(found):>4}  {share:>6.1%}   {meaning if found else ''}".rstrip())
        for name, fault in found[:3]:
            print(f"        {name} {fault.number}: {fault.example[:170]}")
    return {"questions": len(items), "faultless": 1 - rate, "refused": sum(refused.values())} | {
        f"fault_{kind}": len(found) for kind, found in by_kind.items()
    }


def _balance(graded: Sequence[Graded]) -> dict[str, float]:
    figures = {}
    for kind in ("multiple_choice", "true_false"):
        observed, chance = balance((one.exam for one in graded), kind)
        print(f"    {kind} answers by position {observed}, probability by chance {chance:.3f}   (bar: > 0.01)")
        figures[f"balance_{kind}_p"] = chance
    return figures


def _judgement(graded: Sequence[Graded]) -> dict[str, float]:
    return exam_judgement.show(item for one in graded for item in one.exam["items"])


def _determinism(path: Path, folder: Path) -> dict[str, float]:
    names = ("exam.json", "exam.docx", "exam.pdf", "answers.docx", "answers.pdf")
    for place in ("first", "second"):
        subprocess.run(_timed_command(path, folder / place), check=True, capture_output=True)
    same = all((folder / "first" / name).read_bytes() == (folder / "second" / name).read_bytes() for name in names)
    print(
        f"  the same seed twice, in two processes: {'the same bytes in all five files' if same else 'DIFFERENT FILES'}"
    )
    return {"deterministic": float(same)}


def _hundred_pages(folder: Path) -> dict[str, float]:
    figures = {}
    for language in ("en", "zh"):
        path = pdfs.pages(folder / f"hundred-{language}.pdf", 100, language=language, full=language == "en")
        began = time.perf_counter()
        shown = subprocess.run(
            _timed_command(path, folder / f"hundred-{language}"), check=True, capture_output=True, text=True
        )
        spent_s = time.perf_counter() - began
        told = json.loads(shown.stdout)
        print(
            f"  100 pages ({language}) to {told['questions']} questions and five files, start of the process included"
        )
        print(
            f"    wall time          {spent_s:.1f} s   (bar: 20)     peak memory {told['peak_mb']:.0f} MB   (bar: 400)"
        )
        figures |= {f"hundred_pages_{language}_s": spent_s, f"hundred_pages_{language}_peak_mb": told["peak_mb"]}
    return figures


def _timed_command(path: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "tests.bench.pdf_exam", "--timed", str(path), str(folder)]


def _one_job(path: Path, folder: Path) -> None:
    job = FolderJob(folder, path, cpu_threads=2)
    result = run_kind(PdfExamParameters.model_validate({"file_ids": [job.file_id(path)], "counts": TIMED}), job)
    print(json.dumps({"questions": sum(result.questions.values()), "peak_mb": peak_bytes() / 1e6}))


def _questions(
    folder: Path, count: int, others: Sequence[Path] | None, *, seed: int
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield questions from all PDFs in turn, of all types, each with the name of its PDF."""
    graded, _ = _graded(_material(folder, others), folder, seed=seed)
    share = -(-count // max(1, len(graded)))
    chosen = []
    for number, one in enumerate(graded):
        items = one.exam["items"]
        places = sorted({(5 * number + part * len(items) // share) % len(items) for part in range(share)})
        chosen += [(one.name, items[place]) for place in places]
    yield from (chosen[part * len(chosen) // count] for part in range(min(count, len(chosen))))


if __name__ == "__main__":
    main()
