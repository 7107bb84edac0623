"""Facts that make a condition true or false, found by trying the answers that matter.

It may miss a way, so None means: none was found among some thousand tries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar
from zlib import crc32

from weiquan.core.case.context import context_of
from weiquan.core.language import condition as c
from weiquan.core.language.condition import Special, Tri
from weiquan.core.language.operators import OPERATORS, Item, last_day_past
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet

Facts = dict[str, Any]
T = TypeVar("T")


class Picks:
    """Choices that look random and are the same on every machine: one `seed`, one sequence.

    Knuth's MMIX generator; a finding must not come and go between two runs.
    """

    def __init__(self, seed: str = "") -> None:
        self.state = crc32(seed.encode())

    def choice(self, pool: Sequence[T]) -> T:
        """One item of a pool that is not empty."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return pool[(self.state >> 33) % len(pool)]


def solve(rules: RuleSet, cond: c.Condition, now: datetime, *, want: bool,
          most: int = 400) -> Facts | None:
    """Facts under which `cond` is exactly `want`, if possible with every gate of them open."""
    for facts in islice(_ways(rules, cond, now, want=want), most):
        for full in opened(rules, facts, now):
            if _comes_out(rules, cond, full, now, want=want):
                return full
    return _by_chance(rules, cond, now, want=want)


def opened(rules: RuleSet, facts: Facts, now: datetime, depth: int = 0) -> Iterator[Facts]:
    """`facts` with the gates of its facts opened, in the ways that do not contradict it."""
    for id_ in facts:
        gate = rules.specs[id_].ask_if
        if not _comes_out(rules, gate, facts, now, want=True) and depth < 6:
            for more in islice(_ways(rules, gate, now, want=True), 20):
                if all(facts.get(k, v) == v for k, v in more.items()):
                    yield from opened(rules, {**facts, **more}, now, depth + 1)
            return
    yield facts


def _comes_out(rules: RuleSet, cond: c.Condition, facts: Facts, now: datetime, *,
               want: bool) -> bool:
    """Whether `cond` is exactly `want`; it is neither where a parameter was not in force."""
    try:
        truth = c.evaluate(cond, context_of(rules, facts, now)).truth
    except KeyError:
        raise
    except LookupError:
        return False
    return truth is (Tri.TRUE if want else Tri.FALSE)


def _by_chance(rules: RuleSet, cond: c.Condition, now: datetime, *, want: bool) -> Facts | None:
    """The same by trying answers at random, for conditions with too many branches.

    Here a gate may be closed too: a comparison with a fact that does not apply is false.
    """
    picks = Picks()
    facts = c.facts_in(cond, rules.named)
    pools = {f: representatives(rules, rules.specs[f], now) for f in sorted(_reached(rules, facts))}
    for _ in range(3000):
        tried = {f: picks.choice(pool) for f, pool in pools.items() if pool}
        if _comes_out(rules, cond, tried, now, want=want):
            return tried
        looked = {f: v for f, v in tried.items() if f in facts}
        for full in islice(opened(rules, looked, now), 2):
            if _comes_out(rules, cond, full, now, want=want):
                return full
    return None


def _reached(rules: RuleSet, facts: frozenset[str]) -> frozenset[str]:
    """These facts and all that decide whether they are asked."""
    more = facts.union(*(c.facts_in(rules.specs[f].ask_if, rules.named) for f in facts))
    return facts if more == facts else _reached(rules, more)


def _ways(rules: RuleSet, cond: c.Condition, now: datetime, *, want: bool) -> Iterator[Facts]:
    """Facts that may make `cond` come out as `want`; who asks for them tries them."""
    match cond:
        case c.Compare(value=c.Gap()):
            yield from _gap_ways(rules, cond, now, want=want)
        case c.Compare():
            for value in _values(rules, cond, now, want=want):
                yield {cond.fact: value}
        case c.Known(fact=fact):
            answers = representatives(rules, rules.specs[fact], now)
            for answer in answers if want else [Special.UNSURE]:
                if (answer is not Special.UNSURE) is want:
                    yield {fact: answer}
        case c.Is(name=name):
            yield from _ways(rules, rules.named[name], now, want=want)
        case c.Not(item):
            yield from _ways(rules, item, now, want=not want)
        case c.All(items) | c.AnyOf(items):
            if isinstance(cond, c.All) is want:
                yield from _together(rules, items, now, want=want)
            else:
                for item in items:
                    yield from _ways(rules, item, now, want=want)


def _gap_ways(rules: RuleSet, cond: c.Compare, now: datetime, *, want: bool) -> Iterator[Facts]:
    gap: c.Gap = cond.value
    size = int(_limit(rules, gap.length, now))
    unit = 1 if cond.op == "within_days_of" else 31
    first = now - timedelta(days=20 if size * unit <= 14 else 400)
    for day in (first + timedelta(days=1 if want else size * unit + 3), first):
        yield {s: d if rules.specs[s].type == "datetime" else d.date()
               for s, d in ((cond.fact, day), (gap.of, first))}


