"""Files to look at, and what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage

EXAM = {
    "title": "Cells <b>",
    "items": [
        {"number": 1, "type": "multiple_choice", "stem": "Which?", "options": ["red", "green"], "key": 1, "marks": 2,
         "explanation": "Because."},
        {"number": 2, "type": "short_answer", "stem": "Why?", "options": [], "key": "It grows.", "marks": 3},
    ],
}  # fmt: skip
REPORT = {
    "title": "Networks", "summary": ["Short."], "key_points": ["A point."], "keywords": ["packet"],
    "source": {"name": "a.pdf", "url": "javascript:alert(1)"},
    "counts": {"pages": 2, "words": 643, "duration_s": 0},
    "chapters": [{"title": "One", "at": {"page": 1}, "end": {"page": 3}, "summary": ["First."], "key_points": []}],
    "tables": [{"chapter": 0, "rows": [["a", "b"], ["1", "<script>"]]}],
}  # fmt: skip


def waveforms(**changes: object) -> dict[str, Any]:
    track = {"label": "Music", "begin_s": 1.5, "end_s": 3.0, "peaks": [0, 50, 100]}
    return {"offset_s": 1.5, "waveforms": {"start_s": 0.0, "step_s": 1.0, "tracks": [track]} | changes}


def picture(path: Path, width: int = 40, height: int = 30, colour: str = "#c03020") -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
