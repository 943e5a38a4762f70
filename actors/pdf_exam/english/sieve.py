"""Which English sentences can stand alone in an exam."""

# ruff: noqa: RUF001 (typographic signs are meant)

from __future__ import annotations

import re

from actors.pdf_exam.english import grammar

_FEWEST_WORDS, _MOST_WORDS, _MOST_CHARACTERS = 6, 38, 260

#: A sentence that begins so leans on the one before it.
_LEANING_START = re.compile(
    r"""^(?:
    this|these|those|that|it|its|they|their|them|he|she|his|her|him|we|our|us|i|my|you|your|one|ones|others?|
    another|such|
    both|each\ of|either|neither|some|few|several|all\ of|none|much|more|less|any|same|the\ (?:same|other|others|first|
    second|third|fourth|fifth|last|next|former|latter|following|previous|above|remaining|rest|only|two|three|four|
    resulting|answer|reason|idea|point|problem|goal|aim|result|key|main|advantage|disadvantage|name|latter's|
    new|final|basic|general|whole|entire|original|difference|main)|
    here|there|then|thus|therefore|hence|so|however|but|and|or|nor|yet|also|besides|moreover|further|furthermore|
    additionally|depending|
    instead|otherwise|meanwhile|similarly|likewise|conversely|consequently|accordingly|nevertheless|nonetheless|
    still|finally|lastly|(?:next|first|second|third|fourth),|firstly|secondly|thirdly|again|now|today|currently|
    recently|indeed|
    in\ (?:addition|contrast|fact|particular|general|other|short|this|these|that|such|both|turn|summary|conclusion|our|
    practice|principle|each|either|most|many|some|all|reality|theory)|for\ (?:example|instance|this|these|that|our|
    such|simplicity)|
    on\ the\ (?:other|contrary|one)|as\ (?:a\ result|we|you|an?\ example|such|shown|mentioned|discussed|described|
    noted|before|
    above|already|with|stated|the\ name)|at\ (?:this|that|first|last|the\ same)|by\ (?:this|that|contrast|doing)|
    from\ (?:this|
    these|now)|after\ (?:this|that)|before\ (?:this|that)|because\ of\ (?:this|these)|due\ to\ (?:this|these)|
    to\ do\ (?:this|so)|
    be|keep|do|ensure|avoid|let|note|notice|recall|remember|consider|suppose|assume|imagine|see|please|click|press|select|choose|enter|type|
    open|
    use|try|make|take|look|think|given|if\ so|when\ (?:this|it)|what|why|how|who|where|which|of\ course|perhaps|maybe|
    unfortunately|fortunately|interestingly|obviously|clearly|basically|actually|again|yes|no|well|ok|using|don't|do|
    not\ all|even|just|since\ (?:this|it|then)|while\ (?:this|it)|although\ (?:this|it)|though\ (?:this|it)|
    like\ (?:this|that|most)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Words that point out of the sentence, at the text itself, or at the people who talk.
_POINTING = re.compile(
    r"""\b(?:this|these|those|aforementioned|above-mentioned|hereafter|herein|thereof|
    we|our|ours|us|you|your|yours|me|my|let's|
    figure|fig|chapter|appendix|slide|slides|lecture|lectures|handout|(?:table|tab|section|sect|equation|eqn?|
    example|exercise|listing|
    part|page|step|theorem|lemma|paragraph|problem|case|rule|lines?)\.?\s?\(?\d+|
    (?:the|following|next|previous)\ examples?|examples?\ (?:above|below)|
    credits|I(?=['’]|\s(?:am|have|had|was|will|would|think|can|do|did|use|used|want|know)\b)|
    homework|exam|(?<!of\ )course|footnote|textbook|readers?|author|authors|screenshot|bibliography|
    previously|earlier\ we|later\ (?:in|on)|as\ follows|the\ following|(?:the|see|shown|listed|given|described|
    also)\ (?:above|below)|mentioned|discussed|described\ in|shown\ in|
    (?:as|shown|listed|defined|described|explained|stated|given|seen)\ (?:described|above|before|earlier)|(?:is|are|
    was|were)\ (?:shown|illustrated|discussed|presented|given|listed|summari[sz]ed|described|covered|explained)|
    can\ be\ (?:found|seen)|
    will\ be\ (?:discussed|shown|explained)|e\.?g|i\.?e|et\ al|etc|cf|viz|vs|such\ a|such\ an|
    (?<!one\ )(?<!one\ of\ )the\ others|otherwise|former|latter|respectively|
    (?<!and\ )(?:therefore|thus|hence)|instead|however|moreover|furthermore|consequently|likewise|in\ turn|for\ example|
    for\ instance|on\ the\ other\ hand|
    (?<=,\ )(?:update|use|add|set|check|try|choose|select|run|edit|remove|install|consider)\ (?:it|the|an?|your)|
    click|of\ course|see|refer\ to|copyright|isbn|https?://|www|todo|tbd|
    this\ (?:release|version)|manual|
    license|licen[sc]ed|trademark|chapters|documentation|website)\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Claims that a careful teacher would not ask about: opinions, hedges, what will be out of date.
_SOFT = re.compile(
    r"\b(?:should|might|probably|perhaps|maybe|possibly|seems?|appears? to|hopefully|nice|interesting|unfortunately|"
    r"easy|easily|simply|just|very|quite|rather|really|good|better|best|bad|worse|obvious|"
    r"obviously|today|currently|recently|nowadays|"
    r"now|also|too|important|useful|currently|some|somewhat|several|various|things?|sort of|"
    r"kind of|and so on|basically|"
    r"in general|then|so|soon|actually|still|already|there (?:is|are)|it is|want|wants|wish)\b",
    re.IGNORECASE,
)
#: Signs and forms of program text and formulas.
CODE = re.compile(
    r"(?<!\w)\.\w|\b(?:The|An|In|Of|And)[A-Z]|"
    r"[=\[\]<>{}\\|~^_@#$§¶•■□►→←⇒∀∃∈∑∫√±×÷≤≥≠≈∞∂]|::|\(\)|\+\+|--|//|\.\.|…|\w\.\w+\(|"
    r"[a-z][A-Z]{1}[a-z]|\.(?:py|c|h|txt|java|exe|conf|html|xml|sh)\b"
)
_GLUED = re.compile(r"[a-z\d)] (?:The|A|An|In|It|This|These|When|If|For|As|We|There|On|At|To|By|What|How|Why) [a-z]")
_SPLIT_WORD = re.compile(r"(?<![\w'’.-])[b-z](?![\w'’.-])")
_LONE_LETTER = re.compile(r"(?<![\w'’.-])[B-HJ-Zb-z](?![\w'’-])")
_VAGUE_SUBJECT = re.compile(
    r"^(?:the|its|their)\s+(?:\w+ly\s+)?(process|method|algorithm|result|value|function|"
    r"approach|author|problem|program|model|"
    r"system|step|idea|term|name|reason|procedure|technique|structure|element|item|object|unit|group|set|list|number|"
    r"amount|level|rate|change|effect|difference|solution|answer|question|example|case|situation|equation|formula|"
    r"theorem|definition|expression|condition|assumption|argument|parameter|variable|option|file|command|user|"
    r"following|output|input|image|picture|graph|diagram|figure|people|man|woman|book|paper|study|experiment|"
    r"purpose|advantage|disadvantage|benefit|drawback|concept|principle|property|feature|role|goal|aim|objective|"
    r"type|kind|class|category|part|portion|section|stage|phase|period|region|area|place|location|position|"
    r"substance|material|device|machine|tool|component|layer|line|point|word|sentence|text|information|data|"
    r"body|side|end|top|bottom|beginning|plan|project|company|team|country|city|government|"
    r"war|law|rule|mechanism|reaction|theory)\s"
    r"(?P<next>[\w'-]+)",
    re.IGNORECASE,
)
_NAMED_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|he|she|his|her|itself|themselves|one|ones|do so|does so)\b", re.IGNORECASE
)


def fitness(text: str) -> float:
    """Return how fit a sentence is to be asked about: 0 where any rule forbids it, less than 1 for soft faults."""
    if not _well_formed(text) or _LEANING_START.match(text) or _POINTING.search(text) or _has_vague_subject(text):
        return 0.0
    if _leans_on_pronoun(text) or not _has_verb(text) or _commands(text) or _begins_with_heading(text):
        return 0.0
    words = len(text.split())
    score = 1.0 - 0.15 * len(_SOFT.findall(text)) - 0.01 * max(0, words - 22)
    if text.lower().startswith(("if ", "when ", "while ", "although ")):
        score -= 0.1
    if ";" in text or "(" in text:
        score -= 0.08
    return max(0.05, min(1.0, score))


def _well_formed(text: str) -> bool:
    words = text.split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or len(text) > _MOST_CHARACTERS:
        return False
    if not text.endswith(".") or not (text[0].isupper() or re.match(r"(?:[a-z]RNA|pH|[a-z][A-Z]\w*)\b", text)):
        return False
    if re.match(r"(?:[A-Z]|[IVX]+|\d+)[.)] ", text) or re.search(r" [.,;]|[`´]|[a-z]{2}\. [a-z]", text):
        return False
    if text.count("(") != text.count(")") or text.count('"') % 2 or text.count("“") != text.count("”") or ":" in text:
        return False
    if (
        CODE.search(text)
        or _GLUED.search(text[1:])
        or len(_LONE_LETTER.findall(text)) > 1
        or _SPLIT_WORD.search(text)
        or "?" in text
        or "!" in text
    ):
        return False
    letters = sum(character.isalpha() or character.isspace() for character in text)
    shouted = sum(word.strip(".,;()").isupper() and len(word.strip(".,;()")) > 3 for word in words)
    titled = sum(word[0].isupper() for word in words)
    return letters > 0.8 * len(text) and shouted <= 3 and titled <= max(5, 0.55 * len(words))


#: What descriptions of functions begin with ("Returns the list ...").
_DESCRIBING = frozenset(
    """
    returns gets sets creates prints calls adds removes reads writes checks specifies defines provides
    enables disables opens closes sends starts stops converts computes generates shows displays lists
    makes takes performs gives indicates describes deletes inserts updates determines finds tests allows
    runs executes initializes same like note optional default
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)


def _commands(text: str) -> bool:
    """Tell whether a sentence begins with a verb: an instruction, or a function's description without a subject."""
    first, second = (word.lower() for word, _, _ in grammar.tokens(text)[:2])
    kinds = grammar.classes(first)
    if "VERB" not in kinds or first in grammar.FUNCTION_WORDS:
        return False
    if first in _DESCRIBING and second not in grammar.AUXILIARIES:
        return True
    if "ADJ" in kinds and second not in grammar.FUNCTION_WORDS:
        return False  # "Slow start doubles ..."
    finite = grammar.verb_base(first) == first or grammar.is_third_person(first)
    begins_object = (
        len(second) == 1
        or second in grammar.DETERMINERS
        or second in {"sure", "aware", "all", "it", "careful", "both", "one"}
    )
    return finite and ("NOUN" not in kinds or begins_object)


def _begins_with_heading(text: str) -> bool:
    """Tell whether a heading was glued to the sentence: "Objective Measure the ...", "Overview When ..."."""
    words = grammar.tokens(text)[:4]
    if all(len(word) > 3 and word.isupper() for word, _, _ in words[:2]) or re.match(r"[A-Z]{4,}-[A-Z]{3,}", text):
        return True
    for (word, _, _), (after, _, _) in zip(words[1:], [*words[2:], ("", 0, 0)], strict=False):
        if not word[0].isupper() or len(word) < 2 or grammar.is_acronym(word):
            continue
        kinds = grammar.classes(word)
        verb_with_object = "VERB" in kinds and after.lower() in grammar.DETERMINERS
        if word.lower() in grammar.FUNCTION_WORDS or not kinds & {"NOUN", "ADJ"} or verb_with_object:
            return True
    return False


def _has_vague_subject(text: str) -> bool:
    """Tell whether the subject is "the process", "the result": which one, only the sentence before knows."""
    found = _VAGUE_SUBJECT.match(text)
    if found is None:
        return False
    after = found["next"]
    return (
        after in grammar.AUXILIARIES
        or grammar.is_third_person(after)
        or after.endswith(("ed", "ly"))
        or after in {"also", "then"}
    )


def _leans_on_pronoun(text: str) -> bool:
    """Tell whether a pronoun stands before any noun that it could mean, or is the subject of the main clause."""
    if re.match(r"(?:For|In|On|At|With|By|From|To|After|Before|During)\s[^,]{2,60},\s(?:it|they|he|she)\b", text):
        return True
    for pronoun in _NAMED_PRONOUN.finditer(text):
        before = text[: pronoun.start()]
        if not any(
            "NOUN" in grammar.classes(word) and word.lower() not in grammar.FUNCTION_WORDS
            for word, _, _ in grammar.tokens(before)
            if word[0].isalpha()
        ):
            return True
        if pronoun.group().lower() in {"he", "she", "his", "her"} and not re.search(
            r"\b[A-Z][a-z]+ [A-Z]?", before[1:]
        ):
            return True
    return False


def _has_verb(text: str) -> bool:
    """Tell whether the main clause has a finite verb; those of clauses with "which" or "when" are not counted."""
    words = grammar.tokens(text)
    waiting = 0
    for place, (word, _, _) in enumerate(words[:-1]):
        if word.lower() in _SUBORDINATES and not (
            place and word.lower() == "that" and words[place - 1][0].lower() in _SAYS
        ):
            waiting += 1
        elif place and _is_finite(words, place):
            if not waiting:
                return True
            waiting -= 1
    return False


_SUBORDINATES = frozenset(
    {"which", "that", "who", "whose", "where", "when", "if", "while", "because", "although", "since"}
)
_SAYS = frozenset({"states", "means", "shows", "says", "so", "implies", "ensures", "requires"})


def _is_finite(words: list[tuple[str, int, int]], place: int) -> bool:
    """Tell whether a word is most likely a finite verb where it stands."""
    word, before = words[place][0], words[place - 1][0].lower()
    after = words[place + 1][0].lower()
    lower = word.lower()
    if lower in grammar.AUXILIARIES:
        return lower not in {"be", "been", "being"}
    kinds = grammar.classes(word)
    simple_subject = place == 1 and not grammar.is_plural(before)  # "Sulla marched on Rome"
    no_verb = (
        "VERB" not in kinds
        or lower in grammar.FUNCTION_WORDS
        or before in grammar.AUXILIARIES | {"to", "by"}
        or ("NOUN" in kinds and after in grammar.AUXILIARIES)
        or lower.endswith("ing")
        or (lower.endswith("ed") and after in grammar.PREPOSITIONS - {"to", "for", "in"} and not simple_subject)
    )
    if no_verb:
        return False
    noun_expected = before in grammar.PREPOSITIONS | grammar.DETERMINERS
    if grammar.is_third_person(word) or "NOUN" not in kinds:
        return not noun_expected
    return grammar.is_plural(before) or (grammar.verb_base(word) == lower and after in grammar.DETERMINERS)


def content(text: str) -> frozenset[str]:
    """Return the words that carry a text's meaning, nouns in the singular, verbs in their base form."""
    found = []
    for word, _, _ in grammar.tokens(text):
        lower = word.lower()
        if (word[0].isalnum() and lower not in grammar.FUNCTION_WORDS and len(word) > 1) or word[0].isdigit():
            base = grammar.singular(lower)
            found.append(grammar.verb_base(lower) or base if base == lower else base)
    return frozenset(found)
