"""The plan prints the days of a clock as what they are."""

from __future__ import annotations

from tests.cli.conftest import AS_OF, FACTS, sets

ORDERED = {**FACTS, "dispute": "no_reason_return_refused", "special": "都没有",
           "ordered_on": "2026-11-08", "refund_status": "not_applied"}


def _plan(weiquan, facts, *more):
    got = weiquan("plan", *sets(facts), "--as-of", AS_OF, *more)
    assert got.code == 0, got.err
    return "".join(got.out.split())  # the lines are wrapped anywhere


def test_a_clock_of_a_platform_shows_the_day_of_its_text_and_when_it_was_checked(weiquan):
    facts = {**ORDERED, "dispute": "quality_not_as_described", "received_on": "2026-11-17"}
    for more in ((), ("--full",)):
        got = _plan(weiquan, facts, *more)
        assert "文本日期2022-06-09，核对于2026-08-22" in got
        assert "核对于2022-06-09" not in got


def test_a_clock_of_the_law_shows_only_when_it_was_checked(weiquan):
    got = _plan(weiquan, {**ORDERED, "received_on": "2026-11-17"})
    assert "消法第25条、七日办法第10条，核对于2026-11-22" in got


def test_a_period_from_a_day_that_is_not_known_is_told_with_its_length(weiquan):
    facts = {**ORDERED, "received_on": "不清楚", "merchant_response": "not_asked"}
    got = _plan(weiquan, facts)
    assert "期限：提出七天无理由退货：签收那天不算，从第二天数起，一共7天。" in got
    assert "没有写死的日子" not in got


def test_nobody_who_asked_for_it_already_is_pressed_by_a_period_that_may_be_over(weiquan):
    got = _plan(weiquan, {**ORDERED, "received_on": "不清楚"})
    assert "期限：提出七天无理由退货" not in got


def test_a_period_from_a_known_day_is_told_with_its_end(weiquan):
    got = _plan(weiquan, {**ORDERED, "received_on": "2026-11-17"})
    assert "期限：11月24日（周二）24:00前" in got
    assert "一共7天" not in got
