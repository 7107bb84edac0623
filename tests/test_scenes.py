"""Advice speaks of a scene only where the person told it: no neighbour's tale is told as fact."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.explore import NOW
from tests.kinds import said
from weiquan.core.asking.further import followups
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import card_of

# By hand, from what each scene is: a word of advice that speaks of it, and words that tell it.
SCENES = {
    "a stay": (r"前台|房型|入住|住贵", "订的民宿到了没有房"),
    "a place and hours": (r"集合时间|几点走的|人还在现场|几点到、", "接机的司机没来，等了三小时"),
    "a flight": (r"航司|航空公司|舱位", "公务舱的机票出成经济舱"),
    "who is fastest": (r"那几秒|精确到秒|前几名", "主播说前三名免单"),
    "a draw": (r"抽奖没中|兑奖", "抽奖中了不发"),
    "a drawing": (r"样稿|图纸", "按图纸定做的柜子短了五厘米"),
    "a tradesman": (r"师傅走之前|邻居是谁", "师傅上门修水管，做完加价"),
    "a person introduced": (r"介绍来的每一位|别绕开中介", "婚介介绍的人一个也没见成"),
    "an item ticked": (r"被勾好|是勾好的", "付款页默认勾了一份保险"),
    "who leads a group": (r"团长是卖家|接龙表", "团长在群里接龙卖的"),
    "someone used it": (r"看看人有没有事|用过、吃过的人|会发热、会漏", "辅食机漏机油，孩子吃了"),
    "a parcel": (r"箱子、胶带、面单|面单或快递称重|重新封箱|外箱六面", "快递收到是空箱子"),
    "air in a room": (r"甲醛|屋里的空气", "柜子装好甲醛超标"),
    "crops": (r"田间现场鉴定", "买的种子种下去，一季减产"),
    "charged again and again": (r"自动续费", "会员自动续费关不掉"),
    "a struck price": (r"划线价", "划线价写得很高，原价是假的"),
    "material to be tested": (r"送有资质的机构鉴定", "说是红木的桌子不是红木"),
}
BARE = "付了钱，和说好的不一样，要求给个说法。"
KINDS = (("general", "street"), ("booking", "app"), ("custom", "street"), ("agency", "street"),
         ("housework", "wechat"), ("photo_event", "live"), ("food", "street"), ("course", "organ"),
         ("electronics", "shop"), ("furniture", "street"), ("account", "app"))
MORE: dict[str, Any] = {
    "breach_kind": "worse", "promo_kind": "draw", "custom_kind": "made", "missing_kind": "part",
    "price_problem": "hidden_up", "proof_by": ("self",), "unsafe": "unsafe",
    "merchant_response": "refused", "refund_status": "not_applied"}
ALSO: dict[str, dict[str, Any]] = {"who leads a group": {"where_bought": "group"},
                                   "a flight": {"own_why": "own", "wishes": ("price_gap",),
                                                "breach_kind": "unwanted"},
                                   "someone used it": {"unsafe": "not"}}


def lines(rules: RuleSet, facts: dict[str, Any]) -> list[str]:
    """All that a case is told, and asked for in one go; less what is quoted."""
    result = assess(rules, facts, NOW)
    card = card_of(rules, facts, result)
    found = [*(t for _, t in said(result, card)), *result.traps, *card.beware,
             *(t for s in card.steps for t in (s.title, *s.do)),
             *(x.text for x in followups(rules, facts, NOW))]
    return [re.sub("“[^”]*”", "", x) for x in found]


def case(happened: str, kind: str, where: str, story: str) -> dict[str, Any]:
    return {"happened": (happened,), "goods_kind": kind, "where_bought": where, "problem": story,
            "paid": Decimal(3000), "ordered_on": NOW.date() - timedelta(days=9),
            "wishes": ("refund_only",), **MORE}


@pytest.mark.parametrize(("kind", "where"), KINDS)
def test_no_scene_is_spoken_of_that_nobody_told(rules: RuleSet, kind: str, where: str) -> None:
    wrong = {(name, h, t) for h in rules.happened
             for t in lines(rules, case(h, kind, where, BARE))
             for name, (words, _) in SCENES.items() if name != "a draw" and re.search(words, t)}
    assert not wrong, (len(wrong), sorted(wrong)[:8])


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_that_was_told_is_spoken_of(rules: RuleSet, name: str) -> None:
    words, story = SCENES[name]
    assert any(re.search(words, t) for kind, where in KINDS for h in rules.happened
               for t in lines(rules, {**case(h, kind, where, story), **ALSO.get(name, {})})), name
