"""English abbreviations whose full stop need not end a sentence."""

from __future__ import annotations

#: A name or a thing follows: "Dr. Rao", "e.g. a lake".
NEVER_LAST = frozenset(
    """
    mr mrs ms dr prof gen rep sen gov capt cpt lt col sgt rev hon fr st mt messrs mme mlle pres supt insp assoc
    asst e.g i.e eg ie cf vs viz approx resp ca incl excl esp aka
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)

#: A number follows: "Fig. 3", "pp. 12-14", "No. 5".
BEFORE_NUMBER = frozenset(
    """
    fig figs eq eqs eqn eqns sec secs sect ch chap no nos vol vols pp p pg art tab ref refs thm def ex lect app
    appx ver v cor lem prop alg par para col ed eds bd nr op
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)

#: With a capital or inner full stops: may stand within a sentence or end one; only a word that opens sentences tells.
MAYBE_LAST = frozenset(
    """
    al inc ltd co corp bros jr sr a.m p.m u.s u.k u.n e.u d.c ph.d m.d b.a m.a b.sc m.sc b.c a.d est univ dept
    inst jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd
    hwy natl
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)

#: Words that begin sentences far more often than they follow an abbreviation.
OPENERS = frozenset(
    """
    the a an this that these those it its he she they we you i in on at by for from with without to of as if when
    while although though because since after before during until once however therefore thus hence moreover
    furthermore but and or so yet nor also then there here what why how who which where some many most all each
    every both few no not another other such one two three his her their our my your instead finally first second
    third next later today now note consider let suppose see according under over between among through despite
    unlike even
    """.split()  # noqa: SIM905 (reads better than a page of quotes)
)
