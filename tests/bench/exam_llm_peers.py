"""Exams by a language model: ours, verified, and a plain prompt's, taken as they come; the same stand-in answers both.

The stand-in writes dull but sound questions and spoils every fifth, in one of three ways that models are known for. The
share is set by us: what is counted is how many spoilt questions reach the paper, not how often models err.
"""

from __future__ import annotations

import itertools
import json
import logging
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdf

from actors.llm.client import Llm
from actors.pdf_exam.proposal import Proposal, Proposals, instructions
from actors.pdf_exam.run import run as run_kind
from actors.pdf_exam.spec import PdfExamParameters
from tests.material.exam_sources import han_share
from tests.material.job import FolderJob
from tests.material.llm_examiner import Question, examiner
from tests.material.llm_server import LlmServer

_SPOILT_EVERY = 5


def verified(path: Path, counts: Mapping[str, int], seed: int) -> Mapping[str, Any]:
    """Write an exam as the kind does with the provider llm."""
    with tempfile.TemporaryDirectory() as folder, LlmServer(examiner(_spoiling())) as server:
        job = FolderJob(Path(folder), path, cpu_threads=2, providers={"llm": server.provider()})
        params = {"file_ids": [job.file_id(path)], "counts": dict(counts), "seed": seed, "provider": "llm"}
        run_kind(PdfExamParameters.model_validate(params), job)
        exam: Mapping[str, Any] = json.loads((job.folder / "exam.json").read_text(encoding="utf-8"))
        return exam


def plain_prompt(path: Path, counts: Mapping[str, int], seed: int) -> Mapping[str, Any]:
    """Write an exam as a script does that sends the text with a prompt and prints what comes back."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every font that it can't read
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]
    text = "\n\n".join(f"=== page {number} ===\n{page}" for number, page in enumerate(pages, start=1))
    language = "zh" if han_share(text) > 0.5 else "en"
    with tempfile.TemporaryDirectory() as folder, LlmServer(examiner(_spoiling())) as server:
        job = FolderJob(Path(folder), providers={"llm": server.provider()})
        with Llm.of(job) as llm:
            asked = instructions(dict(counts), language, "medium", [])  # type: ignore[arg-type]
            answer = llm.ask(instructions=asked, material=text, answer=Proposals, purpose="plain prompt")
    items = [_item(path, number, proposal) for number, proposal in enumerate(answer.questions, start=1)]
    return {"title": path.stem, "language": language, "seed": seed, "items": items}


def _item(path: Path, number: int, proposal: Proposal) -> dict[str, Any]:
    options, key = list(proposal.options), proposal.key or " ".join(proposal.points)
    if proposal.type == "true_false":
        options = ["True", "False"]
    found = next((place for place, option in enumerate(options) if option.lower() == key.lower()), -1)
    return {
        "number": number, "type": proposal.type, "stem": proposal.stem, "options": options,
        "key": found if options else key, "explanation": proposal.explanation, "marks": 1,
        "source": {"file_id": FolderJob.file_id(path), "page": proposal.page, "quote": proposal.quote},
    }  # fmt: skip


def _spoiling() -> Callable[[Question], Question | None]:
    """Return what spoils every fifth question: an invented quote, a key that is no option, an option twice."""
    number = itertools.count(1)

    def spoil(question: Question) -> Question:
        count = next(number)
        if count % _SPOILT_EVERY:
            return question
        if question["type"] == "multiple_choice" and count % 2:
            return question | {"key": "something else"}
        if question["type"] == "multiple_choice":
            return question | {"options": [*question["options"][:3], question["options"][0]]}
        return question | {"quote": "These words stand on no page of any lecture that was sent."}

    return spoil
