"""Every text of the client has its Chinese, and no Chinese is left over."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

from desktop import i18n

ROOM = Path(i18n.__file__).parents[1]


def said() -> Iterator[tuple[str, str]]:
    """Yield every literal that the client asks to be translated, with the place where it stands."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"tr", "trn", "N_"}:
                looked_up = node.args[1] if node.func.id == "trn" else node.args[0]
                place = f"{path.relative_to(ROOM)}:{node.lineno}"
                if isinstance(looked_up, ast.Constant):
                    yield str(looked_up.value), place
                else:
                    by_name = ast.Name | ast.Subscript | ast.Attribute
                    assert path == Path(i18n.__file__) or isinstance(looked_up, by_name), place


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_its_chinese() -> None:
    chinese = i18n.catalogue("zh_CN")
    assert [f"{place} {text!r}" for text, place in said() if text not in chinese] == []


def test_translations_fill_in_the_same_fields() -> None:
    chinese = i18n.catalogue("zh_CN")
    assert [text for text, translated in chinese.items() if blanks(text) != blanks(translated)] == []


def test_no_translation_is_left_over() -> None:
    used = {text for text, _ in said()}
    for path in sorted((ROOM / "i18n" / "zh_CN").glob("*.json")):
        if path.stem != "server":  # what the server says is not in the client's code
            assert sorted(set(json.loads(path.read_text(encoding="utf-8"))) - used) == [], path.name
