"""Ways through the rules: facts that make a condition true or false, and random interviews."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from weiquan.core.asking.interview import next_question, offered_choices
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


def solve(rules: RuleSet, cond: c.Condition, *, want: bool, now: datetime = NOW) -> Facts | None:
    """Facts under which `cond` is exactly `want`, with every gate of these facts open."""
    return solving.solve(rules, cond, now, want=want)


# ---------------------------------------------------------------- random interviews

def walk(rules: RuleSet, rng: random.Random, now: datetime = NOW,
         fixed: Mapping[str, Any] | None = None, more: frozenset[str] = frozenset(),
         most: int = 80, likely: Mapping[str, Any] | None = None) -> tuple[Facts, list[str]]:
    """One whole interview with random answers: the facts, and the questions in their order.

    What is `fixed` is answered so in any case, what is `likely` where the answer may be given.
    """
    facts: Facts = {}
    asked: list[str] = []
    while (spec := next_question(rules, facts, now, more)) is not None:
        assert spec.id not in facts, f"{spec.id} is asked twice: {asked}"
        asked.append(spec.id)
        assert len(asked) < most, asked
        facts[spec.id] = _answer(rules, spec, facts, rng, now, fixed or {}, likely or {})
    return facts, asked


def _answer(rules: RuleSet, spec: Fact, facts: Facts, rng: random.Random, now: datetime,
            fixed: Mapping[str, Any], likely: Mapping[str, Any]) -> Any:
    if spec.id in fixed:
        return fixed[spec.id]
    ctx = context_of(rules, facts, now)
    if spec.type == "choice":
        pool: list[Any] = offered_choices(spec, ctx)
        if spec.id == "scope":
            pool = ["online"] * 30 + pool
    elif spec.type == "choices":
        ids = offered_choices(spec, ctx)
        some = [i for i in ids if rng.random() < (0.04 if spec.id == "special" else 0.4)]
        pool = [tuple(some)]
    else:
        pool = [v for v in representatives(rules, spec, now) if v is not Special.UNSURE]
    fitting = [v for v in pool if _fits(rules, spec, v, facts)]
    wish = likely.get(spec.id)
    if wish in fitting or (wish is Special.UNSURE and spec.unsure):
        return wish
    if spec.unsure and (not fitting or rng.random() < 0.08):
        return Special.UNSURE
    return rng.choice(fitting)


def _fits(rules: RuleSet, spec: Fact, value: Any, facts: Facts) -> bool:
    try:
        check_value(spec, value, facts, rules.specs)
    except BadValue:
        return False
    return True


def longest(rules: RuleSet, rng: random.Random, fixed: Facts, tries: int) -> list[str]:
    """The questions of the longest interview found by changing a few answers at a time."""
    facts, asked = walk(rules, rng, fixed=fixed)
    for _ in range(tries):
        free = [f for f in asked if f not in fixed]
        changed = set(rng.sample(free, min(len(free), rng.choice((1, 1, 2, 3)))))
        likely = {k: v for k, v in facts.items() if k not in changed}
        other, questions = walk(rules, rng, fixed=fixed, likely=likely)
        if len(questions) >= len(asked):
            facts, asked = other, questions
    return asked
