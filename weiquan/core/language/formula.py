"""Amounts of money as formulas over facts and law parameters, with the working shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from weiquan.core.language.condition import Context, Special
from weiquan.core.values.numbers import CENT
from weiquan.core.values.records import value


@value
class FactAmount:
    """The money or number that the user gave."""

    fact: str
    at: tuple[str | int, ...] = field(default=(), compare=False)


@value
class ParamAmount:
    """A law parameter as in force on the law date."""

    param: str
    at: tuple[str | int, ...] = field(default=(), compare=False)


@value
class ItemsAmount:
    """The sum of the entries of a list of sums, of some kinds or of all."""

    fact: str
    kinds: tuple[str, ...] = ()
    at: tuple[str | int, ...] = field(default=(), compare=False)


@value
class ValueAmount:
    """A fixed number."""

    value: Decimal


@value
class Combine:
    """plus, minus, times, over, max or min over two or more formulas; never below 0 as a whole."""

    op: str
    items: tuple[Formula, ...]


Formula = FactAmount | ItemsAmount | ParamAmount | ValueAmount | Combine
ZERO: Formula = ValueAmount(Decimal(0))
COMBINE: Mapping[str, str] = {"plus": " + ", "minus": " − ", "times": " × ", "over": " ÷ ",
                               "max": "", "min": ""}


@value
class Amount:
    """A computed amount in yuan (None while a fact is missing or unsure) and its working."""

    value: Decimal | None
    working: str
    missing: frozenset[str] = frozenset()


def compute(formula: Formula, ctx: Context, names: Mapping[str, str]) -> Amount:
    """The amount in yuan, rounded half up to 分; `names` gives the short name of each fact.

    A fact that does not apply counts as 0; an unsure or unasked one leaves the value None.
    """
    got = _compute(formula, ctx, names)
    if got.value is None:
        return got
    value = got.value.quantize(CENT, ROUND_HALF_UP)
    single = not any(sign in got.working for sign in "+−×÷，")
    shown = got.working if single else f"{got.working} = {plain(value)}"
    return Amount(value, f"{shown} 元")


def _compute(formula: Formula, ctx: Context, names: Mapping[str, str]) -> Amount:
    match formula:
        case FactAmount(fact=fact):
            name = names.get(fact, fact)
            have = ctx.facts.get(fact)
            if have is None or have is Special.UNSURE:
                return Amount(None, name, frozenset({fact}) if have is None else frozenset())
            if have is Special.NOT_APPLICABLE:
                return Amount(Decimal(0), f"{name} 0")
            return Amount(Decimal(have), f"{name} {plain(Decimal(have))}")
        case ItemsAmount(fact=fact, kinds=kinds):
            return _items(fact, kinds, ctx, names)
        case ParamAmount(param=param):
            try:
                value = ctx.param(param)
            except LookupError:
                return Amount(None, "当时没有这个数")
            return Amount(value, plain(value))
        case ValueAmount(value):
            return Amount(value, plain(value))
        case Combine(op=op, items=items):
            parts = [_compute(i, ctx, names) for i in items]
            if op in {"plus", "minus"}:  # what does not apply is not worth a line
                kept = [(p, i) for n, (p, i) in enumerate(zip(parts, items, strict=True))
                        if not (n and _idle(i, ctx))]
                parts, items = [p for p, _ in kept], tuple(i for _, i in kept)
                if len(parts) == 1:
                    return parts[0]
            missing: frozenset[str] = frozenset().union(*(p.missing for p in parts))
            values = [p.value for p in parts if p.value is not None]
            working = _working(op, [p.working for p in parts], items)
            if len(values) < len(parts):
                return Amount(None, working, missing)
            return Amount(_fold(op, values), working)


def _items(fact: str, kinds: tuple[str, ...], ctx: Context, names: Mapping[str, str]) -> Amount:
    have = ctx.facts.get(fact)
    if have is None or have is Special.UNSURE:
        return Amount(None, names.get(fact, fact),
                      frozenset({fact}) if have is None else frozenset())
    if isinstance(have, Special):
        return Amount(Decimal(0), f"{names.get(fact, fact)} 0")
    kept = [i for i in have if not kinds or i.kind in kinds]
    working = " + ".join(f"{i.name} {plain(i.amount)}" for i in kept)
    return Amount(sum((i.amount for i in kept), Decimal(0)), working or "0")


def _idle(item: Formula, ctx: Context) -> bool:
    return isinstance(item, FactAmount) and ctx.facts.get(item.fact) is Special.NOT_APPLICABLE


def _working(op: str, parts: list[str], items: tuple[Formula, ...]) -> str:
    if op == "max":
        if len(parts) > 2:
            return f"{'、'.join(parts)} 中取最高"
        floor = "、".join(parts[1:])
        return f"{parts[0]}，不足 {floor} 按 {floor}"
    if op == "min":
        ceiling = "、".join(parts[1:])
        return f"{parts[0]}（最多 {ceiling}）"
    wrapped = [
        f"（{p}）" if op in {"times", "minus", "over"} and (
            isinstance(i, Combine) or (isinstance(i, ItemsAmount) and " + " in p)) else p
        for p, i in zip(parts, items, strict=True)
    ]
    return COMBINE[op].join(wrapped)


def _fold(op: str, values: list[Decimal]) -> Decimal:
    first, *rest = values
    if op == "max":
        return max(values)
    if op == "min":
        return min(values)
    for item in rest:
        if op == "plus":
            first += item
        elif op == "minus":
            first -= item
        elif op == "times":
            first *= item
        else:
            first = first / item if item else Decimal(0)
    return first


def plain(value: Decimal) -> str:
    """The number without exponent, with two decimals unless it is whole: 299, 299.50."""
    return str(int(value)) if value == value.to_integral_value() else f"{value.quantize(CENT)}"


def parts(formula: Formula) -> Iterator[FactAmount | ItemsAmount | ParamAmount]:
    """The facts and parameters in a formula, in the order of the file."""
    if isinstance(formula, FactAmount | ItemsAmount | ParamAmount):
        yield formula
    elif isinstance(formula, Combine):
        for item in formula.items:
            yield from parts(item)


def facts_in_formula(formula: Formula | None) -> frozenset[str]:
    """The facts that an amount needs."""
    found: Any = parts(formula) if formula is not None else ()
    return frozenset(p.fact for p in found if isinstance(p, FactAmount | ItemsAmount))
