"""Ways through the rules: facts that make a condition true or false, and random interviews."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, product
from typing import Any

from weiquan.core import condition as c
from weiquan.core.checks import check_value
from weiquan.core.condition import Special, Tri
from weiquan.core.interview import context_of, next_question, offered_choices
from weiquan.core.model import Fact
from weiquan.core.ruleset import RuleSet
from weiquan.errors import BadValue

NOW = datetime(2026, 11, 22, 23, 5)
Facts = dict[str, Any]


# ---------------------------------------------------------------- making a condition hold

def solve(rules: RuleSet, cond: c.Condition, *, want: bool, now: datetime = NOW,
          most: int = 400) -> Facts | None:
    """Facts under which `cond` is exactly `want`, with every gate of these facts open."""
    for facts in islice(_ways(rules, cond, want, now), most):
        opened = _open(rules, facts, now)
        for full in opened:
            if c.evaluate(cond, context_of(rules, full, now)).truth is (
                    Tri.TRUE if want else Tri.FALSE):
                return full
    return _by_chance(rules, cond, want, now)


def _by_chance(rules: RuleSet, cond: c.Condition, want: bool, now: datetime) -> Facts | None:
    """The same by trying answers at random, for conditions with too many branches."""
    rng = random.Random(0)
    facts = sorted(c.facts_in(cond, rules.named))
    pools = {f: representatives(rules, rules.specs[f], now) for f in facts}
    wanted = Tri.TRUE if want else Tri.FALSE
    for _ in range(3000):
        tried = {f: rng.choice(pool) for f, pool in pools.items()}
        for full in islice(_open(rules, tried, now), 2):
            if c.evaluate(cond, context_of(rules, full, now)).truth is wanted:
                return full
    return None


def _open(rules: RuleSet, facts: Facts, now: datetime, depth: int = 0) -> Iterator[Facts]:
    """`facts` with the gates of its facts opened, in the ways that do not contradict it."""
    for id_ in facts:
        gate = rules.specs[id_].ask_if
        if c.evaluate(gate, context_of(rules, facts, now)).truth is not Tri.TRUE and depth < 6:
            for more in islice(_ways(rules, gate, True, now), 20):
                if all(facts.get(k, v) == v for k, v in more.items()):
                    yield from _open(rules, {**facts, **more}, now, depth + 1)
            return
    yield facts


def _ways(rules: RuleSet, cond: c.Condition, want: bool, now: datetime) -> Iterator[Facts]:
    match cond:
        case c.Compare(value=c.Gap()):
            yield from _gap_ways(rules, cond, want, now)
        case c.Compare():
            for value in _values(rules, cond, want, now):
                yield {cond.fact: value}
        case c.Known(fact=fact):
            spec = rules.specs[fact]
            answers = [v for v in representatives(rules, spec, now) if v is not Special.UNSURE]
            yield from ({fact: v} for v in (answers if want else [Special.UNSURE]))
        case c.Is(name=name):
            yield from _ways(rules, rules.named[name], want, now)
        case c.Not(item):
            yield from _ways(rules, item, not want, now)
        case c.All(items) | c.AnyOf(items):
            together = isinstance(cond, c.All) is want
            if not items:
                if isinstance(cond, c.All) is want:
                    yield {}
            elif together:
                yield from _together(rules, items, want, now)
            else:
                for item in items:
                    yield from _ways(rules, item, want, now)


def _gap_ways(rules: RuleSet, cond: c.Compare, want: bool, now: datetime) -> Iterator[Facts]:
    gap = cond.value
    size = int(rules.param_at(gap.length.param, now.date())
               if isinstance(gap.length, c.ParamRef) else gap.length)
    unit = 1 if cond.op == "within_days_of" else 31
    first = now - timedelta(days=20 if size * unit <= 14 else 400)
    for day in (first + timedelta(days=1 if want else size * unit + 3), first):
        typed = {s: d if rules.specs[s].type == "datetime" else d.date()
                 for s, d in ((cond.fact, day), (gap.of, first))}
        yield typed


def _together(rules: RuleSet, items: tuple[c.Condition, ...], want: bool,
              now: datetime) -> Iterator[Facts]:
    pools = [list(islice(_ways(rules, item, want, now), 12)) for item in items]
    for combination in islice(product(*pools), 4000):
        merged: Facts = {}
        for part in combination:
            if any(merged.get(k, v) != v and not _both(merged, k, v) for k, v in part.items()):
                break
            for k, v in part.items():
                merged[k] = _union(merged.get(k), v)
        else:
            yield merged


def _both(merged: Facts, key: str, value: Any) -> bool:
    return isinstance(merged[key], tuple) and isinstance(value, tuple)


def _union(old: Any, new: Any) -> Any:
    return tuple(dict.fromkeys((*old, *new))) if isinstance(old, tuple) else new


def _values(rules: RuleSet, leaf: c.Compare, want: bool, now: datetime) -> Iterator[Any]:
    spec = rules.specs[leaf.fact]
    ctx = c.Context({}, now, lambda name: rules.param_at(name, now.date()), rules.named)
    for value in representatives(rules, spec, now, leaf):
        against = ctx.param(leaf.value.param) if isinstance(leaf.value, c.ParamRef) else leaf.value
        if not isinstance(value, Special) and c.OPERATORS[leaf.op](value, against, ctx) is want:
            yield value


def representatives(rules: RuleSet, spec: Fact, now: datetime,
                    leaf: c.Compare | None = None) -> list[Any]:
    """Answers to one question that the rules may tell apart, 不清楚 last."""
    if spec.type == "bool":
        out: list[Any] = [True, False]
    elif spec.type == "choice":
        out = [x.id for x in spec.choices]
    elif spec.type == "choices":
        ids = [x.id for x in spec.choices]
        pairs = [leaf.value] if leaf is not None and isinstance(leaf.value, tuple) else []
        out = [(), *((i,) for i in ids), *pairs, tuple(ids)]
    elif spec.type in {"date", "datetime"}:
        out = _moments(rules, spec, now, leaf)
    elif spec.type == "text":
        out = ["说明文字"]
    else:
        out = _numbers(rules, spec, leaf)
    return out + ([Special.UNSURE] if spec.unsure else [])


def _numbers(rules: RuleSet, spec: Fact, leaf: c.Compare | None) -> list[Any]:
    low, high = spec.check.min or Decimal(0), spec.check.max or Decimal(1000)
    cuts: list[Any] = [Decimal(299), low]
    if leaf is not None and not isinstance(leaf.value, tuple):
        step = 1 if spec.type == "int" else Decimal("0.01")
        limit = rules.param_at(leaf.value.param, NOW.date()) \
            if isinstance(leaf.value, c.ParamRef) else leaf.value
        cuts = [limit, limit - step, limit + step]
    kind = int if spec.type == "int" else Decimal
    return [kind(x) for x in cuts if low <= x <= high] or [kind(low)]


def _moments(rules: RuleSet, spec: Fact, now: datetime, leaf: c.Compare | None) -> list[Any]:
    out: list[Any] = [now - timedelta(days=d) for d in (2, 0, 5, 9, 20, 200, 400)]
    if leaf is not None and isinstance(leaf.value, date):
        day = datetime(leaf.value.year, leaf.value.month, leaf.value.day)
        out = [day, day - timedelta(days=1), *out]
    elif leaf is not None and not isinstance(leaf.value, tuple):
        size = int(rules.param_at(leaf.value.param, now.date())) \
            if isinstance(leaf.value, c.ParamRef) else int(leaf.value)
        unit = timedelta(hours=1) if leaf.op.endswith("hours") else timedelta(days=1)
        out = [now - unit * size, now - unit * (size + 1), *out]
    if not spec.check.not_future:
        out.append(now + timedelta(hours=30))
    return [m if spec.type == "datetime" else m.date() for m in out]


# ---------------------------------------------------------------- random interviews

def walk(rules: RuleSet, rng: random.Random, now: datetime = NOW,
         fixed: Mapping[str, Any] | None = None, more: frozenset[str] = frozenset(),
         most: int = 80) -> tuple[Facts, list[str]]:
    """One whole interview with random answers: the facts, and the questions in their order."""
    facts: Facts = {}
    asked: list[str] = []
    while (spec := next_question(rules, facts, now, more)) is not None:
        assert spec.id not in facts, f"{spec.id} is asked twice: {asked}"
        asked.append(spec.id)
        assert len(asked) < most, asked
        facts[spec.id] = _answer(rules, spec, facts, rng, now, fixed or {})
    return facts, asked


def _answer(rules: RuleSet, spec: Fact, facts: Facts, rng: random.Random, now: datetime,
            fixed: Mapping[str, Any]) -> Any:
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
    if spec.unsure and (not fitting or rng.random() < 0.08):
        return Special.UNSURE
    return rng.choice(fitting)


def _fits(rules: RuleSet, spec: Fact, value: Any, facts: Facts) -> bool:
    try:
        check_value(spec, value, facts, rules.specs)
    except BadValue:
        return False
    return True
