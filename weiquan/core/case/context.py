"""From answers to what is known of a case: settled and derived facts, readings of others."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from weiquan.core.case.inwords import told_apart
from weiquan.core.language.condition import Context, Special, Tri, Truth, evaluate
from weiquan.core.model import Derived, Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import AboutDay, day_of
from weiquan.core.values.records import result

PASSES = 3  # a derived fact may rest on another; no chain in the rules is longer


@result
class ReadingView:
    """An unknown fact and what it is read as."""

    fact: Fact
    value: Any
    say: str


def settled(rules: RuleSet, given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that follow from the platform and other choices, where none was given."""
    out: dict[str, Any] = {}
    platform = rules.platforms.get(given.get("platform", ""))
    out |= platform.settles if platform is not None else {}
    for fact in rules.settling:
        if fact.id not in given:
            continue
        for choice in fact.choices:
            if choice.id == given[fact.id]:
                out |= choice.settles
    return {f: _typed(rules.specs[f], v) for f, v in out.items() if f not in given}


def derived(rules: RuleSet, facts: dict[str, Any], now: datetime) -> list[Derived]:
    """Add to `facts` what follows from them; the rules that did, in order.

    What was given is never overruled; 不清楚 is, by an answer from which it follows.
    """
    used: list[Derived] = []
    param = partial(_param, rules, facts, now)
    for _ in range(PASSES):
        before = len(used)
        known: dict[str, Truth] = {}
        ctx = Context(facts, now, param, rules.next_workday, rules.named, known)
        for rule, looks_at in rules.deriving:
            if looks_at.isdisjoint(facts):
                continue
            have = facts.get(rule.fact)
            if rule.add:
                if isinstance(have, tuple) and rule.value in have:
                    continue
            elif have is not None and have is not Special.UNSURE:
                continue
            if evaluate(rule.when, ctx).truth is Tri.TRUE:
                if rule.add:
                    ticked = have if isinstance(have, tuple) else ()
                    facts[rule.fact] = (*(t for t in ticked if t != "none"), rule.value)
                else:
                    facts[rule.fact] = _typed(rules.specs[rule.fact], rule.value)
                used.append(rule)
                known.clear()
        if len(used) == before:
            break
    return used


def context_of(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> Context:
    """The facts of a case as conditions see them.

    Settled and derived ones are added, inactive ones marked; what is not worth a question counts
    as 不清楚 unless it was given.
    """
    for mine, had, made in _LAST:
        if mine is rules and made.now == now and had == given and _about(had) == _about(given):
            return made
    made = _context(rules, given, now)
    _LAST.append((rules, dict(given), made))
    return made


def _about(facts: Mapping[str, Any]) -> dict[str, tuple[date, date]]:
    """What equality does not see: the days that are known only about."""
    return {k: (v.first, v.last) for k, v in facts.items() if isinstance(v, AboutDay)}


# Every letter of a case asks for the same context, and nobody changes one.
_LAST: deque[tuple[RuleSet, dict[str, Any], Context]] = deque(maxlen=2)


def _context(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> Context:
    given = told_apart(rules, given)
    facts = {**settled(rules, given), **given}
    derived(rules, facts, now)
    param = partial(_param, rules, facts, now)
    known: dict[str, Truth] = {}
    ctx = Context(facts, now, param, rules.next_workday, rules.named, known)
    for spec in rules.gated:
        if evaluate(spec.ask_if, ctx).truth is Tri.FALSE:
            value = Special.NOT_APPLICABLE
        elif spec.id not in facts and evaluate(spec.worth, ctx).truth is Tri.FALSE:
            value = Special.UNSURE
        else:
            continue
        if facts.get(spec.id) is not value:
            facts[spec.id] = value
            known.clear()   # what hangs on it may be another now
    return Context(facts, now, param, rules.next_workday, rules.named, {})


def with_facts(ctx: Context, more: Mapping[str, Any],
               assumed: frozenset[str] = frozenset()) -> Context:
    """`ctx` with some more facts; `assumed` names those that hold a reading."""
    return replace(ctx, facts={**ctx.facts, **more}, known={}, assumed=ctx.assumed | assumed)


def firmly_read(ctx: Context, views: list[ReadingView]) -> Context:
    """`ctx` with the usual state of things where nobody said otherwise: verdicts rest on it."""
    return fully_read(ctx, [v for v in views if _firm(v)])


def fully_read(ctx: Context, views: list[ReadingView]) -> Context:
    """`ctx` with every reading: what steps and sums go by."""
    return with_facts(ctx, {v.fact.id: v.value for v in views},
                      frozenset(v.fact.id for v in views))


def readings(rules: RuleSet, ctx: Context) -> list[ReadingView]:
    """What the unknown facts of a case are read as, in the order of the questions."""
    out = []
    for spec in rules.reading:
        usual, have = spec.unknown_as, ctx.facts.get(spec.id)
        if usual is None or (have is not None and have is not Special.UNSURE):
            continue
        value, say = usual.value, usual.say
        if evaluate(usual.unless, ctx).truth is Tri.TRUE:
            value, say = usual.instead, usual.instead_say
        if value is not None:
            out.append(ReadingView(spec, _read_as(spec, value, ctx), say))
    return out


def _read_as(spec: Fact, value: Any, ctx: Context) -> Any:
    if value == "today":
        return ctx.today
    if spec.type == "choices":
        return (value,) if any(c.id == value for c in spec.choices) else ()
    return _typed(spec, value)


def _firm(view: ReadingView) -> bool:
    return view.fact.unknown_as is not None and view.fact.unknown_as.firm


def unasked_as_unsure(rules: RuleSet, ctx: Context) -> Context:
    """`ctx` with every fact that nobody was asked for as 不清楚: what runs by what is known."""
    facts = dict.fromkeys(rules.specs, Special.UNSURE) | dict(ctx.facts)
    return replace(ctx, facts=facts, known={}, assumed=frozenset())


def _typed(spec: Fact, value: Any) -> Any:
    return Decimal(str(value)) if spec.type == "money" else value


def _param(rules: RuleSet, facts: Mapping[str, Any], now: datetime, name: str) -> Decimal:
    return rules.param_at(name, law_day(facts, now))


def law_day(facts: Mapping[str, Any], now: datetime, fact: str = "ordered_on") -> date:
    """The day that chooses the version of the law: that of `fact`, or today where it is open."""
    value = facts.get(fact)
    return day_of(value if isinstance(value, date) else now)


def for_law_day(rules: RuleSet, ctx: Context, fact: str) -> Context:
    """`ctx` with the parameters as in force on the day of another fact."""
    if fact == "ordered_on":
        return ctx
    day = law_day(ctx.facts, ctx.now, fact)
    return replace(ctx, param=lambda name: rules.param_at(name, day), known={})


def chosen(ctx: Context, fact: str) -> str | None:
    """The id that was chosen for a choice fact, or None."""
    value = ctx.facts.get(fact)
    return value if isinstance(value, str) else None


def ticked(ctx: Context, fact: str) -> tuple[str, ...]:
    """The ids that were chosen for a fact with several answers."""
    value = ctx.facts.get(fact)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()
