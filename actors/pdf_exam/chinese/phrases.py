"""Find the noun phrases of a Chinese sentence: runs of nouns as jieba's dictionary classes them."""

from __future__ import annotations

import functools
import itertools
import re

from actors.pdf_exam.tongue import Form, Phrase
from actors.text import chinese

_PIECE = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9+#/-]*|\d+(?:\.\d+)?|[^\s]")
_NOUN, _MODIFIER = (
    ("n", "nr", "ns", "nt", "nz", "ng", "vn", "an", "l", "j", "i", "t", "nrt", "nrfg"),
    ("b", "vn", "a", "an", "ad", "h", "k", "g", "f"),
)
#: Verbs that name a field or an action and so stand before nouns in terms.
_NAMING_VERBS = frozenset(
    """
    学习 计算 操作 控制 管理 传输 处理 存储 编码 调度 通信 优化 排序 搜索 查找 反应 呼吸
    运动 循环 分裂 遗传 变异 进化 生产 消费 投资 分配 分析 设计 测试 编译 解释 网络 训练
    激活 损失 梯度 回归 分类 聚类 映射 寻址 连接 路由 交换 加密 解密 识别 检测 合成 分解
    氧化 还原 燃烧 蒸发 传导 辐射 对流 折射 反射 干涉 衍射 感应 放大 反馈 输入 输出 编程
    开发 保护 决策 监督 强化 链接 链式 散列 哈希 缓存 虚拟 中断 共享 互斥 同步 异步 垄断
    竞争 完全
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_GENERAL = frozenset(
    """
    方法 过程 系统 问题 结果 内容 部分 方面 情况 时候 时间 地方 作用 特点 特征 性质 条件
    原因 目的 意义 概念 定义 原理 关系 方式 形式 类型 种类 程度 水平 数量 大小 单位 名称
    例子 人们 人类 人 事物 事情 东西 基础 核心 关键 重点 要求 标准 结构 功能 能力 步骤 阶段
    时期 时代 世界 国家 社会 生活 工作 活动 现象 因素 机制 技术 理论 知识 科学 学科 领域
    对象 元素 成分 物质 数据 信息 程序 用户 文件 命令 范围 整体 总体 个体 全部 其中 之间
    内部 外部 之后 之前 优点 缺点 优势 影响 变化 差异 区别 状态 位置 方向 距离 速度 值 数
    量 率 度 性 法 者 物 体 中 上 下 内 外 前 后 时 年 月 日 次 种 类 个 项 层 级
    主要 重要 一般 基本 典型 都城 循环 规定 建议 支持 同时 时期 使用 常见 历史 国号 实验 研究 规律
    公式 模型 算法 函数 变量 参数 指标 价值 目标 任务 环境 资源 设备 工具 材料 产品 企业
    公司 市场 政府 组织 机构 制度 政策 手段 途径 来源 起点 终点 过程中 操作 处理
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
_MOST_CHARACTERS = 10
_SOUNDS = frozenset(
    "阿埃艾爱安奥巴贝比波伯布查达戴德迪蒂丁杜多厄恩尔法菲费弗夫福富戈格古哈海汉赫亨霍基吉加杰卡凯坎康考科克肯库奎拉莱兰朗劳勒雷里利列林卢鲁伦罗洛马迈曼麦梅蒙米密摩莫姆纳内尼牛努诺欧帕佩皮普奇乔切琼让日荣萨塞桑沙舍斯史司苏索塔泰坦汤特蒂图托瓦威韦维文翁沃乌西希谢休雅亚扬耶伊因约泽扎詹珍朱兹佐沃森顿"
)
_NO_HEADS = frozenset({"规定", "建议", "支持", "要求", "时期", "阶段", "情况", "历史", "作用", "问题"})
_NO_WORDS = frozenset({"负责管理", "指", "有机会"})


@functools.lru_cache(maxsize=20_000)
def noun_phrases(text: str) -> tuple[Phrase, ...]:
    """Return runs of nouns, longest first taken, without those too general to be asked for."""
    found: list[Phrase] = []
    words = list(_words(text))
    run: list[int] = []
    for index, (word, _, _) in enumerate(words):
        kind = chinese.class_of(word)
        after = words[index + 1][0] if index + 1 < len(words) else "。"
        if _is_part(word, kind, after, run):
            run.append(index)
        else:
            found.extend(_closed(text, words, run))
            run = []
    found.extend(_closed(text, words, run))
    return tuple(found)


def _words(text: str) -> list[tuple[str, int, int]]:
    words: list[tuple[str, int, int]] = []
    for piece in _PIECE.finditer(text):
        start = piece.start()
        parts = chinese.segment(piece.group()) if "\u3400" <= piece.group()[0] <= "\u9fff" else [piece.group()]
        for part in _recut(parts):
            words.append((part, start, start + len(part)))
            start += len(part)
    return words


def _recut(parts: list[str]) -> list[str]:
    """Take apart what the cutter guessed together ("栈是", "法是") or its dictionary lists as one ("负责管理")."""
    cut: list[str] = []
    for part in parts:
        if len(part) > 1 and (not chinese.class_of(part) or part in _NO_WORDS):
            cut.extend(
                piece for piece in re.split(r"(是|指|由|有|为|的|负责|管理|可|会|能|将|把|被|从|在)", part) if piece
            )
        else:
            cut.append(part)
    return cut


def _modifies(word: str) -> bool:
    """Tell whether a word before a phrase most likely belongs to it."""
    kind = chinese.class_of(word)
    if kind == "d" or (len(word) > 1 and not kind and not word.isascii()):
        return True  # an adverb stands before verbs, so what follows is no noun by itself
    return (
        len(word) > 1
        and (kind in {"a", "ad", "b", "an", "vn", "z"} or word in _NAMING_VERBS)
        and word not in {"主要", "共同", "直接"}
    )


def _is_transliterated(phrase: str) -> bool:
    """Tell whether a phrase is most likely a foreign name written by its sound."""
    return len(phrase) > 2 and sum(character in _SOUNDS for character in phrase) >= 0.75 * len(phrase)


def _is_part(word: str, kind: str, after: str, run: list[int]) -> bool:
    if word.isascii():
        return word[0].isalpha()
    if word in {
        "条",
        "个",
        "种",
        "段",
        "项",
        "的",
        "和",
        "与",
        "或",
        "及",
        "指",
        "即",
        "所",
        "位",
        "约",
        "时",
        "可",
        "法",
    } and not (run and word in {"法", "位"}):
        return False
    if (
        kind in _NOUN
        and kind != "t"
        and word not in {"时", "中", "时候", "之间", "其中", "部分", "情况", "人们", "过程中"}
    ):
        return True
    leads = chinese.class_of(after) in _NOUN or after in _NAMING_VERBS or bool(re.match(r"[A-Za-z]", after))
    if word in _NAMING_VERBS:
        return leads or bool(run)
    return kind in {"b", "an", "a"} and len(word) > 1 and leads and not run


def _closed(text: str, words: list[tuple[str, int, int]], run: list[int]) -> list[Phrase]:
    if not run or any(words[b][1] != words[a][2] for a, b in itertools.pairwise(run)):
        return []
    start, end = words[run[0]][1], words[run[-1]][2]
    phrase, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    half = run[0] and words[run[0] - 1][2] == start and _modifies(words[run[0] - 1][0])
    if half or _is_no_term(phrase) or _is_cut(before, after):
        return []
    enumerated = before in {"、", "和", "与", "及", "或"} or after in {"、", "和", "与", "及", "或"}
    return [Phrase(start, end, phrase, _form(phrase), phrase.lower(), enumerated)]


def _is_no_term(phrase: str) -> bool:
    """Tell whether a phrase is too general, too short or too long, or ends in a word of place or time."""
    most = 24 if phrase.isascii() else _MOST_CHARACTERS
    return (
        phrase in _GENERAL
        or (chinese.class_of(phrase)[:1] in set("adbzmrqpcuy") and chinese.class_of(phrase) != "an")
        or (chinese.class_of(phrase)[:1] == "v" and phrase not in _NAMING_VERBS and chinese.class_of(phrase) != "vn")
        or not 2 <= len(phrase) <= most
        or (phrase.isascii() and phrase.islower())  # a command
        or (phrase[-1] in "内时后前间中" and not chinese.class_of(phrase).startswith("n"))
        or (len(phrase) > 2 and phrase[-2:] in _NO_HEADS)
        or phrase[:2] in {"全部", "部分", "主要"}
    )


def _is_cut(before: str, after: str) -> bool:
    """Tell whether the characters beside a phrase belong to it."""
    return (
        before in {"等", "非", "各", "第", "·"}
        or after in {"们", "化", "性", "者", "式", "·"}
        or re.match(r"[A-Za-z0-9]", after) is not None
    )


def _form(phrase: str) -> Form:
    kind = chinese.class_of(phrase)
    if phrase.isascii():
        return "acronym" if phrase.isupper() else "name"
    if kind in {"nr", "nrt", "nrfg"} or _is_transliterated(phrase):
        return "person"
    return "place" if kind in {"ns", "nt"} else "word"
