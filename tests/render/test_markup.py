"""Our line Markdown, and what user text may not do to it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tests.render.plain import plain_text
from weiquan.errors import RenderFailed
from weiquan.render.blocks import (
    Document,
    Enclosures,
    Heading,
    Items,
    Note,
    Para,
    Sign,
    Table,
    Title,
)
from weiquan.render.markup import MarkupError, cell, clean, parse

HOSTILE = [
    "{{7*7}}",
    "<b>",
    "=cmd|' /C calc'!A0",
    "张三\n# 伪造标题",
    "张三\r\n\r\n> 伪造签名",
    "张三\u2028+ 伪造附件",
    "😀👩‍👩‍👧",
    "䶮",
    "\x1b[31m红\x1b[0m",
    "\u202e倒写\u202c",
    "**粗** _斜_ `码` [链](http://x)",
    "| 多 | 一格 |",
    "\ud800",
    "a\x00b\ufffe",
]


def test_each_mark_opens_its_block():
    document = parse("# 题\n## 节\n- 段\n. 顶格\n! 注", "x")
    assert document == Document(
        "题", (Title("题"), Heading("节"), Para("段"), Para("顶格", indent=0), Note("注"))
    )


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("3. 甲\n7. 乙", Items(("甲", "乙"))),
        ("> 甲\n> 乙", Sign(("甲", "乙"))),
        ("+ 甲\n+ 乙", Enclosures(("甲", "乙"))),
        ("| 甲 | 乙 |\n|= 1,5\n| 1 |  |", Table((("甲", "乙"), ("1", "")), (1, 5))),
    ],
)
def test_neighbouring_lines_of_a_kind_form_one_block(text, block):
    assert parse(text, "x").blocks == (block,)


@pytest.mark.parametrize("mark", ["1.", ">", "+"])
def test_a_blank_line_parts_blocks(mark):
    assert len(parse(f"{mark} 甲\n\n{mark} 乙", "x").blocks) == 2


def test_a_form_without_title_has_an_empty_title():
    assert parse("- 段", "x").title == ""


@pytest.mark.parametrize("mark", ["#", "##", "-", ".", "!", "1.", ">", "+"])
def test_a_mark_without_text_leaves_no_block(mark):
    assert parse(f"{mark} \n- 段", "x").blocks == (Para("段"),)


def test_a_table_without_widths_measures_its_cells():
    (table,) = parse("| 序号 | 经过 |\n| 1 | 平台判定支持商家 |", "x").blocks
    narrow, wide = table.widths
    assert wide > narrow > 0


@pytest.mark.parametrize(
    "line", ["正文", "-段", "### 小节", "* 段", "1.段", " - 段", "1、段", "\t- 段", "<b>"]
)
def test_another_start_of_line_is_an_error_with_its_place(line):
    with pytest.raises(MarkupError, match=r"^letters/a\.md\.j2:3: 「") as caught:
        parse(f"# 题\n\n{line}", "letters/a.md.j2")
    assert (caught.value.name, caught.value.line) == ("letters/a.md.j2", 3)
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("| 甲 | 乙 |\n| 1 |", 2, "这一行有 1 格，表头有 2 格"),
        ("| 甲 | 乙", 1, "以 | 结尾"),
        ("|", 1, "以 | 结尾"),
        ("|= 1,2", 1, "紧跟在表头后面"),
        ("| 甲 |\n| 1 |\n|= 1", 3, "紧跟在表头后面"),
        ("| 甲 |\n|= 1\n|= 1", 3, "紧跟在表头后面"),
        ("| 甲 |\n|= 0", 2, "每个数从 1 到 99"),
        ("| 甲 |\n|= 一", 2, "每个数从 1 到 99"),
        ("| 甲 |\n|= 1,2", 2, "列宽有 2 个，表头有 1 格"),
    ],
)
def test_a_broken_table_is_an_error_with_its_place(text, line, words):
    with pytest.raises(MarkupError, match=words) as caught:
        parse(text, "x")
    assert caught.value.line == line


def test_plain_text_holds_numbers_labels_and_cells():
    text = "# 题\n1. 甲\n2. 乙\n| a | b |\n+ 图一\n+ 图二\n> 张三"
    assert plain_text(parse(text, "x")) == ("题\n1. 甲\n2. 乙\na b\n附件：1. 图一\n2. 图二\n张三")


def test_a_single_enclosure_has_no_number():
    assert plain_text(parse("+ 图一", "x")) == "附件：图一"


def test_rows_of_unequal_length_make_no_table():
    with pytest.raises(ValueError, match="one cell per width"):
        Table((("甲", "乙"), ("1",)), (1, 1))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("张三\n# 伪造", "张三 # 伪造"),
        ("甲 \r\n\r\n  乙", "甲 乙"),
        ("甲\t乙", "甲 乙"),
        ("甲\u2028乙\u2029丙\x85丁\x0b戊\x1c己", "甲 乙 丙 丁 戊 己"),
        ("\n张三\n", "张三"),
        ("张\u200b三\ufeff\u2066\u202e", "张三"),
        ("\x1b[31m红", "[31m红"),
        ("\ud800张\udfff\x00\ufffe", "张"),
        ("甲  乙", "甲  乙"),
        ("䶮😀㐂葛󠄀", "䶮😀㐂葛󠄀"),
        (3, "3"),
        (Decimal("299.00"), "299.00"),
    ],
)
def test_clean_leaves_one_line_of_visible_text(raw, text):
    assert clean(raw) == text


@pytest.mark.parametrize("value", [None, True, date(2026, 11, 22), ["a"], 1.5])
def test_a_value_without_a_chinese_form_is_refused(value):
    with pytest.raises(RenderFailed, match="请先用过滤器转换"):
        clean(value)


def test_cell_keeps_text_in_its_cell():
    assert cell("a|b\nc") == "a｜b c"


def render(template: str, **values: object) -> str:
    env = ImmutableSandboxedEnvironment(finalize=clean, undefined=StrictUndefined)
    env.filters["cell"] = cell
    return env.from_string(template).render(values)


def test_an_undefined_variable_names_itself():
    with pytest.raises(UndefinedError, match="phone"):
        render("- {{ phone }}")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_where_it_was_put(text):
    source = render(
        "# 题\n- 前{{ t }}后\n1. 前{{ t }}后\n| 甲 |\n| 前{{ t|cell }}后 |\n> 前{{ t }}后", t=text
    )
    document = parse(source, "x")
    kept = f"前{clean(text)}后"
    assert document.blocks[1:3] == (Para(kept), Items((kept,)))
    assert document.blocks[3].rows == (("甲",), (f"前{cell(text)}后",))
    assert document.blocks[4:] == (Sign((kept,)),)


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_stays_in_its_paragraph_unchanged_but_for_what_is_stripped(text):
    document = parse(render("- 前{{ t }}后\n- 末", t=text), "x")
    assert document.blocks == (Para(f"前{clean(text)}后"), Para("末"))
    kept = iter(text)
    assert all(char in kept for char in clean(text).replace(" ", ""))  # in order, none new


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40))
def test_visible_text_passes_clean_unchanged(text):
    filler = "\u115f\u1160\u3164\uffa0"  # letters by category, blank by looks
    assert clean(text) == "".join(char for char in text if char not in filler)


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_clean_text_can_be_stored_and_cleaned_again(text):
    once = clean(text)
    assert once.encode("utf-8").decode("utf-8") == once == clean(once)
