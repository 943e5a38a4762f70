"""Changes that turn a true English sentence into a false one: an opposite, a comparison turned round, a negation."""

from __future__ import annotations

import re

from actors.pdf_exam.tongue import Change

#: Pairs of opposites that fit the same place of a sentence; both directions are tried.
_PAIRS = """
    increases/decreases increase/decrease increased/decreased increasing/decreasing rises/falls
    raises/lowers raised/lowered grows/shrinks higher/lower high/low highest/lowest larger/smaller
    largest/smallest greater/smaller longer/shorter longest/shortest faster/slower fastest/slowest
    stronger/weaker strongest/weakest warmer/colder hotter/cooler heavier/lighter thicker/thinner
    deeper/shallower wider/narrower richer/poorer cheaper/dearer more/fewer/ more/less
    maximum/minimum maximizes/minimizes maximize/minimize maximises/minimises upper/lower inner/outer
    internal/external positive/negative positively/negatively before/after
    always/never accelerates/slows improves/worsens expands/contracts expand/contract
    absorbs/releases absorb/release attracts/repels attract/repel accepts/rejects encrypts/decrypts
    encodes/decodes compresses/expands strengthens/weakens
    causes/prevents stable/unstable static/dynamic linear/nonlinear reversible/irreversible
    soluble/insoluble symmetric/asymmetric synchronous/asynchronous
    mutable/immutable ordered/unordered sorted/unsorted
    finite/infinite convex/concave continuous/discrete
    permanent/temporary ascending/descending
    northern/southern eastern/western dominant/recessive acidic/alkaline
    endothermic/exothermic aerobic/anaerobic ancient/modern quickly/slowly
    rapidly/slowly frequently/rarely maximal/minimal
    visible/invisible cold/warm warm/cold hot/cold dry/wet weak/strong strong/weak
    reliable/unreliable volatile/non-volatile connection-oriented/connectionless supervised/unsupervised
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
_OPPOSITES: dict[str, str] = {}
for _pair in _PAIRS:
    _one, _, _other = _pair.strip("/").partition("/")
    _OPPOSITES.setdefault(_one, _other)
    _OPPOSITES.setdefault(_other, _one)
_WEAK = frozenset({"with", "before", "after", "more", "always"})
#: Turning these round makes nonsense ("the higher education", "more than", "as low as").
_SET_PHRASE = re.compile(
    r"\b(?:together|along|at|no|any|once|the|in|as|much|even|one or|two or|for the|level|and|or|not)\s$", re.IGNORECASE
)
_WEAK_AFTER = re.compile(
    r"^\s(?:\w+ing|than|or less|or more|of|and|or|likely|widely|commonly|often|notably|importantly|recently|level)\b"
)


_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|cannot|without|hardly)\b|n['’]t\b", re.IGNORECASE)  # noqa: RUF001


def flips_of(text: str) -> list[Change]:
    """Return single changes that make the sentence say the opposite, best first."""
    found = [change for match in re.finditer(r"[A-Za-z]+(?:-[a-z]+)?", text) if (change := _turned(text, match))]
    # Several opposites in one sentence usually stand in relation: turning one round may make nonsense.
    if len(found) > 2:
        found = [Change(change.start, change.end, change.new, change.weight * 0.6) for change in found]
    negation = _negated(text)
    return sorted([*found, *([negation] if negation else [])], key=lambda change: -change.weight)


def _turned(text: str, match: re.Match[str]) -> Change | None:
    """Turn one word into its opposite, where that makes sense."""
    word, before, after = match.group(), text[: match.start()], text[match.end() :]
    lower = word.lower()
    other = _OPPOSITES.get(lower)
    senseless = (
        other is None
        or _DENIED.search(before)  # what is not said to cause is not said to prevent either
        or (lower.startswith(("prevent", "exclude")) and " from " in after)
        or re.search(r"\b(?:or|and)\s$", before)
        or re.match(r"\s(?:or|and)\s", after)
        or (lower in _WEAK and (not before or _SET_PHRASE.search(before) or _WEAK_AFTER.match(after)))
    )
    if other is None or senseless:
        return None
    weight = 0.55 if lower in _WEAK else 0.6 if lower in _COMMON else 0.9
    if lower in _QUALITIES and not re.search(
        r"\b(?:is|are|was|were|be|becomes?|remains?)(?: an?)?(?: \w+ly)? $", before
    ):
        return None  # only what is said of something can be false of it; "the linear systems" merely names them
    if (
        _is_aside(before, after)
        or _is_noun(lower, before, after)
        or (lower in _CAUSING and re.search(r"^ for\b| to ", after))
    ):
        return None
    article = re.search(r"\b([Aa]n?) $", before)
    if article and (article.group(1).lower() == "an") != (other[0] in "aeiou"):
        return Change(article.start(), match.end(), _article(article.group(1), other) + other, weight)
    return Change(match.start(), match.end(), other.capitalize() if word[0].isupper() else other, weight)


#: Qualities that tell things apart in names ("linear regression") as often as they say something of them.
_QUALITIES = frozenset(
    """
    static dynamic linear nonlinear stable unstable mutable immutable finite infinite continuous discrete convex concave
    synchronous asynchronous symmetric asymmetric ordered unordered sorted unsorted public private internal external
    inner outer upper lower permanent temporary ancient modern visible invisible cold warm hot dry wet weak strong high
    low supervised unsupervised reliable unreliable maximal minimal maximum minimum positive negative northern southern
    eastern western dominant recessive aerobic anaerobic
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


