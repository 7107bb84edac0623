"""What the situation that a person picked says: the first step, the answers, what turns them."""

from __future__ import annotations

from collections.abc import Mapping

from weiquan.core.case.context import chosen, ticked
from weiquan.core.judging.verdicts import Answer
from weiquan.core.language.condition import Context
from weiquan.core.model import OVER, Basis, FollowUp, Outcome, Point, Situation, Step
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result

FACT = "situation"
POINTS = "situation_points"
FIRST = 49      # before what any case of its kind begins with, after emergencies
_RANK: Mapping[str, int] = {"no": 0, "maybe": 1, "yes": 2}
_VALUE = lazy_re("几|多少|哪|什么|怎么|多久|多长|谁")   # asks for more than a yes or no


@result
class Picked:
    """The situation of a case with what of it the person ticked."""

    rule: Situation
    points: tuple[Point, ...]     # those that are so
    over: bool                    # what to do first is past
    asked: bool                   # whether they were looked at

    @property
    def sure(self) -> bool:
        """Whether all that makes the first answer certain is so."""
        carrying = [p for p in self.rule.points if p.turn == "yes"]
        return bool(carrying) and all(p in self.points for p in carrying)

    def turned(self, outcome: Outcome) -> Point | None:
        """The ticked point that decides the first answer, whatever else is so; None where none.

        What leaves something of a no gives way to all that makes it certain.
        """
        if outcome is not self.rule.outcomes[0]:
            return None
        found = {p.turn: p for p in reversed(self.points)}
        left = None if outcome.answer == "no" and self.sure else found.get("maybe")
        return found.get("no", left)

    def answer_of(self, outcome: Outcome) -> Answer:
        """What one of its outcomes comes to: the points turn the first one."""
        point = self.turned(outcome)
        if point is not None:
            return "no" if point.turn == "no" else "maybe"
        main = outcome is self.rule.outcomes[0]
        return "yes" if main and self.sure else outcome.answer

    def said_of(self, outcome: Outcome) -> str:
        """Why, in one or two sentences."""
        point = self.turned(outcome)
        if point is not None:
            return point.so
        if outcome is not self.rule.outcomes[0]:
            return outcome.say
        carried = "".join(p.so for p in self.points if p.turn in {"yes", ""})
        return carried if self.sure and outcome.answer != "yes" else outcome.say + carried

    def basis_of(self, outcome: Outcome) -> tuple[Basis, ...]:
        """The articles on which that rests."""
        own = (p.basis for p in self.points if p.turn) \
            if outcome is self.rule.outcomes[0] else ()
        return tuple(dict.fromkeys((*(b for basis in own for b in basis), *outcome.basis)))


def situation_of(rules: RuleSet, ctx: Context) -> Situation | None:
    """The situation of a case; None where none was picked."""
    return rules.situations.get(chosen(ctx, FACT) or "")


def picked_of(rules: RuleSet, ctx: Context) -> Picked | None:
    """The situation of a case and what is so of it; None where none was picked."""
    situation = situation_of(rules, ctx)
    if situation is None:
        return None
    so = ticked(ctx, POINTS)
    ids = {key.removeprefix(f"{situation.id}__") for key in so if key in situation.ticks}
    return Picked(situation, tuple(p for p in situation.points if p.id in ids), OVER in ids,
                  POINTS in ctx.facts)


def first_of(picked: Picked) -> Step | None:
    """What to do first, as a step of the ladder; None where that is past and nothing follows."""
    situation = picked.rule
    first = situation.then if picked.over else situation.first
    if first is None:
        return None
    return Step(id=f"{FACT}_{situation.id}", rung=first.rung, title=first.title, do=first.do,
                first=FIRST, tonight=first.tonight, basis=situation.basis,
                place=situation.place)


def asks_of(rules: RuleSet, ctx: Context) -> tuple[FollowUp, ...]:
    """What decides it, as things to tell besides; where points were ticked what has a value."""
    picked = picked_of(rules, ctx)
    return () if picked is None else tuple(
        FollowUp(id=f"{picked.rule.id}_{n}", text=x.text, about=x.about, place=picked.rule.place)
        for n, x in enumerate(picked.rule.asks, 1)
        if not (picked.asked and picked.rule.points) or x.about or _VALUE.search(x.text))
