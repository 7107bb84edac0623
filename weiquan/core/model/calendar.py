"""Which days are workdays: the State Council notice of each year, and bounds without one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weiquan.core.model import CalendarYear

Reading = Literal["likely", "earliest", "latest"]

ONE_DAY = timedelta(days=1)
# Where a notice may move days to, seen from a run of statutory days. The notice for 2025 sets
# 3 days for one statutory day, 5 for two, 7 for three, 8 for four: never more than one day
# further than the run is long. Since 2020 none began more than two days before the run. From
# 2008 to 2026 no make-up day lay more than 6 days from the days off, and none followed a
# statutory day at once.
DAYS_BEFORE = 2
MAKE_UP_REACH = 6


class Calendar:
    """Workdays by year.

    A year is known when its file comes from the notice (`certain: true`). In other years the
    notice may still move days, so a day can be asked for in three readings: `likely` takes the
    statutory days alone, `earliest` takes every day that could become a workday for one (periods
    end soonest), `latest` takes every day that could become a day off for one.
    """

    def __init__(self, years: Sequence[CalendarYear]) -> None:
        self._known = frozenset(y.year for y in years if y.certain)
        self._off = frozenset(day for y in years for span in y.off for day in span_days(span))
        self._work = frozenset(day for y in years for day in y.work)
        unsure = [span for y in years if not y.certain for span in y.off]
        self._maybe_off: set[date] = set()
        self._maybe_work: set[date] = set()
        for span in unsure:
            self._spread(list(span_days(span)))

    def _spread(self, run: list[date]) -> None:
        reach = len(run) + 1
        for n in range(1, reach + MAKE_UP_REACH + 1):
            before, after = run[0] - n * ONE_DAY, run[-1] + n * ONE_DAY
            if n <= DAYS_BEFORE:
                self._maybe_off.add(before)
            if n <= reach:
                self._maybe_off.add(after)
            self._maybe_work |= {before, after} if n > 1 else {before}

    def is_known(self, year: int) -> bool:
        """Whether the notice of `year` is in the rules."""
        return year in self._known

    def is_workday(self, day: date, reading: Reading = "likely") -> bool:
        """Whether people work on `day`; in a known year all readings agree."""
        if day in self._off:
            return False
        if day in self._work:
            return True
        weekday = day.weekday() < 5
        if self.is_known(day.year) or reading == "likely":
            return weekday
        if reading == "earliest":
            return weekday or day in self._maybe_work
        return weekday and day not in self._maybe_off

    def next_workday(self, day: date, reading: Reading = "likely") -> date:
        """The first workday on or after `day`."""
        while not self.is_workday(day, reading):
            day += ONE_DAY
        return day


def span_days(span: str) -> Iterator[date]:
    """The days of 2026-01-01 or 2026-01-01/2026-01-03; ValueError for anything else."""
    first_text, _, last_text = span.partition("/")
    first = date.fromisoformat(first_text)
    last = date.fromisoformat(last_text) if last_text else first
    if last < first:
        raise ValueError(f"the span ends before it starts: {span}")
    for n in range((last - first).days + 1):
        yield first + n * ONE_DAY
