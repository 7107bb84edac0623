"""The deadlines of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from weiquan.core.case.context import chosen, with_facts
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.views import Clock, Undated
from weiquan.core.language.condition import Context, Special, Tri, evaluate
from weiquan.core.model import Deadline
from weiquan.core.model.calendar import Calendar
from weiquan.core.model.periods import Due, due_of
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import AboutDay, day_of, last_of

LONGEST_WAY = timedelta(days=30)  # from the order, or the day to send it, to the door
DOOR = "received_on"              # when it came: papers of a court may come years later
FOLLOW_PAGE = "这个期限这里算不准，请以订单页面的倒计时为准。"


def clocks_in(rules: RuleSet, ctx: Context, names: Iterable[str], calendar: Calendar,
              citing: Citing) -> list[Clock]:
    """The clocks of `names` (ids or platform stages) that run in this case, each once."""
    out: dict[str, Clock] = {}
    for rule in clocks_of(rules, ctx, tuple(dict.fromkeys(names))):
        if rule.id not in out and _runs(rule, ctx):
            clock = clock_of(rules, ctx, rule, calendar, citing)
            if clock is not None:
                out[rule.id] = clock
    return list(out.values())


def _runs(rule: Deadline, ctx: Context) -> bool:
    """Whether a clock runs, by a day known only about if it does by the first or the last."""
    truth = evaluate(rule.when, ctx).truth
    start = ctx.facts.get(rule.start)
    if truth is not Tri.UNKNOWN or not isinstance(start, AboutDay):
        return truth is Tri.TRUE
    return any(evaluate(rule.when, with_facts(ctx, {rule.start: day})).truth is Tri.TRUE
               for day in (start.first, start.last))


def clocks_of(rules: RuleSet, ctx: Context, names: tuple[str, ...]) -> Iterator[Deadline]:
    """The deadlines that `names` stand for: ids, or stages of the platform's clocks."""
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    for name in names:
        if name in rules.deadlines:
            yield rules.deadlines[name]
        elif platform is not None:
            yield from (k for k in platform.clocks if k.stage == name)


def clock_of(rules: RuleSet, ctx: Context, rule: Deadline, calendar: Calendar,
             citing: Citing) -> Clock | None:
    """The clock as it stands, or None while the day that starts it is not known.

    Also None when the law set no such period on the day that counts.

    What the user read off the order page wins over our rule. A platform rule whose length is
    not certain gives no countdown. From a day known only about, a clock of one's own counts from
    the earliest that it can be, those of others from the latest.
    """
    basis = citing.resolve(rule.basis)
    checked = _checked(rules, ctx, rule)
    screen = ctx.facts.get(rule.screen_fact) if rule.screen_fact else None
    if isinstance(screen, datetime):
        return Clock(rule, screen, True, "按订单页面显示的倒计时。", basis, rule.source, True,
                     checked)
    if rule.status == "historic":
        return None
    start = ctx.facts.get(rule.start)
    if rule.status == "unclear":
        return Clock(rule, None, False, FOLLOW_PAGE, basis, rule.source, checked=checked)
    if not isinstance(start, date):
        return None
    try:
        length = length_of(rules, ctx, rule, start)
    except LookupError:
        return None  # no rule was in force that day: rather no clock than a wrong one
    if isinstance(start, AboutDay):
        due, about = _from_about(rule, start, length, calendar, ctx)
        note = f"{rules.specs[rule.start].short}只知道是{start.said}，{about}。"
        return Clock(rule, due.when, False, note + due.note, basis, rule.source,
                     checked=checked, about=about)
    due = due_of(rule, start, length, calendar)
    return Clock(rule, due.when, due.certain, due.note, basis, rule.source, checked=checked)


def _from_about(rule: Deadline, start: AboutDay, length: int, calendar: Calendar,
                ctx: Context) -> tuple[Due, str]:
    """When a clock ends that runs from a day known only about, and how that was counted.

    One of one's own counts from the earliest day, until that has run out: it is not said to be
    lost before it is by the latest.
    """
    latest = due_of(rule, start.last, length, calendar)
    if rule.who == "buyer":
        earliest = due_of(rule, start.first, length, calendar)
        if earliest.when >= ctx.now:
            return earliest, "按最早的那天算"
        if latest.when >= ctx.now:
            return latest, "按最早的那天算已经过了，按最晚的算还没有，所以今天就做"
    return latest, "按最晚的那天算"


def undated_in(rules: RuleSet, ctx: Context, names: Iterable[str]) -> tuple[Undated, ...]:
    """The buyer's own clocks of so many days that run from a day that the user does not know.

    Not those that must be over: whatever was ordered arrives within `LONGEST_WAY`, and what is
    known to come after the start was not before it. Nothing arrives before it was ordered, so
    they end no earlier than that day allows.
    """
    out = []
    ordered = ctx.facts.get("ordered_on")
    since = day_of(ordered) if isinstance(ordered, date) else None
    for rule in clocks_of(rules, ctx, tuple(dict.fromkeys(names))):
        if rule.who == "buyer" and rule.status == "current" and rule.unit == "calendar_day" \
                and rule.start_text and ctx.facts.get(rule.start) is Special.UNSURE \
                and evaluate(rule.when, ctx).truth is Tri.TRUE:
            with suppress(LookupError):  # no rule was in force on the day that counts
                length = timedelta(days=length_of(rules, ctx, rule, ctx.today))
                if length and ctx.today <= _latest_start(rule, ctx) + length:
                    out.append(Undated(rule, length.days, since and since + length))
    return tuple(out)


def _latest_start(rule: Deadline, ctx: Context) -> date:
    """The last day on which a clock can have started, by what is known of other days."""
    later = [last_of(day_of(x)) for f in rule.started_by
             if isinstance(x := ctx.facts.get(f), date)]
    sent = [last_of(day_of(x)) for f in ("ordered_on", "ship_by") if rule.start == DOOR
            and isinstance(x := ctx.facts.get(f), date)]
    return min([*later, *([max(sent) + LONGEST_WAY] if sent else []), ctx.today])


def _checked(rules: RuleSet, ctx: Context, rule: Deadline) -> date | None:
    """The day on which the platform was looked at: its clocks carry the day of their text."""
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    if platform is None or all(k is not rule for k in platform.clocks):
        return None
    return platform.as_of


def length_of(rules: RuleSet, ctx: Context, rule: Deadline, start: date | datetime) -> int:
    """How many units the clock runs; LookupError when its parameter was not in force."""
    if rule.length.value is not None:
        return rule.length.value
    if rule.dated_by == "start":
        return int(rules.param_at(rule.length.param, day_of(start)))
    return int(ctx.param(rule.length.param))
