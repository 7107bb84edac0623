"""Answers that cannot both be so: named with both, before anything rests on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from weiquan.core.case.answers import show_value
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Clash
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import day_of, first_of, last_of, plain_day
from weiquan.core.values.records import result


@result
class Contradiction:
    """Two answers that do not go together."""

    facts: tuple[str, ...]
    say: str                      # what each says, and that one of them has to be put right


def contradictions(rules: RuleSet, ctx: Context) -> list[Contradiction]:
    """Every pair of answers that cannot both be so."""
    clashes = (_of(c.facts, _with_sums(rules, c, ctx.facts)) for c in rules.clashes
               if evaluate(c.when, ctx).truth is Tri.TRUE
               and (not c.larger or _larger(c.facts, ctx.facts)))
    return [*_numbers(rules, ctx.facts), *clashes]


def _numbers(rules: RuleSet, facts: Any) -> Iterator[Contradiction]:
    """Days out of their order, and sums larger than what they are a part of."""
    for spec in rules.facts:
        then = facts.get(spec.id)
        for other in (*spec.check.not_before, *spec.check.after):
            first = facts.get(other)
            if isinstance(then, date) and isinstance(first, date) \
                    and day_of(last_of(then)) < day_of(first_of(first)):
                yield _of((other, spec.id), f"{spec.short}是 {plain_day(then)}，"
                                            f"早于{rules.specs[other].short} {plain_day(first)}")
        whole = facts.get(spec.check.at_most)
        if isinstance(then, Decimal | int) and isinstance(whole, Decimal | int) and then > whole:
            part, limit = show_value(spec, then), show_value(rules.specs[spec.check.at_most], whole)
            yield _of((spec.check.at_most, spec.id), f"{spec.short}是 {part}，"
                      f"多过{rules.specs[spec.check.at_most].short} {limit}")


def _larger(ids: tuple[str, ...], facts: Any) -> bool:
    """Whether the first of two sums is known to be more than the second."""
    more, less = (facts.get(i) for i in ids[:2])
    return isinstance(more, Decimal) and isinstance(less, Decimal) and more > less


def _with_sums(rules: RuleSet, clash: Clash, facts: Any) -> str:
    """The text of a clash, with what its sums are where it turns on them."""
    if not clash.larger:
        return clash.text
    shown = "，".join(f"{rules.specs[i].short}是 {show_value(rules.specs[i], facts[i])}"
                     for i in clash.facts[:2])
    return f"{shown}：{clash.text}"


def _of(facts: tuple[str, ...], text: str) -> Contradiction:
    return Contradiction(facts, f"有两处对不上：{text}。请改对其中一个。")
