"""Reading a saved draft as an editor would: what is wrong with it, in sentences; nothing for a sound one.

It shares no code with what writes drafts: paths, times and features are worked out anew, media are read by another
parser (MediaInfo).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pymediainfo

PLACEHOLDER = "##_draftpath_placeholder_0E685133-18CE-45ED-8CB8-2904A212EC80_##"
MAIN = {"video": "videos", "image": "videos", "audio": "audios", "text": "texts", "subtitle": "texts"}
TRACKS = {"video": "video", "image": "video", "audio": "audio", "text": "text", "subtitle": "text"}


class SavedDraft:
    """A draft's zip, unpacked, beside what it was made from.

    Args:
        archive: the zip.
        folder: where it is unpacked.
        timeline: the timeline as JSON values, everything named.
        system: ``windows``, ``macos`` or ``relative``.
        root: the user's drafts folder.
        sources: source -> the file it stands for.
        secrets: what must stand nowhere in it, such as folders of this machine.
    """

    def __init__(
        self,
        archive: Path,
        folder: Path,
        timeline: dict[str, Any],
        *,
        system: str,
        root: str,
        sources: dict[str, Path],
        secrets: tuple[str, ...],
    ) -> None:
        self.timeline, self.system, self.root, self.sources, self.secrets = timeline, system, root, sources, secrets
        with zipfile.ZipFile(archive) as opened:
            self.damaged = opened.testzip()
            self.entries = opened.infolist()
            opened.extractall(folder)
        self.home = next(folder.iterdir())
        self.single = len(list(folder.iterdir())) == 1

    def read(self, name: str) -> Any:
        return json.loads((self.home / name).read_text(encoding="utf-8"))

    def resolve(self, path: str) -> Path | None:
        """Find a file as an editor on the user's system would."""
        separator = "\\" if self.system == "windows" else "/"
        base = PLACEHOLDER if self.system == "relative" else self.root.rstrip("/\\") + separator + self.home.name
        if self.system == "windows":
            base = base.replace("/", "\\")
            if "/" in path:
                return None
        for start in (base, ".") if self.system == "relative" else (base,):
            if path.startswith(start + separator):
                found = self.home.joinpath(*path.removeprefix(start + separator).split(separator))
                return found if found.is_file() else None
        return None

    # --- what is wrong -----------------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        """Say everything that is wrong."""
        content = self.read("draft_content.json")
        return [
            *self._archive(),
            *self._ids(content),
            *self._references(content),
            *self._tracks(content),
            *self._media(content),
            *self._index(content),
            *self._strings(),
        ]

    def _archive(self) -> Iterator[str]:
        if self.damaged or not self.single:
            yield "the zip is damaged, or holds more than one folder"
        for entry in self.entries:
            packed = entry.compress_type == zipfile.ZIP_DEFLATED
            if packed != entry.filename.endswith(".json"):
                yield f"{entry.filename} is packed the wrong way"
        other = self.home / "draft_info.json"
        if other.exists() and other.read_bytes() != (self.home / "draft_content.json").read_bytes():
            yield "the two files of the timeline differ"

    def _ids(self, content: dict[str, Any]) -> Iterator[str]:
        found: list[str] = []
        for group, materials in content["materials"].items():
            # A mask stands in an old and a new list under one id.
            found += [] if group == "common_mask" else [material["id"] for material in materials]
        for track in content["tracks"]:
            found.append(track["id"])
            for segment in track["segments"]:
                found.append(segment["id"])
                for listed in segment["common_keyframes"]:
                    found.append(listed["id"])
                    found += [keyframe["id"] for keyframe in listed["keyframe_list"]]
        yield from (f"the id {each} stands for {count} things" for each, count in Counter(found).items() if count > 1)

    def _references(self, content: dict[str, Any]) -> Iterator[str]:
        where = {material["id"]: group for group, listed in content["materials"].items() for material in listed}
        used: set[str] = set()
        for track, planned in zip(content["tracks"], self.timeline["tracks"], strict=False):
            for segment in track["segments"]:
                used |= {segment["material_id"], *segment["extra_material_refs"]}
                if where.get(segment["material_id"]) != MAIN[planned["type"]]:
                    yield f"segment {segment['id']} has no material of its kind"
                yield from (f"{ref} leads nowhere" for ref in segment["extra_material_refs"] if ref not in where)
        yield from (f"nothing uses {each} of {group}" for each, group in where.items() if each not in used)

    def _tracks(self, content: dict[str, Any]) -> Iterator[str]:  # noqa: C901 (a list of questions)
        if len(content["tracks"]) != len(self.timeline["tracks"]):
            yield "there are more or fewer tracks than planned"
        last = 0
        for track, planned in zip(content["tracks"], self.timeline["tracks"], strict=False):
            if (track["type"], track["name"]) != (TRACKS[planned["type"]], planned["name"]):
                yield f"a track is {track['type']} {track['name']!r}, planned is {planned['type']} {planned['name']!r}"
            if track["attribute"] != int(planned.get("mute", False)):
                yield "a track is muted that should be heard, or heard that should be mute"
            wanted = sorted(planned["segments"], key=lambda segment: segment["start_s"])
            if len(wanted) != len(track["segments"]):
                yield "a track has more or fewer segments than planned"
            end = 0
            for segment, plan in zip(track["segments"], wanted, strict=False):
                times = segment["target_timerange"]
                if not all(type(each) is int for each in times.values()) or times["duration"] < 1:
                    yield "a time is no whole number of microseconds"
                if times["start"] < end:
                    yield f"a segment begins at {times['start']} us, before the one ahead of it ends"
                end = times["start"] + times["duration"]
                yield from self._segment(content, planned, segment, plan)
            last = max(last, end)
        if content["duration"] != last:
            yield f"the draft says it lasts {content['duration']} us and lasts {last}"
        canvas = self.timeline["canvas"]
        shown = content["canvas_config"]
        if (shown["width"], shown["height"], content["fps"]) != (canvas["width"], canvas["height"], canvas["fps"]):
            yield "the canvas is another than planned"

    def _segment(self, content: Any, track: Any, segment: Any, plan: Any) -> Iterator[str]:
        begin = Fraction(plan["start_s"]) * 1_000_000
        end = begin + Fraction(plan["duration_s"]) * 1_000_000
        times = segment["target_timerange"]
        if abs(times["start"] - begin) > 1 or abs(times["start"] + times["duration"] - end) > Fraction(3, 2):
            yield f"a segment planned at {plan['start_s']} s for {plan['duration_s']} s lies at {times}"
        facts = dict(_planned(track, plan, times["duration"]))
        found = dict(_found(content, segment, facts))
        for name, value in facts.items():
            if not _same(found.get(name), value):
                yield f"{name} is {found.get(name)!r}, planned is {value!r}"

    # --- media ---------------------------------------------------------------------------------------------------

    def _media(self, content: dict[str, Any]) -> Iterator[str]:
        digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in self.sources.values()}
        carried: set[str] = set()
        for material in [*content["materials"]["videos"], *content["materials"]["audios"]]:
            path = self.resolve(material["path"])
            if path is None:
                yield f"{material['path']} is not in the draft"
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            carried.add(digest)
            if digest not in digests:
                yield f"{path.name} holds other bytes than its source"
            yield from _probed(path, material)
        yield from (f"a source is missing: {digest}" for digest in digests - carried)
        inside = {path for path in (self.home / "assets").rglob("*") if path.is_file()}
        named = {self.resolve(each["path"]) for group in ("videos", "audios") for each in content["materials"][group]}
        yield from (f"nothing uses {path.name}" for path in inside - named)
        for segments in (track["segments"] for track in content["tracks"]):
            for segment in segments:
                played = segment.get("source_timerange")
                material = next(
                    (
                        each
                        for each in [*content["materials"]["videos"], *content["materials"]["audios"]]
                        if each["id"] == segment["material_id"]
                    ),
                    None,
                )
                if played and material and played["start"] + played["duration"] > material["duration"]:
                    yield f"a segment plays more of {material['path']} than there is"

    def _index(self, content: dict[str, Any]) -> Iterator[str]:
        meta, root = self.read("draft_meta_info.json"), self.read("root_meta_info.json")
        entry = root["all_draft_store"][0]
        for name in ("draft_id", "draft_name", "draft_fold_path", "draft_root_path", "tm_duration"):
            if meta[name] != entry[name]:
                yield f"the two indexes differ in {name}"
        if meta["draft_name"] != self.timeline["name"] or meta["tm_duration"] != content["duration"]:
            yield "the index says another name or length"
        if meta["draft_id"] == "BC69C7CD-7C5E-4185-B284-AF3E1047A664" or not meta["tm_draft_create"]:
            yield "the draft has the id or the time of the template"
        if self.resolve(entry["draft_json_file"]) is None:
            yield "the index leads to no timeline"
        listed = next(group["value"] for group in meta["draft_materials"] if group["type"] == 0)
        found = {self.resolve(each["file_Path"]) for each in listed}
        if None in found or len(found) != len({path for path in (self.home / "assets").rglob("*") if path.is_file()}):
            yield "the list of materials is not that of the files"

    def _strings(self) -> Iterator[str]:
        for path in self.home.glob("*.json"):
            text = path.read_text(encoding="utf-8")
            for secret in self.secrets:
                if secret and (secret in text or json.dumps(secret)[1:-1] in text):
                    yield f"{path.name} says {secret}"


