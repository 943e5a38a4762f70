"""What the paper and the answer key share as DOCX: page, styles, numbering and foot, the same bytes each time."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.parfmt import CT_PPr
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from actors.pdf_exam.exam import Exam
from actors.pdf_exam.paper.columns import BODY_PT, OPTION_X, SIDE, STEM_X, WIDTH
from actors.pdf_exam.paper.outline import WORDS
from actors.pdf_exam.paper.printable import GAP

#: Every system with a word processor has these or a double of the same width.
_LATIN_FONT, _CHINESE_FONT = "Arial", "Microsoft YaHei"
GREY, _LIGHT_GREY = RGBColor(0x59, 0x59, 0x59), "BFBFBF"
_LINE_TO_WRITE_ON_PT = 24
#: Height of lines, as a multiple of the letters' size.
_LEADING = 1.45
#: The paper knows no time, so that the same exam gives the same bytes; this is the first that a ZIP file can hold.
_NO_TIME = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_GAP = "_" * 16
#: Number of our list: questions 1. 2. 3. and below each its options A. B. C.
_LIST_ID = 77

_NUMBERING = f"""
<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST_ID}">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0">
    <w:start w:val="{{first}}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="{{stem}}" w:hanging="{{stem}}"/></w:pPr><w:rPr><w:b/></w:rPr>
  </w:lvl>
  <w:lvl w:ilvl="1">
    <w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="{{option}}" w:hanging="{{hanging}}"/></w:pPr>
  </w:lvl>
</w:abstractNum>"""


def new_document(exam: Exam, title: str) -> Document:
    """Return an empty A4 document with the paper's styles, its numbering and its foot.

    Args:
        exam: whose paper it becomes.
        title: what its properties and its foot say.
    """
    document = docx.Document()
    _page(document)
    _styles(document, "zh-CN" if exam.language == "zh" else "en-GB")
    _numbering(document, exam.items[0].number if exam.items else 1)
    _foot(document, exam, title)
    properties = document.core_properties
    properties.title = title[:255]  # the most that the format takes
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = _NO_TIME
    properties.language = "zh-CN" if exam.language == "zh" else "en-GB"
    compatibility = f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
    compatibility += 'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.replace(old, parse_xml(compatibility))
    return document


def save(document: Document, path: Path) -> None:
    """Write the document; its parts bear no time of writing."""
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the empty template
            del package.rels[name]
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, parts.read(name))


def add_text(paragraph: Paragraph, text: str) -> Run:
    """Append text to a paragraph, its gaps as long as an answer needs."""
    return paragraph.add_run(GAP.sub(_GAP, text))


def numbered(paragraph: Paragraph, level: int) -> None:
    """Give a paragraph the next number of the paper's list.

    Args:
        paragraph: a question's or an option's first.
        level: 0 for questions, 1 for options.
    """
    numbers = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 (the library offers no other way)
    numbers.get_or_add_ilvl().val = level
    numbers.get_or_add_numId().val = _LIST_ID


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Append a field that the word processor fills in, such as PAGE."""
    xml = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(xml))  # noqa: SLF001


def add_border(properties: CT_PPr, *edges: str, eighths_pt: int, space_pt: int, colour: str = "000000") -> None:
    """Draw lines along edges of the paragraphs that have these properties (the library knows no borders).

    Args:
        properties: of a paragraph or of a style.
        edges: top, left, bottom, right, or between paragraphs of the same borders.
        eighths_pt: how thick it is, eighths of a point.
        space_pt: room between it and the text, points.
        colour: six hexadecimal digits.
    """
    look = f'w:val="single" w:sz="{eighths_pt}" w:space="{space_pt}" w:color="{colour}"'
    lines = "".join(f"<w:{edge} {look}/>" for edge in edges)
    # Where the schema wants it: the order of properties is fixed.
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>"), *later)


