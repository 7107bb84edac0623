"""What people lose such a case by stands on the card: by what was said, else by the kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW, solve
from tests.kinds import judged
from tests.yaml_files import values_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

ROWS = values_in(Path(__file__).parent / "traps.yaml")
LONGEST = 90


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["kind"])
def test_the_card_warns_of_what_this_kind_is_lost_by(rules: RuleSet, row: dict[str, Any]) -> None:
    facts = gather(rules, NOW, case=row["facts"])
    lines = card_of(rules, facts, assess(rules, facts, NOW)).beware
    assert any(re.search(row.get("say", "."), x) for x in lines), lines
    assert not any(re.search(row["never"], x) for x in lines if "never" in row), lines


def test_every_trap_is_in_place_in_some_case_and_out_of_place_in_another(rules: RuleSet) -> None:
    traps = [w for w in rules.warnings if w.level == "trap"]
    assert traps
    for trap in traps:
        assert len(trap.text) <= LONGEST, trap.id
        assert solve(rules, trap.when, want=False) is not None, trap.id
        assert solve(rules, trap.when, want=True) is not None, trap.id


@pytest.mark.parametrize("seeds", share(range(200), 2))
def test_every_case_of_which_something_can_be_had_names_a_trap(rules: RuleSet,
                                                               seeds: range) -> None:
    seen, bare = 0, []
    for case, result in (judged(rules, seed) for seed in seeds):
        if any(w.asked and w.answer != "no" for w in result.wishes):
            seen += 1
            if not card_of(rules, case.facts, result).beware:
                bare.append((case.kind, case.where, case.story))
    assert seen > len(seeds) / 2
    assert not bare, bare[:5]


def test_nearly_every_reason_of_the_other_side_has_a_trap_of_its_own(rules: RuleSet) -> None:
    traps = [w for w in rules.warnings if w.level == "trap"]
    named = "\n".join(map(repr, (w.when for w in traps)))
    bare = [x for x in rules.excuses if f"'{x}'" not in named]
    assert len(bare) < len(rules.excuses) / 20, bare
