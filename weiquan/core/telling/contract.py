"""An Assessment as plain JSON data: the contract of `weiquan plan --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import LineView, RestView, Verdict, WishView
from weiquan.core.judging.views import Cited, Clock, StepView
from weiquan.core.model import Label
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card, card_of

SCHEMA_ID = "weiquan/plan/1"


def plan_json(rules: RuleSet, facts: Mapping[str, Any], result: Assessment) -> dict[str, Any]:
    """The plan as described by rules/schema/plan.schema.json; money as text, times as ISO."""
    return {
        "schema": SCHEMA_ID,
        "as_of": _moment(result.now),
        "dispute": _dispute(rules, facts),
        "happened": [{"id": x.id, "label": x.label} for x in _happened(rules, facts)],
        "platform": {"id": result.platform_id, "name": result.platform_name},
        "law_day": result.law_day.isoformat(),
        "rung": result.next.rule.rung,
        "next": {
            "step": result.next.rule.id,
            "title": result.next.rule.title,
            "do": list(result.next.rule.do),
            "due": _due(result.next),
        },
        "ladder": [_step(s) for s in result.ladder],
        "wishes": [_wish(w) for w in result.wishes],
        "verdicts": [_verdict(v, result) for v in result.verdicts if not v.hidden],
        "claims": [
            {"id": x.id, "name": x.rule.what, "kind": _kind(x), "chosen": x.chosen,
             "status": "held" if x.answer == "yes" else "check", "strength": x.strength,
             "amount": _money(x.amount), "formula": x.working, "basis": _basis(x.basis)}
            for x in result.lines
        ],
        "total": _money(result.total.firm),
        "total_with_arguable": _money(result.total.with_arguable),
        "exposure": _money(result.total.debt),
        "contradictions": [{"facts": list(c.facts), "say": c.say}
                           for c in result.contradictions],
        "readings": [{"fact": r.fact.id, "value": str(r.value), "say": r.say}
                     for r in result.readings],
        "card": _card(card_of(rules, dict(facts), result)),
        "not_claims": [
            {"id": n.rule.id, "name": n.rule.name, "why": n.rule.why, "basis": _basis(n.basis)}
            for n in result.not_claims
        ],
        "deadlines": [_clock(k, result.now) for k in result.clocks],
        "evidence": [
            {"id": e.rule.id, "title": e.rule.title, "have": e.have, "exhibit": e.number,
             "proves": list(e.proves) or [e.rule.proves], "how": list(e.rule.capture)}
            for e in result.evidence
        ],
        "letters": [
            {"id": x.rule.id, "title": x.rule.title, "to": x.rule.to, "ready": x.ready,
             "missing": list(x.missing)}
            for x in result.letters
        ],
        "excuses": [
            {"id": x.id, "name": x.name, "merchant_is_right": x.right, "beside": x.beside,
             "right_when": list(x.right_when), "answer": list(x.answer), "reply": x.reply,
             "basis": _basis(x.basis)}
            for x in result.excuses
        ],
        "warnings": [
            {"id": w.id, "level": w.level, "text": w.text, "basis": _basis(basis)}
            for w, basis in result.warnings
        ],
        "gaps": [{"fact": g.fact, "ask": g.ask, "unsure": g.unsure} for g in result.gaps],
        "own_answers": [{"fact": x.fact, "words": x.words} for x in result.own_answers],
        "sources": list(result.sources),
    }


def _dispute(rules: RuleSet, facts: Mapping[str, Any]) -> dict[str, str]:
    """The shorthand that was given, if any; kept for scripts."""
    given = str(facts.get("dispute") or "")
    spec = rules.specs.get("dispute")
    names = {c.id: c.label for c in spec.choices} if spec is not None else {}
    return {"id": given if given in names else "", "name": names.get(given, "")}


def _happened(rules: RuleSet, facts: Mapping[str, Any]) -> list[Label]:
    ticked = facts.get("happened")
    return [rules.happened[x] for x in ticked if x in rules.happened] \
        if isinstance(ticked, tuple) else []


def _kind(line: LineView) -> str:
    if line.instead_of:
        return "option"
    return "main" if line.rule.money in {"price", "act", "debt"} else "extra"


def _wish(view: WishView) -> dict[str, Any]:
    line = view.line
    return {"wish": view.rule.id, "label": view.rule.label, "asked": view.asked,
            "answer": view.answer, "say": view.say, "why": list(view.why),
            "needs": list(view.needs), "amount": _money(view.amount),
            "line": line.id if line else None, "basis": _basis(view.basis),
            "rest": _rest(line.rest) if line is not None and line.rest is not None else None}


def _rest(view: RestView) -> dict[str, Any]:
    return {"name": view.what, "answer": view.answer, "amount": _money(view.amount),
            "say": view.say, "basis": _basis(view.basis)}


def _verdict(view: Verdict, result: Assessment) -> dict[str, Any]:
    asked = {w.verdict.rule.id for w in result.wishes if w.asked and w.verdict is not None}
    lines = [x for x in result.lines if x.theory is view.rule]
    amounts = [x.amount for x in lines if x.amount is not None]
    return {"theory": view.rule.id, "name": view.rule.name, "asked": view.rule.id in asked,
            "answer": view.answer, "say": view.say, "why": list(view.why),
            "needs": list(view.needs), "amount": _money(max(amounts, default=None)),
            "against": [{"party": o.party, "answer": o.answer} for o in view.owes],
            "instead": list(view.instead), "basis": _basis(view.basis)}


def _card(card: Card) -> dict[str, Any]:
    return {"head": card.heads[0], "mine": card.mine, "overdue": list(card.overdue),
            "stop": list(card.stop), "beware": list(card.beware),
            "steps": [{"id": s.id, "title": s.title} for s in card.steps],
            "perishing": list(card.perishing), "excuses": list(card.excuses),
            "asked": list(card.asked),
            "later": list(card.later), "open": [q.fact.short for q in card.open],
            "questions": [{"fact": q.fact.id, "ask": q.fact.ask, "why": q.why}
                          for q in card.open],
            "must_tonight": card.must_tonight, "look_again": card.look_again}


def first_due(step: StepView) -> Clock | None:
    """The clock of a step that runs out first: the buyer's own, else one waited for."""
    dated = [k for k in step.clocks if k.due is not None]
    own = [k for k in dated if k.rule.who == "buyer"]
    waited = [k for k in dated if k.rule.who == "merchant"]
    return min(own or waited, key=lambda k: k.due or datetime.max, default=None)


