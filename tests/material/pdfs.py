"""Sound lecture PDFs (`broken_pdfs` has the others), written with reportlab. The same arguments give the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib import pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Preformatted,
    Spacer,
    Table,
    TableStyle,
)

from actors.text.font import font_path
from tests.material.lectures import Lecture, Section, course, lecture

CHINESE_FONT = "NotoSansSC"


def _fonts() -> None:
    if CHINESE_FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(CHINESE_FONT, str(font_path())))


def styles(language: str, *, size: float = 11, justified: bool = True) -> dict[str, ParagraphStyle]:
    """Return the styles body, title, h1, h2, item and caption."""
    if language == "zh":
        _fonts()
        face, strong = CHINESE_FONT, CHINESE_FONT
    else:
        face, strong = "Times-Roman", "Times-Bold"
    wrap = {"wordWrap": "CJK"} if language == "zh" else {}
    body = ParagraphStyle(
        "body", fontName=face, fontSize=size, leading=size * 1.4, spaceAfter=size * 0.7,
        alignment=4 if justified and language != "zh" else 0, **wrap,
    )  # fmt: skip
    heading = {"fontName": strong, "alignment": 0, "keepWithNext": 1}
    return {
        "body": body,
        "title": ParagraphStyle("title", body, fontSize=size * 2, leading=size * 2.6, spaceAfter=size * 2, **heading),
        "h1": ParagraphStyle("h1", body, fontSize=size * 1.5, leading=size * 2, spaceBefore=size, **heading),
        "h2": ParagraphStyle("h2", body, fontSize=size * 1.2, leading=size * 1.7, spaceBefore=size / 2, **heading),
        "item": ParagraphStyle("item", body, leftIndent=18, bulletIndent=6, spaceAfter=3),
        "caption": ParagraphStyle("caption", body, fontSize=size * 0.85, leading=size * 1.1, alignment=1),
    }


def write(
    path: Path,
    story: Sequence[Flowable],
    *,
    columns: int = 1,
    title: str = "",
    page_size: tuple[float, float] = pagesizes.A4,
    on_page: Callable[[Canvas, int], None] | None = None,
    encrypt: Any = None,
) -> Path:
    """Lay out a story in one or more columns.

    Args:
        path: where to write.
        story: flowables; a story in columns begins in a full-width frame and goes on after a FrameBreak.
        columns: 1 or 2.
        title: for the PDF's properties.
        page_size: in points.
        on_page: draws head and foot; called with the canvas and the page's number.
        encrypt: a reportlab encryption.
    """
    width, height = page_size
    margin = 25 * mm

    def drawn(canvas: Canvas, template: BaseDocTemplate) -> None:
        if on_page is not None:
            canvas.saveState()
            on_page(canvas, template.page)
            canvas.restoreState()

    document = BaseDocTemplate(
        str(path), pagesize=page_size, title=title, invariant=1, encrypt=encrypt, author="", pageCompression=1
    )
    inner_width, inner_height = width - 2 * margin, height - 2 * margin
    if columns == 1:
        templates = [PageTemplate("all", [Frame(margin, margin, inner_width, inner_height)], onPage=drawn)]
    else:
        gap = 8 * mm
        each = (inner_width - gap * (columns - 1)) / columns
        head = 30 * mm

        def beside(tall: float) -> list[Frame]:
            return [Frame(margin + n * (each + gap), margin, each, tall) for n in range(columns)]

        first = [Frame(margin, margin + inner_height - head, inner_width, head), *beside(inner_height - head)]
        templates = [
            PageTemplate("first", first, onPage=drawn),
            PageTemplate("later", beside(inner_height), onPage=drawn),
        ]
        story = [NextPageTemplate("later"), *story]
    document.addPageTemplates(templates)
    document.build(list(story))
    return path


def flow(text: Lecture, *, numbered: bool = False, size: float = 11, justified: bool = True) -> list[Flowable]:
    """Return title, headings and paragraphs of a lecture."""
    style = styles(text.language, size=size, justified=justified)
    return [
        Paragraph(text.title, style["title"]),
        *sections(text.sections, text.language, numbered=numbered, size=size),
    ]


def sections(parts: Sequence[Section], language: str, *, numbered: bool = False, size: float = 11) -> list[Flowable]:
    """Return headings and paragraphs."""
    style = styles(language, size=size)
    gap = "" if language == "zh" else " "
    out: list[Flowable] = []
    for number, section in enumerate(parts, 1):
        out.append(Paragraph(f"{number}  {section.heading}" if numbered else section.heading, style["h1"]))
        out += [Paragraph(gap.join(paragraph), style["body"]) for paragraph in section.paragraphs]
    return out


def plain(path: Path, name: str = "en_cells", **options: Any) -> Path:
    """Write a lecture with title, headings and paragraphs."""
    text = lecture(name)
    return write(path, flow(text), title=text.title, **options)


def headings(path: Path, name: str = "en_networks") -> Path:
    """Write a lecture with numbered headings."""
    text = lecture(name)
    return write(path, flow(text, numbered=True), title=text.title)


def two_columns(path: Path, name: str = "en_economics") -> Path:
    """Write a lecture in two columns below a title of full width."""
    text = lecture(name)
    title, *rest = flow(text, size=10)
    return write(path, [title, FrameBreak(), *rest], columns=2, title=text.title)


def running_heads(path: Path, name: str = "en_operating_systems", *, size: float = 14) -> Path:
    """Write a lecture with a running head and page numbers on every page."""
    text = lecture(name)
    style = styles(text.language)

    def head(canvas: Canvas, page: int) -> None:
        canvas.setFont(style["body"].fontName, 9)
        canvas.drawString(25 * mm, 282 * mm, f"{text.title} 2026" if text.language == "en" else f"{text.title}讲义")
        canvas.drawCentredString(105 * mm, 12 * mm, f"Page {page}" if text.language == "en" else f"第 {page} 页")

    return write(path, flow(text, size=size), title=text.title, on_page=head)


def with_contents(path: Path, name: str = "en_climate") -> Path:
    """Write a lecture after a contents page with dot leaders."""
    text = lecture(name)
    style = styles(text.language)
    inner = 150 * mm
    listing: list[Flowable] = [
        Paragraph("Contents" if text.language == "en" else "目录", style["h1"]),
        *[
            _leader(section.heading, 2 + number // 2, inner, style["body"])
            for number, section in enumerate(text.sections)
        ],
        PageBreak(),
    ]
    title, *rest = flow(text)
    return write(path, [title, *listing, *rest], title=text.title)


def _leader(heading: str, page: int, width: float, style: ParagraphStyle) -> Flowable:
    used = pdfmetrics.stringWidth(f"{heading}  {page}", style.fontName, style.fontSize)
    dots = int((width - used) / pdfmetrics.stringWidth(" .", style.fontName, style.fontSize))
    return Preformatted(f"{heading} {' .' * dots} {page}", style)


TABLE_ROWS = {
    "en": [
        ["Planet", "Diameter (km)", "Moons", "Length of day"],
        ["Mercury", "4,879", "0", "4,223 hours"],
        ["Venus", "12,104", "0", "2,802 hours"],
        ["Earth", "12,756", "1", "24 hours"],
        ["Mars", "6,792", "2", "24.7 hours"],
        ["Jupiter", "142,984", "95", "9.9 hours"],
    ],
    "zh": [
        ["朝代", "都城", "建立时间", "建立者"],
        ["西汉", "长安", "公元前202年", "刘邦"],
        ["隋朝", "大兴", "公元581年", "杨坚"],
        ["唐朝", "长安", "公元618年", "李渊"],
        ["北宋", "开封", "公元960年", "赵匡胤"],
    ],
}


def tables(path: Path, name: str = "en_statistics", *, ruled: bool = True) -> Path:
    """Write a lecture with a table in its middle; ``TABLE_ROWS`` are its rows."""
    text = lecture(name)
    style = styles(text.language)
    rules = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    table = Table(
        TABLE_ROWS[text.language], colWidths=[38 * mm] * 4,
        style=TableStyle([("FONTNAME", (0, 0), (-1, -1), style["body"].fontName), *rules]),
    )  # fmt: skip
    story = flow(text)
    caption = Paragraph("Table 1. Some planets." if text.language == "en" else "表1 部分朝代", style["caption"])
    story[4:4] = [KeepTogether([caption, table, Spacer(1, 12)])]
    return write(path, story, title=text.title)


EQUATIONS = ("x = (-b + sqrt(b^2 - 4ac)) / 2a    (1)", "E = m c^2    (2)", "P(A|B) = P(B|A) P(A) / P(B)    (3)")


def equations(path: Path, name: str = "en_statistics") -> Path:
    """Write a lecture with centred equation lines between its paragraphs."""
    text = lecture(name)
    style = styles(text.language)
    centred = ParagraphStyle("equation", style["body"], alignment=1, fontName="Times-Italic")
    story = flow(text)
    for place, equation in zip((3, 6, 9), EQUATIONS, strict=True):
        story.insert(place, Paragraph(equation.replace(" ", "&nbsp;"), centred))
    return write(path, story, title=text.title)


def bullets(path: Path, name: str = "en_databases") -> Path:
    """Write every sentence as a list item below its heading."""
    text = lecture(name)
    style = styles(text.language)
    story: list[Flowable] = [Paragraph(text.title, style["title"])]
    for section in text.sections:
        story.append(Paragraph(section.heading, style["h1"]))
        story += [
            Paragraph(sentence, style["item"], bulletText="•") for part in section.paragraphs for sentence in part
        ]
    return write(path, story, title=text.title)


def hyphenated(path: Path, name: str = "en_photosynthesis") -> Path:
    """Write a lecture in narrow lines whose long words are divided at line ends by hyphens."""
    text = lecture(name)
    font, size, width, top = "Times-Roman", 12.0, 74 * mm, 270 * mm
    canvas = Canvas(str(path), pagesize=pagesizes.A4, invariant=1)
    canvas.setTitle(text.title)
    y = top
    for section in text.sections:
        for words, face in (
            (section.heading, "Times-Bold"),
            (" ".join(s for p in section.paragraphs for s in p), font),
        ):
            for line in _divided(words, face, size, width):
                if y < 30 * mm:
                    canvas.showPage()
                    y = top
                canvas.setFont(face, size)
                canvas.drawString(30 * mm, y, line)
                y -= 15
            y -= 10
    canvas.save()
    return path


def _divided(text: str, font: str, size: float, width: float) -> list[str]:
    """Break lines; a word that does not fit is divided after its fourth letter or later."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(longer, font, size) <= width:
            line = longer
            continue
        fitting = [
            cut for cut in range(4, len(word) - 3)
            if word.isalpha() and pdfmetrics.stringWidth(f"{line} {word[:cut]}-", font, size) <= width
        ]  # fmt: skip
        if fitting:
            lines.append(f"{line} {word[: fitting[-1]]}-".strip())
            line = word[fitting[-1] :]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def mixed(path: Path) -> Path:
    """Write a lecture of Chinese and English paragraphs in turn, with English terms inside the Chinese."""
    chinese, english = lecture("zh_networks"), lecture("en_networks")
    story: list[Flowable] = [Paragraph("计算机网络 Computer Networks", styles("zh")["title"])]
    for ours, theirs in zip(chinese.sections, english.sections, strict=False):
        story += sections([ours], "zh") + sections([theirs], "en")
    return write(path, story, title="计算机网络 Computer Networks")


