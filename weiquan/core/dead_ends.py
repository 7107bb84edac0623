"""States of a case after which the ladder has nothing more to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from weiquan.core.checks import check_value
from weiquan.core.citing import Citing
from weiquan.core.condition import Context, Special, Tri, evaluate, facts_in
from weiquan.core.interview import (
    context_of,
    law_day,
    offered_choices,
    settled,
    unasked_as_unsure,
)
from weiquan.core.ladder import ladder_of
from weiquan.core.model import Choice, Fact, Step
from weiquan.core.ruleset import RuleSet
from weiquan.core.ruletype import result
from weiquan.core.solving import Facts, Picks, opened, representatives
from weiquan.core.walking import items_of
from weiquan.errors import BadValue

# Where a case can come to rest: how far the refund, the merchant, the platform and an office are.
STATES = ("refund_status", "merchant_response", "platform_decision", "filed_result")
MONEY_BACK = ("refund_status", "refunded")
CASES = 3


@result
class DeadEnd:
    """An answer after which a case of this dispute may have no next step."""

    dispute: str
    fact: Fact
    choice: Choice
    facts: Mapping[str, Any]      # a case in which it has none


def dead_ends(rules: RuleSet, now: datetime) -> Iterator[DeadEnd]:
    """Every dispute with an answer after which one of some cases has nothing now, later, to check.

    With the money back nothing needs to follow.
    """
    ending = [i.obj for i in items_of(rules) if i.kind == "step" and i.obj.ends]
    for dispute in rules.disputes:
        for spec in (rules.specs[f] for f in STATES if f in rules.specs):
            for choice in spec.choices:
                pinned = {"dispute": dispute, spec.id: choice.id}
                for facts in _cases(rules, pinned, now, ending):
                    if MONEY_BACK not in facts.items() and _stuck(rules, facts, now):
                        yield DeadEnd(dispute, spec, choice, facts)
                        break


def _stuck(rules: RuleSet, facts: Facts, now: datetime) -> bool:
    ctx = context_of(rules, facts, now)
    ladder = ladder_of(rules, ctx, unasked_as_unsure(rules, ctx),
                       Citing(rules, law_day(rules, ctx.facts, now), ctx.today))
    return not any(s.status in {"now", "later", "check"} for s in ladder)


def _cases(rules: RuleSet, pinned: Facts, now: datetime, ending: list[Step]) -> Iterator[Facts]:
    """Some whole cases in which the `pinned` answers were given."""
    picks = Picks(repr(pinned))
    for start in islice(opened(rules, pinned, now), CASES):
        for turn in range(CASES):
            made = _Making(rules, start, now, picks, ending, plain=turn < CASES - 1)
            if (facts := made.whole()) is not None:
                yield facts


class _Making:
    """Answers every question that would be put, in the declared order."""

    def __init__(self, rules: RuleSet, pinned: Facts, now: datetime, picks: Picks,
                 ending: list[Step], *, plain: bool) -> None:
        self.rules, self.pinned, self.now, self.picks = rules, pinned, now, picks
        self.ending = ending
        self.plain = plain     # nothing ticked where several things can be
        self.decisive = {f for s in ending for f in facts_in(s.when, rules.named)}
        self.facts: Facts = dict(pinned)
        self.seen: Facts = {}
        self.ctx = self._context(self.seen)

    def whole(self) -> Facts | None:
        """The facts of the case, or None where the pinned answers cannot be given together."""
        self._settle()
        if any(settled(self.rules, {k: v for k, v in self.facts.items() if k != f}).get(f, v) != v
               for f, v in self.pinned.items()):
            return None
        for spec in self.rules.facts:
            asked = evaluate(spec.ask_if, self.ctx).truth
            if spec.id in self.pinned:
                if asked is Tri.FALSE or not self._offered(spec, self.pinned[spec.id]):
                    return None
            elif asked is Tri.FALSE:
                self.seen[spec.id] = Special.NOT_APPLICABLE
            elif asked is Tri.TRUE and spec.id not in self.seen and not self._answer(spec):
                return None
        return self.facts

    def _context(self, facts: Facts) -> Context:
        rules = self.rules
        return Context(facts, self.now, self._param, rules.next_workday, rules.named)

    def _param(self, name: str) -> Any:
        return self.rules.param_at(name, law_day(self.rules, self.seen, self.now))

    def _settle(self) -> None:
        self.seen |= {**settled(self.rules, self.facts), **self.facts}

    def _offered(self, spec: Fact, value: Any) -> bool:
        return spec.type != "choice" or value is Special.UNSURE \
            or value in offered_choices(spec, self.ctx)

    def _answer(self, spec: Fact) -> bool:
        """Give one answer; False where there is none."""
        if evaluate(spec.worth, self.ctx).truth is Tri.FALSE:
            self.seen[spec.id] = Special.UNSURE
            return True
        pool = [v for v in self._pool(spec) if self._fits(spec, v)]
        if not pool and not spec.unsure:
            return False
        self.facts[spec.id] = self.picks.choice(pool) if pool else Special.UNSURE
        self._settle()
        return True

    def _pool(self, spec: Fact) -> list[Any]:
        offered = offered_choices(spec, self.ctx)
        if spec.choices_from == "evidence":
            return [tuple(offered)]  # else there is always something left to capture
        if spec.type == "choices" and self.plain:
            return [()]
        if spec.type == "choice":
            return [v for v in offered if spec.id not in self.decisive or not self._ends(spec, v)]
        if spec.type == "choices":
            tried: list[Any] = [(), *((v,) for v in offered)]
            return [v for v in tried if spec.id not in self.decisive or not self._ends(spec, v)]
        return [v for v in representatives(self.rules, spec, self.now)
                if v is not Special.UNSURE]

    def _ends(self, spec: Fact, value: Any) -> bool:
        """Whether an answer ends the interview with a step that stands alone."""
        ctx = self._context({**self.seen, spec.id: value})
        return any(evaluate(s.when, ctx).truth is Tri.TRUE for s in self.ending)

    def _fits(self, spec: Fact, value: Any) -> bool:
        try:
            check_value(spec, value, self.facts, self.rules.specs)
        except BadValue:
            return False
        return True
