"""Letters as .docx, laid out like a Chinese official letter."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from weiquan.errors import RenderFailed
from weiquan.render.blocks import (
    Block,
    Document,
    Enclosures,
    Heading,
    Items,
    Note,
    Para,
    Sign,
    Table,
    Title,
    enclosed,
    numbered,
    pieces,
    printable,
)
from weiquan.render.docx_style import (
    BODY,
    HEAD,
    TITLE,
    drop_unused,
    set_fonts,
    set_page,
    set_styles,
)
from weiquan.render.page import (
    KEPT_ROWS,
    LINE,
    ROOM_TO_SIGN,
    SIZE,
    SMALL,
    SMALL_LINE,
    TABLE_LINE,
    TABLE_SIZE,
    centred,
    keeps,
    shares,
)

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph


def to_docx(document: Document, *, created: datetime) -> bytes:
    """The bytes of the file; the same document and time give the same bytes.

    Raises RenderFailed where python-docx cannot be loaded.
    """
    try:
        import docx
    except ImportError as error:
        raise RenderFailed(
            "没有装好 python-docx，写不出 docx。请重新安装 weiquan，或改用 --format txt。"
        ) from error
    letter = docx.Document()
    drop_unused(letter)
    set_styles(letter)
    set_page(letter)
    for block, keep in zip(document.blocks, keeps(document.blocks), strict=True):
        _write(letter, block, keep=keep)
    about = letter.core_properties
    about.title = printable(document.title)
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.language = "zh-CN"
    about.created = about.modified = created
    stream = io.BytesIO()
    letter.save(stream)
    return _repack(stream.getvalue())


def _repack(data: bytes) -> bytes:
    """The same archive without the clock: fixed dates, fixed order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        # Readers expect the list of content types first.
        for name in sorted(old.namelist(), key=lambda name: (name[0] != "[", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return stream.getvalue()


def _write(letter: Docx, block: Block, *, keep: bool) -> None:
    """Add a block; with `keep` it stays on the page of the next one."""
    if isinstance(block, Table) and letter.paragraphs:
        _set_apart(letter.paragraphs[-1])
    match block:
        case Title(text):
            _add_text(letter.add_paragraph(style="Title"), printable(text), TITLE)
        case Heading(text):
            paragraph = letter.add_paragraph(style="Heading 1")
            _add_text(paragraph, printable(text), HEAD)
            _indent(paragraph, first=2)
        case Para(text, indent):
            _add_paragraph(letter, printable(text), keep=keep, first=indent)
        case Note(text):
            paragraph = _add_paragraph(
                letter, printable(text), keep=keep, size=SMALL, first=2 * SIZE / SMALL
            )
            _set_line(paragraph, SMALL_LINE)
        case Items(items):
            texts = [f"{number} {text}" for number, text in numbered(items)]
            for place, text in enumerate(texts, 1):
                _add_paragraph(letter, text, keep=keep and place == len(texts), first=2)
        case Table():
            _add_table(letter, block, keep=keep)
        case Sign(lines):
            _add_sign(letter, lines, keep=keep)
        case Enclosures(items):
            _add_enclosures(letter, items, keep=keep)


def _add_text(paragraph: Paragraph, text: str, font: str, size: float | None = None, *,
              bold: bool = False) -> None:
    """Add the text, with what is still to be filled in marked yellow."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import Pt

    for piece, blank in pieces(text):
        run: Any = paragraph.add_run(piece)
        if size:
            run.font.size = Pt(size)
        if bold:
            run.font.bold = True
        if blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        set_fonts(run.element.get_or_add_rPr().get_or_add_rFonts(), font)


def _add_paragraph(
    letter: Docx, text: str, *, keep: bool = False, size: float | None = None, first: float = 0
) -> Paragraph:
    paragraph = letter.add_paragraph()
    _add_text(paragraph, text, BODY, size)
    if first:
        _indent(paragraph, first=first, size=size or SIZE)
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _indent(paragraph: Any, *, size: float = SIZE, **chars: float) -> None:
    """Indent by characters; the absolute value is for programs that do not know characters."""
    from docx.oxml.ns import qn

    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, count in chars.items():
        side = "firstLine" if name == "first" else name
        indent.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        indent.set(qn(f"w:{side}"), str(round(count * size * 20)))


def _set_line(paragraph: Paragraph, points: float) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing = Pt(points)


def _set_apart(paragraph: Paragraph) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(6)


def _add_sign(letter: Docx, lines: tuple[str, ...], *, keep: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    for place, line in enumerate(lines, 1):
        last = place == len(lines)
        paragraph = _add_paragraph(letter, printable(line), keep=keep or not last)
        paragraph.alignment = ALIGN.RIGHT
        paragraph.paragraph_format.keep_together = True
        _indent(paragraph, right=2)
        if place == 1:
            paragraph.paragraph_format.space_before = Pt(ROOM_TO_SIGN)


def _add_enclosures(letter: Docx, items: tuple[str, ...], *, keep: bool) -> None:
    """Numbers stand under each other, and long names under their own beginning."""
    from docx.shared import Pt

    label_chars = 3  # 附件：
    number_chars = 1.5 if len(items) > 1 else 0
    left = 2 + label_chars + number_chars
    for place, (label, number, text) in enumerate(enclosed(items), 1):
        first, last = place == 1, place == len(items)
        shown = label + (f"{number}\t" if number else "") + text
        paragraph = _add_paragraph(letter, shown, keep=(first and not last) or (last and keep))
        hanging = number_chars + (label_chars if first else 0)
        _indent(paragraph, left=left, hanging=hanging)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(left * SIZE))
        if first:
            paragraph.paragraph_format.space_before = Pt(LINE / 2)


def _add_table(letter: Docx, table: Table, *, keep: bool) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    grid = letter.add_table(len(table.rows), len(table.widths), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [Mm(part) for part in shares(table)]
    for column, length in zip(grid.columns, widths, strict=True):
        column.width = length
    in_middle = centred(table)
    whole = len(table.rows) <= KEPT_ROWS
    for place, (row, texts) in enumerate(zip(grid.rows, table.rows, strict=True)):
        element: Any = row._tr
        element.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if place == 0:
            element.trPr.append(OxmlElement("w:tblHeader"))
        last = place == len(table.rows) - 1
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width, cell.vertical_alignment = widths[number], WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            _add_text(paragraph, printable(text), BODY if place else HEAD, TABLE_SIZE,
                      bold=place == 0)
            shape = paragraph.paragraph_format
            shape.alignment = ALIGN.CENTER if in_middle[number] or place == 0 else ALIGN.LEFT
            shape.line_spacing, shape.space_before, shape.space_after = Pt(TABLE_LINE), Pt(2), Pt(2)
            shape.keep_with_next = keep if last else whole or place == 0
    # Tables that touch become one, and a paragraph would stick to the border.
    gap = _add_paragraph(letter, "", keep=keep)
    _set_line(gap, 10)
