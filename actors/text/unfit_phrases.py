"""Wordings by which a sentence shows that it is no use without its surroundings, or no part of the matter at all."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import re


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


#: Notices, navigation, thanks, addresses: anywhere in the sentence.
BOILERPLATE = _any_of(
    r"©|\(c\)\s*(?:19|20)\d\d|\bcopyright (?:©|\(|\d|by|holder|notice)|\ball rights reserved\b|\bcreative commons\b",
    r"\btrademarks? (?:and|or) logos?\b|\b(?:registered|respective) (?:trademarks?|owners)\b",
    r"\bcontributor licen[cs]e\b",
    r"\blicen[cs]ed under\b|\bcc[- ]by\b|\breproduced (?:with|by) permission\b",
    r"\bclick (?:here|on|the)\b|\bread more\b|\bsign (?:up|in) (?:to|for|with|now)\b|\blog ?in (?:to|with|now)\b",
    r"\bsubscribe to\b|\bour newsletter\b|\bfollow us\b|\bshare this (?:page|post|article)\b|\badvertisement\b",
    r"\b(?:we|(?:web)?site|you) (?:\w+ ){0,2}(?:uses?|accept|stores?) (?:\w+ )?cookies\b|\bour cookies\b",
    r"\bcookie (?:policy|settings|consent|banner)\b",
    r"\bprivacy policy\b|\bterms (?:of (?:use|service)|and conditions)\b",
    r"\bthanks? (?:you|to|go to|are due)\b|\b(?:we|i|authors?) (?:would (?:also )?like to |also |gratefully )?thank\b",
    r"\bgrateful (?:to|for)\b|\backnowledge[sd]? (?:the )?(?:support|help|funding|contribution)",
    r"\b(?:supported|funded) (?:in part )?by (?:a |the |an )?[^.]{0,60}\b(?:grant|foundation|council|fellowship)\b",
    r"\btable of contents\b|\boffice hours\b|\bassignment \d|\bhomework\b|\bproblem set\b|\bexercise sheet\b",
    r"\bcourse (?:page|website)\b|\bplease (?:read|complete|submit|contact|visit|see|note)\b",
    r"[\w.]@\w+\.\w|https?://|\bwww\.|\be-?mail:|\bisbn\b|\bissn\b|\bdoi:|\bpage \d+ of \d+\b",
    "版权所有|保留.{0,4}权利|未经.{0,8}(?:许可|授权|允许)|转载|点击(?:这里|此处|下方|链接)|扫描.{0,4}二维码|公众号",
    "隐私政策|使用条款|用户协议|感谢|致谢|鸣谢|责任编辑|编辑：|记者：|来源：|本文(?:来自|来源|转自)",
    "课后(?:作业|请|练习)|练习册|答疑时间|作业(?:请|提交)|基金.{0,6}(?:资助|支持)|第\\s*\\d+\\s*页\\s*共",
)

_THEM = "(?:this|that|these|those|such|it|them|which)"
#: Beginnings that point at what was said before.
REFERS_BACK = _any_of(
    r"(?:and|but|or|so|yet|nor|also|however|therefore|thus|hence|moreover|furthermore|besides|nevertheless|nonetheless"
    r"|otherwise|consequently|accordingly|similarly|likewise|conversely|meanwhile|then|still|instead|indeed|rather)\b",
    r"(?:in addition|in contrast|by contrast|on the (?:other hand|contrary)|as a (?:result|consequence)|after all"
    r"|for (?:example|instance|this reason|the same reason)|in (?:other words|turn|fact|short|particular|summary)"
    r"|that is|to this end|at the same time|even so|above all|of course|in conclusion|in general)\b",
    r"as (?:we )?(?:have )?(?:just )?(?:mentioned|noted|shown|described|discussed|seen|saw|stated|explained)\b",
    rf"(?:in|at|for|with|by|from|on|under|during|after|before|of|among|because of|due to|like|unlike|despite|to|using"
    rf"|given|through|without|besides|until|since) {_THEM}\b",
    r"(?:they|he|she|him|his|her|hers|its|their|theirs|this|that|these|those|such|here|both(?!.*\band\b)"
    r"|neither(?!.*\bnor\b)|the (?:former|latter|above|following|same|other|others|second|third|two|three|last|next"
    r"|first one|only (?:other )?exception)|another|others|most of (?:them|these|those)|many of (?:them|these|those)"
    r"|(?:one|two|three|some|all|none|each|half|a few|several|eleven|any) of (?:them|these|those))\b",
    # "It is known that" needs nothing before it.
    r"it\b(?!(?: is| was| may be| can be| has been| remains| seems)(?: not| often| widely| generally| now| also)?"
    r" (?:possible|important|necessary|clear|known|believed|estimated|likely|unlikely|difficult|easy|hard|common|useful"
    r"|worth|said|thought|true|impossible|essential|better|best|assumed|expected|recommended|customary|surprising)\b)",
    r"(?:first|second|third|fourth|next|last|finally|lastly|firstly|secondly|again|here|now|today)(?: of all)?,",
    "(?:它|它们|他|他们|她|她们|这|那(?!不勒)|此|该|其(?!他|它|实)|上述|以上|如上|如前|如下|下面|前面|上面)",
    "(?:因此|因而|所以|于是|但|不过|然而|可是|而且|并且|同时|另外|另一方面|换句话说|也就是说|例如|比如|与此|由此|从而|对此"
    "|为此|否则|反之|相反|两者|二者|前者|后者|再次|首先|其次|然后|最后|总之|综上|接着|接下来|届时|当时|同样|当然|其实|一是|二是)",
    "(?:有人会问|也就是|还有|此时|这时|到达以后|除此|结果|至于)",
)

_THINGS = (
    "(?:figure|table|equation|example|section|slide|diagram|graph|chart|(?:check)?list|page|chapter|lecture|picture|image"
    "|drawing|sketch|illustration|photo(?:graph)?|screenshot|snippet|listing|code|command|output|steps?|instructions?)"
)
#: What is drawn rather than said.
_DRAWN = "(?:figure|diagram|drawing|sketch|illustration|picture|photo(?:graph)?|screenshot|graph|chart)s?"
#: Mentions of what the reader would have to see.
POINTS_ELSEWHERE = _any_of(
    r"(?:fig(?:ure)?|table|eq(?:uation)?|listing|algorithm|slide|exhibit|box|theorem|lemma)s?\.?\s*\(?\d",
    rf"\b(?:see|cf\.?|refer to|shown (?:in|on)|given (?:in|by)|listed (?:in|on)|section|chapter|page|appendix)"
    rf"\s+(?:the\s+)?(?:{_THINGS}\s*)?(?:\(?\d|[A-Z]\.\d|above|below)",
    rf"\b(?:above|below|following|previous|preceding|next) {_THINGS}s?\b",
    rf"^the (?:\w+ ){{0,2}}{_DRAWN} (?:shows?|illustrates?|depicts?|compares?|gives?|represents?|explains?)\b",
    rf"\b(?:in|on|of) the (?:\w+ )?(?:{_DRAWN})(?=[,.]| (?:show|are|is|represent|stand|mark|belong|depict))",
    rf"^the first (?:two|three|four|five|six|few) .{{0,60}}\b{_DRAWN}\b",
    rf"\b{_THINGS}s? (?:above|below|opposite|on the (?:left|right|next))\b",
    r"\((?:left|right|top|bottom|above|below)\)",
    "(?:如|见|参见|详见|参考|根据|由|从)(?:上|下|左|右)?(?:图|表|式|公式)\\s*[\\d（(所中]|第\\s*[\\d一二三四五六七八九十]+\\s*(?:章|节|页)",
    "(?:图|表|式|算法)\\s*\\d|(?:上|下|左|右)(?:图|表|式|例)|(?:上|下)一?(?:节|章)",
)

#: Words of the speaker to the listeners, not about the matter.
ADDRESSES = _any_of(
    r"\b(?:let us|let's|we will|we'll|we have seen|we saw|you will|you'll|recall that|note that|as you (?:can )?see)\b",
    rf"\bin this {_THINGS}\b|\bin this (?:course|paper|article|video|report|talk|study|book|work|thesis"
    r"|document|guide|manual|tutorial)\b",
    r"\bthis (?:lecture|chapter|section|course|paper|article|video|report|talk|book|thesis)\b",
    r"\b(?:last|next) (?:lecture|week|time|chapter)\b|\btoday (?:we|i)\b|\bwelcome (?:back|to|everybody|everyone)\b",
    r"\bgood (?:morning|afternoon|evening)\b|\bi (?:would like to|will stop|want to|shall)\b",
    "本节|本章|本课|本讲|本报告|本文|这节课|上节课|下节课|今天(?:我们|来)?讲|我们将|我们来|同学们|大家好|大家|请注意|请看|请把",
)

#: One person's words about themselves.
PERSONAL = re.compile(
    r"(?:^|[.!?,;:\"\u201c(\u2014]\s*"
    r"|\b(?:and|but|or|that|when|if|as|what|where|so|because|than|do|did|which|how|why|while|have)\s)"
    r"I(?:['\u2019](?:m|ve|d|ll))?\s(?!(?:and|or|is)\b)"
    # "Type I errors" are nobody's.
    r"|\bI (?:am|was|have|had|do|did|will|would|can|could|should|shall|may|might|must|never|think|know|\w+ed)\b"
    r"|\b(?:my|me|myself)\b|\u6211(?![\u4eec\u56fd])",
)
