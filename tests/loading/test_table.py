"""The tables that a reviewer reads: nothing cut, conditions in words."""

from __future__ import annotations

from datetime import date

import pytest

from weiquan.core.language.reading import read_condition, read_formula
from weiquan.errors import BadValue
from weiquan.loading.loader import check_rules
from weiquan.loading.table import counts_of, tables_of
from weiquan.loading.words import condition_words, formula_words, length_words

TODAY = date(2026, 11, 22)


@pytest.fixture
def small(tiny):
    rules, problems = check_rules(tiny.root / "rules", tiny.root / "templates")
    assert problems == []
    return rules


@pytest.mark.parametrize(("raw", "words"), [
    ({"received": True}, "是否收到货：是"),
    ({"refund_status": "rejected"}, "退款状态是“商家拒绝了”"),
    ({"refund_status": {"in": ["not_applied", "rejected"]}}, "退款状态是“还没申请”、“商家拒绝了”"),
    ({"repairs": {"ge": 2}}, "维修次数不少于 2"),
    ({"received_on": {"within_days": 7}}, "签收日期在 7 日以内"),
    ({"received_on": {"older_than_days": {"param": "answer_days"}}}, "签收日期已过 「答复」 日"),
    ({"received_on": {"past_days": 15}}, "签收日期起满 15 日（末日放假顺延）以后"),
    ({"received_on": {"within_days_of": {"of": "ordered_on", "days": 3}}},
     "签收日期在下单日期之后 3 日以内"),
    ({"ordered_on": {"from": "2024-07-01"}}, "下单日期在 2024-07-01 或以后"),
    ({"not": {"known": "received_on"}}, "不知道签收日期"),
    ({"is": "refused"}, "商家拒绝了"),
    ({"all": [{"received": True}, {"any": [{"is": "refused"}, {"known": "repairs"}]}]},
     "是否收到货：是，并且（商家拒绝了，或者知道维修次数）"),
    ({"not": {"all": [{"received": True}, {"is": "refused"}]}},
     "不是（是否收到货：是，并且商家拒绝了）"),
])
def test_a_condition_reads_as_a_sentence(raw, words, small):
    assert condition_words(small, read_condition(raw)) == words


def test_a_condition_that_always_holds_needs_no_words(small):
    assert condition_words(small, small.facts[0].ask_if) == ""


@pytest.mark.parametrize(("raw", "words"), [
    ({"fact": "paid"}, "实付金额"),
    ({"times": [{"fact": "paid"}, {"value": 3}]}, "实付金额 × 3"),
    ({"times": [{"plus": [{"fact": "paid"}, {"value": "0.50"}]}, {"param": "return_days"}]},
     "（实付金额 + 0.50） × 「无理由退货」"),
    ({"max": [{"fact": "paid"}, {"value": 500}]}, "实付金额、500 里最大的"),
])
def test_a_formula_reads_as_names(raw, words, small):
    assert formula_words(small, read_formula(raw)) == words


def test_a_length_is_the_one_of_that_day(small):
    clock = small.deadlines["c_return"]
    assert length_words(small, clock, date(2014, 3, 15)) == "7 日"
    assert length_words(small, clock, date(2014, 3, 14)) == "return_days（今天没有）"


def test_a_theory_is_shown_with_elements_sums_defeats_clocks_and_steps(small):
    tables = {t.title.partition(" ")[2]: t for t in tables_of(small, "refused_return", TODAY)}
    assert list(tables) == ["什么时候是个问题", "要证明的", "金额", "挡住的", "不能提的", "期限",
                            "步骤"]
    assert tables["什么时候是个问题"].rows == (
        ("发生了什么有“不让退货”，或者想要什么有“退货退款”",),)
    assert tables["要证明的"].rows[0][1:4] == ("买过", "订单页面", "知道实付金额")
    assert tables["金额"].rows == (
        ("refund", "退还货款", "firm", "实付金额", "", "", "消法 25"),)
    assert tables["挡住的"].rows[0][:2] == ("used_up", "weakens")
    assert tables["期限"].rows[0][1:5] == ("自己", "提出退货", "7 日", "签收日期")
    assert tables["步骤"].rows[0][1:4] == ("平台介入", "在订单里申请退货",
                                           "商家拒绝了，并且知道平台")


def test_a_law_shows_every_version(small):
    [table] = tables_of(small, "消法", TODAY)
    assert table == tables_of(small, "consumer", TODAY)[0]
    assert [row[:3] for row in table.rows if row[0] == "49"] == [
        ("49", "1994-01-01", "欺诈的，加一倍赔偿"), ("49", "2014-03-15", "（删去）")]


@pytest.mark.parametrize("what", [
    "theories", "precedents", "happened", "wishes", "derived", "clashes", "terms", "speech",
    "events", "facts", "conditions", "steps", "warnings", "deadlines", "evidence", "excuses",
    "preflight",
    "law", "params", "platforms", "channels", "letters", None])
def test_every_row_has_a_cell_for_every_column(what, rules):
    tables = tables_of(rules, what, TODAY)
    assert sum(len(t.rows) for t in tables) > 2
    for table in tables:
        assert {len(row) for row in table.rows} <= {len(table.columns)}
        assert all(isinstance(cell, str) for row in table.rows for cell in row)


def test_every_platform_channel_theory_and_law_has_its_table(rules):
    names = [*rules.platforms, *rules.channels, *rules.theories, *rules.laws]
    assert len(names) > 80
    for name in names:
        assert tables_of(rules, name, TODAY)


def test_an_unknown_table_names_the_nearest(small):
    with pytest.raises(BadValue, match="是不是想写「refused_return」"):
        tables_of(small, "refused_retrun", TODAY)


def test_the_summary_counts_what_stands_in_every_file(small):
    counts = counts_of(small)
    assert (counts["步骤"], counts["条文"], counts["参数"], counts["文书"]) == (2, 4, 2, 1)
