"""What no single field of a timeline can tell: overlaps, transitions to nowhere, names that no editor knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.drafts import vocabulary
from backend.drafts.mentions import moments_of, names_of
from backend.drafts.parts import DAY_S, Transition
from backend.drafts.segments import (
    AudioSegment,
    Picture,
    Segment,
    TextSegment,
    VideoSegment,
)
from backend.drafts.times import Span, microseconds, spans
from backend.errors import Fault, pointer_below

#: The one mask with a width of its own.
RECTANGLE = "矩形"


def track_faults(segments: Sequence[tuple[int, Segment]], pointer: str, *, whole: bool) -> Iterator[Fault]:
    """Yield what is wrong with the segments of one track.

    Args:
        segments: index and segment, as far as they could be read.
        pointer: the JSON Pointer of the track.
        whole: whether these are all of the track's segments; else nothing is said about who follows whom.
    """
    placed = [
        (pointer_below(pointer, "segments", segments[number][0]), segment, span)
        for number, segment, span in spans([segment for _, segment in segments])
    ]
    for number, (where, segment, span) in enumerate(placed):
        yield from _own_faults(where, segment, span)
        following = placed[number + 1] if number + 1 < len(placed) else None
        if following is not None and following[2].start_us < span.end_us:
            yield Fault(
                following[0],
                f"This segment begins at {following[1].start_s:g} s, before another of its track ends "
                f"({span.end_us / 1e6:g} s). Segments of one track can't overlap; use a second track.",
            )
        if whole and isinstance(segment, Picture) and segment.transition is not None:
            yield from _transition_faults(
                pointer_below(where, "transition"), segment.transition, span, following[2] if following else None
            )


def _own_faults(where: str, segment: Segment, span: Span) -> Iterator[Fault]:
    if span.duration_us < 1:
        yield Fault(pointer_below(where, "duration_s"), "This is less than a microsecond.")
    if span.end_us > DAY_S * 1e6:
        yield Fault(pointer_below(where, "duration_s"), "This segment ends more than 24 hours from the beginning.")
    yield from _mention_faults(where, segment, span)
    if isinstance(segment, Picture):
        yield from _picture_faults(where, segment)
    if isinstance(segment, AudioSegment):
        yield from _sound_faults(where, segment)
    if isinstance(segment, (VideoSegment, AudioSegment)):
        yield from _fade_faults(where, segment, span)
    if isinstance(segment, (Picture, TextSegment)):
        yield from _scale_faults(where, segment)
        yield from _animation_faults(where, segment, span)


def _mention_faults(where: str, segment: Segment, span: Span) -> Iterator[Fault]:
    for place, categories, name in names_of(segment):
        if vocabulary.find(categories, name) is None:
            yield Fault(where + place, unknown(categories, name))
    for place, at_s in moments_of(segment):
        if microseconds(at_s) > span.duration_us:
            yield Fault(where + place, f"This is longer than the segment, which lasts {segment.duration_s:g} s.")


def _animation_faults(where: str, segment: Picture | TextSegment, span: Span) -> Iterator[Fault]:
    animations = segment.animations
    if animations is None or animations.intro is None or animations.outro is None:
        return
    both_us = microseconds(animations.intro.duration_s or 0) + microseconds(animations.outro.duration_s or 0)
    if both_us > span.duration_us:
        yield Fault(pointer_below(where, "animations"), "Intro and outro together are longer than the segment.")


def _scale_faults(where: str, segment: Picture | TextSegment) -> Iterator[Fault]:
    properties = {keyframe.property for keyframe in segment.keyframes}
    if "scale" in properties and properties & {"scale_x", "scale_y"}:
        yield Fault(pointer_below(where, "keyframes"), "Keyframes change scale, or scale_x and scale_y, not all three.")


def _transition_faults(where: str, transition: Transition, span: Span, following: Span | None) -> Iterator[Fault]:
    if following is None:
        yield Fault(where, "A transition leads to the next segment of the track, and there is none.")
        return
    if following.start_us != span.end_us:
        yield Fault(where, "A transition needs the next segment to begin where this one ends; there is a gap.")
        return
    duration_s = transition.duration_s
    if duration_s is None:
        entry = vocabulary.find(vocabulary.TRANSITIONS, transition.type)
        duration_s = entry.duration_s if entry is not None else None
    shorter_us = min(span.duration_us, following.duration_us)
    if duration_s is not None and microseconds(duration_s) > shorter_us:
        yield Fault(
            pointer_below(where, "duration_s"),
            f"The transition lasts {duration_s:g} s, longer than the shorter of its two segments "
            f"({shorter_us / 1e6:g} s).",
        )


def _picture_faults(where: str, segment: Picture) -> Iterator[Fault]:
    animations = segment.animations
    if animations is not None and animations.group and (animations.intro or animations.outro):
        yield Fault(
            pointer_below(where, "animations", "group"), "A group animation stands alone, without intro and outro."
        )
    if segment.mask is not None and vocabulary.key_of(segment.mask.type) != RECTANGLE:
        for name in ("width", "round_corner"):
            if getattr(segment.mask, name) is not None:
                yield Fault(pointer_below(where, "mask", name), f"Only the mask {RECTANGLE} (rectangle) has this.")
    crop = segment.crop
    if crop is not None and not (crop.left < crop.right and crop.top < crop.bottom):
        yield Fault(pointer_below(where, "crop"), "Nothing is left: left must be less than right, top than bottom.")
    if not isinstance(segment, VideoSegment):
        for index, keyframe in enumerate(segment.keyframes):
            if keyframe.property == "volume":
                yield Fault(pointer_below(where, "keyframes", index, "property"), "An image has no volume.")
    for index, effect in enumerate(segment.effects):
        yield from _param_faults(
            pointer_below(where, "effects", index), vocabulary.PICTURE_EFFECTS, effect.type, len(effect.params)
        )


def _fade_faults(where: str, segment: VideoSegment | AudioSegment, span: Span) -> Iterator[Fault]:
    fade = segment.fade
    if fade is not None and microseconds(fade.in_s) + microseconds(fade.out_s) > span.duration_us:
        yield Fault(pointer_below(where, "fade"), "Both fades together are longer than the segment.")


def _sound_faults(where: str, segment: AudioSegment) -> Iterator[Fault]:
    taken: dict[str, int] = {}
    for index, effect in enumerate(segment.effects):
        place = pointer_below(where, "effects", index)
        yield from _param_faults(place, vocabulary.AUDIO_EFFECTS, effect.type, len(effect.params))
        entry = vocabulary.find(vocabulary.AUDIO_EFFECTS, effect.type)
        if entry is not None and taken.setdefault(entry.category, index) != index:
            yield Fault(place, f"A segment has one effect of {entry.category} at most.")


def _param_faults(where: str, categories: tuple[str, ...], name: str, given: int) -> Iterator[Fault]:
    entry = vocabulary.find(categories, name)
    if entry is not None and given > len(entry.params):
        yield Fault(pointer_below(where, "params"), f"{entry.name} has {len(entry.params)} parameters, not {given}.")


def unknown(categories: tuple[str, ...], name: str) -> str:
    """Return the sentence for a name that is not in the vocabulary."""
    near = vocabulary.nearest(categories, name)
    hint = f" Near it: {', '.join(near)}." if near else ""
    return f"{name!r} is not among the {' and '.join(categories)} of the vocabulary.{hint}"
