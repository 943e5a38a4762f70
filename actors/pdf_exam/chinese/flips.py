"""Changes that turn a true Chinese sentence into a false one."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import itertools
import re

from actors.pdf_exam.tongue import Change
from actors.text import chinese

_PAIRS = """
    增加/减少 增大/减小 增强/减弱 升高/降低 上升/下降 提高/降低 高于/低于 大于/小于
    多于/少于 快于/慢于 优于/劣于 早于/晚于 长于/短于 最大/最小 最高/最低 最多/最少
    最快/最慢 最早/最晚 最长/最短 最强/最弱 较高/较低 较大/较小 较快/较慢 较长/较短
    较强/较弱 更高/更低 更大/更小 更快/更慢 更多/更少 更强/更弱 正比/反比 正相关/负相关
    之前/之后 以前/以后 内部/外部 内侧/外侧 上层/下层 顶部/底部 吸收/释放 吸热/放热
    促进/抑制 加速/减缓 加快/减慢 扩大/缩小 膨胀/收缩 上游/下游 必须/不必 允许/禁止
    能够/不能 可以/不能 需要/不需要 不需要/需要 不能/能 不可/可 属于/不属于 总是/从不
    先进先出/后进先出 后进先出/先进先出 可逆/不可逆 稳定/不稳定 静态/动态 同步/异步 有序/无序
    线性/非线性 连续/离散 显性/隐性 主动/被动 直接/间接 有限/无限 宏观/微观 阳极/阴极
    正极/负极 正电荷/负电荷 酸性/碱性 氧化/还原 有氧/无氧 输入/输出 发送/接收 加密/解密
    编码/解码 压缩/解压 横向/纵向 水平/垂直 北部/南部 东部/西部 北方/南方 东方/西方
    顺时针/逆时针 易失性/非易失性 面向连接/无连接 无连接/面向连接 可靠/不可靠 监督学习/无监督学习
    公开/保密 升序/降序 凸/凹 开始/结束 递增/递减 单调递增/单调递减 进入/离开 有/没有
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
_OPPOSITES: dict[str, str] = {}
for _pair in _PAIRS:
    _one, _, _other = _pair.partition("/")
    _OPPOSITES.setdefault(_one, _other)
    if not (_other.startswith("不") and _one in {"可以", "能够"}):
        _OPPOSITES.setdefault(_other, _one)
_LOW = frozenset(
    {
        "有",
        "没有",
        "凸",
        "凹",
        "不可",
        "可",
        "能",
        "开始",
        "结束",
        "发送",
        "接收",
        "输入",
        "输出",
        "氧化",
        "还原",
        "水平",
        "稳定",
        "编码",
        "公开",
        "进入",
        "离开",
        "必须",
        "需要",
        "能够",
        "可以",
        "直接",
    }
)
_WORD = re.compile("|".join(sorted(map(re.escape, _OPPOSITES), key=len, reverse=True)))
#: What such a word must not be a part of.
_INSIDE = re.compile(r"[不非无未没可]$")


def flips_of(text: str) -> list[Change]:
    """Return single changes that make the sentence say the opposite, best first."""
    found: list[Change] = []
    borders = {0, *itertools.accumulate(map(len, chinese.segment(text)))}
    for match in _WORD.finditer(text):
        word = match.group()
        if word in {"有", "凸", "凹", "可", "能", "不可", "开始", "结束", "没有"}:
            continue
        if not {match.start(), match.end()} <= borders:
            continue
        if _INSIDE.search(text[: match.start()]) or re.match(r"[性化度式器]", text[match.end() :]):
            continue
        found.append(Change(match.start(), match.end(), _OPPOSITES[word], 0.6 if word in _LOW else 0.9))
    if len(found) > 2:
        found = [Change(change.start, change.end, change.new, change.weight * 0.6) for change in found]
    plain = re.search(r"(?<=[\u3400-\u9fff])是(?=[^否不非])", text)
    if (
        plain
        and text.count("是") == 1
        and "，" not in text[: plain.start()]
        and not re.match(r"是(?:指|由|因|为|通过|以|用)", text[plain.start() :])
    ):
        found.append(Change(plain.start(), plain.end(), "不是", 0.1))
    return sorted(found, key=lambda change: -change.weight)
