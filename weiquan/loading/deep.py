"""Findings that take trying: conditions that never change, and states without a next step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from weiquan.core.language import condition as c
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.model.walking import Item, items_of
from weiquan.core.proving.dead_ends import DeadEnd, dead_ends
from weiquan.core.proving.solving import solve
from weiquan.errors import Problem
from weiquan.loading.linking import Where

FIELDS = ("when", "ready", "done", "blocked", "right_if", "ask_if", "raised", "met",
          "provided", "scope")


def deep(rules: RuleSet, where: Where, now: datetime) -> list[Problem]:
    """Every such finding in rules without errors; it takes seconds."""
    return [*_fixed(rules, where, now), *(_dead(where, d) for d in dead_ends(rules, now))]


def conditions_of(rules: RuleSet) -> Iterator[tuple[Item, str, c.Condition]]:
    """Every condition that says something: its rule object, its field, itself.

    Those of derived facts are left out: they are looked at before what follows from them is there.
    """
    for item in items_of(rules):
        if item.kind == "derived":
            continue
        for field in FIELDS:
            cond = getattr(item.obj, field, None)
            if cond is not None and cond not in (c.ALWAYS, c.NEVER):
                yield item, field, cond


def _fixed(rules: RuleSet, where: Where, now: datetime) -> Iterator[Problem]:
    for item, field, cond in conditions_of(rules):
        source, loc = where[id(item.obj)]
        if (*loc, field) not in source.keys:
            continue  # not written: a step of a platform or dispute is bound to it
        if solve(rules, cond, now, want=True) is None:
            code, text = "W205", "这个条件永远不会成立，请检查里面互相矛盾的地方"
        elif solve(rules, cond, now, want=False) is None:
            code, text = "W206", "这个条件永远成立，可以不写"
        else:
            continue
        yield source.problem((*loc, field), code, text, key=True, warning=True)


def _dead(where: Where, end: DeadEnd) -> Problem:
    text = (f"「{end.label.label}」的{end.fact.short}是「{end.choice.label}」时没有下一步，"
            "请加一个这时能做的步骤")
    source, loc = where[id(end.fact)]
    place = (*loc, "choices", end.fact.choices.index(end.choice), "id")
    return source.problem(place, "W207", text, warning=True)
