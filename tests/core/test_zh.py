from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from weiquan.core.values.zh import time_left, titled, zh_date, zh_day, zh_due, zh_full_day

FRIDAY = datetime(2026, 11, 20, 18, 5)


def test_dates_are_said_in_chinese():
    assert zh_date(date(2026, 3, 2)) == "2026年3月2日"
    assert zh_day(FRIDAY) == "11月20日（周五）"
    assert zh_day(date(2026, 11, 22)) == "11月22日（周日）"
    assert zh_full_day(FRIDAY) == "2026年11月20日（周五）"


def test_the_last_minute_of_a_day_is_shown_as_24_00():
    assert zh_due(datetime(2026, 11, 20, 23, 59), FRIDAY) == "11月20日（周五）24:00 前"
    assert zh_due(datetime(2026, 11, 20, 23, 58), FRIDAY) == "11月20日（周五）23:58 前"


def test_a_due_date_in_another_year_names_the_year():
    assert zh_due(datetime(2027, 1, 5, 23, 59), FRIDAY) == "2027年1月5日（周二）24:00 前"


@pytest.mark.parametrize(("left", "text"), [
    (timedelta(days=2, hours=3, minutes=59), "还剩 2 天 3 小时"),
    (timedelta(days=2), "还剩 2 天"),
    (timedelta(days=1, minutes=5), "还剩 1 天"),
    (timedelta(hours=3, minutes=20), "还剩 3 小时 20 分钟"),
    (timedelta(minutes=1), "还剩 1 分钟"),
    (timedelta(seconds=59), "还剩 不到 1 分钟"),
    (timedelta(0), "还剩 不到 1 分钟"),
    (timedelta(minutes=-1), "已过 1 分钟"),
    (timedelta(days=-1), "已过 1 天"),
])
def test_time_left_names_the_two_largest_units(left, text):
    assert time_left(FRIDAY, FRIDAY + left) == text


@pytest.mark.parametrize(("due", "text"), [
    (datetime(2026, 11, 23, 23, 59), "还剩 3 天"),
    (datetime(2026, 11, 20, 23, 59), "还剩 11 小时 59 分钟"),
    (datetime(2026, 11, 19, 23, 59), "已过 1 天"),
    (datetime(2026, 11, 13, 23, 59), "已过 7 天"),
    (datetime(2026, 11, 19, 23, 58), "已过 12 小时 2 分钟"),
])
def test_what_ends_with_a_day_is_counted_by_the_day(due, text):
    assert time_left(datetime(2026, 11, 20, 12, 0), due) == text


def test_title_marks_within_a_name_become_single_ones():
    assert titled("民法典") == "《民法典》"
    assert titled("关于适用《民法典》的解释（一）") == "《关于适用〈民法典〉的解释（一）》"
