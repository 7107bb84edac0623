"""An Assessment as plain JSON data: the contract of `weiquan plan --json`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from weiquan.core.assessment import Assessment, Cited, Clock, StepView

SCHEMA_ID = "weiquan/plan/1"


def plan_json(result: Assessment) -> dict[str, Any]:
    """The plan as described by rules/schema/plan.schema.json; money as text, times as ISO."""
    return {
        "schema": SCHEMA_ID,
        "as_of": _moment(result.now),
        "dispute": {"id": result.dispute_id, "name": result.dispute_name},
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
        "claims": [
            {"id": c.rule.id, "name": c.rule.name, "kind": c.rule.kind, "chosen": c.chosen,
             "status": "check" if c.unsure else "held",
             "amount": _money(c.amount), "formula": c.working, "basis": _basis(c.basis)}
            for c in result.claims
        ],
        "total": _money(result.total),
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
        "excuse": None if result.excuse is None else {
            "id": result.excuse.id, "name": result.excuse.name,
            "merchant_is_right": result.excuse.right,
            "right_when": list(result.excuse.right_when), "answer": list(result.excuse.answer),
            "reply": result.excuse.reply, "basis": _basis(result.excuse.basis),
        },
        "warnings": [
            {"id": w.id, "level": w.level, "text": w.text, "basis": _basis(basis)}
            for w, basis in result.warnings
        ],
        "gaps": [{"fact": g.fact, "ask": g.ask, "unsure": g.unsure} for g in result.gaps],
        "sources": list(result.sources),
    }


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
