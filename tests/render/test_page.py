"""What must stay together on a page, and how wide a column is."""

import pytest

from weiquan.render import page
from weiquan.render.blocks import Enclosures, Heading, Items, Note, Para, Sign, Table, Title
from weiquan.render.wrap import width

TABLE = Table((("甲",), ("乙",)), (1,))


@pytest.mark.parametrize(("blocks", "kept"), [
    ((Title("题"), Para("正文"), Para("正文")), [True, False, False]),
    ((Heading("节"), Para("正文")), [True, False]),
    ((Para("如下："), Items(("甲",))), [True, False]),
    ((Para("正文。"), Items(("甲",))), [False, False]),
    ((Para("正文。"), TABLE, Para("后")), [True, False, False]),
    ((Note("注"), TABLE), [True, False]),
    ((TABLE, Sign(("张三",)), Enclosures(("图",))), [True, True, False]),
    ((Para("甲" * 40), Para("乙" * 40), Sign(("张三",))), [False, True, False]),
    ((Para("甲" * 40), Para("乙"), Sign(("张三",))), [True, True, False]),
    ((TABLE, Para("乙"), Sign(("张三",))), [False, True, False]),
])
def test_what_stays_with_the_next_block(blocks, kept):
    assert page.keeps(blocks) == kept


def test_a_table_fills_the_line_and_keeps_its_proportions():
    table = Table((("甲", "乙"), ("长" * 30, "长" * 30)), (1, 3))
    narrow, wide = page.shares(table)
    assert narrow + wide == pytest.approx(page.TEXT_WIDTH, abs=0.1)
    assert wide == pytest.approx(3 * narrow, abs=0.1)


@pytest.mark.parametrize("widths", [(1, 9, 9), (9, 1, 1), (1, 1, 99)])
def test_no_short_entry_is_broken(widths):
    rows = (("序号", "日期", "经过"), ("证据12", "2026-10-03", "很长的经过" * 20))
    table = Table(rows, widths)
    given = page.shares(table)
    assert sum(given) == pytest.approx(page.TEXT_WIDTH, abs=0.1)
    for column, millimetres in zip(zip(*rows, strict=True), given, strict=True):
        points = millimetres / 25.4 * 72
        for text in column:
            if width(text) <= 16:
                assert width(text) * page.TABLE_SIZE / 2 <= points - 10, text


def test_more_columns_than_have_room_still_fill_the_line():
    table = Table((tuple("甲乙丙丁戊己庚辛"), ("一二三四五六七八",) * 8), (1,) * 8)
    assert sum(page.shares(table)) == pytest.approx(page.TEXT_WIDTH, abs=0.1)


def test_columns_of_short_entries_are_centred():
    assert page.centred(Table((("序号", "经过"), ("1", "长" * 20)), (1, 5))) == [True, False]
