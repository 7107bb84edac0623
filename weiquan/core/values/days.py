"""The day of a moment, and the day some months later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime


def day_of(when: date) -> date:
    """The calendar day of a date or datetime."""
    return when.date() if isinstance(when, datetime) else when


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last day of a month that lacks it (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
