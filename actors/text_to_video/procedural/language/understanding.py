"""What a prompt says, as a scene, and how that was understood, word by word."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.language import choosing
from actors.text_to_video.procedural.language.grammar import Draft, Reading
from actors.text_to_video.procedural.language.lexicon import lexicon
from actors.text_to_video.procedural.language.senses import Token, tokens_of
from actors.text_to_video.procedural.language.units import units_of
from actors.text_to_video.procedural.language.wording import words_to_show
from actors.text_to_video.procedural.scene import Group, Scene

#: Groups and figures that one picture can hold.
_MAX_GROUPS, _MAX_COUNT = 6, 12
#: How many a plural without a number is.
_SOME = 3
#: What says something about a scene; style, camera and colours alone leave nothing to draw.
_VISIBLE = frozenset({"subject", "action", "place", "weather", "time"})
#: Words that name two sorts of people without saying which.
_ANYBODY = {"person": ("woman", "man"), "child": ("girl", "boy")}
_ON_THE_GROUND = frozenset({*vocabulary.PEOPLE, *vocabulary.FOUR_LEGGED, *_ANYBODY, "flower", "car", "bus", "train"})
_ALOFT = frozenset({"fly", "float", "fall"})
#: What all vehicles do in their own way: a boat "rides", an airplane "runs".
_OWN_MOVES = frozenset({"walk", "run", "look_around", "drive", "skate"})


@dataclasses.dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of a prompt.

    Args:
        scene: what will be drawn.
        words: each word that was understood: where it stands, as what.
        unknown: words that mean nothing to the lexicon: text, start, end.
        chosen: what the prompt did not say: name of the slot and what was chosen.
        notes: sentences on what can't be drawn as asked.
    """

    scene: Scene
    words: tuple[dict[str, Any], ...]
    unknown: tuple[dict[str, Any], ...]
    chosen: dict[str, str]
    notes: tuple[str, ...]

    def document(self, prompt: str) -> dict[str, Any]:
        """Return ``scene.json``."""
        return {
            "prompt": prompt,
            "summary": summary(self.scene),
            "scene": dataclasses.asdict(self.scene),
            "understood": list(self.words),
            "not_understood": list(self.unknown),
            "chosen": self.chosen,
            "notes": list(self.notes),
        }


def understand(prompt: str, seed: int = 0) -> Understanding:
    """Make a scene of a prompt.

    Args:
        prompt: Chinese, English or both; any text.
        seed: of the scene; decides between a man and a woman where a prompt says "person".
    """
    tokens = tokens_of(lexicon().words(units_of(prompt)))
    reading = Reading(tokens)
    words = tuple(
        {"text": prompt[token.word.start : token.word.end], "start": token.word.start, "end": token.word.end,
         "slot": slot, "name": name}
        for token, slot, name in reading.used
    )  # fmt: skip
    unknown = _unknown(prompt, tokens)
    notes: list[str] = []
    chosen: dict[str, str] = {}
    if not any(slot in _VISIBLE for _, slot, _ in reading.used):
        scene = Scene(
            camera=_first(reading, "camera", vocabulary.CAMERAS, chosen),
            style=_first(reading, "style", vocabulary.STYLES, chosen),
            seed=seed,
            accent=next((name for _, slot, name in reading.used if slot == "colour"), None),
            words=tuple(words_to_show(prompt)),
        )
        notes.append("Nothing in the prompt can be drawn; its words are shown instead.")
        return Understanding(scene, words, unknown, chosen, tuple(notes))
    return Understanding(_scene(reading, seed, chosen, notes), words, unknown, chosen, tuple(notes))


def summary(scene: Scene) -> str:
    """Say in one sentence what is seen."""
    if scene.words:
        return f"The words of the prompt, moving ({scene.style})."
    who = ", ".join(_phrase(group) for group in scene.groups) or "A landscape"
    where = f"{scene.place}, {scene.weather}, {scene.time_of_day}".replace("_", " ")
    return f"{who[0].upper()}{who[1:]}; {where}; camera {scene.camera}, style {scene.style}.".replace("_", " ")


def _phrase(group: Group) -> str:
    colour = f"{group.colour} " if group.colour else ""
    return f"{group.count} {colour}{group.subject} ({group.action})"


def _scene(reading: Reading, seed: int, chosen: dict[str, str], notes: list[str]) -> Scene:
    drafts = _drawn_drafts(reading, chosen, notes)
    excluded = reading.excluded
    weathers = [token.name for token in reading.said["weather"]]
    subjects = [_somebody(draft.subject, seed) for draft in drafts]
    place = _place(reading)
    if place is None or place in excluded:
        weather_said = choosing.weather_of(weathers, reading.implied["weather"], "", excluded) if weathers else None
        pairs = [(subject, _action(draft)) for subject, draft in zip(subjects, drafts, strict=True)]
        place = chosen["place"] = choosing.place_of(pairs, weather_said, excluded)
    weather = choosing.weather_of(weathers, reading.implied["weather"], place, excluded)
    if not weathers:
        chosen["weather"] = weather
    style = _first(reading, "style", vocabulary.STYLES, chosen)
    times = [token.name for token in reading.said["time"]]
    time = choosing.time_of(times, reading.implied["time"], (weather, style, *subjects), excluded)
    if not times:
        chosen["time_of_day"] = time
    groups = [group for draft in drafts for group in _groups(draft, place, seed, chosen)]
    return Scene(
        groups=tuple(groups[:_MAX_GROUPS]),
        place=place,
        weather=weather,
        time_of_day=time,
        camera=_first(reading, "camera", vocabulary.CAMERAS, chosen),
        style=style,
        seed=seed,
        accent=reading.accent,
    )


