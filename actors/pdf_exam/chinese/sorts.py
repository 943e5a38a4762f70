"""What sort of thing a Chinese term means: by jieba's word class and by its last character."""

from __future__ import annotations

import re

from actors.pdf_exam.tongue import Phrase
from actors.text import chinese

_BY_CLASS = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "body"}
_BY_ENDING = (
    (re.compile(r"(?:[公王帝侯后祖]|太宗|高宗|玄宗|神宗|[^祖正]宗|皇帝|丞相|将军|大臣|皇后|诗人|学家)$"), "person"),
    (re.compile(r"(?:之国|平原|高原|盆地|流域|半岛|[省县郡州城江河湖海岛港镇村]|运河|长城|堰)$"), "place"),
    (re.compile(r"(?:王朝|[^\s][朝代]|时期|年间)$"), "time"),
    (
        re.compile(
            r"(?:诸侯|军队|军|部落|民族|[族党派]|贵族|农民|百姓|官员|士兵|商人|厂商|企业|消费者|生产者|[^\s]人|者)$"
        ),
        "people",
    ),
    (re.compile(r"(?:制度|[^\s]制|法令|变法|改革|起义|战争|之战|之乱|政变|运动|条约|政策)$"), "event"),
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹苏潘葛范彭鲁韦马方俞任袁柳鲍史唐费"
    "岑薛雷贺倪汤罗毕安常傅卞康伍余顾孟黄穆萧姚邵汪祁毛狄米戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅林"
    "徐邱骆高夏蔡田樊胡霍虞万柯管卢莫房解应丁邓洪包左石崔吉龚程邢裴陆荣翁荀甄曲靳段侯班仇武刘叶司黎乔文欧"
    "诸葛班商"
)


def sort_votes(text: str, phrase: Phrase) -> dict[str, float]:
    """Return for what sort a term's form and class speak."""
    word = phrase.text
    if word.isascii():
        return {}
    if word.endswith("国") and not word.endswith("之国"):
        return {"state": 2.0}
    by_ending = next((sort for pattern, sort in _BY_ENDING if pattern.search(word)), "")
    kind = by_ending or _BY_CLASS.get(chinese.class_of(word), "")
    if kind == "person" and not by_ending and len(word) == 2 and word[0] not in _SURNAMES:
        return {"doubtful": 2.0}  # the dictionary calls words like "纳谏" and "红光" names of persons
    kind = kind or (phrase.form if phrase.form in {"person", "place"} else "")
    if kind:
        return {kind: 2.0}
    unknown = not chinese.class_of(word)
    return {"person": 0.6} if unknown and 2 <= len(word) <= 3 and word[0] in _SURNAMES and word in text else {}
