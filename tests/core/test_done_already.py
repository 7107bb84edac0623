"""What has been done already: one question settles what steps would tell again."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.interview import next_question, offered
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.language.condition import Special, Tri, evaluate

NOW = datetime(2026, 11, 22, 20)
CASE = {"happened": ("fault_later",), "wishes": ("refund_return",), "platform": "taobao",
        "where_bought": "shop", "product": "水壶", "goods_kind": "electronics",
        "received_on": datetime(2026, 11, 12).date()}


def known(rules, **facts):
    return context_of(rules, {**CASE, **facts}, NOW).facts


@pytest.mark.parametrize(("ticked", "filed", "platform"), [
    ((), "none", "not_asked"),
    (("told",), "none", "not_asked"),
    (("complaint",), "complaint", "not_asked"),
    (("court", "complaint"), "court", "not_asked"),
    (("police", "platform"), "police", None),
    (("association",), "association", "not_asked"),
])
def test_what_was_not_ticked_was_not_done(rules, ticked, filed, platform):
    facts = known(rules, done_already=ticked)
    assert facts["filed"] == filed
    assert facts.get("platform_decision") == platform


def test_not_asked_nothing_follows(rules):
    assert {"filed", "platform_decision", "merchant_response"}.isdisjoint(known(rules))


def test_nothing_done_is_nobody_told_and_no_answer_is_overruled(rules):
    assert known(rules, done_already=())["merchant_response"] == "not_asked"
    assert known(rules, done_already=(), merchant_response="refused", filed="police") \
        | {"merchant_response": "refused", "filed": "police"} \
        == known(rules, done_already=(), merchant_response="refused", filed="police")


def test_sued_is_what_happened(rules):
    assert "pursued" in known(rules, done_already=("sued",))["happened"]


@pytest.mark.parametrize(("ticked", "holds"), [(("wrote",), Tri.TRUE), ((), Tri.FALSE)])
def test_who_wrote_has_said_it_in_writing(rules, ticked, holds):
    ctx = context_of(rules, {**CASE, "done_already": ticked, "evidence_have": ()}, NOW)
    assert evaluate(rules.named["said_in_writing"], ctx).truth is holds


def test_what_was_done_is_no_doubt_of_whom_nobody_asked(rules):
    """Who has not told the merchant has not, though nobody asked what else was done."""
    ctx = context_of(rules, {**CASE, "merchant_response": "not_asked",
                             "refund_status": "not_applied"}, NOW)
    assert evaluate(rules.named["merchant_contacted"], ctx).truth is Tri.FALSE
    ctx = context_of(rules, {**CASE, "merchant_response": "not_asked", "done_already": ("wrote",)},
                     NOW)
    assert evaluate(rules.named["merchant_contacted"], ctx).truth is Tri.TRUE


def test_what_is_known_is_not_offered_again_and_no_step_repeats_it(rules):
    fact = rules.specs["done_already"]
    labels = [c.id for c in offered(rules, fact, {**CASE, "merchant_response": "refused"}, NOW)]
    assert "told" not in labels
    assert "platform" in labels
    assert "platform" not in [c.id for c in offered(
        rules, fact, {**CASE, "where_bought": "street"}, NOW)]


def test_it_is_not_asked_where_both_are_known(rules):
    facts = {**CASE, "filed": "none", "platform_decision": "not_asked"}
    asked = []
    while (fact := next_question(rules, facts, NOW)) is not None and len(asked) < 12:
        asked.append(fact.id)
        facts[fact.id] = () if fact.type in {"choices", "items"} else Special.UNSURE
    assert asked
    assert "done_already" not in asked


def test_it_is_asked_early_where_nobody_told(rules):
    facts = dict(CASE)
    asked = []
    while (fact := next_question(rules, facts, NOW)) is not None and len(asked) < 8:
        asked.append(fact.id)
        facts[fact.id] = () if fact.type in {"choices", "items"} else Special.UNSURE
    assert "done_already" in asked
    assert {"filed", "platform_decision"}.isdisjoint(asked[asked.index("done_already"):])


def test_a_complaint_that_was_made_is_no_step(rules):
    def steps(*ticked):
        case = {**CASE, "merchant_response": "refused", "done_already": ticked}
        return {s.rule.id: s.status for s in assess(rules, case, NOW).ladder}

    assert steps()["complain_12315"] != "done"
    assert steps("complaint")["complain_12315"] == "done"
    assert "follow_12315" in steps("complaint").keys() - steps().keys()
