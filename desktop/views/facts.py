"""All that is known of a job as headings with lines of name and value: for the panel, and as text to copy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from desktop.core.estimates import span_words
from desktop.core.job import Job, unix_s
from desktop.core.kinds import Kind
from desktop.core.words import explain_job
from desktop.i18n import N_, known, tr, trn
from desktop.models.cells import PRIORITY_WORDS, state_word
from desktop.widgets import amounts

_MOST_LETTERS, _MOST_ENTRIES, _DEEPEST = 2_000, 50, 4
_FILE_ID = re.compile(r"[0-9a-f]{64}")
#: What a number counts, by how its name ends.
_UNITS = {"_s": "s", "_ms": "ms", "_ppm": "ppm", "_hz": "Hz", "_bpm": "/ min", "_deg": "\u00b0"}
Names = Callable[[str], str | None]
_TIMES = (
    ("created_at", N_("Created")),
    ("started_at", N_("Started")),
    ("finished_at", N_("Finished")),
    ("not_before", N_("Not before")),
)
_SPENT = {
    "llm_input_tokens": N_("Tokens read"),
    "llm_output_tokens": N_("Tokens written"),
}


@dataclass(frozen=True)
class Section:
    """A heading and its lines. ``warning`` lines have no name."""

    heading: str
    lines: tuple[tuple[str, str], ...]
    warning: bool = False


def sections_of(document: Mapping[str, Any], kind: Kind | None, names: Names) -> list[Section]:
    """Return what a job's document tells.

    Args:
        document: the whole job.
        kind: its kind, for the titles of its parameters; None while not known.
        names: tells what an uploaded file is called by its id, None where nobody knows.
    """
    found = [
        Section(tr("Notes"), tuple(("", known(text)) for text in _warnings(document)), warning=True),
        Section(tr("Parameters"), tuple(_parameters(document, kind, names))),
        Section(tr("Result"), tuple(_result(document, kind, names))),
        Section(tr("Times"), tuple(_times(document))),
        Section(tr("Cost"), tuple(_usage(document))),
        Section(tr("Job"), tuple(_identity(document))),
    ]
    return [section for section in found if section.lines]


def facts_page(sections: Sequence[Section]) -> str:
    """Return sections as HTML."""
    out = []
    for section in sections:
        out.append(f"<h3>{escape(section.heading)}</h3>")
        if section.warning:
            out += [f"<p class='warning'>{escape(text)}</p>" for _, text in section.lines]
            continue
        rows = "".join(
            f"<tr><td width='36%' class='muted'>{escape(name)}</td><td>{_broken(value)}</td></tr>"
            for name, value in section.lines
        )
        out.append(f"<table width='100%' cellspacing='0'>{rows}</table>")
    return "".join(out)


def facts_text(job: Job, document: Mapping[str, Any], kind: Kind | None, names: Names) -> str:
    """Return everything that is known of a job as text: what a person needs who is asked for help."""
    title = known(kind.title) if kind else job.kind
    out = [job.title or title, f"{title} · {state_word(job)}"]
    if job.error_code:
        words = explain_job(job.error_code, job.error_message)
        out += ["", words.what, *(part for part in (words.why, words.todo) if part), f"({job.error_code})"]
    for section in sections_of(document, kind, names):
        out += ["", section.heading]
        out += [f"  {name}: {value}" if name else f"  {value}" for name, value in section.lines]
    error = document.get("error")
    if isinstance(error, Mapping):
        out += ["", tr("Details of the failure"), *_indented(error.get("details"))]
    out += ["", tr("Parameters as sent"), *_indented(document.get("params"))]
    return "\n".join(out) + "\n"


def _indented(value: object) -> list[str]:
    log = value.get("log") if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and isinstance(log, str | list):
        lines = log.splitlines() if isinstance(log, str) else [str(line) for line in log]
        rest = {name: each for name, each in value.items() if name != "log"}
        return [*(_indented(rest) if rest else []), *("  " + line for line in lines)]
    return ["  " + line for line in json.dumps(value, ensure_ascii=False, indent=2).splitlines()]


def _parameters(document: Mapping[str, Any], kind: Kind | None, names: Names) -> Iterator[tuple[str, str]]:
    params = document.get("params")
    if isinstance(params, Mapping):
        schema = kind.params_schema if kind else {}
        yield from _by_schema(params, schema, schema, names, _DEEPEST)


def _by_schema(
    values: Mapping[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], names: Names, depth: int
) -> Iterator[tuple[str, str]]:
    """Yield the values that were given, by the titles of a schema and in its order."""
    properties = schema.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    for name in [
        *(name for name in properties if name in values),
        *(name for name in values if name not in properties),
    ]:
        field = _resolved(properties.get(name), root)
        value = values[name]
        if value is None or value in ("", [], {}) or not _applies(field, values):
            continue
        title = known(str(field.get("title") or name.replace("_", " ")))
        if isinstance(value, Mapping) and depth > 0:
            inner = [(inside, text) for inside, text in _by_schema(value, field, root, names, depth - 1) if text != "0"]
            yield title, "\n".join(f"{inside}: {text}" for inside, text in inner)
        else:
            yield title, _value(value, field, names)


def _resolved(field: object, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a field with what it refers to and the one choice that is not null."""
    if not isinstance(field, Mapping):
        return {}
    reference = str(field.get("$ref") or "")
    if not reference and isinstance(field.get("anyOf"), list):
        choices = [each for each in field["anyOf"] if isinstance(each, Mapping) and each.get("type") != "null"]
        if len(choices) == 1:
            return {**_resolved(choices[0], root), **field}
    if not reference.startswith("#/$defs/"):
        return field
    target = (root.get("$defs") or {}).get(reference.rpartition("/")[2])
    return {**target, **field} if isinstance(target, Mapping) else field


