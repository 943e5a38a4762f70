"""Documents for tests of the analysis, and a model that reads them honestly or not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from actors.document_analysis.report import Report
from actors.document_analysis.run import run
from actors.document_analysis.spec import DocumentAnalysisParameters
from actors.text.language import han_count
from tests.material.job import FolderJob
from tests.material.lectures import lecture
from tests.material.llm_replies import Asked, Reply, good

HOSTILE = '<script>alert(1)</script> & "quoted" [link](javascript:alert(2)) <img src=x onerror=alert(3)>'


def write_lecture(folder: Path, name: str, *, headings: bool = True) -> Path:
    """Write a lecture as Markdown."""
    text = lecture(name)
    lines = [f"# {text.title}", ""]
    for section in text.sections:
        lines += [f"## {section.heading}", ""] if headings else []
        lines += [line for paragraph in section.paragraphs for line in (text.joined(paragraph), "")]
    path = folder / f"{name}.md"
    path.write_text("\n".join(lines if headings else lines[2:]), encoding="utf-8")
    return path


def write_captions(folder: Path, name: str, *, punctuated: bool = True) -> Path:
    """Write a lecture as subtitles of two lines' length, three seconds each."""
    sentences = lecture(name).sentences
    chinese = name.startswith("zh")
    words = list("".join(sentences)) if chinese else " ".join(sentences).split()
    size = 18 if chinese else 9
    pieces = [("" if chinese else " ").join(words[at : at + size]) for at in range(0, len(words), size)]
    if not punctuated:
        pieces = [re.sub(r"[^\w\s]", "", piece).lower() for piece in pieces]
    cues = [f"{_stamp(3 * n)} --> {_stamp(3 * n + 3)}\n{piece}" for n, piece in enumerate(pieces)]
    path = folder / f"{name}.vtt"
    path.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", encoding="utf-8")
    return path


def _stamp(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


def report_on(path: Path, folder: Path, job: FolderJob | None = None, **params: object) -> Report:
    """Run the kind on a file and return its report."""
    job = job or FolderJob(folder, path)
    run(DocumentAnalysisParameters(file_id=job.file_id(path), **params), job)  # type: ignore[arg-type]
    return Report.model_validate_json((job.folder / "report.json").read_text(encoding="utf-8"))


def honest(asked: Asked) -> Reply:
    """Answer as a model that quotes what it read."""
    if asked.schema_name == "WholeAnswer":
        return good({
            "summary": [{"text": "It is about this.", "claims": [1, 2]}],
            "key_points": [{"text": "And that.", "claims": [2]}],
            "keywords": ["this"],
        })  # fmt: skip
    if asked.schema_name == "OutlineAnswer":
        return good({"chapters": _outline(asked.material)})
    quotes = [line for line in re.split(r"(?<=[.。])\s*", asked.material.replace("\n\n", " ")) if len(line) > 20]
    claims = [{"text": f"Claim {number}: {len(quote)}", "quote": quote} for number, quote in enumerate(quotes[-5:])]
    return good({"summary": claims[:2], "key_points": claims[2:]})


def _outline(material: str) -> list[dict[str, object]]:
    """Begin a chapter at the first block and one in the middle, named by its first words."""
    blocks = re.findall(r"^\[(\d+)\] (.+)$", material, re.MULTILINE)
    chosen = blocks[:: max(1, (len(blocks) + 1) // 2)][:2]
    return [{"title": _first_words(text), "first_block": int(number)} for number, text in chosen]


def _first_words(text: str) -> str:
    words = re.findall(r"\w+", text)
    return words[0][:12] if han_count(text) else " ".join(words[:8])


def inventing(share: Callable[[int], bool]) -> Callable[[Asked], Reply]:
    """Answer as a model that makes up the quotes of the claims whose number ``share`` says yes to."""

    def reply(asked: Asked) -> Reply:
        answer = honest(asked)
        if asked.schema_name != "ChapterAnswer":
            return answer
        content = json.loads(answer.body["choices"][0]["message"]["content"])
        claims = content["summary"] + content["key_points"]
        for number, claim in enumerate(claims):
            if share(number):
                claim["quote"] = "these words were never written by anybody there"
        return good(content)

    return reply
