"""How well an English sentence stands by itself."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import re

from actors.pdf_exam.english import grammar
from actors.pdf_exam.english.phrases import normal, noun_phrases
from actors.pdf_exam.standing import Standing, SubjectKind
from actors.text.words import rarity

_CONDITION = re.compile(r"^(?:if|when|whenever|once|unless|until|while|although|though|because|since|as|where)\b", re.I)
_ADVERBIAL = re.compile(
    r"^(?:in|on|at|by|for|from|to|with|without|during|after|before|under|over|within|between|among|through|"
    r"according to|unlike|like|besides|despite|rather than|instead of|along with)\b[^,]{2,70}, ",
    re.I,
)
#: A "the" with one of these after its noun says itself which is meant.
_DETERMINES = re.compile(r"\s(?:of|that|which|who|whose|where|in which|by which|for which|between|at which|when)\b")
#: There is only one, or everybody's: "the sun", "the user", "the number".
_UNIQUE = frozenset(
    """
    sun earth moon world universe sky sea atmosphere environment user computer internet web law past future
    presence absence body brain heart blood nucleus cell northern hemisphere equator population economy market
    government public state senate emperor city empire republic church university mean median variance
    number amount way same time fact case
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_BURDENS: tuple[tuple[re.Pattern[str], float], ...] = (
    # What points at the text, at the moment or at the reader.
    (
        re.compile(
            r"\b(?:above|below|following|preceding|previous(?:ly)?|here|again|later|missing|earlier|same|latter|so far|"
            r"in question|at hand|in the future|at (?:least )?(?:this|some) point|would require|will be|"
            r"the other|another|left|right)\b",
            re.I,
        ),
        0.22,
    ),
    (
        re.compile(
            r"\b(?:then|now|next|other|already|yet|still|currently|today|recent(?:ly)?|actual(?:ly)?|now|"
            r"remaining|rest|such|too|corresponding|appropriate|given|desired|"
            r"resulting|respective|relevant|various|different|certain|particular|specific|necessary|similar|"
            r"additional|special|usual|new|would|could|quite|also|more|some|all|only|just)\b",
            re.I,
        ),
        0.1,
    ),
    (
        re.compile(
            r"\b(?:may|might|permitted|allowed|supported|available|there$|(?:from|in) there|do so|(?:that|this) way)\b",
            re.I,
        ),
        0.1,
    ),
    # What was found in one study, of one sample.
    (
        re.compile(
            r"\b(?:patients?|subjects?|respondents?|estimated|our|significant(?:ly)?|remarkable|observations|fitted|"
            r"controlled by|is added|are added|was (?:used|added|done)|were (?:used|added|done))\b",
            re.I,
        ),
        0.06,
    ),
    (
        re.compile(
            r"\b(?:let us|one can|one must|note that|please|must|should|may wish|want|need to|has to|have to)\b", re.I
        ),
        0.12,
    ),
    (
        re.compile(
            r"\bdo(?:es)? the same\b|^[A-Z]\w+ \d+\b|\b(?:future|further) work\b|^areas? for\b|\bhave been\b", re.I
        ),
        0.3,
    ),
    # No main clause: "Builtins for managing arrays tied to databases", "Ideal for ...".
    (
        re.compile(
            r"^(?:\w+ )?\w+ (?:for|of|to|with) \w+(?:ing)?\b(?!.*\b(?:is|are|can|may|has|have|was|"
            r"were|will|must|does|do|"
            r"cannot|\w{3,}s (?:the|an?|its|their))\b)|^(?:ideal|useful|possible|available|suitable|same|due)\b",
            re.I,
        ),
        0.3,
    ),
    (
        re.compile(
            r"^(?:almost|always|often|usually|only|never|ever)\b|\bcan(?:not)? be seen\b|\bas would be expected\b|"
            r"\bthe organi[sz]ation\b|\bthe result\b",
            re.I,
        ),
        0.3,
    ),
    # Pieces of words whose ligature was lost: "coe cient", "strati ed", "the rst".
    (
        re.compile(
            r"(?<![\w’'-])(?:ed|nite|nition|cient|cients|c|rst|gure|cation|cations|tted|xed|eld|elds|le|ned|nal|nd|"
            r"ects?|ective|culty|erent|erence|cantly?|nding|nds|ef)(?![\w’'-])"
        ),
        0.5,
    ),
    # Judgements and gossip are not worth knowing.
    (
        re.compile(
            r"\b(?:lots? of|a (?:good|great|nice|bit|little|few)|work has been|improve(?:d|ments)|popular|famous|great|"
            r"unfortunately|interesting|nice|convenient(?:ly)?|easy|easier|easily|simple|simpler|simply|useful|helpful|"
            r"important|crucial|essential|recommended|preferred|discouraged|tricky|fun|obvious|tend|tends|seems?|probably|perhaps|"
            r"hopefully|sometimes|kindly|thanks|plans?|planned|in progress|experimental|deprecated|obsolete|"
            r"becoming|emerging|extremely|likely|"
            r"supported|since version|as of|beginning with|prior to version|historical|legacy|worth|attention|care)\b",
            re.I,
        ),
        0.2,
    ),
    # The talk of manuals: settings and files of one program, not a subject.
    (
        re.compile(
            r"\b(?:option|options|flag|flags|argument|arguments|default|defaults|command[- ]line|menu|button|dialog|"
            r"window|keyword|keywords|syntax|file ?names?|directory|directories|specified|set to|"
            r"invoked|callback|returned|returns|script|scripts|installed|package|packages)\b",
            re.I,
        ),
        0.05,
    ),
    # Names of code, paths, options, versions, citations.
    (
        re.compile(
            r"(?<=\w)[._/](?=\w)|\b[a-z]+[A-Z]\w*|\b[A-Z]{2,}[a-z]{2,}\w*|(?<!\w)-\w|\w\(|\b\w+\.\w{2,}\(?|[‘’'`´][\w.-]+[’'`´](?!\w)"
        ),
        0.2,
    ),
    (re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,})+\b|\b[A-Z][A-Z0-9]*\d[A-Z0-9]*\b|\bv?\d+\.\d+(?:\.\d+)+"), 0.2),
    (re.compile(r"[A-Z][\w-]+(?: et al\.?|’s|'s)?,? \(?(?:19|20)\d\d[a-z]?[);,]|\[\d+\]|\((?:19|20)\d\d[a-z]?\)"), 0.3),
    (re.compile(r"[`´̀ˆ˜¨]|\s[.,;]|[’'] [’']|\(\s|\s\)|“[^”]*$|[^\s\w]{3,}"), 0.5),
    (re.compile(r"\d+\.\d{3,}|\d+e-\d+|\bp[ -]?values? of\b"), 0.15),
    # One case, dataset or program run among many.
    (re.compile(r"\b(?:dataset|data set|this example|example|output|plot|figure|column \d|row \d|line)\b", re.I), 0.08),
    (re.compile(r"^(?:no|not|never|nothing|nobody|all|most|many|each|every|any|several|some)\b", re.I), 0.12),
    (
        re.compile(
            r"^(?:an? )?(?:\w+ )?(?:example|way|simple|typical|common|good|possible|similar|number|variety|"
            r"list|set|couple|few|more|further|final|first|second|new|alternative)\b",
            re.I,
        ),
        0.25,
    ),
    (re.compile(r"^(?:\w+ed|\w+ing|to) \w+", re.I), 0.1),
)
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|she|his|her)\b", re.I)
_FEW_WORDS, _TOO_SHORT = 8, 0.1
#: Words rarer than this (Zipf scale) are taken for names of code; short ones may be pieces of broken words.
_KNOWN_TO, _SHORT_KNOWN_TO = 0.9, 3.4


