"""Ways through the rules: facts that make a condition true or false, and random interviews."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from weiquan.core.asking.interview import (
    first_result,
    next_question,
    offered_choices,
    still_needed,
)
from weiquan.core.case.checks import check_value
from weiquan.core.case.context import context_of
from weiquan.core.language import condition as c
from weiquan.core.language.condition import Special
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.proving import solving
from weiquan.core.proving.solving import Facts, representatives
from weiquan.errors import BadValue

NOW = datetime(2026, 11, 22, 23, 5)
TICKS = {"happened": (1, 2), "wishes": (1, 3)}   # how many a person ticks; elsewhere what applies


def solve(rules: RuleSet, cond: c.Condition, *, want: bool, now: datetime = NOW) -> Facts | None:
    """Facts under which `cond` is exactly `want`, with every gate of these facts open."""
    return solving.solve(rules, cond, now, want=want)


# ---------------------------------------------------------------- random interviews

@dataclass
class Walk:
    """One whole interview: the answers, the questions in their order, and when a card was due."""

    facts: Facts = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    card_after: int | None = None


def walk(rules: RuleSet, rng: random.Random, now: datetime = NOW,
         fixed: Mapping[str, Any] | None = None, more: frozenset[str] = frozenset(), *,
         unsure: float = 0.1) -> Walk:
    """One interview with random answers; what is `fixed` is answered so where it is asked."""
    out = Walk()
    while True:
        if out.card_after is None and first_result(rules, out.facts, now):
            out.card_after = len(out.asked)
        spec = next_question(rules, out.facts, now) or next(
            iter(still_needed(rules, out.facts, now, more)), None)
        if spec is None:
            return out
        assert spec.id not in out.facts, f"{spec.id} is asked twice: {out.asked}"
        out.asked.append(spec.id)
        assert len(out.asked) < 60, out.asked
        out.facts[spec.id] = fixed[spec.id] if fixed and spec.id in fixed else \
            _answer(rules, spec, out.facts, rng, now, unsure)


def _answer(rules: RuleSet, spec: Fact, facts: Facts, rng: random.Random, now: datetime,
            unsure: float) -> Any:
    if spec.unsure and spec.id not in TICKS and rng.random() < unsure:
        return Special.UNSURE
    ctx = context_of(rules, facts, now)
    if spec.type == "choice":
        pool: list[Any] = offered_choices(spec, ctx)
    elif spec.type == "choices":
        ids = offered_choices(spec, ctx)
        least, most = TICKS.get(spec.id, (0, 2))
        some = set(rng.sample(ids, min(len(ids), rng.randint(least, most))))
        pool = [tuple(i for i in ids if i in some)]
    else:
        pool = [v for v in representatives(rules, spec, now) if v is not Special.UNSURE]
    fitting = [v for v in pool if _fits(rules, spec, v, facts)]
    assert fitting or spec.unsure, f"{spec.id} has no answer: {facts}"
    return rng.choice(fitting) if fitting else Special.UNSURE


def _fits(rules: RuleSet, spec: Fact, value: Any, facts: Facts) -> bool:
    try:
        check_value(spec, value, facts, rules.specs)
    except BadValue:
        return False
    return True
