"""What does not add up in a story is noticed, and nothing of a story that does."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.further import followups
from weiquan.core.asking.hearing import hear
from weiquan.core.model.ruleset import RuleSet

NOW = datetime(2026, 9, 19, 20)
ODD = {
    "提前还清以后多收了1280.65元利息，我要求退还1280.56元。": "near_sums",
    "网店买的灯5个，每个58元，合计320元，收到两个是坏的。": "sum_off",
    "9月31号在网店买的锅，用两次就裂了，要退款。": "no_such_day",
    "在店里办的卡，现在关门了，我去找老板他说…": "cut_off",
    "2023年3月在店里买的柜子，前后修了几次都没修好，要退款。": "long_ago",
    "套餐1999元在抖音付的，到店又收了我800元才肯做，要退。": "two_payments",
    "我男朋友在网上买的耳机，收到是坏的，商家不退。": "other_person",
    "海外旗舰店买的面霜，收到破了，客服不理。": "overseas",
    "师傅没修好就要我给完结码，我没给。": "finish_code",
    "商家叫我自己把旧的热水器拆下来寄回去再换。": "self_remove",
    "办卡的人要我把身份证拍给他，刷完钱没到账。": "gave_papers",
    "出差回来发现洗碗机漏水，地板泡了。": "unattended",
    "外卖的鸡腿咬开没熟，要求退款。": "undercooked",
}
EVEN = (
    "网店买的杯子，每个9.9元，运费9.8元，收到碎了，要退款。",
    "买了4张票，每张280元，一共1120元，去不成了。",
    "9月30号在网店买的锅，用两次就裂了，要退款。",
    "2023年3月买的冰箱，上个月8号坏了，客服不修。",
    "给妈妈买的手机壳，颜色不对，商家不退。",
    "打了三次电话一直没人接，钱也没退。",
)


def _marks(rules: RuleSet, story: str) -> list[str]:
    return [p.value[0] for p in hear(rules, story, NOW).proposals if p.fact == "told_marks"]


@pytest.mark.parametrize("story", ODD)
def test_what_is_odd_is_noticed(rules: RuleSet, story: str) -> None:
    assert _marks(rules, story) == [ODD[story]]


@pytest.mark.parametrize("story", EVEN)
def test_what_is_in_order_is_not(rules: RuleSet, story: str) -> None:
    assert not _marks(rules, story)


def test_a_lost_end_is_asked_for(rules: RuleSet) -> None:
    heard = hear(rules, "在店里办的卡，还有八次没用，现在关门了，我去找老板他说…", NOW)
    assert any("没贴全" in x.text for x in followups(rules, heard.facts(), NOW))