def standing_of(text: str) -> Standing:
    """Tell what kind of subject a sentence has, and what in it leans on the text around it."""
    burden = sum(weight * min(2, len(pattern.findall(text))) for pattern, weight in _BURDENS)
    burden += _TOO_SHORT * (len(text.split()) < _FEW_WORDS)
    burden += 0.04 * len(_PRONOUN.findall(text)) + 0.12 * min(3, _unknown_words(text))
    kind, subject, determined, place = _subject(text)
    return Standing(kind, subject, determined, _definite(text, place), burden)


def _subject(text: str) -> tuple[SubjectKind, str, bool, int]:
    """Return kind and normal form of the subject, whether it is determined, and where it begins."""
    start = 0
    lead = _ADVERBIAL.match(text)
    if lead:
        start = lead.end()
    elif _CONDITION.match(text):
        comma = text.find(", ")
        return "clause", "", False, comma + 2 if comma > 0 else 0
    words = text[start:].split(" ", 2)
    first = words[0].lower()
    article = len(words[0]) + 1 if first in {"the", "a", "an", "each", "every", "any"} else 0
    phrase = next((one for one in noun_phrases(text) if one.start >= start), None)
    if phrase is None or phrase.start > start + article + 16:
        return ("definite" if first == "the" else "unclear"), "", False, start
    if first == "the":
        determined = bool(_DETERMINES.match(text[phrase.end :])) and not re.match(
            r"\s(?:of|between|in) (?:the|these|those|its|their|each|all)\b(?! \w+ of)", text[phrase.end :]
        )
        return (
            ("name", phrase.key, True, start) if phrase.form == "name" else ("definite", phrase.key, determined, start)
        )
    if phrase.form in {"acronym", "person", "place", "name"} and first not in {"a", "an"}:
        return "name", phrase.key, True, start
    if phrase.start > start and first not in {"a", "an"}:
        return "unclear", phrase.key, False, start
    return "generic", phrase.key, True, start


def _definite(text: str, subject_at: int) -> tuple[str, ...]:
    """Return what is called "the ..." though the sentence neither says which nor named it before."""
    found = []
    for phrase in noun_phrases(text):
        before = text[: phrase.start].rstrip()
        if not before.lower().endswith(" the") or phrase.start <= subject_at + 4 or phrase.form == "name":
            continue
        head = phrase.key.split()[-1]
        earlier = {normal(word) for word, _, _ in grammar.tokens(before)}
        if head in earlier or head in _UNIQUE or _DETERMINES.match(text[phrase.end :]):
            continue
        found.append(phrase.key)
    return tuple(found)


def _unknown_words(text: str) -> int:
    """Count words in small letters that no list knows: mostly names of functions and files."""
    return sum(
        word.islower()
        and len(word) > 2
        and not grammar.lemmas_known(word)
        and rarity(word, "en") < (_KNOWN_TO if len(word) > 4 else _SHORT_KNOWN_TO)
        for word, _, _ in grammar.tokens(text)
        if word not in grammar.FUNCTION_WORDS
    )
