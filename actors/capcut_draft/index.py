"""The files by which the editors list a draft: ``draft_meta_info.json`` and its entry for ``root_meta_info.json``."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyJianYingDraft import assets as library_assets

from actors.capcut_draft.material import Asset
from actors.capcut_draft.places import Places

_METATYPES = {"video": "video", "image": "photo", "audio": "music"}


def meta_of(
    name: str, draft_id: str, assets: Sequence[Asset], places: Places, *, duration_us: int, now_us: int
) -> dict[str, Any]:
    """Return the draft's own description: its names, times and list of materials.

    Args:
        name: the draft's name.
        draft_id: the id by which the editors know it.
        assets: the media in it.
        places: where it will lie.
        duration_us: how long it plays.
        now_us: the time of writing, microseconds since 1970.
    """
    template = Path(library_assets.get_asset_path("DRAFT_META_TEMPLATE")).read_text(encoding="utf-8")
    meta: dict[str, Any] = json.loads(template)
    for group in meta["draft_materials"]:
        if group["type"] == 0:
            group["value"] = [_material(asset, now_us) for asset in assets]
    return meta | {
        "draft_id": draft_id,
        "draft_name": name,
        "draft_fold_path": places.draft,
        "draft_root_path": places.drafts,
        "draft_timeline_materials_size_": sum(asset.medium.bytes for asset in assets),
        "tm_draft_create": now_us,
        "tm_draft_modified": now_us,
        "tm_duration": duration_us,
    }


def _material(asset: Asset, now_us: int) -> dict[str, Any]:
    still = asset.probed.kind == "image"
    return {
        "create_time": now_us // 1_000_000,
        "duration": 5_000_000 if still else asset.duration_us,
        "extra_info": asset.medium.name,
        "file_Path": asset.index_path,
        "height": asset.probed.height,
        "id": str(uuid.uuid4()),
        "import_time": now_us // 1_000_000,
        "import_time_ms": now_us,
        "item_source": 1,
        "md5": "",
        "metetype": _METATYPES[asset.probed.kind],
        "roughcut_time_range": {"duration": -1 if still else asset.duration_us, "start": -1 if still else 0},
        "sub_time_range": {"duration": -1, "start": -1},
        "type": 0,
        "width": asset.probed.width,
    }


def root_of(meta: dict[str, Any], places: Places, main_file: str) -> dict[str, Any]:
    """Return a list of drafts that has this one draft in it, to be merged into the user's own."""
    entry = {
        "draft_cover": "",
        "draft_fold_path": meta["draft_fold_path"],
        "draft_id": meta["draft_id"],
        "draft_is_invisible": False,
        "draft_json_file": places.index(main_file),
        "draft_name": meta["draft_name"],
        "draft_new_version": "",
        "draft_root_path": meta["draft_root_path"],
        "draft_timeline_materials_size": meta["draft_timeline_materials_size_"],
        "draft_type": "",
        "tm_draft_create": meta["tm_draft_create"],
        "tm_draft_modified": meta["tm_draft_modified"],
        "tm_draft_removed": 0,
        "tm_duration": meta["tm_duration"],
    }
    return {"all_draft_store": [entry], "draft_ids": 1, "root_path": meta["draft_root_path"]}
