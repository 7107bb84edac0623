"""Conditions over facts, in three-valued logic.

A fact that has not been asked yet makes a comparison UNKNOWN and *missing*: that is what
tells the interview what to ask next. A fact answered 不清楚 makes it UNKNOWN with nothing
missing: the step stays on the ladder as 先核实.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from weiquan.core.language.operators import OPERATORS, apart
from weiquan.core.values.days import AboutDay, day_of, first_of, last_of
from weiquan.core.values.records import result, value


class Tri(Enum):
    """A truth value; UNKNOWN lies between the two, so that `not` is 2 - value."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


class Special(Enum):
    """Values of a fact that are no answer to its question."""

    UNSURE = "unsure"
    NOT_APPLICABLE = "n/a"


@value
class Truth:
    """A truth value, and the facts whose answer could still settle it."""

    truth: Tri
    missing: frozenset[str] = frozenset()

    def __init__(self, truth: Tri, missing: frozenset[str] = frozenset()) -> None:
        self.__dict__.update(truth=truth, missing=missing)  # thousands of them in a case


_UNKNOWN = Tri.UNKNOWN
TRUE, FALSE, UNSURE = Truth(Tri.TRUE), Truth(Tri.FALSE), Truth(Tri.UNKNOWN)


@cache
def _open(fact: str) -> Truth:
    """Unknown, because nobody was asked for `fact`."""
    return Truth(Tri.UNKNOWN, frozenset({fact}))


@value
class ParamRef:
    """The value of a dated law parameter, resolved when the condition is evaluated."""

    param: str


@value
class Gap:
    """How far a date may lie after the date of another fact: days or months, or a parameter."""

    of: str
    length: int | ParamRef


