"""The card: what one screen says about a case tonight. Content only; render lays it out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from weiquan.core.asking.further import followups
from weiquan.core.asking.interview import OpenQuestion, open_questions
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.freshness import aged_in, stale_line
from weiquan.core.judging.ladder import EMERGENCY
from weiquan.core.judging.verdicts import WishView
from weiquan.core.judging.views import Clock, ExcuseView, StepView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.because import because_of
from weiquan.core.telling.marks import MARK, either, hanging, mark_of, named, owed_of
from weiquan.core.telling.nearest import nearest_of
from weiquan.core.telling.offered import offer_of
from weiquan.core.telling.unlisted import unlisted
from weiquan.core.telling.usual import usual_answers
from weiquan.core.values.records import result
from weiquan.core.values.rmb import in_yuan
from weiquan.core.values.zh import time_left, zh_due

OFFERED = "先别签"
OVERNIGHT = 24             # hours after which evidence may have vanished
MOST_STEPS, MOST_AVOID, MOST_BEWARE, MOST_WISHES, MOST_MORE = 2, 2, 2, 4, 2


@result
class CardWish:
    """One wish and its answer."""

    label: str
    mark: str
    amount: str
    say: str
    asked: bool


@result
class CardStep:
    """One thing to do tonight."""

    id: str
    title: str
    do: tuple[str, ...]
    path: str                     # where to tap
    sure: bool                    # the path was verified
    cost: str


@result
class Card:
    """What stands on the one screen."""

    heads: tuple[str, ...]        # the case in a line, from the fullest to the shortest
    today: datetime
    mine: str                     # the nearest deadline of the person
    mine_then: str                # what happens then
    overdue: tuple[str, ...]      # what the other side has let pass
    stop: tuple[str, ...]         # what not to do, the most urgent first
    beware: tuple[str, ...]       # what such a case is lost by, the nearest to this one first
    steps: tuple[CardStep, ...]
    perishing: tuple[str, ...]    # what of this case vanishes first
    wishes: tuple[CardWish, ...]
    excuses: tuple[str, ...]      # the answers to what the other side said
    conflicts: tuple[str, ...]
    asked: tuple[str, ...]        # the person's own questions, each with its answer
    later: tuple[str, ...]        # what comes next
    open: tuple[OpenQuestion, ...]  # what nobody has told yet and would decide
    besides: tuple[str, ...]      # what else of this kind of case is worth telling
    readings: tuple[str, ...]     # what unknown answers were read as
    must_tonight: bool
    nothing: bool                 # nothing can be had: nothing is lost overnight
    look_again: str
    stale: str = ""               # what of the platform was looked at long ago


def card_of(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> Card:
    """The card of a case; texts are whole sentences, nothing is cut."""
    now = result.now
    near = nearest_of(facts, result)
    late = sorted((k for k in result.clocks if _is_late(k, now)),
                  key=lambda k: k.rule.kind != "statutory")
    steps = tonight(result)
    missing = tuple(open_questions(rules, facts, now))
    because = because_of(rules, facts, result)
    return Card(
        heads=heads_of(rules, facts, result),
        today=now,
        mine=near.text,
        mine_then=near.then,
        overdue=tuple(_overdue(k, now) for k in late[:2]),
        stop=tuple(w.text for w, _ in result.warnings if w.level == "stop")[:MOST_AVOID],
        beware=result.traps[:MOST_BEWARE],
        steps=tuple(_step(s) for s in steps),
        perishing=result.perishing[:2],
        wishes=_together(x for w in _particular(result.wishes)
                         for x in (_wish(w, result, because), *_rest(w)))[:MOST_WISHES]
        + tuple(CardWish(what, mark, "", say, asked=True)
                for what, mark, say in unlisted(rules, facts, result))
        + tuple(CardWish(what, OFFERED, amount, say, asked=True)
                for what, amount, say in filter(None, [offer_of(facts, result)]))
        + tuple(CardWish(what, mark, amount, why, asked=True)
                for mark, what, amount, why in owed_of(result.lines))
        + _together(_wish(w, result, because)
                    for w in result.wishes if not w.asked)[:MOST_MORE],
        excuses=_excuses(rules, facts, result),
        conflicts=tuple(c.say for c in result.contradictions),
        asked=_asked(rules, facts, result, near.text, missing, because),
        later=tuple(s.rule.title for s in result.ladder
                    if s.status in {"now", "later"} and s not in steps)[:3],
        open=missing,
        besides=_besides(rules, facts, now, missing),
        readings=tuple(dict.fromkeys(f"{r.fact.short}{r.say}" if r.say.startswith("按")
                                     else f"{r.fact.short}：{r.say}"
                                     for r in result.readings))[:2],
        must_tonight=near.presses(now) or _must(steps, result),
        nothing=result.nothing,
        look_again=near.look_again(now),
        stale=stale_of(rules, facts, result),
    )


def _asked(rules: RuleSet, facts: dict[str, Any], result: Assessment, mine: str,
           missing: Sequence[OpenQuestion], because: Mapping[str, str]) -> tuple[str, ...]:
    if not isinstance(facts.get("question"), str):
        return ()
    # It hears the question as it hears a story, and the patterns for that are a sixth of a start.
    from weiquan.core.telling.asked import answers_to

    return answers_to(rules, facts, result, mine, missing, lambda x: _answered(rules, x), because)


def stale_of(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> str:
    """What the card rests on that was looked at long ago, as a sentence; empty where nothing."""
    return stale_line(result.platform_name, aged_in(
        rules, result, nearest_of(facts, result).clock, tonight(result)))


def _besides(rules: RuleSet, facts: dict[str, Any], now: datetime,
             missing: Sequence[OpenQuestion]) -> tuple[str, ...]:
    asked = {q.fact.id for q in missing}
    answered = isinstance(facts.get("told_more"), str)   # no fact tells whether those were told
    return tuple(x.text for x in followups(rules, facts, now)
                 if not asked & set(x.about) and (x.about or not answered))


def tonight(result: Assessment) -> list[StepView]:
    """The one or two steps for tonight: the first one, and one more on another rung.

    To save something and to move on are two things: the second step moves the case on by the
    platform where that can be done now, by its own steps, and by the clock that runs.
    """
    if result.next.rule.first >= EMERGENCY:
        return [result.next]
    first = result.next.rule.rung
    more = [s for s in result.ladder if s.status == "now" and s is not result.next]
    own = {s.id for v in result.verdicts if not v.hidden for s in v.rule.steps}
    more.sort(key=lambda s: (s.rule.rung == first, s.rule.first < 0, s.rule.rung != "platform",
                             s.rule.id not in own, not _has_due(s)))
    return [result.next, *more[:MOST_STEPS - 1]]


def _must(steps: Sequence[StepView], result: Assessment) -> bool:
    """Whether tonight's steps cannot wait.

    An emergency; what is for tonight; the first step where it saves proof
    that may be gone tomorrow. Where nothing can be had, nothing is lost overnight.
    """
    first = steps[0]
    if first.rule.first >= EMERGENCY:
        return True
    if result.nothing:
        return False
    vanishing = {e.rule.id for e in result.evidence
                 if not e.have and e.rule.perish_hours and e.rule.perish_hours <= OVERNIGHT}
    return any(s.rule.tonight for s in steps) \
        or (first.rule.rung == "evidence" and bool(vanishing & set(first.rule.evidence)))


def _has_due(step: StepView) -> bool:
    return any(k.due is not None and k.rule.who == "buyer" for k in step.clocks)


def _is_late(clock: Clock, now: datetime) -> bool:
    """Whether others have let it pass; a term of years is for keeping records, not for acting."""
    return clock.rule.who in {"merchant", "platform", "authority"} and clock.passed(now) \
        and clock.rule.unit != "year" and clock.rule.kind != "discretionary"


def _overdue(clock: Clock, now: datetime) -> str:
    assert clock.due is not None
    who = {"merchant": "商家", "platform": "平台", "authority": "部门"}[clock.rule.who]
    late = time_left(now, clock.due).removeprefix("已过 ")
    end = zh_due(clock.due, now).removesuffix(" 前")
    least = "至少" if clock.about else ""
    return f"{who}{least}已经逾期 {late}：{clock.rule.name}，到 {end} 为止"


def heads_of(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> tuple[str, ...]:
    """The case in a line: platform, product, sum and what happened; then ever less of it."""
    product, paid, labels = facts.get("product"), facts.get("paid"), facts.get("happened")
    thing = [product] if isinstance(product, str) else []
    money = [in_yuan(paid)] if isinstance(paid, Decimal) else []
    told = [rules.happened[x].label for x in labels if x in rules.happened] \
        if isinstance(labels, tuple) else []
    place = [result.platform_name] if result.platform_name else []
    forms = [[*place, *thing, *money, "、".join(told)], [*place, *thing, *money, *told[:1]],
             [*place, *thing, *money] if thing or money else told[:1], [*thing, *money]]
    lines = (" · ".join(p for p in form if p) for form in forms)
    return tuple(dict.fromkeys(x for x in lines if x)) or ("还没有填",)


def _particular(wishes: Sequence[WishView]) -> list[WishView]:
    """What was asked for; 还行不行 only where nothing in particular was."""
    asked = [w for w in wishes if w.asked]
    return [w for w in asked if not w.rule.general] or asked


def _wish(view: WishView, result: Assessment, because: Mapping[str, str]) -> CardWish:
    line = view.line
    amount = ""
    if line is not None and line.amount is not None and view.answer != "no":
        amount = in_yuan(view.amount or line.amount)
    elif line is not None and view.answer != "no" and line.rule.amount is None:
        amount = line.rule.amount_text
    # Whether it is the price or the harm that is multiplied, the line says.
    label = named(view.rule) if line is None or (view.asked and line.rule.money != "multiple") \
        else line.rule.what
    say = because.get(view.rule.id, view.say)
    for word in ("能要。", "不能要。", "能。", "不能。"):  # the mark says it
        say = say.removeprefix(word)
    if line is not None and view.answer != "no":
        other = next((w.line for w in result.wishes if w.line is not None
                      and w.line.id == line.instead_of), None)
        if other is not None:
            say += either(line, other)
    return CardWish(label, mark_of(view.rule, view.answer), amount, say + hanging(view), view.asked)


def _rest(view: WishView) -> list[CardWish]:
    """What of a wish does not stand with the part that does, as a row of its own."""
    rest = view.line.rest if view.line is not None else None
    if rest is None:
        return []
    return [CardWish(rest.what, MARK[rest.answer], in_yuan(rest.amount), rest.say, view.asked)]


def _together(wishes: Iterable[CardWish]) -> tuple[CardWish, ...]:
    """The wishes, those with one and the same answer in one."""
    out: dict[tuple[str, str, str], CardWish] = {}
    for wish in wishes:
        key = (wish.mark, wish.amount, wish.say or wish.label)
        first = out.get(key)
        out[key] = wish if first is None else \
            dataclasses.replace(first, label=f"{first.label}、{wish.label}")
    return tuple(out.values())


def _step(view: StepView) -> CardStep:
    path, sure = view.paths[0] if view.paths else ("", True)
    return CardStep(view.rule.id, view.rule.title, view.rule.do, path, sure, view.rule.cost)


def _excuses(rules: RuleSet, facts: Mapping[str, Any], result: Assessment) -> tuple[str, ...]:
    """What is to be said of the reasons that bear on the case, else of the first.

    Where no reason was told that a rule has: what is usually said in such a situation.
    """
    bearing = [x for x in result.excuses if not x.beside][:2]
    told = tuple(_answered(rules, x) for x in bearing or result.excuses[:1])
    return told or usual_answers(result.picked, facts.get("merchant_said"))[:1]


def _answered(rules: RuleSet, excuse: ExcuseView) -> str:
    said = f"商家说“{excuse.name}”："
    if excuse.beside:
        return said + (excuse.beside_why or beside_of(rules, excuse.id))
    if excuse.right:
        why = "；".join(x.rstrip("。") for x in excuse.right_when[:2])
        return f"{said}从填的情况看，这一点可能有道理{f'：{why}' if why else ''}。"
    return said + (excuse.answer[0] if excuse.answer else "")


def beside_of(rules: RuleSet, excuse: str) -> str:
    """Why an excuse is no answer to what happened: what it belongs to."""
    names = [rules.theories[t].name for t in rules.excuses[excuse].theories if t in rules.theories]
    if not names:
        return "这和眼下的事不是一回事。"
    return f"这是“{names[0]}”才看的，这件事不靠它，不用跟着它争。"
