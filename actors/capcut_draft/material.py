"""The library's materials made from what was probed here: it would read every file once more with another parser."""

from __future__ import annotations

import dataclasses
import uuid

from pyJianYingDraft import AudioMaterial, CropSettings, VideoMaterial

from actors.capcut_draft.media import Medium
from actors.capcut_draft.probe import Probed
from backend.drafts.parts import Crop

#: As the library has it for still images, three hours.
_STILL_US = 10_800_000_000


@dataclasses.dataclass(frozen=True)
class Asset:
    """A medium in the draft.

    Args:
        medium: the file.
        probed: what it is.
        inside: its path in the draft's folder, with slashes.
        content_path: how the timeline's file names it.
        index_path: how the draft's list of materials names it.
        played_us: where the last segment that uses it stops, microseconds of the medium.
    """

    medium: Medium
    probed: Probed
    inside: str
    content_path: str
    index_path: str
    played_us: int

    @property
    def duration_us(self) -> int:
        """Its length; where users read a length that is rounded up, that one."""
        length_us = _STILL_US if self.probed.kind == "image" else self.probed.duration_us
        return max(length_us, self.played_us)


class PictureMaterial(VideoMaterial):  # type: ignore[misc]  # the library has no types
    """A film or a still image."""

    def __init__(self, asset: Asset, crop: Crop | None) -> None:
        self.material_id = uuid.uuid4().hex
        self.local_material_id = ""
        self.material_name = asset.medium.name
        self.path = asset.content_path
        self.duration = asset.duration_us
        self.width, self.height = asset.probed.width, asset.probed.height
        self.material_type = "photo" if asset.probed.kind == "image" else "video"
        self.crop_settings = CropSettings() if crop is None else _corners(crop)


class SoundMaterial(AudioMaterial):  # type: ignore[misc]  # the library has no types
    """A sound file."""

    def __init__(self, asset: Asset) -> None:
        self.material_id = uuid.uuid4().hex
        self.material_name = asset.medium.name
        self.path = asset.content_path
        self.duration = asset.duration_us


def _corners(crop: Crop) -> CropSettings:
    return CropSettings(
        upper_left_x=crop.left,
        upper_left_y=crop.top,
        upper_right_x=crop.right,
        upper_right_y=crop.top,
        lower_left_x=crop.left,
        lower_left_y=crop.bottom,
        lower_right_x=crop.right,
        lower_right_y=crop.bottom,
    )
