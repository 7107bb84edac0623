"""What own words are read as: who said it, what is denied, days, sums, the thing, chats."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.asking.hearing import hear
from weiquan.core.asking.told import Told

NOW = datetime(2026, 11, 22, 20)


@pytest.fixture
def read(rules):
    """The facts that a text gives."""
    def facts(text, now=NOW):
        return hear(rules, text, now).facts()

    return facts


def happened(facts):
    return set(facts.get("happened", ()))


# ---------------------------------------------------------------- what is denied or supposed

@pytest.mark.parametrize("text", [
    "没有破损", "没发错", "不是假货", "并非人为损坏", "没有少件", "从来没有过敏", "不是翻新机",
])
def test_what_is_denied_did_not_happen(read, text):
    assert not happened(read(text))


@pytest.mark.parametrize("text", [
    "如果是假货怎么办", "万一收到是坏的", "要是发错了能退吗", "差点受伤",
])
def test_what_is_only_supposed_did_not_happen(read, text):
    assert not happened(read(text))


def test_a_cue_that_denies_by_itself_counts(read):
    assert "not_shipped" in happened(read("付了钱一直没发货"))
    assert "return_refused" in happened(read("商家不给退"))


def test_a_wish_may_hang_on_a_condition(read):
    assert "triple" in read("如果是假货我就要三倍赔偿")["wishes"]


# ---------------------------------------------------------------- who said it

def test_what_the_merchant_says_he_did_is_not_done(read):
    assert read("商家说已经退款了").get("refund_status") is None
    assert read("客服称已经同意退货，让我等").get("refund_status") is None
    assert read("钱已经退款到账了")["refund_status"] == "refunded"


def test_what_the_merchant_offers_is_no_wish(read):
    assert "exchange" not in read("客服说可以给我换一个").get("wishes", ())
    assert "exchange" in read("我要求换一个").get("wishes", ())


def test_the_reason_of_the_other_side_is_kept_word_for_word(read):
    facts = read("客服说激活了就不能退，我不服")
    assert facts["merchant_said"] == "激活了就不能退"
    assert facts["excuse"] == ("opened",)


def test_what_a_page_promises_is_no_refusal(read):
    assert "merchant_said" not in read("我要求退货，理由是页面写“十年质保、航空级”。")
    assert read("商家不给退，理由是页面写了不支持七天无理由")["merchant_said"]


def test_what_the_person_told_the_merchant_is_not_the_merchants(rules):
    told = Told("我跟客服说不想要了，客服说拆封不能退", rules.speech)
    assert [told.words(v.start, v.end) for v in told.voices] == ["拆封不能退"]


def test_speech_ends_where_the_person_speaks_again(rules):
    told = Told("商家说拆封使用后不退，但页面没有写", rules.speech)
    assert [told.words(v.start, v.end) for v in told.voices] == ["拆封使用后不退"]


# ---------------------------------------------------------------- the thing and where

@pytest.mark.parametrize(("text", "product", "kind"), [
    ("在京东买的空气炸锅坏了", "空气炸锅", "electronics"),
    ("手机散热器是去年在京东拍的", "手机散热器", "electronics"),
    ("买了双43码的跑鞋", "跑鞋", "clothing"),
    ("小米14在闲鱼卖家那买的", "小米14", "phone"),
    ("网上买的电动车1790，骑两天坏了", "电动车", "vehicle"),
    ("买了“鎏金”茶具", "“鎏金”茶具", "general"),
])
def test_the_thing_is_named_as_it_is_written(read, text, product, kind):
    facts = read(text)
    assert facts["product"] == product
    assert facts.get("goods_kind") == kind


@pytest.mark.parametrize("text", [
    "买家秀返现没给", "发货太慢了", "妹妹偷用我手机下单", "书面道歉", "拍了视频发给客服",
])
def test_a_word_for_something_else_is_no_product(read, text):
    assert "product" not in read(text)


def test_the_platform_is_the_one_where_it_was_bought(read):
    assert read("在拼多多买的，后来打12315，京东物流送的")["platform"] == "pdd"
    assert "platform" not in read("用支付宝付的，京东物流送来的")


# ---------------------------------------------------------------- days

@pytest.mark.parametrize(("text", "fact", "day"), [
    ("上周三买的鞋", "ordered_on", "2026-11-11"),
    ("9月8日下单，12号收到货", "received_on", "2026-09-12"),
    ("25年6月24抖音买的", "ordered_on", "2025-06-24"),
    ("2926.8.31在拼多多下单", "ordered_on", "2026-08-31"),
    ("去年双十一买的羽绒服", "ordered_on", "2025-11-11"),
    ("11月3号申请退货，5号寄回去的", "sent_back_on", "2026-11-05"),
    ("商家11月10号签收了退货", "return_signed_on", "2026-11-10"),
    ("昨天收到传票", "paper_on", "2026-11-21"),
])
def test_a_day_goes_with_what_was_done_on_it(read, text, fact, day):
    assert str(read(text)[fact]) == day


def test_what_the_merchant_got_is_not_what_the_person_got(read):
    assert "received_on" not in read("9月9号商家收到货发现箱体有破损")


@pytest.mark.parametrize(("text", "fact", "day", "vague"), [
    ("10月8号收到的鞋，过了两天鞋底断了", "fault_on", "2026-10-10", True),
    ("10月8号收到的鞋，3天后鞋底断了", "fault_on", "2026-10-11", True),
    ("10月8号收到的锅，第5天断裂了", "fault_on", "2026-10-12", True),
    ("10月8号收到的锅，第二天断裂了", "fault_on", "2026-10-09", False),
    ("3月2号买的手机，两个月后黑屏了", "fault_on", "2026-05-02", True),
    ("用到11月初漏水了", "fault_on", "2026-11-01", True),
])
def test_a_time_that_went_by_counts_from_the_day_before_it(rules, text, fact, day, vague):
    [found] = [p for p in hear(rules, text, NOW).proposals if p.fact == fact]
    assert (str(found.value), found.vague) == (day, vague)


@pytest.mark.parametrize("text", [
    "到9月又坏了", "用到4月份黑屏", "过了两天坏了", "第5天断了", "用了三个小时就坏了",
    "半个月就开胶了", "都一年了还坏", "去年买的锅，今年断了", "23:30就过期了", "说好3天后发货",
    "10月8号签收，7天后不能退", "过了7天不退",
])
def test_a_day_that_is_not_said_is_not_made_up(read, text):
    days = {"ordered_on", "fault_on", "told_on", "applied_on", "sent_back_on", "ship_by"}
    assert not days & read(text).keys()


def test_a_vague_day_is_marked(rules):
    [found] = [p for p in hear(rules, "11月初在淘宝买的裙子", NOW).proposals
               if p.fact == "ordered_on"]
    assert found.vague
    assert found.value == date(2026, 11, 1)


@pytest.mark.parametrize("text", [
    "12月31日之前发货", "下周三到", "用了15天", "七天无理由", "3C认证",
])
def test_nothing_of_the_past_lies_ahead(read, text):
    facts = read(text)
    assert not {"ordered_on", "received_on", "fault_on"} & facts.keys()


def test_two_days_in_the_wrong_order_are_both_left_out(read):
    facts = read("11月20日下单的，11月2日收到货")
    assert "ordered_on" not in facts
    assert "received_on" not in facts


# ---------------------------------------------------------------- sums

@pytest.mark.parametrize(("text", "fact", "amount"), [
    ("实付三千一百九十七元", "paid", "3197"),
    ("17999买的只给退1200", "paid", "17999"),
    ("17999买的只给退1200", "offered_sum", "1200"),
    ("964元大衣", "paid", "964"),
    ("花了1.2万", "paid", "12000"),
    ("19块9买的", "paid", "19.9"),
    ("商家只肯补我5块", "offered_sum", "5"),
    ("付了3000定金", "deposit_paid", "3000"),
    ("我要求赔偿70元", "asked_sum", "70"),
])
def test_a_sum_goes_with_the_part_that_it_plays(read, text, fact, amount):
    assert read(text)[fact] == Decimal(amount)


@pytest.mark.parametrize(("text", "amount"), [
    ("买车花了三万七", "37000"), ("花了一万五报的课", "15000"), ("2万3千买的沙发塌了", "23000"),
    ("3块9买的袜子", "3.9"), ("二手车花了16.743万", "167430"), ("快十万买的车", "100000"),
    ("在淘宝店两次花了1951和2880买药", "4831"), ("先后付了1200和800买课", "2000"),
])
def test_sums_in_words_mixed_and_of_several_orders(read, text, amount):
    assert read(text)["paid"] == Decimal(amount)


@pytest.mark.parametrize(("text", "moment"), [
    ("淘宝买的鞋被拒了，售后页倒计时还剩两天五小时", "2026-11-25 01:00"),
    ("退款页面显示还剩23小时10分钟自动关闭", "2026-11-23 19:10"),
    ("售后还剩2天", "2026-11-24 20:00"),
    ("倒计时：1天3小时", "2026-11-23 23:00"),
    ("活动还剩5小时的时候我下的单", None),
    ("售后等了3天没人理，页面写48小时内发货", None),
    ("我还有两天的假", None),
])
def test_a_countdown_of_the_page_becomes_a_moment(rules, text, moment):
    found = [p for p in hear(rules, text, NOW).proposals if p.fact == "page_deadline"]
    assert [f"{p.value:%Y-%m-%d %H:%M}" for p in found] == [moment][:moment is not None]


@pytest.mark.parametrize(("text", "heard"), [
    ("裙子退不了，商家以影响二次销售为由拒绝", "resale"),
    ("商家拿影响二次销售当借口不退裙子", "resale"),
    ("我以影响二次销售的理由自己留下了", None),
])
def test_what_they_refuse_with_is_their_words(rules, text, heard):
    found = [p.value for p in hear(rules, text, NOW).proposals if p.fact == "excuse"]
    assert found == [(heard,)][:heard is not None]


def test_of_two_offers_the_last_stands_and_the_other_is_shown(rules):
    text = "鞋底开胶，商家先说补15元，后来说补30元"
    found = next(p for p in hear(rules, text, NOW).proposals if p.fact == "offered_sum")
    assert (found.value, found.words) == (30, "后来说补30元")
    assert "15 元" in found.note
    one = next(p for p in hear(rules, "鞋底开胶，商家说补30元", NOW).proposals
               if p.fact == "offered_sum")
    assert not one.note


def test_a_rounded_sum_is_vague(rules):
    [paid] = [p for p in hear(rules, "快十万买的车", NOW).proposals if p.fact == "paid"]
    assert paid.vague


@pytest.mark.parametrize("text", [
    "吃了以后住院，药费2300，医院账单8千多", "送去检测，检测费用一共花了1200",
    "住院了，花了3000多", "跟客服说了一百遍都不理", "花了十几万装修",
])
def test_what_a_doctor_or_a_test_cost_is_never_the_price(read, text):
    assert "paid" not in read(text)


@pytest.mark.parametrize(("text", "product"), [
    ("二手车花了16.743万，通过二手车平台买的", "二手车"),
    ("通过二手车平台购买二手车18.45万", "二手车"),
    ("购买婚礼跟拍服务，没给照片", "婚礼跟拍服务"),
    ("药监局检出面霜含有激素", "面霜"),
    ("买了一百个杯子，碎了三个", "杯子"),
    ("买了补肾，没用", None),
])
def test_a_name_has_no_verb_and_no_sum_in_it(read, text, product):
    assert read(text).get("product") == product


@pytest.mark.parametrize(("text", "problem", "proof"), [
    ("减肥药送检检出西布曲明", "additive", ("lab",)),
    ("买的保健品，送检说含西地那非", "additive", ("lab",)),
    ("减肥咖啡没有生产许可证，厂家查不到", "no_label", None),
    ("买的零食是三无产品", "no_label", None),
    ("优惠券过期了", None, None),
    ("商家说有检测报告", None, None),
])
def test_what_a_laboratory_found_in_food(read, text, problem, proof):
    facts = read(text)
    assert facts.get("food_problem") == problem
    assert facts.get("proof_by") == proof


def test_a_diagnosis_is_a_visit_to_a_doctor(read):
    facts = read("吃了零食，医生诊断急性肠胃炎")
    assert "hurt" in happened(facts)
    assert facts["medical"] == ("visit",)


def test_brushing_is_ones_own_doing_and_a_scam_only_where_more_is_asked_for(read):
    done = read("我之前帮商家刷单返现，商家不给返")
    assert "own_fault" in happened(done)
    assert "scam" not in happened(done)
    assert done["own_untrue"] == ("brushing",)
    assert "scam" in happened(read("做刷单任务，先垫付返利，现在要我再付3000才能提现"))
    assert "own_untrue" not in read("商家刷单骗人，鞋质量差")


@pytest.mark.parametrize("text", ["能不能P图说它坏了", "弄张假图申请仅退款，行不行"])
def test_a_question_whether_one_may_is_not_done(read, text):
    facts = read(text)
    assert "own_fault" in happened(facts)
    assert "own_untrue" not in facts


def test_what_is_done_stays_done_whatever_is_asked_next(read):
    assert read("我p了张图申请退款，被平台发现了")["own_untrue"] == ("forged",)


def test_freight_that_is_asked_for_is_a_wish(read):
    facts = read("要求商家承担退货运费")
    assert facts["wishes"] == ("freight",)
    assert not happened(facts)


def test_a_threat_to_tell_the_world_keeps_what_else_is_said(read):
    facts = read("鞋开胶了，不赔我就曝光你们")
    assert facts["own_untrue"] == ("for_silence",)
    assert happened(facts) == {"fault_later"}


@pytest.mark.parametrize(("text", "where"), [
    ("在专卖店买的鞋", "street"), ("在游戏厅充了500", "street"), ("线下门店办的卡", "street"),
    ("在天猫专卖店买的鞋", "shop"), ("在拼多多买的，商场专柜说是假的", None),
])
def test_a_shop_in_the_street_where_no_platform_is_named(read, text, where):
    assert read(text).get("where_bought") == where


@pytest.mark.parametrize(("text", "status"), [
    ("平台已经退了，商家又起诉我", "refunded"), ("钱退了，运费没给", "refunded"),
    ("之前那单钱退了，这单还没退", None), ("退给我了运费，货款还没退", None),
    ("商家说退款了，但没到账", None),
])
def test_a_refund_that_came_is_that_of_this_order(read, text, status):
    assert read(text).get("refund_status") == status


@pytest.mark.parametrize("text", [
    "买的显示器宽47.2高37.8", "512G的手机", "买了两箱", "打12315投诉", "iPhone15",
    "用了3个月", "43码", "打8折",
])
def test_sizes_counts_and_models_are_no_money(read, text):
    assert "paid" not in read(text)


def test_losses_have_names_and_are_not_the_price(read):
    facts = read("599买的手表，检测费花了300，来回路费46.5元")
    assert facts["paid"] == Decimal(599)
    assert [(i.kind, i.amount) for i in facts["losses"]] == [
        ("test", Decimal(300)), ("travel", Decimal("46.5"))]


# ---------------------------------------------------------------- people

def test_who_writes_and_for_whom(read):
    assert read("我是众包骑手，平台扣我50")["writer_role"] == "worker"
    assert read("给朋友买的手链")["order_account"] == ("gift_to",)
    assert read("13岁妹妹偷用我手机")["minor_age"] == "over8"
    assert "minor_age" not in read("我妈57岁，被骗了")
    assert "elder" not in happened(read("给我妈买了双鞋"))


# ---------------------------------------------------------------- chats and order pages

def test_a_chat_log_gives_days_and_quotes(rules):
    heard = hear(rules, (
        "某某鞋业旗舰店 2026-11-13 15:20:11\n亲，已签收，3个工作日审核哦\n"
        "小满 2026-11-16 10:02:40\n怎么还没退\n"
        "某某鞋业旗舰店 2026-11-16 10:03:22\n财务在走流程，请耐心等待\n"), NOW)
    facts = heard.facts()
    assert heard.kind == "chat"
    assert facts["told_on"] == date(2026, 11, 16)
    assert facts["return_signed_on"] == date(2026, 11, 13)
    assert facts["seller_name"] == "某某鞋业旗舰店"
    assert facts["merchant_said"] == "财务在走流程，请耐心等待"
    assert [(e.who, e.day.day) for e in heard.events] == [
        ("merchant", 13), ("self", 16), ("merchant", 16)]


@pytest.mark.parametrize("text", [
    "(2026-11-10 09:12:01) tb小满: 耳机没声音，怎么还不退\n"
    "(2026-11-10 09:13:44) 某某数码专营店:客服小白: 亲亲，拆封了不支持退货哦",
    "商家客服\n11-10 09:13\n拆封了不支持退货哦\n我\n11-10 09:15\n怎么还不退",
    "[2026-11-10 09:12] 我: 怎么还不退\n[2026-11-10 09:13] 商家: 拆封了不支持退货哦",
])
def test_other_exports_are_recognised_too(rules, text):
    heard = hear(rules, text, NOW)
    assert heard.kind == "chat"
    assert heard.facts()["told_on"] == date(2026, 11, 10)
    assert heard.facts()["excuse"] == ("opened",)
    assert "客服小白" not in heard.facts()["merchant_said"]


def test_yesterday_in_a_chat_is_the_day_before_the_message(rules):
    heard = hear(rules, "小满 2026-11-16 10:02:40\n昨天收到的鞋开胶了\n"
                        "某某旗舰店 2026-11-16 10:03:22\n正常现象\n", NOW)
    assert heard.facts()["received_on"] == date(2026, 11, 15)


def test_an_order_page_is_recognised(rules):
    heard = hear(rules, "订单编号：4235678901234567890\n下单时间：2026-11-02 20:15:33\n"
                        "实付款：¥299.00\n店铺：某某鞋业旗舰店\n签收时间：2026-11-05 14:22:10", NOW)
    facts = heard.facts()
    assert heard.kind == "order"
    assert facts["order_no"] == "4235678901234567890"
    assert facts["paid"] == Decimal(299)
    assert facts["ordered_on"] == date(2026, 11, 2)
    assert facts["received_on"] == date(2026, 11, 5)


# ---------------------------------------------------------------- any text

def test_nothing_is_read_where_nothing_is_said(read):
    assert read("") == {}
    assert read("没有，都挺好的。") == {}
    assert read("？？？……\n\n") == {}


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(rules, text):
    for p in hear(rules, text, NOW).proposals:
        assert 0 <= p.start <= p.end <= len(text)


@given(st.lists(st.sampled_from([
    "我", "商家", "客服说", "不", "没有", "退", "退款", "9.9", "11月31日", "2926.8.31", "：", "\n",
    "“", "”", "…", "元", "299", "买的", "鞋", "上周", "第二天", "12345678901", "【待补】",
    "{want}", "#",
]), max_size=40).map("".join))
def test_any_heap_of_words_is_read_without_failing(rules, text):
    heard = hear(rules, text, NOW)
    for p in heard.proposals:
        assert p.fact in rules.specs
        if isinstance(p.value, date) and rules.specs[p.fact].check.not_future:
            assert p.value <= NOW.date()


def test_hidden_characters_never_get_into_a_value(read):
    facts = read("在淘宝买的\u202e红\u200b裙子，店铺叫\x1b[31m某某服饰旗舰店")
    for value in facts.values():
        assert not isinstance(value, str) or value.isprintable()