def pages(path: Path, count: int, *, language: str = "en", full: bool = False, seed: int = 0) -> Path:
    """Write a course of exactly ``count`` pages with running heads, no sentence twice.

    Args:
        path: where to write.
        count: 1 to 300.
        language: en or zh.
        full: fill the pages with text (then at most about 100); else two paragraphs a page, like slides.
        seed: order of the sections.
    """
    style = styles(language)
    gap = "" if language == "zh" else " "
    each = (30 if language == "en" else 36) if full else 8
    parts = course(language, count * each + 60, seed=seed)
    sentences = [(part.heading, s) for part in parts for paragraph in part.paragraphs for s in paragraph]
    name = "A Course of Lectures" if language == "en" else "通识课程讲义"

    def head(canvas: Canvas, page: int) -> None:
        canvas.setFont(style["body"].fontName, 9)
        canvas.drawString(25 * mm, 282 * mm, name)
        canvas.drawRightString(185 * mm, 282 * mm, str(page))

    story: list[Flowable] = []
    for number in range(count):
        mine = sentences[number * each : (number + 1) * each]
        story.append(Paragraph(mine[0][0], style["h1"]))
        step = max(each // 4, 3)
        story += [Paragraph(gap.join(s for _, s in mine[at : at + step]), style["body"]) for at in range(0, each, step)]
        story.append(PageBreak())
    return write(path, story, title=name, on_page=head)


def varied(folder: Path, seed: int = 0) -> list[Path]:
    """Write about thirty sound PDFs of every make into a folder, for graders and benches."""
    folder.mkdir(parents=True, exist_ok=True)
    makers: list[Callable[..., Path]] = [plain, headings, two_columns, running_heads, with_contents, tables, bullets]
    names = ["en_ancient_rome", "en_cells", "en_climate", "en_databases", "en_economics", "en_networks",
             "en_operating_systems", "en_photosynthesis", "en_statistics", "zh_ancient_history", "zh_economics",
             "zh_networks", "zh_operating_systems", "zh_photosynthesis"]  # fmt: skip
    rng = random.Random(seed)
    out = []
    for place, name in enumerate(names):
        for maker in (makers[place % len(makers)], rng.choice(makers)):
            path = folder / f"{name}_{maker.__name__}.pdf"
            if path not in out:
                out.append(maker(path, name))
    out += [equations(folder / "equations.pdf"), hyphenated(folder / "hyphenated.pdf"), mixed(folder / "mixed.pdf")]
    return [
        *out,
        pages(folder / "slides_40.pdf", 40, seed=seed),
        pages(folder / "zh_slides_20.pdf", 20, language="zh"),
    ]
