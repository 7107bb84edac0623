"""What a letter template sees: plain values, computed and cited, for one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.doors import door_of
from weiquan.core.judging.offers import demands_of, leads_of
from weiquan.core.judging.verdicts import LineView
from weiquan.core.judging.views import Cited
from weiquan.core.language.condition import Context, Special, Tri, evaluate
from weiquan.core.model import LetterMeta, Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.addressee import (
    addressee_of,
    operators_of,
    place_of,
    placeholder,
    platform_named,
)
from weiquan.core.telling.common import Common, common_of
from weiquan.core.telling.denying import accused, denial_of, offer_of
from weiquan.core.telling.owing import favours, owed_rows, owed_sum
from weiquan.core.telling.ownwords import proofs_told, tells_of, their_words
from weiquan.core.telling.particular import grounds_of_it, wishes_in, with_it
from weiquan.core.telling.parties import Parties, known_text, parties_of, told
from weiquan.core.telling.progress import (
    came,
    goods_are_back,
    goods_stay_in,
    holds,
    is_service,
    never_came,
)
from weiquan.core.telling.reasons import Reasoner, article_of, citable
from weiquan.core.telling.rebuttals import BYSTANDERS, rebuttals_of, stand_of
from weiquan.core.telling.recounting import recounted
from weiquan.core.telling.replying import platform_at_once, reply_of, ways_left
from weiquan.core.telling.requests import asks_of, left_out, sum_of
from weiquan.core.telling.saying import Sayer, as_written
from weiquan.core.telling.statements import SAME, covered
from weiquan.core.telling.titles import Matter, matter_of
from weiquan.core.values.days import AboutDay, day_of
from weiquan.core.values.quoting import balanced
from weiquan.core.values.zh import zh_short

TROUBLES = frozenset({"problem", "service", "price", "minor"})
# What people tell themselves with its day.
_OFTEN_TOLD = frozenset({"fault_on", "told_on", "applied_on", "sent_back_on", "return_signed_on"})
AHEAD = timedelta(days=366)  # a day further off is no matter of this month


def letter_context(rules: RuleSet, given: Mapping[str, Any], result: Assessment,
                   meta: LetterMeta, common: Common | None = None) -> dict[str, Any]:
    """The variables of one template: known facts under their ids, and the computed values.

    `common` is that of the case, for several letters of it. A fact that the template needs and
    that is not known becomes a Placeholder; one that it only tests for is left out. Citations are
    limited to instruments checked in full text.
    """
    common = common or common_of(rules, given, result)
    ctx, citing = common.ctx, common.citing
    lines = demands_of(result.lines, result.wishes, meta, ctx)
    sides = parties_of(ctx, result, meta, lines[0] if lines else None)
    owed = owed_rows(result.lines, result.wishes, sides)
    asks = asks_of(rules, ctx, result, meta, sides)
    main = main_theory(result, lines)
    sayer = Sayer(rules, ctx, sides, result.clocks)
    spoken = common.spoken(sides, meta.voice)
    kin = any(w in r["text"] for r in spoken for w in rules.spoken("elder", "child"))
    argued = lines if sides.party not in BYSTANDERS \
        else [x for x in lines if any(a["line"] == x.id for a in asks)]
    reasons = Reasoner(ctx, result, sides, sayer, citing).reasons(
        argued, meta.roles,
        grounds_of_it(result.picked, wishes_in(asks, lines), sayer, citing, kin=kin))
    theirs = their_words(rules, ctx, sides, meta.voice)
    blamed = "" if theirs else accused(spoken)
    denial = denial_of(rules, ctx, sides, known_text(ctx, "merchant_said") or blamed, spoken,
                       to_them=meta.voice == "merchant")
    rebuttals = rebuttals_of(rules, ctx, result, sides, sayer, citing,
                             {"denial": denial, "theirs": theirs or blamed})
    if denial and any(denial in (r["own"], r["answer"]) for r in rebuttals):
        spoken = [r for r in spoken if r["text"] != denial]   # said once
    accounts = with_it(recounted(common.accounts, sayer, "".join(
        [*(r["text"] for r in spoken), theirs])), result.picked, sayer, spoken, kin=kin)
    told_before = {article_of(c) for r in reasons for c in r["cite"]}
    for one in rebuttals:
        if one["own"] and any(covered(one["answer"], r["story"]) >= SAME for r in reasons):
            one["answer"], one["own"] = one["own"], ""      # a reason says the rest
        one["cite"] = [c for c in one["cite"] if article_of(c) not in told_before]
    grounds = _grounds(meta, ctx, citing)
    wrong = troubles(rules, ctx, sides, reasons)
    if not spoken and not wrong:  # a conclusion needs a fact before it
        reasons = [r for r in reasons if not r["hence"]]
    matter = Matter() if sides.party in BYSTANDERS \
        else matter_of(rules, ctx, sayer, sides, spoken, main)
    own = citable([*citing.resolve(meta.basis), *(b for g in grounds.values() for b in g)])
    out: dict[str, Any] = {
        "me": sides.me, "them": sides.them, "party": sides.party, "capacity": sides.capacity,
        "principal": placeholder(sides.principal) if sides.principal else "",
        "buyer": sides.buyer,
        "addressee": addressee_of(rules, ctx, result, sides),
        "platform_name": platform_named(rules, ctx, result),
        "operators": operators_of(rules, result),
        "place": place_of(ctx, sides),
        "on_platform": holds(ctx, "letter_platform_order") and sides.party not in BYSTANDERS,
        "asks": asks,
        "wish": asks[0]["wish"] if asks else "",
        "deed": _deed(asks),
        "sum_sure": sum_of(asks, sure=True),
        "sum_more": sum_of(asks, sure=False),
        "sum_times": sum_of([a for a in asks if a["money"] == "multiple"], sure=False),
        "sum_rest": sum_of([a for a in asks if a["money"] != "multiple"], sure=False),
        "owed": owed, "owed_sum": owed_sum(owed),
        "favour": favours(result.wishes, service=is_service(ctx)),
        "hopeless": all(w.answer == "no" for w in result.wishes if w.asked),
        "left_out": left_out(ctx, result, meta, asks),
        "ways": ways_left(ctx, sides),
        "platform_now": platform_at_once(ctx, result, sides),
        "door": door_of(ctx, result.clocks),
        "reasons": reasons,
        "rebuttals": rebuttals,
        "offer": offer_of(ctx, sides, asks, _deed(asks)),
        "issue": next((r["issue"] for r in rebuttals if r["issue"]), ""),
        "asked_law": citable(b for x in lines for b in x.basis),
        "summary": told(main.summary, sides) if main is not None else "",
        "cause": main.cause if main is not None else "",
        "grounds": grounds,
        "own_basis": own,
        "articles": citable([*(c for r in reasons for c in r["cite"]), *own]),
        "told": spoken,
        "kin_told": any(w in r["text"] for r in spoken for w in rules.spoken("elder")),
        "accounts": accounts,
        "count": common.count,
        "their_words": theirs,
        "proofs_told": [] if exhibits(result) else proofs_told(ctx), "tells": tells_of(ctx, spoken),
        "stand": stand_of(rules, ctx, rebuttals, sides),
        "events": timeline(rules, ctx, spoken),
        "troubles": wrong,
        "matter": matter, "fault": matter if "problem" in matter.facts else Matter(),
        "service": is_service(ctx),
        "goods_back": goods_are_back(ctx),
        "goods_stay": goods_stay_in(ctx, asks),
        "never_came": never_came(ctx), "came": came(ctx),
        "dated": isinstance(day := ctx.facts.get("ordered_on"), date)
        and not isinstance(day, AboutDay),
        "exhibits": exhibits(result),
        "gaps": [g.short for g in result.gaps][:4],
        "dates": _dates(result),
        "report_points": report_points(result, ctx, citing),
        "attempts": (),
        "today": ctx.today,
        "letter_title": meta.title,
        "recipient": meta.to,
        "tight": 0,
    }
    out |= reply_of(rules, ctx, result, meta)
    known = {f: v for f, v in ctx.facts.items() if not isinstance(v, Special)}
    if isinstance(thing := known.get("product"), str):
        known["product"] = balanced(thing).rstrip("和与及、")
    if isinstance(words := known.get("promise_text"), str):
        known["promise_text"] = as_written(words)
    return known | out | {f: placeholder(rules.specs[f].short) for f in meta.needs
                          if f not in known and f in rules.specs}


def _deed(asks: Sequence[Mapping[str, Any]]) -> str:
    """What is asked first, in a few words; what takes its place is no part of its sum."""
    if not asks:
        return ""
    deed = str(asks[0]["deed"])
    return deed if asks[0]["amount"] is None else deed.partition("或者")[0]


def notes_of(ctx: Context, meta: LetterMeta) -> tuple[str, ...]:
    """What the person should know beside a letter; it never stands in the letter itself."""
    return tuple(n.say for n in meta.notes if evaluate(n.when, ctx).truth is Tri.TRUE)


def main_theory(result: Assessment, lines: list[LineView]) -> Theory | None:
    """The theory that a letter is about: that of the first demand, else of the first wish."""
    if lines:
        return lines[0].theory
    verdicts = [w.verdict for w in result.wishes if w.verdict is not None]
    return verdicts[0].rule if verdicts else None


def report_points(result: Assessment, ctx: Context, citing: Citing) -> list[dict[str, Any]]:
    """The suspected violations that the facts point to, as plain data for the report letter."""
    leads = leads_of([v for v in result.verdicts if not v.hidden], ctx, citing)
    return [{"id": point.id, "what": point.what, "facts": point.facts,
             "violates": citable(citing.resolve(point.violates)),
             "penalty": citable(citing.resolve(point.penalty))} for point, _ in leads]


def timeline(rules: RuleSet, ctx: Context,
             spoken: Iterable[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """What happened, in order of time; on one day in the order of the questions.

    A date that may lie in the future is no event. Each is {"fact", "day", "moment", "told"}; a
    moment is given only where the hour is known; told where the own words tell of that day.
    """
    own = "".join(row["text"] for row in spoken)
    rows: list[tuple[date, int, dict[str, Any]]] = []
    for i, fact in rules.past_days:
        value = ctx.facts.get(fact.id)
        if not isinstance(value, date):
            continue
        day = day_of(value)
        moment = value if isinstance(value, datetime) and (value.hour or value.minute) else None
        about = isinstance(value, AboutDay)
        told_of = fact.id in _OFTEN_TOLD and bool(own) and (about or zh_short(day) in own)
        rows.append((day, i, {"fact": fact.id, "day": day, "moment": moment, "about": about,
                              "told": told_of}))
    return [row for _, _, row in sorted(rows, key=lambda r: (r[0], r[1]))]


def troubles(rules: RuleSet, ctx: Context, sides: Parties,
             reasons: list[dict[str, Any]]) -> list[str]:
    """What went wrong, by the answers: for letters of those who did not tell it in own words."""
    said = {r["story"] for r in reasons}
    out: list[str] = []
    for fact in rules.with_stories:
        if fact.section not in TROUBLES or fact.id == "blamed":
            continue
        value = ctx.facts.get(fact.id)
        if fact.id == "minor_age" and sides.capacity == "parent":
            continue  # it stands with who bought
        picked = (value,) if isinstance(value, str) else value
        if not isinstance(picked, tuple):
            continue
        out += [told(c.story, sides) for c in fact.choices if c.id in picked and c.story]
    return [x for x in dict.fromkeys(out) if not any(x in story for story in said)][:2]


def exhibits(result: Assessment) -> list[dict[str, Any]]:
    """The exhibits that are there, by number: {"number", "title", "proves"}."""
    rows = [{"number": e.number, "id": e.rule.id, "title": e.rule.title,
             "proves": e.rule.proves.rstrip("。")}
            for e in result.evidence if e.number is not None]
    return sorted(rows, key=lambda r: int(str(r["number"])))


def _dates(result: Assessment) -> list[dict[str, Any]]:
    """The person's own days that are still to come: what runs out, and when."""
    mine = [k for k in result.clocks
            if k.rule.who == "buyer" and k.due is not None and not k.about]
    return [{"name": k.rule.name, "day": k.due.date(), "clock": k.rule.id} for k in mine
            if k.due is not None and result.now < k.due < result.now + AHEAD][:3]


def _grounds(meta: LetterMeta, ctx: Context, citing: Citing) -> dict[str, list[Cited]]:
    """What the letter's own requests rest on, by name; a name without law in force is left out."""
    found: dict[str, list[Cited]] = {}
    for ground in meta.grounds:
        if evaluate(ground.when, ctx).truth is Tri.TRUE:
            found.setdefault(ground.id, []).extend(citing.resolve(ground.basis))
    return {name: kept for name, cited in found.items() if (kept := citable(cited))}
