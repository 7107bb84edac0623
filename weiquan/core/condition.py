"""Conditions over facts, in three-valued logic.

A fact that has not been asked yet makes a comparison UNKNOWN and *missing*: that is what
tells the interview what to ask next. A fact answered 不清楚 makes it UNKNOWN with nothing
missing: the step stays on the ladder as 先核实.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any


class Tri(Enum):
    """A truth value; UNKNOWN lies between the two, so that `not` is 2 - value."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


class Special(Enum):
    """Values of a fact that are no answer to its question."""

    UNSURE = "unsure"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True)
class Verdict:
    """A truth value, and the facts whose answer could still settle it."""

    truth: Tri
    missing: frozenset[str] = frozenset()


TRUE, FALSE, UNSURE = Verdict(Tri.TRUE), Verdict(Tri.FALSE), Verdict(Tri.UNKNOWN)


@dataclass(frozen=True)
class ParamRef:
    """The value of a dated law parameter, resolved when the condition is evaluated."""

    param: str


@dataclass(frozen=True)
class Compare:
    """One fact against one value."""

    fact: str
    op: str
    value: Any
    at: tuple[str | int, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Known:
    """Whether a fact has an answer other than 不清楚."""

    fact: str
    at: tuple[str | int, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Is:
    """A condition that rules/conditions.yaml gives a name."""

    name: str
    at: tuple[str | int, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Not:
    """The opposite of `item`; UNKNOWN stays UNKNOWN."""

    item: Condition


@dataclass(frozen=True)
class All:
    """Every item holds; with no items, TRUE."""

    items: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one item holds; with no items, FALSE."""

    items: tuple[Condition, ...]


Condition = Compare | Known | Is | Not | All | AnyOf
ALWAYS: Condition = All(())
NEVER: Condition = AnyOf(())


@dataclass(frozen=True)
class Context:
    """What a condition is judged by.

    `facts` holds typed values, with Special.NOT_APPLICABLE for facts whose ask_if is false;
    `now` is local time; `param` returns a law parameter as in force on the law date.
    """

    facts: Mapping[str, Any]
    now: datetime
    param: Callable[[str], Decimal]
    named: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The calendar day of `now`."""
        return self.now.date()


def _days(value: Any, ctx: Context) -> int:
    day = value.date() if isinstance(value, datetime) else value
    return (ctx.today - day).days


def _age(value: Any, ctx: Context) -> timedelta:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return ctx.now - moment


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


Operator = Callable[[Any, Any, Context], bool]
OPERATORS: Mapping[str, Operator] = {
    "eq": lambda v, x, _: bool(v == x),
    "ne": lambda v, x, _: bool(v != x),
    "in": lambda v, x, _: v in x,
    "has": lambda v, x, _: x in v,
    "has_any": lambda v, x, _: any(i in v for i in x),
    "has_all": lambda v, x, _: all(i in v for i in x),
    "lt": lambda v, x, _: bool(v < x),
    "le": lambda v, x, _: bool(v <= x),
    "gt": lambda v, x, _: bool(v > x),
    "ge": lambda v, x, _: bool(v >= x),
    "within_days": lambda v, x, c: 0 <= _days(v, c) <= x,
    "older_than_days": lambda v, x, c: _days(v, c) > x,
    "within_hours": lambda v, x, c: timedelta(0) <= _age(v, c) <= timedelta(hours=int(x)),
    "older_than_hours": lambda v, x, c: _age(v, c) > timedelta(hours=int(x)),
    "before": lambda v, x, _: _day(v) < x,
    "from": lambda v, x, _: _day(v) >= x,
}
OPERATORS_BY_TYPE: Mapping[str, frozenset[str]] = {
    "bool": frozenset({"eq"}),
    "choice": frozenset({"eq", "ne", "in"}),
    "choices": frozenset({"has", "has_any", "has_all"}),
    "int": frozenset({"eq", "lt", "le", "gt", "ge"}),
    "money": frozenset({"eq", "lt", "le", "gt", "ge"}),
    "date": frozenset({"within_days", "older_than_days", "before", "from"}),
    "datetime": frozenset(
        {"within_days", "older_than_days", "within_hours", "older_than_hours", "before", "from"}
    ),
    "text": frozenset(),
}


def evaluate(cond: Condition, ctx: Context) -> Verdict:
    """The truth of `cond`, with the unasked facts that could still change it."""
    match cond:
        case Compare(fact=fact, op=op, value=value):
            have = ctx.facts.get(fact)
            if have is None:
                return Verdict(Tri.UNKNOWN, frozenset({fact}))
            if have is Special.UNSURE:
                return UNSURE
            if have is Special.NOT_APPLICABLE:
                return FALSE
            against = ctx.param(value.param) if isinstance(value, ParamRef) else value
            return TRUE if OPERATORS[op](have, against, ctx) else FALSE
        case Known(fact=fact):
            have = ctx.facts.get(fact)
            if have is None:
                return Verdict(Tri.UNKNOWN, frozenset({fact}))
            return FALSE if isinstance(have, Special) else TRUE
        case Is(name=name):
            return evaluate(ctx.named[name], ctx)
        case Not(item):
            inner = evaluate(item, ctx)
            return Verdict(Tri(2 - inner.truth.value), inner.missing)
        case All(items):
            return _join(items, ctx, stop=Tri.FALSE)
        case AnyOf(items):
            return _join(items, ctx, stop=Tri.TRUE)


def _join(items: tuple[Condition, ...], ctx: Context, stop: Tri) -> Verdict:
    missing: frozenset[str] = frozenset()
    unknown = False
    for item in items:
        got = evaluate(item, ctx)
        if got.truth is stop:
            return Verdict(stop)
        if got.truth is Tri.UNKNOWN:
            unknown = True
            missing |= got.missing
    if unknown:
        return Verdict(Tri.UNKNOWN, missing)
    return Verdict(Tri(2 - stop.value))


def leaves(cond: Condition) -> Iterator[Compare | Known | Is]:
    """Every comparison in `cond`, in the order of the file."""
    match cond:
        case Compare() | Known() | Is():
            yield cond
        case Not(item):
            yield from leaves(item)
        case All(items) | AnyOf(items):
            for item in items:
                yield from leaves(item)


def facts_in(cond: Condition, named: Mapping[str, Condition]) -> frozenset[str]:
    """The facts that `cond` looks at, named conditions included."""
    out: set[str] = set()
    for leaf in leaves(cond):
        if isinstance(leaf, Is):
            out |= facts_in(named[leaf.name], named) if leaf.name in named else set()
        else:
            out.add(leaf.fact)
    return frozenset(out)