#: These take "to do" after their object, "prevents" does not.
_CAUSING = frozenset({"causes", "cause", "caused", "allows", "allow", "enables", "enable"})
_TAKES_OBJECT = re.compile(
    r"(?:release|absorb|attract|repel|accept|reject|encrypt|decrypt|encode|decode|compress|strengthen|weaken|improve|"
    r"worsen|raise|lower|maximi[sz]e|minimi[sz]e|prevent)"
)


def _is_noun(lower: str, before: str, after: str) -> bool:
    """Tell whether a word that looks like a verb is a noun here ("upstream releases")."""
    if not _TAKES_OBJECT.match(lower) or lower.endswith("d"):
        return False
    return not re.match(r" [\w“\"]", after) or bool(re.search(r"\b(?:the|a|an|of|in|for|by|and)\s$", before, re.I))


def _is_aside(before: str, after: str) -> bool:
    """Tell whether a place lies between two commas or in an adverbial before the first: there nothing is asserted."""
    if "," in before and "," in after and "," in before[-40:] and not re.search(r"\b(?:and|or)\b", after):
        return True
    opens = re.match(
        r"(?:in|on|for|by|at|with|from|to|as|during|after|before|under|unlike|like|according)\b", before, re.I
    )
    return bool(opens) and "," not in before and "," in after


#: They have other meanings besides the one that is turned round.
_COMMON = frozenset({"high", "low", "early", "public", "private"})


def _negated(text: str) -> Change | None:
    """Take "not" out of a sentence or put it in; a last resort, for nothing is learnt from it."""
    negation = re.search(r"\b(is|are|was|were|can|must|has|have)( not|not) (?=\w)", text)
    if negation:
        return Change(negation.start(), negation.end() - 1, negation.group(1), 0.19)
    if text.count(" is ") + text.count(" are ") != 1 or " not " in text:
        return None
    be = re.search(r"\s(is|are)\s(?!used\b|called\b|known\b|made\b|composed\b)", text)
    if be and not re.search(r",|\b(?:that|which|who|because|if|when)\b", text[: be.start()]):
        return Change(be.end(1), be.end(1), " not", 0.1)
    return None


def _article(old: str, word: str) -> str:
    article = "an " if word[0] in "aeiou" else "a "
    return article.capitalize() if old[0].isupper() else article
