"""The lectures of an exam, read."""

from __future__ import annotations

import dataclasses

from actors.text.document import Document


@dataclasses.dataclass(frozen=True, slots=True)
class Lecture:
    """One PDF.

    Args:
        file_id: the uploaded file.
        name: its name, for people.
        document: what it says.
        page_texts: the plain text of each page, against which quotes are checked.
    """

    file_id: str
    name: str
    document: Document
    page_texts: tuple[str, ...]
