"""What a segment of a timeline may carry besides its time: place, look, sound and movement."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """Base of everything in a timeline: strict types, unknown names refused, values frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


#: A name from the vocabulary (``GET /v1/drafts/vocabulary``); case, spaces and underscores don't matter.
Named = Annotated[str, Field(min_length=1, max_length=100)]
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$", description="#RRGGBB")]
Fraction = Annotated[float, Field(ge=0, le=1)]
#: Seconds; a day is the longest that is taken.
DAY_S = 86_400.0
Seconds = Annotated[float, Field(ge=0, le=DAY_S)]
PositiveSeconds = Annotated[float, Field(gt=0, le=DAY_S)]
_Percent = Annotated[float, Field(ge=0, le=100)]
#: Places may lie outside the canvas, but not anywhere.
_Place = Annotated[float, Field(ge=-10, le=11)]


class Position(Part):
    """Where the middle of a segment lies, as fractions of the canvas: 0, 0 is its upper left corner."""

    x: _Place = 0.5
    y: _Place = 0.5


class Flip(Part):
    """Mirroring."""

    horizontal: bool = False
    vertical: bool = False


class Timed(Part):
    """A named movement; without a duration it takes the vocabulary's."""

    type: Named
    duration_s: PositiveSeconds | None = None


class Transition(Timed):
    """How a segment passes into the next one of its track, which begins where this one ends."""


class PictureAnimations(Part):
    """How a picture comes and goes; a group animation is both in one and stands alone."""

    intro: Timed | None = None
    outro: Timed | None = None
    group: Timed | None = None


class TextAnimations(Part):
    """How a text comes, goes, and moves in between."""

    intro: Timed | None = None
    outro: Timed | None = None
    loop: Annotated[Named | None, Field(description="moves for as long as the others leave it")] = None


class Fade(Part):
    """Sound that grows at the beginning and fades at the end."""

    in_s: Seconds = 0.0
    out_s: Seconds = 0.0


class Filter(Part):
    """A colour filter over one segment."""

    type: Named
    intensity: Fraction = 1.0


class Effect(Part):
    """An effect over one segment; parameters in the vocabulary's order, 0..100, null for its default."""

    type: Named
    params: Annotated[tuple[_Percent | None, ...], Field(max_length=20, strict=False)] = ()


class Mask(Part):
    """A shape outside which a picture is not seen; sizes and place as fractions of the picture."""

    type: Named
    x: _Place = 0.5
    y: _Place = 0.5
    size: Annotated[float, Field(gt=0, le=10, description="height of the shape, of the picture's height")] = 0.5
    width: Annotated[float | None, Field(gt=0, le=10, description="rectangles only: of the picture's width")] = None
    round_corner: Annotated[Fraction | None, Field(description="rectangles only")] = None
    rotation: Annotated[float, Field(ge=-36_000, le=36_000, description="degrees clockwise")] = 0.0
    feather: Fraction = 0.0
    invert: bool = False


class Background(Part):
    """What is seen around a picture that doesn't fill the canvas (lowest video track only)."""

    type: Literal["blur", "color"]
    blur: Annotated[Fraction, Field(description="the editors' four steps: 0.0625, 0.375, 0.75, 1")] = 0.0625
    color: Colour = "#000000"


class Chroma(Part):
    """A colour that becomes transparent."""

    color: Colour
    intensity: Fraction = 0.2
    shadow: Fraction = 0.0
    edge_smooth: Fraction = 0.0
    spill: Fraction = 0.0


class Crop(Part):
    """The part of a picture that is used, as fractions of it from its upper left corner."""

    left: Fraction = 0.0
    top: Fraction = 0.0
    right: Fraction = 1.0
    bottom: Fraction = 1.0


class Keyframe(Part):
    """Base of values at a time."""

    at_s: Annotated[Seconds, Field(description="from the segment's beginning")]


class PictureKeyframe(Keyframe):
    """A value at a time; between two of them it changes evenly.

    Positions are fractions of the canvas, rotation degrees clockwise, saturation, contrast and brightness -1..1.
    """

    property: Literal[
        "position_x", "position_y", "scale", "scale_x", "scale_y", "rotation", "opacity", "saturation", "contrast",
        "brightness", "volume",
    ]  # fmt: skip
    value: Annotated[float, Field(ge=-36_000, le=36_000)]


class TextKeyframe(Keyframe):
    """The same for texts."""

    property: Literal["position_x", "position_y", "scale", "scale_x", "scale_y", "rotation"]
    value: Annotated[float, Field(ge=-36_000, le=36_000)]


class VolumeKeyframe(Keyframe):
    """The same for sound: its volume, 1 as recorded."""

    property: Literal["volume"] = "volume"
    value: Annotated[float, Field(ge=0, le=10)]


class Border(Part):
    """An outline around letters."""

    color: Colour = "#000000"
    opacity: Fraction = 1.0
    width: Annotated[_Percent, Field(description="0..100, as the editors show it")] = 40.0


class TextBackground(Part):
    """A box behind a text; sizes and offsets 0..1, as the editors show them."""

    color: Colour
    style: Literal[1, 2] = 1
    opacity: Fraction = 1.0
    round_radius: Fraction = 0.0
    height: Fraction = 0.14
    width: Fraction = 0.14
    horizontal_offset: Fraction = 0.5
    vertical_offset: Fraction = 0.5


class Shadow(Part):
    """A shadow of letters."""

    color: Colour = "#000000"
    opacity: Fraction = 1.0
    blur: _Percent = 15.0
    distance: _Percent = 5.0
    angle: Annotated[float, Field(ge=-180, le=180, description="degrees")] = -45.0


class Style(Part):
    """How a text looks."""

    font: Named | None = None
    size: Annotated[float, Field(gt=0, le=300, description="as the editors show it")] = 8.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: Colour = "#FFFFFF"
    opacity: Fraction = 1.0
    align: Literal["left", "center", "right"] = "center"
    vertical: bool = False
    letter_spacing: Annotated[int, Field(ge=-100, le=1000)] = 0
    line_spacing: Annotated[int, Field(ge=-100, le=1000)] = 0
    max_line_width: Annotated[Fraction, Field(gt=0, description="of the canvas; longer lines wrap")] = 0.82
    border: Border | None = None
    background: TextBackground | None = None
    shadow: Shadow | None = None
