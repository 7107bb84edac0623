"""What the operators of conditions ask of a fact and a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from weiquan.core.values.days import add_months, day_of
from weiquan.core.values.records import value as value_type


class Moment(Protocol):
    """When it is asked: all that an operator may know of a case besides its two values."""

    @property
    def now(self) -> datetime:
        """Local time."""

    @property
    def today(self) -> date:
        """The calendar day of `now`."""

    @property
    def next_workday(self) -> Callable[[date], date]:
        """Where a last day moves that is a day off."""


@value_type
class Item:
    """One entry of a list of sums, as a person writes it: 检测费 300."""

    kind: str                     # a choice of the fact, or "other"
    name: str
    amount: Decimal
    receipt: bool = True          # False where the person says that there is none


def _days(value: Any, ctx: Moment) -> int:
    return (ctx.today - day_of(value)).days


def _age(value: Any, ctx: Moment) -> timedelta:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return ctx.now - moment


def _past(value: Any, days: Any, ctx: Moment) -> bool:
    """Whether a period of `days` days from the day of `value` is over, as a clock with roll is."""
    if _days(value, ctx) <= days:
        return False
    return ctx.today > ctx.next_workday(day_of(value) + timedelta(days=int(days)))


def apart(op: str, value: Any, other: Any, length: int) -> bool:
    """Whether `value` lies on the day of `other` or at most `length` days or months later."""
    day, first = day_of(value), day_of(other)
    if op == "within_days_of":
        return 0 <= (day - first).days <= length
    return first <= day <= add_months(first, length)


def kinds_of(value: Any) -> Any:
    """What is ticked: the ids of a choice, or the kinds of the entries of a list of sums."""
    return [i.kind for i in value] if value and isinstance(value[0], Item) else value


Operator = Callable[[Any, Any, Moment], bool]
OPERATORS: Mapping[str, Operator] = {
    "eq": lambda v, x, _: bool(v == x),
    "ne": lambda v, x, _: bool(v != x),
    "in": lambda v, x, _: v in x,
    "has": lambda v, x, _: x in kinds_of(v),
    "has_any": lambda v, x, _: not set(kinds_of(v)).isdisjoint(x),
    "has_all": lambda v, x, _: all(i in kinds_of(v) for i in x),
    "lt": lambda v, x, _: bool(v < x),
    "le": lambda v, x, _: bool(v <= x),
    "gt": lambda v, x, _: bool(v > x),
    "ge": lambda v, x, _: bool(v >= x),
    "within_days": lambda v, x, c: 0 <= _days(v, c) <= x,
    "older_than_days": lambda v, x, c: _days(v, c) > x,
    "past_days": _past,
    "within_hours": lambda v, x, c: timedelta(0) <= _age(v, c) <= timedelta(hours=int(x)),
    "older_than_hours": lambda v, x, c: _age(v, c) > timedelta(hours=int(x)),
    "before": lambda v, x, _: day_of(v) < x,
    "from": lambda v, x, _: day_of(v) >= x,
}
# These compare with another fact; `evaluate` looks that fact up.
GAP_OPERATORS = frozenset({"within_days_of", "within_months_of"})
_DATES = GAP_OPERATORS | {"within_days", "older_than_days", "past_days", "before", "from"}
OPERATORS_BY_TYPE: Mapping[str, frozenset[str]] = {
    "bool": frozenset({"eq"}),
    "choice": frozenset({"eq", "ne", "in"}),
    "choices": frozenset({"has", "has_any", "has_all"}),
    "items": frozenset({"has", "has_any", "has_all"}),
    "int": frozenset({"eq", "lt", "le", "gt", "ge"}),
    "money": frozenset({"eq", "lt", "le", "gt", "ge"}),
    "date": _DATES,
    "datetime": _DATES | {"within_hours", "older_than_hours"},
    "text": frozenset(),
}


def last_day_past(today: date, days: int, next_workday: Callable[[date], date]) -> date:
    """The last day that `past_days` holds for today; the day after it is the first it does not."""
    length = timedelta(days=days)
    day = today - length - timedelta(days=1)
    while next_workday(day + length) >= today:
        day -= timedelta(days=1)
    return day
