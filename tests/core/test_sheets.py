"""What spreadsheets do to cells: undone where nothing is lost, else said with what to do."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.case.rows import answers_of, cells_of, fact_named, header_of, names_of
from weiquan.core.values.sheets import cell_text, column_letter, damage, defused
from weiquan.errors import BadValue

NOW = datetime(2026, 11, 22, 20, 0)


@pytest.mark.parametrize(("raw", "text"), [
    ('="6920381745519284736"', "6920381745519284736"), ("'13800000000", "13800000000"),
    ("\t6920381745519284736\t", "6920381745519284736"), ("１３８００００００００", "13800000000"),
    ("　２９９．５０　", "299.50"), ("-", ""), ("/", ""), ("N/A", ""), ("  ", ""),
    ("'自己说的'", "'自己说的'"),
    ("iPhone　15", "iPhone　15"), ('="" ', ""), ("没有", "没有"),
])
def test_what_only_kept_a_cell_from_being_changed_is_taken_off(raw, text):
    assert cell_text(raw) == text


@pytest.mark.parametrize(("kind", "text", "said"), [
    ("text", "3.8E+12", "科学计数"), ("text", "6.92038E+18", "丢了"), ("money", "1E+3", "科学计数"),
    ("text", "692038174551928000", "15 位"), ("date", "45992", "2025-12-01"),
    ("datetime", "45992.75", "2025-12-01"), ("date", "1899-12-30", "空白格"),
    ("date", "1900/1/0", "空白格"), ("date", "1900-01-00 00:00:00", "空白格"),
    ("date", "0", "空白格"),
    ("date", "0:00:00", "空白格"), ("money", "#VALUE!", "公式"), ("choice", "#N/A", "公式"),
    ("date", "########", "井号"), ("text", "退���", "认不出的字"),
])
def test_damage_is_named_and_says_what_to_do(kind, text, said):
    words = damage(kind, text)
    assert said in words
    assert "请" in words or "留空" in words
    assert words.endswith("。")


@pytest.mark.parametrize(("kind", "text"), [
    ("text", "692038174551928473"), ("text", "6920381745519284"), ("text", "1E"),
    ("money", "45992"),
    ("int", "1"), ("date", "2026-11-08"), ("date", "20261108"), ("date", "11月8日"),
    ("datetime", "2026-11-08 10:00"), ("text", "3.5"), ("date", "8号"),
])
def test_what_is_no_damage_is_not_called_so(kind, text):
    assert damage(kind, text) == ""


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [column_letter(n) for n in (0, 25, 26, 27, 701, 702)] == \
        ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@pytest.mark.parametrize("text", ["=1+1", "＝SUM(A1)", "+86", "-1", "@cmd", " =x", "\t=x", "|calc"])
def test_no_cell_of_ours_is_a_formula(text):
    assert defused(text) == f"'{text}"
    assert defused("退货退款：能") == "退货退款：能"


def test_a_column_is_known_by_id_short_name_and_option(rules):
    names = names_of(rules)
    assert [fact_named(names, n) for n in (
        "paid", "实付金额", "--ordered-on", "ordered-on", "实付金额（元）", "＊签收日期：",
        "发生了什么", "经过", "story", "问题经过", "备注", "")] == [
        "paid", "paid", "ordered_on", "ordered_on", "paid", "received_on", "happened",
        "story", "story", "problem", "", ""]


def test_every_fact_can_be_a_column(rules):
    names = names_of(rules)
    assert {f.id for f in rules.facts} <= set(names.values())
    assert all(names[f.id] == f.id for f in rules.facts)
    assert all(rules.specs[names[f.short]].short == f.short for f in rules.facts)


@pytest.mark.parametrize(("header", "said"), [
    (["投诉登记表", "", ""], "第一行没有一个能认的表头"),
    (["平台", "", "实付金额"], "B 列没有表头"), (["实付金额", "平台", "paid"], "A 列和 C 列都是"),
    (["平台", "签收日"], "是不是想写「签收日期」"),
    (["平台", "实付"], "是不是想写「实付金额」"),
])
def test_a_header_that_would_be_read_wrongly_is_refused(rules, header, said):
    with pytest.raises(BadValue, match=said):
        header_of(names_of(rules), header)


def test_other_columns_are_named_and_left_unread(rules):
    header = header_of(names_of(rules), ["编号", "平台", "经办人", "", ""])
    assert header.facts == ("", "platform", "", "", "")
    assert ["编号" in header.unread[0], "经办人" in header.unread[1]] == [True, True]


def test_every_finding_of_a_row_has_its_column(rules):
    header = header_of(names_of(rules), ["平台", "实付金额", "下单日期", "签收日期"])
    cells, loose = cells_of(header, ["抖音", "很多", "2026-11-20", "2026-11-08", "多出来"])
    facts, _, troubles = answers_of(rules, cells, NOW)
    assert [t.where for t in (*loose, *troubles)] == ["E 列", "B 列", "D 列"]
    assert facts["platform"] == "douyin"
    assert "早于" in troubles[1].say