def _applies(field: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Tell whether a field matters with the other values: a form would show it."""
    when = field.get("x-when")
    if not isinstance(when, Mapping):
        return True
    return all(isinstance(wanted, list) and values.get(name) in wanted for name, wanted in when.items())


def _value(value: object, field: Mapping[str, Any], names: Names) -> str:  # noqa: PLR0911 - a type a line
    labels = field.get("x-labels")
    if isinstance(labels, Mapping) and value in labels:
        return known(str(labels[value]))
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, list):
        texts = [_value(each, {}, names) for each in value[:_MOST_ENTRIES]]
        if len(value) > _MOST_ENTRIES:
            texts.append(trn("{n} more", "{n} more", len(value) - _MOST_ENTRIES))
        return "\n".join(texts)
    if isinstance(value, str):
        if _FILE_ID.fullmatch(value):
            return names(value) or tr("file {id}", id=value[:8])
        return value if len(value) <= _MOST_LETTERS else value[:_MOST_LETTERS] + "…"
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)[:_MOST_LETTERS]
    if field.get("x-unit") == "bytes" and isinstance(value, int):
        return amounts.size(value)
    if isinstance(value, float):
        value = f"{value:.3f}".rstrip("0").rstrip(".")
    unit = field.get("x-unit")
    return f"{value} {unit}" if unit else str(value)


def _result(document: Mapping[str, Any], kind: Kind | None, names: Names) -> Iterator[tuple[str, str]]:
    """Yield the plain values of a result; lists and objects are in its files."""
    result = document.get("result")
    if not isinstance(result, Mapping):
        return
    labels = kind.result_schema.get("properties") if kind else None
    for name, value in result.items():
        if not isinstance(value, bool | int | float | str) or value == "":
            continue
        field = labels.get(name) if isinstance(labels, Mapping) else None
        ending = next((ending for ending in _UNITS if name.endswith(ending) and not isinstance(value, str)), "")
        title = name.removesuffix(ending).replace("_", " ")
        text = _value(value, field if isinstance(field, Mapping) else {}, names)
        yield known(title[:1].upper() + title[1:]), f"{text} {_UNITS[ending]}" if ending else text


def _warnings(document: Mapping[str, Any]) -> list[str]:
    result = document.get("result")
    warnings = result.get("warnings") if isinstance(result, Mapping) else None
    return [str(text) for text in warnings[:_MOST_ENTRIES]] if isinstance(warnings, list) else []


def _times(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, words in _TIMES:
        if (at_s := unix_s(document.get(name))) is not None:
            yield tr(words), amounts.moment(at_s)
    started_s, finished_s = unix_s(document.get("started_at")), unix_s(document.get("finished_at"))
    if started_s is not None and finished_s is not None:
        yield tr("Took"), span_words(finished_s - started_s)
    if limit_s := document.get("time_limit_s"):
        yield tr("Time limit"), span_words(float(limit_s))


def _usage(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    usage = document.get("usage")
    if not isinstance(usage, Mapping):
        return
    if cpu_s := usage.get("cpu_s"):
        yield tr("Processor time"), span_words(float(cpu_s))
    if memory := usage.get("max_rss_bytes"):
        yield tr("Memory at most"), amounts.size(float(memory))
    spent = usage.get("spent")
    for name, amount in spent.items() if isinstance(spent, Mapping) else ():
        yield tr(_SPENT[name]) if name in _SPENT else known(name.replace("_", " ")), f"{amount:,.0f}"


def _identity(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    priority = str(document.get("priority") or "")
    if priority:
        yield tr("Priority"), tr(PRIORITY_WORDS[priority]) if priority in PRIORITY_WORDS else priority
    attempt, most = document.get("attempt"), document.get("max_attempts")
    if attempt:
        yield tr("Attempt"), tr("{n} of {most}", n=attempt, most=most)
    tags = document.get("tags")
    if isinstance(tags, list) and tags:
        yield tr("Tags"), ", ".join(str(tag) for tag in tags)
    if worker := document.get("worker"):
        yield tr("Worker"), str(worker)
    yield tr("Id"), str(document.get("id") or "")


def _broken(value: str) -> str:
    return "<br>".join(escape(line) for line in value.splitlines())
