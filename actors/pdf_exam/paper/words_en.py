"""The paper's words in English."""

from __future__ import annotations

from actors.pdf_exam.paper.words import Counted, Words

ENGLISH = Words(
    untitled="Examination",
    name="Name",
    group="Class",
    date="Date",
    score="Score",
    questions=Counted("{n} question", "{n} questions"),
    marks=Counted("{n} mark", "{n} marks"),
    marks_of_question=Counted("[{n}\u00a0mark]", "[{n}\u00a0marks]"),
    joiner=" · ",
    sections=("A", "B", "C", "D", "E"),
    section_heading="{label}   {title}",
    titles={
        "multiple_choice": "Multiple choice",
        "cloze": "Fill in the gap",
        "true_false": "True or false",
        "short_answer": "Short answers",
        "long": "Long answers",
    },
    instructions={
        "multiple_choice": "Choose the one best answer to each question and circle its letter.",
        "cloze": "Write the missing word or words on the line.",
        "true_false": "Decide whether each statement is true or false and tick one box.",
        "short_answer": "Answer each question in one to three sentences.",
        "long": "Answer each question in full sentences. Give reasons for what you say.",
    },
    page_of="Page {page} of {pages}",
    end="End of the paper",
    answers_title="Answer key",
    quick_key="Answers at a glance",
    see_below="see below",
    answers_by_question="Answers with their sources",
    answer="Answer",
    explanation="Why",
    source="Source",
    page="page {page}",
    open_quote="“",
    close_quote="”",
)