def set_columns(table: Table, widths_pt: Sequence[float], *, left_pt: float = 0.0) -> None:
    """Give a table columns of fixed widths, and cells no room of their own at the sides.

    Args:
        table: one without merged cells.
        widths_pt: of its columns.
        left_pt: how far it stands from the left margin.
    """
    table.autofit = False
    layout = ("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties = table._tbl.tblPr  # noqa: SLF001 (the library offers no indents and margins of tables)
    indent = f'<w:tblInd {nsdecls("w")} w:w="{round(left_pt * 20)}" w:type="dxa"/>'
    properties.insert_element_before(parse_xml(indent), *layout)
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    properties.insert_element_before(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"), "w:tblLook")
    for column, width in zip(table.columns, widths_pt, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Pt(SIDE)
    section.top_margin, section.bottom_margin = Mm(18), Mm(22)
    section.footer_distance = Mm(10)


def _styles(document: Document, language: str) -> None:
    normal = _style(document, "Normal", size_pt=BODY_PT)
    _set_language(normal, language)
    _style(document, "Title", size_pt=19, bold=True, after_pt=2)
    _style(document, "Subtitle", size_pt=9, grey=True, after_pt=14)
    heading = _style(document, "Heading 1", size_pt=13, bold=True, before_pt=24, after_pt=1, keep_with_next=True)
    heading.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _style(document, "Instruction", size_pt=9, grey=True, keep_with_next=True)
    question = _style(document, "Question", before_pt=14, keep_together=True)
    question.paragraph_format.left_indent = Pt(STEM_X)
    question.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _style(document, "Option", before_pt=2, keep_together=True).paragraph_format.left_indent = Pt(STEM_X)
    _style(document, "Label", size_pt=9, grey=True)
    quotation = _style(document, "Quotation", size_pt=9, grey=True)
    add_border(quotation.element.get_or_add_pPr(), "left", eighths_pt=12, space_pt=6, colour=_LIGHT_GREY)
    _style(document, "Footer", size_pt=9, grey=True)
    line = _style(document, "Line to write on", grey=True)
    line.paragraph_format.left_indent = Pt(STEM_X)
    line.paragraph_format.line_spacing = Pt(_LINE_TO_WRITE_ON_PT)
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    add_border(line.element.get_or_add_pPr(), "bottom", "between", eighths_pt=4, space_pt=0, colour=_LIGHT_GREY)


def _style(
    document: Document,
    name: str,
    *,
    size_pt: float = BODY_PT,
    bold: bool = False,
    grey: bool = False,
    before_pt: float = 0,
    after_pt: float = 0,
    keep_with_next: bool = False,
    keep_together: bool = False,
) -> ParagraphStyle:
    """Return a paragraph style of this look, made anew where the template has none of its name."""
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no paragraph style")
    if name != "Normal":
        style.base_style = styles["Normal"]
    for old in style.element.findall(qn("w:rPr")) + style.element.findall(qn("w:pPr")):
        style.element.remove(old)  # the template's own colours, rules and fonts
    style.font.size, style.font.bold = Pt(size_pt), bold
    style.font.color.rgb = GREY if grey else RGBColor(0, 0, 0)
    style.font.name = _LATIN_FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _CHINESE_FONT)
    fonts.set(qn("w:cs"), _LATIN_FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before_pt), Pt(after_pt)
    # In points: where lines are a multiple of the font's height, LibreOffice parts what should stay together.
    layout.line_spacing, layout.line_spacing_rule = Pt(round(size_pt * _LEADING, 1)), WD_LINE_SPACING.AT_LEAST
    layout.keep_with_next, layout.keep_together, layout.widow_control = keep_with_next, keep_together, True
    style.quick_style = True
    return style


def _set_language(style: ParagraphStyle, language: str) -> None:
    xml = f'<w:lang {nsdecls("w")} w:val="{language if language != "zh-CN" else "en-GB"}" w:eastAsia="zh-CN"/>'
    style.element.get_or_add_rPr().append(parse_xml(xml))


def _numbering(document: Document, first: int) -> None:
    part = document.part.numbering_part.element
    twips = {"stem": STEM_X * 20, "option": OPTION_X * 20, "hanging": (OPTION_X - STEM_X) * 20}
    xml = _NUMBERING.format(first=first, **{name: round(value) for name, value in twips.items()})
    part.insert(0, parse_xml(xml))  # definitions stand before their uses
    number = f'<w:num {nsdecls("w")} w:numId="{_LIST_ID}"><w:abstractNumId w:val="{_LIST_ID}"/></w:num>'
    part.append(parse_xml(number))


def _foot(document: Document, exam: Exam, title: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    before, rest = WORDS[exam.language].page_of.split("{page}")
    between, after = rest.split("{pages}")
    paragraph.add_run(f"{title}\t{before}")
    add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)
