"""From rules, facts and a moment to an Assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from weiquan.core.assessment import (
    Assessment,
    ClaimView,
    Clock,
    EvidenceView,
    ExcuseView,
    Gap,
    LetterView,
    StepView,
)
from weiquan.core.citing import Citing
from weiquan.core.claims import claims_in, not_claims_in
from weiquan.core.clocks import clocks_in
from weiquan.core.condition import Context, Special, Tri, evaluate
from weiquan.core.exhibits import exhibit_numbers
from weiquan.core.interview import (
    chosen,
    context_of,
    law_day,
    unasked_as_unsure,
    wanted_in,
)
from weiquan.core.ladder import ladder_of
from weiquan.core.model import LetterMeta
from weiquan.core.ruleset import RuleSet

URGENT = timedelta(hours=48)


def assess(rules: RuleSet, given: Mapping[str, Any], now: datetime,
           exhibits: Sequence[str] = (), assumed: frozenset[str] = frozenset()) -> Assessment:
    """Everything that the rules say about the facts `given` at `now`.

    `exhibits` is the order of exhibit numbers that a case has already fixed; `assumed` names
    the facts that nobody gave, so that they are listed as gaps.
    """
    ctx = context_of(rules, given, now)
    citing = Citing(rules, law_day(rules, ctx.facts, now), ctx.today)
    by_known = unasked_as_unsure(rules, ctx)
    ladder = ladder_of(rules, ctx, by_known, citing)
    names = {f.id: f.short for f in rules.facts}
    have = ctx.facts.get("evidence_have")
    had = frozenset(have) if isinstance(have, tuple) else frozenset()
    ends = any(s.rule.ends for s in ladder)
    dispute = None if ends else rules.disputes.get(chosen(ctx, "dispute") or "")
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    claims, total = claims_in(dispute, ctx, names, had, citing) if dispute else ([], None)
    running = [n for s in ladder if s.status != "done" for n in s.rule.clocks]
    clocks = clocks_in(rules, by_known, [*(dispute.clocks if dispute else ()), *running],
                       rules.workdays, citing)
    evidence = _evidence(rules, ctx, claims, ladder, had, exhibits)
    warnings = [] if ends else [
        (w, citing.resolve(w.basis))
        for w in rules.warnings_for(chosen(ctx, "platform"), chosen(ctx, "dispute"))
        if evaluate(w.when, ctx).truth is Tri.TRUE
    ]
    warnings.sort(key=lambda pair: pair[0].level != "stop")
    not_claims = not_claims_in(dispute, ctx, citing) if dispute else []
    excuse = _excuse(rules, ctx, citing)
    return Assessment(
        now=now,
        law_day=citing.law_day,
        dispute_id=dispute.id if dispute else "",
        dispute_name=dispute.name if dispute else "",
        platform_id=platform.id if platform else "",
        platform_name=platform.name if platform else "",
        next=next_step(ladder, now),
        ladder=tuple(ladder),
        claims=tuple(claims),
        total=total,
        not_claims=tuple(not_claims),
        clocks=tuple(sorted(clocks, key=lambda k: (k.due is None, k.due or now, k.rule.id))),
        evidence=tuple(evidence),
        letters=tuple(_letters(rules, ctx, ladder, claims)) if not ends else (),
        warnings=tuple(warnings),
        gaps=tuple(_gaps(rules, given, ctx, assumed)),
        sources=tuple(_sources(citing, platform, clocks, ladder)),
        excuse=excuse,
        burden=dispute.burden if dispute else "",
    )


def next_step(ladder: Sequence[StepView], now: datetime) -> StepView:
    """The one thing to do first.

    Emergencies first; then a step with a clock of the buyer's own that ends within 48 hours;
    then the lowest rung, in the order of the files. When nothing can be done now: what has to
    be found out, then what comes later, and last what is done. LookupError on an empty ladder.
    """
    for status in ("now", "check", "later", "blocked", "done"):
        pool = [s for s in ladder if s.status == status]
        if pool:
            first = max(s.rule.first for s in pool)
            pool = [s for s in pool if s.rule.first == first]
            if first > 0:
                return pool[0]
            urgent = [(due, i) for i, s in enumerate(pool) if (due := _urgent(s, now)) is not None]
            return pool[min(urgent)[1]] if urgent else pool[0]
    raise LookupError("the ladder is empty")


def _urgent(step: StepView, now: datetime) -> datetime | None:
    dues = [k.due for k in step.clocks
            if k.rule.who == "buyer" and k.due is not None and now <= k.due <= now + URGENT]
    return min(dues) if dues else None


def _evidence(rules: RuleSet, ctx: Context, claims: Sequence[ClaimView],
              ladder: Sequence[StepView], had: frozenset[str],
              exhibits: Sequence[str]) -> list[EvidenceView]:
    proves: dict[str, list[str]] = {}
    for claim in claims:
        for element in claim.elements:
            for one in (*element.have, *element.lacking):
                titles = proves.setdefault(one, [])
                if element.title not in titles:
                    titles.append(element.title)
    for step in ladder:
        if step.status in {"now", "check"}:
            for one in step.rule.evidence:
                proves.setdefault(one, [])
    for one in had:
        proves.setdefault(one, [])
    numbers = exhibit_numbers(rules, had, exhibits)
    out = []
    for id_, rule in rules.evidence.items():
        if id_ in proves and (id_ in had or evaluate(rule.when, ctx).truth is not Tri.FALSE):
            out.append(EvidenceView(rule, id_ in had, tuple(proves[id_]), numbers.get(id_)))
    never = 10**6
    return sorted(out, key=lambda e: (e.have, e.rule.perish_hours or never))


def _letters(rules: RuleSet, ctx: Context, ladder: Sequence[StepView],
             claims: Sequence[ClaimView]) -> list[LetterView]:
    offered = {n for s in ladder if s.status not in {"done", "blocked"} for n in s.rule.letters}
    return [LetterView(meta, missing_in(rules, meta, ctx, claims))
            for meta in rules.letters.values()
            if meta.id in offered and evaluate(meta.when, ctx).truth is not Tri.FALSE]


def missing_in(rules: RuleSet, meta: LetterMeta, ctx: Context,
               claims: Sequence[ClaimView]) -> tuple[str, ...]:
    """The facts that a letter would have to leave open, those of its amounts included."""
    demanded = [f for c in claims if c.chosen for f in c.open] if "demands" in meta.shows else []
    if "open_days" in meta.shows:
        demanded += open_days(rules, ctx, claims)
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    needs = list(meta.needs)
    if platform is not None and platform.named_by and "platform_name" in meta.shows:
        needs.append(platform.named_by)
    bare = [f for f in needs if ctx.facts.get(f) in {None, Special.UNSURE}]
    return tuple(dict.fromkeys([*bare, *demanded]))


def open_days(rules: RuleSet, ctx: Context, claims: Sequence[ClaimView]) -> list[str]:
    """The past days that a chosen claim hangs on and that are not known."""
    lacking = {short for c in claims if c.chosen for short in c.unsure}
    return [f.id for f in rules.facts if f.short in lacking and f.check.not_future
            and f.type in {"date", "datetime"} and ctx.facts.get(f.id) in {None, Special.UNSURE}]


def _gaps(rules: RuleSet, given: Mapping[str, Any], ctx: Context,
          assumed: frozenset[str]) -> list[Gap]:
    open_ = wanted_in(rules, ctx)
    out = []
    for fact in rules.facts:
        unsure = given.get(fact.id) is Special.UNSURE \
            and ctx.facts.get(fact.id) is Special.UNSURE
        if unsure or fact.id in assumed or (fact.id in open_ and fact.id not in ctx.facts):
            out.append(Gap(fact.id, fact.short, fact.ask, unsure))
    return out


def _excuse(rules: RuleSet, ctx: Context, citing: Citing) -> ExcuseView | None:
    rule = rules.excuses.get(chosen(ctx, "excuse") or "")
    if rule is None:
        return None
    right = evaluate(rule.right_if, ctx).truth is Tri.TRUE
    return ExcuseView(rule.id, rule.name, right, rule.right_when, rule.answer, rule.reply,
                      rule.capture, citing.resolve(rule.basis))


def _sources(citing: Citing, platform: Any, clocks: Sequence[Clock],
             ladder: Sequence[StepView]) -> list[str]:
    out = citing.sources()
    if platform is not None:
        used = {k.source for k in clocks} | {n.source for s in ladder for n in s.notes}
        for source in platform.sources:
            if source.id in used:
                dated = f"，文本日期 {source.date}" if source.date else ""
                out.append(f"{platform.name}：{source.title}{dated}，核对于 {platform.as_of}")
    return out
