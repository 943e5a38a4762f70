"""Documents as people write them: the same report as docx, pptx, epub, odt, HTML, Markdown and plain text."""

# ruff: noqa: E501, RUF001 (text stands here as it stands in files)

from __future__ import annotations

import dataclasses
import html
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pptx
from pptx.util import Inches

from tests.material.hostile_documents import epub, zipped


@dataclasses.dataclass(frozen=True)
class Section:
    """A heading, its paragraphs, its list and its table."""

    heading: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclasses.dataclass(frozen=True)
class Report:
    """A whole report."""

    title: str
    sections: tuple[Section, ...]

    def words(self) -> list[str]:
        """Everything that a reader must bring out, piece by piece."""
        return [self.title] + [
            text
            for section in self.sections
            for text in (
                section.heading,
                *section.paragraphs,
                *section.items,
                *(c for row in section.table for c in row),
            )
        ]


ENGLISH = Report("Water in the Old Town", (
    Section("Sources and Wells", (
        "The old town drew its water from eleven wells until the aqueduct of 1874 was finished.",
        "Measurements taken over three summers show that the level of the wells fell by 40 cm a year, while the number of "
        "households doubled. Dr. Meyer, who kept the records, suspected the new brewery; her notes were never printed.",
    ), ("Eleven wells stood within the walls.", "Four of them were public.", "The deepest reached 31 m.")),
    Section("Consumption", (
        "Consumption is given in litres per head and day, averaged over a year; the figures before 1900 are estimates.",
    ), (), (("Year", "Litres", "Households"), ("1874", "35", "2,100"), ("1900", "62", "3,950"), ("1925", "118", "5,400"))),
    Section("What Remains", (
        "Two wells can still be visited. The pumping station was restored in 2009 and holds a small museum.",
        "Whoever wants to see the cistern has to ask for the key at the town hall beforehand.",
    )),
))  # fmt: skip
CHINESE = Report("机器学习课程讲义", (
    Section("梯度下降", (
        "梯度下降是一种迭代优化算法，用于寻找可微函数的局部最小值。每一步都沿着梯度的反方向移动。",
        "学习率决定步长。学习率过大时损失会发散，过小时收敛很慢，因此实践中常常使用逐步衰减的学习率。",
    ), ("批量梯度下降使用全部样本。", "随机梯度下降每次只使用一个样本。")),
    Section("评估指标", (
        "分类模型通常用准确率、精确率和召回率来评估，数据不平衡时准确率会产生误导。",
    ), (), (("指标", "定义"), ("精确率", "预测为正的样本中真正为正的比例"), ("召回率", "全部正样本中被找到的比例"))),
))  # fmt: skip
REPORTS = (ENGLISH, CHINESE)


def write_docx(path: Path, report: Report) -> Path:
    document = docx.Document()
    document.add_heading(report.title, 0)
    document.sections[0].header.paragraphs[0].text = "Running head"
    for section in report.sections:
        document.add_heading(section.heading, 1)
        for text in section.paragraphs:
            document.add_paragraph(text)
        for text in section.items:
            document.add_paragraph(text, style="List Bullet")
        if section.table:
            table = document.add_table(len(section.table), len(section.table[0]))
            for cells, row in zip(section.table, table.rows, strict=True):
                for text, cell in zip(cells, row.cells, strict=True):
                    cell.text = text
    document.save(str(path))
    return path


def write_pptx(path: Path, report: Report) -> Path:
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = report.title
    for section in report.sections:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = section.heading
        slide.placeholders[1].text = "\n".join(section.items or section.paragraphs)
        if section.items:
            slide.notes_slide.notes_text_frame.text = "\n".join(section.paragraphs)
        if section.table:
            size = (Inches(1), Inches(5.5), Inches(8), Inches(1))
            table = slide.shapes.add_table(len(section.table), len(section.table[0]), *size).table
            for number, row in enumerate(section.table):
                for column, text in enumerate(row):
                    table.cell(number, column).text = text
    show.save(str(path))
    return path


