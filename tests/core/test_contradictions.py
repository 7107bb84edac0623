"""Answers that cannot both be so are named with both, and nothing else is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from weiquan.core.judging.assess import assess

NOW = datetime(2026, 11, 22, 20, 0)
CASES = {
    "fault before receipt": (
        {"received_on": date(2026, 11, 10), "fault_on": date(2026, 11, 8)},
        ("received_on", "fault_on"), "发现问题日期是 2026-11-08，早于签收日期 2026-11-10"),
    "more came back than was paid": (
        {"paid": Decimal(100), "refunded_amount": Decimal(120), "refund_status": "partly"},
        ("paid", "refunded_amount"), "已退金额是 120.00 元，多过实付金额 100.00 元"),
    "more lessons used than bought": (
        {"happened": ("prepaid",), "total_units": 10, "used_units": 12},
        ("total_units", "used_units"), "已用次数是 12，多过总次数 10"),
    "signed for and never came": (
        {"received_on": date(2026, 11, 10), "received": False},
        ("received_on", "received"), "填了签收日期，又说没有收到"),
    "here and sent back": (
        {"goods_where": "with_me", "refund_status": "sent_back"},
        ("goods_where", "refund_status"), "东西说在自己手上，退款进度又说已经寄回"),
    "more back than was paid": (
        {"wishes": ("refund_return",), "asked_sum": Decimal(898), "paid": Decimal(728)},
        ("asked_sum", "paid"), "想要的数是 898.00 元，实付金额是 728.00 元："
        "只要退钱的，退不出比付的还多，先对一下账单"),
}


@pytest.mark.parametrize("name", CASES)
def test_both_answers_are_named(rules, name):
    facts, pair, text = CASES[name]
    found = assess(rules, facts, NOW).contradictions
    assert [(c.facts, c.say) for c in found] == [(pair, f"有两处对不上：{text}。请改对其中一个。")]


@pytest.mark.parametrize("name", CASES)
def test_one_of_the_two_alone_contradicts_nothing(rules, name):
    facts, pair, _ = CASES[name]
    for fact in pair:
        rest = {k: v for k, v in facts.items() if k != fact}
        assert not assess(rules, rest, NOW).contradictions


def test_what_goes_together_is_left_alone(rules):
    facts = {"received_on": date(2026, 11, 10), "fault_on": date(2026, 11, 10), "received": True,
             "paid": Decimal(100), "refunded_amount": Decimal(100)}
    assert not assess(rules, facts, NOW).contradictions


def test_who_wants_more_than_a_refund_may_ask_for_more_than_was_paid(rules):
    facts = {"asked_sum": Decimal(898), "paid": Decimal(728)}
    for wishes in (("refund_return", "triple"), ("property",), ("refund_only", "medical")):
        assert not assess(rules, {**facts, "wishes": wishes}, NOW).contradictions
    less = {**facts, "wishes": ("refund_return",), "asked_sum": Decimal(728)}
    assert not assess(rules, less, NOW).contradictions
