"""Dates, moments and time left as they are said in Chinese; of a day known about, what is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from weiquan.core.values.days import AboutDay
from weiquan.core.values.patterns import lazy_re

WEEKDAYS = "一二三四五六日"
# A Chinese character in a pattern: a letter that is none of ours. As a range it would be twenty
# thousand characters, which take a millisecond to compile wherever they stand.
HAN = r"[^\W\d_a-zA-Z]"


def zh_date(day: date) -> str:
    """2026年11月20日; 2026年11月 where the day is not known."""
    if isinstance(day, AboutDay):
        return day.said
    return f"{day.year}年{day.month}月{day.day}日"


def zh_weekday(day: date) -> str:
    """周五."""
    return f"周{WEEKDAYS[day.weekday()]}"


def zh_day(day: date) -> str:
    """11月20日（周五）; a datetime shows its day only."""
    if isinstance(day, AboutDay):
        return day.brief
    return f"{day.month}月{day.day}日（{zh_weekday(day)}）"


def zh_short(day: date, today: date | None = None) -> str:
    """11月20日, with the year where it is not that of `today`."""
    other_year = today is not None and day.year != today.year
    if isinstance(day, AboutDay):
        return day.said if other_year else day.brief
    return (f"{day.year}年" if other_year else "") + f"{day.month}月{day.day}日"


def zh_full_day(day: date) -> str:
    """2026年11月20日（周五）."""
    if isinstance(day, AboutDay):
        return day.said
    return f"{zh_date(day)}（{zh_weekday(day)}）"


def zh_due(when: datetime, now: datetime) -> str:
    """11月27日（周五）24:00 前, with the year when it is not that of `now`.

    23:59 stands for the end of the day (see weiquan.core.model.periods) and is shown as 24:00.
    """
    day = zh_day(when) if when.year == now.year else zh_full_day(when)
    clock = "24:00" if (when.hour, when.minute) == (23, 59) else f"{when:%H:%M}"
    return f"{day}{clock} 前"


def titled(name: str) -> str:
    """《民法典》; title marks within the name become single ones."""
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def time_left(now: datetime, due: datetime) -> str:
    """还剩 2 天 3 小时 or 已过 1 天; the two largest units, rounded down.

    What ends with a day (23:59) is counted by the day, but for what is left of today.
    """
    days = (due.date() - now.date()).days
    if days and (due.hour, due.minute) == (23, 59):
        return f"还剩 {days} 天" if days > 0 else f"已过 {-days} 天"
    if due < now:
        return f"已过 {_span(now - due)}"
    return f"还剩 {_span(due - now)}"


def _span(delta: timedelta) -> str:
    minutes = delta // timedelta(minutes=1)
    if not minutes:
        return "不到 1 分钟"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    units = ((days, "天"), (hours, "小时"), (minutes, "分钟"))
    first = next(i for i, (n, _) in enumerate(units) if n)
    return " ".join(f"{n} {name}" for n, name in units[first : first + 2] if n)


# Words of the law and names of bodies that are not about this person.
_OF_THE_LAW = lazy_re(r"(消费者(?:权益|权利|组织|协会|委员会)|对消费者|诱导消费者|由消费者自主)")


def person_as(text: str, me: str, also: Callable[[str], str] = str) -> str:
    """A sentence of the rules with the consumer called `me`; `also` names others besides.

    What the law or a body is called stays.
    """
    parts = _OF_THE_LAW.split(text)
    return "".join(p if i % 2 else also(p.replace("消费者", me)) for i, p in enumerate(parts))
