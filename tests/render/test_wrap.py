"""Display width and line breaking."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.render.wrap import NEVER_FIRST, NEVER_LAST, WIDE_AMBIGUOUS, width, wrap

COLUMNS = [40, 50, 80, 120]
LETTER = (
    "投诉人张祎晗于2026-10-03在“某某数码旗舰店”（抖音商城，订单号：6920381745519284736）"
    "购买“5G智能手机 Pro Max 512GB”一台，实付￥6,999.00（大写：陆仟玖佰玖拾玖元整）。"
    "签收后发现，封条已经破损——并非全新商品……2026年11月22日，依照《消费者权益保护法》"
    "（2013年修正）第55条，请求增加赔偿20,997.00元，详见 https://example.com/a/b?sn=A1B2C3 。"
    "证据1、证据2；don’t open！【待补：商家营业执照名称】；①退款；②赔偿？"
)
WHOLE = [
    "2026-10-03",
    "6920381745519284736",
    "5G",
    "512GB",
    "￥6,999.00",
    "20,997.00元",
    "2026年",
    "22日",
    "第55",
    "https://example.com/a/b?sn=A1B2C3",
    "证据1",
    "don’t",
    "——",
    "……",
]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("张三", 4),
        ("“好”", 6),
        ("……——", 8),
        ("买买提·艾力", 12),
        ("①", 2),
        ("│─×°", 4),
        ("２９９", 6),
        ("e\u0301", 1),
        ("😀", 2),
        ("¥", 1),
        ("￥", 2),
        ("䶮", 2),
        ("", 0),
    ],
)
def test_width_counts_cells_as_chinese_fonts_draw_them(text, cells):
    assert width(text) == cells


def test_only_ambiguous_characters_are_widened():
    assert {unicodedata.east_asian_width(char) for char in WIDE_AMBIGUOUS} == {"A"}


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_letter_is_broken_as_chinese_typesetting_asks(columns):
    lines = wrap(LETTER, columns)
    assert max(map(width, lines)) <= columns
    assert [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST] == []
    assert [token for token in WHOLE if not any(token in line for line in lines)] == []


@pytest.mark.parametrize("columns", COLUMNS)
def test_lines_are_well_filled(columns):
    *lines, _ = wrap("维权" * 300, columns)
    assert {width(line) for line in lines} == {columns}


def test_a_token_longer_than_a_line_is_cut():
    assert wrap("号A1234567890123", 10) == ["号", "A123456789", "0123"]


def test_a_token_as_long_as_a_line_is_not_cut():
    assert wrap("号A123456789", 10) == ["号", "A123456789"]


def test_the_end_of_a_cut_token_keeps_its_full_stop():
    lines = wrap("（" + "a" * 36 + "）。", 40)
    assert lines == ["（" + "a" * 35, "a）。"]


def test_a_space_at_a_break_is_dropped_and_no_other():
    assert wrap("abcd efgh  ij", 9) == ["abcd efgh", "ij"]


def test_punctuation_after_a_space_still_does_not_begin_a_line():
    assert wrap("一二三四五 ，六", 10) == ["一二三四", "五 ，六"]


def test_first_and_rest_count():
    assert wrap("一二三四五六七八", 10, first="　　", rest="  ") == [
        "　　一二三",
        "  四五六七",
        "  八",
    ]


def test_blank_text_has_no_lines():
    assert wrap("  ", 40) == []


@pytest.mark.parametrize("mark", ["——", "……"])
def test_a_double_mark_is_not_parted(mark):
    assert wrap(f"一二三四{mark}五", 10) == ["一二三四", f"{mark}五"]


def test_a_combining_mark_belongs_to_its_word():
    assert wrap("一cafe\u0301s", 6) == ["一", "cafe\u0301s"]


def test_a_skin_tone_stays_on_its_emoji():
    assert wrap("一👍🏽", 4) == ["一", "👍🏽"]


MIXED = st.lists(
    st.one_of(
        st.sampled_from(list("维权投诉人的了，。；：！？、）》”』】（《“『【￥—…·①")),
        st.sampled_from(
            ["2026-11-22", "299.00", "6920381745519284736", "Pro", " ", "　", "e\u0301"]
        ),
        st.text(st.characters(categories=["L", "N", "P", "S", "Mn"]), max_size=3),
    ),
    max_size=80,
).map("".join)


def bare(text: str) -> str:
    return re.sub(r"[ \u3000\s]", "", text)


@given(MIXED, st.integers(2, 120))
def test_no_character_is_lost_but_spaces(text, columns):
    lines = wrap(text, columns)
    assert bare("".join(lines)) == bare(text)
    assert all(line == line.rstrip() for line in lines)


@given(MIXED, st.sampled_from(COLUMNS))
def test_no_line_is_too_long(text, columns):
    assert all(width(line) <= columns for line in wrap(text, columns))


# A comma between two words keeps chains of marks, which no line can hold, out of this one.
SENTENCES = st.lists(
    st.tuples(
        st.sampled_from(["", "（", "《", "“", "【"]),
        st.sampled_from(["维权", "2026-11-22", "￥299.00", "Pro Max", "6920381745519284736"]),
        st.sampled_from(["", "，", "）。", "》", "”、", "】；", "……"]),
    ).map("".join),
    max_size=40,
).map("".join)


@given(SENTENCES, st.sampled_from(COLUMNS))
def test_no_line_begins_or_ends_with_the_wrong_mark(text, columns):
    lines = wrap(text, columns)
    assert not any(line[0] in NEVER_FIRST for line in lines)
    assert not any(line[-1] in NEVER_LAST for line in lines[:-1])
