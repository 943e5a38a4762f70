"""The prompt at the foot of the picture: readable on anything, page after page where it is long."""

from __future__ import annotations

import skia

from actors.text_to_video.procedural.film import Pictures, Pixels
from actors.text_to_video.procedural.lettering import font, lines_of, showable
from actors.text_to_video.procedural.scene import Shot

_FADE_S = 0.5
#: A page of text stays at least this long.
_PAGE_S = 2.2
_LINES, _MOST_LINES = 2, 4


class Captioned:
    """Pictures with a text at their foot.

    Args:
        pictures: what lies behind.
        text: what is written; what the font can't show is left out.
        shot: size and length.
    """

    def __init__(self, pictures: Pictures, text: str, shot: Shot) -> None:
        self.pixel_format = pictures.pixel_format
        self._pictures, self._shot = pictures, shot
        self._pages = [_page(lines, shot, self._info(shot)) for lines in _paged(showable(text), shot)]

    def draw(self, frame: int, pixels: Pixels) -> None:
        """Draw one picture and its caption."""
        self._pictures.draw(frame, pixels)
        if not self._pages:
            return
        each_s = self._shot.duration_s / len(self._pages)
        time_s = self._shot.time_s(frame)
        number = min(len(self._pages) - 1, int(time_s / each_s))
        shown = min(1.0, (time_s - number * each_s + 1 / self._shot.fps) / _FADE_S)
        image, y = self._pages[number]
        surface = skia.Surface.MakeRasterDirect(self._info(self._shot), pixels)
        eased = shown * shown * (3 - 2 * shown)
        paint = skia.Paint(Alphaf=eased)
        surface.getCanvas().drawImage(
            image, 0, y + (1 - eased) * 0.01 * self._shot.height, skia.SamplingOptions(), paint
        )

    def _info(self, shot: Shot) -> skia.ImageInfo:
        colour = skia.kBGRA_8888_ColorType if self.pixel_format == "bgra" else skia.kRGBA_8888_ColorType
        return skia.ImageInfo.Make(shot.width, shot.height, colour, skia.kPremul_AlphaType)


def _size(shot: Shot) -> float:
    return min(shot.height, shot.width) * 0.046


def _paged(text: str, shot: Shot) -> list[list[str]]:
    """Share lines among pages: few lines on each if there is time to turn them, the end cut off if there is not."""
    if not text:
        return []
    lines = lines_of(text, font(_size(shot)), shot.width * 0.82)
    pages = max(1, int(shot.duration_s / _PAGE_S))
    each = next((count for count in range(_LINES, _MOST_LINES) if count * pages >= len(lines)), _MOST_LINES)
    if len(lines) > each * pages:
        lines = lines[: each * pages]
        lines[-1] = lines[-1][:-1].rstrip() + "…"
    # Even pages: three lines on two pages are two and one, never three and none.
    used = -(-len(lines) // each)
    each = -(-len(lines) // used)
    return [lines[first : first + each] for first in range(0, len(lines), each)]


def _page(lines: list[str], shot: Shot, info: skia.ImageInfo) -> tuple[skia.Image, float]:
    """Draw a page once: white letters on a soft dark band; returned with its upper edge."""
    face = font(_size(shot))
    leading = _size(shot) * 1.4
    padding = _size(shot) * 0.55
    height = leading * len(lines) + 2 * padding
    surface = skia.Surface.MakeRaster(info.makeWH(shot.width, int(height) + 2))
    canvas = surface.getCanvas()
    widest = max(face.measureText(line) for line in lines)
    band = skia.Rect.MakeXYWH((shot.width - widest) / 2 - 1.6 * padding, 1, widest + 3.2 * padding, height)
    canvas.drawRRect(
        skia.RRect.MakeRectXY(band, padding, padding), skia.Paint(AntiAlias=True, Color=skia.Color(12, 16, 28, 150))
    )
    ink = skia.Paint(AntiAlias=True, Color=skia.Color(255, 255, 255, 245))
    for number, line in enumerate(lines):
        x = (shot.width - face.measureText(line)) / 2
        canvas.drawString(line, x, padding + leading * (number + 0.74) + 1, face, ink)
    return surface.makeImageSnapshot(), shot.height * 0.95 - height
