"""Words that carry grammar rather than meaning."""

from __future__ import annotations

from actors.text.language import Language

_ENGLISH = """
a an the this that these those such same other another each every either neither both all any some no none few many
much more most several enough own
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves one ones oneself who whom whose which what whatever whichever whoever
someone something anyone anything everyone everything nobody nothing somebody anybody everybody
be am is are was were been being have has had having do does did doing done will would shall should can could may might
must ought let lets cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't
couldn't shouldn't mustn't it's that's there's here's what's who's let's i'm i've i'd i'll we're we've we'd we'll you're
you've you'd you'll he's he'd he'll she's she'd she'll they're they've they'd they'll
and or but nor so yet if then else unless while whereas because since though although as than whether until till once
about above across after against along among around at before behind below beneath beside besides between beyond by
despite down during except for from in inside into like near of off on onto out outside over per through throughout to
toward towards under up upon via with within without amid versus
not never only just also too very quite rather even still already almost always often sometimes usually again further
ever here there where when why how now however therefore thus hence moreover furthermore meanwhile otherwise instead
indeed perhaps maybe yes ok okay well
per cent percent
etc e.g i.e e.g. i.e. vs vs. et al al. cf cf. mr mrs ms dr prof
get gets got getting go goes went gone going make makes made making take takes took taken taking come comes came coming
say says said saying see sees saw seen seeing know knows knew known give gives gave given use uses used using
""".split()  # noqa: SIM905 (a page of words reads better than a page of quotes)

_CHINESE = """
的 地 得 了 着 过 之 所 者 也 矣 乎 吗 呢 吧 啊 呀 嘛 么 啦 哦 哪 嗯 罢了 而已 似的 我
我们 你 你们 您 他 他们 她 她们 它 它们 咱们 自己 自身 本身 大家 人们 人家 别人 谁 彼此 这 那
这个 那个 这些 那些 这里 那里 这儿 那儿 这样 那样 这种 那种 此 该 其 其他 其它 其中 其余 某 某些
某个 各 各种 各个 每 每个 任何 一些 一切 所有 有些 有的 许多 很多 不少 多少 几 几个 一个 一种
一样 一般 一下 一点 一直 一定 一旦 一方面 另 另外 另一方面 什么 怎么 怎样 如何 为何 为什么 哪里
哪些 哪个 何 多么 是 为 有 没有 没 无 在 于 到 从 自 由 向 往 对 对于 关于 至于 把 被 将 给
跟 和 与 同 及 以及 或 或者 还是 并 并且 而 而且 且 但 但是 可是 不过 然而 却 虽然 虽 尽管
即使 即便 哪怕 如果 若 若是 假如 倘若 只要 只有 除非 无论 不论 不管 因为 因 因此 因而 所以 由于
于是 从而 以便 以免 以至 为了 以 凭 按 按照 据 根据 依照 通过 经过 随着 沿着 除了 除 比 比如
例如 譬如 诸如 像 如 如同 如此 如下 如上 上述 下述 即 即是 亦 又 再 还 也 都 就 才 只 仅 仅仅
不仅 不但 不只 甚至 甚而 乃至 更 更加 最 最为 很 非常 十分 极 极其 太 较 比较 相当 相对 越
越来越 尤其 特别 几乎 大约 大概 左右 约 不 未 别 勿 非 不是 不能 不会 不可 能 能够 可 可以 可能
会 要 需要 应 应该 应当 必须 得以 愿意 想 让 使 使得 令 叫 来 去 来说 来讲 起来 出来 上来 下来
下去 过来 过去 上 下 中 内 外 里 前 后 间 之间 之前 之后 之中 之一 以上 以下 以内 以外 以前
以后 以来 时 时候 当 当时 同时 此时 此外 此后 首先 其次 再次 然后 最后 最终 总之 总的来说 综上所述
换句话说 也就是说 事实上 实际上 其实 当然 显然 已 已经 曾 曾经 正 正在 仍 仍然 依然 便 刚 刚刚 常
常常 经常 往往 通常 总是 不断 逐渐 个 种 些 位 名 件 次 本 条 张 只 年 月 日 天 点 等 等等
第 们 进行 具有 成为 作为 称为 认为 表示 指出 可见 包括 使用 采用 得到 产生 一 二 两 三 十
""".split()  # noqa: SIM905

_WORDS: dict[Language, frozenset[str]] = {"en": frozenset(_ENGLISH), "zh": frozenset(_CHINESE)}


def is_stop_word(word: str, language: Language) -> bool:
    """Tell whether a word carries grammar rather than meaning, its case ignored.

    In Chinese text English function words count too.
    """
    lowered = word.casefold().replace("\u2019", "'")
    return lowered in _WORDS[language] or (language == "zh" and lowered in _WORDS["en"])
