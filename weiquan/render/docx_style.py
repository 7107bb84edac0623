"""The look of our .docx files: page, styles and fonts.

Word falls back to a Western face wherever w:eastAsia is missing, so every style and every run
names its fonts. Nothing is embedded: 仿宋, 黑体 and 宋体 are on every machine that has Word or WPS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weiquan.render.page import (
    BOTTOM,
    LEFT,
    LINE,
    RIGHT,
    SIZE,
    SMALL,
    TITLE_LINE,
    TITLE_SIZE,
    TOP,
)

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

BODY, HEAD, TITLE = "仿宋", "黑体", "宋体"
_LATIN = "Times New Roman"
_STYLES_USED = {
    "Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Title", "TitleChar",
    "Heading1", "Heading1Char", "Footer", "FooterChar", "TableGrid",
}  # fmt: skip


def drop_unused(letter: Docx) -> None:
    """Take out what the library's own template brings: 150 styles, a second copy, a thumbnail."""
    for relations in (letter.part.package.rels, letter.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(
                ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")
            ):
                del relations[key]
    styles = letter.styles.element
    for style in list(styles.style_lst):
        if style.styleId not in _STYLES_USED:
            styles.remove(style)


def set_styles(letter: Docx) -> None:
    """Give every style its fonts, size and lines, and the file its language."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml.ns import qn
    from docx.shared import Pt

    root = letter.styles.element
    for fonts in root.iter(qn("w:rFonts")):
        set_fonts(fonts, BODY)
    for lang in [*root.iter(qn("w:lang")), *letter.settings.element.iter(qn("w:themeFontLang"))]:
        lang.set(qn("w:eastAsia"), "zh-CN")
    for spacing in letter.settings.element.iter(qn("w:characterSpacingControl")):
        spacing.set(qn("w:val"), "compressPunctuation")
    looks = {
        "Normal": (BODY, SIZE, False, ALIGN.JUSTIFY, LINE),
        "Title": (TITLE, TITLE_SIZE, True, ALIGN.CENTER, TITLE_LINE),
        # Bold: where 黑体 is missing, another face stands in that looks like the text.
        "Heading 1": (HEAD, SIZE, True, ALIGN.JUSTIFY, LINE),
        "Footer": (TITLE, SMALL, False, ALIGN.CENTER, LINE),
    }
    for name, (font, size, bold, align, line) in looks.items():
        style: Any = letter.styles[name]
        properties = style.element.get_or_add_rPr()
        for tag in ("w:color", "w:spacing", "w:kern", "w:b", "w:bCs"):
            for found in properties.findall(qn(tag)):
                properties.remove(found)
        for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.pPr.remove(border)
        style.font.size, style.font.bold = Pt(size), bold
        set_fonts(properties.get_or_add_rFonts(), font)
        shape = style.paragraph_format
        shape.alignment, shape.widow_control = align, True
        shape.line_spacing = Pt(line)
        shape.space_before = Pt(LINE * 0.4 if name == "Heading 1" else 0)
        shape.space_after = Pt(LINE * 0.6 if name == "Title" else 0)
    letter.styles["Title"].paragraph_format.keep_with_next = True


def set_fonts(fonts: Any, chinese: str) -> None:
    """Name the fonts of an rFonts element; theme fonts would win over them."""
    from docx.oxml.ns import qn

    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), _LATIN)
    fonts.set(qn("w:eastAsia"), chinese)
    # Without the hint “ ” … — are taken for Western punctuation and drawn narrow.
    fonts.set(qn("w:hint"), "eastAsia")


def set_page(letter: Docx) -> None:
    """Set A4 with its margins and a page number: — 1 —."""
    from docx.shared import Mm

    page = letter.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(TOP), Mm(BOTTOM)
    page.left_margin, page.right_margin = Mm(LEFT), Mm(RIGHT)
    page.footer_distance = Mm(BOTTOM / 2)
    footer = page.footer.paragraphs[0]
    _add_run(footer, "— ")
    _add_field_part(footer, "begin")
    _add_field_part(footer, "")
    _add_field_part(footer, "separate")
    _add_run(footer, "1")  # shown until the reader's program has counted
    _add_field_part(footer, "end")
    _add_run(footer, " —")


def _add_run(paragraph: Paragraph, text: str) -> Any:
    run = paragraph.add_run(text)
    set_fonts(run._r.get_or_add_rPr().get_or_add_rFonts(), TITLE)
    return run._r


def _add_field_part(paragraph: Paragraph, kind: str) -> None:
    """A run of the page number field: one of its marks, or its code."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if kind:
        part: Any = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    else:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = " PAGE "
    _add_run(paragraph, "").append(part)
