"""The names that a timeline may use: transitions, fonts, animations, filters, effects, masks, mix modes.

They are JianYing's own, as pyJianYingDraft 0.3 lists them. The API doesn't import that library, so the list is a file
beside this one; ``python -m actors.capcut_draft.vocabulary_source`` writes it anew and a test compares the two.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).with_suffix(".json")
#: What a timeline calls for, and the lists that hold it.
MASKS, MIX_MODES, FONTS, FILTERS, TRANSITIONS = ("masks",), ("mix_modes",), ("fonts",), ("filters",), ("transitions",)
PICTURE_EFFECTS = ("scene_effects", "character_effects")
AUDIO_EFFECTS = ("audio_scenes", "audio_tones", "audio_songs")


class Entry(NamedTuple):
    """One name and what is known of it.

    Args:
        category: the list it stands in.
        name: as the editors show it.
        paid: whether the editors ask for a subscription.
        duration_s: how long it lasts unless said otherwise; None where it has no length.
        overlaps: transitions only: whether the two segments are seen at once.
        params: names and defaults (0..100) of what can be set, in order.
    """

    category: str
    name: str
    paid: bool
    duration_s: float | None
    overlaps: bool | None
    params: tuple[tuple[str, float], ...]


@functools.cache
def document() -> dict[str, list[dict[str, Any]]]:
    """Return all lists as JSON values: category -> entries (read it only)."""
    found: dict[str, list[dict[str, Any]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


@functools.cache
def encoded() -> tuple[bytes, str]:
    """Return all lists as one JSON text, and a tag that another text has not."""
    text = json.dumps(document(), ensure_ascii=False, separators=(",", ":")).encode()
    return text, hashlib.sha256(text).hexdigest()


def find(categories: Iterable[str], name: str) -> Entry | None:
    """Return the entry of a name in some lists; case, spaces and underscores don't matter.

    Args:
        categories: the lists, such as ``transitions``.
        name: the name as a caller wrote it.
    """
    for spelling in (name, key_of(name)):
        for category in categories:
            if (entry := _index(category).get(spelling)) is not None:
                return entry
    return None


@functools.lru_cache(maxsize=256)
def nearest(categories: tuple[str, ...], name: str) -> list[str]:
    """Return up to three names that look like one that is not known."""
    keys = {key_of(entry.name): entry.name for category in categories for entry in _index(category).values()}
    return [keys[key] for key in difflib.get_close_matches(key_of(name), keys, n=3, cutoff=0.3)]


def key_of(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return "".join(name.casefold().replace("_", "").split())


@functools.cache
def _index(category: str) -> dict[str, Entry]:
    """Return a list by its names, and by what remains of them where the spelling doesn't count."""
    entries = [
        Entry(
            category,
            item["name"],
            item["paid"],
            item.get("duration_s"),
            item.get("overlaps"),
            tuple((param["name"], param["default"]) for param in item.get("params", ())),
        )
        for item in document()[category]
    ]
    return {key_of(entry.name): entry for entry in reversed(entries)} | {entry.name: entry for entry in entries}