def _probed(path: Path, material: dict[str, Any]) -> Iterator[str]:
    parsed = pymediainfo.MediaInfo.parse(str(path))
    tracks = {"video": parsed.video_tracks, "photo": parsed.image_tracks}.get(material["type"], parsed.audio_tracks)
    if not tracks:
        yield f"{path.name} is no {material['type']}"
        return
    if "width" in material and (tracks[0].width, tracks[0].height) != (material["width"], material["height"]):
        yield f"{path.name} has another size than the draft says"
    general = parsed.general_tracks[0].duration or tracks[0].duration
    if material["type"] != "photo" and abs(float(general) * 1000 - material["duration"]) > 60_000:
        yield f"{path.name} lasts {general} ms, and the draft says {material['duration']} us"


# --- what is planned, and what is found, by the same names --------------------------------------------------------


def _planned(track: Any, plan: Any, duration_us: int) -> Iterator[tuple[str, Any]]:  # noqa: C901 (a list of facts)
    kind = track["type"]
    if kind in ("video", "audio"):
        yield (
            "source",
            (
                round(Fraction(plan["source_start_s"]) * 1_000_000),
                max(1, round(duration_us * plan["speed"])),
            ),
        )
        yield "speed", (plan["speed"], plan["speed"])
        yield "volume", plan["volume"]
        yield "tone", plan["change_pitch"]
        if fade := plan["fade"]:
            yield "fade", (round(fade["in_s"] * 1e6), round(fade["out_s"] * 1e6))
    if kind != "audio":
        place = plan.get("position") or track.get("position")
        yield "place", (2 * place["x"] - 1, 1 - 2 * place["y"])
    if kind in ("video", "image", "text"):
        yield "clip", (plan["scale"], plan["rotation"], plan["opacity"], plan["flip"]["horizontal"],
                       plan["flip"]["vertical"])  # fmt: skip
    if plan.get("keyframes"):
        yield "keyframes", len(plan["keyframes"])
    for name in ("transition", "mask"):
        if plan.get(name):
            yield name, plan[name]["type"]
    if (plan.get("transition") or {}).get("duration_s"):
        yield "transition length", round(plan["transition"]["duration_s"] * 1e6)
    if kind in ("video", "image"):
        yield "filters", [(each["type"], each["intensity"]) for each in plan["filters"]]
        yield "effects", [each["type"] for each in plan["effects"]]
        yield "mix mode", plan["mix_mode"]
        yield "background", plan["background"] and (f"canvas_{plan['background']['type']}", plan["background"]["blur"],
                                                    plan["background"]["color"].lower() + "ff")  # fmt: skip
        yield "chroma", plan["chroma"] and (plan["chroma"]["color"].lower() + "ff", plan["chroma"]["intensity"])
        crop = plan["crop"] or {"left": 0, "top": 0, "right": 1, "bottom": 1}
        yield "crop", (crop["left"], crop["top"], crop["right"], crop["bottom"])
    if kind == "audio":
        yield "sound effects", [each["type"] for each in plan["effects"]]
    animations = plan.get("animations") or {}
    yield (
        "animations",
        sorted(each if isinstance(each, str) else each["type"] for each in animations.values() if each is not None),
    )
    if kind in ("text", "subtitle"):
        style = plan["style"] or track["style"]
        yield "text", plan["text"]
        yield "style", (style["size"], style["bold"], style["italic"], style["underline"], style["opacity"],
                        ("left", "center", "right").index(style["align"]), int(style["vertical"]))  # fmt: skip
        yield "colour", [int(style["color"][at : at + 2], 16) / 255 for at in (1, 3, 5)]
        yield "font", style["font"] is not None
        yield "border", style["border"] is not None
        yield "shadow", style["shadow"] is not None
        yield "box", style["background"] and style["background"]["color"]
        yield "wraps", "subtitle" if kind == "subtitle" else "text"


