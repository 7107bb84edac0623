"""How verdicts stand together: what gives way, what is asked for, what it comes to."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from weiquan.core.judging.verdicts import LineView, Verdict
from weiquan.core.language.formula import facts_in_formula
from weiquan.core.values.records import result

# A sum of these kinds is asked for once, however many theories give it.
ONE_OF: tuple[frozenset[str], ...] = (
    frozenset({"price", "act"}), frozenset({"multiple", "promised"}), frozenset({"gap"}),
    frozenset({"freight"}), frozenset({"loss"}), frozenset({"injury"}), frozenset({"property"}),
    frozenset({"mental"}), frozenset({"penalty"}), frozenset({"interest"}),
)
# Of these one theory may have several lines, each for another part of the loss: they add up.
PARTS = frozenset({"freight", "loss", "injury", "property", "interest"})
# These are asked for only where the person wants them: nobody is talked into a multiple.
ONLY_IF_WISHED = frozenset({"multiple", "mental", "penalty"})
# What hangs on whether they meant to deceive is no sum to reckon with: it is shown apart.
ONLY_IF_SURE = frozenset({"multiple"})
_PRICE = frozenset({"paid", "refunded_amount"})
_RANK = {"firm": 2, "court": 1, "arguable": 0}


@result
class Total:
    """What the chosen lines come to; None while an amount is not known."""

    firm: Decimal | None
    with_arguable: Decimal | None
    debt: Decimal | None          # what the person may have to pay
    debt_firm: Decimal | None


def stand(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts, with those hidden that another one replaces.

    A theory that stops or gates a case and is certain hides what it excludes; any other that may
    stand hides what it replaces.
    """
    gone: set[str] = set()
    for v in verdicts:
        if v.rule.role in {"stop", "gate"} and v.answer == "yes":
            gone |= set(v.rule.excludes)
        if v.answer != "no":
            gone |= set(v.rule.replaces)
    return [dataclasses.replace(v, hidden=True) if v.rule.id in gone else v for v in verdicts]


def chosen_lines(verdicts: Sequence[Verdict], wishes: Sequence[str], *, spoken: bool = False,
                 parts: Collection[str] = ()) -> list[LineView]:
    """Every line that stands, those asked for marked; in the order of the verdicts.

    Of the lines for one kind of money one is chosen: that which the person wished, then the
    surest, then the highest. The parts of one loss are chosen together. `spoken`: a letter can
    ask for what is wished in words of its own; nobody who wants another size is given a refund.
    Who wants one of `parts`, a part of the price, is given all of it only where that is certain.
    """
    lines = [x for v in verdicts if not v.hidden for x in v.lines]
    ids = {x.id for x in lines}
    doubles = {x.id: x.rule.same_as for x in lines if x.rule.same_as in ids}
    free = [x for x in lines if x.id not in doubles]
    picked: dict[str, str] = {}
    for kinds in ONE_OF:
        pool = [x for x in free if x.rule.money in kinds]
        wanted = [x for x in pool if _wished(x, wishes) < len(wishes)]
        if kinds & ONLY_IF_WISHED:
            pool = wanted
        if "act" in kinds:  # an act that nobody wants is no demand
            pool = wanted or [x for x in pool if x.rule.money == "price" and not spoken]
            pool = _sent(pool, wishes) or _main(pool)
        if not pool:
            continue
        best = min(pool, key=lambda x: _order(x, wishes, parts,
                                            highest=x.rule.money in ONLY_IF_WISHED))
        for x in free:
            if x.rule.money in kinds:
                part = x.rule.money in PARTS and x.theory is best.theory
                picked[x.id] = x.id if part else best.id
    _either_or(free, picked)
    out = []
    for x in lines:
        best_id = picked.get(x.id, "")
        chosen = x.id == best_id and x.rule.money != "debt"
        instead = "" if chosen else (doubles.get(x.id) or best_id)
        out.append(dataclasses.replace(x, chosen=chosen, instead_of=instead))
    return out


def _either_or(lines: Sequence[LineView], picked: dict[str, str]) -> None:
    """Who gets the thing itself gets no difference in price for another one."""
    acts = [x for x in lines if x.rule.money == "act" and picked.get(x.id) == x.id
            and "deliver" in x.rule.wishes]
    for x in lines:
        if acts and x.rule.money == "gap" and picked.get(x.id) == x.id \
                and "price_gap" in x.rule.wishes:
            picked[x.id] = acts[0].id


def _sent(pool: list[LineView], wishes: Sequence[str]) -> list[LineView]:
    """The lines that give the thing itself, where that is what the person wants most."""
    if tuple(wishes[:1]) != ("deliver",):
        return []
    return [x for x in pool if x.rule.money == "act" and "deliver" in x.rule.wishes]


def _main(pool: list[LineView]) -> list[LineView]:
    """Without the lines of additions, where a main remedy is there that is as sure."""
    main = [x for x in pool if x.theory.role == "main"]
    surer = [] if any(x.answer == "yes" for x in main) \
        else [x for x in pool if x.answer == "yes" and x.rule.money == "price"]
    return [*main, *(x for x in surer if x not in main)] if main else pool


def _wished(line: LineView, wishes: Sequence[str]) -> int:
    """The place of the first wish that the line answers; their number where it answers none."""
    return min((i for i, w in enumerate(wishes) if w in line.rule.wishes), default=len(wishes))


def _order(line: LineView, wishes: Sequence[str], parts: Collection[str], *,
           highest: bool) -> tuple[object, ...]:
    sure = (line.answer != "yes", -_RANK[line.strength])
    size = -(line.amount or Decimal(0))
    if highest:
        return (*sure, size, line.theory.order)
    place = _wished(line, wishes)  # wishes have no order of their own: the surest comes first
    unsized = line.rule.money != "act" and line.amount is None
    beyond = place < len(wishes) and wishes[place] in parts and _whole(line)
    return (place == len(wishes), line.answer != "yes", place, line.answer != "yes" and beyond,
            *sure, unsized, line.theory.order, size)


def _whole(line: LineView) -> bool:
    """Whether the sum is all that was paid and has not come back."""
    return "paid" in (known := facts_in_formula(line.rule.amount)) and known <= _PRICE


def total_of(lines: Iterable[LineView]) -> Total:
    """The sums of the chosen lines, and what the person may owe."""
    every = list(lines)
    counted = [x for x in every if x.chosen
               and (x.rule.amount is not None or x.amount is not None)
               and (x.answer == "yes" or x.rule.money not in ONLY_IF_SURE)]
    debts = [x for x in every if x.rule.money == "debt" and x.rule.amount is not None
             and not x.instead_of]
    return Total(_sum([x for x in counted if x.strength == "firm" and x.answer == "yes"]),
                 _sum(counted), _sum(debts), _sum([x for x in debts if x.strength == "firm"]))


def _sum(lines: Sequence[LineView]) -> Decimal | None:
    if not lines or any(x.amount is None for x in lines):
        return None
    return sum((x.amount for x in lines if x.amount is not None), Decimal(0))
