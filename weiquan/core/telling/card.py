"""The card: what one screen says about a case tonight. Content only; render lays it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.case.answers import show_value
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.ladder import EMERGENCY
from weiquan.core.judging.verdicts import WishView
from weiquan.core.judging.views import Clock, StepView
from weiquan.core.language.condition import Special
from weiquan.core.language.ruletype import result
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.rmb import in_yuan
from weiquan.core.values.zh import time_left, zh_due

MARK = {"yes": "能", "maybe": "看情况", "no": "不能"}
SOON = timedelta(days=3)
NEAR = timedelta(days=120)  # a day further off is no matter of tonight: it is with the others
MOST_STEPS, MOST_AVOID, MOST_WISHES = 2, 2, 4


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

    head: str                     # the case in a line
    today: datetime
    mine: str                     # the nearest deadline of the person
    mine_then: str                # what happens then
    overdue: tuple[str, ...]      # what the other side has let pass
    stop: tuple[str, ...]         # what not to do, the most urgent first
    steps: tuple[CardStep, ...]
    perishing: tuple[str, ...]    # what of this case vanishes first
    wishes: tuple[CardWish, ...]
    excuse: str                   # the answer to what the other side said
    conflicts: tuple[str, ...]
    later: tuple[str, ...]        # what comes next
    open: tuple[str, ...]         # what it still hangs on
    readings: tuple[str, ...]     # what unknown answers were read as
    must_tonight: bool
    look_again: str


def card_of(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> Card:
    """The card of a case; texts are whole sentences, nothing is cut."""
    now = result.now
    mine = _mine(result)
    late = [k for k in result.clocks
            if k.rule.who in {"merchant", "platform", "authority"} and k.passed(now)]
    steps = tonight(result)
    first_due = mine.due if mine is not None else None
    return Card(
        head=head_of(rules, facts, result),
        today=now,
        mine=_clock_text(mine, now) if mine is not None else "",
        mine_then=mine.rule.on_expiry if mine is not None else "",
        overdue=tuple(_overdue(k, now) for k in late[:2]),
        stop=tuple(w.text for w, _ in result.warnings)[:MOST_AVOID],
        steps=tuple(_step(s) for s in steps),
        perishing=result.perishing[:2],
        wishes=tuple(_wish(w) for w in result.wishes if w.asked)[:MOST_WISHES]
        + tuple(_wish(w) for w in result.wishes if not w.asked)[:1],
        excuse=_excuse(result),
        conflicts=tuple(c.say for c in result.contradictions),
        later=tuple(s.rule.title for s in result.ladder
                    if s.status in {"now", "later"} and s not in steps)[:3],
        open=tuple(rules.specs[g.fact].short for g in result.gaps)[:3],
        readings=tuple(dict.fromkeys(r.say for r in result.readings))[:2],
        must_tonight=bool(steps and steps[0].rule.first >= EMERGENCY)
        or (first_due is not None and now <= first_due <= now + timedelta(hours=36)),
        look_again=_again(mine, now),
    )


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


def _has_due(step: StepView) -> bool:
    return any(k.due is not None and k.rule.who == "buyer" for k in step.clocks)


def _mine(result: Assessment) -> Clock | None:
    own = [k for k in result.clocks
           if k.rule.who == "buyer" and k.due is not None and k.due >= result.now]
    near = [k for k in own if k.due is not None and k.due <= result.now + NEAR]
    return min(near, key=lambda k: k.due or datetime.max, default=None)


def _clock_text(clock: Clock, now: datetime) -> str:
    assert clock.due is not None
    certain = "" if clock.certain else "（估算，以页面为准）"
    return f"{zh_due(clock.due, now)}{certain}，{time_left(now, clock.due)}：{clock.rule.name}"


def _overdue(clock: Clock, now: datetime) -> str:
    assert clock.due is not None
    who = {"merchant": "商家", "platform": "平台", "authority": "部门"}[clock.rule.who]
    return f"{who}已经逾期：{clock.rule.name}，应在 {zh_due(clock.due, now)} 前，" \
           f"{time_left(now, clock.due)}"


def head_of(rules: RuleSet, facts: dict[str, Any], result: Assessment) -> str:
    """The case in a line: platform, product, sum, and what happened."""
    parts = [result.platform_name]
    product, paid = facts.get("product"), facts.get("paid")
    if isinstance(product, str):
        parts.append(product)
    if isinstance(paid, Decimal):
        parts.append(in_yuan(paid))
    labels = facts.get("happened")
    if isinstance(labels, tuple):
        parts.append("、".join(rules.happened[x].label for x in labels if x in rules.happened))
    return " · ".join(p for p in parts if p) or "还没有填"


def _wish(view: WishView) -> CardWish:
    line = view.line
    amount = ""
    if line is not None and line.amount is not None and view.answer != "no":
        amount = in_yuan(line.amount)
    elif line is not None and view.answer != "no" and line.rule.amount is None:
        amount = line.rule.amount_text
    label = view.rule.label if view.asked or line is None else line.rule.what
    return CardWish(label, MARK[view.answer], amount, view.say, view.asked)


def _step(view: StepView) -> CardStep:
    path, sure = view.paths[0] if view.paths else ("", True)
    return CardStep(view.rule.id, view.rule.title, view.rule.do, path, sure, view.rule.cost)


def _excuse(result: Assessment) -> str:
    excuse = result.excuse
    if excuse is None:
        return ""
    if excuse.beside:
        return f"商家说“{excuse.name}”：{excuse.beside_why or '这和眼下的事不是一回事。'}"
    if excuse.right:
        return f"商家说“{excuse.name}”：从填的情况看，这一点可能有道理。"
    return f"商家说“{excuse.name}”：{excuse.answer[0] if excuse.answer else ''}"


def _again(clock: Clock | None, now: datetime) -> str:
    if clock is None or clock.due is None:
        return "过三天，或者对方有了动静，再来看一次"
    day = min(max(now + timedelta(days=1), clock.due - SOON), now + timedelta(days=7))
    return f"{day.month}月{day.day}日，或者对方有了动静，再来看一次"


def shown_facts(rules: RuleSet, facts: dict[str, Any], ids: Sequence[str]) -> list[str]:
    """Facts as 「short：value」, those that are known."""
    return [f"{rules.specs[i].short}：{show_value(rules.specs[i], facts[i])}" for i in ids
            if i in facts and not isinstance(facts[i], Special)]
