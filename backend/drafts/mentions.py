"""What segments mention: names from the vocabulary, and moments within them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.drafts import vocabulary
from backend.drafts.parts import Keyframe, Style, Timed
from backend.drafts.segments import AudioSegment, Picture, Segment, SubtitleSegment, TextSegment

#: (JSON pointer below the segment, lists of the vocabulary, name).
_Mention = tuple[str, tuple[str, ...], str]


def names_of(segment: Segment) -> Iterator[_Mention]:
    """Yield every name from the vocabulary that a segment mentions."""
    if isinstance(segment, Picture):
        yield from _picture_names(segment)
    elif isinstance(segment, AudioSegment):
        for index, effect in enumerate(segment.effects):
            yield f"/effects/{index}/type", vocabulary.AUDIO_EFFECTS, effect.type
    elif isinstance(segment, TextSegment):
        yield from _font(segment.style)
        for place, animation in _animations(segment):
            yield f"/animations/{place}/type", (f"text_{place}s",), animation.type
        if segment.animations is not None and segment.animations.loop is not None:
            yield "/animations/loop", ("text_loops",), segment.animations.loop
    elif isinstance(segment, SubtitleSegment) and segment.style is not None:
        yield from _font(segment.style)


def _picture_names(segment: Picture) -> Iterator[_Mention]:
    if segment.transition is not None:
        yield "/transition/type", vocabulary.TRANSITIONS, segment.transition.type
    if segment.mask is not None:
        yield "/mask/type", vocabulary.MASKS, segment.mask.type
    if segment.mix_mode is not None:
        yield "/mix_mode", vocabulary.MIX_MODES, segment.mix_mode
    for index, filter_ in enumerate(segment.filters):
        yield f"/filters/{index}/type", vocabulary.FILTERS, filter_.type
    for index, effect in enumerate(segment.effects):
        yield f"/effects/{index}/type", vocabulary.PICTURE_EFFECTS, effect.type
    for place, animation in _animations(segment):
        yield f"/animations/{place}/type", (f"picture_{place}s",), animation.type


def _font(style: Style) -> Iterator[_Mention]:
    if style.font is not None:
        yield "/style/font", vocabulary.FONTS, style.font


def moments_of(segment: Segment) -> Iterator[tuple[str, float]]:
    """Yield (JSON pointer below the segment, seconds) of what must lie within the segment."""
    keyframes: Sequence[Keyframe] = ()
    if isinstance(segment, (Picture, AudioSegment, TextSegment)):
        keyframes = segment.keyframes
    for index, keyframe in enumerate(keyframes):
        yield f"/keyframes/{index}/at_s", keyframe.at_s
    if isinstance(segment, (Picture, TextSegment)):
        for place, animation in _animations(segment):
            if animation.duration_s is not None:
                yield f"/animations/{place}/duration_s", animation.duration_s


def _animations(segment: Picture | TextSegment) -> Iterator[tuple[str, Timed]]:
    for place in ("intro", "outro", "group"):
        animation = getattr(segment.animations, place, None)
        if animation is not None:
            yield place, animation
