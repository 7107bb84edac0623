"""What a day that is known only about can be: 4月份, 11月初, 两个月前."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from weiquan.core.values.dates import numeral
from weiquan.core.values.day_patterns import PATTERNS, roughly
from weiquan.core.values.days import AboutDay
from weiquan.core.values.typed import Unclear, plain_line

# The first and the last day of a part of a month; 0 is its end.
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 0),
          "底": (21, 0), "末": (21, 0)}
# How far 两个月前 or 前几天 may be off, in days.
_OFF = {"天": 2, "日": 2, "周": 4, "星期": 4, "礼拜": 4, "月": 16, "年": 61}
_USUAL = 3
_BY_THE_DAY = 4          # days off up to which the day itself is named: 11月27日前后


def about_day(day: date, words: str, today: date) -> date:
    """`day` as one known about, by the `words` that it was read from; itself where they name it.

    What has begun by `today` has not happened after it.
    """
    first, last, said = _span(day, plain_line(words))
    if first == last:
        return day
    out = AboutDay(day.year, day.month, day.day)
    if day <= today:
        last = max(day, min(last, today))
    out.first, out.last, out.said = first, last, said
    return out


def _span(day: date, words: str) -> tuple[date, date, str]:
    """The first and the last day, and how it is written."""
    off = _USUAL
    for match in re.finditer(PATTERNS, words):
        got = {k: v for k, v in match.groupdict().items() if v is not None}
        if _day_named(got, day):
            if roughly(words, match.start(), match.end()):
                break
            return day, day, ""
        if "m" in got and _number(got["m"]) == day.month:
            return _of_month(day, "" if "d" in got else got.get("part", ""))
        if "whole" in got and "月" in got["whole"]:
            return _of_month(day, got.get("wholepart", ""))
        if "whole" in got:
            return (day, day + timedelta(6),
                    f"{day.year}年{day.month}月{day.day}日起的一周")
        if "few" in got:
            off = _OFF.get(got.get("unit", "天"), _USUAL)
            break
    exact = f"{day.day}日" if off <= _BY_THE_DAY else ""
    return (day - timedelta(off), day + timedelta(off),
            f"{day.year}年{day.month}月{exact}前后")


def _day_named(got: dict[str, str], day: date) -> bool:
    """Whether the words name this very day, though perhaps with a slip in the year."""
    for month, number in (("m8", "d8"), ("mf", "df"), ("mg", "dg"), ("m", "d"), ("mdot", "ddot")):
        if number in got:
            return (_number(got[month]), _number(got[number])) == (day.month, day.day)
    return False


def _of_month(day: date, part: str) -> tuple[date, date, str]:
    begin, end = _PARTS.get(part, (1, 0))
    last = day.replace(day=end or monthrange(day.year, day.month)[1])
    part = {"中": "中旬", "末": "底"}.get(part, part if part in _PARTS else "")
    return day.replace(day=begin), last, f"{day.year}年{day.month}月{part}"


def _number(text: str) -> int:
    try:
        return numeral(text)
    except (Unclear, ValueError, KeyError):
        return 0
