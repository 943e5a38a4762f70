"""What the offline writer promises of a whole exam."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from actors.pdf_exam import offline
from actors.pdf_exam.apparatus import apparatus
from actors.pdf_exam.english.tongue import English
from actors.pdf_exam.exam import Item, Language
from actors.pdf_exam.facts import facts_of
from actors.pdf_exam.lectures import Lecture
from actors.pdf_exam.prospects import Matter
from actors.pdf_exam.run import run
from actors.pdf_exam.spec import Counts, PdfExamParameters
from actors.text.document import Block, Document, Place
from actors.text.verbatim import stands_in
from backend.errors import JobFailure
from tests.material import pdfs
from tests.material.job import FolderJob

LECTURES = Path(__file__).parent.parent / "material" / "lectures"
COUNTS = Counts(multiple_choice=8, cloze=3, true_false=4, short_answer=3, long=1)


def read(*names: str) -> list[Lecture]:
    """Take lectures as if each section were a page of a PDF."""
    return [_lecture(name, (LECTURES / f"{name}.txt").read_text(encoding="utf-8")) for name in names]


def _lecture(name: str, text: str) -> Lecture:
    blocks: list[Block] = []
    pages: list[str] = [""]
    for line in text.splitlines():
        if line.startswith("##"):
            pages.append("")
        kind = "heading" if line.startswith("#") else "paragraph"
        blocks.append(Block(kind, line.lstrip("# "), Place(page=len(pages))))  # type: ignore[arg-type]
        pages[-1] += line + "\n"
    return Lecture(name, f"{name}.pdf", Document(name, tuple(blocks), pages=len(pages)), tuple(pages))


def written(
    lectures: Sequence[Lecture],
    language: Language = "en",
    *,
    counts: Counts = COUNTS,
    seed: int = 0,
    difficulty: str = "medium",
) -> list[Item]:
    params = PdfExamParameters.model_validate(
        {"file_ids": ["a" * 64], "counts": counts.model_dump(), "seed": seed, "difficulty": difficulty}
    )
    return offline.write_items(lectures, params, language, lambda done, message: None)


@pytest.fixture(scope="module")
def exam() -> list[Item]:
    return written(read("en_networks", "en_databases"), counts=Counts(multiple_choice=20, cloze=5, true_false=9))


def test_counts_are_exactly_those_asked_for(exam: list[Item]) -> None:
    assert Counter(item.type for item in exam) == {"multiple_choice": 20, "cloze": 5, "true_false": 9}
    assert [item.number for item in exam] == list(range(1, 35))


def test_every_quote_stands_on_its_page_and_is_asked_about_once(exam: list[Item]) -> None:
    pages = {lecture.file_id: lecture.page_texts for lecture in read("en_networks", "en_databases")}
    for item in exam:
        assert stands_in(item.source.quote, pages[item.source.file_id][item.source.page - 1])
    assert len({item.source.quote for item in exam}) == len(exam)


def test_right_answers_stand_at_every_letter_equally_often(exam: list[Item]) -> None:
    letters = Counter(item.key for item in exam if item.type == "multiple_choice")
    assert sorted(letters) == [0, 1, 2, 3]
    assert max(letters.values()) <= 20 // 4 + 1


def test_half_of_the_statements_are_false(exam: list[Item]) -> None:
    keys = Counter(item.key for item in exam if item.type == "true_false")
    assert sorted(keys.values()) == [4, 5]


def test_questions_of_a_type_stand_in_reading_order(exam: list[Item]) -> None:
    order = ["en_networks", "en_databases"]
    for kind in ("multiple_choice", "cloze", "true_false"):
        places = [(order.index(item.source.file_id), item.source.page) for item in exam if item.type == kind]
        assert places == sorted(places)


def test_questions_are_spread_over_files_and_pages(exam: list[Item]) -> None:
    assert {item.source.file_id for item in exam} == {"en_networks", "en_databases"}
    assert len({(item.source.file_id, item.source.page) for item in exam}) >= 8


def test_no_gap_key_is_read_in_its_own_stem(exam: list[Item]) -> None:
    for item in exam:
        if "____" in item.stem:
            key = item.options[item.key] if isinstance(item.key, int) else item.key
            assert item.stem.count("____") == 1
            assert key.lower() not in item.stem.lower()


def test_changed_statement_is_explained_by_the_truth(exam: list[Item]) -> None:
    false = [item for item in exam if item.type == "true_false" and item.key == 1]
    assert false
    for item in false:
        assert item.stem != item.source.quote
        assert item.source.quote in item.explanation


def test_long_answer_is_marked_by_points_from_the_source() -> None:
    item = written(read("en_cells"), counts=Counts(multiple_choice=0, cloze=0, true_false=0, long=1))[0]
    assert 4 <= item.marks <= 6
    assert f"({item.marks})" in str(item.key)
    assert f"({item.marks + 1})" not in str(item.key)


@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
def test_difficulty_changes_what_is_asked(difficulty: str) -> None:
    other = "easy" if difficulty != "easy" else "hard"
    fewer = Counts(multiple_choice=6, cloze=2, true_false=4, short_answer=2, long=0)
    ours, theirs = (
        [item.stem for item in written(read("en_statistics"), counts=fewer, difficulty=name)]
        for name in (difficulty, other)
    )
    assert ours != theirs


def test_chinese_exam_has_chinese_words_and_punctuation() -> None:
    items = written(read("zh_photosynthesis"), "zh")
    assert {option for item in items if item.type == "true_false" for option in item.options} == {"正确", "错误"}
    assert all(item.stem.endswith(("？", "。", "？”", "。”")) for item in items if item.type != "cloze")
    assert all("Page" not in item.explanation for item in items)


def test_mixed_lectures_give_questions_of_the_asked_language_only() -> None:
    for language, name in (("en", "en_cells"), ("zh", "zh_photosynthesis")):
        items = written(read("en_cells", "zh_photosynthesis"), language)  # type: ignore[arg-type]
        assert {item.source.file_id for item in items} == {name}


def test_language_that_no_sentence_has_is_refused() -> None:
    with pytest.raises(JobFailure) as failure:
        written(read("en_cells"), "zh")
    assert failure.value.code == "wrong_language"


def test_too_much_asked_is_refused_with_what_is_possible() -> None:
    with pytest.raises(JobFailure) as failure:
        written(read("en_cells"), counts=Counts(multiple_choice=50, cloze=20, true_false=20))
    assert failure.value.code == "not_enough_material"
    possible = failure.value.details["possible"]
    asked = failure.value.details["asked"]
    assert asked == {"multiple_choice": 50, "cloze": 20, "true_false": 20}
    assert all(0 <= possible[kind] <= asked[kind] for kind in asked)
    assert f"{possible['cloze']} of 20 cloze" in failure.value.message


def test_what_a_refusal_calls_possible_can_be_had() -> None:
    with pytest.raises(JobFailure) as failure:
        written(read("en_climate"), counts=Counts(multiple_choice=30, cloze=10, true_false=10))
    possible = failure.value.details["possible"]
    assert len(written(read("en_climate"), counts=Counts(**possible))) == sum(possible.values())


def test_other_seed_gives_another_exam() -> None:
    stems = [tuple(item.stem for item in written(read("en_networks"), seed=seed)) for seed in (0, 1, 2)]
    assert len(set(stems)) == 3


def test_same_seed_gives_the_same_exam_in_every_process() -> None:
    code = (
        "import json\n"
        "from tests.unit.test_pdf_exam_offline import read, written\n"
        "print(json.dumps([i.model_dump() for i in written(read('en_networks'), seed=7)]))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for salt in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])) == COUNTS.total


def test_job_delivers_its_five_files_and_counts(tmp_path: Path) -> None:
    source = pdfs.headings(tmp_path / "networks.pdf")
    job = FolderJob(tmp_path / "job", source)
    params = PdfExamParameters(
        file_ids=[FolderJob.file_id(source)], counts=COUNTS, title="Networks", special_requests="Be kind."
    )
    result = run(params, job)
    assert result.warnings == ["The special requests were not used: only a language model can follow them."]
    assert result.questions == {kind: count for kind, count in COUNTS.by_type().items() if count}
    exam = json.loads((job.folder / "exam.json").read_text(encoding="utf-8"))
    assert (exam["title"], exam["language"], len(exam["items"])) == ("Networks", "en", COUNTS.total)
    assert result.marks == sum(item["marks"] for item in exam["items"])
    for name in ("exam.docx", "exam.pdf", "answers.docx", "answers.pdf"):
        assert (job.folder / name).stat().st_size > 1000
    fractions = [fraction for fraction, _, _ in job.reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(set(fractions)) >= 8


LICENCE = (
    "# GNU General Public License\n"
    "Propagation includes copying, distribution, making available to the public, and in some countries other acts.\n"
    "A covered work carries no warranty, and no copyright holder accepts any liability for its use.\n"
)


def test_licence_and_preface_are_not_asked_about() -> None:
    text = (LECTURES / "en_cells.txt").read_text(encoding="utf-8")
    document = _lecture("cells", text + LICENCE).document
    left_out = " ".join(document.blocks[number].text for number in apparatus(document))
    assert "Propagation" in left_out
    assert "covered work" in left_out
    assert "ribosomes" not in left_out.lower()
    facts = facts_of([_lecture("cells", text + LICENCE)], English(), lambda done: None)
    assert not any("Propagation" in fact.text for fact in facts)


def test_lecture_that_is_all_licence_has_not_enough_material() -> None:
    with pytest.raises(JobFailure) as failure:
        written([_lecture("licence", LICENCE)])
    assert failure.value.code == "not_enough_material"


def test_numbers_to_choose_from_stand_in_their_order() -> None:
    items = written(read("en_networks", "en_databases"), counts=Counts(multiple_choice=20, cloze=0, true_false=0))
    numeric = [item.options for item in items if item.options[0][:1].isdigit()]
    assert numeric
    for options in numeric:
        values = [float(option.split()[0].replace(",", "").rstrip("%")) for option in options]
        assert values == sorted(values)


def test_wrong_options_are_of_the_right_ones_sort() -> None:
    matter = Matter(facts_of(read("en_ancient_rome"), English(), lambda done: None), English(), "medium", 0)
    terms = matter.glossary.terms
    for seed in range(3):
        only = Counts(multiple_choice=8, cloze=0, true_false=0)
        for item in written(read("en_ancient_rome"), counts=only, seed=seed):
            sorts = {terms[option.lower()].sort for option in item.options if option.lower() in terms}
            assert not {"person", "place"} <= sorts


def test_abbreviation_is_no_gap_beside_the_words_it_stands_for() -> None:
    text = (
        "# Formats\nA CGM of Yorick conforms to the standard of the Computer Graphics Metafile for pictures.\n"
        "A CGM of Yorick conforms to the standard of the International Organization for pictures.\n"
    )
    facts = facts_of([_lecture("formats", text)], English(), lambda done: None)
    matter = Matter(facts, English(), "medium", 0, ["Formats"])
    asked = [{phrase.text for phrase, _ in matter.askable_phrases(fact)} for fact in facts]
    assert ["CGM" in texts for texts in asked] == [False, True]


def test_bound_sentence_is_worth_less_than_a_general_one() -> None:
    filler = "\n".join(
        f"Term{number} {verb} the letter{number} of word{number} in text{number}."
        for number in range(500)
        for verb in ("holds",)
    )
    text = (
        f"# Graphs\nRouters forward packets between networks by their addresses.\n"
        f"The caller can then read in the layout, and apply the information as necessary.\n{filler}\n"
    )
    facts = facts_of([_lecture("graphs", text)], English(), lambda done: None)
    matter = Matter(facts, English(), "medium", 0, ["Graphs"])
    by_start = {fact.text.split()[0]: matter.quality(fact) for fact in facts}
    assert by_start["Routers"] > by_start["The"] + 0.2
