"""The options of questions, graded by themselves: does anything but knowledge tell right from wrong?"""

from __future__ import annotations

import re

from tests.material.exam_sources import is_han, loose, tokens
from tests.material.exam_wording import GAP, Item, asked_of, key_text

_SHORT_CHARACTERS = 8


def same_options(item: Item, _exam: object, _sources: object) -> str:
    names: dict[str, str] = {}
    for option in item["options"]:
        plain = _plain(option)
        if plain in names:
            return f"{names[plain]!r} and {option!r}"
        names[plain] = option
    return ""


def _plain(option: str) -> str:
    words = [word for word in re.findall(r"\w+(?:[-+.]\w+)*", option.casefold()) if word not in ("a", "an", "the")]
    return loose(
        "".join(
            word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words
        )
    ) or loose(option)


def script_class(item: Item, _exam: object, _sources: object) -> str:
    if item["type"] != "multiple_choice":
        return ""
    classes = {option: _script(option) for option in item["options"]}
    return (
        ", ".join(f"{option} ({script})" for option, script in classes.items())
        if len(set(classes.values())) > 1
        else ""
    )


def _script(option: str) -> str:
    if any(map(is_han, option)):
        return "han"
    return "number" if option[:1].isdigit() else "letters"


def length_class(item: Item, _exam: object, _sources: object) -> str:
    if item["type"] != "multiple_choice":
        return ""
    lengths = [sum(2 if is_han(character) else 1 for character in option) for option in item["options"]]
    apart = max(lengths) > 3 * min(lengths) and max(lengths) > _SHORT_CHARACTERS
    return f"lengths {lengths}: {list(item['options'])}" if apart else ""


def case_leak(item: Item, _exam: object, _sources: object) -> str:
    if item["type"] != "multiple_choice":
        return ""
    capital = [option[:1].isupper() for option in item["options"] if option[:1].isalpha()]
    if len(capital) != 4:
        return ""
    right = capital[item["key"]]
    return f"right: {key_text(item)!r} among {list(item['options'])}" if capital.count(right) == 1 else ""


def article_leak(item: Item, _exam: object, _sources: object) -> str:
    article = re.search(r"\b(an?)\s+_{3,}", item["stem"], re.IGNORECASE)
    if not article or item["type"] != "multiple_choice":
        return ""
    vowel = article[1].casefold() == "an"
    ruled_out = [option for option in item["options"] if sounds_like_vowel(option) != vowel]
    return f"{article[1]} ____ rules out {ruled_out}" if ruled_out else ""


def doubled_word(item: Item, _exam: object, _sources: object) -> str:
    """Look at what stands after the gap: "____层" takes no option that ends in 层, unless the answer does too."""
    after = GAP.split(asked_of(item["stem"]))[-1]
    if (
        not GAP.search(item["stem"])
        or item["type"] != "multiple_choice"
        or not after
        or _repeats(key_text(item), after)
    ):
        return ""
    return next((f"{option!r} before {after[:12]!r}" for option in item["options"] if _repeats(option, after)), "")


def _repeats(option: str, after: str) -> bool:
    if is_han(after[0]):
        return option.endswith(after[0])
    return bool(tokens(option)) and tokens(option)[-1:] == tokens(after)[:1]


def option_in_stem(item: Item, _exam: object, _sources: object) -> str:
    if item["type"] != "multiple_choice":
        return ""
    return next(
        (
            f"{option!r}"
            for place, option in enumerate(item["options"])
            if place != item["key"] and _holds(asked_of(item["stem"]), option)
        ),
        "",
    )


def key_in_stem(item: Item, _exam: object, _sources: object) -> str:
    return (
        f"{key_text(item)!r}" if item["type"] != "true_false" and _holds(asked_of(item["stem"]), key_text(item)) else ""
    )


def _holds(text: str, words: str) -> bool:
    """Say whether words stand in a text as whole words; a single Chinese character says too little."""
    if any(map(is_han, words)):
        return len(words) > 1 and loose(words) in loose(text)
    wanted, found = tokens(words), tokens(text)
    return bool(wanted) and any(found[place : place + len(wanted)] == wanted for place in range(len(found)))


def sounds_like_vowel(option: str) -> bool:
    word = re.split(r"[\s-]", option.strip())[0]
    if len(word) > 1 and word.isupper():  # spelt: an SVM, a GPU
        return word[0] in "AEFHILMNORSX"
    return bool(re.match(r"(?!uni|use|usu|uti|eu|one|once)[aeiou]|hour|honest|heir", word, re.IGNORECASE))
