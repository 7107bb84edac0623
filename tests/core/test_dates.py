from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.values.dates import read_date, read_moment
from weiquan.core.values.typed import Unclear, plain_line
from weiquan.core.values.zh import zh_full_day

NOW = datetime(2026, 11, 22, 21, 15, 40)  # a Sunday


def past_day(text, now=NOW):
    return read_date(plain_line(text), now, past=True).isoformat()


def any_day(text, now=NOW):
    return read_date(plain_line(text), now, past=False).isoformat()


def past_moment(text):
    return read_moment(plain_line(text), NOW, past=True).isoformat(" ", "minutes")


def any_moment(text):
    return read_moment(plain_line(text), NOW, past=False).isoformat(" ", "minutes")


@pytest.mark.parametrize("text", [
    "2026-11-20", "2026/11/20", "2026.11.20", "20261120", "2026年11月20日", "2026年11月20号",
    "２０２６－１１－２０", "2026 年 11 月 20 日", "2026-11-20 18:30:22", "2026-11-20T18:30",
    "2026年11月20日（周五）", "二〇二六年十一月二十日", "今年11月20日",
    "11.20", "11-20", "11/20", "11月20日", "11月20号", "十一月二十号", "11月20日 周五",
    "20日", "20号", "二十号", "本月20日", "这个月20号",
    "前天", "2天前", "两天前", "二天前", "前天晚上", "周五", "星期五", "本周五", "这周五",
    "\u200b2026-11-20\u202e",
])
def test_one_day_can_be_written_in_many_ways(text):
    assert past_day(text) == "2026-11-20"


@pytest.mark.parametrize(("text", "day"), [
    ("今天", "2026-11-22"), ("昨天", "2026-11-21"), ("昨晚", "2026-11-21"), ("今早", "2026-11-22"),
    ("大前天", "2026-11-19"), ("3天前", "2026-11-19"), ("十五天前", "2026-11-07"),
    ("两周前", "2026-11-08"), ("1个星期前", "2026-11-15"),
    ("上周三", "2026-11-11"), ("上个星期三", "2026-11-11"), ("上上周三", "2026-11-04"),
    ("周日", "2026-11-22"), ("上周日", "2026-11-15"), ("礼拜天", "2026-11-22"),
    ("去年12月3日", "2025-12-03"), ("上个月31号", "2026-10-31"), ("上月30号", "2026-10-30"),
])
def test_words_count_from_today(text, day):
    assert past_day(text) == day


def test_a_weekday_alone_is_the_most_recent_one_for_what_has_happened():
    wednesday = datetime(2026, 11, 18, 9)
    assert past_day("周三", wednesday) == "2026-11-18"
    assert past_day("周四", wednesday) == "2026-11-12"
    assert any_day("周四", wednesday) == "2026-11-19"
    assert past_day("本周四", wednesday) == "2026-11-19"


def test_a_date_without_a_year_that_is_still_to_come_was_last_year():
    assert past_day("11.22") == "2026-11-22"
    assert past_day("11.23") == "2025-11-23"
    assert past_day("2.28", datetime(2026, 1, 3)) == "2025-02-28"


def test_a_date_without_a_year_is_the_nearest_where_the_future_is_allowed():
    assert any_day("11.23") == "2026-11-23"
    assert any_day("1.5") == "2027-01-05"
    assert any_day("12.30", datetime(2026, 1, 3)) == "2025-12-30"


def test_a_day_without_a_month_is_the_latest_that_exists():
    assert past_day("22号") == "2026-11-22"
    assert past_day("23号") == "2026-10-23"
    assert past_day("31号") == "2026-10-31"
    assert past_day("31号", datetime(2026, 3, 1)) == "2026-01-31"
    assert any_day("25号") == "2026-11-25"


@pytest.mark.parametrize(("text", "why"), [
    ("2026-13-02", "月份应在 1–12"), ("2026-00-02", "月份应在 1–12"), ("13.2", "月份应在 1–12"),
    ("2026-02-30", "2026 年 2 月只有 28 天"), ("2.29", "2026 年 2 月只有 28 天"),
    ("2026-11-31", "2026 年 11 月只有 30 天"), ("2026-11-00", "日期应从 1 日算起"),
    ("0206-11-20", "年份应是四位数，例如 2026"), ("02061120", "年份应是四位数，例如 2026"),
    ("26-11-20", "年份应是四位数，例如 2026"), ("20-11-2026", "年份要写在最前面"),
    ("12026-11-20", "年份应是四位数，例如 2026"), ("2026-111-20", "月份和日期最多两位数"),
    ("32号", "日期应在 1–31"), ("0号", "日期应在 1–31"),
    ("11月20日周四", "2026年11月20日是周五，星期对不上"), ("99999天前", "离今天太远"),
    ("十十日", "看不懂是哪一天"), ("上个月", "看不懂是哪一天"), ("20", "看不懂是哪一天"),
    ("1120", "看不懂是哪一天"), ("18:30", "看不懂是哪一天"), ("双十一", "看不懂是哪一天"),
    ("2026年", "看不懂是哪一天"),
])
def test_what_is_no_day_is_refused_with_the_reason(text, why):
    with pytest.raises(Unclear) as caught:
        past_day(text)
    assert str(caught.value) == why


def test_the_29th_of_february_without_a_year_is_the_last_leap_day_in_reach():
    assert past_day("2.29", datetime(2025, 1, 5)) == "2024-02-29"
    assert past_day("2.29", datetime(2024, 2, 29)) == "2024-02-29"


