"""Who asks for what cannot be had is told what can, and gets a letter for it."""

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
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of
from weiquan.core.telling.letters import letter_context
from weiquan.render.card import card_lines

HERE = Path(__file__).parent
ALIVE = {"now", "later", "check"}
# What stands where the threefold sum, or the refund, is denied: the demand, its sum.
ROOM = {"happened": ["booking", "cancelled"], "where_bought": "app", "goods_kind": "booking",
        "product": "家庭房", "paid": "3503.22", "refund_status": "refunded",
        "breach_kind": "not_given", "knew_signs": ["slip"], "order_now": "they",
        "merchant_response": "refused", "rebook_price": "4280",
        "question": "能赔三倍吗？"}
ACTS = ("exchange", "repair", "parts", "give_back", "deliver", "apology", "stop_charge", "restore")


def _judged(rules: RuleSet, facts: dict[str, Any]) -> tuple[dict[str, Any], Assessment]:
    now = datetime(2026, 5, 20, 20)
    given = gather(rules, now, case=facts)
    return given, assess(rules, given, now)


@pytest.mark.parametrize("wishes", [["triple"], ["triple", "platform_pays"]])
def test_what_stands_is_on_the_card_and_in_the_demand(rules: RuleSet, wishes: list[str]) -> None:
    given, result = _judged(rules, {**ROOM, "wishes": wishes})
    assert next(w for w in result.wishes if w.rule.id == "triple").answer == "no"
    screen = "\n".join(card_lines(card_of(rules, given, result), 80, 24))
    assert "还可以要：另订多花的差价　776.78" in screen
    meta = next(x.rule for x in result.letters if x.rule.id == "merchant_demand")
    asks = letter_context(rules, given, result, meta)["asks"]
    assert "776.78" in asks[0]["text"]


def test_the_sum_of_what_is_denied_is_no_loss(rules: RuleSet) -> None:
    given, result = _judged(rules, {**ROOM, "wishes": ["triple"], "asked_sum": "10000",
                                    "losses": ["打车 160"]})
    meta = next(x.rule for x in result.letters if x.rule.id == "merchant_demand")
    asks = letter_context(rules, given, result, meta)["asks"]
    assert sorted(str(a["amount"]) for a in asks) == ["160.00", "776.78"]


def test_a_question_that_is_denied_ends_with_what_stands(rules: RuleSet) -> None:
    given, result = _judged(rules, {**ROOM, "wishes": ["triple"]})
    said = next(x for x in card_of(rules, given, result).asked if "能赔三倍吗" in x)
    assert "不能" in said
    assert said.endswith("可以要的是：另订多花的差价 776.78 元（看情况）。")


def test_nothing_is_said_to_stand_where_nothing_does(rules: RuleSet) -> None:
    given, result = _judged(rules, {**ROOM, "rebook_price": "3000", "wishes": ["triple"]})
    assert not any("776" in x for x in card_of(rules, given, result).asked)


@pytest.mark.parametrize("wish", ACTS)
def test_an_act_that_is_wanted_can_be_written(rules: RuleSet, wish: str) -> None:
    _, result = _judged(rules, {"wishes": [wish], "product": "锅"})
    assert {"chat_message", "merchant_demand"} <= {x.rule.id for x in result.letters}


def _written() -> Iterator[Any]:
    for path in sorted([*(HERE / "cases").rglob("*.yaml"), *(HERE / "letters").rglob("*.yaml")]):
        data = texts_in(path)
        yield from (pytest.param(r, id=f"{path.stem} {r['name']}")
                    for r in data.get("cases", [data]))


@pytest.mark.parametrize("row", list(_written()))
def test_the_demand_is_a_step_just_where_it_is_written(rules: RuleSet, row: dict[str, Any]) -> None:
    now = datetime.fromisoformat(row["as_of"])
    result = assess(rules, gather(rules, now, case=row["facts"]), now)
    steps = [s.rule for s in result.ladder if s.status in ALIVE]
    offered = {x.rule.id for x in result.letters}
    assert "merchant_demand" in offered or not any(s.id == "send_demand" for s in steps)
    if "merchant_demand" in offered:       # a step of a theory's own may be the one that sends it
        assert any("merchant_demand" in s.letters for s in steps)
