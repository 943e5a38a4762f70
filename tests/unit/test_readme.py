"""What the README says is true: its example works, its commands, settings and targets exist."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import actors
from backend.catalogue import Catalogue
from backend.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def code_after(words: str) -> str:
    """The first Python block after these words."""
    found = re.search(r"```python\n(.*?)```", README[README.index(words) :], re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def word_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "word_count"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "spec.py").write_text(code_after("`actors/word_count/spec.py` says"))
    (folder / "run.py").write_text(code_after("`actors/word_count/run.py` does"))
    monkeypatch.setattr(actors, "__path__", [*actors.__path__, str(tmp_path)])
    return "word_count"


def test_example_kind_is_found_and_does_its_work(word_count: str, tmp_path: Path) -> None:
    kind = Catalogue.discover(Settings(_env_file=None))[word_count]
    params = kind.parse({"file_id": "a" * 64})
    text = tmp_path / "text.txt"
    text.write_text("one two\nthree\n")
    job = SimpleNamespace(input=lambda file_id: text, progress=lambda *report: None)
    run = importlib.import_module(kind.run_module).run
    assert kind.result.model_validate(run(params, job)).model_dump() == {"words": 3}
    for module in [name for name in sys.modules if name.startswith("actors.word_count")]:
        del sys.modules[module]


def test_example_kind_is_under_30_lines() -> None:
    lines = code_after("spec.py` says") + code_after("run.py` does")
    assert len(lines.strip().splitlines()) < 30


def test_named_settings_exist() -> None:
    known = {f"SLUICE_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"SLUICE_[A-Z_]+", README))
    assert {name for name in named if name not in known and not name.startswith("SLUICE_KINDS__")} == set()


def test_named_commands_exist() -> None:
    named = set(re.findall(r"^ +sluice ([a-z]+)", README, re.MULTILINE))
    told = subprocess.run(
        [sys.executable, "-m", "backend.cli.main", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert named
    assert {name for name in named if not re.search(rf"^ +{name} ", told, re.MULTILINE)} == set()


def test_named_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z]+)`|^ +make ([a-z]+)", README, re.MULTILINE))
    assert {
        name for pair in named for name in pair if name and not re.search(rf"^{name}:", makefile, re.MULTILINE)
    } == set()
