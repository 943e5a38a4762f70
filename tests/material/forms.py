"""Forms of the kinds that the product has, and parameters for each."""

from __future__ import annotations

from typing import Any

from backend.catalogue import Catalogue
from backend.settings import Settings
from desktop.core.forms import form_of

KINDS = Catalogue.discover(Settings(_env_file=None, selftest=True))
FORMS = {name: form_of(kind.params.model_json_schema(), title=kind.title) for name, kind in KINDS.items()}

#: For each kind parameters that the server takes, all of them said.
FULL: dict[str, dict[str, Any]] = {
    "beat_sync": {"dance_file_id": "a" * 64, "bgm_file_id": "b" * 64, "mode": "retime"},
    "capcut_draft": {"draft_id": "film", "draft_folder": "C:/Drafts", "flavour": "jianying", "platform": "windows"},
    "document_analysis": {"url": "https://example.org/a.pdf", "title": "A", "language": "zh", "provider": "llm"},
    "pdf_exam": {"file_ids": ["a" * 64, "b" * 64], "counts": {"cloze": 3, "long": 1}, "seed": 7, "difficulty": "hard"},
    "text_to_video": {"prompt": "a fox", "provider": "tencent", "model_name": "Kling", "duration_s": 5.0,
                      "model_version": "2.6", "audio_generation": False, "person_generation": "AllowAdult",
                      "resolution": "720P"},
    "selftest": {"duration_s": 0.5, "steps": 3, "body": "spin", "ignore_sigterm": True, "output_bytes": 12},
}  # fmt: skip


def nothing_wrong(_path: str) -> None:
    """Find no fault with any file."""
    return


def field_of(schema: dict[str, Any], **more: Any) -> Any:
    """Return the field of a single property."""
    return form_of({"type": "object", "properties": {"it": schema}, **more})["it"]
