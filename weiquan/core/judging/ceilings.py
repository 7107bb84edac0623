"""No more than was paid, and no more than is asked.

What was paid comes back once, whatever it is called; the sum that the person named is the ceiling
of what is demanded.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from weiquan.core.judging.verdicts import LineView
from weiquan.core.language.condition import Context
from weiquan.core.language.formula import (
    ZERO,
    ItemsAmount,
    compute,
    facts_in_formula,
    parts,
    plain,
)
from weiquan.core.model import Wish
from weiquan.core.values.numbers import CENT

_OWN = "想要的数 {} 元"
# What is cut first where a sum for all of it is less than the parts: the least certain.
_FIRST = ("mental", "penalty", "interest", "loss", "injury", "property", "freight", "gap",
          "multiple", "promised", "price")
# A sum for one of these may be the one that was named: one for a multiple may hold the price too.
_ALONE = frozenset({"price", "gap", "loss", "injury", "property", "promised"})
_BACK = frozenset({"price", "gap"})
_SPENT = frozenset({"loss", "injury", "property"})
# What is reckoned from these is a part of the price; a charge of its own stands alone.
_PART = frozenset({"part_price", "refunded_amount"})
_APART = frozenset({"multiple", "promised", "mental", "penalty"})


def asked_sum(ctx: Context) -> Decimal | None:
    """What the person wants in yuan, where they said how much."""
    value = ctx.facts.get("asked_sum")
    return value if isinstance(value, Decimal) and value > 0 else None


def once(lines: Sequence[LineView], wishes: Sequence[str], ctx: Context) -> list[LineView]:
    """The lines, with parts of what was paid given up where more than it would come back.

    The whole price, and besides what was overcharged of it: one of them is demanded, that which
    is wished, then the surest; where neither is, the smaller one. What came back is not paid.
    """
    paid, came_back = ctx.facts.get("paid"), ctx.facts.get("refunded_amount")
    if not isinstance(paid, Decimal):
        return list(lines)
    room, first = paid, ""
    if isinstance(came_back, Decimal) and came_back < paid:
        room -= came_back
    lines = [_part(x, room) for x in lines]
    of_it = [x for x in lines if x.chosen and x.rule.money in _BACK and x.amount is not None
             and "paid" in facts_in_formula(x.rule.amount)]
    if len(of_it) < 2:
        return lines
    gone: dict[str, str] = {}

    def place(x: LineView) -> tuple[object, ...]:
        if not _wished(x, wishes):
            return (True, x.answer != "yes", x.amount)
        return (False, x.answer != "yes", x.strength != "firm", x.rule.money != "price")

    for x in sorted(of_it, key=place):
        assert x.amount is not None
        if x.amount > room:
            gone[x.id] = first
        else:
            room, first = room - x.amount, first or x.id
    return [dataclasses.replace(x, chosen=False, instead_of=gone[x.id]) if x.id in gone else x
            for x in lines]


def _part(line: LineView, room: Decimal) -> LineView:
    """A line for a part of the price, which is no more than the whole."""
    of_price = line.rule.money == "price" and facts_in_formula(line.rule.amount) >= _PART
    if not of_price or line.amount is None or not 0 < room < line.amount:
        return line
    working = f"{line.working}，最多是付的 {plain(room)} 元"
    return dataclasses.replace(line, amount=room, working=working)


def shared(lines: Sequence[LineView], ctx: Context) -> list[LineView]:
    """The lines, with what was spent lowered to the share of it that the person wants.

    Who asks for half of the doctor's bill is given no more; a line that is a part already stays.
    """
    share = ctx.facts.get("costs_share")
    if not isinstance(share, int):
        return list(lines)
    return [_share(x, share, ctx) for x in lines]


def _share(line: LineView, share: int, ctx: Context) -> LineView:
    spent = [p for p in parts(line.rule.amount or ZERO) if isinstance(p, ItemsAmount)]
    if line.amount is None or line.rule.money not in _SPENT or not spent:
        return line
    whole = sum((compute(p, ctx, {}).value or Decimal(0) for p in spent), Decimal(0))
    left = (whole * share / 100).quantize(CENT, ROUND_HALF_UP)
    if left >= line.amount:
        return line
    working = f"{plain(whole)} × 想要的 {share}% = {plain(left)} 元"
    return dataclasses.replace(line, amount=left, working=working, beyond=line.amount - left)


def set_off(lines: Sequence[LineView], ctx: Context) -> list[LineView]:
    """The lines, with what the other side has paid towards a loss taken off the largest ones."""
    given = ctx.facts.get("advanced_sum")
    if not isinstance(given, Decimal):
        return list(lines)
    losses = sorted((x for x in lines if x.chosen and x.rule.money in _SPENT and x.amount),
                    key=lambda x: -(x.amount or Decimal(0)))
    changed: dict[str, LineView] = {}
    for x in losses:
        assert x.amount is not None
        part = min(given, x.amount)
        given -= part
        if part:
            working = f"{x.working.removesuffix(' 元')} − 已经给的 {plain(part)} = " \
                      f"{plain(x.amount - part)} 元"
            changed[x.id] = dataclasses.replace(x, amount=x.amount - part, working=working,
                                                chosen=part < x.amount)
    return [changed.get(x.id, x) for x in lines]


def within(lines: Sequence[LineView], wished: Sequence[Wish], ctx: Context) -> list[LineView]:
    """The lines, with what is demanded lowered to the sum that the person named.

    What was wished comes first; the rest fills up to the sum, and is not demanded beyond it. A
    sum that is no more than the price is one for the price: a multiple wished besides is apart.
    Where no rule can give the sum of the one thing wished, it is what the person says.
    """
    asked = asked_sum(ctx)
    if asked is None:
        return list(lines)
    wishes = [w.id for w in wished]
    sums = [x for x in lines if x.chosen and x.amount is not None and x.rule.money != "debt"]
    own = [x for x in sums if _wished(x, wishes)]
    open_ = [x for x in lines if x.chosen and x.amount is None and x.rule.money in _ALONE
             and _wished(x, wishes)]
    if len(open_) == 1 and not own and _all_of_it(open_[0], wished, lines):
        changed = {x.id: dataclasses.replace(x, chosen=False) for x in sums}
        changed[open_[0].id] = _named(open_[0], asked)
    else:
        changed = _lowered(own, [x for x in sums if x not in own], asked)
    return [changed.get(x.id, x) if x.chosen else _other(x, wished, asked, lines) for x in lines]


def _all_of_it(line: LineView, wished: Sequence[Wish], lines: Sequence[LineView]) -> bool:
    """Whether a sum that was named can be for this line: nothing else with a sum is wished."""
    acts = {w for x in lines if x.rule.money == "act" for w in x.rule.wishes}
    return all(w.id in line.rule.wishes or w.id in acts or w.beside or w.ask for w in wished)


def _wished(line: LineView, wishes: Sequence[str]) -> bool:
    return bool(set(line.rule.wishes) & set(wishes))


def _lowered(own: Sequence[LineView], rest: Sequence[LineView],
             asked: Decimal) -> dict[str, LineView]:
    """The sums that are demanded as they are then, by id: those wished first.

    Who names just what a multiple comes to, 我要一千, means that, and the price besides.
    """
    if any(x.rule.money in _APART and x.amount == asked for x in own):
        return {}
    back = sum((x.amount or Decimal(0) for x in own if x.rule.money in _BACK), Decimal(0))
    counted = [x for x in own if asked > back or x.rule.money not in _APART]
    room = asked
    out: dict[str, LineView] = {}
    for part in (counted, rest):
        for x in sorted(part, key=lambda x: -_FIRST.index(x.rule.money)):
            assert x.amount is not None
            if room <= 0:
                out[x.id] = dataclasses.replace(x, chosen=False)
            elif x.amount > room:
                out[x.id] = _at(x, room, asked)
            room = max(Decimal(0), room - x.amount)
    return out


def _at(line: LineView, left: Decimal, asked: Decimal) -> LineView:
    """A line that is demanded only as far as the named sum goes."""
    assert line.amount is not None
    part = f"，这一项写到 {plain(left)} 元" if left != asked else ""
    working = _OWN.format(plain(asked)) + part
    return dataclasses.replace(line, amount=left, working=working, beyond=line.amount - left)


def _named(line: LineView, asked: Decimal) -> LineView:
    """A line whose sum nobody could reckon, with the sum that the person wants."""
    return dataclasses.replace(line, amount=asked, working=_OWN.format(plain(asked)))


def _other(line: LineView, wished: Sequence[Wish], asked: Decimal,
           lines: Sequence[LineView]) -> LineView:
    """Another way to the same money: no more either."""
    if line.rule.money not in _BACK:
        return line
    if line.amount is None:
        own = _wished(line, [w.id for w in wished]) and _all_of_it(line, wished, lines)
        return _named(line, asked) if own else line
    if line.amount <= asked:
        return line
    return dataclasses.replace(line, amount=asked, working=_OWN.format(plain(asked)),
                               beyond=line.amount - asked)
