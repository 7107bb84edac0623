"""What every kind of case begins with: its own most particular step, and none of another kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW
from tests.kinds import cases
from tests.yaml_files import values_in
from weiquan.cli.gather import gather
from weiquan.core.judging.assess import assess
from weiquan.core.language.condition import Special
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

ROWS = values_in(Path(__file__).parent / "first_steps.yaml")
FAULTY = {"arrived_bad", "fault_later", "food", "hurt", "damaged_other", "unwanted"}
DAILY = 200


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["kind"])
def test_the_first_step_is_what_the_kind_needs_most(rules: RuleSet, row: dict[str, Any]) -> None:
    result = assess(rules, gather(rules, NOW, case=row["facts"]), NOW)
    assert re.search(row["say"], result.next.rule.title), result.next.rule.title
    assert result.next.rule.id not in {"capture_now", "tell_what_happened", "find_seller"}


def _wrong(facts: dict[str, Any], story: str, kind: str, ids: list[str],
           titles: list[str]) -> list[str]:
    """Steps for tonight whose result is told already, or that are about another matter."""
    out = []
    if story in FAULTY and "ask_papers_first" in ids:
        out.append("papers for what is broken")
    if facts["refund_status"] == "not_applied" and "wait_refund" in ids:
        out.append("waits for goods that were not sent")
    if facts.get("shop_state") == "dissolved" and "check_registration" in ids:
        out.append("looks up what is known")
    if "activated" in facts.get("goods_state", ()) and any("别激活" in t for t in titles):
        out.append("not to do what is done")
    if facts.get("ship_state") == "own_cancel" and "booking_tell_early" in ids:
        out.append("not to cancel what is cancelled")
    if kind == "course" and facts.get("prepaid_why") == "shut" \
            and "cooling_write_today" in ids and facts["ordered_on"] is Special.UNSURE:
        out.append("seven days of a card of long ago")
    return out


@pytest.mark.parametrize("seeds", share(range(DAILY), 2))
def test_tonight_has_no_step_whose_result_is_told(rules: RuleSet, seeds: range) -> None:
    wrong, seen = [], 0
    for n, case in zip(seeds, cases(seeds), strict=True):
        facts = {**case.facts, "proof_by": ("guess",), "goods_state": ("activated",)}
        facts["refund_status"] = "not_applied"
        if case.story in {"merchant_gone", "prepaid"}:
            facts["shop_state"] = "dissolved"
        if case.group == "booking":
            facts.update(ship_state="own_cancel", own_why="wrong")
        if case.story == "prepaid" and n % 2:
            facts.update(prepaid_why="shut", ordered_on=Special.UNSURE)
        result = assess(rules, facts, NOW)
        card = card_of(rules, facts, result)
        lines = [t for s in card.steps for t in (s.title, *s.do)]
        seen += bool(card.steps)
        wrong += [(case.kind, case.where, case.story, w) for w in _wrong(
            facts, case.story, case.kind, [s.id for s in card.steps], lines)]
    assert seen > len(seeds) / 2
    assert not wrong, (len(wrong), wrong[:5])
