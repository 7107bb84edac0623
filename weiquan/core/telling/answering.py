"""What to make of what the other side wrote: which excuse, whether it holds, what to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Clock, ExcuseView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import beside_of
from weiquan.core.values.records import result
from weiquan.core.values.zh import time_left, zh_due

TERM = timedelta(days=3)       # to answer in
OWN_POINT = "请就这一点答复。"
ASK_BACK = ("他是说不给办，还是说要等、要换个条件？",
            "他拿出依据了吗：哪一条规则、哪一张图、哪一段记录？")


@result
class Reply:
    """One excuse that a message holds, as it stands in this case."""

    excuse: ExcuseView
    judged: bool                  # enough of the case is known to say whether it holds
    says: str                     # the answer in a sentence
    calm: str                     # what to answer; empty where the other side may be right
    by: date                      # the day to answer by


@result
class Replies:
    """What to make of a message."""

    text: str
    found: tuple[Reply, ...]
    ask: tuple[str, ...]          # what to find out where no excuse is known
    clocks: tuple[str, ...]       # how the deadlines stand after it


def replies_to(rules: RuleSet, facts: Mapping[str, Any], now: datetime, text: str) -> Replies:
    """The excuses in a message with their answers; none is invented."""
    ids = sounds_like(rules, rules.specs["excuse"], text)
    known = bool(facts)
    before = assess(rules, facts, now) if known else None
    found: list[Reply] = []
    after = before
    for id_ in ids:
        result = assess(rules, {**facts, "excuse": (id_,)}, now)
        after = after if found else result
        found += [_reply(rules, facts, result, x) for x in result.excuses if x.id == id_]
    return Replies(text, tuple(found), () if found else ASK_BACK,
                   tuple(_clocks(before, after, now)) if known else ())


def _reply(rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
           excuse: ExcuseView) -> Reply:
    judged = bool(facts)
    beside = excuse.beside_why or beside_of(rules, excuse.id) if excuse.beside and judged else ""
    if beside:
        says = beside
    elif excuse.right and judged:
        says = "从填的情况看，这一点可能有道理，先核实下面几条。"
    elif judged:
        says = "从填的情况看，这个理由站不住。"
    else:
        says = "还没有案情，看不出在这件事里对不对；先看下面几条。"
    # Nothing is known that its words could fail to fit.
    calm = excuse.reply if judged else rules.excuses[excuse.id].reply
    if beside:
        labels = facts.get("happened")
        known = [rules.happened[x].label for x in labels if x in rules.happened] \
            if isinstance(labels, tuple) else []
        calm = (f"我说的是：{known[0]}。" if known else "") + beside + OWN_POINT
    return Reply(excuse, judged, says, "" if excuse.right else calm, _by_when(result).date())


def _by_when(result: Assessment) -> datetime:
    """The day to answer by: three days, and before the person's own next door closes."""
    own = [k.due for k in result.clocks
           if k.rule.who == "buyer" and k.due is not None and k.due > result.now]
    latest = min([result.now + TERM, *(d - timedelta(days=1) for d in own)])
    return max(latest, result.now)


def _clocks(before: Assessment | None, after: Assessment | None, now: datetime) -> Sequence[str]:
    if before is None or after is None:
        return []
    old, new = _dated(before), _dated(after)
    out = [f"新的期限：{_shown(new[i], now)}" for i in new if i not in old]
    out += [f"不再算的：{old[i].rule.name}" for i in old if i not in new]
    out += [f"改了：{_shown(new[i], now)}" for i in new if i in old and new[i].due != old[i].due]
    running = sorted((k for k in new.values() if k.rule.who in {"buyer", "merchant"}
                      and k.rule.unit != "year"), key=lambda k: k.due or now)
    if not out:
        out = ["这句话不改变期限。"]
    return [*out, *(f"还在走：{_shown(k, now)}" for k in running[:2])]


def _dated(result: Assessment) -> dict[str, Clock]:
    return {k.rule.id: k for k in result.clocks if k.due is not None}


def _shown(clock: Clock, now: datetime) -> str:
    assert clock.due is not None
    return f"{clock.rule.name}，{zh_due(clock.due, now)}{clock.counted}，" \
           f"{time_left(now, clock.due)}"
