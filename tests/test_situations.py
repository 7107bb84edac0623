"""No step for tonight takes for granted what was said to be over, gone or done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.daily import share
from tests.explore import NOW
from tests.kinds import SERVICES, Case, cases
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

DAILY = 90
TODAY = NOW.date()
ONLINE_ONLY = {"street", "organ", "wechat", "meeting"}
# What was said, and the words of a step that take the contrary for granted.
SITUATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "nobody answers": (
        {"merchant_response": "gone"},
        "在聊天里告诉|在聊天里写|当面写下|当面说清|店长写下|打字回复|今天就告诉商家"),
    "the thing is gone": (
        {"goods_where": "gone"},
        "拍六面|停用|停吃|别再用|先留样|放冰箱|食品冷藏|全部摆开|和实物|先别用、别修"),
    "long ago": (
        {"ordered_on": TODAY - timedelta(days=800), "received_on": TODAY - timedelta(days=795),
         "fault_on": TODAY - timedelta(days=790), "told_on": TODAY - timedelta(days=780),
         "found_on": TODAY - timedelta(days=790)},
        "停吃|食品冷藏|放冰箱|尽早再订|今天提出不办|今天就去看兽医|现在就拍|七天还来得及"),
    "asked and refused": (
        {"done_already": ("told", "wrote"), "urged": "with_date", "merchant_response": "refused",
         "told_on": TODAY - timedelta(days=30)},
        "^书面催一次|告诉商家：什么问题|把问题和要求写给对方|几天内照合同给"),
    "decided by the platform": (
        {"done_already": ("told", "platform"), "platform_decision": "for_me",
         "refund_status": "applied"}, "等商家处理|^申请平台介入|^在订单里提交退款"),
    "with the authorities": (
        {"done_already": ("told", "complaint"), "filed": "complaint", "filed_result": "waiting"},
        "^向 12315 投诉|请消协调解"),
    "the animal is dead": (
        {"pet_now": "dead", "goods_kind": "live"}, "看兽医|喂药|先隔开|精神、眼鼻|抢救"),
}


def _fits(name: str, case: Case) -> bool:
    if name == "the thing is gone":
        return case.group not in SERVICES | {"digital"}
    if name == "decided by the platform":
        return case.where not in ONLINE_ONLY
    return name != "the animal is dead" or case.group == "animal"


@pytest.mark.parametrize("some", share(range(DAILY), 2))
@pytest.mark.parametrize("name", SITUATIONS)
def test_no_step_takes_for_granted_what_is_over(rules: RuleSet, name: str, some: range) -> None:
    said, pattern = SITUATIONS[name]
    seen, wrong = 0, []
    seeds = range(some.start * 5, some.stop * 5) if name == "the animal is dead" else some
    for case in (c for c in cases(seeds) if _fits(name, c)):
        facts = {**case.facts, **said}
        card = card_of(rules, facts, assess(rules, facts, NOW))
        seen += 1
        wrong += [(case.kind, case.where, case.story, s.id, t) for s in card.steps
                  for t in (s.title, *s.do) if re.search(pattern, t)]
    assert seen > len(some) / 4
    assert not wrong, (len(wrong), wrong[:5])
