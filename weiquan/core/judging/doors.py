"""The day by which the platform's own door closes: no letter waits longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from weiquan.core.judging.views import Clock
from weiquan.core.language.condition import Context


def door_of(ctx: Context, clocks: Iterable[Clock]) -> date | None:
    """The first day on which it is too late to go to the platform, or None where none is known.

    What the order page shows wins over the platform's rule.
    """
    page = ctx.facts.get("page_deadline")
    if isinstance(page, datetime):
        return page.date() if page > ctx.now else None
    dues = [k.due for k in clocks if k.rule.kind == "platform" and k.rule.who == "buyer"
            and k.due is not None and k.due > ctx.now]
    return min(dues).date() if dues else None


def last_day_to_wait(ctx: Context, clocks: Iterable[Clock]) -> date | None:
    """The last day that a letter may give the other side, or None where nothing closes."""
    door = door_of(ctx, clocks)
    return None if door is None else door - timedelta(days=1)
