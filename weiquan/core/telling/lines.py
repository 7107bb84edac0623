"""A case in one line of a table, for a desk that has many."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card
from weiquan.core.telling.marks import MARK
from weiquan.core.telling.nearest import nearest_of
from weiquan.core.values.records import result
from weiquan.core.values.rmb import in_yuan

NONE = "没有算得出的期限"


@result
class CaseLine:
    """What a table of cases says of one."""

    due: datetime | None
    cells: tuple[tuple[str, str], ...]   # name of the column, text


def line_of(rules: RuleSet, facts: dict[str, Any], assessment: Assessment, card: Card,
            unconfirmed: Collection[str] = ()) -> CaseLine:
    """The line of a case; `unconfirmed` are the facts that were only read from its story."""
    near = nearest_of(facts, assessment)
    total = assessment.total.firm
    return CaseLine(near.due, (
        ("最近的期限", f"{near.due:%Y-%m-%d %H:%M}" if near.due else ""),
        ("什么期限", near.name or NONE),
        ("今晚就要做", "是" if card.must_tonight else ""),
        ("先做什么", card.steps[0].title),
        ("想要的", "；".join(" ".join(filter(None, (f"{w.label}：{w.mark}", w.amount)))
                          for w in card.wishes if w.asked)),
        ("各个问题", "；".join(f"{v.rule.name}：{MARK[v.answer]}" for v in assessment.verdicts
                           if not v.hidden)),
        ("站得住的钱", in_yuan(total) if total else ""),
        ("还要弄清", "、".join(q.fact.short for q in card.open)),
        ("对不上的", "；".join(card.conflicts)),
        ("从经过读出、没有确认的", "、".join(f.short for f in rules.facts if f.id in unconfirmed)),
        ("案子", card.heads[0]),
    ))
