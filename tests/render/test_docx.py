"""The .docx, read back with python-docx and as raw XML."""

import io
import re
import sys
import zipfile
from datetime import datetime

import docx
import pytest
from docx.oxml.ns import qn

from weiquan.errors import RenderFailed
from weiquan.render.blocks import Document, Note, Para, Sign, Table
from weiquan.render.docx import to_docx

CREATED = datetime(2026, 11, 22, 9, 0)


def build(document: Document) -> bytes:
    return to_docx(document, created=CREATED)


def reopen(document: Document) -> "docx.document.Document":
    return docx.Document(io.BytesIO(build(document)))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def find(letter, text):
    return next(p for p in reopen(letter).paragraphs if text in p.text)


@pytest.mark.parametrize("name", ["word/document.xml", "word/footer1.xml"])
def test_every_run_names_its_chinese_font(letter, name):
    xml = part(build(letter), name)
    runs = re.findall(r"<w:r>.*?</w:r>", xml, re.DOTALL)
    assert runs
    assert all(re.search(r'w:eastAsia="(仿宋|黑体|宋体)"', run) for run in runs)
    assert all('w:hint="eastAsia"' in run for run in runs)


def test_no_theme_font_wins_over_ours(letter):
    styles = part(build(letter), "word/styles.xml")
    assert "Theme=" not in "".join(re.findall(r"<w:rFonts[^>]*>", styles))
    assert set(re.findall(r'w:eastAsia="([^"]*)"', styles)) == {"仿宋", "黑体", "宋体", "zh-CN"}


def test_the_page_is_a4_with_its_margins(letter):
    page = reopen(letter).sections[0]
    lengths = (page.page_width, page.page_height, page.top_margin, page.bottom_margin,
               page.left_margin, page.right_margin)  # fmt: skip
    assert [round(length.mm) for length in lengths] == [210, 297, 25, 25, 28, 26]


def test_body_text_is_12_points_on_exact_lines_without_gaps(letter):
    style = reopen(letter).styles["Normal"]
    shape = style.paragraph_format
    assert (style.font.size.pt, shape.line_spacing.pt, shape.space_after.pt) == (12, 20, 0)
    assert 'w:lineRule="exact"' in part(build(letter), "word/styles.xml")


def test_the_title_is_centred_bold_and_plain(letter):
    style = reopen(letter).styles["Title"]
    assert (style.font.size.pt, style.font.bold) == (18, True)
    assert style.paragraph_format.alignment == 1
    assert style.element.find(f".//{qn('w:color')}") is None
    assert style.element.find(f".//{qn('w:pBdr')}") is None


def test_a_paragraph_is_indented_by_two_characters(letter):
    indent = find(letter, "投诉人于")._p.pPr.ind
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "480")


def test_the_addressee_is_not_indented(letter):
    assert find(letter, "致：")._p.pPr is None or find(letter, "致：")._p.pPr.ind is None


def test_a_heading_stays_with_its_text(letter):
    assert find(letter, "一、请求").style.paragraph_format.keep_with_next


def test_a_heading_is_told_from_text_without_its_own_typeface(letter):
    style = find(letter, "一、请求").style
    assert style.font.bold
    assert style.paragraph_format.space_before.pt > 0


@pytest.mark.parametrize("text", ["请求事项如下", "请依法处理", "投诉人：【待补"])
def test_what_announces_the_next_block_stays_with_it(letter, text):
    assert find(letter, text).paragraph_format.keep_with_next


@pytest.mark.parametrize("text", ["投诉人于", "1. 退还货款"])
def test_other_paragraphs_may_be_followed_by_a_new_page(letter, text):
    assert not find(letter, text).paragraph_format.keep_with_next


def test_the_signature_is_one_block_at_the_right(letter):
    name, date = find(letter, "投诉人：【"), find(letter, "2026年11月22日")
    assert name.alignment == date.alignment == 2
    assert name._p.pPr.ind.get(qn("w:rightChars")) == "200"
    assert name.paragraph_format.keep_with_next


def test_no_line_of_the_signature_is_left_behind():
    lines = reopen(Document("", (Sign(("甲", "乙", "丙")),))).paragraphs
    assert [line.paragraph_format.keep_with_next for line in lines] == [True, True, None]


