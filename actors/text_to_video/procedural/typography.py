"""Moving words, for prompts of which nothing can be drawn."""

from __future__ import annotations

import dataclasses
import math
import random

import skia

from actors.text_to_video.procedural.film import Pixels
from actors.text_to_video.procedural.lettering import font, lines_of, showable
from actors.text_to_video.procedural.scene import Scene, Shot
from actors.text_to_video.procedural.world.backdrop import Backdrop
from actors.text_to_video.procedural.world.colour import Rgb

#: Grounds (upper and lower colour), ink and accents, as 0xRRGGBB.
_PALETTES = (
    ((0x1B1F3B, 0x53315E), 0xFFF6E9, (0xFF8C61, 0xFFC15E, 0x7AE7C7)),
    ((0xFDF0D5, 0xF7C59F), 0x22333B, (0xE4572E, 0x2E86AB, 0xF3A712)),
    ((0x0B3D3A, 0x14746F), 0xF4FFF8, (0xF9DC5C, 0xFF6F59, 0x9BF6FF)),
    ((0x2B2D42, 0x8D99AE), 0xFFFFFF, (0xEF233C, 0xFFD166, 0xEDF2F4)),
    ((0xE0F2F1, 0xB2C9E8), 0x1D2D50, (0xFF6B6B, 0x4D96FF, 0xFFB84C)),
)
_STYLE_PALETTES = {
    "neon": ((0x070014, 0x2A0845), 0xF5F0FF, (0xFF2E97, 0x00F0FF, 0xB967FF)),
    "noir": ((0x0A0A0A, 0x3A3A3A), 0xF2F2F2, (0xBDBDBD, 0x7D7D7D, 0xE0E0E0)),
    "ink": ((0xF6F1E4, 0xDDD5C3), 0x1C1C1C, (0x8C1C13, 0x4A4A4A, 0x9A8F7C)),
    "retro": ((0xF3E2C0, 0xD9A566), 0x4A2C2A, (0xC8553D, 0x588B8B, 0xF28F3B)),
    "pastel": ((0xFFE5EC, 0xD7E3FC), 0x4A4E69, (0xFFAFCC, 0xA2D2FF, 0xCDB4DB)),
}  # fmt: skip
_ACCENTS = {
    "red": 0xE63946, "orange": 0xFF8C42, "yellow": 0xFFD23F, "green": 0x3BB273, "cyan": 0x2EC4B6, "blue": 0x3A86FF,
    "purple": 0x8338EC, "pink": 0xFF5D8F, "brown": 0x8D5A3B, "black": 0x222222, "white": 0xFFFFFF, "grey": 0x8D99AE,
    "gold": 0xE9B44C, "silver": 0xC0C7D0,
}  # fmt: skip
#: Hours whose sky may lie behind words, and how often there is a plain ground instead where no style is asked for.
_HOURS = ("dawn", "morning", "afternoon", "dusk", "night")
_PLAIN = 0.5
#: A word alone on the screen needs this long to be read.
_WORD_S = 0.45


