"""Small wrong changes to the rules are noticed by the stories."""

from __future__ import annotations

import pytest

from tests import mutate_rules as m
from tests.mutants import mutants, variants
from weiquan.core.language import condition as c
from weiquan.core.model.ruleset import RuleSet

REACHED, REACHED_ALL = 0.97, 0.96   # of what letters and the ladder depend on; of everything


def test_a_mutant_is_undone(rules: RuleSet) -> None:
    before = [(x.id, x.when) for x in rules.steps], dict(rules.named), list(rules.deadlines)
    for mutant in list(mutants(rules))[::40]:
        mutant.make()
        mutant.undo()
    assert before == ([(x.id, x.when) for x in rules.steps], dict(rules.named),
                      list(rules.deadlines))


def test_a_condition_is_turned_leaf_by_leaf() -> None:
    leaf = c.Compare("paid", "gt", 5, place="x:1")
    assert [new for _, new in variants(c.All((leaf, c.Known("paid"))))] == [
        c.All((c.Compare("paid", "le", 5), c.Known("paid"))),
        c.All((c.Compare("paid", "gt", 4), c.Known("paid"))),
        c.All((c.Compare("paid", "gt", 6), c.Known("paid"))),
        c.All((leaf, c.Not(c.Known("paid")))),
    ]


def test_a_period_is_moved_turned_round_and_left_without_its_days_off() -> None:
    leaf = c.Compare("told_on", "past_days", 15, place="x:1")
    assert [new for _, new in variants(leaf)] == [
        c.Not(leaf),
        c.Compare("told_on", "older_than_days", 15),
        c.Compare("told_on", "past_days", 14),
        c.Compare("told_on", "past_days", 16),
    ]


@pytest.mark.nightly
def test_the_stories_notice_nearly_every_mutant() -> None:
    pool = m.start()
    done = list(m.run(m.sample(pool)))
    core, every = m.rates(pool, done)
    assert core >= REACHED, f"{core:.1%}"
    assert every >= REACHED_ALL, f"{every:.1%}"
