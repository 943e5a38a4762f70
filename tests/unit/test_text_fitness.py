# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import pytest

from actors.text.fitness import Fault, fault_of
from actors.text.language import language_of

FIT = [
    "The mitochondrion produces most of the energy that a cell needs.",
    "It is important to note the time at which each sample was taken.",
    "Both plants and animals store energy in the form of carbohydrates.",
    "I/O devices are much slower than the processor that waits for them.",
    "Type I errors occur when a true hypothesis is rejected by the test.",
    "The first law of thermodynamics says that energy is never lost.",
    "The pH of pure water is 7 at a temperature of 25 degrees.",
    "First aid saves lives before a doctor can reach the patient.",
    "Copyright law protects the form of a work, not its idea.",
    "Web servers store cookies in the browser of every visitor who returns.",
    "线粒体为细胞提供大部分能量。",
    "其他国家也采用了类似的办法来减少垃圾。",
    "我们身体里的水约占体重的百分之六十。",
    "我国的长江全长约六千三百公里。",
]
UNFIT: dict[str, Fault] = {
    "Cells are small.": "too_short",
    "细胞很小。": "too_short",
    "word " * 70 + "end.": "too_long",
    "Why does the cell need so much energy to divide?": "question",
    "为什么细胞分裂需要这么多的能量？": "question",
    "and so the cell needs a great deal of energy.": "unfinished",
    "The cell needs a great deal of energy and": "unfinished",
    "The cell needs a great deal of energy and...": "unfinished",
    "However, it needs a great deal of energy to divide.": "refers_back",
    "This makes the method useful in many areas of work.": "refers_back",
    "They were replaced by faster machines in the late sixties.": "refers_back",
    "In this case the weights of the layers do not change.": "refers_back",
    "It was designed for little more than half of the load.": "refers_back",
    "如上所述，细胞分裂需要大量的能量。": "refers_back",
    "因此，细胞分裂需要消耗大量的能量。": "refers_back",
    "这种方法在许多领域都得到了广泛的应用。": "refers_back",
    "Figure 3 shows the structure of the cell in detail.": "points_elsewhere",
    "The structure of the cell is shown in Figure 3 of the book.": "points_elsewhere",
    "The table below lists the parts of the cell and their tasks.": "points_elsewhere",
    "细胞的结构如图3所示，各部分均已标出。": "points_elsewhere",
    "The cell (see the drawing has a wall and a nucleus.": "broken_brackets",
    'The cell has a "wall and a nucleus with its membrane.': "broken_brackets",
    ") the cell has a wall and a nucleus of its own.": "broken_brackets",
    "x = y + z and w = 3 x / (2 y - 1) for all n.": "mostly_symbols",
    "Sales were 12.5, 13.9, 14.2, 18.8, 21.0 and 23.4 in 2011.": "mostly_symbols",
    "© 2020 The Cell Society of the Northern Counties.": "boilerplate",
    "Copyright 2020 by the Cell Society of the North.": "boilerplate",
    "Click here to read more about cells and their parts.": "boilerplate",
    "We use cookies to give you the best experience on the site.": "boilerplate",
    "The authors would like to thank the staff for its help.": "boilerplate",
    "Write to cell.society@example.org for the full list of parts.": "boilerplate",
    "Please submit the solutions to all problems before Friday noon.": "boilerplate",
    "版权所有，未经许可不得转载本网站内容。": "boilerplate",
    "扫描下方二维码即可获取更多课程资料。": "boilerplate",
    "In this lecture cells and their parts are looked at.": "addresses_the_reader",
    "本章介绍细胞的结构和各部分的功能。": "addresses_the_reader",
    "Without a microscope I could not see the cells at all.": "personal",
    "老人说当年我在山里走了整整半年才到拉萨。": "personal",
}


@pytest.mark.parametrize("sentence", FIT)
def test_a_sentence_that_says_something_by_itself_is_fit(sentence: str) -> None:
    assert fault_of(sentence, language_of(sentence)) is None


@pytest.mark.parametrize("sentence", UNFIT)
def test_what_cannot_stand_alone_is_told_with_its_reason(sentence: str) -> None:
    assert fault_of(sentence, language_of(sentence)) == UNFIT[sentence]