def _found(content: Any, segment: Any, facts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    groups = {
        group: [each for each in listed if each["id"] in {segment["material_id"], *segment["extra_material_refs"]}]
        for group, listed in content["materials"].items()
    }

    def first(group: str, name: str) -> Any:
        return groups[group][0][name] if groups[group] else None

    if played := segment.get("source_timerange"):
        yield "source", (played["start"], played["duration"])
    yield "speed", (segment.get("speed"), first("speeds", "speed"))
    yield "volume", segment.get("volume")
    yield "tone", segment.get("is_tone_modify")
    yield "fade", (first("audio_fades", "fade_in_duration"), first("audio_fades", "fade_out_duration"))
    if clip := segment.get("clip"):
        yield "place", (clip["transform"]["x"], clip["transform"]["y"])
        yield "clip", (clip["scale"]["x"], clip["rotation"], clip["alpha"], *clip["flip"].values())
    yield "keyframes", sum(len(listed["keyframe_list"]) for listed in segment["common_keyframes"])
    yield "transition", first("transitions", "name")
    yield "transition length", first("transitions", "duration")
    yield "mask", first("masks", "name")
    yield "filters", [(each["name"], each["value"]) for each in groups["effects"] if each["type"] == "filter"]
    yield "effects", [each["name"] for each in groups["video_effects"]]
    yield "mix mode", next((each["name"] for each in groups["effects"] if each["type"] == "mix_mode"), None)
    yield "background", groups["canvases"] and tuple(groups["canvases"][0][name] for name in ("type", "blur", "color"))
    yield "chroma", groups["chromas"] and tuple(groups["chromas"][0][name] for name in ("color", "intensity_value"))
    if crop := first("videos", "crop"):
        yield "crop", tuple(crop[name] for name in ("upper_left_x", "upper_left_y", "lower_right_x", "lower_right_y"))
    yield "sound effects", [each["name"] for each in groups["audio_effects"]]
    moves = [each for listed in groups["material_animations"] for each in listed["animations"]]
    length = segment["target_timerange"]["duration"]
    inside = all(each["start"] >= 0 and 0 < each["duration"] <= length - each["start"] for each in moves)
    yield "animations", sorted(each["name"] for each in moves) if inside else "outside the segment"
    if groups["texts"]:
        text = groups["texts"][0]
        written = json.loads(text["content"])
        style = written["styles"][0]
        yield "text", written["text"]
        yield "style", (style["size"], style["bold"], style["italic"], style["underline"], text["global_alpha"],
                        text["alignment"], text["typesetting"])  # fmt: skip
        yield "colour", style["fill"]["content"]["solid"]["color"]
        yield "font", "font" in style
        yield "border", bool(style["strokes"])
        yield "shadow", "shadows" in style
        yield "box", text.get("background_color")
        yield "wraps", text["type"]


def _same(found: Any, planned: Any) -> bool:
    if isinstance(planned, (list, tuple)) and isinstance(found, (list, tuple)):
        return len(found) == len(planned) and all(_same(one, two) for one, two in zip(found, planned, strict=True))
    if isinstance(planned, float) and isinstance(found, (int, float)):
        return abs(found - planned) < 1e-5
    return (found or None) == (planned or None) if planned in (None, [], "") else bool(found == planned)