def _drawn_drafts(reading: Reading, chosen: dict[str, str], notes: list[str]) -> list[Draft]:
    """Leave out who sits inside what is drawn, and add who does what is done by nobody."""
    drafts = [draft for draft in reading.groups if not draft.rides]
    notes.extend(
        f"The {draft.subject.replace('_', ' ')} rides along and is not drawn apart."
        for draft in reading.groups
        if draft.rides
    )
    deeds = [name for _, slot, name in reading.used if slot == "action" and name in vocabulary.ACTIONS]
    if not reading.groups and deeds:
        doer = choosing.doer_of(deeds[0])
        if doer not in reading.excluded:
            token = next(token for token, slot, _ in reading.used if slot == "action")
            drafts = [Draft(token, doer, actions=deeds[:1])]
            chosen["subject"] = doer
    merged: list[Draft] = []
    for draft in drafts:
        # The same again without anything new ("a cat ... the cat") is the same figure.
        same = next((other for other in merged if _is_same(other, draft)), None)
        if same is None:
            merged.append(draft)
        else:
            same.actions.extend(draft.actions)
    if len(merged) > _MAX_GROUPS:
        notes.append(f"Only the first {_MAX_GROUPS} of {len(merged)} groups are drawn.")
    return merged


def _is_same(first: Draft, second: Draft) -> bool:
    return (
        first.subject == second.subject
        and not second.another
        and second.colour in {None, first.colour}
        and (not second.actions or not first.actions or second.actions == first.actions)
        and not (second.plural and not first.plural)
        and first.colour == second.colour
    )


def _groups(draft: Draft, place: str, seed: int, chosen: dict[str, str]) -> list[Group]:
    count = draft.count or (_SOME if draft.plural else 1)
    if not draft.count:
        chosen[f"count of {draft.subject}"] = str(count)
    subject = _somebody(draft.subject, seed)
    action = _action(draft)
    if action is None or action not in vocabulary.ACTIONS:
        action = chosen[f"action of {draft.subject}"] = choosing.action_of(subject, place)
    size = min(2.0, max(0.5, draft.size or 1.0))
    if draft.subject in _ANYBODY and count > 1:
        # People are of both sorts.
        first, second = _ANYBODY[draft.subject]
        return [
            Group(first, action, (count + 1) // 2, draft.colour, size),
            Group(second, action, count // 2, draft.colour, size),
        ]
    return [Group(subject, action, min(_MAX_COUNT, count), draft.colour, size)]


def _action(draft: Draft) -> str | None:
    """Return what a group does: its own action, else that of whom it is with."""
    action = draft.action
    other = draft.like
    if action is None and other is not None and draft.subject not in (*vocabulary.THINGS, *vocabulary.VEHICLES):
        action = other.action
    if action == "drive" and draft.subject not in vocabulary.VEHICLES:
        return "run" if other is None else None  # who rides an animal keeps pace with it
    if draft.subject in vocabulary.VEHICLES and action in _OWN_MOVES:
        return None  # each vehicle moves in its own way, whatever the verb
    return action


def _somebody(subject: str, seed: int) -> str:
    return _ANYBODY[subject][seed % 2] if subject in _ANYBODY else subject


def _place(reading: Reading) -> str | None:
    """Return the head of the place that is said: the last of a compound, else the first."""
    places = reading.said["place"]
    landed = [token for token in places if token.name != "sky"]
    if any(draft.subject in _ON_THE_GROUND and draft.action not in _ALOFT for draft in reading.groups):
        places = landed  # who stands on the ground is not seen from among the clouds
    if not places:
        hints = [token.name for token in reading.said["hint"]] + reading.implied["hint"] + reading.implied["place"]
        return hints[0] if hints else None
    head = places[0]
    for token in places[1:]:
        # "city street" is a street, 海边的村庄 a village.
        gap = token.word.start - head.word.end
        if gap > (1 if head.word.script == "latin" else 2):
            break
        head = token
    return head.name


def _first(reading: Reading, slot: str, names: Sequence[str], chosen: dict[str, str]) -> str:
    said = [token.name for token in reading.said[slot]] + reading.implied[slot]
    if said:
        return said[0]
    name = next(name for name in names if name not in reading.excluded)
    chosen[slot] = name
    return name


def _unknown(prompt: str, tokens: Sequence[Token]) -> tuple[dict[str, Any], ...]:
    """Gather words without meaning; Chinese characters that stand side by side are one."""
    spans: list[list[int]] = []
    for token in tokens:
        if token.slot not in {"unknown", "silent"}:
            continue
        if spans and spans[-1][1] == token.word.start and token.word.script == "han":
            spans[-1][1] = token.word.end
        else:
            spans.append([token.word.start, token.word.end])
    return tuple({"text": prompt[start:end], "start": start, "end": end} for start, end in spans)
