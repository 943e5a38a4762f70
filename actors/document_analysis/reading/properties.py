"""What an office package says about itself: its main part and its title."""

from __future__ import annotations

import re

from actors.document_analysis.reading.package import Package, local

#: Titles that programs fill in by themselves.
_NO_TITLE = re.compile(
    r"(?:microsoft\s+(?:word|powerpoint)\b.*|(?:word|powerpoint)\s+(?:document|presentation|template)|presentation|"
    r"powerpoint\s*演示文稿|幻灯片\s*\d*|slide\s*\d*|untitled.*|title|document\s*\d*|.*\.(?:docx?|pptx?|dotx?|odt))",
    re.IGNORECASE,
)


def main_part(package: Package, usual: str) -> str:
    """Return the part that holds the document itself.

    Args:
        package: the open package.
        usual: where it lies as a rule; taken if the package names no other.
    """
    for kind, target in package.relations("").values():
        if kind == "officeDocument" and target in package:
            return target
    return usual


def title(package: Package) -> str:
    """Return the title in the package's properties; empty where there is none that a person gave."""
    for kind, target in package.relations("").values():
        if kind == "core-properties" and target in package:
            for element in package.xml(target):
                if local(element) == "title":
                    return title_given(element.text or "")
    return ""


def title_given(text: str) -> str:
    """Return a title unless a program made it up; then nothing."""
    text = " ".join(text.split())
    return "" if _NO_TITLE.fullmatch(text) else text[:300]
