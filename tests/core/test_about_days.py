"""A day known only about (4月份): counted with care, written as far as it is known."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from weiquan.core.case.checks import check_all
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.contradictions import contradictions
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.language.reading import read_condition
from weiquan.core.telling.card import card_of
from weiquan.core.values.about import about_day
from weiquan.core.values.days import AboutDay, first_of, last_of
from weiquan.core.values.zh import zh_date, zh_day, zh_full_day

TODAY = date(2026, 11, 30)
SENT_BACK = {"happened": ("unwanted", "returned_no_refund"), "platform": "taobao",
             "refund_status": "return_signed", "paid": Decimal(299),
             "ordered_on": date(2026, 10, 20)}


def about(day: str, words: str, today: date = TODAY) -> AboutDay:
    out = about_day(date.fromisoformat(day), words, today)
    assert isinstance(out, AboutDay), words
    return out


@pytest.mark.parametrize(("day", "words", "first", "last", "said"), [
    ("2026-04-01", "4月份", "2026-04-01", "2026-04-30", "2026年4月"),
    ("2026-04-01", "去年买过，今年4月买的这台", "2026-04-01", "2026-04-30", "2026年4月"),
    ("2026-11-01", "11月初", "2026-11-01", "2026-11-10", "2026年11月初"),
    ("2026-10-11", "十月中", "2026-10-11", "2026-10-20", "2026年10月中旬"),
    ("2026-02-25", "2月底", "2026-02-21", "2026-02-28", "2026年2月底"),
    ("2026-10-01", "上个月", "2026-10-01", "2026-10-31", "2026年10月"),
    ("2026-11-16", "上周", "2026-11-16", "2026-11-22", "2026年11月16日起的一周"),
    ("2026-11-11", "双十一", "2026-11-08", "2026-11-14", "2026年11月11日前后"),
    ("2026-11-20", "11月20日左右", "2026-11-17", "2026-11-23", "2026年11月20日前后"),
    ("2026-09-30", "两个月前", "2026-09-14", "2026-10-16", "2026年9月前后"),
    ("2026-04-01", "4月33日", "2026-04-01", "2026-04-30", "2026年4月"),
    ("2026-11-01", "11月", "2026-11-01", "2026-11-30", "2026年11月"),
])
def test_a_day_known_about_has_its_first_its_last_and_its_words(day, words, first, last, said):
    got = about(day, words)
    assert (first_of(got).isoformat(), last_of(got).isoformat(), got.said) == (first, last, said)
    assert zh_date(got) == zh_full_day(got) == said
    assert zh_day(got) == said.partition("年")[2]


def test_what_has_begun_has_not_happened_after_today():
    assert about("2026-11-21", "11月底", date(2026, 11, 25)).last == date(2026, 11, 25)


def test_a_day_that_the_words_name_stays_one():
    day = about_day(date(2026, 8, 22), "2206年8月22日", TODAY)
    assert not isinstance(day, AboutDay)


def judge(rule: dict[str, Any], **facts: date) -> Tri:
    ctx = Context(facts, datetime(2026, 11, 30, 12), {}.__getitem__, lambda d: d)
    return evaluate(read_condition(rule), ctx).truth


@pytest.mark.parametrize(("rule", "truth"), [
    ({"d": {"within_days": 30}}, Tri.TRUE),
    ({"d": {"within_days": 25}}, Tri.UNKNOWN),
    ({"d": {"within_days": 9}}, Tri.FALSE),
    ({"d": {"older_than_days": 19}}, Tri.TRUE),
    ({"d": {"older_than_days": 20}}, Tri.UNKNOWN),
    ({"d": {"older_than_days": 29}}, Tri.FALSE),
    ({"d": {"before": date(2026, 11, 11)}}, Tri.TRUE),
    ({"d": {"before": date(2026, 11, 10)}}, Tri.UNKNOWN),
    ({"d": {"from": date(2026, 11, 11)}}, Tri.FALSE),
])
def test_a_comparison_that_hangs_on_the_day_is_not_decided(rule, truth):
    assert judge(rule, d=about("2026-11-01", "11月初")) is truth


@pytest.mark.parametrize(("other", "days", "truth"), [
    (date(2026, 11, 1), 9, Tri.TRUE),
    (date(2026, 11, 1), 8, Tri.UNKNOWN),
    (date(2026, 11, 5), 7, Tri.UNKNOWN),
    (date(2026, 10, 20), 12, Tri.UNKNOWN),
    (date(2026, 10, 20), 11, Tri.FALSE),
    (date(2026, 11, 11), 7, Tri.FALSE),
    (about("2026-11-01", "11月初"), 7, Tri.UNKNOWN),
])
def test_a_gap_that_hangs_on_the_day_is_not_decided(other, days, truth):
    rule = {"d": {"within_days_of": {"of": "e", "days": days}}}
    assert judge(rule, d=about("2026-11-01", "11月初"), e=other) is truth


def test_two_days_are_out_of_order_only_where_they_must_be(rules):
    month = about("2026-11-01", "11月")
    for ordered, wrong in ((date(2026, 11, 20), False), (date(2026, 12, 1), True)):
        facts = {"ordered_on": ordered, "received_on": month}
        assert bool(check_all(facts, rules.specs)) is wrong
        ctx = context_of(rules, facts, datetime(2026, 12, 5, 12))
        assert bool(contradictions(rules, ctx)) is wrong


def test_what_is_known_about_is_not_taken_for_the_same_day_known_exactly(rules):
    now = datetime(2026, 11, 30, 12)
    exact = context_of(rules, {"ordered_on": date(2026, 11, 1)}, now)
    month = context_of(rules, {"ordered_on": about("2026-11-01", "11月初")}, now)
    assert not isinstance(exact.facts["ordered_on"], AboutDay)
    assert isinstance(month.facts["ordered_on"], AboutDay)


# ---------------------------------------------------------------- clocks

def clock(rules, facts, now, id_):
    found = {k.rule.id: k for k in assess(rules, facts, now).clocks}
    return found.get(id_)


MINE = {"happened": ("unwanted", "return_refused"), "platform": "taobao", "goods_kind": "clothing",
        "refund_status": "not_applied", "ordered_on": date(2026, 10, 20)}


@pytest.mark.parametrize(("now", "due", "counted"), [
    (datetime(2026, 11, 5, 12), "2026-11-08", "按最早的那天算"),
    (datetime(2026, 11, 12, 12), "2026-11-17", "所以今天就做"),
])
def test_a_clock_of_my_own_counts_from_the_earliest_and_is_not_lost_before_the_latest(
        rules, now, due, counted):
    facts = {**MINE, "received_on": about("2026-11-01", "11月初", date(2026, 11, 30))}
    got = clock(rules, facts, now, "c_no_reason_notice")
    assert got.due.date().isoformat() == due
    assert counted in got.counted
    assert "2026年11月初" in got.note
    assert not got.certain
    assert got.counted in card_of(rules, facts, assess(rules, facts, now)).mine


def test_it_is_lost_when_it_is_by_the_latest(rules):
    facts = {**MINE, "received_on": about("2026-11-01", "11月初", date(2026, 11, 30))}
    got = clock(rules, facts, datetime(2026, 11, 19, 12), "c_no_reason_notice")
    assert got is None or got.passed(datetime(2026, 11, 19, 12))


@pytest.mark.parametrize(("today", "late"), [(17, False), (20, True)])
def test_the_other_side_is_late_only_from_the_latest_day(rules, today, late):
    now = datetime(2026, 11, today, 12)
    facts = {**SENT_BACK, "return_signed_on": about("2026-11-01", "11月初", now.date())}
    overdue = card_of(rules, facts, assess(rules, facts, now)).overdue
    assert bool(overdue) is late
    assert all("至少已经逾期" in line for line in overdue)
