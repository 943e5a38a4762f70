"""Write an exam from lecture PDFs: read, choose the language, write the questions, print paper and answer key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from actors.context import JobContext
from actors.pdf_exam import asking, offline
from actors.pdf_exam.exam import Exam, Item, Language
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.paper import write_answers_docx, write_answers_pdf, write_exam_docx, write_exam_pdf
from actors.pdf_exam.spec import PdfExamParameters, PdfExamResult
from actors.text.language import language_of
from actors.text.pdf import page_texts, read_pdf

_READ, _WRITTEN = 0.3, 0.85


def run(params: PdfExamParameters, job: JobContext) -> PdfExamResult:
    """Do one job: see the steps."""
    # 1. Read the lectures.
    lectures = _read(params, job)
    language = params.language if params.language != "auto" else _language(lectures)

    # 2. Write the questions.
    def on_progress(done: float, message: str) -> None:
        job.progress(_READ + (_WRITTEN - _READ) * done, "writing", message)

    if params.provider == "llm":
        items = asking.write_items(lectures, params, language, job, on_progress)
    else:
        items = offline.write_items(lectures, params, language, on_progress)
    exam = Exam(
        title=params.title or lectures[0].document.title, language=language, seed=params.seed, items=tuple(items)
    )

    # 3. Print them.
    _print(exam, job, {lecture.file_id: lecture.name for lecture in lectures})
    return PdfExamResult(
        title=exam.title,
        language=exam.language,
        seed=exam.seed,
        questions=_counted(exam.items),
        marks=exam.marks,
        pages_read=sum(bool(text.strip()) for lecture in lectures for text in lecture.page_texts),
        warnings=[*_unheard(params), *(warning for lecture in lectures for warning in lecture.document.warnings)],
    )


def _read(params: PdfExamParameters, job: JobContext) -> list[Lecture]:
    """Read every PDF, page by page."""
    lectures = []
    share = _READ / len(params.file_ids)
    for number, file_id in enumerate(params.file_ids):
        path, name = job.input(file_id), job.input_name(file_id)

        def on_progress(done: float, number: int = number, name: str = name) -> None:
            job.progress(share * (number + done), "reading", f"{name}, {done:.0%} of its pages")

        document = read_pdf(path, name=name, on_progress=on_progress)
        lectures.append(Lecture(file_id, name, document, tuple(page_texts(path))))
    return lectures


def _unheard(params: PdfExamParameters) -> list[str]:
    """Say what was asked for in vain."""
    if params.special_requests.strip() and params.provider == "offline":
        return ["The special requests were not used: only a language model can follow them."]
    return []


def _language(lectures: list[Lecture]) -> Language:
    """Return the language in which most of the lectures' text is written."""
    return language_of("\n".join(block.text for lecture in lectures for block in lecture.document.blocks))


def _print(exam: Exam, job: JobContext, file_names: Mapping[str, str]) -> None:
    """Write the five files."""
    job.artifact("exam.json").write_text(exam.model_dump_json(indent=2) + "\n", encoding="utf-8")
    job.progress(0.87, "printing", f"{len(exam.items)} questions on paper")
    write_exam_docx(exam, job.artifact("exam.docx"))
    write_exam_pdf(exam, job.artifact("exam.pdf"))
    job.progress(0.94, "printing", "the answer key")
    write_answers_docx(exam, job.artifact("answers.docx"), file_names)
    write_answers_pdf(exam, job.artifact("answers.pdf"), file_names)
    job.progress(1.0, "done", f"{len(exam.items)} questions, {exam.marks} marks")


def _counted(items: tuple[Item, ...]) -> dict[str, int]:
    """Return how many questions there are of each type that was asked for."""
    return dict(Counter(item.type for item in items))
