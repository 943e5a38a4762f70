"""What the offline exam writer makes of Chinese sentences."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

import pytest

from actors.pdf_exam.chinese.tongue import Chinese

CHINESE = Chinese()


@pytest.mark.parametrize(
    "sentence",
    [
        "栈是一种后进先出的线性数据结构。",
        "上下文切换需要保存当前进程的现场，并恢复另一个进程的现场。",
        "武则天是中国历史上唯一的女皇帝，她把国号改为周。",
    ],
)
def test_sentence_that_stands_alone_is_fit(sentence: str) -> None:
    assert CHINESE.fitness(sentence) > 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "该算法的时间复杂度与输入规模成正比。",
        "上述方法可以用来检测系统中的死锁。",
        "如图3所示，进程有三种基本状态。",
        "本章介绍操作系统的基本概念和原理。",
        "因此，分组交换比电路交换更加灵活。",
        "它们能够产生细胞所需要的大部分能量。",
        "什么是操作系统的基本功能和作用？",
    ],
)
def test_sentence_that_leans_on_others_is_unfit(sentence: str) -> None:
    assert CHINESE.fitness(sentence) == 0


@pytest.mark.parametrize(
    ("sentence", "term", "body"),
    [
        ("栈是一种后进先出的线性数据结构。", "栈", "一种后进先出的线性数据结构"),
        ("死锁是指多个进程因争夺资源而互相等待的现象。", "死锁", "多个进程因争夺资源而互相等待的现象"),
        ("单位时间内通过导体横截面的电荷量称为电流强度。", "电流强度", "单位时间内通过导体横截面的电荷量"),
    ],
)
def test_definition_is_parted_into_term_and_body(sentence: str, term: str, body: str) -> None:
    found = CHINESE.definition(sentence)
    assert found is not None
    assert (found.term.text, found.body) == (term, body)


@pytest.mark.parametrize(
    "sentence",
    [
        "线粒体是最重要的细胞器之一。",
        "更准确地说，是从基准点至盒子最右侧之间的距离。",
        "最短寻道时间优先算法总是选择离磁头当前位置最近的请求。",
        "扫描算法让磁头沿一个方向移动，因此也称为电梯算法。",
    ],
)
def test_judgement_or_told_sentence_is_no_definition(sentence: str) -> None:
    assert CHINESE.definition(sentence) is None


def test_opposite_is_never_found_inside_a_word() -> None:
    sentence = "植物把二氧化碳和水转化为有机物并释放氧气。"
    changed = [change.applied(sentence) for change in CHINESE.flips(sentence)]
    assert "植物把二氧化碳和水转化为有机物并吸收氧气。" in changed
    assert not any("二还原碳" in text for text in changed)


@pytest.mark.parametrize(
    ("sentence", "stem", "answer"),
    [
        ("由于光速有限，星光到达地球需要很长时间。", "为什么星光到达地球需要很长时间？", "因为光速有限。"),
        ("细胞膜主要由脂质和蛋白质组成。", "细胞膜主要由什么组成？", "由脂质和蛋白质组成。"),
        ("1662年，郑成功收复了台湾。", "哪一年，郑成功收复了台湾？", "1662年。"),
        ("成年人体内的水分约占体重的60%。", "成年人体内的水分约占体重的百分之多少？", "60%。"),
    ],
)
def test_open_question_keeps_the_grammar(sentence: str, stem: str, answer: str) -> None:
    assert (stem, answer) in [(question.stem, question.answer) for question in CHINESE.open_questions(sentence)]


def test_person_and_place_are_told_apart() -> None:
    forms = {phrase.text: phrase.form for phrase in CHINESE.phrases("曹操在洛阳接见了使者。")}
    assert forms["曹操"] == "person"
    assert forms["洛阳"] == "place"


@pytest.mark.parametrize(
    "sentence",
    [
        "而绝大多数软件包的包名都少于二十四个字符。",
        "并允许链接到它的可执行文件访问其中的函数。",
        "从而提高了整个系统的吞吐量和资源的利用率。",
        "则系统中的所有进程都会进入阻塞状态而无法推进。",
    ],
)
def test_clause_that_begins_with_a_conjunction_is_unfit(sentence: str) -> None:
    assert CHINESE.fitness(sentence) == 0


def test_topic_has_no_number_and_examples_name_none() -> None:
    assert CHINESE.topic("A.1 共享库") == "共享库"
    assert CHINESE.topic("例 7: 使用其他来源的字体") == ""


def test_descriptions_of_other_shapes_are_told_apart() -> None:
    assert CHINESE.shape("一次只允许一个进程使用的资源") != CHINESE.shape("支出的增加会引起国民收入成倍增加")


@pytest.mark.parametrize(
    ("sentence", "term", "sort"),
    [
        ("齐桓公任用管仲进行改革。", "齐桓公", "person"),
        ("公元220年，曹丕建立了魏国。", "魏国", "state"),
        ("商鞅变法使秦国逐渐强大。", "秦国", "state"),
    ],
)
def test_sort_of_a_name_is_told_by_its_form(sentence: str, term: str, sort: str) -> None:
    phrase = next(phrase for phrase in CHINESE.phrases(sentence) if phrase.text == term)
    assert CHINESE.sort_votes(sentence, phrase) == {sort: 2.0}


def test_sentence_about_things_in_general_carries_less_than_an_instruction() -> None:
    plain = CHINESE.standing("路由器转发分组时采用最长前缀匹配的原则。")
    told = CHINESE.standing("运行该命令之前需要修改相应的配置文件。")
    assert told.burden > plain.burden + 0.2
