"""How much of a human summary ours holds, beside the first sentences and sumy's LexRank: ``-m tests.bench summaries``.

ROUGE F of three sentences each, cut from the text by the same splitter for all; ours are the summary that the finished
report of ``document_analysis`` shows. The half under ``tuning`` may be looked at while the ranking is improved; the
figures that count are those of ``held_out``.
"""

from __future__ import annotations

import dataclasses
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from rouge_score.rouge_scorer import RougeScorer
from rouge_score.tokenizers import DefaultTokenizer
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

from actors.document_analysis.analysis import analyse
from actors.document_analysis.report import Report, Source
from actors.document_analysis.spec import DocumentAnalysisParameters
from actors.text.document import Block, Document, Place
from actors.text.language import Language, language_of
from actors.text.splitting import split
from actors.text.words import words_of
from tests.material.job import FolderJob

MATERIAL = Path(__file__).resolve().parents[1] / "material/summaries"
HALVES = ("tuning", "held_out")
SENTENCES = 3
MEASURES = ("rouge1", "rouge2", "rougeL")


@dataclasses.dataclass(frozen=True)
class Example:
    """A text and what a person says it says."""

    name: str
    language: Language
    paragraphs: tuple[tuple[str, ...], ...]
    reference: str
    title: str = ""

    @property
    def sentences(self) -> list[str]:
        """All sentences, in their order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


def examples(half: str) -> list[Example]:
    """Read ``tuning`` or ``held_out``."""
    found = []
    for path in sorted((MATERIAL / half).glob("*.txt")):
        if path.name.endswith(".reference.txt"):
            continue
        title, *paragraphs = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        reference = path.with_suffix(".reference.txt").read_text(encoding="utf-8").strip()
        cut = tuple(tuple(split(paragraph)) for paragraph in paragraphs)
        found.append(Example(path.stem, language_of("".join(paragraphs)), cut, reference, title))
    return found


def ours(example: Example) -> list[str]:
    glue = "" if example.language == "zh" else " "
    paragraphs = enumerate((glue.join(paragraph) for paragraph in example.paragraphs), 1)
    blocks = tuple(Block("paragraph", text, Place(paragraph=number)) for number, text in paragraphs)
    summary = list(_reported(Document(example.title, blocks)).summary)
    if len(summary) != SENTENCES:
        raise ValueError(f"{example.name}: {len(summary)} sentences stand against {SENTENCES} of the others")
    return summary


def _reported(document: Document) -> Report:
    """Report on a document offline, as ``run`` does."""
    with tempfile.TemporaryDirectory() as folder:
        return analyse(
            document,
            [],
            Source(kind="document", name=document.title),
            DocumentAnalysisParameters(file_id=FolderJob.file_id(Path(document.title))),
            job=FolderJob(Path(folder)),
            on_progress=lambda done, what: None,
        )


def lead(example: Example) -> list[str]:
    return example.sentences[:SENTENCES]


def sumy_lexrank(example: Example) -> list[str]:
    """sumy's own LexRank, stemmer and stop words; words from us, since its tokenizer wants NLTK's data."""
    tokenizer = _Words(example.language)
    document = ObjectDocumentModel(
        [Paragraph([SumySentence(text, tokenizer) for text in paragraph]) for paragraph in example.paragraphs]
    )
    summarizer = LexRankSummarizer(null_stemmer if example.language == "zh" else Stemmer("english"))
    summarizer.stop_words = get_stop_words("chinese" if example.language == "zh" else "english")
    return [str(sentence) for sentence in summarizer(document, SENTENCES)]


class _Words:
    """What sumy and rouge-score ask of a tokenizer."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words_of(text, self.language))

    def tokenize(self, text: str) -> list[str]:
        return [word.casefold() for word in words_of(text, self.language)]


METHODS: dict[str, Callable[[Example], list[str]]] = {
    "ours": ours,
    f"lead-{SENTENCES}": lead,
    "sumy LexRank": sumy_lexrank,
}


def scores(example: Example, summary: Sequence[str]) -> list[float]:
    """Return the F values of all measures, 0..1."""
    tokenizer = _Words("zh") if example.language == "zh" else DefaultTokenizer(use_stemmer=True)
    glue = "" if example.language == "zh" else " "
    found = RougeScorer(list(MEASURES), tokenizer=tokenizer).score(example.reference, glue.join(summary))
    return [found[measure].fmeasure for measure in MEASURES]


def hundred_pages_s(language: Language) -> float:
    """Return the processor time for 50,000 English words or 80,000 Chinese characters, dictionaries loaded."""
    random = Random(1)
    read = [example for half in HALVES for example in examples(half) if example.language == language]
    known = [sentence for example in read for sentence in example.sentences]
    glue, wanted = (" ", 50_000) if language == "en" else ("", 80_000)
    words = [word for sentence in known for word in words_of(sentence, language)]
    blocks, length = [], 0
    while length < wanted:
        # A third of the words change, so that no sentence comes twice.
        made = [_changed(sentence, words, random, language) for sentence in random.choices(known, k=5)]
        blocks.append(Block("paragraph", glue.join(made), Place(page=len(blocks) // 5 + 1)))
        length += sum(len(sentence.split()) if language == "en" else len(sentence) for sentence in made)
    began = time.process_time()
    _reported(Document("", tuple(blocks)))
    return time.process_time() - began


def _changed(sentence: str, words: Sequence[str], random: Random, language: Language) -> str:
    own = [random.choice(words) if random.random() < 1 / 3 else word for word in words_of(sentence, language)]
    return (" ".join(own) + ".") if language == "en" else "".join(own) + "\u3002"


def run() -> dict[str, float]:
    """Measure and print; returns the means by name."""
    figures: dict[str, float] = {}
    for half in HALVES:
        read = examples(half)
        for language in ("en", "zh"):
            chosen = [example for example in read if example.language == language]
            print(f"  {half}, {len(chosen)} documents in {language}: mean ROUGE-1 / -2 / -L F of {SENTENCES} sentences")
            for name, method in METHODS.items():
                each = [scores(example, method(example)) for example in chosen]
                means = [statistics.mean(column) for column in zip(*each, strict=True)]
                figures |= {f"{half} {language} {name} {m}": v for m, v in zip(MEASURES, means, strict=True)}
                print(f"    {name:<14} {' / '.join(f'{value:.3f}' for value in means)}")
    for language, bar_s in (("en", 3.0), ("zh", 5.0)):
        spent_s = figures[f"{language} 100 pages s"] = hundred_pages_s(language)
        print(f"  100 pages in {language}: from blocks to the report in {spent_s:.2f} s   (bar: {bar_s})")
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    return figures


def main() -> None:
    """Print the tables."""
    run()


if __name__ == "__main__":
    main()
