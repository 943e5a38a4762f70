"""What the offline writer asks of a language; `english` and `chinese` answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Literal, Protocol

from actors.pdf_exam.exam import Language
from actors.pdf_exam.standing import Standing

#: What a phrase looks like; wrong answers must look like the right one. ``acronym`` TCP,
#: ``singular`` the stack, ``bare`` photosynthesis (a singular without an article), ``plural`` stacks,
#: ``name`` the Tiber, ``person``
#: and ``place`` names without an article, ``word`` anything in a language without these distinctions.
Form = Literal["acronym", "name", "singular", "bare", "plural", "word", "person", "place"]


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that may be asked for.

    Args:
        start: where it begins in its sentence.
        end: where it ends.
        text: its words, without article.
        form: what it looks like.
        key: its normal form: the same for singular and plural, capital and small.
        enumerated: whether it stands in an enumeration, where another member would fit as well.
    """

    start: int
    end: int
    text: str
    form: Form
    key: str
    enumerated: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Definition:
    """A sentence that says what something is.

    Args:
        term: what is defined, as a phrase of the sentence.
        body: what it is said to be, a substring of the sentence, without the final stop.
        plural: whether the sentence speaks of several.
        kind_of: the head of the body ("data structure"), in normal form; empty where not found.
        aliases: other names that the sentence gives it, in normal form.
        article: what stands before the term in a question ("a", "the"), or nothing.
    """

    term: Phrase
    body: str
    plural: bool = False
    kind_of: str = ""
    aliases: tuple[str, ...] = ()
    article: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One replacement in a sentence.

    Args:
        start: where the replaced words begin.
        end: where they end.
        new: what stands there instead.
        weight: how good a false statement this makes, 0..1.
    """

    start: int
    end: int
    new: str
    weight: float = 1.0

    def applied(self, text: str) -> str:
        """Return the sentence after the change."""
        return text[: self.start] + self.new + text[self.end :]


@dataclasses.dataclass(frozen=True, slots=True)
class Quantity:
    """A number that may be asked for.

    Args:
        start: where it begins in its sentence.
        end: where it ends, its unit included.
        text: number and unit.
        kind: year, percentage, measure (with a unit) or count (of things).
        others: plausible wrong ones, written alike.
    """

    start: int
    end: int
    text: str
    kind: Literal["year", "percentage", "measure", "count"]
    others: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question whose answer is written.

    Args:
        stem: the question.
        answer: what a full answer says, from the sentence.
        weight: how good a question it is, 0..1.
        about: normal form of what it asks about; two questions about the same thing are one too many.
    """

    stem: str
    answer: str
    weight: float
    about: str


class Wording(Protocol):
    """The words that an exam adds to those of the lectures."""

    true: str
    false: str

    def which_term(self, body: str) -> str:
        """Ask which term a description fits."""

    def what_is(self, definition: Definition) -> str:
        """Ask what a term means."""

    def complete(self, gapped: str) -> str:
        """Ask for what completes a sentence."""

    def statement(self, text: str) -> str:
        """Put a statement that is to be judged."""

    def explain_topic(self, topic: str, points: int) -> str:
        """Ask for a long answer on a section's topic."""

    def describe_term(self, term: str, points: int) -> str:
        """Ask for a long answer on a term."""

    def marking_scheme(self, points: Sequence[str]) -> str:
        """Lay out what earns marks in a long answer."""

    def lecture_says(self, quote: str, page: int) -> str:
        """Explain an answer by the words of the lecture."""

    def lecture_differs(self, wrong: str, right: str, quote: str, page: int) -> str:
        """Explain why a statement is false."""


class Tongue(Protocol):
    """One language."""

    code: Language
    wording: Wording

    def fitness(self, text: str) -> float:
        """Return how fit a sentence is to be asked about out of its context: 0 (not at all) to 1."""

    def standing(self, text: str) -> Standing:
        """Tell what kind of subject a sentence has and what in it leans on the text around it."""

    def sort_votes(self, text: str, phrase: Phrase) -> dict[str, float]:
        """Return for what sorts of thing (person, place, ...) a phrase's sentence speaks, each with its weight."""

    def is_askable(self, key: str) -> bool:
        """Tell whether a phrase in normal form names one thing in whole words ("coe cient", "given value" do not)."""

    def shape(self, body: str) -> str:
        """Return the grammatical shape of a definition: wrong options must have the right one's."""

    def phrases(self, text: str) -> list[Phrase]:
        """Return the noun phrases of a sentence that may be asked for, in their order."""

    def quantities(self, text: str) -> list[Quantity]:
        """Return the numbers of a sentence that may be asked for."""

    def definition(self, text: str) -> Definition | None:
        """Return what a sentence defines, if it does."""

    def flips(self, text: str) -> list[Change]:
        """Return the changes that turn a sentence into its opposite, best first."""

    def open_questions(self, text: str) -> list[OpenQuestion]:
        """Return the questions that a sentence answers in words."""

    def content(self, text: str) -> frozenset[str]:
        """Return the words of a text that carry its meaning, in normal form."""

    def agrees(self, text: str, phrase: Phrase) -> bool:
        """Tell whether a phrase goes with the verb after it; where it does not, it was cut wrongly."""

    def is_name(self, word: str) -> bool:
        """Tell whether a word that begins a sentence is most likely a name."""

    def commonness(self, key: str) -> float:
        """Return how common a phrase's rarest word is (Zipf scale, 0 unknown to 7 "the")."""

    def topic(self, heading: str) -> str:
        """Return the topic that a heading names and one can be asked to explain; empty where it names none."""

    def gap(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where a gap begins and ends that gives nothing away: the article "a" or "an" goes into it."""
