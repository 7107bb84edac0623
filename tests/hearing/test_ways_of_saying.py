"""Who does it, whether it is denied, asked, offered or only spoken of: by grammar, not by text.

Each kind is a pattern with many verbs and things in it; no reading may hang on one of them.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.hearing import hear

NOW = datetime(2026, 11, 22, 20)
THINGS = ("耳机", "电饭煲", "羽绒服", "洗衣机")
SELLERS = ("商家", "卖家", "客服", "老板", "店家")


@pytest.fixture
def read(rules):
    return lambda text: hear(rules, text, NOW).facts()


def of(facts, fact):
    value = facts.get(fact, ())
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("may", ["能反悔", "可以反悔", "想反悔", "要反悔"])
@pytest.mark.parametrize("thing", THINGS)
def test_who_backs_out_himself_was_not_let_down(read, may, thing):
    assert "promise" not in of(read(f"订了{thing}交了定金500，9月3号以前我都{may}"), "happened")
    assert "promise" in of(read(f"订了{thing}交了定金500，商家答应退又反悔"), "happened")


@pytest.mark.parametrize("won", ["判我赢了", "判给我了", "判我有理", "判商家退款", "判卖家赔"])
@pytest.mark.parametrize("who", ["平台", "平台客服", "闲鱼", "京东客服"])
def test_a_ruling_for_me_is_no_wrong_ruling(read, won, who):
    facts = read(f"买的耳机坏了，{who}{won}，可钱没退")
    assert "platform_unfair" not in of(facts, "happened")
    lost = read(f"买的耳机坏了，{who}判商家赢了")
    assert "platform_unfair" in of(lost, "happened")


@pytest.mark.parametrize("unsaid", ["没买保价", "没保价", "未保价", "没有保价", "保价费两块"])
def test_an_insured_parcel_is_no_price_promise(read, unsaid):
    assert "price" not in of(read(f"寄耳机回去，{unsaid}，快递弄丢了"), "happened")
    assert "price" in of(read("买的耳机降价了，说好保价现在不认"), "happened")


@pytest.mark.parametrize("offer", ["只肯", "只同意", "只愿意", "只答应"])
@pytest.mark.parametrize("who", [*SELLERS, "快递", "平台"])
@pytest.mark.parametrize(("what", "wish"), [("赔三倍运费", "triple"), ("退货退款", "refund_return"),
                                            ("退剩下的四成", "refund_rest"),
                                            ("换一个", "exchange")])
def test_what_the_other_side_only_offers_is_no_wish(read, offer, who, what, wish):
    assert wish not in of(read(f"买的耳机坏了，{who}{offer}{what}"), "wishes")


@pytest.mark.parametrize("who", [*SELLERS, "他们", "对方"])
def test_a_parcel_refused_by_them_was_not_refused_by_me(read, who):
    facts = read(f"买的耳机坏了，我寄回去，{who}当场拒收")
    assert facts.get("ship_state") != "refused"
    assert read("买的耳机晚了半个月，我当场拒收了").get("ship_state") == "refused"


@pytest.mark.parametrize("used", ["吹空调", "开车", "打电话", "看电视", "坐车"])
def test_what_is_only_used_in_passing_was_not_bought(read, used):
    facts = read(f"在猫舍挑了只猫，卖家说{used}的时候着凉了不碍事")
    assert facts["product"] == "猫"
    assert facts["goods_kind"] == "live"


@pytest.mark.parametrize("thing", ["烘干洗衣机", "带烘干洗衣机"])
def test_a_cue_across_the_beginning_of_a_name_is_none(read, thing):
    assert "service_bad" not in of(read(f"买的{thing}坏了"), "happened")
    assert "service_bad" in of(read("衣服送去干洗，洗坏了"), "happened")


@pytest.mark.parametrize("agreed", ["商家同意了", "商家同意退货", "卖家答应了"])
@pytest.mark.parametrize("then", ["商家收到货说有破损，从我退款里扣了300", "寄回去了被商家拒收"])
def test_who_took_it_back_and_then_refused_is_not_still_agreeing(read, agreed, then):
    assert read(f"抖音买的音响，申请七天无理由，{agreed}。{then}").get("merchant_response") \
        != "agreed"


@pytest.mark.parametrize("asked", ["凭什么不退我两万", "凭啥不退钱", "为什么不退我钱"])
def test_a_rhetorical_question_is_the_wish_for_what_is_kept_back(read, asked):
    facts = read(f"订婚宴交了2万定金，家里有事办不了，{asked}？")
    assert {"refund_only", "refund_return"} & set(of(facts, "wishes"))


@pytest.mark.parametrize("none", ["一分钱都不能扣", "一分都不能扣"])
def test_nothing_may_be_deducted_is_a_wish_for_all_of_it(read, none):
    facts = read(f"买的手镯尺码不合适，商家说要退得扣10%，{none}")
    assert "not_pay" not in of(facts, "wishes")
    assert {"refund_only", "refund_return"} & set(of(facts, "wishes"))
    assert "returned_no_refund" not in of(facts, "happened")


@pytest.mark.parametrize("day", ["8月163日", "2026年8月163日", "2026年2月31日", "13月5日"])
def test_a_garbled_day_is_not_read(read, day):
    assert "ordered_on" not in read(f"本人于{day}在京东旗舰店买的锅，锅底开裂")


@pytest.mark.parametrize("opened", ["18号打开发现胀包", "拆开一看碎了", "打开一看漏了"])
def test_what_was_opened_later_is_no_longer_sealed(read, opened):
    state = of(read(f"9月10号签收的未打开，{opened}"), "goods_state")
    assert "sealed" not in state
    assert "opened" in state


@pytest.mark.parametrize(("office", "result"), [
    ("没查出问题", "no_case"), ("说证照齐全", "no_case"), ("不予立案", "no_case"),
    ("说不予受理", "not_accepted"), ("终止调解", "ended")])
def test_what_an_office_found_is_its_result(read, office, result):
    assert read(f"外卖变质了，打了12315，{office}").get("filed_result") == result
    assert "filed_result" not in read(f"外卖变质了，平台{office}")


@pytest.mark.parametrize("gone", ["公司已经注销了", "公司注销了", "执照都注销了"])
def test_a_company_struck_off_is_told_once(read, gone):
    facts = read(f"会所办的会员卡3万，会所4月关门，一查{gone}")
    assert facts.get("shop_state") == "dissolved"
    assert facts.get("prepaid_why") == "shut"
    assert facts.get("goods_kind") == "course"


@pytest.mark.parametrize(("text", "kind"), [
    ("给孩子报的音乐课", "course"), ("订了12月的婚宴", "banquet"),
    ("报了海岛八日游", "booking"), ("外卖点了份猪脚饭", "food"),
    ("淘宝订了200条河豚", "fresh"), ("用App送洗14件衣服", "laundry"),
    ("会所办了会员卡", "course"), ("猫舍挑了只猫", "live")])
def test_the_kind_of_what_was_bought(read, text, kind):
    assert read(f"{text}，付了900，现在不给退").get("goods_kind") == kind


@pytest.mark.parametrize("carrier", ["快递", "物流", "顺丰"])
@pytest.mark.parametrize("pays", ["我要{c}赔6000", "要{c}赔我这300元", "要求{c}赔偿我300元"])
def test_a_carrier_is_to_pay_for_what_it_lost(read, carrier, pays):
    text = f"退货的耳机路上弄丢了，{pays.format(c=carrier)}"
    assert "property" in of(read(text), "wishes")


@pytest.mark.parametrize("things", ["14件衣服", "两双运动鞋", "的羽绒服", "了一件大衣"])
@pytest.mark.parametrize("how", ["用App送洗", "在干洗店送洗"])
def test_what_was_sent_to_be_washed_was_not_bought(read, how, things):
    assert read(f"{how}{things}，付了90，洗坏了").get("goods_kind") == "laundry"


@pytest.mark.parametrize("more", ["还要", "也要", "还得"])
@pytest.mark.parametrize("deed", ["赔我5000", "退我300", "补我200"])
def test_what_i_ask_for_besides_was_not_offered(read, more, deed):
    assert "merchant_response" not in read(f"买的耳机坏了，我要他道歉，{more}{deed}")


@pytest.mark.parametrize("who", ["自称淘宝客服", "冒充商家客服"])
def test_whoever_pretends_to_be_the_shop_is_not_quoted_as_it(read, who):
    assert "merchant_said" not in read(f"对方{who}说不能退要先转账，我转了一万，被骗了")
    assert "merchant_said" in read("买的耳机坏了，客服说不退不换")


def test_what_comes_back_to_me_is_no_return_of_mine(read):
    assert "refund_status" not in read("耳机寄去修了，20天了还没寄回来")
    assert read("商家让我寄回退货，我还没寄回去").get("refund_status") == "to_return"


# What people buy, by the kind that the questions go by.
THINGS = {
    "clothing": "羊毛衫 羊绒衫 毛衣 卫衣 羽绒服 牛仔裤 连衣裙 运动鞋 皮鞋 书包 行李箱",
    "phone": "手机", "computer": "笔记本 台式机", "fresh": "苹果 樱桃 榴莲 车厘子 大闸蟹 鲜花 多肉",
    "jewelry": "项链 戒指 手镯 黄金 翡翠 手串", "cosmetics": "面膜 口红 精华 洗发水",
    "food": "大米 奶粉 牛肉 茶叶 白酒 饼干 月饼 蜂蜜", "live": "小狗 小猫",
}


@pytest.mark.parametrize(("thing", "kind"), [
    (t, k) for k, things in THINGS.items() for t in things.split()])
@pytest.mark.parametrize("text", ["我在淘宝买了{}，收到是坏的", "花500块买的{}，商家不给退"])
def test_everyday_things_have_their_kind(read, text, thing, kind):
    facts = read(text.format(thing))
    assert facts.get("goods_kind") == kind
    assert facts.get("product") == thing


@pytest.mark.parametrize("gone", ["货退回去了", "上月就寄回去了", "鞋子退了", "早退给商家了"])
@pytest.mark.parametrize("since", ["都快二十天", "到今天三个星期", "催了四五次。每次换个人接待"])
@pytest.mark.parametrize("unpaid", ["一分没见着", "就是不打款", "总说等财务", "钱还没给我"])
def test_a_return_without_the_money_is_heard_across_sentences(read, gone, since, unpaid):
    assert "returned_no_refund" in of(read(f"{gone}。{since}，{unpaid}"), "happened")


@pytest.mark.parametrize("yet", ["让我先寄回去", "要我退回去", "我不想寄回去", "怕寄回去"])
def test_what_has_not_gone_back_is_no_return_without_money(read, yet):
    assert "returned_no_refund" not in of(read(f"耳机坏了，商家{yet}。我在等他回话"), "happened")


@pytest.mark.parametrize("gone", ["我寄回去的耳机", "退的那件", "上门拉走的床垫"])
@pytest.mark.parametrize("lost", ["半路没了", "快递说弄丢了", "十天没动静", "被压坏了"])
def test_a_return_that_goes_astray_is_lost_on_the_way_back(read, gone, lost):
    assert "lost_back" in of(read(f"{gone}，{lost}"), "happened")
    assert "lost_back" not in of(read(f"商家发来的耳机，{lost}"), "happened")


@pytest.mark.parametrize("shown", ["显示由驿站代收", "物流写已放门口", "系统显示已自提",
                                   "签收人写的本人"])
@pytest.mark.parametrize("none", ["我压根没拿到", "去了查无此件", "门口什么都没有", "别人错拿走了"])
def test_what_is_shown_as_delivered_and_was_not_had(read, shown, none):
    assert "not_arrived" in of(read(f"买的耳机{shown}。{none}"), "happened")


@pytest.mark.parametrize("why", ["挤脚", "腰围紧", "显胖", "背带太长", "家里放不下", "闻不惯"])
def test_what_does_not_suit_is_not_wanted_any_more(read, why):
    assert "unwanted" in of(read(f"东西{why}，想退"), "happened")
    assert "unwanted" not in of(read(f"东西{why}，收到就裂了，想退"), "happened")


@pytest.mark.parametrize("who", ["我", "消费者", "原告", "买家"])
def test_what_the_buyer_does_not_agree_to_is_no_refusal(read, who):
    assert "return_refused" not in of(read(f"商家说退一半，{who}不同意只退一半"), "happened")
    assert "return_refused" in of(read("商家不同意退货"), "happened")


@pytest.mark.parametrize("had", ["我戴了两天", "货还在抽屉里"])
def test_who_had_it_and_said_otherwise_did_so_himself(read, had):
    told = f"{had}，申请的时候选的没收到货"
    assert {"own_fault"} == {*of(read(told), "happened")} & {"own_fault", "not_arrived"}
    honest = of(read("等了半个月，申请的时候选的没收到货"), "happened")
    assert "own_fault" not in honest


def test_a_fault_told_beside_a_return_that_was_lost_stays(read):
    happened = of(read("桌面收到就开裂，商家同意退。叫的物流上门拉走的，之后没动静"), "happened")
    assert {"arrived_bad", "lost_back"} <= {*happened}


@pytest.mark.parametrize(("said", "fact", "choice"), [
    ("退货是商家给的月结单，德邦上门取的", "return_courier", "seller"),
    ("用的平台退货码寄的", "return_courier", "pickup"),
    ("退货我自己叫的顺丰", "return_courier", "buyer"),
    ("选的七天无理由", "apply_reason", "no_reason"),
    ("因为质量问题退的", "apply_reason", "quality"),
    ("寄出前录了打包视频", "serial_recorded", "have"),
    ("寄的时候没拍", "serial_recorded", "lack"),
    ("退了一件，只给我退119", "refund_status", "partly"),
    ("衣服退了，又退回给我", "refund_status", "return_refused"),
    ("退货…我一急把申请撤了，我撤了", "refund_status", "closed"),
])
def test_how_a_return_went_is_read(read, said, fact, choice):
    assert read(said).get(fact) == choice
