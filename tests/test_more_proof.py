"""What speaks for the person never makes an answer weaker."""

from __future__ import annotations

from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW
from tests.kinds import judged
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet

DAILY = 100
RANK = {"yes": 2, "maybe": 1, "no": 0}
# Own evidence and answers that can only help.
FOR_ONE: dict[str, dict[str, Any]] = {
    "everything kept": {"evidence_have": (
        "order_page", "chat", "goods_photo", "payment", "product_page", "rules_promise",
        "loss_receipt", "medical_record", "unboxing_video")},
    "the other side admits it": {"proof_by": ("seller",)},
    "it was tested": {"proof_by": ("lab",)},
    "filmed when opened": {"opened_recorded": "have"},
    "did not know": {"knew_before": "no"},
}


@pytest.mark.parametrize("seeds", share(range(DAILY), 2))
@pytest.mark.parametrize("name", FOR_ONE)
def test_more_proof_never_makes_an_answer_weaker(rules: RuleSet, name: str, seeds: range) -> None:
    seen, weaker = 0, []
    for case, before in (judged(rules, seed) for seed in seeds):
        more = {k: v for k, v in FOR_ONE[name].items()
                if k not in case.facts or k == "evidence_have"}
        after = {w.rule.id: w.answer for w in assess(rules, {**case.facts, **more}, NOW).wishes}
        for wish in (w for w in before.wishes if w.asked):
            seen += 1
            if RANK[after.get(wish.rule.id, wish.answer)] < RANK[wish.answer]:
                weaker.append((case.kind, case.where, case.story, wish.rule.id))
    assert seen > len(seeds) / 2
    assert not weaker, (len(weaker), weaker[:5])
