from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from tests.yaml_files import texts_in
from weiquan.core.model import CalendarYear
from weiquan.core.model.calendar import Calendar, span_days

FOLDER = Path(__file__).parents[2] / "rules" / "calendar"
KNOWN = (2024, 2025, 2026)


def read_year(path):
    raw = texts_in(path)
    return CalendarYear(
        year=int(raw["year"]), source=raw["source"], as_of=date.fromisoformat(raw["as_of"]),
        confidence=raw["confidence"], certain=raw["certain"] == "true", off=tuple(raw["off"]),
        work=tuple(map(date.fromisoformat, raw.get("work", []))),
    )


YEARS = [read_year(path) for path in sorted(FOLDER.glob("cn-*.yaml"))]
CALENDAR = Calendar(YEARS)


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]


def test_the_years_that_have_a_notice_are_known_and_no_other():
    assert {y.year for y in YEARS} >= {*KNOWN, 2027}
    assert [year for year in range(2020, 2030) if CALENDAR.is_known(year)] == list(KNOWN)


@pytest.mark.parametrize("year", KNOWN)
def test_every_day_of_a_known_year_agrees_with_an_independent_source(year):
    wrong = [d for d in days_of(year) if CALENDAR.is_workday(d) != chinese_calendar.is_workday(d)]
    assert wrong == []


@pytest.mark.parametrize("year", KNOWN)
def test_in_a_known_year_all_readings_agree(year):
    for day in days_of(year):
        readings = {CALENDAR.is_workday(day, r) for r in ("likely", "earliest", "latest")}
        assert len(readings) == 1


@pytest.mark.parametrize("year", YEARS, ids=lambda y: str(y.year))
def test_a_file_speaks_only_of_its_own_year_and_moves_work_to_weekends(year):
    off = [day for span in year.off for day in span_days(span)]
    assert {d.year for d in [*off, *year.work]} == {year.year}
    assert all(day.weekday() >= 5 and day not in off for day in year.work)


STATUTORY = {
    2025: ("2025-01-01", "2025-01-28/2025-01-31", "2025-04-04", "2025-05-01/2025-05-02",
           "2025-05-31", "2025-10-01/2025-10-03", "2025-10-06"),
    2026: ("2026-01-01", "2026-02-16/2026-02-19", "2026-04-05", "2026-05-01/2026-05-02",
           "2026-06-19", "2026-09-25", "2026-10-01/2026-10-03"),
}


@pytest.mark.parametrize("year", STATUTORY)
def test_the_bounds_would_have_held_for_the_notices_that_we_have(year):
    before = Calendar([CalendarYear(year=year, source="", as_of=date(year - 1, 10, 1),
                                    certain=False, confidence="computed", off=STATUTORY[year])])
    for day in days_of(year):
        works = CALENDAR.is_workday(day)
        assert before.is_workday(day, "earliest") or not works, day
        assert not before.is_workday(day, "latest") or works, day


def test_without_a_notice_the_statutory_days_alone_are_off():
    assert not CALENDAR.is_workday(date(2027, 1, 1))
    assert CALENDAR.is_workday(date(2027, 1, 4))


def test_without_a_notice_days_around_a_holiday_are_read_both_ways():
    friday_after = date(2027, 2, 12)
    assert CALENDAR.is_workday(friday_after, "earliest")
    assert not CALENDAR.is_workday(friday_after, "latest")
    sunday_after = date(2027, 2, 14)
    assert CALENDAR.is_workday(sunday_after, "earliest")
    assert not CALENDAR.is_workday(sunday_after, "latest")
    assert not CALENDAR.is_workday(date(2027, 1, 2), "earliest")  # right after New Year's Day
    assert CALENDAR.is_workday(date(2027, 1, 3), "earliest")
    assert not CALENDAR.is_workday(date(2027, 3, 20), "earliest")
    assert CALENDAR.is_workday(date(2027, 3, 17), "latest")


def test_the_next_workday_may_be_the_day_itself():
    assert CALENDAR.next_workday(date(2026, 9, 20)) == date(2026, 9, 20)  # a make-up Sunday
    assert CALENDAR.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)


@pytest.mark.parametrize(("span", "why"), [
    ("", "isoformat"), ("2026-13-01", "month"), ("2026-01-01/x", "isoformat"),
    ("2026-01-03/2026-01-01", "ends before it starts"),
])
def test_a_span_that_makes_no_sense_is_refused(span, why):
    with pytest.raises(ValueError, match=why):
        list(span_days(span))
