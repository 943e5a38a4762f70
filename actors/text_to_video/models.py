"""What Tencent's video models can do, as data, and what to say where something is asked that they can't. Light.

Source: the field descriptions of CreateAigcVideoTask (API 2018-07-17) in tencentcloud-sdk-python-vod. Where they say
nothing, the matrix says UNKNOWN and the provider decides. Frame rates are never said: no model takes one.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
from collections.abc import Iterable, Mapping, Sequence

#: The documentation says nothing; the provider decides.
UNKNOWN = None


@dataclasses.dataclass(frozen=True, slots=True)
class Abilities:
    """What one version of a model makes from a prompt.

    Args:
        durations_s: lengths it makes, seconds, in order; UNKNOWN if not documented.
        default_s: the length where nothing is said; UNKNOWN if not documented.
        resolutions: the provider's names, in order; UNKNOWN if not documented.
        default_resolution: the one where nothing is said.
        ratios: aspect ratios it can be asked for; empty: it takes none and makes 16:9; UNKNOWN if not documented.
        sound: whether it can be asked for sound.
        interpolation: whether it can be asked for pictures between its own.
        from_prompt: whether it makes videos from a prompt alone.
    """

    durations_s: Sequence[int] | None = UNKNOWN
    default_s: int | None = UNKNOWN
    resolutions: tuple[str, ...] | None = UNKNOWN
    default_resolution: str | None = UNKNOWN
    ratios: tuple[str, ...] | None = UNKNOWN
    sound: bool = False
    interpolation: bool = False
    from_prompt: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """One of the provider's models.

    Args:
        name: as the provider spells it.
        title: for people.
        versions: what each version can do.
        default_version: the one taken where none is named.
    """

    name: str
    title: str
    versions: Mapping[str, Abilities]
    default_version: str


_KLING = Abilities(range(3, 16), 5, ("720P", "1080P"), "720P", ("16:9", "9:16", "1:1"), sound=True)
_VIDU = Abilities(
    range(1, 11), UNKNOWN, ("720P", "1080P"), "720P", ("16:9", "9:16", "1:1"), sound=True, interpolation=True
)
_VIDU_Q2 = dataclasses.replace(_VIDU, ratios=("16:9", "9:16", "4:3", "3:4", "1:1"))
_HAILUO = Abilities((6, 10), 6, ("768P", "1080P"), "768P", ())
_HAILUO_H3 = Abilities(
    range(4, 16), 6, ("768P", "1080P", "2K", "4K"), "768P", ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
)
_GV = Abilities((8,), 8, ("720P", "1080P"), "720P", ("16:9", "9:16"), sound=True)
_OS = Abilities((4, 8, 12), 8, ("720P",), "720P", ("16:9", "9:16"), sound=True)
_PIXVERSE = Abilities(
    range(1, 16), 5, ("540p", "720p", "1080p", "2k", "4k"), "720p",
    ("16:9", "4:3", "1:1", "3:4", "9:16", "2:3", "3:2", "21:9"),
)  # fmt: skip
#: Versions of which only the name is documented.
UNDOCUMENTED = Abilities()
#: They make something out of pictures or sound, or something else than a video.
_NOT_FROM_PROMPT = Abilities(from_prompt=False)

MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            "Hailuo",
            "Hailuo 海螺",
            {
                "02": _HAILUO,
                "2.3": _HAILUO,
                "2.3-fast": _HAILUO,
                "H3": _HAILUO_H3,
                "H3_regen": UNDOCUMENTED,
                "H3-Max": UNDOCUMENTED,
            },
            "2.3",
        ),
        Model(
            "Kling",
            "Kling 可灵",
            dict.fromkeys(("1.6", "2.0", "2.1", "2.5", "2.6", "O1", "3.0", "3.0-Omni", "3.0-turbo", "scene"), _KLING),
            "2.6",
        ),
        Model(
            "Vidu",
            "Vidu",
            {
                "q2": _VIDU_Q2,
                **dict.fromkeys(
                    ("q2-pro", "q2-turbo", "q3", "q3-pro", "q3-turbo", "q3-mix", "q3-drama", "q3-ad", "scene"), _VIDU
                ),
                **dict.fromkeys(("avatar-q2-pro", "avatar-q2-turbo", "lip-sync"), _NOT_FROM_PROMPT),
            },
            "q2",
        ),
        Model("Hunyuan", "Hunyuan 混元", {"1.5": UNDOCUMENTED, "3d_2.0": _NOT_FROM_PROMPT}, "1.5"),
        Model("Mingmou", "Mingmou 明眸", {"1.0": UNDOCUMENTED}, "1.0"),
        Model("GV", "GV", dict.fromkeys(("3.1", "3.1-fast", "3.1-lite", "omni"), _GV), "3.1"),
        Model("OS", "OS", {"2.0": _OS}, "2.0"),
        Model("PixVerse", "PixVerse", dict.fromkeys(("v5.6", "v6", "c1"), _PIXVERSE), "v6"),
    )
}
DEFAULT_MODEL = "Hailuo"


# --- what can't be, and what comes nearest ---------------------------------------------------------------


def fault_of_name(name: str) -> str | None:
    """Say what is wrong with a model's name; None if nothing."""
    if name in MODELS:
        return None
    return f"There is no model {name}. The nearest is {_likest(name, MODELS)}; there are {_listed(MODELS)}."


