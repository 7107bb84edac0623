"""What is known, what applies, and which question comes next. Pure: same input, same question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from weiquan.core.condition import Condition, Context, Special, Tri, evaluate, facts_in
from weiquan.core.days import day_of
from weiquan.core.formula import facts_in_formula
from weiquan.core.model import Deadline, Dispute, Fact, Platform, Step
from weiquan.core.ruleset import RuleSet

ENOUGH = 16  # answers after which details wait as gaps: no interview is longer than 25 questions


def settled(rules: RuleSet, given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that follow from the platform, the dispute and other choices, where none was given."""
    out: dict[str, Any] = {}
    for pool, chosen_by in ((rules.platforms, "platform"), (rules.disputes, "dispute")):
        thing: Platform | Dispute | None = pool.get(given.get(chosen_by, ""))
        out |= thing.settles if thing is not None else {}
    for fact in rules.settling:
        for choice in fact.choices:
            if choice.id == given.get(fact.id):
                out |= choice.settles
    return {f: Decimal(str(v)) if rules.specs[f].type == "money" else v
            for f, v in out.items() if f not in given}


def context_of(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> Context:
    """The facts of a case as conditions see them.

    Settled ones are added, inactive ones marked; what is not worth a question counts as 不清楚
    unless it was given.
    """
    facts = {**settled(rules, given), **given}
    param = partial(_param, rules, facts, now)
    ctx = Context(facts, now, param, rules.next_workday, rules.named)
    for spec in rules.facts:  # declared order: ask_if looks back only (L105)
        if evaluate(spec.ask_if, ctx).truth is Tri.FALSE:
            facts[spec.id] = Special.NOT_APPLICABLE
        elif spec.id not in facts and evaluate(spec.worth, ctx).truth is Tri.FALSE:
            facts[spec.id] = Special.UNSURE
    return Context(facts, now, param, rules.next_workday, rules.named, {})


def unasked_as_unsure(rules: RuleSet, ctx: Context) -> Context:
    """`ctx` with every fact that nobody was asked for as 不清楚: what runs by what is known."""
    facts = dict.fromkeys(rules.specs, Special.UNSURE) | dict(ctx.facts)
    return Context(facts, ctx.now, ctx.param, ctx.next_workday, ctx.named, {})


def _param(rules: RuleSet, facts: Mapping[str, Any], now: datetime, name: str) -> Decimal:
    return rules.param_at(name, law_day(rules, facts, now))


def law_day(rules: RuleSet, facts: Mapping[str, Any], now: datetime) -> date:
    """The day that chooses the version of the law: usually the day of the order."""
    dispute = rules.disputes.get(str(facts.get("dispute", "")))
    value = facts.get(dispute.law_date if dispute is not None else "ordered_on")
    return day_of(value if isinstance(value, date) else now)


def chosen(ctx: Context, fact: str) -> str | None:
    """The id that was chosen for a choice fact, or None."""
    value = ctx.facts.get(fact)
    return value if isinstance(value, str) else None


def steps_of(rules: RuleSet, ctx: Context) -> list[Step]:
    """The steps that may belong to the case; only the ending ones once one of them holds."""
    return ending_steps(rules, ctx) or list(_all_steps(rules, ctx))


def ending_steps(rules: RuleSet, ctx: Context) -> list[Step]:
    """The steps that hold in the case and leave nothing else to ask or show."""
    return [s for s in _all_steps(rules, ctx)
            if s.ends and evaluate(s.when, ctx).truth is Tri.TRUE]


def _all_steps(rules: RuleSet, ctx: Context) -> Iterator[Step]:
    return rules.steps_for(chosen(ctx, "platform"), chosen(ctx, "dispute"))


def clocks_of(rules: RuleSet, ctx: Context, names: tuple[str, ...]) -> Iterator[Deadline]:
    """The deadlines that `names` stand for: ids, or stages of the platform's clocks."""
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    for name in names:
        if name in rules.deadlines:
            yield rules.deadlines[name]
        elif platform is not None:
            yield from (k for k in platform.clocks if k.stage == name)


def wanted(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> set[str]:
    """The unasked facts that some undecided rule still needs."""
    return wanted_in(rules, context_of(rules, given, now))


def wanted_in(rules: RuleSet, ctx: Context) -> set[str]:
    """The facts that are `wanted` in a context made by `context_of`."""
    if ending_steps(rules, ctx):
        return set()
    out = {f.id for f in rules.facts
           if (f.required or f.always) and f.id not in ctx.facts
           and evaluate(f.ask_if, ctx).truth is Tri.TRUE}
    names: list[str] = []
    for step in _all_steps(rules, ctx):
        when = evaluate(step.when, ctx)
        out |= when.missing
        if when.truth is Tri.TRUE:
            done = evaluate(step.done, ctx)
            out |= done.missing
            if done.truth is not Tri.TRUE:
                out |= evaluate(step.ready, ctx).missing | evaluate(step.blocked, ctx).missing
                names += step.clocks
    platform, dispute = chosen(ctx, "platform"), chosen(ctx, "dispute")
    for warning in rules.warnings_for(platform, dispute):
        out |= evaluate(warning.when, ctx).missing
    if dispute is not None:
        out |= _for_dispute(rules, ctx, rules.disputes[dispute], names)
    out |= _for_clocks(rules, ctx, tuple(dict.fromkeys(names)))
    excuse = rules.excuses.get(chosen(ctx, "excuse") or "")
    if excuse is not None:
        out |= evaluate(excuse.right_if, ctx).missing
    return {f for f in out if evaluate(rules.specs[f].worth, ctx).truth is Tri.TRUE}


def _for_dispute(rules: RuleSet, ctx: Context, dispute: Dispute, names: list[str]) -> set[str]:
    out: set[str] = set()
    names += dispute.clocks
    for claim in dispute.claims:
        when = evaluate(claim.when, ctx)
        out |= when.missing
        if when.truth is Tri.TRUE:
            out |= {f for f in facts_in_formula(claim.amount) if f not in ctx.facts}
    if "evidence_have" in rules.specs and "evidence_have" not in ctx.facts:
        out.add("evidence_have")
    return out


def _for_clocks(rules: RuleSet, ctx: Context, names: tuple[str, ...]) -> set[str]:
    out: set[str] = set()
    for clock in clocks_of(rules, ctx, names):
        when = evaluate(clock.when, ctx)
        out |= when.missing
        if when.truth is Tri.TRUE:
            # The order page wins over our reckoning, and is all that an uncertain length has.
            by_page = clock.screen_fact in rules.specs \
                and ctx.facts.get(clock.screen_fact) is not Special.UNSURE
            needed = clock.screen_fact if by_page or clock.status == "unclear" else clock.start
            if needed in rules.specs and needed not in ctx.facts:
                out.add(needed)
    return out


def next_question(rules: RuleSet, given: Mapping[str, Any], now: datetime,
                  more: frozenset[str] = frozenset()) -> Fact | None:
    """The first declared fact that an undecided rule still needs, or None.

    `more` adds facts that something else needs, such as the letters that were chosen. Details
    are left as gaps once ENOUGH has been answered.
    """
    ctx = context_of(rules, given, now)
    enough = sum(rules.specs[f].section != "letter" for f in given) >= ENOUGH
    need = wanted_in(rules, ctx) | {f for f in more if f not in ctx.facts}
    while True:
        back = {
            fact
            for spec in rules.facts
            if spec.id in need
            for fact in evaluate(spec.ask_if, ctx).missing
        } - need
        if not back:
            break
        need |= back
    for spec in rules.facts:
        left_out = enough and spec.detail and spec.id not in more
        if spec.id in need and spec.id not in ctx.facts and not left_out \
                and evaluate(spec.ask_if, ctx).truth is Tri.TRUE:
            return spec
    return None


def required_missing(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> list[Fact]:
    """The facts without which no plan can be made, in the order of the questions.

    A fact counts unless its ask_if is known to be false: an unasked switch must not hide it.
    """
    ctx = context_of(rules, given, now)
    if ending_steps(rules, ctx):
        return []
    return [f for f in rules.facts if f.required and f.id not in ctx.facts
            and not _hidden(f, ctx)]


def _hidden(fact: Fact, ctx: Context) -> bool:
    """Whether a required fact may be left out: its ask_if is false or answered 不清楚."""
    verdict = evaluate(fact.ask_if, ctx)
    return verdict.truth is Tri.FALSE or (verdict.truth is Tri.UNKNOWN and not verdict.missing)


def to_find_out(rules: RuleSet, cond: Condition, ctx: Context) -> tuple[str, ...]:
    """The short names of the facts that keep `cond` open: not asked, or answered 不清楚."""
    missing = evaluate(cond, ctx).missing
    looked_at = facts_in(cond, rules.named)
    return tuple(
        f.short for f in rules.facts
        if f.id in missing or (f.id in looked_at and ctx.facts.get(f.id) is Special.UNSURE
                               and evaluate(f.worth, ctx).truth is Tri.TRUE))


def offered_choices(fact: Fact, ctx: Context) -> list[str]:
    """The ids of the choices that are not ruled out by what is known."""
    return [c.id for c in fact.choices if evaluate(c.when, ctx).truth is not Tri.FALSE]