def _together(rules: RuleSet, items: tuple[c.Condition, ...], now: datetime, *,
              want: bool) -> Iterator[Facts]:
    """One way of every item at once, without contradictions; with no items, one empty way."""
    compared = {leaf.fact for item in items for leaf in c.leaves(item)
                if isinstance(leaf, c.Compare)} if want else set()
    # What a comparison makes known need not be made known once more, with another answer.
    rest = [x for x in items if not (isinstance(x, c.Known) and x.fact in compared)]
    pools = [list(islice(_ways(rules, item, now, want=want), 12)) for item in rest]
    yield from (way for way in islice(_merged(pools, {}), 4000) if way is not None)


def _merged(pools: list[list[Facts]], merged: Facts) -> Iterator[Facts | None]:
    """One way of every pool added to `merged`; None for each that contradicts it."""
    if not pools:
        yield merged
        return
    for part in pools[0]:
        if any(merged.get(k, v) != v and not _both(merged, k, v) for k, v in part.items()):
            yield None
        else:
            added = {k: _union(merged.get(k), v) for k, v in part.items()}
            yield from _merged(pools[1:], {**merged, **added})


def _both(merged: Facts, key: str, value: Any) -> bool:
    return isinstance(merged[key], tuple) and isinstance(value, tuple)


def _union(old: Any, new: Any) -> Any:
    return tuple(dict.fromkeys((*old, *new))) if isinstance(old, tuple) else new


def _values(rules: RuleSet, leaf: c.Compare, now: datetime, *, want: bool) -> Iterator[Any]:
    ctx = c.Context({}, now, lambda name: rules.param_at(name, now.date()), rules.next_workday,
                    rules.named)
    against = _limit(rules, leaf.value, now)
    for value in representatives(rules, rules.specs[leaf.fact], now, leaf):
        if not isinstance(value, Special) and OPERATORS[leaf.op](value, against, ctx) is want:
            yield value


def _limit(rules: RuleSet, raw: Any, now: datetime) -> Any:
    """What is compared with: of a parameter its value now, or the one nearest to now.

    Only a hint at which answers to try: what counts is how the condition then comes out.
    """
    if not isinstance(raw, c.ParamRef):
        return raw
    values = [v for v in rules.params[raw.param].values if v.value is not None]
    return min(values, key=lambda v: (v.start > now.date(), abs(v.start - now.date()))).value


# ---------------------------------------------------------------- answers

def representatives(rules: RuleSet, spec: Fact, now: datetime,
                    leaf: c.Compare | None = None) -> list[Any]:
    """Answers to one question that the rules may tell apart, 不清楚 last.

    With `leaf`, also the answers at the bounds of that comparison.
    """
    if spec.type == "bool":
        out: list[Any] = [True, False]
    elif spec.type == "choice":
        out = [x.id for x in spec.choices]
    elif spec.type == "choices":
        ids = [x.id for x in spec.choices]
        pairs = [leaf.value] if leaf is not None and isinstance(leaf.value, tuple) else []
        out = [(), *((i,) for i in ids), *pairs, tuple(ids)]
    elif spec.type == "items":
        kinds = [*((x.id, x.label) for x in spec.choices), ("other", "别的")]
        entries = [Item(id_, label, Decimal(100)) for id_, label in kinds]
        out = [(), *((x,) for x in entries), tuple(entries)]
    elif spec.type in {"date", "datetime"}:
        out = _moments(rules, spec, now, leaf)
    elif spec.type == "text":
        out = ["说明文字"]
    else:
        out = _numbers(rules, spec, now, leaf)
    return out + ([Special.UNSURE] if spec.unsure else [])


def _numbers(rules: RuleSet, spec: Fact, now: datetime, leaf: c.Compare | None) -> list[Any]:
    low, high = spec.check.min or Decimal(0), spec.check.max or Decimal(1000)
    cuts: list[Any] = [Decimal(299), low]
    if leaf is not None and not isinstance(leaf.value, tuple):
        step = 1 if spec.type == "int" else Decimal("0.01")
        limit = _limit(rules, leaf.value, now)
        cuts = [limit, limit - step, limit + step]
        high = high if spec.check.max else max(high, limit + step)
    kind = int if spec.type == "int" else Decimal
    return [kind(x) for x in cuts if low <= x <= high] or [kind(low)]


def _moments(rules: RuleSet, spec: Fact, now: datetime, leaf: c.Compare | None) -> list[Any]:
    out: list[datetime] = [now - timedelta(days=d) for d in (2, 0, 5, 9, 20, 200, 400)]
    if leaf is not None and isinstance(leaf.value, date):
        day = datetime(leaf.value.year, leaf.value.month, leaf.value.day)
        out = [day, day - timedelta(days=1), *out]
    elif leaf is not None and not isinstance(leaf.value, tuple):
        size = int(_limit(rules, leaf.value, now))
        unit = timedelta(hours=1) if leaf.op.endswith("hours") else timedelta(days=1)
        out = [now - unit * size, now - unit * (size + 1), *out]
        if leaf.op == "past_days":
            past = datetime.combine(last_day_past(now.date(), size, rules.next_workday), now.time())
            out = [past + unit, past, *out]
    if not spec.check.not_future:
        out.append(now + timedelta(hours=30))
    return [m if spec.type == "datetime" else m.date() for m in out]
