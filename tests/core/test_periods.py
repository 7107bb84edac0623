from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.yaml_files import texts_in
from weiquan.core.model import CalendarYear, Deadline, Length
from weiquan.core.model.calendar import Calendar
from weiquan.core.model.periods import add_months, due_of


def read_year(path):
    raw = texts_in(path)
    return CalendarYear(
        year=int(raw["year"]), source=raw["source"], as_of=date.fromisoformat(raw["as_of"]),
        confidence=raw["confidence"], certain=raw["certain"] == "true", off=tuple(raw["off"]),
        work=tuple(map(date.fromisoformat, raw.get("work", []))),
    )


FOLDER = Path(__file__).parents[2] / "rules" / "calendar"
CALENDAR = Calendar([read_year(FOLDER / f"cn-{year}.yaml") for year in range(2024, 2028)])


def clock(unit, who="buyer", **more):
    return Deadline(id="x", name="x", who=who, start="s", length=Length(value=1), unit=unit,
                    on_expiry="x", **more)


def due(unit, start, length, who="buyer", **more):
    return due_of(clock(unit, who, **more), start, length, CALENDAR)


def last_day(unit, start, length, who="buyer", **more):
    return due(unit, start, length, who, **more).when.date()


# ---------------------------------------------------------------- days

def test_the_day_of_the_event_does_not_count():
    assert due("calendar_day", date(2026, 11, 16), 7).when == datetime(2026, 11, 23, 23, 59)


def test_the_time_of_the_event_does_not_shorten_a_period_of_days():
    late = due("calendar_day", datetime(2026, 11, 16, 23, 50), 7)
    assert late == due("calendar_day", date(2026, 11, 16), 7)


def test_the_day_of_the_event_counts_where_the_rule_says_so():
    assert last_day("calendar_day", date(2026, 11, 16), 7, counts_start=True) == date(2026, 11, 22)
    assert last_day("working_day", date(2026, 11, 16), 1, counts_start=True) == date(2026, 11, 16)
    assert last_day("working_day", date(2026, 11, 15), 1, counts_start=True) == date(2026, 11, 16)


def test_a_last_day_off_moves_for_the_authority_but_not_for_the_buyer():
    friday_before, saturday = date(2026, 11, 13), date(2026, 11, 21)
    start = saturday - timedelta(7)
    assert last_day("calendar_day", start, 7, "authority") == date(2026, 11, 23)
    assert last_day("calendar_day", start, 7, "buyer") == saturday
    assert last_day("calendar_day", friday_before, 7, "authority") == date(2026, 11, 20)


def test_the_buyer_is_told_that_a_day_off_may_help_but_not_to_wait():
    told = due("calendar_day", date(2026, 11, 14), 7)
    assert told.note == "最后一天是休息日，依法可能顺延到 2026年11月23日，但不要等到那天。"
    assert told.certain
    assert due("calendar_day", date(2026, 11, 13), 7).note == ""
    assert due("calendar_day", date(2026, 11, 14), 7, roll=False).note == ""


def test_a_last_day_in_the_national_holiday_moves_to_the_first_workday():
    assert last_day("calendar_day", date(2026, 9, 24), 7, "merchant") == date(2026, 10, 8)
    assert last_day("calendar_day", date(2026, 9, 23), 7, "merchant") == date(2026, 9, 30)
    assert last_day("calendar_day", date(2026, 9, 24), 7, "merchant", roll=False) == date(
        2026, 10, 1)


def test_a_make_up_sunday_is_no_day_off():
    assert last_day("calendar_day", date(2026, 9, 13), 7, "platform") == date(2026, 9, 20)


# ---------------------------------------------------------------- hours

def test_hours_run_from_the_minute():
    assert due("hour", datetime(2026, 11, 20, 18, 30), 48).when == datetime(2026, 11, 22, 18, 30)
    assert due("hour", datetime(2026, 11, 20, 18, 30), 48).certain


def test_without_a_time_the_buyer_counts_from_the_start_of_the_day_and_others_from_its_end():
    mine = due("hour", date(2026, 11, 20), 48, "buyer")
    theirs = due("hour", date(2026, 11, 20), 48, "merchant")
    assert mine.when == mine.earliest == datetime(2026, 11, 22)
    assert theirs.when == theirs.latest == datetime(2026, 11, 23)
    assert (mine.earliest, mine.latest) == (theirs.earliest, theirs.latest)
    assert not mine.certain
    assert not theirs.certain
    assert "0 点" in mine.note
    assert "24 点" in theirs.note


# ---------------------------------------------------------------- months and years

@pytest.mark.parametrize(("start", "months", "last"), [
    ("2026-01-15", 6, "2026-07-15"),
    ("2026-01-31", 1, "2026-02-28"),
    ("2026-01-28", 1, "2026-02-28"),
    ("2024-01-31", 1, "2024-02-29"),
    ("2026-08-31", 1, "2026-09-30"),
    ("2026-12-31", 2, "2027-02-28"),
    ("2026-11-30", 1, "2026-12-30"),
])
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(start, months, last):
    assert last_day("month", date.fromisoformat(start), months) == date.fromisoformat(last)


