"""哪些中文句子可以单独出题: which Chinese sentences can stand alone in an exam."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re

from actors.text import chinese
from actors.text.stop_words import is_stop_word
from actors.text.words import words_of

_SHORTEST, _LONGEST = 10, 110
_LEANING_START = re.compile(
    r"^(?:而|并|则|但是?|若|然而|以及|小心|谨防|乃|均|都|仅|只|由此|从中|其次|比方|提示|警告|说明|备注|这|那|此|该|其|它|他|她|上述|下述|以上|以下|上面|下面|前者|后者|前面|后面|如此|同样|同理|另外|另一|此外|而且|并且|但|"
    r"然而|可是|不过|因此|所以|于是|从而|故|则|也|还|又|再|首先|其次|再次|最后|第[一二三四五六七八九十\d]|例如|比如|譬如|如图|如表|"
    r"图\s?\d|表\s?\d|见|参见|注意|请|我们|你|您|咱|本[章节书文课讲]|总之|综上|总的来说|换句话说|也就是说|即|或者|以及|以便|同时|随后|接着|"
    r"然后|之后|之前|现在|目前|近年|如今|今天|当然|显然|其实|事实上|实际上|一般来说|通常|一方面|另一方面|反之|否则|相反|可见|由此|"
    r"在此|对此|为此|就此|据此|具体|特别|尤其|让|假设|设|若|考虑|有人|有些|有的|一些|许多|很多|不少|大多|某些|两者|二者|三者|所有这|这样|那么|"
    r"原因|结果|目的|优点|缺点|特点|步骤|方法|和|与|及|的|了|着|等|\d+[.、）)]|[（(][一二三四五六七八九十\d]+[)）]|(?:一|二|三|四|五|六|七|八|九|十)是)"
)
_POINTING = re.compile(
    r"(?<!，)这[个些种样里是]|那[个些种样]|上述|下述|如下|以下|上文|(?<!上)下文|前文|后文|如图|见图|见表|图\s?\d|表\s?\d|公式|式[（(]|"
    r"本[章节书文课讲站]|本(?:手册|教程)|第\s?[\d一二三四五六七八九十]+\s?[章节页讲课]|"
    r"我们|我国的我|你|您|咱们|大家|同学|读者|作者|课程|考试[时中题]|课后作业|作业[一二三\d]|练习|例题|该[^把将]|此[时处外类种]|前者|后者|参考文献|"
    r"http|www|所示|给出了|介绍了|将介绍|将讨论|讨论了|上一[章节讲]|下一[章节讲]|前面[的所介提讲我]|后面[的所将我]"
)
_SOFT = re.compile(
    r"可能|也许|大概|或许|似乎|应该|应当|最好|比较|非常|十分|很|重要|有用|方便|目前|现在|近年来|如今|还|也|又|等等|例如|比如|一些|某些|各种|许多|不同的|相关|一定|有时"
)
_CODE = re.compile(r"[=<>{}\\|~^_@#$§¶•■□►→←⇒∀∃∈∑∫√±×÷≤≥≠≈∞∂]|::|\(\)|//|……|\.\.\.|\w\.\w+\(")
_PRONOUN = re.compile(r"[它其他她]们?(?!他|余|中)")
#: What was cut wrongly begins with a sign, a small letter or a number of its own, or has blanks before its signs.
_CUT = re.compile(r"^[^\w“《『「（]|^[a-z]|^\d+(?:\.\d+)*\s|\s[，。、；]|[`´]")
_SUBJECT_VAGUE = re.compile(
    r"^(?:过程|方法|算法|结果|系统|问题|程序|模型|数据|信息|函数|条件|原理|作用|性质|特征|定义|概念|元素|结构|用户|人们|人类|科学家|研究者?|专家|"
    r"学者)(?:是|有|可以|能|会|在|由|被|将|需|必须|通过)"
)


def fitness(text: str) -> float:
    """Return how fit a sentence is to be asked about: 0 where any rule forbids it."""
    if not _SHORTEST <= len(text) <= _LONGEST or not text.endswith("。") or "。" in text[:-1]:
        return 0.0
    if _LEANING_START.match(text) or _POINTING.search(text) or _CODE.search(text) or _SUBJECT_VAGUE.match(text):
        return 0.0
    if _CUT.search(text) or any(sign in text for sign in "？！?!：:;") or not _balanced(text):
        return 0.0
    han = sum(chinese_character(character) for character in text)
    if (
        han < 0.6 * len(text)
        or len(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", text)) > 1
        or (" " in text.strip() and _gapped(text))
    ):
        return 0.0
    if _leans_on_pronoun(text) or not _has_verb(text):
        return 0.0
    score = 1.0 - 0.12 * len(_SOFT.findall(text)) - 0.006 * max(0, len(text) - 50) - 0.1 * text.count("；")
    if text.startswith(("如果", "当", "虽然", "尽管", "由于", "为了", "因为")):
        score -= 0.05
    return max(0.05, min(1.0, score))


def chinese_character(character: str) -> bool:
    """Tell whether a character is a Han character."""
    return "\u3400" <= character <= "\u9fff"


def _gapped(text: str) -> bool:
    """Tell whether blanks stand between Han characters: a heading or a table was glued in."""
    return bool(re.search(r"[\u3400-\u9fff] +[\u3400-\u9fff]", text))


def _balanced(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in ("（）", "()", "“”", "《》", "「」", "‘’"))


def _leans_on_pronoun(text: str) -> bool:
    """Tell whether a pronoun stands where nothing before it in the sentence can be meant."""
    found = _PRONOUN.search(text)
    return bool(
        found and not any(chinese.class_of(word).startswith("n") for word in chinese.segment(text[: found.start()]))
    )


def _has_verb(text: str) -> bool:
    return bool(re.search(r"是|为|由|有|负责|称|叫", text)) or any(
        chinese.class_of(word)[:1] == "v" for word in words_of(text, "zh")
    )


_PLAIN_HEADING = re.compile(
    r"^(?:引言|前言|绪论|概述|简介|介绍|总结|小结|本章小结|结论|结语|参考文献|目录|附录|练习|习题|思考题|作业|问题|索引|背景|摘要|内容|目标|学习目标|"
    r"教学目标|讨论|结果|例题|示例|说明|序|致谢|其他)$"
)


def topic_of(heading: str) -> str:
    """Return the topic that a heading names, without its number; empty where it names none."""
    plain = re.sub(
        r"^(?:第\s*[\d一二三四五六七八九十百]+\s*[章节讲课单元部分篇]+|[A-Z]?[\d.]+|[A-Z](?:\.\d+)*(?=[\s.]+[\u3400-\u9fff])|[一二三四五六七八九十]+[、.．]|[（(][\d一二三四五六七八九十]+[)）])\s*[、.．:：]?\s*",
        "",
        heading.strip(),
    ).strip(" 。：:.")
    if (
        re.match(r"(?:例|图|表|练习|附录)\s*[\dA-Z]", plain)
        or _PLAIN_HEADING.match(plain)
        or not 2 <= len(plain) <= 24
        or _CODE.search(plain)
    ):
        return ""
    return plain if sum(map(chinese_character, plain)) >= 2 and not re.search(r"[？?！!，。]", plain) else ""


def content(text: str) -> frozenset[str]:
    """Return the words that carry a text's meaning."""
    return frozenset(
        word.lower()
        for word in words_of(text, "zh")
        if not is_stop_word(word, "zh") and (len(word) > 1 or not word.isascii())
    )
