"""The tables of what one other answer changes say what the program says."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.tables import FOLDER, cases_of, outcome, read_tables
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet

TABLES = sorted(p.stem for p in FOLDER.glob("*.yaml"))
ANEW = "python -m tests.tables --write writes them anew; read what changes"


@pytest.mark.parametrize("theory", [
    t if n % 8 == 0 else pytest.param(t, marks=pytest.mark.nightly) for n, t in enumerate(TABLES)])
def test_one_other_answer_comes_out_as_it_is_written(rules: RuleSet, theory: str) -> None:
    wrong = []
    for row in cases_of(theory):
        now = datetime.fromisoformat(row["as_of"])
        got = outcome(assess(rules, gather(rules, now, case=row["facts"]), now), theory)
        if got != row["is"]:
            wrong.append(f"{row['name']}\n  written: {row['is']}\n  now:     {got}")
    assert not wrong, "\n".join([f"{len(wrong)} rows. {ANEW}", *wrong[:5]])


def test_every_theory_has_a_table_with_rows_that_differ(rules: RuleSet) -> None:
    assert sorted(set(rules.theories) - set(TABLES)) == []
    for theory, tables in read_tables().items():
        assert theory in rules.theories
        outcomes = {t["was"] for t in tables} | {r["is"] for t in tables for r in t["rows"]}
        assert len(outcomes) > 1, theory
