"""No advice speaks of another kind of thing, or of what is over."""

from __future__ import annotations

import pytest

from tests.kinds import GROUPS, cases, misplaced
from weiquan.core.model.ruleset import RuleSet

DAILY = 300


def _swept(rules: RuleSet, seeds: range) -> None:
    seen, wrong = set(), []
    for case in cases(seeds):
        seen.add(case.group)
        wrong += [(case.kind, case.where, case.story, *what) for what in misplaced(rules, case)]
    assert seen == set(GROUPS)
    assert not wrong, (len(wrong), wrong[:5])


def test_no_advice_speaks_of_another_kind(rules: RuleSet) -> None:
    _swept(rules, range(DAILY))


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(10))
def test_no_advice_speaks_of_another_kind_in_many_cases(rules: RuleSet, part: int) -> None:
    _swept(rules, range(1000 * (part + 1), 1000 * (part + 2)))
