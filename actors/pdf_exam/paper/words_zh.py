"""The paper's words in Chinese."""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

from actors.pdf_exam.paper.words import Counted, Words

CHINESE = Words(
    untitled="试卷",
    name="姓名",
    group="班级",
    date="日期",
    score="得分",
    questions=Counted("共 {n} 题", "共 {n} 题"),
    marks=Counted("{n} 分", "{n} 分"),
    marks_of_question=Counted("（{n}分）", "（{n}分）"),
    joiner="，",
    sections=("一", "二", "三", "四", "五"),
    section_heading="{label}、{title}",
    titles={
        "multiple_choice": "单项选择题",
        "cloze": "填空题",
        "true_false": "判断题",
        "short_answer": "简答题",
        "long": "论述题",
    },
    instructions={
        "multiple_choice": "每小题只有一个正确选项，请圈出其字母。",
        "cloze": "请在横线上填写所缺的词语。",
        "true_false": "请判断下列说法是否正确，并在相应的方框内打勾。",
        "short_answer": "请用一至三句话回答下列问题。",
        "long": "请用完整的句子回答下列问题，并说明理由。",
    },
    page_of="第 {page} 页，共 {pages} 页",
    end="试卷结束",
    answers_title="参考答案",
    quick_key="答案速查",
    see_below="见下文",
    answers_by_question="逐题答案与出处",
    answer="答案",
    explanation="解析",
    source="出处",
    page="第 {page} 页",
    open_quote="“",
    close_quote="”",
)
