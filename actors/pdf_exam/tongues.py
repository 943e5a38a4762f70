"""The languages in which exams are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actors.pdf_exam.chinese.tongue import Chinese
from actors.pdf_exam.english.tongue import English
from actors.pdf_exam.exam import Language
from actors.pdf_exam.tongue import Tongue

TONGUES: Mapping[Language, Callable[[], Tongue]] = {"en": English, "zh": Chinese}