class Typography:
    """Words that come in one by one, on a slowly moving ground.

    Args:
        scene: with the words; its seed chooses colours and layout.
        shot: size and length.
    """

    pixel_format = "bgra"

    def __init__(self, scene: Scene, shot: Shot) -> None:
        self._shot = shot
        self._chance = random.Random(f"words {scene.seed}")  # noqa: S311 (chance for the eye, not for secrets)
        ground, ink, accents = _STYLE_PALETTES.get(scene.style) or self._chance.choice(_PALETTES)
        if scene.accent:
            accents = (_ACCENTS[scene.accent], *accents[1:])
        self._backdrop = self._sky(scene)
        if self._backdrop is not None:
            ink = _packed(self._backdrop.text_colour)
        self._page: list[tuple[str, float, float, float, float]] = []
        self._ink, self._accents = _opaque(ink), [_opaque(accent) for accent in accents]
        self._words = [word for word in (showable(word) for word in scene.words) if word]
        self._ground = self._draw_ground(ground) if self._backdrop is None else None
        self._orbs = self._draw_orbs() if self._backdrop is None else []
        one_by_one = len(self._words) * _WORD_S <= shot.duration_s * 0.8
        layouts = [self._draw_page, self._draw_cascade] + ([self._draw_parade] * 2 if one_by_one else [])
        self._layout = self._chance.choice(layouts)
        self._page = self._set_page(centred=self._layout != self._draw_cascade)

    def _sky(self, scene: Scene) -> Backdrop | None:
        """A sky behind the words in styles of the brush, and now and then where no style is asked for."""
        hour = self._chance.choice(_HOURS)
        if scene.style in _STYLE_PALETTES or (scene.style == "flat" and self._chance.random() < _PLAIN):
            return None
        return Backdrop(dataclasses.replace(scene, time_of_day=hour), self._shot)

    def draw(self, frame: int, pixels: Pixels) -> None:
        """Draw one picture."""
        info = skia.ImageInfo.Make(
            self._shot.width, self._shot.height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType
        )
        canvas = skia.Surface.MakeRasterDirect(info, pixels).getCanvas()
        time_s = self._shot.time_s(frame)
        if self._backdrop is not None:
            self._backdrop.draw(frame, pixels)
        else:
            canvas.drawImage(self._ground, 0, 0)
        for image, x, y, reach, speed, phase in self._orbs:
            canvas.drawImage(
                image, x + reach * math.sin(speed * time_s + phase), y + reach * math.cos(0.8 * speed * time_s + phase)
            )
        if self._words:
            self._layout(canvas, time_s)

    # Layouts.

    def _draw_parade(self, canvas: skia.Canvas, time_s: float) -> None:
        """One word after another, large; each comes from below and leaves upwards."""
        each_s = self._shot.duration_s / len(self._words)
        number = min(len(self._words) - 1, int(time_s / each_s))
        since, left = time_s - number * each_s, (number + 1) * each_s - time_s
        arrive = _eased(since / min(0.4, each_s * 0.4))
        last = number == len(self._words) - 1
        leave = 1.0 if last else _eased(left / min(0.25, each_s * 0.25))
        word = self._words[number]
        size = self._fitting(word, 0.8, 0.34)
        face = font(size, bold=True)
        width = face.measureText(word)
        x, y = (self._shot.width - width) / 2, self._shot.height / 2 + size * 0.35
        y += (1 - arrive) * size * 0.5 - (1 - leave) * size * 0.4
        accent = self._accents[number % len(self._accents)]
        bar = width * arrive
        canvas.drawRect(
            skia.Rect.MakeXYWH((self._shot.width - bar) / 2, self._shot.height / 2 + size * 0.55, bar, size * 0.06),
            _paint(accent, leave),
        )
        grow = 1 + 0.03 * since / each_s
        canvas.save()
        canvas.translate(self._shot.width / 2, self._shot.height / 2)
        canvas.scale(grow, grow)
        canvas.translate(-self._shot.width / 2, -self._shot.height / 2)
        canvas.drawString(word, x, y, face, _paint(self._ink, arrive * leave))
        canvas.restore()

    def _draw_page(self, canvas: skia.Canvas, time_s: float) -> None:
        """All words on one page, rising into place; a bar of colour runs under the newest."""
        for order, (text, x, y, size, width) in enumerate(self._page):
            arrive = self._arrived(order, time_s)
            if arrive <= 0:
                continue
            face = font(size, bold=True)
            accent = self._accents[order % len(self._accents)]
            glow = max(0.0, 1 - abs(arrive - 1) - self._since(order, time_s) / 0.9)
            canvas.drawRect(
                skia.Rect.MakeXYWH(x, y + size * 0.16, width * arrive, size * 0.09), _paint(accent, 0.25 + 0.75 * glow)
            )
            float_y = 0.02 * size * math.sin(1.7 * time_s + order)
            canvas.drawString(text, x, y + (1 - arrive) * size * 0.7 + float_y, face, _paint(self._ink, arrive))

    def _draw_cascade(self, canvas: skia.Canvas, time_s: float) -> None:
        """Lines from the left, one after another, each with a block of colour that wipes it in."""
        for order, (text, x, y, size, width) in enumerate(self._page):
            arrive = self._arrived(order, time_s)
            if arrive <= 0:
                continue
            face = font(size, bold=True)
            wipe = _eased(arrive * 1.6), _eased((arrive - 0.35) * 1.6)
            left, right = x - size * 0.1 + width * 1.05 * wipe[1], x - size * 0.1 + width * 1.05 * wipe[0]
            canvas.save()
            canvas.clipRect(skia.Rect.MakeLTRB(0, y - size * 1.3, left, y + size * 0.5))
            drift = 0.05 * size * time_s
            canvas.drawString(text, x + drift * 0.4, y, face, _paint(self._ink, 1.0))
            canvas.restore()
            if right > left:
                block = skia.Rect.MakeLTRB(left, y - size * 0.95, right, y + size * 0.25)
                canvas.drawRect(block, _paint(self._accents[order % len(self._accents)], 1.0))

    # Setting.

    def _set_page(self, *, centred: bool) -> list[tuple[str, float, float, float, float]]:
        """Set all words as large as they fit: text, x, baseline, size, width of each."""
        text = " ".join(self._words) if any(word.isascii() for word in self._words) else "".join(self._words)
        wide, high = self._shot.width * 0.82, self._shot.height * 0.74
        size = min(self._shot.width, self._shot.height) * 0.2
        lines = lines_of(text, font(size, bold=True), wide)
        while len(lines) * size * 1.35 > high or any(font(size, bold=True).measureText(line) > wide for line in lines):
            size *= 0.9
            lines = lines_of(text, font(size, bold=True), wide)
        face = font(size, bold=True)
        placed = []
        top = (self._shot.height - len(lines) * size * 1.35) / 2
        for number, line in enumerate(lines):
            y = top + size * 1.35 * (number + 0.78)
            x = (self._shot.width - face.measureText(line)) / 2 if centred else self._shot.width * 0.09
            if not centred:
                placed.append((line, x, y, size, face.measureText(line)))
                continue
            for word in (
                [line] if line.isascii() and " " not in line else line.split(" ") if " " in line else _quartets(line)
            ):
                width = face.measureText(word)
                placed.append((word, x, y, size, width))
                x += width + (face.measureText(" ") if " " in line else 0.0)
        return placed

    def _arrived(self, order: int, time_s: float) -> float:
        return _eased(self._since(order, time_s) / 0.55)

    def _since(self, order: int, time_s: float) -> float:
        """How long ago a piece of the page began to arrive, seconds; all have come by the middle of the film."""
        begins_s: float = 0.12 + self._shot.duration_s * 0.5 * order / max(1, len(self._page))
        return time_s - begins_s

    def _fitting(self, word: str, share_of_width: float, share_of_height: float) -> float:
        size = min(self._shot.width, self._shot.height) * share_of_height
        width = float(font(size, bold=True).measureText(word))
        return size * min(1.0, share_of_width * self._shot.width / max(1.0, width))

    def _draw_ground(self, ground: tuple[int, int]) -> skia.Image:
        surface = self._surface(self._shot.width, self._shot.height)
        slant = self._chance.uniform(-0.4, 0.4) * self._shot.width
        shader = skia.GradientShader.MakeLinear(
            [skia.Point(slant, 0), skia.Point(-slant, self._shot.height)], [_opaque(ground[0]), _opaque(ground[1])]
        )
        surface.getCanvas().drawPaint(skia.Paint(Shader=shader, Dither=True))
        return surface.makeImageSnapshot()

    def _draw_orbs(self) -> list[tuple[skia.Image, float, float, float, float, float]]:
        """Soft discs of light: image, place, reach and speed of their wandering, phase."""
        orbs = []
        short = min(self._shot.width, self._shot.height)
        for number in range(4):
            radius = short * self._chance.uniform(0.14, 0.3)
            surface = self._surface(int(2 * radius), int(2 * radius))
            colour = self._accents[number % len(self._accents)]
            clear, faint = colour & 0x00FFFFFF, (colour & 0x00FFFFFF) | 0x38000000
            shader = skia.GradientShader.MakeRadial(
                skia.Point(radius, radius), radius, [faint, faint, clear], [0, 0.6, 1]
            )
            surface.getCanvas().drawPaint(skia.Paint(Shader=shader))
            x = self._chance.uniform(0, self._shot.width) - radius
            y = self._chance.uniform(0, self._shot.height) - radius
            speed, phase = self._chance.uniform(0.4, 0.9), self._chance.uniform(0, 6)
            orbs.append((surface.makeImageSnapshot(), x, y, short * 0.1, speed, phase))
        return orbs

    @staticmethod
    def _surface(width: int, height: int) -> skia.Surface:
        info = skia.ImageInfo.Make(max(1, width), max(1, height), skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        return skia.Surface.MakeRaster(info)


def _quartets(line: str) -> list[str]:
    return [line[first : first + 4] for first in range(0, len(line), 4)]


def _opaque(colour: int) -> int:
    return 0xFF000000 | colour


def _packed(colour: Rgb) -> int:
    red, green, blue = (round(255 * part) for part in colour)
    return red << 16 | green << 8 | blue


def _paint(colour: int, alpha: float) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=colour, Alphaf=max(0.0, min(1.0, alpha)))


def _eased(part: float) -> float:
    """Return a smooth way from 0 to 1."""
    part = max(0.0, min(1.0, part))
    return 1 - (1 - part) ** 3
