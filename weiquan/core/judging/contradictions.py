"""Answers that cannot both be so: named with both, before anything rests on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from weiquan.core.case.answers import show_value
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.language.ruletype import result
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import day_of, first_of, last_of, plain_day


@result
class Contradiction:
    """Two answers that do not go together."""

    facts: tuple[str, ...]
    say: str                      # what each says, and that one of them has to be put right


def contradictions(rules: RuleSet, ctx: Context) -> list[Contradiction]:
    """Every pair of answers that cannot both be so."""
    clashes = (_of(c.facts, c.text) for c in rules.clashes
               if evaluate(c.when, ctx).truth is Tri.TRUE)
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


def _of(facts: tuple[str, ...], text: str) -> Contradiction:
    return Contradiction(facts, f"有两处对不上：{text}。请改对其中一个。")
