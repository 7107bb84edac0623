"""Threefold stands firmly only beyond doubt; no page denies what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.yaml_files import texts_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import LineView
from weiquan.core.model.ruleset import RuleSet

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))
LAW = "消法 55(1)"
# Said of somebody who knew, found by who decides such things, or seen on the thing itself.
SIGNS = {"admitted", "only_he_knows", "covered", "hid_deep", "false_date", "adjudged", "other_kind",
         "no_stock"}
# Each leaves another explanation: he may have been wrong himself.
OPEN: tuple[dict[str, Any], ...] = (
    {"knew_signs": ("asked_answered",)},
    {"knew_signs": ("asked_answered", "no_source", "cheap_source", "pages_disagree", "many")},
    {"knew_signs": ("fined",)},
    {"knew_signs": ("admitted", "slip")},
    {"knew_signs": ("other_kind", "slip"), "claim_kind": "hard_fact"},
)
PROOFS = ("lab", "brand", "platform", "app", "guess")


def threefold(result: Assessment) -> Iterator[LineView]:
    """The demands that rest on deceit."""
    for line in result.lines:
        if line.rule.money == "multiple" and LAW in {str(c) for c in line.rule.basis}:
            yield line


def beyond_doubt(facts: dict[str, Any]) -> bool:
    """Whether something was told that deceit alone explains."""
    signs = set(facts.get("knew_signs", ()))
    return ((bool(signs & SIGNS) and "slip" not in signs)
            or "official" in facts.get("proof_by", ()) or "seller" in facts.get("proof_by", ())
            or facts.get("price_proof") == "deals" or facts.get("disclosed_how") == "deep"
            or facts.get("licence") == "official"
            or ("asked_answered" in signs and "self" in facts.get("proof_by", ())
            and "goods_photo" in facts.get("evidence_have", ())))


def told(rules: RuleSet) -> Iterator[tuple[str, dict[str, Any], datetime]]:
    """Every case as it was told, wishing for the threefold."""
    for path in CASES:
        case = texts_in(path)
        now = datetime.fromisoformat(case["as_of"])
        facts = gather(rules, now, case=case["facts"])
        yield path.stem, {**facts, "wishes": (*facts.get("wishes", ()), "triple")}, now


def ways(rules: RuleSet, step: int) -> Iterator[tuple[str, dict[str, Any], datetime]]:
    """The cases, and each with a sign that proves nothing yet."""
    for number, (name, facts, now) in enumerate(told(rules)):
        yield name, facts, now
        if number % step == 0:
            for signs in OPEN:
                for proof in PROOFS:
                    yield f"{name} {signs} {proof}", {**facts, **signs, "proof_by": (proof,)}, now


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.nightly)])
def test_threefold_is_firm_only_beyond_doubt(rules: RuleSet, step: int) -> None:
    firm, wrong = 0, []
    for name, facts, now in ways(rules, step):
        for line in threefold(assess(rules, facts, now)):
            firm += line.answer == "yes"
            if line.answer == "yes" and not beyond_doubt(facts):
                wrong.append((name, line.id))
    assert firm > 5
    assert not wrong, wrong


def test_what_is_given_is_not_denied(rules: RuleSet) -> None:
    wrong = []
    for name, facts, now in told(rules):
        result = assess(rules, facts, now)
        given = {w.rule.id for w in result.wishes if w.answer == "yes"} & {"triple", "ten"}
        wrong += [(name, no.rule.id) for no in result.not_claims
                  if set(no.rule.wishes) & given]
    assert not wrong, wrong