def fault_of_version(name: str, version: str) -> str | None:
    """Say what is wrong with a known model's version; None if nothing."""
    model = MODELS[name]
    making = [known for known, abilities in model.versions.items() if abilities.from_prompt]
    if version in making:
        return None
    nearest = _likest(version, making)
    if version in model.versions:
        return f"{name} {version} does not make videos from a prompt. The nearest that does is {nearest}."
    return f"{name} has no version {version}. The nearest is {nearest}; there are {_listed(making)}."


def fault_of_duration(name: str, version: str, duration_s: float) -> str | None:
    """Say what is wrong with a length for a known version; None if nothing."""
    known = MODELS[name].versions[version].durations_s
    options = range(1, 31) if known is UNKNOWN else known
    if duration_s in options:
        return None
    nearest = min(options, key=lambda option: (abs(option - duration_s), option))
    if known is UNKNOWN:
        return f"{name} {version} makes whole seconds, not {duration_s:g} s. The nearest is {nearest} s."
    spelled = (
        f"{known[0]} to {known[-1]} whole seconds"
        if isinstance(known, range)
        else f"{_listed(map(str, known), 'or')} s"
    )
    return f"{name} {version} makes videos of {spelled}, not {duration_s:g} s. The nearest is {nearest} s."


def fault_of_resolution(name: str, version: str, resolution: str) -> str | None:
    """Say what is wrong with a resolution for a known version; None if nothing."""
    options = offered_resolutions(MODELS[name].versions[version])
    if options is UNKNOWN or resolution in options:
        return None
    nearest = min(options, key=lambda option: abs(_lines(option) - _lines(resolution)))
    return f"{name} {version} makes {_listed(options, 'or')}, not {resolution}. The nearest is {nearest}."


def fault_of_ratio(name: str, version: str, ratio: str) -> str | None:
    """Say what is wrong with an aspect ratio for a known version; None if nothing."""
    options = MODELS[name].versions[version].ratios
    if options is UNKNOWN or ratio in (options or ("16:9",)):
        return None
    if not options:
        return f"{name} {version} takes no aspect ratio and makes 16:9. The nearest is 16:9."
    nearest = min(options, key=lambda option: abs(math.log(_width_to_height(option) / _width_to_height(ratio))))
    return f"{name} {version} makes {_listed(options, 'or')}, not {ratio}. The nearest is {nearest}."


def fault_of_switch(name: str, version: str, switch: str) -> str | None:
    """Say what is wrong with asking for ``audio_generation`` or ``frame_interpolate``; None if nothing."""
    what, field = {
        "audio_generation": ("sound", "sound"),
        "frame_interpolate": ("pictures between its own", "interpolation"),
    }[switch]
    abilities = MODELS[name].versions[version]
    if abilities == UNDOCUMENTED or getattr(abilities, field):
        return None
    others = [model.name for model in MODELS.values() if getattr(model.versions[model.default_version], field)]
    return f"{name} makes no {what}; {_listed(others)} can. Leave {switch} out or choose another model."


def offered_resolutions(abilities: Abilities) -> tuple[str, ...] | None:
    """Return those resolutions of a version that can be asked for here, spelled as here; UNKNOWN if not documented."""
    if abilities.resolutions is UNKNOWN:
        return UNKNOWN
    return tuple(name for name in ("720P", "768P", "1080P") if spelled_by_provider(abilities, name) is not None)


def spelled_by_provider(abilities: Abilities, resolution: str) -> str | None:
    """Return a resolution as the provider spells it (``720p`` for one model); None where it is not made."""
    if abilities.resolutions is UNKNOWN:
        return resolution
    return next((name for name in abilities.resolutions if name.upper() == resolution), None)


def _likest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like one, by its letters (Ratcliff and Obershelp), then as a number."""

    def likeness(option: str) -> tuple[float, float]:
        letters = difflib.SequenceMatcher(None, option.lower(), word.lower()).ratio()
        return letters, -abs(_number(option) - _number(word))

    return max(known, key=likeness)


def _number(word: str) -> float:
    """Return the number that a word is, or begins with behind a letter; 0 for none."""
    found = re.match(r"[a-zA-Z]?(\d+(?:\.\d+)?)", word)
    return float(found[1]) if found else 0.0


def _lines(resolution: str) -> int:
    return int(resolution[:-1])


def _width_to_height(ratio: str) -> float:
    width, height = ratio.split(":")
    return int(width) / int(height)


def _listed(words: Iterable[str], last: str = "and") -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
