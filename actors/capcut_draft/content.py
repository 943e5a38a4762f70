"""The timeline's file, as the editors call it ``draft_content.json`` or ``draft_info.json``."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from pyJianYingDraft import ScriptFile, TrackSpec, TrackType

from actors.capcut_draft import pieces
from actors.capcut_draft.material import Asset, PictureMaterial, SoundMaterial
from backend.drafts.parts import Crop
from backend.drafts.segments import AudioSegment, ImageSegment, SubtitleSegment, TextSegment, VideoSegment
from backend.drafts.timeline import AnyTrack, SubtitleTrack, Timeline
from backend.drafts.times import Span, spans

#: What an editor writes of itself: its number and name in the maker's family of apps, and the version.
_EDITORS = {
    "jianying": {"app_id": 3704, "app_source": "lv", "app_version": "5.9.0"},
    "capcut": {"app_id": 359289, "app_source": "cc", "app_version": "5.4.0"},
}
_KINDS = {
    "video": TrackType.video,
    "image": TrackType.video,
    "audio": TrackType.audio,
    "text": TrackType.text,
    "subtitle": TrackType.text,
}


def content_of(
    timeline: Timeline, assets: Mapping[tuple[str, str], Asset], *, flavour: str, system: str, now_s: int
) -> dict[str, Any]:
    """Return a timeline as the editors' own JSON values.

    Args:
        timeline: the timeline.
        assets: (source, type of track) -> the medium in the draft.
        flavour: ``capcut`` or ``jianying``.
        system: ``windows``, ``macos`` or ``relative``.
        now_s: the time of writing, seconds since 1970.
    """
    script = ScriptFile(timeline.canvas.width, timeline.canvas.height, 30, maintrack_adsorb=False)
    script.fps = timeline.canvas.fps
    stock = _Stock(assets)
    for number, track in enumerate(timeline.tracks):
        ref = script.append_track(TrackSpec(_KINDS[track.type], f"track {number}", mute=getattr(track, "mute", False)))
        for segment, span in ((segment, span) for _, segment, span in spans(track.segments)):
            script.add_segment(_piece(segment, span, track, stock), ref)
        script.tracks[ref.name].name = track.name  # the library wants different names, people may not
    script.dumps()
    content: dict[str, Any] = script.content
    editor = {**_EDITORS[flavour], "os": "mac" if system == "macos" else "windows"}
    content |= {
        "id": str(uuid.uuid4()).upper(),
        "name": timeline.name,
        "create_time": now_s,
        "update_time": now_s,
        "platform": dict(editor),
        "last_modified_platform": dict(editor),
    }
    for video in content["materials"]["videos"]:
        video["has_audio"] = stock.has_sound[video["id"]]
    return content


class _Stock:
    """Makes one material of each medium (and crop), however many segments use it."""

    def __init__(self, assets: Mapping[tuple[str, str], Asset]) -> None:
        self._assets = assets
        self._pictures: dict[tuple[str, str, Crop | None], PictureMaterial] = {}
        self._sounds: dict[str, SoundMaterial] = {}
        self.has_sound: dict[str, bool] = {}

    def picture(self, segment: VideoSegment | ImageSegment, kind: str) -> PictureMaterial:
        key = (segment.source, kind, segment.crop)
        if key not in self._pictures:
            asset = self._assets[segment.source, kind]
            self._pictures[key] = material = PictureMaterial(asset, segment.crop)
            self.has_sound[material.material_id] = asset.probed.has_sound
        return self._pictures[key]

    def sound(self, segment: AudioSegment) -> SoundMaterial:
        if segment.source not in self._sounds:
            self._sounds[segment.source] = SoundMaterial(self._assets[segment.source, "audio"])
        return self._sounds[segment.source]


def _piece(segment: Any, span: Span, track: AnyTrack, stock: _Stock) -> Any:
    if isinstance(segment, (VideoSegment, ImageSegment)):
        return pieces.picture(segment, span, stock.picture(segment, track.type))
    if isinstance(segment, AudioSegment):
        return pieces.sound(segment, span, stock.sound(segment))
    if isinstance(segment, TextSegment):
        return pieces.words(segment, span)
    if isinstance(segment, SubtitleSegment) and isinstance(track, SubtitleTrack):
        return pieces.subtitle(segment, span, track)
    raise TypeError(f"a segment of no known type: {type(segment).__name__}")
