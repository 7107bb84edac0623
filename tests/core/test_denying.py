"""What a letter says in the person's own words to what the other side said or offers."""

from datetime import datetime
from decimal import Decimal

import pytest

from weiquan.core.judging.assess import assess
from weiquan.core.telling.letters import letter_context

NOW = datetime(2026, 11, 30, 20)


def seen(rules, **facts):
    result = assess(rules, facts, NOW)
    return letter_context(rules, facts, result, rules.letters["merchant_demand"])


FAN = {"happened": ("fault_later", "accused"), "product": "电风扇", "paid": Decimal(299),
       "wishes": ("refund_return",), "use_why": "normal"}


@pytest.mark.parametrize(("problem", "said", "denial"), [
    ("第五天就不转了，客服说是我家柳絮吸进去堵的。我家住二十楼根本没有柳絮。",
     "我家柳絮吸进去堵的", "我家住二十楼根本没有柳絮"),
    ("第五天就不转了，客服说插在插线板上烧的，可我一直插墙上。", "插在插线板上烧的", ""),
    ("第五天就不转了，客服说我摔过。我从来没挪过它。", "我摔过", ""),
])
def test_what_was_said_is_met_by_what_was_told_right_after_it(rules, problem, said, denial):
    context = seen(rules, **FAN, problem=problem, merchant_said=said)
    own = [r["own"] or r["answer"] for r in context["rebuttals"]]
    assert not denial or any(denial in one for one in own)
    if denial:
        assert not any(row["text"] == denial for row in context["told"])   # said once


@pytest.mark.parametrize("problem", [
    "第五天就不转了，客服说人为的。我没同意，投诉了平台。",
    "第五天就不转了，客服说要等。我没办法只好再买一个。",
])
def test_what_was_done_about_it_denies_nothing(rules, problem):
    context = seen(rules, **FAN, problem=problem, merchant_said="人为的")
    assert not any("没同意" in r["own"] + r["answer"] or "没办法" in r["own"] + r["answer"]
                   for r in context["rebuttals"])


def test_what_was_said_to_sell_is_no_reason_to_answer(rules):
    context = seen(rules, **FAN, problem="卖家说无拆无修，收到一看拆过。聊天都写无拆无修。",
                   merchant_said="无拆无修")
    assert not any(r["answer"] == "聊天都写无拆无修" for r in context["rebuttals"])


@pytest.mark.parametrize(("problem", "offer"), [
    ("第五天就不转了，客服说最多送我一张优惠券。", "送一张优惠券，不能代替退货退款"),
    ("第五天就不转了，商家只同意退100元。", "只同意退100元，比我要的299元少199元"),
    ("第五天就不转了，客服说只能自费维修80元。", ""),
    ("第五天就不转了，我最多再给他三天。", ""),
])
def test_what_is_offered_instead_is_turned_down_once(rules, problem, offer):
    text = seen(rules, **FAN, problem=problem)["offer"].get("text", "")
    assert offer in text if offer else not text


def test_what_the_person_wants_is_no_offer_to_turn_down(rules):
    facts = {**FAN, "wishes": ("exchange",)}
    assert not seen(rules, **facts, problem="第五天就不转了，商家只肯换一台。")["offer"]


@pytest.mark.parametrize(("problem", "words"), [
    ("第五天就不转了。商家辩称使用不当，愿免费给换一个叶片。", "免费给换一个叶片"),
    ("第五天就不转了。店家：卖出去的不退，你可以转单。", "转单"),
    ("第五天就不转了。商家不愿换一个。", ""),
])
def test_what_would_be_done_for_nothing_instead_is_turned_down(rules, problem, words):
    text = seen(rules, **FAN, problem=problem)["offer"].get("text", "")
    assert words in text if words else not text


def test_numbered_answers_are_sentences_of_their_own(rules):
    context = seen(rules, **FAN, problem="第五天就不转了，客服说协议写了概不退款。",
                   merchant_said="协议写了概不退款",
                   told_more="1 用了五天 2 协议上写概不退款，我签了字，没单独讲过 3 9月1日提的退")
    own = "".join(r["own"] + r["answer"] for r in context["rebuttals"])
    assert " 2 " not in own
    assert "签了字" not in own


def test_a_repair_that_costs_is_no_offer_of_money(rules):
    assert not seen(rules, **FAN, problem="第五天就不转了，客服说只能给我打折维修60。")["offer"]
