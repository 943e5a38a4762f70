"""How well a Chinese sentence stands by itself."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re

from actors.pdf_exam.chinese.phrases import noun_phrases
from actors.pdf_exam.standing import Standing

_BURDENS: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"这|那(?!么)|此(?![外])|该|其他|另|下面|上面|前面|后面|以下|以上|如下|接下来|刚才|之前提|目前|现在|如今|最近|同样|相应|对应|相关|有关"
        ),
        0.12,
    ),
    (
        re.compile(
            r"可能|一般|通常|建议|推荐|最好|方便|容易|简单|复杂|好用|有用|重要|强大|麻烦|喜欢|希望|想要|需要|应该|应当|注意|不要|不必|请"
        ),
        0.1,
    ),
    (re.compile(r"选项|默认|缺省|参数|命令行|目录|菜单|安装|版本|脚本|界面|点击|设置为|软件包|宏包"), 0.06),
    (re.compile(r"[A-Za-z][\w-]*[._/][\w-]+|(?<![A-Za-z\d])-\w|[a-z]+[A-Z]\w*|\w\(\d?\)?|[‘’'`´\"]"), 0.2),
    (re.compile(r"见|节[^点约省]|之一|^解决|^对.{2,14}的|还(?:[是有会可能]|包)|也(?:[是有会可能])|更"), 0.12),
    (
        re.compile(
            r"^.{1,8}，包括|^[^，。]{1,8}则|^最|听说|一位|同事|^[^，。]{1,5}[下上中里内间](?![面层部游端央位断午古])|^[^，。]{0,3}又|^\S{1,6}下?又要"
        ),
        0.35,
    ),
    (re.compile(r"新版|旧版|原来的|自然是|牛|大师|灵感|顺便|有趣|漂亮|优秀|支持了?|同步更新"), 0.12),
    (re.compile(r"^\d+(?![年月日个种位倍%.世·])|^.{1,6}，因为|^常"), 0.4),
    (re.compile(r"[\u3400-\u9fff] +[\u3400-\u9fff]| [，。、]|\*"), 0.3),
    (re.compile(r"作者|笔者|译者|用户|读者|人们|大家|网站|邮件|下载|网上"), 0.12),
    (
        re.compile(
            r"^(?:如果|若|当|只要|一旦|除非|虽然|尽管|即使|无论|不管|对于|关于|为了|由于|因为|通过|使用|利用|根据|按照|作为|除了?|在)"
        ),
        0.12,
    ),
    (
        re.compile(
            r"^(?:用|将|把|让|使|给|从|到|向|运行|执行|修改|添加|删除|输入|检查|查看|创建|打开|关闭|启动|选择|编辑|确保|保证|避免|可以|可用|能|会|需|必须|应|要|不|没有|有)"
        ),
        0.35,
    ),
)


def standing_of(text: str) -> Standing:
    """Tell what kind of subject a sentence has, and what in it leans on the text around it."""
    burden = sum(weight * min(2, len(pattern.findall(text))) for pattern, weight in _BURDENS)
    first = next(iter(noun_phrases(text)), None)
    if first is None or first.start > 8:
        return Standing("unclear", burden=burden)
    if first.form in {"person", "place", "acronym", "name"}:
        return Standing("name", first.key, determined=True, burden=burden)
    return Standing("generic" if first.start == 0 else "unclear", first.key, determined=True, burden=burden)
