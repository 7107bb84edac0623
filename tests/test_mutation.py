"""Small wrong changes to the rules are noticed by the stories."""

from __future__ import annotations

import pytest

from tests import mutate_rules as m
from tests.mutants import mutants, variants
from weiquan.core.language import condition as c
from weiquan.core.model.ruleset import RuleSet

FLOOR = 0.45                        # 32 of 68 of the daily sample today
REACHED, REACHED_ALL = 0.97, 0.96   # of what letters and the ladder depend on; of everything


def test_a_mutant_is_undone(rules: RuleSet) -> None:
    def state() -> tuple[object, ...]:
        return ([(x.id, x.when) for x in rules.steps], dict(rules.named), dict(rules.raised),
                list(rules.deadlines), [(t.id, t.lines, t.elements, t.defeats, t.yes_if)
                                        for t in rules.theories.values()])

    before = state()
    for mutant in list(mutants(rules))[::40]:
        mutant.make()
        mutant.undo()
    assert before == state()


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


def test_every_part_of_a_theory_has_mutants(rules: RuleSet) -> None:
    found = {(x.kind, x.what.partition(":")[0]) for x in mutants(rules) if x.theory}
    assert {("theory", "raised"), ("element", "met"), ("line", "amount"), ("line", "provided"),
            ("defeat", "when"), ("line", "dropped"), ("defeat", "dropped"), ("step", "when"),
            ("not_claim", "when")} <= found


def test_the_stories_and_tables_of_theories_notice_what_is_changed_in_them(
        rules: RuleSet) -> None:
    # Some theories and some of their mutants every day; the nightly sample asks for all.
    kinds = {"theory", "element", "line", "defeat"}
    some = list(rules.theories)[::25]
    mine = [x for x in mutants(rules) if x.theory in some and x.kind in kinds][::7]
    cases = m.cases_of_theories(rules, some)
    killed = [m.killer(rules, cases, x) for x in mine]
    assert len(mine) > 20
    assert sum(map(bool, killed)) / len(killed) > FLOOR


@pytest.mark.nightly
def test_the_stories_notice_nearly_every_mutant() -> None:
    pool = m.start()
    done = list(m.run(m.sample(pool)))
    core, every = m.rates(pool, done)
    assert core >= REACHED, f"{core:.1%}"
    assert every >= REACHED_ALL, f"{every:.1%}"
