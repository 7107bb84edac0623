"""One case at one moment, as everything that judges it looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from weiquan.core.case.context import (
    ReadingView,
    context_of,
    firmly_read,
    fully_read,
    law_day,
    readings,
    ticked,
    with_facts,
)
from weiquan.core.judging.citing import Citing
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet


class Scene:
    """The facts of a case in three lights, and the law of its day.

    `ctx` holds what was said and what follows from it, `firm` also the usual state of things,
    `read` every reading of an unknown fact.
    """

    def __init__(self, rules: RuleSet, given: Mapping[str, Any], now: datetime) -> None:
        self.rules = rules
        self.given = given
        self.ctx: Context = context_of(rules, given, now)
        self.readings: list[ReadingView] = readings(rules, self.ctx)  # of what is not known
        self.firm: Context = firmly_read(self.ctx, self.readings)
        self.citing = Citing(rules, law_day(self.ctx.facts, now), self.firm)

    def know(self, more: Mapping[str, Any]) -> None:
        """Add what the judging itself found out: steps and letters look at it."""
        self.ctx, self.firm, self.read = (
            with_facts(c, more) for c in (self.ctx, self.firm, self.read))

    @cached_property
    def read(self) -> Context:
        """The facts with every reading."""
        return fully_read(self.ctx, self.readings)

    @cached_property
    def names(self) -> dict[str, str]:
        """The short name of each fact."""
        return {f.id: f.short for f in self.rules.facts}

    @cached_property
    def had(self) -> frozenset[str]:
        """The kinds of evidence that are there."""
        return frozenset(ticked(self.ctx, "evidence_have"))
