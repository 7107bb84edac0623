"""The day of a moment, the day some months later, and a day that is known only about."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime


class AboutDay(date):
    """A day known only about (4月份): the first and the last that it can be, and how it is written.

    As a date it is the one that stands for it in lists. Who counts from it takes `first` or `last`,
    and who writes it writes no day that nobody named.
    """

    first: date
    last: date
    said: str                 # 2026年4月: with the year, and no day that nobody named

    @property
    def brief(self) -> str:
        """How it is written without its year."""
        return self.said.partition("年")[2]


def day_of(when: date) -> date:
    """The calendar day of a date or datetime."""
    return when.date() if isinstance(when, datetime) else when


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last day of a month that lacks it (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of(day: date) -> date:
    """The earliest day that a day can be."""
    return day.first if isinstance(day, AboutDay) else day


def last_of(day: date) -> date:
    """The latest day that a day can be."""
    return day.last if isinstance(day, AboutDay) else day


def plain_day(day: date) -> str:
    """2026-11-20, or what is known of a day that is known only about."""
    return day.said if isinstance(day, AboutDay) else day_of(day).isoformat()