def _due(step: StepView) -> str | None:
    clock = first_due(step)
    return None if clock is None or clock.due is None else _moment(clock.due)


def _step(view: StepView) -> dict[str, Any]:
    return {
        "rung": view.rule.rung, "step": view.rule.id, "title": view.rule.title,
        "status": view.status, "why": view.why, "do": list(view.rule.do),
        "paths": [{"path": p, "verified": sure} for p, sure in view.paths],
        "deadlines": [k.rule.id for k in view.clocks], "basis": _basis(view.basis),
        "evidence": list(view.rule.evidence), "letters": list(view.rule.letters),
        "closes": [{"door": c.door, "why": c.why} for c in view.rule.closes],
        "limits": list(view.rule.limits), "cost": view.rule.cost,
    }


def _clock(clock: Clock, now: datetime) -> dict[str, Any]:
    rule = clock.rule
    return {
        "id": rule.id, "name": rule.name, "who": rule.who,
        "due": None if clock.due is None else _moment(clock.due),
        "certain": clock.certain, "passed": clock.passed(now), "on_expiry": rule.on_expiry,
        "note": clock.note, "basis": _basis(clock.basis), "source": clock.source,
        "as_of": None if rule.as_of is None else rule.as_of.isoformat(),
        "from_page": clock.from_screen,
    }


def _basis(cited: Iterable[Cited]) -> list[dict[str, str]]:
    return [{"law": c.law, "article": c.article, "gist": c.gist} for c in cited]


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="minutes")
