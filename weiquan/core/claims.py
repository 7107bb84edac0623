"""Claims with exact amounts, their elements, and what must not be claimed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from weiquan.core.assessment import ClaimView, ElementView, NotClaimView
from weiquan.core.citing import Citing
from weiquan.core.condition import Context, Special, Tri, evaluate
from weiquan.core.formula import compute, facts_in_formula
from weiquan.core.interview import to_find_out
from weiquan.core.model import Claim, Dispute

_OPEN = (None, Special.UNSURE)


def claims_in(dispute: Dispute, ctx: Context, names: Mapping[str, str], have: frozenset[str],
              citing: Citing) -> tuple[list[ClaimView], Decimal | None]:
    """The claims that hold or may hold, and the total of the chosen ones.

    Where two claims exclude each other (择一), the one with the higher amount is chosen; on
    equal amounts the first in the file. An amount of 0 is no claim. The total is None while a
    chosen amount is not known. A claim that depends on something not known is shown, but chosen
    only if no main claim holds and it is the first main one: a letter must demand something,
    and must not demand a refund, an exchange and a repair at once.
    """
    held: list[tuple[Claim, Decimal | None, str]] = []
    unsure: dict[str, tuple[str, ...]] = {}
    for rule in dispute.claims:
        truth = evaluate(rule.when, ctx).truth
        if truth is Tri.FALSE or (truth is Tri.UNKNOWN and rule.kind == "extra"):
            continue
        if truth is Tri.UNKNOWN:
            unsure[rule.id] = to_find_out(citing.rules, rule.when, ctx)
        if rule.amount is None:
            held.append((rule, None, rule.amount_text))
            continue
        amount = compute(rule.amount, ctx, names)
        if amount.value is None or amount.value > 0:
            held.append((rule, amount.value, amount.working))
    sure_main = any(r.kind == "main" and r.id not in unsure for r, _, _ in held)
    first = next((r.id for r, _, _ in held if r.kind == "main"), "")
    weak = {r.id for r, _, _ in held if r.id in unsure and (sure_main or r.id != first)}
    aside = _set_aside([h for h in held if h[0].id not in weak])
    views = [
        ClaimView(rule, value, working, citing.resolve(rule.basis),
                  tuple(_elements(rule, ctx, have, citing)),
                  rule.kind != "option" and rule.id not in aside and rule.id not in weak,
                  aside.get(rule.id, ""), unsure.get(rule.id, ()), _open_facts(rule, ctx))
        for rule, value, working in held
    ]
    counted = [v for v in views if v.chosen and v.rule.amount is not None]
    if not counted or any(v.amount is None for v in counted):
        return views, None
    return views, sum((v.amount for v in counted if v.amount is not None), Decimal(0))


def _open_facts(rule: Claim, ctx: Context) -> tuple[str, ...]:
    return tuple(sorted(f for f in facts_in_formula(rule.amount) if ctx.facts.get(f) in _OPEN))


def _set_aside(held: list[tuple[Claim, Decimal | None, str]]) -> dict[str, str]:
    """The ids of the claims that give way, with the name of the claim that goes before."""
    out: dict[str, str] = {}
    strongest = sorted(held, key=lambda h: -(h[1] or Decimal(0)))
    for i, (rule, _, _) in enumerate(strongest):
        if rule.id in out or rule.kind == "option":
            continue
        for other, _, _ in strongest[i + 1:]:
            if other.id in rule.excludes or rule.id in other.excludes:
                out.setdefault(other.id, rule.name)
    return out


def _elements(rule: Claim, ctx: Context, have: frozenset[str],
              citing: Citing) -> list[ElementView]:
    out = []
    for element in rule.elements:
        if evaluate(element.when, ctx).truth is Tri.FALSE:
            continue
        has = tuple(e for e in element.evidence if e in have)
        lacks = tuple(e for e in element.evidence if e not in have)
        met = evaluate(element.met, ctx).truth is Tri.TRUE
        out.append(ElementView(element.id, element.title, rule.name, has, lacks,
                               element.story if met else "", met, citing.resolve(element.basis)))
    return out


def not_claims_in(dispute: Dispute, ctx: Context, citing: Citing) -> list[NotClaimView]:
    """What must not be claimed in this case."""
    return [NotClaimView(rule, citing.resolve(rule.basis)) for rule in dispute.not_claims
            if evaluate(rule.when, ctx).truth is Tri.TRUE]


def report_points(dispute: Dispute, ctx: Context, citing: Citing) -> list[dict[str, Any]]:
    """The suspected violations that the facts point to, as plain data for the report letter."""
    out: list[dict[str, Any]] = []
    for point in dispute.report:
        if evaluate(point.when, ctx).truth is Tri.TRUE:
            violates = citing.resolve(point.violates)
            if violates:
                out.append({"id": point.id, "what": point.what, "facts": point.facts,
                            "violates": violates, "penalty": citing.resolve(point.penalty)})
    return out
