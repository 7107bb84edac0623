"""What the situation that a person picked says: the first step, the traps, the usual answers."""

from __future__ import annotations

from weiquan.core.case.context import chosen
from weiquan.core.language.condition import Context
from weiquan.core.model import FollowUp, Situation, Step
from weiquan.core.model.ruleset import RuleSet

FACT = "situation"
FIRST = 49      # before what any case of its kind begins with, after emergencies


def situation_of(rules: RuleSet, ctx: Context) -> Situation | None:
    """The situation of a case; None where none was picked."""
    return rules.situations.get(chosen(ctx, FACT) or "")


def first_of(situation: Situation) -> Step:
    """What to do first in it, as a step of the ladder."""
    first = situation.first
    return Step(id=f"{FACT}_{situation.id}", rung=first.rung, title=first.title, do=first.do,
                first=FIRST, tonight=first.tonight, basis=situation.basis,
                place=situation.place)


def asks_of(rules: RuleSet, ctx: Context) -> tuple[FollowUp, ...]:
    """What decides it, as things to tell besides."""
    situation = situation_of(rules, ctx)
    return () if situation is None else tuple(
        FollowUp(id=f"{situation.id}_{n}", text=x.text, about=x.about, place=situation.place)
        for n, x in enumerate(situation.asks, 1))
