"""No advice speaks of another kind of thing, or of what is over; the first step is the case's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW, solve
from tests.kinds import GROUPS, cases, misplaced, overtaken
from weiquan.core.judging.assess import assess
from weiquan.core.language.condition import NEVER, AnyOf, Condition
from weiquan.core.model import Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

DAILY = 240


def _swept(rules: RuleSet, seeds: range) -> None:
    seen, wrong = set(), []
    for case in cases(seeds):
        seen.add(case.group)
        about = (case.kind, case.where, case.story)
        result = assess(rules, case.facts, NOW)
        card = card_of(rules, case.facts, result)
        wrong += [(*about, *what) for what in misplaced(case, result, card)]
        wrong += [(*about, what) for what in overtaken(case, result, card)]
    assert seen == set(GROUPS)
    assert not wrong, (len(wrong), wrong[:5])


@pytest.mark.parametrize("seeds", share(range(DAILY), 2))
def test_no_advice_speaks_of_another_kind_or_of_what_is_over(rules: RuleSet,
                                                             seeds: range) -> None:
    _swept(rules, seeds)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(10))
def test_no_advice_is_out_of_place_in_many_cases(rules: RuleSet, part: int) -> None:
    _swept(rules, range(1000 * (part + 1), 1000 * (part + 2)))


def test_every_term_is_in_place_in_some_case_and_out_of_place_in_another(rules: RuleSet) -> None:
    assert len(rules.terms) > 10
    for term in rules.terms:
        if term.told and term.when == NEVER:
            continue  # a scene that no answer tells: only the story does
        assert solve(rules, term.when, want=True) is not None, term.id
        assert solve(rules, term.when, want=False) is not None, term.id


# ---------------------------------------------------------------- the first step

def _ways_to(theory: Theory) -> Iterator[Condition]:
    raised = theory.raised
    yield from raised.items if isinstance(raised, AnyOf) else (raised,)


def test_every_label_says_what_vanishes_first(rules: RuleSet) -> None:
    assert not [x.id for x in rules.happened.values() if not x.perishes]


@pytest.mark.parametrize("where", ["shop", "wechat"])
def test_the_first_step_of_every_theory_is_particular(rules: RuleSet, where: str) -> None:
    _first_steps(rules, where)


@pytest.mark.nightly
@pytest.mark.parametrize("where", ["live", "app", "takeaway", "sh_person", "sh_dealer", "street",
                                   "organ", "group", "self", "meeting"])
def test_the_first_step_is_particular_wherever_it_was_bought(rules: RuleSet, where: str) -> None:
    _first_steps(rules, where)


def _first_steps(rules: RuleSet, where: str) -> None:
    tried, bare = 0, []
    for theory in rules.theories.values():
        for way in _ways_to(theory):
            found = solve(rules, way, want=True)
            if found is None:
                continue
            facts: dict[str, Any] = {"where_bought": where, "happened": ("promise",), **found}
            if not facts["happened"]:
                facts["happened"] = ("promise",)
            step = assess(rules, facts, NOW).next.rule
            tried += 1
            named = not step.perishing or step.do[0].startswith("先存最容易没的")
            if not named or step.id == "tell_what_happened":
                bare.append((theory.id, step.id, found))
    assert tried > 150
    assert not bare, (len(bare), bare[:5])