@pytest.mark.parametrize("text", [
    "2026-11-20 18:30", "2026-11-20T18:30:59", "11.20 18:30", "11月20日18:30", "11月20日18点半",
    "11月20日 下午6点半", "11月20日下午6:30", "前天18：30", "前天晚上6点30分", "前天 18时30分",
    "20号 十八点半", "周五下午六点半", "2026年11月20日（周五）18:30", "前天的18:30", "前天 PM 6:30",
])
def test_one_moment_can_be_written_in_many_ways(text):
    assert past_moment(text) == "2026-11-20 18:30"


@pytest.mark.parametrize(("text", "moment"), [
    ("18:30", "2026-11-22 18:30"), ("昨晚8点", "2026-11-21 20:00"), ("今早9点", "2026-11-22 09:00"),
    ("昨天凌晨2点", "2026-11-21 02:00"), ("昨天中午12点", "2026-11-21 12:00"),
    ("昨天中午1点", "2026-11-21 13:00"), ("昨天下午13点", "2026-11-21 13:00"),
    ("昨天凌晨12点", "2026-11-21 00:00"), ("昨天晚上12点", "2026-11-22 00:00"),
    ("昨天24:00", "2026-11-22 00:00"), ("昨天上午10点一刻", "2026-11-21 10:15"),
    ("刚刚", "2026-11-22 21:15"), ("2小时前", "2026-11-22 19:15"), ("半小时前", "2026-11-22 20:45"),
    ("1天3小时前", "2026-11-21 18:15"), ("20分钟前", "2026-11-22 20:55"),
])
def test_times_of_day_are_read_as_they_are_said(text, moment):
    assert past_moment(text) == moment


@pytest.mark.parametrize("text", ["昨天", "2026-11-21", "昨晚", "1天前"])
def test_a_past_day_without_a_time_is_its_first_minute(text):
    assert past_moment(text) == "2026-11-21 00:00"


def test_a_moment_to_come_needs_its_time():
    with pytest.raises(Unclear, match="没有写几点"):
        any_moment("明天")
    assert any_moment("明天24:00") == "2026-11-24 00:00"


@pytest.mark.parametrize("text", [
    "还剩1天3小时20分", "剩余27小时20分", "1天3小时20分后", "剩1天03:20:59",
    "还剩 1 天 3 小时 20 分钟",
    "剩余时间：1天3小时20分15秒", "27小时20分钟之后", "1天3小时20分", "还剩27:20:00",
    "一天三小时二十分后",
])
def test_a_countdown_counts_from_now_without_the_seconds(text):
    assert any_moment(text) == "2026-11-24 00:35"


@pytest.mark.parametrize(("text", "moment"), [
    ("还剩3天", "2026-11-25 21:15"), ("3天后", "2026-11-25 21:15"),
    ("剩余26小时", "2026-11-23 23:15"), ("还剩90分钟", "2026-11-22 22:45"),
    ("6时30分", "2026-11-22 06:30"), ("23:59", "2026-11-22 23:59"),
])
def test_a_countdown_is_told_from_a_time_of_day(text, moment):
    assert any_moment(text) == moment


@pytest.mark.parametrize("text", ["23:59:59", "还剩 03:20"])
def test_digits_that_may_be_a_countdown_or_a_time_are_not_guessed(text):
    with pytest.raises(Unclear, match="分不清是钟点还是倒计时"):
        any_moment(text)


@pytest.mark.parametrize(("text", "why"), [
    ("昨天25:00", "时间应在 00:00–24:00"), ("昨天18:60", "时间应在 00:00–24:00"),
    ("昨天24:01", "时间应在 00:00–24:00"), ("昨天晚上2点",
    "看不懂晚上 2 点是几点，请用 24 小时制写"),
    ("昨天上午15点", "看不懂上午 15 点是几点，请用 24 小时制写"), ("某天18:30", "看不懂是哪一天"),
    ("还剩99999天", "离今天太远"), ("1天3小时20分", "看不懂是哪一天"),
])
def test_what_is_no_moment_is_refused_with_the_reason(text, why):
    with pytest.raises(Unclear) as caught:
        past_moment(text) if text != "还剩99999天" else any_moment(text)
    assert str(caught.value) == why


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.booleans())
def test_a_full_date_is_read_as_it_is_shown(day, past):
    for text in (zh_full_day(day), day.isoformat(), f"{day:%Y%m%d}", f"{day:%Y/%m/%d}"):
        assert read_date(plain_line(text), NOW, past=past) == day


@given(st.dates(date(2000, 3, 1), date(2099, 12, 31)), st.integers(0, 364))
def test_a_past_date_without_a_year_is_within_the_last_year(today, ago):
    day = today - timedelta(ago)
    now = datetime.combine(today, datetime.min.time())
    got = read_date(f"{day.month}.{day.day}", now, past=True)
    assert got == day or (day.month, day.day) == (2, 29)


def reads_or_refuses(text):
    for past in (True, False):
        for read in (read_date, read_moment):
            try:
                assert isinstance(read(plain_line(text), NOW, past=past), date)
            except Unclear:
                continue


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    reads_or_refuses(text)


NEAR = "0123456789十一二两年月日号天周星期上下前后点半时分秒:.-/ 昨今明还剩晚早"


@given(st.text(NEAR, max_size=14))
def test_any_near_miss_is_read_or_refused_but_never_breaks(text):
    reads_or_refuses(text)
