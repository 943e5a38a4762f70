"""What the server says of the kinds that come with it has its Chinese: titles, help, labels, units and stages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import actors
import backend
from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop import i18n
from desktop.core.fields import ChoiceField, ListField, NumberField, walk
from desktop.core.forms import form_of
from desktop.core.words import explain_job

KINDS = Catalogue.discover(Settings(_env_file=None, selftest=True))
ROOM = Path(actors.__file__).parent


def said_of_kinds() -> Iterator[str]:
    for kind in KINDS.values():
        yield from (kind.title, kind.description)
        for _, field in walk(form_of(kind.params.model_json_schema())):
            yield field.title
            if field.description:
                yield field.description
            if isinstance(field, NumberField) and field.unit:
                yield field.unit
            choice = field.item if isinstance(field, ListField) else field
            if isinstance(choice, ChoiceField):
                yield from (option.label for option in choice.options)


def stages() -> Iterator[str]:
    """Yield the stage of every ``job.progress(fraction, stage, ...)`` and ``steps(job, begin, end, stage, ...)``."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            stage: ast.expr | None = None
            if isinstance(node.func, ast.Attribute) and node.func.attr == "progress" and len(node.args) > 1:
                stage = node.args[1]
            elif isinstance(node.func, ast.Name) and node.func.id == "steps" and len(node.args) > 3:
                stage = node.args[3]
            if isinstance(stage, ast.Constant) and isinstance(stage.value, str):
                yield stage.value


def test_all_that_kinds_say_of_their_forms_has_its_chinese() -> None:
    chinese = i18n.catalogue("zh_CN")
    assert sorted({text for text in said_of_kinds() if text not in chinese}) == []


def test_every_stage_has_its_chinese() -> None:
    chinese, found = i18n.catalogue("zh_CN"), set(stages())
    assert {"reading", "drawing", "done"} <= found
    assert sorted(found - chinese.keys()) == []


def test_everything_that_a_result_shows_has_its_chinese() -> None:
    units = ("_s", "_ms", "_ppm", "_hz", "_bpm", "_deg")
    shown = set()
    for kind in KINDS.values():
        for name, field in kind.result.model_json_schema()["properties"].items():
            if field.get("type") not in ("array", "object") and "$ref" not in str(field):
                ending = next((unit for unit in units if name.endswith(unit)), "")
                title = name.removesuffix(ending).replace("_", " ")
                shown.add(title[:1].upper() + title[1:])
    assert sorted(shown - set(i18n.catalogue("zh_CN"))) == []


def failure_codes() -> Iterator[str]:
    """Every code with which a job can fail: the literal first argument of each failure that is raised."""
    for room in (ROOM, Path(backend.__file__).parent):
        for path in room.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "JobFailure":
                    code = node.args[0] if node.args else None
                    if isinstance(code, ast.Constant):
                        yield str(code.value)


def test_every_failure_of_a_job_has_words_of_its_own() -> None:
    codes = set(failure_codes())
    assert len(codes) > 20
    unknown = explain_job("no such code", "").what
    assert sorted(code for code in codes if explain_job(code, "").what == unknown) == []
