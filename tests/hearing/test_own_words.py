"""What of a story a letter may carry: what happened, word for word."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from tests.hearing.test_stories import STORIES
from weiquan.core.asking.hearing import hear

NOW = datetime(2026, 11, 22, 20)


def own_words(rules, text: str) -> str:
    return next((p.value for p in hear(rules, text, NOW).proposals if p.fact == "problem"), "")


@pytest.mark.parametrize(("text", "kept", "left"), [
    ("淘宝买的烤箱，299元。用了三天，半夜11:40冒烟跳闸，门边烧黑一块。我要退款，再赔500。",
     ["半夜11:40冒烟跳闸", "门边烧黑一块"], ["299", "退款", "500"]),
    ("在京东买的显卡，盒子上的序列号和卡上的对不上。客服说“拆封不退”。凭什么不退？",
     ["盒子上的序列号和卡上的对不上"], ["拆封不退", "凭什么"]),
    ("商家要求我先交押金才上门换，洗衣机漏水漏了一地。这家黑心店太过分了，大家避雷。",
     ["商家要求我先交押金才上门换", "漏水漏了一地"], ["黑心", "避雷"]),
    ("抖音买的台灯一插电就闪，商家签收退货后拖着。请平台对商家拖延的行为处罚，对卖家下架处罚。",
     ["一插电就闪", "商家签收退货后拖着"], ["处罚", "下架"]),
    ("拼多多买的电饭煲插上就短路，商家恶意拖着不回。麻烦问下能不能退？",
     ["插上就短路", "商家拖着不回"], ["恶意", "能不能"]),
    # After a demand, what the thing and the page are like is still told; feelings are not.
    ("拼多多买的净化器，用了几天没效果。要求退货，商家说拆封不退，页面没有标注，机器没损坏，太坑了。",
     ["用了几天没效果", "页面没有标注", "机器没损坏"], ["要求退货", "太坑"]),
    # A page that was pasted is cut off: what is left of its last clause says nothing.
    ("在拼多多买的炒锅，收到就裂了，到现在都没人管，我又去问了好几次，店铺刻意隐瞒商…",
     ["收到就裂了", "我又去问了好几次"], ["刻意隐瞒"]),
    # A wish at the end of a fact does not take the fact away.
    ("微信上找的私教课1200元。上了3节觉得合不来想退，教练说不退。",
     ["上了3节觉得合不来想退"], ["不退。"]),
    # A letter is read later: days stand as on the calendar; what is no certain day stays.
    ("京东买的手机。昨天开始黑屏，11.3第一次修，15号又坏了，大概两周前还发过热。",
     ["11月21日开始黑屏", "11月3日第一次修", "11月15日又坏了", "两周前"], ["昨天", "11.3", "15号"]),
    # How long something is, is no day; one day said twice is one day.
    ("8月10日京东买的课，合同写“超过30日未上课不退”。今天也就是11.22号还没退，昨天(11月21号)客服说走流程。",
     ["超过30日未上课", "11月22日还没退", "11月21日客服说"], ["8月30日", "也就是", "(", ")"]),
    # At once, or as a help: no demand unless something is demanded.
    ("抖音买的跑步机换完主板后，机器立即出现坡度卡在最高档。客服帮我登记了，没人来。立即退款。",
     ["机器立即出现坡度卡在最高档", "客服帮我登记了"], ["立即退款"]),
])
def test_what_happened_is_kept_and_what_is_wanted_asked_or_felt_is_not(rules, text, kept, left):
    words = own_words(rules, text)
    assert not [w for w in kept if w not in words], words
    assert not [w for w in left if w in words], words


def test_own_words_are_the_storys_own_in_its_order(rules):
    found = 0
    for story in STORIES:
        at = 0
        text = story["text"]
        for heated in rules.speech["heated"].words:
            text = text.replace(heated, "")
        for part in re.split("[，。、]", own_words(rules, story["text"])):
            bare = re.split(r"\d+月\d+日(?:晚上|夜里|早上)?", part.strip())[-1]
            place = text.find(bare[:4], at)
            assert place >= 0, (part, text)
            at = place
            found += 1
    assert found > 200


def test_own_words_fit_into_their_fact(rules):
    long = "在淘宝买的鞋。" + "左脚第12天开胶了3厘米，商家一直不处理也不回复我的消息。" * 40
    words = own_words(rules, long)
    assert 6 <= len(words) <= rules.specs["problem"].check.max_length


def test_an_order_page_and_a_chat_log_are_not_told_by_the_person(rules):
    assert not own_words(rules, "订单编号：1234567890123\n实付款：￥299\n下单时间：2026-11-03")
    assert not own_words(
        rules, "我 2026-11-03 10:00\n鞋子开胶了\n某某旗舰店 2026-11-03 10:05\n亲不退的")


THINGS = ("耳机", "电饭煲", "羽绒服")
FACTS = ("屏幕是6.5寸的，页面写7.2寸", "量出来长45.5、宽32、高25厘米", "市场监管来看了，没查出问题",
         "一查公司已经注销了，老板就一个股东", "只用了4000，卡里还剩3万", "他没给，扭头就走了",
         "师傅管我要验证码，我没给，他走了", "客服说用过要扣钱，我同意了，还照他说的寄回去",
         "订单写“付款不退、过期作废”，付款前没有提示",
         "给了两个办法：1 补10块，2 返厂修，来回等两个月")
ENDS = ("", "，我要退款", "，求换新", "，退款给我", "，太气人了", "，能不能退？",
        "，平台也该管", "，还我钱")
STARTS = ("在京东买的{thing}，", "在京东买的{thing}坏了。", "在京东买的{thing}。我要退货，")


@pytest.mark.parametrize("things", [
    THINGS[:1], pytest.param(THINGS[1:], marks=pytest.mark.nightly)], ids="/".join)
@pytest.mark.parametrize("told", FACTS)
def test_what_is_told_within_a_sentence_is_kept_whole(rules, told, things):
    for thing in things:
        for start in STARTS:
            for end in ENDS:
                text = f"{start.format(thing=thing)}{told}{end}"
                words = own_words(rules, text)
                assert told in words, (text, words)
                assert not end or end.strip("，？") not in words, (text, words)


def test_quotations_brackets_and_lists_are_never_parted(rules):
    found = 0
    for story in STORIES:
        words = own_words(rules, story["text"])
        for opened, closed in ("“”", "（）", "「」"):
            assert words.count(opened) == words.count(closed) or \
                story["text"].count(opened) != story["text"].count(closed), words
        for number in re.findall(r"[\d.]+(?:、[\d.]+)+", words):
            assert number in story["text"]
            found += 1
    words = own_words(rules, "买的箱子，量了三次是45.5、32、25，差太多了。"
                             "页面写“长47、宽38（含轮），不含把手”。")
    assert "45.5、32、25" in words
    assert "“长47、宽38（含轮），不含把手”" in words


def test_a_semicolon_stays_one_and_other_wants_are_no_demand(rules):
    words = own_words(rules, "耳机坏了。客服给两个办法：换；修。商家管我要验证码，我没给。")
    assert "换；修。" in words
    assert "管我要验证码，我没给" in words
    assert "申请平台介入" in own_words(rules, "耳机坏了。申请平台介入也提供了视频，平台没有管。")