@pytest.mark.parametrize(("start", "years", "last"), [
    ("2024-02-29", 1, "2025-02-28"),
    ("2024-02-29", 4, "2028-02-29"),
    ("2025-02-28", 3, "2028-02-28"),
    ("2026-11-20", 3, "2029-11-20"),
])
def test_years_end_on_the_same_day_leap_days_included(start, years, last):
    assert last_day("year", date.fromisoformat(start), years) == date.fromisoformat(last)


def test_a_buyers_long_period_does_not_depend_on_unpublished_holidays():
    assert due("year", date(2026, 11, 20), 3).certain


# ---------------------------------------------------------------- workdays

@pytest.mark.parametrize(("start", "days", "last"), [
    ("2026-02-13", 7, "2026-03-02"),   # over the Spring Festival and both make-up Saturdays
    ("2026-02-13", 1, "2026-02-14"),
    ("2026-02-14", 1, "2026-02-24"),
    ("2026-09-18", 7, "2026-09-29"),   # over the Mid-Autumn Festival, the make-up Sunday counts
    ("2026-09-30", 1, "2026-10-08"),
    ("2026-10-09", 1, "2026-10-10"),
    ("2026-10-10", 1, "2026-10-12"),
    ("2026-11-20", 1, "2026-11-23"),
    ("2026-11-19", 1, "2026-11-20"),
    ("2026-11-22", 7, "2026-12-01"),
    ("2025-12-31", 1, "2026-01-04"),
])
def test_workdays_follow_the_notice(start, days, last):
    got = due("working_day", date.fromisoformat(start), days, "authority")
    assert (got.when.date(), got.certain, got.note) == (date.fromisoformat(last), True, "")


def test_workdays_within_the_last_known_year_are_certain_and_the_first_beyond_are_not():
    assert due("working_day", date(2026, 12, 30), 1, "merchant").certain
    beyond = due("working_day", date(2026, 12, 31), 1, "merchant")
    assert not beyond.certain
    assert beyond.note == "2027 年的放假安排还没有公布或没有收录，这个日期是估算的。"


def test_into_an_unknown_year_the_buyer_gets_the_earliest_day_and_others_the_latest():
    mine = due("working_day", date(2027, 1, 28), 15, "buyer")
    theirs = due("working_day", date(2027, 1, 28), 15, "authority")
    assert mine.when == mine.earliest < mine.latest
    assert theirs.when == theirs.latest == mine.latest


def test_a_rolled_day_in_an_unknown_year_is_not_certain():
    rolled = due("calendar_day", date(2026, 12, 3), 30, "merchant")
    assert rolled.earliest <= rolled.when == rolled.latest
    assert not rolled.certain


def test_a_negative_length_is_a_mistake():
    with pytest.raises(ValueError, match="-1 long"):
        due("calendar_day", date(2026, 1, 1), -1)


# ---------------------------------------------------------------- properties

DAYS = st.dates(date(2024, 1, 1), date(2026, 9, 1))
LENGTHS = st.integers(0, 60)
UNITS = st.sampled_from(["hour", "calendar_day", "working_day", "month", "year"])
WHO = st.sampled_from(["buyer", "merchant", "authority"])


@given(DAYS, st.integers(0, 40), LENGTHS, UNITS, WHO)
def test_a_later_event_never_makes_a_period_end_sooner(start, later, length, unit, who):
    first = due(unit, start, length, who)
    second = due(unit, start + timedelta(later), length, who)
    assert first.earliest <= second.earliest
    assert first.latest <= second.latest


@given(DAYS, LENGTHS, st.integers(0, 20), UNITS, WHO)
def test_a_longer_period_never_ends_sooner(start, length, more, unit, who):
    assert due(unit, start, length, who).when <= due(unit, start, length + more, who).when


@given(DAYS, LENGTHS, UNITS, WHO)
def test_the_due_lies_between_its_bounds(start, length, unit, who):
    got = due(unit, start, length, who)
    assert got.earliest <= got.when <= got.latest
    assert got.earliest == got.latest or not got.certain


@given(DAYS, st.integers(1, 40))
def test_a_period_of_workdays_ends_on_a_workday_and_contains_that_many(start, length):
    last = last_day("working_day", start, length)
    assert CALENDAR.is_workday(last)
    inside = [start + timedelta(n) for n in range(1, (last - start).days + 1)]
    assert sum(map(CALENDAR.is_workday, inside)) == length


@given(DAYS, st.integers(1, 20), st.integers(1, 20))
def test_workdays_add_up(start, first, second):
    halfway = last_day("working_day", start, first)
    assert last_day("working_day", halfway, second) == last_day(
        "working_day", start, first + second)


@given(DAYS, st.integers(0, 240))
def test_added_months_stay_in_the_month_that_was_reached(start, months):
    got = add_months(start, months)
    assert (got.year - start.year) * 12 + got.month - start.month == months
    assert got.day <= start.day
