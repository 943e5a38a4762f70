"""The exam on paper: what students get and the answer key, as PDF and as DOCX."""

from __future__ import annotations

from actors.pdf_exam.paper.answers_docx import write_answers_docx
from actors.pdf_exam.paper.answers_pdf import write_answers_pdf
from actors.pdf_exam.paper.exam_docx import write_exam_docx
from actors.pdf_exam.paper.exam_pdf import write_exam_pdf

__all__ = ["write_answers_docx", "write_answers_pdf", "write_exam_docx", "write_exam_pdf"]
