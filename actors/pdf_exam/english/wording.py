"""The English words that an exam adds to those of the lectures."""

from __future__ import annotations

from collections.abc import Sequence

from actors.pdf_exam.english import grammar
from actors.pdf_exam.english.open_questions import lowered
from actors.pdf_exam.tongue import Definition


class EnglishWording:
    """See `tongue.Wording`."""

    true, false = "True", "False"

    def which_term(self, body: str) -> str:
        """Ask which term a description fits."""
        return f"Which term does this describe: “{lowered(body)}”?"

    def what_is(self, definition: Definition) -> str:
        """Ask what a term means."""
        article = f"{definition.article} " if definition.article else ""
        verb = "are" if definition.plural else "is"
        term = definition.term.text if definition.article else lowered(definition.term.text)
        if not article and not definition.plural and _needs_marking(definition.term.text):
            return f"What does the term “{definition.term.text}” mean?"
        return f"What {verb} {article}{term}?"

    def complete(self, gapped: str) -> str:
        """Ask for what completes a sentence."""
        return f"Which choice completes the sentence? “{gapped}”"

    def statement(self, text: str) -> str:
        """Put a statement that is to be judged."""
        return text

    def explain_topic(self, topic: str, points: int) -> str:
        """Ask for a long answer on a section's topic."""
        return f"Explain the topic “{topic}”. Make at least {_COUNTED[points]} distinct points."

    def describe_term(self, term: str, points: int) -> str:
        """Ask for a long answer on a term."""
        return f"Write what you know about {lowered(term)}. Make at least {_COUNTED[points]} distinct points."

    def marking_scheme(self, points: Sequence[str]) -> str:
        """Lay out what earns marks in a long answer."""
        lines = (f"({number}) {point}" for number, point in enumerate(points, 1))
        return "\n".join(["One mark for each of these points:", *lines])

    def lecture_says(self, quote: str, page: int) -> str:
        """Explain an answer by the words of the lecture."""
        return f"Page {page}: “{quote}”"

    def lecture_differs(self, wrong: str, right: str, quote: str, page: int) -> str:
        """Explain why a statement is false."""
        if not right.strip():
            return f"False. Page {page} says without “{wrong.strip()}”: “{quote}”"
        return f"False: it is “{right.strip()}”, not “{wrong.strip()}”. Page {page}: “{quote}”"


def _needs_marking(term: str) -> bool:
    """Tell whether a term looks like an ordinary word ("Essential"), so that only quotes show that it is one."""
    kinds = grammar.classes(term)
    return " " not in term and (
        bool(kinds & {"ADJ", "ADV"}) or "NOUN" not in kinds or ("VERB" in kinds and term.islower())
    )


_COUNTED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
