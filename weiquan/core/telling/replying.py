"""By which day a letter asks for an answer, and what comes after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from weiquan.core.case.context import chosen
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.doors import door_of, last_day_to_wait
from weiquan.core.language.condition import Context, Is, Tri, evaluate
from weiquan.core.model import Deadline, LetterMeta
from weiquan.core.model.periods import due_of
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties

NEAR = timedelta(days=3)


def reply_of(rules: RuleSet, ctx: Context, result: Assessment, meta: LetterMeta) -> dict[str, Any]:
    """The reply-by day: the term of the first clock that holds, never past the platform's door."""
    if not meta.reply_clocks:
        return {}
    clock = reply_clock(rules, ctx, meta)
    days = clock.length.value
    if days is None:
        days = int(ctx.param(clock.length.param))
    day = due_of(clock, ctx.today, days, rules.workdays).when.date()
    last = last_day_to_wait(ctx, result.clocks)
    if last is not None:
        day = max(min(day, last), ctx.today + timedelta(days=1))
    return {"reply_by": day, "reply_days": (day - ctx.today).days}


def reply_clock(rules: RuleSet, ctx: Context, meta: LetterMeta) -> Deadline:
    """The clock that gives the other side its term: the first that holds, or the last."""
    clocks = [rules.deadlines[name] for name in meta.reply_clocks]
    held = [k for k in clocks if evaluate(k.when, ctx).truth is Tri.TRUE]
    return held[0] if held else clocks[-1]


def ways_left(ctx: Context, sides: Parties) -> list[str]:
    """The ways that are still open after the letter: platform, 12315, court."""
    out = []
    if open_platform(ctx, sides):
        out.append("platform")
    filed = chosen(ctx, "filed")
    if sides.party in {"shop", "platform", "live_operator", "maker", "host", "lawfirm"} \
            and filed not in {"complaint", "association", "court"}:
        out.append("complaint")
    if filed != "court":
        out.append("court")
    return out


def open_platform(ctx: Context, sides: Parties) -> bool:
    """Whether the platform can still be asked to step in."""
    return sides.party in {"shop", "owner", "live_operator", "leader"} \
        and evaluate(Is("letter_platform_order"), ctx).truth is Tri.TRUE \
        and chosen(ctx, "platform_decision") in {None, "not_asked"}


def platform_at_once(ctx: Context, result: Assessment, sides: Parties) -> bool:
    """Whether the platform is asked on the same day as the other side."""
    if not open_platform(ctx, sides) or chosen(ctx, "merchant_response") in {None, "not_asked"}:
        return False
    door: date | None = door_of(ctx, result.clocks)
    return door is None or door - ctx.today <= NEAR
