"""The deadline that the card begins with, and whether it leaves the night free."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Clock, Undated
from weiquan.core.values.records import result
from weiquan.core.values.zh import time_left, zh_day, zh_due

SOON = timedelta(days=3)
NEAR = timedelta(days=120)  # a day further off is no matter of tonight: it is with the others
TONIGHT = timedelta(hours=36)
ON_PAGE = "售后页的倒计时到点，看清轮到谁办"
END_OF_DAY = time(23, 59)


@result
class Nearest:
    """The deadline that ends first for the person."""

    due: datetime | None          # None where it runs from a day that nobody knows
    name: str                     # "" where there is none
    text: str                     # the line of the card
    then: str                     # what happens then
    ends: datetime | None         # when it may end at the earliest; None: nothing runs
    clock: Clock | None = None

    def presses(self, now: datetime) -> bool:
        """Whether it may end before there is another evening for it."""
        return self.ends is not None and now <= self.ends <= now + TONIGHT

    def look_again(self, now: datetime) -> str:
        """When to look at the case again: never after it may have ended."""
        day = now + timedelta(days=3)
        if self.ends is not None:
            day = min(max(now + timedelta(days=1), self.ends - SOON), now + timedelta(days=7))
        return f"{day.month}月{day.day}日再来看一次，对方有动静就早一点"


def nearest_of(facts: dict[str, Any], assessment: Assessment) -> Nearest:
    """The deadline that the card begins with.

    What the order page counts down to comes first where it ends first: it may be the other
    side's turn, and which it is stands on the page. A clock whose first day nobody knows counts
    from the earliest day on which it can end.
    """
    now = assessment.now
    mine, page = _mine(assessment), facts.get("page_deadline")
    blind = min(assessment.undated, key=lambda u: _first(u, now), default=None)
    if isinstance(page, datetime) and page >= now \
            and (mine is None or mine.due is None or page < mine.due):
        return Nearest(page, ON_PAGE, f"{zh_due(page, now)}，{ON_PAGE}，{time_left(now, page)}",
                       "", min(page, _first(blind, now)) if blind is not None else page)
    if blind is not None and (mine is None or mine.due is None or _first(blind, now) <= mine.due):
        text = undated_text(blind, now.date())
        return Nearest(None, text, text, "", _first(blind, now))
    if mine is not None and mine.due is not None:
        certain = mine.counted or ("" if mine.certain else "（估算，以页面为准）")
        text = f"{zh_due(mine.due, now)}{certain}，{mine.rule.name}，{time_left(now, mine.due)}"
        return Nearest(mine.due, mine.rule.name, text, mine.rule.on_expiry, mine.due, mine)
    return Nearest(None, "", "", "", None)


def undated_text(clock: Undated, today: date) -> str:
    """A deadline that runs from a day that nobody knows: the earliest end, and what to do."""
    length = f"{clock.rule.name}：{clock.rule.start_text}，一共 {clock.days} 天。"
    if clock.first is None or clock.first <= today:
        return f"{length}那天还不清楚，所以今天就做。查到是哪天，填上再看"
    return f"{length}那天还不清楚，最早 {zh_day(clock.first)} 就到。先查是哪天，填上再看"


def _first(clock: Undated, now: datetime) -> datetime:
    """When it may end at the earliest: today, where nothing says that it cannot."""
    day = now.date() if clock.first is None else max(clock.first, now.date())
    return datetime.combine(day, END_OF_DAY)


def _mine(assessment: Assessment) -> Clock | None:
    now = assessment.now
    near = [k for k in assessment.clocks if k.rule.who == "buyer" and k.due is not None
            and now <= k.due <= now + NEAR]
    return min(near, key=lambda k: k.due or datetime.max, default=None)