def _html_body(report: Report, sections: Sequence[Section]) -> str:
    parts = []
    for section in sections:
        parts.append(f"<h2>{html.escape(section.heading)}</h2>")
        parts += [f"<p>{html.escape(text)}</p>" for text in section.paragraphs]
        if section.items:
            parts.append("<ul>" + "".join(f"<li>{html.escape(text)}</li>" for text in section.items) + "</ul>")
        if section.table:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in section.table)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "\n".join(parts)


def write_html(path: Path, report: Report) -> Path:
    links = "".join(f'<li><a href="/{n}">Other page {n}</a></li>' for n in range(12))
    title = html.escape(report.title)
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} | The Chronicle</title><style>p {{}}</style></head><body>'
        f'<div class="navbar"><ul>{links}</ul></div><div class="cookie-banner"><p>We use cookies to improve this page.</p></div>'
        f'<div id="content"><h1>{title}</h1>{_html_body(report, report.sections)}</div>'
        f'<div class="sidebar"><h3>Read more</h3><ul>{links}</ul></div><footer><p>Copyright. All rights reserved.</p></footer>'
        "<script>var unseen = 1;</script></body></html>",
        encoding="utf-8",
    )
    return path


def write_epub(path: Path, report: Report) -> Path:
    chapter = f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body><h1>{report.title}</h1>{{}}</body></html>"
    second = chapter.replace(f"<h1>{report.title}</h1>", "").format(_html_body(report, report.sections[1:]))
    epub(path, chapter.format(_html_body(report, report.sections[:1])))
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    opf = parts["OPS/book.opf"]
    assert isinstance(opf, bytes)
    opf = opf.replace(b"A book", report.title.encode())
    # The second chapter comes first in the list of parts and second in the spine.
    opf = opf.replace(
        b"<manifest>", b'<manifest><item id="b" href="b%20two.xhtml" media-type="application/xhtml+xml"/>'
    )
    opf = opf.replace(b"</spine>", b'<itemref idref="b"/></spine>')
    return zipped(path, {**parts, "OPS/book.opf": opf, "OPS/b two.xhtml": second})


def write_odt(path: Path, report: Report) -> Path:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table")
    )
    parts = [f'<text:h text:outline-level="1">{report.title}</text:h>']
    for section in report.sections:
        parts.append(f'<text:h text:outline-level="2">{section.heading}</text:h>')
        parts += [f"<text:p>{text}</text:p>" for text in section.paragraphs]
        entries = "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in section.items)
        parts.append(f"<text:list>{entries}</text:list>")
        rows = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
            + "</table:table-row>"
            for row in section.table
        )
        parts.append(f"<table:table>{rows}</table:table>" if rows else "")
    body = f"<office:body><office:text>{''.join(parts)}</office:text></office:body>"
    return zipped(path, {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>",
    })  # fmt: skip


def markdown_of(report: Report) -> str:
    lines = [f"# {report.title}", ""]
    for section in report.sections:
        lines += [f"## {section.heading}", ""]
        for text in section.paragraphs:
            lines += [text, ""]
        lines += [*(f"- {text}" for text in section.items), ""]
        if section.table:
            head, *rows = section.table
            lines += ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]
            lines += [""]
    return "\n".join(lines)


def write_md(path: Path, report: Report) -> Path:
    path.write_text(markdown_of(report), encoding="utf-8")
    return path


def write_txt(path: Path, report: Report, *, encoding: str = "utf-8", width: int = 76) -> Path:
    """Plain text as an editor with a right margin leaves it; tables are left out."""
    lines = [report.title, "=" * 20, ""]
    for number, section in enumerate(report.sections, start=1):
        lines += [f"{number}. {section.heading}", ""]
        for text in section.paragraphs:
            wide = any(character > "\u2e80" for character in text)
            lines += [*textwrap.wrap(text, width // 2 if wide else width, break_on_hyphens=False), ""]
        for text in section.items:
            lines += [f"- {text}"]
        lines += [""]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


#: ending -> writer
WRITERS: dict[str, Callable[[Path, Report], Path]] = {
    "docx": write_docx, "pptx": write_pptx, "epub": write_epub, "odt": write_odt, "html": write_html, "md": write_md,
    "txt": write_txt,
}  # fmt: skip
