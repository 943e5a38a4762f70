"""Segments of a timeline as the library's segments.

The library measures places from the canvas's middle in halves of it, upwards positive.
"""

from __future__ import annotations

from typing import Any

import pyJianYingDraft as library  # noqa: N813 (its name is not a class's)
from pyJianYingDraft import KeyframeProperty, Timerange

from actors.capcut_draft.material import PictureMaterial, SoundMaterial
from actors.capcut_draft.probe import source_span
from actors.capcut_draft.vocabulary_source import member
from backend.drafts import vocabulary
from backend.drafts.parts import Border, Mask, PictureKeyframe, Position, Shadow, Style, TextBackground, TextKeyframe
from backend.drafts.segments import (
    AudioSegment,
    ImageSegment,
    Picture,
    Placed,
    SubtitleSegment,
    TextSegment,
    VideoSegment,
)
from backend.drafts.timeline import SubtitleTrack
from backend.drafts.times import Span, microseconds

_ALIGN = {"left": 0, "center": 1, "right": 2}
_PROPERTIES = {
    "position_x": KeyframeProperty.position_x,
    "position_y": KeyframeProperty.position_y,
    "scale": KeyframeProperty.uniform_scale,
    "scale_x": KeyframeProperty.scale_x,
    "scale_y": KeyframeProperty.scale_y,
    "rotation": KeyframeProperty.rotation,
    "opacity": KeyframeProperty.alpha,
    "saturation": KeyframeProperty.saturation,
    "contrast": KeyframeProperty.contrast,
    "brightness": KeyframeProperty.brightness,
    "volume": KeyframeProperty.volume,
}


def picture(segment: VideoSegment | ImageSegment, span: Span, material: PictureMaterial) -> library.VideoSegment:
    """Return a film's or an image's segment with all that it carries."""
    source = source_span(segment, span) if isinstance(segment, VideoSegment) else Span(0, span.duration_us)
    piece = library.VideoSegment(
        material,
        _range(span),
        source_timerange=_range(source),
        volume=segment.volume if isinstance(segment, VideoSegment) else 1.0,
        change_pitch=isinstance(segment, VideoSegment) and segment.change_pitch,
        clip_settings=_clip(segment),
    )
    if isinstance(segment, VideoSegment):
        piece.speed.speed = segment.speed  # the library computes it from rounded times
        if segment.fade is not None:
            piece.add_fade(microseconds(segment.fade.in_s), microseconds(segment.fade.out_s))
    else:
        piece.speed.speed = 1.0
    _animate(piece, segment, span)
    _dress(piece, segment, material)
    for keyframe in segment.keyframes:
        piece.add_keyframe(_PROPERTIES[keyframe.property], microseconds(keyframe.at_s), _value(keyframe))
    return piece


def _dress(piece: library.VideoSegment, segment: Picture, material: PictureMaterial) -> None:
    """Put effects, filters and the like on a picture."""
    for effect in segment.effects:
        piece.add_effect(member(vocabulary.PICTURE_EFFECTS, effect.type), list(effect.params))
    for filter_ in segment.filters:
        piece.add_filter(member(vocabulary.FILTERS, filter_.type), filter_.intensity * 100)
    if segment.mix_mode is not None:
        piece.set_mix_mode(member(vocabulary.MIX_MODES, segment.mix_mode))
    if segment.mask is not None:
        piece.add_mask(member(vocabulary.MASKS, segment.mask.type), **_mask(segment.mask, material))
    if segment.transition is not None:
        transition = segment.transition
        duration_us = None if transition.duration_s is None else microseconds(transition.duration_s)
        piece.add_transition(member(vocabulary.TRANSITIONS, transition.type), duration=duration_us)
    if segment.background is not None:
        background = segment.background
        piece.add_background_filling(background.type, background.blur, background.color + "ff")
    if segment.chroma is not None:
        chroma = segment.chroma
        amounts = (chroma.intensity, chroma.shadow, chroma.edge_smooth, chroma.spill)
        piece.add_chroma(chroma.color + "ff", *(amount * 100 for amount in amounts))


def _mask(mask: Mask, material: PictureMaterial) -> dict[str, Any]:
    return {
        "center_x": (mask.x - 0.5) * material.width,
        "center_y": (0.5 - mask.y) * material.height,
        "size": mask.size,
        "rotation": mask.rotation,
        "feather": mask.feather * 100,
        "invert": mask.invert,
        "rect_width": mask.width,
        "round_corner": None if mask.round_corner is None else mask.round_corner * 100,
    }


def sound(segment: AudioSegment, span: Span, material: SoundMaterial) -> library.AudioSegment:
    """Return a sound's segment with all that it carries."""
    piece = library.AudioSegment(
        material,
        _range(span),
        source_timerange=_range(source_span(segment, span)),
        volume=segment.volume,
        change_pitch=segment.change_pitch,
    )
    piece.speed.speed = segment.speed
    if segment.fade is not None:
        piece.add_fade(microseconds(segment.fade.in_s), microseconds(segment.fade.out_s))
    for effect in segment.effects:
        piece.add_effect(member(vocabulary.AUDIO_EFFECTS, effect.type), list(effect.params))
    for keyframe in segment.keyframes:
        piece.add_keyframe(microseconds(keyframe.at_s), keyframe.value)
    return piece


