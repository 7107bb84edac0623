"""What all letters of one case have in common, worked out once."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from weiquan.core.case.context import context_of, with_facts
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import Citing, citing_in
from weiquan.core.judging.verdicts import known_of
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Account
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.ownwords import bought, own_words
from weiquan.core.telling.parties import Parties
from weiquan.core.values.records import result as record


@record
class Common:
    """One case, for its letters one after the other."""

    rules: RuleSet
    given: Mapping[str, Any]
    result: Assessment

    def __post_init__(self) -> None:
        self.told: Context = context_of(self.rules, self.given, self.result.now)
        self._spoken: dict[tuple[Parties, str], list[dict[str, Any]]] = {}

    @cached_property
    def ctx(self) -> Context:
        """The facts, and what came out."""
        return with_facts(self.told, known_of(self.result.verdicts))

    @cached_property
    def citing(self) -> Citing:
        """What the articles say in this case."""
        return citing_in(self.rules, self.ctx, self.result.law_day)

    @cached_property
    def count(self) -> str:
        """How many of the thing were bought, see `bought`."""
        return bought(self.rules, self.ctx)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """What the answers tell in such a case, in the order of the rules."""
        return tuple(a for a in self.rules.accounts
                     if evaluate(a.when, self.ctx).truth is Tri.TRUE)

    def spoken(self, sides: Parties, voice: str) -> list[dict[str, Any]]:
        """The own words of the person in a letter between these two, see `own_words`."""
        key = sides, voice
        if key not in self._spoken:
            self._spoken[key] = own_words(self.rules, self.ctx, sides, voice)
        return [dict(row) for row in self._spoken[key]]


def common_of(rules: RuleSet, given: Mapping[str, Any], result: Assessment) -> Common:
    """What the letters of a case have in common; the same one as long as the case is the same."""
    told = context_of(rules, given, result.now)
    for made in _LAST:
        if made.result is result and made.told is told:
            return made
    made = Common(rules, given, result)
    _LAST.append(made)
    return made


# The text for tonight and the letters of a row: without it a tenth of a batch with letters.
_LAST: deque[Common] = deque(maxlen=2)
