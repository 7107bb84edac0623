"""When a period ends.

The day of the event does not count (民法典 201); a period of months or years ends on the
corresponding day, or on the last day of a month that lacks it (民法典 202); it runs to 24:00 of
its last day (民法典 203).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from weiquan.core.model.calendar import ONE_DAY
from weiquan.core.values.days import add_months, day_of
from weiquan.core.values.records import value
from weiquan.core.values.zh import zh_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from weiquan.core.model import Deadline
    from weiquan.core.model.calendar import Calendar, Reading

LAST_MINUTE = time(23, 59)


@value
class Due:
    """The end of a period.

    `when` is its last minute: a whole day ends at 23:59, which zh_due shows as 24:00. For the
    buyer's own clocks `when` is the earliest reading, for everyone else's the latest.
    `certain` is False when the moment of the event or a year's days off are not known.
    """

    when: datetime
    certain: bool
    earliest: datetime
    latest: datetime
    note: str = ""


def due_of(deadline: Deadline, start: date | datetime, length: int, calendar: Calendar) -> Due:
    """When `deadline` ends if its event was on `start` and it is `length` units long.

    A last day that is a day off moves to the next workday only if the deadline says so and it is
    not the buyer's: 民法典 203 may well help the buyer too, but nobody should count on it, so
    there it is a note. Raises ValueError for a negative length.
    """
    if length < 0:
        raise ValueError(f"a period cannot be {length} long")
    if deadline.unit == "hour":
        return _hours(deadline, start, length)
    day = day_of(start)
    if deadline.unit == "working_day":
        return _by_calendar(
            deadline, day, calendar, lambda as_: _workdays(deadline, day, length, calendar, as_)
        )
    last = _last_day(deadline, day, length)
    if not deadline.roll:
        return _certain(last)
    if deadline.who == "buyer":
        return _certain(last, _may_roll(last, calendar))
    return _by_calendar(deadline, last, calendar, lambda as_: calendar.next_workday(last, as_))


def _hours(deadline: Deadline, start: date | datetime, length: int) -> Due:
    if isinstance(start, datetime):
        when = start + timedelta(hours=length)
        return Due(when, certain=True, earliest=when, latest=when)
    earliest = datetime.combine(start, time()) + timedelta(hours=length)
    latest = earliest + ONE_DAY
    if deadline.who == "buyer":
        note = "只知道日期，不知道几点，按当天 0 点起算，这样最稳。"
        return Due(earliest, certain=False, earliest=earliest, latest=latest, note=note)
    note = "只知道日期，不知道几点，按当天 24 点起算，过了这个时间就肯定到期了。"
    return Due(latest, certain=False, earliest=earliest, latest=latest, note=note)


def _last_day(deadline: Deadline, day: date, length: int) -> date:
    if deadline.unit == "calendar_day":
        last = day + length * ONE_DAY
    else:
        last = add_months(day, length * (12 if deadline.unit == "year" else 1))
    return last - ONE_DAY if deadline.counts_start and length else last


def _workdays(
    deadline: Deadline, day: date, length: int, calendar: Calendar, reading: Reading
) -> date:
    if not length:
        return calendar.next_workday(day, reading)
    last = day - ONE_DAY if deadline.counts_start else day
    for _ in range(length):
        last = calendar.next_workday(last + ONE_DAY, reading)
    return last


def _certain(last: date, note: str = "") -> Due:
    when = datetime.combine(last, LAST_MINUTE)
    return Due(when, certain=True, earliest=when, latest=when, note=note)


def _may_roll(last: date, calendar: Calendar) -> str:
    rolled = calendar.next_workday(last)
    if rolled == last:
        return ""
    return f"最后一天是休息日，依法可能顺延到 {zh_date(rolled)}，但不要等到那天。"


def _by_calendar(
    deadline: Deadline, first: date, calendar: Calendar, last_day: Callable[[Reading], date]
) -> Due:
    earliest, latest = (
        datetime.combine(last_day(reading), LAST_MINUTE) for reading in ("earliest", "latest")
    )
    unknown = [y for y in range(first.year, latest.year + 1) if not calendar.is_known(y)]
    note = ""
    if unknown:
        years = "、".join(map(str, unknown))
        note = f"{years} 年的放假安排还没有公布或没有收录，这个日期是估算的。"
    when = earliest if deadline.who == "buyer" else latest
    return Due(when, certain=not unknown, earliest=earliest, latest=latest, note=note)
