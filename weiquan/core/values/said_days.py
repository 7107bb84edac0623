"""Days that a text mentions, each with its place: 上周三, 双十一, 两个月前, 11月初, 8.22, 12号.

A day that is not written out whole takes what it lacks from the day mentioned before it, else from
today. Every day is resolved twice: as one that has passed, and as the nearest, which may be to
come. What is no certain day (11月初, 两个月前, a slip of the pen) is marked, with the reason.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from weiquan.core.values.dates import DAY_WORDS, YEAR_WORDS, numeral
from weiquan.core.values.day_patterns import (
    CLOCK,
    PATTERNS,
    lasts,
    only_until,
    recurs,
    roughly,
)
from weiquan.core.values.days import add_months
from weiquan.core.values.records import value
from weiquan.core.values.typed import Unclear
from weiquan.core.values.zh import WEEKDAYS

NEAR = 92       # days within which a day without a year goes with the one mentioned before it
PRESALE = 45    # days that a feast's sale may begin before it
A_FEW = 3       # 前几天, 几天前
LONG_AGO = 15   # years; 2006 is more often a slip for 2026 than what somebody bought then

ONLY_THE_MONTH = "没写哪一天"
PARTS = {"初": 1, "上旬": 1, "中": 11, "中旬": 11, "下旬": 21, "底": 25, "末": 25}

@value
class SaidDay:
    """A day in a text: where it stands, what it means as a day gone by and as the nearest one."""

    start: int
    end: int
    past: date | None
    near: date | None
    vague: bool = False
    note: str = ""
    stop: int = 0                  # where the day itself ends; an hour may follow before `end`


def said_days(text: str, today: date, feasts: Mapping[str, str] | None = None) -> list[SaidDay]:
    """The days that `text` mentions, in order; `feasts` maps words to 11-11.

    `text` is half-width and lower case, as weiquan.core.asking.told has it.
    """
    reader = _Reader(today, feasts or {})
    out = []
    for match in _matches(text, reader.feasts):
        if lasts(text, match) or recurs(text, match):
            continue
        try:
            found = reader.read(match)
        except (Unclear, ValueError):
            continue
        if found is not None and not only_until(text, match):
            past, near, vague, note = found
            clock = CLOCK.match(text, match.end())
            end = clock.end() if clock else match.end()
            if not vague and roughly(text, match.start(), end):
                vague = True
            out.append(SaidDay(match.start(), end, past, near, vague, note,
                               match.end()))
    return out


def _matches(text: str, feasts: Mapping[str, str]) -> Iterator[re.Match[str]]:
    names = "|".join(map(_feast, sorted(feasts, key=len, reverse=True))) or "(?!)"
    yield from re.finditer(
        rf"(?:(?P<feastyear>去年|今年|前年)的?)?(?<!\d)(?P<feast>{names})(?!\d)|{PATTERNS}", text)


def _feast(name: str) -> str:
    """The pattern of a feast; 还剩38节 and 38节课 are lessons."""
    if name[0].isdigit() and name.endswith("节"):
        return rf"(?<![剩共上有差了报买送退]){re.escape(name)}(?!课)"
    return re.escape(name)


Found = tuple[date | None, date | None, bool, str]


class _Reader:
    """Reads mention after mention; remembers the day before."""

    def __init__(self, today: date, feasts: Mapping[str, str]) -> None:
        self.today = today
        self.feasts = feasts
        self._before: date | None = None
        self._exact = False      # the day before has a day of the month
        self._dated = False      # and a year that was written

    def read(self, match: re.Match[str]) -> Found | None:
        got = {k: v for k, v in match.groupdict().items() if v is not None}
        found = self._read(got)
        if found is not None and (day := found[0] or found[1]) is not None:
            self._before, self._exact = day, not found[2] or "mend" in got
            self._dated = any(k in got for k in ("y8", "yf", "yg", "year", "yearword"))
        return found

    def _read(self, got: dict[str, str]) -> Found | None:
        for y, m, d in (("y8", "m8", "d8"), ("yf", "mf", "df"), ("yg", "mg", "dg")):
            if y in got:
                return self._full(got[y], int(got[m]), got[d])
        if "feast" in got:
            month, day = map(int, self.feasts[got["feast"]].split("-"))
            year = self.today.year + YEAR_WORDS[got["feastyear"]] if "feastyear" in got else None
            past, near, _, _ = self._month_day(year, month, day)
            if year is None and near is not None and 0 < (near - self.today).days <= PRESALE:
                return None  # its sale has begun: which year's is meant is not known
            return past, near, True, f"「{got['feast']}」按 {month} 月 {day} 日"
        if "m" in got:
            return self._of_month(got)
        if "mdot" in got:
            return self._dotted(got)
        if "day" in got:
            return self._day_only(got)
        return self._relative(got)

    def _full(self, year: str, month: int, day: str) -> Found | None:
        number = int(year) + 2000 if len(year) == 2 else int(year)
        note = ""
        slip = number < self.today.year - LONG_AGO and number % 10 == self.today.year % 10
        if slip or not 1990 <= number <= self.today.year + 3:
            mended = [y for y in range(self.today.year - 3, self.today.year + 1)
                      if sum(a != b for a, b in zip(str(y), year, strict=False)) == 1]
            near_now = [y for y in mended if abs(y - self.today.year) <= 1]
            if len(mended) != 1 and len(near_now) != 1:
                return None
            number = (mended if len(mended) == 1 else near_now)[0]
            note = f"年份写成了 {year}，按 {number} 年"
        return self._checked(number, month, day, note)

    def _checked(self, year: int, month: int, day: str, note: str = "") -> Found | None:
        if not 1 <= month <= 12:
            return None
        if int(day) > monthrange(year, month)[1] or not int(day):
            return None   # 8月163日: which day was meant is not known, so it is asked
        when = date(year, month, int(day))
        return self._passed(when), when, bool(note), note

    def _passed(self, day: date) -> date | None:
        return day if day <= self.today else None

    def _of_month(self, got: dict[str, str]) -> Found | None:
        month = numeral(got["m"])
        if not 1 <= month <= 12:
            return None
        year = None
        if "year" in got:
            if len(got["year"]) == 4 and not 1990 <= int(got["year"]) <= self.today.year + 3:
                return self._full(got["year"], month, got.get("d", "1"))
            year = int(got["year"]) + (2000 if len(got["year"]) == 2 else 0)
        elif "yearword" in got:
            year = self.today.year + YEAR_WORDS[got["yearword"]]
        if "d" in got:
            day = numeral(got["d"])
            if year is not None:
                return self._checked(year, month, str(day))
            if day > 31:
                return None
            return self._month_day(year, month, day)
        return self._part_of_month(year, month, got.get("part", ""))

    def _part_of_month(self, year: int | None, month: int, part: str) -> Found:
        day = PARTS.get(part, 1)
        past, near, _, _ = self._month_day(year, month, day)
        if past is None and near is not None and near.replace(day=1) <= self.today:
            past = min(near, self.today)
        if part in {"底", "末"} and near is not None:
            near = near.replace(day=monthrange(near.year, near.month)[1])
        return past, near, True, ONLY_THE_MONTH

    def _month_day(self, year: int | None, month: int, day: int) -> Found:
        if year is not None:
            when = date(year, month, day)
            return self._passed(when), when, False, ""
        days = [date(y, month, day) for y in range(self.today.year - 2, self.today.year + 2)
                if day <= monthrange(y, month)[1]]
        if not days:
            raise Unclear("没有这一天")
        gone = [d for d in days if d <= self.today]
        past, near = max(gone, default=None), min(days, key=lambda d: abs((d - self.today).days))
        after = [d for d in days if self._before is not None and self._dated
                 and timedelta(0) <= d - self._before <= timedelta(NEAR)]
        if after and after[0] != past:
            past = after[0] if after[0] <= self.today else past
            return past, after[0], True, "没写年份，按前面那个日子的年份"
        return past, near, False, ""

    def _dotted(self, got: dict[str, str]) -> Found | None:
        month, day = int(got["mdot"]), int(got["ddot"])
        if not 1 <= day <= 31 or (len(got["ddot"]) == 1 and month == day and "dotend" not in got):
            return None  # 9.9 is a price as often as a day
        return self._month_day(None, month, day)

    def _day_only(self, got: dict[str, str]) -> Found | None:
        day = numeral(got["day"])
        if not 1 <= day <= 31:
            return None
        if "mw" in got:
            ahead = {"上": -1, "下": 1}.get(got["mw"][0], 0)
            first = add_months(self.today.replace(day=1), ahead)
            return self._checked(first.year, first.month, str(day))
        if self._before is not None:
            for month in (self._before, add_months(self._before.replace(day=1), 1)):
                if day <= monthrange(month.year, month.month)[1]:
                    when = month.replace(day=day)
                    if self._before.replace(day=1 if not self._exact else self._before.day) <= when:
                        return self._passed(when), when, False, ""
        gone = [first.replace(day=day) for n in range(3)
                if day <= monthrange((first := add_months(self.today.replace(day=1), -n)).year,
                                     first.month)[1]]
        past = next((d for d in gone if d <= self.today), None)
        return past, gone[0] if gone else None, False, ""

    def _relative(self, got: dict[str, str]) -> Found | None:
        if word := got.get("word"):
            ahead = DAY_WORDS.get(f"{word[0]}天" if word not in DAY_WORDS else word, 0)
            when = self.today + timedelta(ahead)
            return self._passed(when), when, False, ""
        if set(got) & {"then", "nth", "later"}:
            return self._after_that(got)
        if "few" in got:
            return self._ago(got)
        if weekday := got.get("weekday"):
            return self._weekday(got.get("week", ""), weekday)
        return self._whole(got)

    def _after_that(self, got: dict[str, str]) -> Found | None:
        """第二天, 过了两天, 三个月后: counted from the day that was told before."""
        if self._before is None or not self._exact:
            return None
        if "on" in got and "月" in got["onunit"]:
            when = add_months(self._before, numeral(got["on"]))
        elif "on" in got:
            unit = 1 if got["onunit"] == "天" else 7
            when = self._before + timedelta(numeral(got["on"]) * unit)
        elif "gone" in got:
            when = self._before + timedelta(numeral(got["gone"]))
        else:
            next_day = got.get("then") in {"次日", "隔天"}
            when = self._before + timedelta(
                numeral(got["nth"]) - 1 if "nth" in got else next_day)
        exact = "then" in got or got.get("nth") in {"二", "三"}
        note = "" if exact else f"从 {self._before.month} 月 {self._before.day} 日往后数的"
        return self._passed(when), when, not exact, note

    def _ago(self, got: dict[str, str]) -> Found:
        unit = got.get("unit", "天")
        said = got.get("n", "几")
        inexact = bool(set(got) & {"half", "half2", "more"})
        if said == "半":
            days = {"月": 15, "年": 183}.get(unit, 1)
            when = self.today - timedelta(days)
        else:
            count = A_FEW if said == "几" else numeral(said)
            if unit in {"月", "年"}:
                when = add_months(self.today, -count * (12 if unit == "年" else 1))
                when -= timedelta(15 if inexact and unit == "月" else 0)
            else:
                when = self.today - timedelta(count * (1 if unit in {"天", "日"} else 7))
        exact = unit in {"天", "日"} and said != "几" and not inexact and "n" in got
        return when, when, not exact, ""

    def _weekday(self, week: str, name: str) -> Found:
        weekday = 6 if name == "天" else WEEKDAYS.index(name)
        day = self.today + timedelta(weekday - self.today.weekday())
        if not week:
            past = day - timedelta(7) if day > self.today else day
            return past, day, False, ""
        day += timedelta(7 * len(week) * {"上": -1, "下": 1}.get(week[0], 0))
        return self._passed(day), day, False, ""

    def _whole(self, got: dict[str, str]) -> Found:
        part = got.get("wholepart", "")
        if "月" in got["whole"]:
            first = add_months(self.today.replace(day=1), -1)
            return self._part_of_month(first.year, first.month, part)
        when = self.today - timedelta(self.today.weekday() + 7)
        return when, when, True, ONLY_THE_MONTH
