"""What a story is like, beside what the cues hear; no story here is a saying of the rules."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.hearing import hear, told_by
from weiquan.core.asking.supposed import MOST, also_asked, also_happened

NOW = datetime(2026, 11, 30, 20)


def heard(rules, text):
    return hear(rules, text, NOW).facts().get("happened", ())


# In words that no cue has; whatever is read, the label is read or offered.
@pytest.mark.parametrize(("text", "label"), [
    ("在拼多多拼的鹅绒被，花了四百多。"
     "拿给做被子的老师傅掂了掂，他讲这里头塞的是鸡毛，跟标签上两码事。", "mismatch"),
    ("耳机戴了一个多月，右边的那只越来越轻，现在干脆哑了。"
     "店里推说要找厂家，厂家又推回来。", "fault_later"),
    ("表弟帮我看了下手机，说后台显示去年就有人登过，壳子也是换过的。"
     "卖家当时可是拍胸脯讲没拆过。", "fake_or_used"),
    ("我人在上海，物流写着家人代收，可家里那天根本没人。驿站老板翻了半天也没翻着。", "not_arrived"),
    ("报了个成人钢琴班，"
     "交了七千二，才弹了四回老师就换人，新来的根本不会教，我不打算继续了。", "prepaid"),
    ("师傅把阳台的砖铺得一高一低，放个球能滚到墙角，尾款都结了，再喊他来就说没空。", "service_bad"),
])
def test_what_no_cue_has_is_read_or_offered(rules, text, label):
    found = heard(rules, text)
    assert label in {*found, *also_happened(rules, told_by(rules, text), found)}


def test_offers_are_few_and_none_of_them_was_heard(rules):
    text = "网上买的水壶，收到就是坏的，商家不给退。我要退货退款。"
    found = heard(rules, text)
    offers = also_happened(rules, told_by(rules, text), found)
    assert set(found) == {"arrived_bad", "return_refused"}
    assert len(offers) <= MOST
    assert not set(offers) & set(found)


@pytest.mark.parametrize("text", [
    "", "你好", "平台判我赢了", "商家态度很好，已经给我处理了",
    "请问这里怎么用，我第一次来，先看看它能做什么，没有别的事情要说，谢谢大家。",
])
def test_little_or_nothing_told_is_read_as_nothing(rules, text):
    assert heard(rules, text) == ()


def test_what_would_be_is_not_what_happened(rules):
    text = "下个星期才到货。如果收到的是别人退回来的旧的，我该怎么办"
    assert "fake_or_used" not in also_happened(rules, told_by(rules, text), ())


def test_a_wish_in_other_words_is_offered(rules):
    told = told_by(rules, "热水器不出热水了。叫他派个人来弄好就行")
    assert "repair" in also_asked(rules, told, (), 3)
    assert also_asked(rules, told_by(rules, ""), (), 3) == []
