"""What a letter template sees: plain values, computed and cited, for one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from weiquan.core.case.context import context_of, settled, with_facts
from weiquan.core.judging.assess import missing_in
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.verdicts import LineView
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context, Special, Tri, evaluate
from weiquan.core.model import LetterMeta, Theory
from weiquan.core.model.periods import due_of
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import day_of


class Placeholder(str):
    """Text that the user must still replace; filters leave it as it is."""

    __slots__ = ()


def placeholder(short: str) -> Placeholder:
    """The visible mark for something that is still missing."""
    return Placeholder(f"【待补：{short}】")


def letter_context(rules: RuleSet, given: Mapping[str, Any], result: Assessment,
                   meta: LetterMeta) -> dict[str, Any]:
    """The variables of one template: known facts under their ids, and the computed values.

    A fact that the template needs and that is not known becomes a Placeholder; one that it only
    tests for is left out. Citations are limited to instruments checked in full text.
    """
    shown = [v for v in result.verdicts if not v.hidden]
    ctx = with_facts(context_of(rules, given, result.now), {
        "raised": tuple(v.rule.id for v in shown),
        "can": tuple(v.rule.id for v in shown if v.answer != "no")})
    chosen = result.claims
    citing = Citing(rules, result.law_day, ctx.today)
    main = main_theory(result)
    platform = rules.platforms.get(result.platform_id)
    points = report_points(result, ctx, citing)
    grounds = _grounds(meta, ctx, citing)
    own = citable([*citing.resolve(meta.basis), *(b for g in grounds.values() for b in g)])
    basis = citable(b for c in chosen for b in c.basis)
    out: dict[str, Any] = {
        "platform_name": _platform_name(rules, ctx, result),
        "dispute_name": main.name if main is not None else "",
        "summary": main.summary if main is not None else "",
        "burden": main.burden if main is not None else "",
        "cause": main.cause if main is not None else "",
        "operators": [o.name for o in (platform.operators if platform is not None else ())
                      if o.confidence == "official-text" and o.district],
        "claims": [_claim(rules, c) for c in chosen],
        "other_claims": [_claim(rules, c) for c in result.lines if c.instead_of],
        "total": result.total.with_arguable,
        "firm": [_claim(rules, c) for c in chosen if c.answer == "yes"],
        "arguable": [_claim(rules, c) for c in chosen if c.answer != "yes"],
        "demands": [_claim(rules, c) for c in chosen],
        "elements": list(_elements(result)),
        "timeline": timeline(rules, ctx),
        "exhibits": exhibits(result),
        "basis": basis,
        "articles": citable([*basis, *own]),
        "report_points": [{**p, "violates": citable(p["violates"]),
                           "penalty": citable(p["penalty"])}
                          for p in points],
        "report_basis": citable(b for p in points for b in (*p["violates"], *p["penalty"])),
        "answers": _answers(rules, ctx),
        "open_days": [],
        "settled": frozenset(settled(rules, given)) - given.keys(),
        "excuse_note": _excuse(result),
        "own_basis": own,
        "grounds": grounds,
        "attempts": (),
        "today": ctx.today,
        "letter_title": meta.title,
        "recipient": meta.to,
    }
    out |= _reply(rules, ctx, meta)
    known = {f: v for f, v in ctx.facts.items() if not isinstance(v, Special)}
    missing = missing_in(rules, meta, ctx, result.claims)
    return out | known | {f: placeholder(rules.specs[f].short)
                          for f in missing if f in meta.needs}


def _platform_name(rules: RuleSet, ctx: Context, result: Assessment) -> str:
    platform = rules.platforms.get(result.platform_id)
    if platform is None or not platform.named_by:
        return result.platform_name
    said = ctx.facts.get(platform.named_by)
    return said if isinstance(said, str) else placeholder(rules.specs[platform.named_by].short)


def citable(cited: Any) -> list[Cited]:
    """The citations that a letter may carry: checked in full text, each article once."""
    out: dict[tuple[str, str], Cited] = {}
    for cite in cited:
        if cite.full_text:
            out.setdefault((cite.law, cite.article.split("(")[0]), cite)
    return list(out.values())


def main_theory(result: Assessment) -> Theory | None:
    """The theory that a letter is about: that of the first demand, else of the first wish."""
    if result.claims:
        return min(result.claims, key=lambda x: (x.theory.role != "main", x.theory.order)).theory
    verdicts = [w.verdict for w in result.wishes if w.verdict is not None]
    return verdicts[0].rule if verdicts else None


def report_points(result: Assessment, ctx: Context, citing: Citing) -> list[dict[str, Any]]:
    """The suspected violations that the facts point to, as plain data for the report letter."""
    out: dict[str, dict[str, Any]] = {}
    for verdict in result.verdicts:
        for point in verdict.rule.report if not verdict.hidden else ():
            if point.id not in out and evaluate(point.when, ctx).truth is Tri.TRUE:
                violates = citing.resolve(point.violates)
                if violates:
                    out[point.id] = {"id": point.id, "what": point.what, "facts": point.facts,
                                     "violates": violates,
                                     "penalty": citing.resolve(point.penalty)}
    return list(out.values())


def _claim(rules: RuleSet, view: LineView) -> dict[str, Any]:
    lacking = "、".join(rules.specs[f].short for f in view.open)
    limits = (view.rule.hangs_on,) if view.rule.hangs_on and view.strength != "firm" else ()
    return {"id": view.id, "name": view.rule.what, "ask": view.rule.ask,
            "amount": view.amount, "working": lacking or view.working, "limits": limits,
            "amount_text": view.rule.amount_text, "basis": citable(view.basis),
            "firm": view.answer == "yes", "money": view.rule.money, "open": list(view.open)}


def _elements(result: Assessment) -> Iterator[dict[str, Any]]:
    """The elements of what is asked for, each theory's once."""
    seen: set[str] = set()
    for line in result.claims:
        if line.theory.id not in seen:
            seen.add(line.theory.id)
            yield from (_element(e, result) for e in line.elements)


