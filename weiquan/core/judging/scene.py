"""One case at one moment, as everything that judges it looks at it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, TypeVar

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
from weiquan.core.case.inwords import told_apart
from weiquan.core.judging.citing import Citing
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.inwords import InWords

T = TypeVar("T")


class Scene:
    """The facts of a case in three lights, and the law of its day.

    `ctx` holds what was said and what follows from it, `firm` also the usual state of things,
    `read` every reading of an unknown fact.
    """

    def __init__(self, rules: RuleSet, given: Mapping[str, Any], now: datetime) -> None:
        self.rules = rules
        self.given = told_apart(rules, given)
        self.own_words = {f: v.words for f, v in given.items() if isinstance(v, InWords)}
        self.ctx: Context = context_of(rules, given, now)
        self.readings: list[ReadingView] = readings(rules, self.ctx)  # of what is not known
        self.firm: Context = firmly_read(self.ctx, self.readings)
        self.citing = Citing(rules, law_day(self.ctx.facts, now), self.firm)
        self.done: dict[str, Any] = {}   # what was worked out, by the name of the work

    def knowing(self, more: Mapping[str, Any]) -> Scene:
        """The scene with what the judging itself found out: steps and letters look at it."""
        out = copy(self)
        out.ctx, out.firm, out.read = (
            with_facts(c, more) for c in (self.ctx, self.firm, self.read))
        out.done = {}
        return out

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


def scene_of(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> Scene:
    """The scene of a case at `now`; the same one as long as neither changes."""
    ctx = context_of(rules, given, now)
    for made in _LAST:
        if made.ctx is ctx:
            return made
    made = Scene(rules, given, now)
    _LAST.append(made)
    return made


def once_a_scene(work: Callable[[Scene], T]) -> Callable[[Scene], T]:
    """`work`, done once for each scene: what it returns must not be changed."""
    @wraps(work)
    def kept(scene: Scene) -> T:
        if work.__name__ not in scene.done:
            scene.done[work.__name__] = work(scene)
        found: T = scene.done[work.__name__]
        return found
    return kept


# The card, its questions and the next screen look at one case: a third of a row of a batch.
_LAST: deque[Scene] = deque(maxlen=2)
