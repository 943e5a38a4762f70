"""The vocabulary of drafts as pyJianYingDraft knows it.

``python -m actors.capcut_draft.vocabulary_source > backend/drafts/vocabulary.json`` writes it down.
"""

from __future__ import annotations

import functools
import json
import sys
from enum import Enum
from typing import Any

import pyJianYingDraft as library  # noqa: N813 (its name is not a class's)

from backend.drafts import vocabulary

#: The lists of the vocabulary and the library's own.
LISTS: dict[str, type[Enum]] = {
    "transitions": library.TransitionType,
    "fonts": library.FontType,
    "picture_intros": library.IntroType,
    "picture_outros": library.OutroType,
    "picture_groups": library.GroupAnimationType,
    "text_intros": library.TextIntro,
    "text_outros": library.TextOutro,
    "text_loops": library.TextLoopAnim,
    "filters": library.FilterType,
    "scene_effects": library.VideoSceneEffectType,
    "character_effects": library.VideoCharacterEffectType,
    "masks": library.MaskType,
    "mix_modes": library.MixModeType,
    "audio_scenes": library.AudioSceneEffectType,
    "audio_tones": library.ToneEffectType,
    "audio_songs": library.SpeechToSongType,
}
#: In the library filters have one strength, and fonts nothing to set.
_WITH_PARAMS = frozenset({"scene_effects", "character_effects", "audio_scenes", "audio_tones", "audio_songs"})


def lists() -> dict[str, list[dict[str, Any]]]:
    """Return the vocabulary as the library has it."""
    return {category: [_entry(category, member.value) for member in kind] for category, kind in LISTS.items()}


def text_of(found: dict[str, list[dict[str, Any]]]) -> str:
    """Return the vocabulary as it stands in its file: an entry a line."""
    blocks = []
    for category, entries in found.items():
        lines = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries)
        blocks.append(f'"{category}": [\n{lines}\n ]')
    return "{\n " + ",\n ".join(blocks) + "\n}\n"


def member(categories: tuple[str, ...], name: str) -> Any:
    """Return the library's own member for a name that the vocabulary knows.

    Raises:
        LookupError: it is not known, which the timeline's check should have told.
    """
    entry = vocabulary.find(categories, name)
    if entry is None:
        raise LookupError(f"no {'/'.join(categories)} is named {name!r}")
    return _members(entry.category)[entry.name]


@functools.cache
def _members(category: str) -> dict[str, Any]:
    return {_name(member.value): member for member in LISTS[category]}


def _name(meta: Any) -> str:
    return str(meta.title if hasattr(meta, "title") else meta.name)


def _entry(category: str, meta: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": _name(meta), "paid": getattr(meta, "is_vip", False)}
    duration_us = getattr(meta, "default_duration", getattr(meta, "duration", None))
    if duration_us is not None:
        entry["duration_s"] = duration_us / 1e6
    if hasattr(meta, "is_overlap"):
        entry["overlaps"] = meta.is_overlap
    if category in _WITH_PARAMS and meta.params:
        entry["params"] = [{"name": param.name, "default": _percent(param)} for param in meta.params]
    return entry


def _percent(param: Any) -> float:
    return round(float(100 * (param.default_value - param.min_value) / (param.max_value - param.min_value)), 2)


if __name__ == "__main__":
    sys.stdout.write(text_of(lists()))
