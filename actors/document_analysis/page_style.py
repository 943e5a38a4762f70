"""The look of ``report.html``: one column of text, light and dark, for a phone, a desk and paper."""

# ruff: noqa: E501 (a style sheet's lines)

from __future__ import annotations

#: Contrast of all text on its ground is at least 4.5 in both schemes (a test computes it).
LIGHT = {
    "ground": "#fbfaf7", "card": "#ffffff", "ink": "#1f2328", "quiet": "#5c636b", "rule": "#e3e0d8",
    "accent": "#0b6159", "soft": "#e4efec", "field": "#dce9e6", "mark": "#6d9d96", "note": "#fbf1dc", "note-ink": "#6a4a08",
}  # fmt: skip
DARK = {
    "ground": "#14171a", "card": "#1b1f23", "ink": "#e4e6e8", "quiet": "#a3abb3", "rule": "#2e343a",
    "accent": "#7fd0c4", "soft": "#1f2f2d", "field": "#26403c", "mark": "#5d958c", "note": "#332a17", "note-ink": "#f0d9a8",
}  # fmt: skip

_RULES = """
*{box-sizing:border-box}
html{font:17px/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",
"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;
-webkit-text-size-adjust:100%;color-scheme:light dark;scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:1px}
a:focus-visible,.table:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:.5rem}
.sheet{max-width:70rem;margin:0 auto;padding:2.2rem 1.15rem 4rem}
header h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.3rem);line-height:1.22;margin:0 0 .5rem;letter-spacing:-.012em;text-wrap:balance}
.facts{margin:0;color:var(--quiet);font-size:.92rem}
.facts>*+*::before{content:"\\00b7";margin:0 .45em;color:var(--quiet);display:inline-block}
.note{background:var(--note);color:var(--note-ink);border-radius:.6rem;padding:.7rem 1rem;margin:1.2rem 0 0;font-size:.92rem}
.note p{margin:0}.note p+p{margin-top:.35rem}
h2{font-size:1.12rem;margin:2.4rem 0 .7rem;line-height:1.3}
.lead{background:var(--card);border:1px solid var(--rule);border-radius:.8rem;padding:1.2rem 1.3rem;margin-top:1.6rem}
.lead h2{margin-top:0}.lead p{margin:0 0 .75rem}.lead p:last-child{margin-bottom:0}
ul.points{margin:0;padding:0;list-style:none}
ul.points>li{position:relative;padding-left:1.2rem;margin:0 0 .7rem}
ul.points>li::before{content:"";position:absolute;left:.1rem;top:.66em;width:.42rem;height:.42rem;border-radius:50%;background:var(--mark)}
.at{font-size:.78rem;padding:.1em .5em;margin-left:.1em;border-radius:1em;background:var(--soft);
color:var(--accent);text-decoration:none;white-space:nowrap;font-variant-numeric:tabular-nums;vertical-align:.06em}
a.at:hover{text-decoration:underline}
blockquote{margin:.35rem 0 0;padding:.05rem 0 .05rem .8rem;border-left:3px solid var(--field);color:var(--quiet);font-size:.92rem}
.chapter p+blockquote{margin:-.4rem 0 .9rem}
.words{display:flex;flex-wrap:wrap;gap:.4rem;margin:0;padding:0;list-style:none}
.words li{border:1px solid var(--rule);border-radius:1em;padding:.05rem .7rem;font-size:.88rem;background:var(--card)}
figure{margin:0}.map{display:block;overflow:visible}
.field-0{fill:var(--soft)}.field-1{fill:var(--field)}
.mark{stroke:var(--mark);stroke-width:2;stroke-linecap:round;pointer-events:none}.mark.strong{stroke:var(--accent);stroke-width:3}
.map .number{fill:var(--quiet);font-size:13px;text-anchor:middle}
figcaption{color:var(--quiet);font-size:.84rem;margin-top:.25rem}
nav ol{margin:0;padding:0;list-style:none;counter-reset:n;font-size:.92rem}
nav li{margin:0;border-bottom:1px solid var(--rule)}
nav li a{display:flex;gap:.6em;padding:.45rem 0;text-decoration:none;color:var(--ink);line-height:1.4}
nav li a:hover .name{text-decoration:underline}
nav .n{color:var(--quiet);min-width:1.4em;font-variant-numeric:tabular-nums}.name{flex:1}
nav .where{color:var(--quiet);white-space:nowrap;font-size:.85em;font-variant-numeric:tabular-nums}
.chapter{border-top:1px solid var(--rule);padding-top:1.5rem;margin-top:1.8rem;scroll-margin-top:.5rem}
.chapter h3{font-size:1.22rem;line-height:1.3;margin:0 0 .15rem}
.chapter h3 .n{color:var(--quiet);font-weight:400;margin-right:.35em;font-variant-numeric:tabular-nums}
.chapter:target h3{color:var(--accent)}
.chapter .span{color:var(--quiet);font-size:.85rem;margin:0 0 .8rem}
.chapter p{margin:0 0 .8rem}.chapter h4{font-size:.95rem;margin:1.2rem 0 .5rem;color:var(--quiet);font-weight:600}
.nothing{color:var(--quiet);font-style:italic}
.table{overflow-x:auto;margin:1rem 0;border:1px solid var(--rule);border-radius:.5rem;background:var(--card)}
table{border-collapse:collapse;font-size:.86rem;line-height:1.4;min-width:100%;overflow-wrap:normal}
caption{text-align:left;color:var(--quiet);padding:.5rem .7rem .3rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .7rem;border-top:1px solid var(--rule);max-width:24rem}
th{font-weight:600}
.table .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;color:inherit}
@media screen and (max-width:30rem){th,td{padding:.35rem .5rem}}
footer{border-top:1px solid var(--rule);margin-top:2.6rem;padding-top:1rem;color:var(--quiet);font-size:.85rem}
@media screen and (max-width:63.99rem){.columns{display:flex;flex-direction:column}main{display:contents}
main>section{order:3}main>.lead{order:1}nav{order:2}}
@media (min-width:64rem){.sheet{padding:3.4rem 2rem 5rem}
.columns{display:grid;grid-template-columns:minmax(0,43rem) minmax(0,1fr);gap:3.4rem}
.columns nav{position:sticky;top:1.6rem;align-self:start;max-height:calc(100vh - 3.2rem);overflow:auto;grid-column:2;grid-row:1;margin-top:1.6rem}
.columns main{grid-column:1;grid-row:1}nav h2{margin-top:0}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{html{font-size:10.5pt;color-scheme:light}body{background:none}.sheet{max-width:none;padding:0}.columns{display:block}nav,.skip{display:none}
.lead,.table{background:none}.chapter{break-inside:auto}h2,h3,h4,h3+.span{break-after:avoid}li,blockquote,tr,figure,.lead p,.chapter p{break-inside:avoid}
.at{background:none;border:1px solid var(--rule)}}
"""


def style() -> str:
    """Return the whole style sheet."""
    light, dark = (";".join(f"--{name}:{value}" for name, value in colours.items()) for colours in (LIGHT, DARK))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}" + "".join(
        _RULES.splitlines()
    )
