"""The colours of an hour in a weather: what the sky shows, what light falls, how far one sees."""

from __future__ import annotations

import dataclasses

from actors.text_to_video.procedural.scene import Light, Scene
from actors.text_to_video.procedural.world.colour import NAMED, Rgb, argb, brighter, mix, rgb, saturated, times


@dataclasses.dataclass(frozen=True, slots=True)
class Hour:
    """A time of day.

    Args:
        top, middle, low: the sky from zenith to horizon.
        haze: what far things fade into.
        key: colour of sun or moon.
        ambient: what every colour is multiplied with.
        sun: where sun or moon stands, fractions of width and of the sky's height (0 zenith, 1 horizon).
        stars: how many of them are seen, 0..1.
        glow: whether lamps are lit.
    """

    top: str
    middle: str
    low: str
    haze: str
    key: str
    ambient: Rgb
    sun: tuple[float, float]
    stars: float = 0.0
    glow: bool = False


HOURS: dict[str, Hour] = {
    "dawn": Hour("45599e", "d99bb4", "ffd2a6", "efc3b8", "ffdcb0", (0.90, 0.80, 0.86), (0.24, 0.90), 0.12),
    "morning": Hour("4fa6e3", "9fd6f2", "fdf2d8", "d9ecf1", "fff3cf", (1.0, 0.985, 0.95), (0.22, 0.46)),
    "noon": Hour("2c8ade", "6fbdf0", "cdecfa", "cfe8f5", "fffbe8", (1.0, 1.0, 1.0), (0.64, 0.16)),
    "afternoon": Hour("4792cf", "a9d2e0", "ffe6b0", "f1dfbd", "ffe2a0", (1.0, 0.93, 0.80), (0.78, 0.55)),
    "sunset": Hour("46307a", "e8637a", "ffc46b", "f5a173", "ffb060", (0.93, 0.66, 0.60), (0.70, 0.88)),
    "dusk": Hour("171f4d", "55508f", "e09a8c", "8d7399", "d7a0b0", (0.50, 0.47, 0.68), (0.80, 1.06), 0.35, True),
    "night": Hour("060b22", "11224c", "2c4a80", "243d70", "dfe9ff", (0.33, 0.40, 0.64), (0.74, 0.24), 1.0, True),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Mood:
    """What a weather does to the light.

    Args:
        grey: how far sky and haze go to grey, 0..1.
        dim: factor of all light.
        fog: how much more the distance fades, 0..1.
        snow: how white the ground lies, 0..1.
        cover: share of the sky that clouds take, 0..1.
        wind: how strongly things bend, 1 for a breeze.
        wet: whether the ground mirrors, 0..1.
        sun: how much of the sun is seen, 0..1.
        tint: a colour that lies in the air, and how much of it.
    """

    grey: float = 0.0
    dim: float = 1.0
    fog: float = 0.0
    snow: float = 0.0
    cover: float = 0.22
    wind: float = 1.0
    wet: float = 0.0
    sun: float = 1.0
    tint: tuple[str, float] | None = None


MOODS: dict[str, Mood] = {
    "clear": Mood(),
    "cloudy": Mood(grey=0.18, dim=0.97, cover=0.75, sun=0.55),
    "overcast": Mood(grey=0.72, dim=0.86, fog=0.15, cover=1.0, sun=0.0),
    "rain": Mood(grey=0.66, dim=0.74, fog=0.25, cover=0.95, wind=1.3, wet=0.8, sun=0.0, tint=("6f8aa5", 0.18)),
    "storm": Mood(grey=0.74, dim=0.52, fog=0.25, cover=1.0, wind=3.0, wet=1.0, sun=0.0, tint=("3a4468", 0.35)),
    "snow": Mood(grey=0.5, dim=0.98, fog=0.2, snow=0.9, cover=0.8, wind=0.7, sun=0.1, tint=("dfe8f2", 0.3)),
    "blizzard": Mood(grey=0.8, dim=0.94, fog=0.72, snow=1.0, cover=1.0, wind=3.2, sun=0.0, tint=("dde6ee", 0.55)),
    "fog": Mood(grey=0.6, dim=0.96, fog=0.85, cover=0.3, wind=0.4, sun=0.25, tint=("dfe3e4", 0.35)),
    "wind": Mood(grey=0.05, cover=0.5, wind=3.4),
    "sandstorm": Mood(grey=0.3, dim=0.86, fog=0.72, cover=0.0, wind=3.2, sun=0.2, tint=("d19a52", 0.72)),
    "rainbow": Mood(grey=0.12, dim=0.98, cover=0.4, wet=0.3, sun=0.7),
    "petals": Mood(tint=("ffdce6", 0.16), wind=1.2),
    "leaves": Mood(tint=("ffdfae", 0.2), wind=1.6),
    "aurora": Mood(dim=0.92, cover=0.05, sun=0.5, tint=("12305a", 0.25)),
    "meteors": Mood(dim=0.92, cover=0.05, sun=0.6, tint=("10183c", 0.3)),
}

#: Weathers that are only seen in the dark: the hour is moved to night for them where it would be day.
DARK_WEATHERS = ("aurora", "meteors")


@dataclasses.dataclass(frozen=True, slots=True)
class Palette:
    """All colours of one scene; made by :func:`palette`."""

    sky: tuple[Rgb, Rgb, Rgb]
    haze: Rgb
    key: Rgb
    ambient: Rgb
    sun: tuple[float, float]
    stars: float
    glow: bool
    night: bool
    mood: Mood
    accent: Rgb | None

    def tone(self, colour: str | Rgb, depth: float = 1.0, snow: float = 0.0) -> Rgb:
        """Give a surface the colour it has in this light.

        Args:
            colour: what it is at noon.
            depth: 0 at the horizon .. 1 where the figures stand; far things fade into the haze.
            snow: how much of it lies open to the sky, 0..1; whitened when snow lies.
        """
        base = rgb(colour) if isinstance(colour, str) else colour
        if self.mood.snow and snow:
            base = mix(base, (0.95, 0.97, 1.0), self.mood.snow * snow)
        far = max(0.0, 1 - depth)
        fade = min(0.93, 0.80 * far**1.25 + self.mood.fog * (0.16 + 0.84 * far**0.6))
        return mix(times(base, self.ambient), self.haze, fade)

    def paint(self, colour: str | Rgb, depth: float = 1.0, snow: float = 0.0, alpha: float = 1.0) -> int:
        """Like :meth:`tone`, packed for skia."""
        return argb(self.tone(colour, depth, snow), alpha)

    def lamp(self, colour: str, depth: float = 1.0) -> Rgb:
        """Colour of something that shines by itself when lamps are lit, dull by day."""
        if not self.glow:
            return self.tone(colour, depth)
        return mix(rgb(colour), self.haze, 0.4 * max(0.0, 1 - depth))

    def light(self) -> Light:
        """The light that figures are drawn in."""
        across, height = self.sun
        # Figures keep more of their own colours than the land does: what is white is cream at sunset, never pink.
        sunlit = brighter(mix((1.0, 1.0, 1.0), self.key, 0.3), max(self.ambient))
        return Light(
            key=self.key,
            ambient=mix(mix(self.ambient, (1.0, 1.0, 1.0), 0.18), sunlit, 0.2 if self.night else 0.6),
            shade=times((0.18, 0.2, 0.34), brighter(self.ambient, 1.1)),
            from_left=max(-1.0, min(1.0, 1 - 2 * across)),
            height=max(0.05, min(1.0, 1 - height)),
            glow=self.glow,
        )


def palette(scene: Scene) -> Palette:
    """Mix the palette of a scene from its hour, weather and accent."""
    mood = MOODS[scene.weather]
    name = scene.time_of_day
    if scene.weather in DARK_WEATHERS and name not in ("night", "dusk"):
        name = "night"
    hour = HOURS[name]
    sky = [rgb(hour.top), rgb(hour.middle), rgb(hour.low)]
    haze, ambient, key = rgb(hour.haze), hour.ambient, rgb(hour.key)
    if scene.accent:
        accent = rgb(NAMED[scene.accent])
        sky = [
            mix(part, times(accent, brighter(ambient, 1.2)), share)
            for part, share in zip(sky, (0.3, 0.55, 0.6), strict=True)
        ]
        haze = mix(haze, accent, 0.35)
        key = mix(key, accent, 0.25)
    sky = [saturated(part, 1 - mood.grey) for part in sky]
    haze = saturated(haze, 1 - mood.grey)
    ambient = mix(ambient, (sum(ambient) / 3,) * 3, mood.grey * 0.6)
    if mood.tint:
        tint, share = rgb(mood.tint[0]), mood.tint[1]
        lit = times(tint, mix(ambient, (1.0, 1.0, 1.0), 0.12))
        sky = [mix(part, lit, share) for part in sky]
        haze = mix(haze, lit, min(1.0, share * 1.1))
        ambient = mix(ambient, times(ambient, brighter(tint, 1.25)), share * 0.6)
    sky = [brighter(part, mood.dim) for part in sky]
    return Palette(
        sky=(sky[0], sky[1], sky[2]),
        haze=brighter(haze, mood.dim**0.7),
        key=mix(key, haze, 1 - mood.sun if mood.sun < 0.3 else 0.0),
        ambient=brighter(ambient, mood.dim),
        sun=hour.sun,
        stars=hour.stars * max(0.0, 1 - mood.cover * 0.95) if mood.grey < 0.6 else 0.0,
        glow=hour.glow or scene.weather == "storm",
        night=name == "night",
        mood=mood,
        accent=rgb(NAMED[scene.accent]) if scene.accent else None,
    )