@value
class Compare:
    """One fact against one value."""

    fact: str
    op: str
    value: Any
    at: tuple[str | int, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@value
class Known:
    """Whether a fact has an answer other than 不清楚; not asked is not known.

    UNKNOWN only where one looks for questions: there it may still become known.
    """

    fact: str
    at: tuple[str | int, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@value
class Is:
    """A condition that rules/conditions.yaml gives a name."""

    name: str
    at: tuple[str | int, ...] = field(default=(), compare=False)
    place: str = field(default="", compare=False)


@value
class Not:
    """The opposite of `item`; UNKNOWN stays UNKNOWN."""

    item: Condition


@value
class All:
    """Every item holds; with no items, TRUE."""

    items: tuple[Condition, ...]


@value
class AnyOf:
    """At least one item holds; with no items, FALSE."""

    items: tuple[Condition, ...]


_REFERRING = frozenset({Gap, ParamRef})   # values that have to be looked up first
Condition = Compare | Known | Is | Not | All | AnyOf
ALWAYS: Condition = All(())
NEVER: Condition = AnyOf(())


@result
class Context:
    """What a condition is judged by.

    `facts` holds typed values, with Special.NOT_APPLICABLE for facts whose ask_if is false;
    `now` is local time; `param` returns a law parameter as in force on the law date;
    `next_workday` is where a last day moves that is a day off. `known` remembers what named
    conditions are, where the facts do not change any more.
    """

    facts: Mapping[str, Any]
    now: datetime
    param: Callable[[str], Decimal]
    next_workday: Callable[[date], date]
    named: Mapping[str, Condition] = field(default_factory=dict)
    known: dict[str, Truth] | None = None
    assumed: frozenset[str] = frozenset()  # facts that hold a reading: nobody said so
    asking: bool = False           # what nobody was asked may still become known

    @property
    def today(self) -> date:
        """The calendar day of `now`."""
        return self.now.date()


def evaluate(cond: Condition, ctx: Context) -> Truth:
    """The truth of `cond`, with the unasked facts that could still change it."""
    return _EVALUATE[type(cond)](cond, ctx)


def _compare(cond: Compare, ctx: Context) -> Truth:
    have = ctx.facts.get(cond.fact)
    if have is None:
        return _open(cond.fact)
    kind = type(have)   # most of a verdict is spent here: what is usual comes first
    if kind is Special:
        return UNSURE if have is Special.UNSURE else FALSE
    against = cond.value
    if type(against) in _REFERRING:
        if isinstance(against, Gap):
            return _gap(cond.op, have, against, ctx)
        try:
            against = ctx.param(against.param)
        except LookupError:
            return FALSE  # the law set no such number on the day that counts: nothing rests on it
    holds = OPERATORS[cond.op]
    if kind is AboutDay and holds(have.first, against, ctx) != holds(
            have.last, against, ctx):
        return UNSURE
    return TRUE if holds(have, against, ctx) else FALSE


def _is_known(cond: Known, ctx: Context) -> Truth:
    have = ctx.facts.get(cond.fact)
    if have is None and ctx.asking:
        return _open(cond.fact)
    if have is None or isinstance(have, Special) or cond.fact in ctx.assumed:
        return FALSE
    return TRUE


def _named(cond: Is, ctx: Context) -> Truth:
    if ctx.known is None:
        return evaluate(ctx.named.get(cond.name, NEVER), ctx)
    got = ctx.known.get(cond.name)
    if got is None:
        got = ctx.known[cond.name] = evaluate(ctx.named.get(cond.name, NEVER), ctx)
    return got


_OPPOSITE = {Tri.TRUE: FALSE, Tri.FALSE: TRUE}


def _not(cond: Not, ctx: Context) -> Truth:
    inner = evaluate(cond.item, ctx)
    return _OPPOSITE.get(inner.truth, inner)


def _gap(op: str, have: Any, gap: Gap, ctx: Context) -> Truth:
    other = ctx.facts.get(gap.of)
    if other is None:
        return _open(gap.of)
    if other is Special.UNSURE:
        return UNSURE
    if other is Special.NOT_APPLICABLE:
        return FALSE
    try:
        length = ctx.param(gap.length.param) if isinstance(gap.length, ParamRef) else gap.length
    except LookupError:
        return FALSE
    if isinstance(have, AboutDay) or isinstance(other, AboutDay):
        return _apart_about(op, have, other, int(length))
    return TRUE if apart(op, have, other, int(length)) else FALSE


def _apart_about(op: str, have: date, other: date, length: int) -> Truth:
    """Whether two days lie so far apart, of which at least one is known only about."""
    pairs = ((first_of(have), last_of(other)), (last_of(have), first_of(other)))
    near, far = (apart(op, *pair, length) for pair in pairs)
    if near and far:
        return TRUE
    before = [day_of(day) < day_of(first) for day, first in pairs]
    return UNSURE if near or far or before == [True, False] else FALSE


def _joined(stop: Truth, through: Truth) -> Callable[[Any, Context], Truth]:
    end = stop.truth

    def join(cond: All | AnyOf, ctx: Context) -> Truth:
        unknown: Truth | None = None
        for item in cond.items:
            got = _EVALUATE[type(item)](item, ctx)
            truth = got.truth
            if truth is end:
                return stop
            if truth is _UNKNOWN:
                unknown = got if unknown is None else _both(unknown, got)
        return through if unknown is None else unknown

    return join


def _both(one: Truth, other: Truth) -> Truth:
    """Unknown for the reasons of both."""
    if other.missing <= one.missing:
        return one
    return Truth(Tri.UNKNOWN, one.missing | other.missing)


# By type: a case is some four thousand calls, and `match` tries one class after the other.
_EVALUATE: Mapping[type, Callable[[Any, Context], Truth]] = {
    Compare: _compare, Known: _is_known, Is: _named, Not: _not,
    All: _joined(FALSE, TRUE), AnyOf: _joined(TRUE, FALSE),
}


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
            if isinstance(leaf, Compare) and isinstance(leaf.value, Gap):
                out.add(leaf.value.of)
    return frozenset(out)


def param_in(leaf: Compare | Known | Is) -> str:
    """The id of the law parameter that a comparison uses, or an empty string."""
    value = leaf.value if isinstance(leaf, Compare) else None
    length = value.length if isinstance(value, Gap) else value
    return length.param if isinstance(length, ParamRef) else ""