def words(segment: TextSegment, span: Span) -> library.TextSegment:
    """Return a text's segment with all that it carries."""
    piece = _lettered(segment.text, span, segment.style, _clip(segment), wraps=False)
    _animate(piece, segment, span)
    if segment.animations is not None and segment.animations.loop is not None:
        piece.add_animation(member(("text_loops",), segment.animations.loop))
    for keyframe in segment.keyframes:
        piece.add_keyframe(_PROPERTIES[keyframe.property], microseconds(keyframe.at_s), _value(keyframe))
    return piece


def subtitle(segment: SubtitleSegment, span: Span, track: SubtitleTrack) -> library.TextSegment:
    """Return a line of subtitles in its track's style and place, unless it has its own."""
    x, y = _from_middle(segment.position or track.position)
    clip = library.ClipSettings(transform_x=x, transform_y=y)
    return _lettered(segment.text, span, segment.style or track.style, clip, wraps=True)


def _lettered(text: str, span: Span, style: Style, clip: library.ClipSettings, *, wraps: bool) -> library.TextSegment:
    piece = library.TextSegment(
        text,
        _range(span),
        font=None if style.font is None else member(vocabulary.FONTS, style.font),
        style=library.TextStyle(
            size=style.size,
            bold=style.bold,
            italic=style.italic,
            underline=style.underline,
            color=_rgb(style.color),
            alpha=style.opacity,
            align=_ALIGN[style.align],
            vertical=style.vertical,
            letter_spacing=style.letter_spacing,
            line_spacing=style.line_spacing,
            auto_wrapping=wraps,
            max_line_width=style.max_line_width,
        ),
        clip_settings=clip,
        border=None if style.border is None else _border(style.border),
        background=None if style.background is None else _box(style.background),
        shadow=None if style.shadow is None else _shadow(style.shadow),
    )
    # The library writes no speed of texts down, and the reference would lead nowhere.
    piece.extra_material_refs.remove(piece.speed.global_id)
    return piece


def _border(border: Border) -> library.TextBorder:
    return library.TextBorder(alpha=border.opacity, color=_rgb(border.color), width=border.width)


def _box(box: TextBackground) -> library.TextBackground:
    return library.TextBackground(
        color=box.color,
        style=box.style,
        alpha=box.opacity,
        round_radius=box.round_radius,
        height=box.height,
        width=box.width,
        horizontal_offset=box.horizontal_offset,
        vertical_offset=box.vertical_offset,
    )


def _shadow(shadow: Shadow) -> library.TextShadow:
    return library.TextShadow(
        alpha=shadow.opacity,
        color=_rgb(shadow.color),
        diffuse=shadow.blur,
        distance=shadow.distance,
        angle=shadow.angle,
    )


def _animate(piece: Any, segment: Picture | TextSegment, span: Span) -> None:
    """Add the animations; lengths that nobody chose give way where the segment is too short for them."""
    animations = segment.animations
    if animations is None:
        return
    family = "picture" if isinstance(segment, Picture) else "text"
    group = getattr(animations, "group", None)
    if group is not None:
        duration_us = None if group.duration_s is None else microseconds(group.duration_s)
        piece.add_animation(member(("picture_groups",), group.type), duration_us)
    chosen_us = {
        place: microseconds(each.duration_s)
        for place in ("intro", "outro")
        if (each := getattr(animations, place)) is not None and each.duration_s is not None
    }
    for place in ("intro", "outro"):
        each = getattr(animations, place)
        if each is None:
            continue
        kind = member((f"{family}_{place}s",), each.type)
        if place not in chosen_us:
            other = animations.outro if place == "intro" else animations.intro
            left_us = span.duration_us - chosen_us.get("outro" if place == "intro" else "intro", 0)
            unchosen = 2 if other is not None and len(chosen_us) == 0 else 1
            chosen_us[place] = max(1, min(kind.value.duration, left_us // unchosen))
        piece.add_animation(kind, chosen_us[place])


def _clip(segment: Placed) -> library.ClipSettings:
    x, y = _from_middle(segment.position)
    return library.ClipSettings(
        alpha=segment.opacity,
        flip_horizontal=segment.flip.horizontal,
        flip_vertical=segment.flip.vertical,
        rotation=segment.rotation,
        scale_x=segment.scale,
        scale_y=segment.scale,
        transform_x=x,
        transform_y=y,
    )


def _from_middle(position: Position) -> tuple[float, float]:
    # Rounded: 0.7 * 2 - 1 is 0.3999999999999999.
    return round(2 * position.x - 1, 9) + 0.0, round(1 - 2 * position.y, 9) + 0.0


def _value(keyframe: PictureKeyframe | TextKeyframe) -> float:
    if keyframe.property == "position_x":
        return round(2 * keyframe.value - 1, 9) + 0.0
    return round(1 - 2 * keyframe.value, 9) + 0.0 if keyframe.property == "position_y" else keyframe.value


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (round(int(colour[at : at + 2], 16) / 255, 6) for at in (1, 3, 5))
    return red, green, blue


def _range(span: Span) -> Timerange:
    return Timerange(span.start_us, span.duration_us)
