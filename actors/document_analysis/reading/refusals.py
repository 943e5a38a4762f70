"""The sentences with which a document is refused, one for each code."""

from __future__ import annotations

from backend.errors import JobFailure

#: What is read, as people say it.
SUPPORTED = "pdf, docx, pptx, epub, odt, html, md, txt, subtitles (srt, vtt) and videos with a subtitle track"


def empty_file(name: str) -> JobFailure:
    """Return the refusal of a file without a single byte."""
    return JobFailure("empty_file", f"{name} is empty. Check the file and upload it again.", details={"file": name})


def no_text(name: str, *, why: str = "holds no text") -> JobFailure:
    """Return the refusal of a document in which nothing is written."""
    message = f"{name} {why}. Choose a document with text in it."
    return JobFailure("no_text", message, details={"file": name})


def damaged(name: str, *, part: str = "", why: str = "can't be read to its end") -> JobFailure:
    """Return the refusal of a file that is not whole.

    Args:
        name: the file's name, as its owner knows it.
        part: the member of a package that is broken.
        why: what is wrong with the file, to follow its name.
    """
    message = f"{name} {why}: it may be damaged or cut off. Open and save it again, then upload it anew."
    return JobFailure("damaged", message, details={"file": name, **({"part": part} if part else {})})


def encrypted(name: str) -> JobFailure:
    """Return the refusal of a document that asks for a password or is bound to a shop's reader."""
    message = f"{name} is protected. Save a copy without password or copy protection and upload that."
    return JobFailure("encrypted", message, details={"file": name})


def too_large(name: str, what: str, limit: str) -> JobFailure:
    """Return the refusal of a document that holds more than is read in one job.

    Args:
        name: the file's name.
        what: what there is too much of, such as ``more text``.
        limit: the most that is read, such as ``10 million characters``.
    """
    message = f"{name} holds {what} than is read at once ({limit}). Split it and upload the parts."
    return JobFailure("too_large", message, details={"file": name, "limit": limit})


def unsafe_document(name: str, why: str, *, part: str = "") -> JobFailure:
    """Return the refusal of a document built in a way that no writing program builds one.

    Args:
        name: the file's name.
        why: what is unusual, to follow the file's name.
        part: the member of a package that shows it.
    """
    message = f"{name} {why}. It was not read; save it anew with a writing program and upload that."
    return JobFailure("unsafe_document", message, details={"file": name, **({"part": part} if part else {})})


def unsupported_type(name: str, found: str, *, instead: str = "") -> JobFailure:
    """Return the refusal of a kind of file that is not read here.

    Args:
        name: the file's name.
        found: what the file is, such as ``a picture``.
        instead: what to do, as a sentence; empty names what is read.
    """
    message = f"{name} is {found}, which is not read here. {instead or f'Choose one of these: {SUPPORTED}.'}"
    return JobFailure("unsupported_type", message, details={"file": name, "found": found, "supported": SUPPORTED})


def unknown_type(name: str) -> JobFailure:
    """Return the refusal of what is no document of a known type and can't be read as a text either."""
    return unsupported_type(
        name,
        "neither a document of a known type nor a text that can be read",
        instead=f"If it is a text, save it as UTF-8. Choose one of these: {SUPPORTED}.",
    )
