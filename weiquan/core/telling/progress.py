"""How things stand, as far as it decides what a letter may ask for or say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from weiquan.core.case.context import chosen, with_facts
from weiquan.core.language.condition import Context, Is, Tri, evaluate
from weiquan.core.model import Label, Theory
from weiquan.core.values.days import day_of, last_of
from weiquan.core.values.patterns import lazy_re

_FREIGHT = lazy_re(r"退货(?:的|寄回的)?(?:运|邮|快递)费")
_OVER_THE_COUNTER = frozenset({"street", "organ", "meeting", "takeaway"})


def holds(ctx: Context, name: str) -> bool:
    """Whether a named condition is true of the case."""
    return name in ctx.named and evaluate(Is(name), ctx).truth is Tri.TRUE


def goods_are_back(ctx: Context) -> bool:
    """Whether the goods left the person's hands for the seller."""
    return holds(ctx, "letter_goods_back")


def never_came(ctx: Context) -> bool:
    """Whether nothing was received."""
    return holds(ctx, "letter_never_came")


def came(ctx: Context) -> bool:
    """Whether the goods came on a day that is to be told: later than they were ordered."""
    on, ordered = ctx.facts.get("received_on"), ctx.facts.get("ordered_on")
    if not isinstance(on, date) or is_service(ctx) or never_came(ctx):
        return False
    if not isinstance(ordered, date):
        return chosen(ctx, "where_bought") not in _OVER_THE_COUNTER
    return last_of(day_of(ordered)) != day_of(on)


def goods_stay_in(ctx: Context, asks: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a letter with these demands needs no address to send to: 退货运费 sends nothing."""
    return holds(ctx, "letter_no_goods_here") \
        or not any("退货" in _FREIGHT.sub("", a["text"]) for a in asks)


def is_service(ctx: Context) -> bool:
    """Whether it is about a service."""
    return holds(ctx, "service_case")


def of_claim(labels: list[Label], ctx: Context, theory: Theory | None) -> list[Label]:
    """Those of several that raise what is claimed, and those that say what is wrong."""
    if theory is None or len(labels) < 2:
        return labels
    raise_it = [x for x in labels if evaluate(
        theory.raised, with_facts(ctx, {"happened": (x.id,)})).truth is Tri.TRUE]
    return [x for x in labels if x in raise_it or x.leads or x.faulty] if raise_it else labels
