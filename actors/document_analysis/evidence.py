"""Whether a quote stands at its place: the one check for both writers and for the finished report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from actors.document_analysis.report import At, Chapter, Proof, Report
from actors.text.document import Document, Place
from actors.text.sentences import joined
from actors.text.verbatim import stands_in
from backend.errors import SluiceError

#: Captions are short: a sentence that begins in one may run on over so many more.
_CAPTIONS_ON = 80


class UnprovenQuote(SluiceError):
    """A report quotes what does not stand in its source: a fault of this program, never of the document."""


class Evidence:
    """The source's text by place.

    Args:
        document: what was read.
        pages: the plain text of each page where the source is a PDF, as another reader gives it; else empty.
    """

    def __init__(self, document: Document, pages: Sequence[str] = ()) -> None:
        self.document = document
        self.pages = pages
        self._by_place: defaultdict[Place, list[int]] = defaultdict(list)
        for index, block in enumerate(document.blocks):
            self._by_place[block.place].append(index)

    def holds(self, quote: str, at: At) -> bool:
        """Tell whether a quote stands at a place word for word.

        A quote of a film begins in the caption of its time and may end in a later one.
        """
        if at.page is not None and self.pages:
            return at.page <= len(self.pages) and stands_in(quote, self.pages[at.page - 1])
        blocks = self._by_place.get(Place(at.page, at.paragraph, at.start_s), [])
        if at.start_s is None:
            return any(stands_in(quote, self.document.blocks[index].text) for index in blocks)
        return any(self._begins_in_caption(quote, index) for index in blocks)

    def find(self, quote: str, first: int, stop: int) -> At | None:
        """Return where in the blocks from ``first`` to before ``stop`` a quote stands; None if nowhere."""
        for index in range(first, stop):
            block = self.document.blocks[index]
            if block.place.start_s is not None:
                if self._begins_in_caption(quote, index):
                    return At.of(block.place)
            elif stands_in(quote, block.text):
                at = self._page_of(quote, index) or At.of(block.place)
                if self.holds(quote, at):
                    return at
        return None

    def _page_of(self, quote: str, index: int) -> At | None:
        block = self.document.blocks[index]
        if block.place.page is None or not self.pages:
            return None
        pages = range(block.place.page, (block.end_page or block.place.page) + 1)
        return next((At(page=page) for page in pages if self.holds(quote, At(page=page))), None)

    def _begins_in_caption(self, quote: str, index: int) -> bool:
        captions = [block.text for block in self.document.blocks[index : index + _CAPTIONS_ON]]
        whole, begins = joined(captions)
        if not stands_in(quote, whole):
            return False
        # It stands here, and no longer stands in what follows this caption: so it begins in it.
        rest = whole[begins[1] :] if len(begins) > 1 else ""
        return whole.count(quote) > rest.count(quote) or (quote not in whole and not stands_in(quote, rest))


def check(report: Report, evidence: Evidence) -> None:
    """Make sure that every quote of a report stands at its place, and that every statement has its quotes.

    Raises:
        UnprovenQuote: naming the first that does not.
    """
    for quote in report.quotes:
        if not evidence.holds(quote.text, quote.at):
            raise UnprovenQuote(f"not at {quote.at.model_dump(exclude_none=True)}: {quote.text[:200]!r}")
    for chapter in report.chapters:
        for quote in chapter.quotes:
            if quote not in report.quotes:
                raise UnprovenQuote(f"a chapter's quote is missing among the report's: {quote.text[:200]!r}")
    statements: list[Report | Chapter] = [report, *report.chapters]
    for part in statements:
        for texts, proofs in ((part.summary, part.summary_proof), (part.key_points, part.key_points_proof)):
            _check_statements(report, texts, proofs)


def _check_statements(report: Report, texts: Sequence[str], proofs: Sequence[Proof]) -> None:
    if len(texts) != len(proofs) or not all(proofs):
        raise UnprovenQuote(f"a statement without its quotes: {texts[:1]}")
    for text, proof in zip(texts, proofs, strict=True):
        if not all(0 <= number < len(report.quotes) for number in proof):
            raise UnprovenQuote(f"a proof that is not there: {proof}")
        if report.provider == "offline" and [text] != [report.quotes[number].text for number in proof]:
            raise UnprovenQuote(f"an extracted sentence that is not its quote: {text[:200]!r}")
