"""What is wanted, read one by one: wishes of the list, and what stays in the person's words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from weiquan.cli.letters import make
from weiquan.core.asking.demands import demands_in
from weiquan.core.asking.hearing import hear
from weiquan.core.judging.assess import assess
from weiquan.core.telling.card import card_of
from weiquan.paths import data_root

NOW = datetime(2026, 9, 19, 20)
PUMP = "5月21日在网店买的水泵，899元，9月12日漏水。"


def heard(rules, text):
    return hear(rules, text, NOW).facts()


@pytest.mark.parametrize(("text", "own"), [
    (f"{PUMP}要求给出书面检测结论，退货。", ["给出书面检测结论"]),
    ("被人用我的身份证开了商户，要求注销商户、退还刷走的3000元。", ["注销商户"]),
    (f"{PUMP}诉求：1、公开检测过程；2、退货退款；3、延长质保一年。",
     ["公开检测过程", "延长质保一年"]),
    ("装修公司停工了，要求继续履行合同。", ["继续履行合同"]),
    (f"{PUMP}希望上门修，补开发票。", ["补开发票"]),
    (f"{PUMP}客服要求提供开箱视频。要求退款。", []),
    (f"{PUMP}客服要求我签收后再拍照。我要退款。", []),
    (f"{PUMP}要求提供检测结论被拒绝了。要求退款。", []),
    (f"{PUMP}要求退款899元，赔我200元。", []),
    (f"{PUMP}能不能要求他公开检测过程？", [])])
def test_what_no_wish_says_stays_in_the_words_of_the_person(rules, text, own):
    assert demands_in(heard(rules, text).get("own_wishes", "")) == own


@pytest.mark.parametrize(("text", "wishes", "asked"), [
    ("超市买的熟食没熟，吃了拉肚子。诉求退款+1000元惩罚赔偿。", {"refund_return", "ten"}, None),
    ("网上买的音箱是翻新的。要求退款和惩罚性赔偿1500元。", {"refund_return", "triple"}, None),
    ("参加抽奖中了一台平板，客服说要先开会员。诉求：1、发放奖品；2、退还会员费。",
     {"promised", "refund_only"}, None),
    ("散装红枣买了500克，回家称只有460克，要求补差额3.2元。", {"price_gap"}, "3.2"),
    ("订的公务舱机票给换成了经济舱，要求换回公务舱。", {"deliver"}, None),
    ("把无人机借给同事，他一直不还，要求把无人机还给我。", {"give_back"}, None),
    ("装宽带的说我还欠一笔拆机费，请别再找我要钱。", {"not_pay"}, None)])
def test_wishes_are_read_one_by_one_with_their_own_sums(rules, text, wishes, asked):
    facts = heard(rules, text)
    assert set(facts["wishes"]) == wishes
    assert facts.get("asked_sum") == (None if asked is None else Decimal(asked))


def test_it_stands_on_the_card_and_in_the_letter_and_in_no_sum(rules):
    facts = heard(rules, f"{PUMP}要求给出书面检测结论，退货退款，拆走旧管子。")
    result = assess(rules, facts, NOW)
    rows = {w.label: w for w in card_of(rules, facts, result).wishes}
    assert rows["“给出书面检测结论”"].mark == rows["“拆走旧管子”"].mark == "看情况"
    assert "请他写明查了什么" in rows["“给出书面检测结论”"].say
    assert "答应过" in rows["“拆走旧管子”"].say
    letter, = make(data_root(), rules, facts, result, ["merchant_demand"], "txt")
    assert "给出书面检测结论。" in letter.text
    assert "拆走旧管子。" in letter.text
    told = letter.text.partition("事实")[2]
    assert "检测结论" not in told.partition("理由")[0]


def test_a_court_is_asked_for_what_the_law_names(rules):
    facts = heard(rules, f"{PUMP}要求给出书面检测结论，退货退款。")
    result = assess(rules, facts, NOW)
    letter, = make(data_root(), rules, facts, result, ["civil_complaint"], "txt")
    assert "检测结论" not in letter.text.partition("事实")[0]
