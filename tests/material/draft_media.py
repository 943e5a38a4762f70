"""Small media and timelines of every kind for saved drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.material.files import write_audio, write_video
from tests.material.job import FolderJob

RATE = 8000


def make_media(folder: Path) -> dict[str, Path]:
    """Write a few small films, sounds and pictures; name -> file."""
    folder.mkdir(parents=True, exist_ok=True)
    tone = (np.sin(np.arange(3 * RATE) / 9) * 0.3).astype(np.float32)[None]
    film = {"duration_s": 3.0, "fps": 10, "size": (64, 48)}
    media = {
        "film": write_video(folder / "a film 'of' 北京.mp4", tone, RATE, **film),
        "silent": write_video(folder / "silent 🎬.mkv", None, RATE, **film),
        "music": write_audio(folder / "music.mp3", np.tile(tone, (2, 2)), 16_000),
        "voice": write_audio(folder / "CON.wav", tone, RATE),
        "picture": folder / f"{'long ' * 48}.png",
        "photo": folder / "photo.jpg",
    }
    Image.new("RGBA", (40, 30), (250, 10, 90, 128)).save(media["picture"])
    Image.new("RGB", (80, 60), (10, 200, 90)).save(media["photo"])
    return media


def file_id(path: Path) -> str:
    return FolderJob.file_id(path)


def film(media: dict[str, Path], start_s: float, duration_s: float, **more: Any) -> dict[str, Any]:
    return {"source": file_id(media["film"]), "start_s": start_s, "duration_s": duration_s, **more}


def image(media: dict[str, Path], start_s: float, duration_s: float, **more: Any) -> dict[str, Any]:
    return {"source": file_id(media["photo"]), "start_s": start_s, "duration_s": duration_s, **more}


def sound(media: dict[str, Path], start_s: float, duration_s: float, **more: Any) -> dict[str, Any]:
    return {"source": file_id(media["voice"]), "start_s": start_s, "duration_s": duration_s, **more}


def text(start_s: float, duration_s: float, **more: Any) -> dict[str, Any]:
    return {"text": "Hello 你好 👋", "start_s": start_s, "duration_s": duration_s, **more}


def track(kind: str, *segments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": kind, "segments": list(segments), **more}


STYLE = {
    "font": "Anton", "size": 12.5, "bold": True, "italic": True, "underline": True, "color": "#FF8800", "opacity": 0.7,
    "align": "right", "vertical": True, "letter_spacing": 2, "line_spacing": 3, "max_line_width": 0.6,
    "border": {"color": "#00FF00", "width": 20}, "background": {"color": "#123456", "style": 2, "opacity": 0.5},
    "shadow": {"color": "#222222", "distance": 9},
}  # fmt: skip


def timelines(media: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """Return tracks that together use everything a timeline can say, by what is special about them."""
    thirds = [{**film(media, i / 3, 1 / 3), "source_start_s": 0.1 * i} for i in range(9)]
    return {
        "one film": [track("video", film(media, 0, 3))],
        "one image": [track("image", image(media, 0, 5.5))],
        "long image": [track("image", image(media, 0, 20_000))],
        "one sound": [track("audio", sound(media, 1, 2))],
        "one text": [track("text", text(0, 2))],
        "thirds": [track("video", *thirds)],
        "ragged times": [track("audio", *(sound(media, i * 0.1 + 0.05, 0.0999995) for i in range(9)))],
        "segments out of order": [track("video", film(media, 2, 1), film(media, 0, 1), film(media, 1, 1))],
        "faster, slower, part of it": [
            track("video", film(media, 0, 1, speed=2.0, source_start_s=0.5), film(media, 1, 4, speed=0.5)),
            track("audio", sound(media, 0, 1.1, speed=1.7, source_start_s=0.3, change_pitch=True, volume=0.2)),
        ],
        "place and look": [
            track(
                "video",
                film(
                    media, 0, 3, position={"x": 0.7, "y": 0.1}, scale=0.4, rotation=-30, opacity=0.25, volume=0,
                    flip={"horizontal": True}, crop={"left": 0.1, "top": 0.2, "right": 0.8, "bottom": 0.9},
                ),
            ),
        ],
        "crops of one film": [
            track("video", film(media, 0, 1), film(media, 1, 1, crop={"left": 0.5}), film(media, 2, 1)),
        ],
        "transitions": [
            track("video", film(media, 0, 1, transition={"type": "上移"}),
                  film(media, 1, 1, transition={"type": "3D空间", "duration_s": 0.4}), film(media, 2, 1)),
            track("image", image(media, 0, 2, transition={"type": "云朵", "duration_s": 1}), image(media, 2, 2)),
        ],
        "filters and effects": [
            track("video", film(media, 0, 3, filters=[{"type": "1980", "intensity": 0.5}, {"type": "ABG"}],
                                effects=[{"type": "1998", "params": [10, None]}, {"type": "X"}])),
        ],
        "masks": [
            track("video", film(media, 0, 1, mask={"type": "圆形", "x": 0.2, "y": 0.3, "feather": 0.4, "invert": True}),
                  film(media, 1, 1, mask={"type": "矩形", "width": 0.3, "round_corner": 0.5, "rotation": 20})),
        ],
        "mix mode, background, chroma": [
            track("video", film(media, 0, 3, background={"type": "blur", "blur": 0.375})),
            track("image", image(media, 0, 3, mix_mode="滤色", background={"type": "color", "color": "#ABCDEF"},
                                 chroma={"color": "#00FF00", "intensity": 0.3, "shadow": 0.1})),
        ],
        "animations": [
            track("video", film(media, 0, 1, animations={"intro": {"type": "上下抖动", "duration_s": 0.3},
                                                         "outro": {"type": "向上滑动"}}),
                  film(media, 1, 2, animations={"group": {"type": "三分割"}})),
            track("image", image(media, 0, 0.2, animations={"intro": {"type": "Kira游动"},
                                                           "outro": {"type": "Kira游动"}})),
        ],
        "keyframes": [
            track("video", film(media, 0, 3, keyframes=[
                {"property": name, "at_s": at_s, "value": value}
                for name, value in (("position_x", 0.2), ("position_y", 0.9), ("rotation", 45), ("opacity", 0.5),
                                    ("scale", 1.5), ("saturation", -0.5), ("contrast", 0.5), ("brightness", 0.1),
                                    ("volume", 0.3))
                for at_s in (0, 1.5, 3)])),
            track("audio", sound(media, 0, 2, keyframes=[{"at_s": 0, "value": 0}, {"at_s": 2, "value": 1}])),
            track("text", text(0, 2, keyframes=[{"property": "scale_x", "at_s": 0, "value": 2}])),
        ],
        "fades and sound effects": [
            track("video", film(media, 0, 3, fade={"in_s": 0.5, "out_s": 1})),
            track("audio", sound(media, 0, 3, fade={"out_s": 0.25},
                                 effects=[{"type": "8bit", "params": [50]}, {"type": "台湾小哥"}])),
        ],
        "muted": [track("video", film(media, 0, 1), mute=True), track("audio", sound(media, 0, 1), mute=True)],
        "styled text": [
            track("text", text(0, 2, style=STYLE, position={"x": 0.1, "y": 0.9}, rotation=5, scale=1.2, opacity=0.5,
                               animations={"intro": {"type": "卡拉OK"}, "outro": {"type": "右上弹出"},
                                           "loop": "VHS"})),
        ],
        "subtitles": [
            track("subtitle", text(0, 1), text(1, 1, style={**STYLE, "vertical": False}), text(2, 1, position={})),
        ],
        "subtitles of a file": [
            {"type": "subtitle", "name": "SRT", "style": {"size": 6, "color": "#FFFF00"},
             "srt": "\ufeff1\r\n00:00:00,500 --> 00:00:02,000\r\n<i>One</i>\r\ntwo\r\n\r\n"
                    "2\r\n00:00:01,900 --> 00:00:03,000\r\n三\r\n"},
        ],
        "same names": [track("video", film(media, 0, 1), name="x"), track("video", film(media, 0, 2), name="x")],
        "all kinds of names": [
            track("video", film(media, 0, 1), {**film(media, 1, 2), "source": file_id(media["silent"])}),
            track("image", {**image(media, 0, 2), "source": file_id(media["picture"])}, name="画 'q' \"z\" 🎨"),
            track("audio", {**sound(media, 0, 3), "source": file_id(media["music"])}, sound(media, 3, 1)),
        ],
        "gaps": [track("video", film(media, 5, 1), film(media, 100, 2)), track("text", text(3, 0.000001))],
        "many segments": [track("text", *(text(i * 0.04, 0.04) for i in range(300)))],
        "everything at once": [
            track("video", film(media, 0, 2, transition={"type": "上移"}), film(media, 2, 1)),
            track("image", image(media, 0.5, 1, scale=0.3, position={"x": 0.9, "y": 0.1})),
            track("audio", sound(media, 0, 3)), track("text", text(0, 3)), track("subtitle", text(0, 3)),
        ],
    }  # fmt: skip
