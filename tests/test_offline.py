"""In a shop, of a service, of a private person nothing is said that only an online order has."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.explore import NOW
from tests.kinds import said
from weiquan.core.asking.further import followups
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

OFFLINE = (("repair", "street"), ("course", "organ"), ("photo_event", "street"),
           ("housework", "street"), ("furniture", "street"), ("general", "meeting"))
# Of an online order by its nature: not asked of, nor said to, who bought at a counter.
ONLINE = {"digital", "renewal", "minor", "platform_unfair", "scam", "unknown_caller", "pursued",
          "accused", "booking"}
ORDERED = re.compile(r"撤销售后|撤售后|问题已解决|交易快照|商品快照|订单卡片|平台协议|平台未公示|"
                     r"平台自营|弹窗|平台售后|在平台|当时的页面|页面和东西|问平台|店铺首页|先走平台")
COMPANY = re.compile(r"公司还在|注销公告|股东|公示系统|信用代码")
SOLD_AS_USED = re.compile(r"说过是旧货")


def lines(rules: RuleSet, facts: dict) -> list[str]:
    """All that a case is told, and asked for."""
    result = assess(rules, facts, NOW)
    card = card_of(rules, facts, result)
    return [t for _, t in said(result, card)] + [
        *result.traps, *card.beware, *(t for s in card.steps for t in s.do),
        *(x.text for x in followups(rules, facts, NOW)), *(o.fact.ask for o in card.open)]


def case(happened: str, kind: str, where: str, **more: object) -> dict:
    return {"happened": (happened,), "goods_kind": kind, "where_bought": where,
            "paid": Decimal(3000), "ordered_on": NOW.date() - timedelta(days=40),
            "wishes": ("refund_only",), "refund_status": "rejected", **more}


@pytest.mark.parametrize(("kind", "where"), OFFLINE)
def test_nothing_of_an_online_order_is_said_offline(rules: RuleSet, kind: str, where: str) -> None:
    wrong = {(h, t) for h in rules.happened if h not in ONLINE
             for t in lines(rules, case(h, kind, where)) if ORDERED.search(t)}
    assert not wrong, (len(wrong), sorted(wrong)[:8])


@pytest.mark.parametrize("kind", ["housework", "general"])
def test_a_private_person_is_no_company(rules: RuleSet, kind: str) -> None:
    wrong = {(h, t) for h in rules.happened
             for t in lines(rules, case(h, kind, "wechat", seller_kind="private"))
             if COMPANY.search(t)}
    assert not wrong, (len(wrong), sorted(wrong)[:8])


def test_what_was_not_sold_as_used_is_not_called_so(rules: RuleSet) -> None:
    assert not any(SOLD_AS_USED.search(t) for h in ("mismatch", "fake_or_used", "service_bad")
                   for t in lines(rules, case(h, "furniture", "street")))
    assert any(SOLD_AS_USED.search(t) for t in lines(rules, case(
        "fake_or_used", "furniture", "street", excuse=("special_price",))))


def test_food_and_an_order_keep_their_words(rules: RuleSet) -> None:
    online = " ".join(lines(rules, case("mismatch", "phone", "shop")))
    assert "撤销售后" in online
    assert "别再吃" in " ".join(lines(rules, case("elder", "health_food", "meeting")))
    assert "别再吃" not in " ".join(lines(rules, case("elder", "general", "meeting")))