def _element(element: Any, result: Assessment) -> dict[str, Any]:
    numbers = {e.rule.id: e.number for e in result.evidence if e.number is not None}
    return {"title": element.title, "story": element.story, "claim": element.claim,
            "so": element.so,
            "basis": citable(element.basis),
            "exhibits": [numbers[e] for e in element.have if e in numbers]}


def timeline(rules: RuleSet, ctx: Context) -> list[dict[str, Any]]:
    """What happened, in order of time; on one day in the order of the questions.

    A date that may lie in the future is no event. Each is {"fact", "day", "moment"}; a moment is
    given only where the hour is known.
    """
    rows: list[tuple[date, int, dict[str, Any]]] = []
    for i, fact in enumerate(rules.facts):
        value = ctx.facts.get(fact.id)
        if not isinstance(value, date) or not fact.check.not_future:
            continue
        day = day_of(value)
        moment = value if isinstance(value, datetime) and (value.hour or value.minute) else None
        rows.append((day, i, {"fact": fact.id, "day": day, "moment": moment}))
    return [row for _, _, row in sorted(rows, key=lambda r: (r[0], r[1]))]


def exhibits(result: Assessment) -> list[dict[str, Any]]:
    """The exhibits that are there, by number: {"number", "title", "proves"}."""
    rows = [{"number": e.number, "title": e.rule.title,
             "proves": e.rule.proves.rstrip("。")}
            for e in result.evidence if e.number is not None]
    return sorted(rows, key=lambda r: int(str(r["number"])))


def _answers(rules: RuleSet, ctx: Context) -> dict[str, str]:
    """For choice facts, how a letter tells the answer; only where the rules give wording."""
    out: dict[str, str] = {}
    for fact in rules.facts:
        value = ctx.facts.get(fact.id)
        picked = (value,) if isinstance(value, str) else value
        if fact.type not in {"choice", "choices"} or not isinstance(picked, tuple):
            continue
        stories = [c.story for c in fact.choices if c.id in picked and c.story]
        if stories:
            out[fact.id] = "；".join(stories)
    return out


def _grounds(meta: LetterMeta, ctx: Context, citing: Citing) -> dict[str, list[Cited]]:
    """What the letter's own requests rest on, by name; a name without law in force is left out."""
    found: dict[str, list[Cited]] = {}
    for ground in meta.grounds:
        if evaluate(ground.when, ctx).truth is Tri.TRUE:
            found.setdefault(ground.id, []).extend(citing.resolve(ground.basis))
    return {name: kept for name, cited in found.items() if (kept := citable(cited))}


def _excuse(result: Assessment) -> dict[str, Any] | None:
    if result.excuse is None or result.excuse.right or result.excuse.beside:
        return None
    return {"name": result.excuse.name, "answer": result.excuse.answer,
            "basis": citable(result.excuse.basis)}


def _reply(rules: RuleSet, ctx: Context, meta: LetterMeta) -> dict[str, Any]:
    if not meta.reply_clocks:
        return {}
    clocks = [rules.deadlines[name] for name in meta.reply_clocks]
    held = [k for k in clocks if evaluate(k.when, ctx).truth is Tri.TRUE]
    clock = held[0] if held else clocks[-1]
    days = clock.length.value
    if days is None:
        days = int(ctx.param(clock.length.param))
    due = due_of(clock, ctx.today, days, rules.workdays)
    return {"reply_by": due.when.date(), "reply_days": days}
