"""Which colour, number, size and action belongs to whom: one pass over the words, from left to right."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from actors.text_to_video.procedural import vocabulary
from actors.text_to_video.procedural.language.senses import Token
from actors.text_to_video.procedural.language.units import ENDS

#: Actions that another one says more than.
_WEAK_ACTIONS = frozenset({"stand", "sit", "walk", "look_around", "laugh", "drive"})
#: Verbs whose object does the same.
_PURSUITS = frozenset(
    [
        "chase",
        "chases",
        "chasing",
        "chased",
        "follow",
        "follows",
        "following",
        "followed",
        "race",
        "races",
        "racing",
        "追",
        "追逐",
        "追赶",
        "追着",
        "跟着",
    ]
)
#: Words that are one and many alike.
_SAME_PLURAL = frozenset({"fish", "sheep", "tropical fish", "goldfish", "koi"})
_SEASON_COLOURS = frozenset({"blue", "white", "green", "grey", "black"})
#: What stands between a doer and whom it is done to, before the verb.
_TOWARDS = frozenset({"向", "对", "对着", "朝", "把", "给", "为"})
#: Words that let a preposition mean sitting in it.
_ABOARD = frozenset(
    {"in", "on", "aboard", "inside", "乘", "坐", "骑", "开", "坐着", "坐在", "骑着", "开着", "驾驶", "乘坐"}
)


@dataclasses.dataclass(slots=True)
class Draft:
    """A group while it is put together.

    Args:
        token: the subject's.
        subject: its name.
        count: how many; 0: not said.
        plural: whether the word says several.
        colour: of it, if said.
        size: relative, 0: not said.
        actions: all that it does.
        like: the group whose action it shares if it has none of its own.
        aboard: whether somebody rides in or on it.
        rides: whether it rides in or on something.
        another: whether an article or a number says that it is a new one.
    """

    token: Token
    subject: str
    count: int = 0
    plural: bool = False
    colour: str | None = None
    size: float = 0.0
    actions: list[str] = dataclasses.field(default_factory=list)
    like: Draft | None = None
    aboard: bool = False
    rides: bool = False
    another: bool = False

    @property
    def action(self) -> str | None:
        """The one action of all it does that says most."""
        return next((action for action in self.actions if action not in _WEAK_ACTIONS), next(iter(self.actions), None))


class Reading:
    """All that the words of a prompt say, put together.

    Args:
        tokens: of the prompt.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.groups: list[Draft] = []
        self.said: dict[str, list[Token]] = {
            slot: [] for slot in ("place", "hint", "weather", "time", "camera", "style")
        }
        self.implied: dict[str, list[str]] = {slot: [] for slot in self.said}
        self.excluded: set[str] = set()
        self.used: list[tuple[Token, str, str]] = []
        self.accent: str | None = None
        self._tokens = tokens
        self._colours: list[str] = []
        self._size, self._count = 0.0, 0
        self._worn: str | None = None
        self._together: list[Draft] = []
        self._forget()
        self._waiting_action: str | None = None
        self._linked = True
        self._clause_has_subject = False
        self._companion_of: Draft | None = None
        self._preposition = ""
        self._not = 0
        self._not_used = False
        self._feeding = False
        self._wearing = False
        for place, token in enumerate(tokens):
            if token.slot in self.said:
                self._world_word(token.slot, token)
            else:
                getattr(self, f"_on_{token.slot}", self._on_other)(place, token)

    # What each sort of word does.

    def _on_mark(self, _: int, token: Token) -> None:
        self._forget()
        self._not = 0
        self._preposition = ""
        self._clause_has_subject = False
        if token.text in ENDS:
            self._linked, self._companion_of = False, None

    def _on_joint(self, place: int, token: Token) -> None:  # noqa: C901 (one line for each sort of joint)
        if token.name == "not":
            # "no" and "without" reach over a word or two; "not" and 不 only to what follows them.
            self._not, self._not_used = (3 if token.text in {"no", "without", "free of", "没有", "没"} else 2), False
            return
        if self._not and token.name not in {"and", "or", "det", "copula"} and self._not_used:
            self._not = 0
        if token.name == "and":
            if self._colours and self._next_slot(place) == "colour":
                return
            self._forget()
        elif token.name == "with":
            self._forget()
            self._companion_of = self._together[-1] if self._together else None
        elif token.name == "prep":
            self._forget()
            self._preposition = token.text
            self._linked = self._linked and not self.groups
        elif token.name == "wear":
            self._forget()
            self._wearing = True
            self._preposition = "in" if token.text == "in" else ""
            if token.text == "in":
                self._linked = self._linked and not self.groups
        elif token.name == "det":
            self._indefinite = token.text in {"a", "an"}
            self._definite = not self._indefinite
            self._colours, self._size, self._count = [], 0.0, self._count if self._count > 1 else 0
        elif token.name == "copula":
            self._predicate(place)
        elif token.name == "but":
            self._not = 0
            self._forget()

    def _on_count(self, _: int, token: Token) -> None:
        self._count = int(token.name)
        self._note(token, "count", token.name)

    def _on_size(self, _: int, token: Token) -> None:
        self._size = float(token.name)
        self._note(token, "size", token.name)

    def _on_colour(self, place: int, token: Token) -> None:
        self._note(token, "colour", token.name)
        if self._copula_before(place) and self._next_slot(place) in {"", "mark", "joint"} and self.groups:
            self.groups[-1].colour = self.groups[-1].colour or token.name
            return
        self._colours.append(token.name)

    def _on_garment(self, place: int, _: Token) -> None:
        """Take the colour of what somebody wears for theirs."""
        if not self._colours:
            return
        colour, self._colours = self._colours[0], []
        if self._is_relative_clause(place) or not self._together:
            self._worn = colour
        elif self._together[-1].subject in vocabulary.PEOPLE or self._together[-1].subject in {"person", "child"}:
            self._together[-1].colour = self._together[-1].colour or colour
        self._wearing = False

    def _on_action(self, place: int, token: Token) -> None:
        if self._denied(token.name):
            return
        self._note(token, "action", token.name)
        if self._falls_from_the_sky(place, token):
            return
        if token.name == "feed":
            self._feeding = True
            self._act(self._together, "stand")
            return
        also = dict(token.also)
        before_its_subject = self._is_relative_clause(place) or self._is_participle(place, token)
        if before_its_subject or not self.groups or self._verb_first(place, token):
            self._waiting_action = token.name
        else:
            self._act(self._together, token.name)
            if token.text in _PURSUITS:
                self._companion_of = self._together[-1] if self._together else None
        if not before_its_subject:
            self._linked = False
        if token.text in _ABOARD:
            self._preposition = token.text
        if "subject" in also:
            self._implied_group(token, also["subject"])
        self._forget_unless_waiting()

    def _on_subject(self, place: int, token: Token) -> None:
        if self._denied(token.name):
            self._forget()
            return
        self._note(token, "subject", token.name)
        colours = self._colours
        plural = token.form == "plural" or (place + 1 < len(self._tokens) and self._tokens[place + 1].text == "们")
        if token.text in _SAME_PLURAL and not (self._indefinite or self._definite or self._count):
            plural = True
        said_colour = next((name for slot, name in token.also if slot == "colour"), None)
        draft = Draft(
            token, token.name, self._count, plural, (colours[0] if colours else None) or self._worn or said_colour,
            self._size, another=self._indefinite or bool(self._count),
        )  # fmt: skip
        drafts = [draft]
        if len(colours) > 1 and (plural or self._count >= 2):
            share = max(1, (self._count or len(colours)) // len(colours))
            drafts = [dataclasses.replace(draft, colour=colour, count=share, actions=[]) for colour in colours]
        before = self._together[-1] if self._together else None
        if self._preposition in _TOWARDS and self._together:
            pass  # 向女士鞠躬: who is bowed to does not bow
        elif self._linked and self.groups:
            self._together = [*self._together, *drafts]
        else:
            self._together = drafts
        for each in drafts:
            each.like = self._companion_of
            if self._feeding:
                each.actions.append("eat")
            if self._waiting_action:
                each.actions.append(self._waiting_action)
            self._board(before, each)
        if self._waiting_action and self._waiting_action in vocabulary.ACTIONS:
            self._waiting_action = None
        self.groups.extend(drafts)
        self._linked, self._clause_has_subject, self._feeding = True, True, False
        self._companion_of, self._preposition, self._worn = None, "", None
        self._forget()

    def _on_other(self, _: int, token: Token) -> None:
        if self._not and token.slot == "unknown":
            self._not -= 2 if token.word.script == "han" else 1
            self._not = max(0, self._not)

    # How they are put together.

    def _world_word(self, slot: str, token: Token) -> None:
        if self._denied(token.name):
            return
        self._note(token, "place" if slot == "hint" else slot, token.name)
        if self._colours and slot in {"time", "weather", "place"} and not set(self._colours) & _SEASON_COLOURS:
            self.accent = (
                self._colours[0] if slot == "time" or token.name in {"sky", "aurora", "cloudy"} else self.accent
            )
        self.said[slot].append(token)
        for other, name in token.also:
            if other in self.implied:
                self.implied[other].append(name)
        self._forget()
        if token.word.script == "latin":
            self._preposition = ""

    def _denied(self, name: str) -> bool:
        """Tell whether a word is denied where it stands; the denial goes on over ``and`` and ``or``."""
        if not self._not:
            return False
        self.excluded.add(name)
        self._not_used = True
        return True

    def _act(self, drafts: Iterable[Draft], action: str) -> None:
        idle = [draft for draft in drafts if not draft.actions]
        for draft in idle or drafts:
            draft.actions.append(action)

    def _board(self, rider: Draft | None, ridden: Draft) -> None:
        """Put a rider in or on what a preposition or a verb says that he is in or on."""
        riding = rider is not None and "drive" in rider.actions
        if rider is None or ridden.subject not in vocabulary.VEHICLES or rider.subject in vocabulary.VEHICLES:
            return
        if riding or self._preposition in _ABOARD or "sail" in rider.actions:
            ridden.aboard, rider.rides = True, True

    def _implied_group(self, token: Token, subject: str) -> None:
        """Add what a verb names without saying it: a kite is flown, a ball kicked."""
        if not any(draft.subject == subject for draft in self.groups):
            draft = Draft(token, subject)
            self._board_implied(draft, token)
            self.groups.append(draft)

    def _board_implied(self, draft: Draft, token: Token) -> None:
        if token.name in {"drive", "sail"} and self._together:
            draft.aboard = True
            self._together[-1].rides = True

    def _falls_from_the_sky(self, place: int, token: Token) -> bool:
        """Tell whether it is the weather that falls, blows or flies here, and nobody else."""
        if token.name not in {"fall", "float", "fly", "spin", "dance", "wave", "roll"}:
            return False
        around = [*self._tokens[max(0, place - 2) : place], *self._tokens[place + 1 : place + 2]]
        near = [other for other in around if other.slot in {"weather", "subject"}]
        if any((other.slot, other.name) == ("joint", "prep") for other in self._tokens[max(0, place - 4) : place]):
            return False  # 在雨中旋转, "in the rain": somebody else does it
        return any(other.slot == "weather" for other in near) and not any(other.slot == "subject" for other in near)

    def _is_participle(self, place: int, token: Token) -> bool:
        """Tell whether an English participle stands before whom it describes: "a sleeping cat"."""
        if token.form != "ing" or (place and self._tokens[place - 1].slot == "subject"):
            return False
        previous = self._tokens[place - 1] if place else None
        opens = previous is None or previous.slot in {"count", "colour", "size", "unknown", "action"}
        opens = opens or (
            previous is not None and (previous.slot, previous.name) in {("joint", "det"), ("joint", "prep")}
        )
        opens = opens or (previous is not None and previous.name == "and" and self._linked)
        return opens and self._comes_subject(place, through={"size", "colour", "unknown", "count"})

    def _is_relative_clause(self, place: int) -> bool:
        """Tell whether a Chinese clause that ends with 的 stands before whom it describes: 在跑步的小狗."""
        for index in range(place + 1, min(place + 5, len(self._tokens))):
            token = self._tokens[index]
            if token.text == "的":
                return self._comes_subject(index, through={"size", "colour", "count", "unknown"})
            if token.slot not in {"filler", "place", "garment"}:
                return False
        return False

    def _verb_first(self, place: int, token: Token) -> bool:
        """Tell whether a clause names its verb first: 天上飞着一只鸟, "there flies a dragon"."""
        if self._clause_has_subject or not self._together:
            return False
        index = place + 1
        if token.word.script == "han":
            if index >= len(self._tokens) or self._tokens[index].text not in {"着", "了", "过", "来"}:
                return token.text[-1] in "着过" and self._comes_subject(place, through={"size", "colour", "count"})
            return self._comes_subject(index, through={"size", "colour", "count"})
        return token.form == "s" and self._comes_subject(place, through={"size", "colour", "count", "joint"})

    def _comes_subject(self, place: int, through: set[str]) -> bool:
        for token in self._tokens[place + 1 : place + 6]:
            if token.slot == "subject":
                return True
            if token.slot not in through and token.text not in {"的", "a", "an", "the"}:
                return False
        return False

    def _predicate(self, place: int) -> None:
        """Forget the number and size before ``is``; a colour may follow."""
        if self._next_slot(place) != "colour":
            return
        self._forget()

    def _copula_before(self, place: int) -> bool:
        return any((token.slot, token.name) == ("joint", "copula") for token in self._tokens[max(0, place - 2) : place])

    def _next_slot(self, place: int) -> str:
        for token in self._tokens[place + 1 :]:
            if token.slot != "filler" and token.text != "的":
                return token.slot
        return ""

    def _forget(self) -> None:
        self._colours = []
        self._size, self._count = 0.0, 0
        self._indefinite = self._definite = False

    def _forget_unless_waiting(self) -> None:
        if self._waiting_action is None:
            self._forget()

    def _note(self, token: Token, slot: str, name: str) -> None:
        self.used.append((token, slot, name))
