"""What does not add up in a story: two sums a few cents apart, a day that no month has, a lost end.

What of it words alone tell are cues of the choices, as of any other fact.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.reckoning import does_not_add_up
from weiquan.core.asking.spacing import TORN
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_days import SaidDay
from weiquan.core.values.said_sums import SaidSum

Place = tuple[int, int]
CENTS = Decimal(1)             # sums that are closer than this were meant to be one
SMALL = Decimal(100)           # 9.9 and 9.8 are prices; 4347.98 and 4347.89 one bill
ONE_YEAR = timedelta(days=365)
EXCERPT = 12
LEAP = 2024                    # a year that has every day
_TOTAL, _LED = ("合计", "总计", "总价", "总共", "一共", "共计"), 8
_NO_DAY = lazy_re(r"(?<!\d)(?:(?P<month>\d{1,2})月)(?P<day>\d{2,3})[日号]")


def read_oddities(fact: Fact, told: Told, sums: Sequence[SaidSum], days: Sequence[SaidDay],
                  now: datetime) -> list[Proposal]:
    """Each oddity that the story has, of those that the fact has a choice for."""
    found: Mapping[str, Place | None] = {
        "near_sums": _near(sums), "sum_off": _sum_off(told, sums), "cut_off": _cut_off(told),
        "no_such_day": _no_such_day(told), "long_ago": _long_ago(days, now)}
    places = ((c.id, found.get(c.id)) for c in fact.choices)
    return [Proposal(fact.id, (id_,), told.words(*at), *at) for id_, at in places if at is not None]


def _near(sums: Sequence[SaidSum]) -> Place | None:
    exact = [s for s in sums if s.value >= SMALL and s.value % 1]
    return next(((a.start, a.end) for a, b in combinations(exact, 2)
                 if 0 < abs(a.value - b.value) < CENTS), None)


def _sum_off(told: Told, sums: Sequence[SaidSum]) -> Place | None:
    return next(((s.start, s.end) for s in sums
                 if any(w in told.flat[max(0, s.start - _LED):s.start] for w in _TOTAL)
                 and does_not_add_up(told, s.value, s.start)), None)


def _cut_off(told: Told) -> Place | None:
    end = TORN.search(told.flat)
    return (max(0, end.start() - EXCERPT), end.start()) if end is not None else None


def _no_such_day(told: Told) -> Place | None:
    return next((m.span() for m in _NO_DAY.finditer(told.flat)
                 if int(m["month"]) not in range(1, 13)
                 or int(m["day"]) > monthrange(LEAP, int(m["month"]))[1]), None)


def _long_ago(days: Sequence[SaidDay], now: datetime) -> Place | None:
    """A day two years back, where nothing of this last year is told."""
    ages = [(now.date() - d.past, d) for d in days if d.past is not None]
    if any(age < ONE_YEAR for age, _ in ages):
        return None
    return next(((d.start, d.end) for age, d in ages if age > 2 * ONE_YEAR), None)