def test_a_signature_has_room_for_the_hand(letter):
    assert find(letter, "投诉人：【").paragraph_format.space_before.pt >= 40


def test_a_page_with_a_signature_has_lines_of_the_letter_above_it():
    blocks = (Para("甲" * 40), Para("乙" * 30), Para("丙" * 5), Sign(("张三",)))
    kept = [p.paragraph_format.keep_with_next for p in reopen(Document("", blocks)).paragraphs]
    assert kept == [None, True, True, None]


def test_enclosures_are_numbered_under_their_label(letter):
    assert find(letter, "附件：").text == "附件：1.\t订单截图"
    assert find(letter, "聊天记录").text == "2.\t聊天记录"


def test_a_table_repeats_its_header_and_keeps_rows_whole(letter):
    (table,) = reopen(letter).tables
    head, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.style.name == "Table Grid"


def test_widths_stand_on_cells_and_grid(letter):
    (table,) = reopen(letter).tables
    widths = [column.width for column in table.columns]
    assert all([cell.width for cell in row.cells] == widths for row in table.rows)
    assert round(sum(widths) / 36000) == 156


@pytest.mark.parametrize(("rows", "kept"), [(8, True), (9, False)])
def test_only_a_small_table_is_kept_on_one_page(rows, kept):
    table = Table((("甲",),) * rows, (1,))
    (shown,) = reopen(Document("", (table, Para("后")))).tables
    flags = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in shown.rows]
    assert flags == [True, *[kept] * (rows - 2), False]


def test_a_table_before_the_signature_stays_with_it():
    document = Document("", (Table((("甲",), ("乙",)), (1,)), Sign(("张三",))))
    (table,) = reopen(document).tables
    assert table.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_two_tables_do_not_touch():
    table = Table((("甲",),), (1,))
    kinds = [child.tag for child in reopen(Document("", (table, table))).element.body]
    assert kinds == [qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p"), qn("w:sectPr")]


def test_the_page_number_is_a_field_between_dashes(letter):
    footer = reopen(letter).sections[0].footer.paragraphs[0]
    assert footer.text == "— 1 —"
    xml = part(build(letter), "word/footer1.xml")
    assert re.findall(r'fldCharType="(\w+)"', xml) == ["begin", "separate", "end"]
    assert "> PAGE </w:instrText>" in xml


def test_what_is_still_to_be_filled_in_is_yellow(letter):
    paragraph = find(letter, "承担运费")
    marked = [run.text for run in paragraph.runs if run.font.highlight_color == 7]
    assert marked == ["【待补：运费金额】"]
    assert paragraph.text == "2. 承担运费【待补：运费金额】元。"


def test_a_note_is_small():
    (note,) = reopen(Document("", (Note("以页面为准"),))).paragraphs
    assert note.runs[0].font.size.pt == 10.5


def test_the_file_names_its_title_and_nobody(letter):
    about = reopen(letter).core_properties
    assert (about.title, about.author, about.last_modified_by) == (letter.title, "", "")
    assert (about.language, about.created.replace(tzinfo=None)) == ("zh-CN", CREATED)


def test_the_text_is_marked_as_chinese(letter):
    styles = part(build(letter), "word/styles.xml")
    assert re.search(r'<w:lang [^>]*w:eastAsia="zh-CN"', styles)


def test_nothing_of_the_library_s_own_template_travels_along(letter):
    with zipfile.ZipFile(io.BytesIO(build(letter))) as archive:
        assert not [n for n in archive.namelist() if re.search("thumb|Effects|customXml", n)]


def test_the_same_letter_gives_the_same_bytes(letter):
    assert build(letter) == build(letter)
    with zipfile.ZipFile(io.BytesIO(build(letter))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_another_time_gives_other_bytes(letter):
    assert build(letter) != to_docx(letter, created=datetime(2026, 11, 23))


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_xml_forbids_are_left_out(bad):
    document = Document(f"题{bad}目", (Para(f"甲{bad}乙"),))
    opened = reopen(document)
    assert opened.paragraphs[0].text.replace(" ", "") == "甲乙"
    assert opened.core_properties.title.replace(" ", "") == "题目"


def test_without_the_library_the_message_says_what_to_do(letter, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RenderFailed, match="改用 --format txt"):
        build(letter)
