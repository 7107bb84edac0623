"""What a letter makes of the person's own words: retold, turned to its reader, in its title."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.cli.gather import gather
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.letters import letter_context
from weiquan.core.telling.ownwords import own_words, proofs_told
from weiquan.core.telling.parties import Parties
from weiquan.core.telling.retelling import in_figures

NOW = datetime(2026, 11, 20, 20)
SHOP = Parties("我", "你店", "shop", "self", "", "我")
OFFICE = Parties("我", "商家", "shop", "self", "", "我")
SUED = Parties("被告", "原告", "shop", "self", "", "被告")


def retold(rules: RuleSet, text: str, sides: Parties = SHOP, **facts: object) -> str:
    given = gather(rules, NOW, case={"problem": text, **facts})
    voice = {SHOP: "merchant", SUED: "court"}.get(sides, "official")
    return "。".join(r["text"] for r in own_words(rules, context_of(rules, given, NOW), sides,
                                                 voice))


@pytest.mark.parametrize(("text", "told"), [
    ("商家说过保了，他让我付480元。", "你店说过保了，你店让我付480元"),
    ("找客服，客服说她们打包没问题。", "我找你店客服，你店客服说你店打包没问题"),
    ("店里换了一台，他们店还是不认。", "你店换了一台，你店还是不认"),
    # Somebody else was spoken of: 他 is not the seller.
    ("师傅上门看都没看，他扭头就走了。", "师傅上门看都没看，他扭头就走了"),
    ("平台客服说不管，她把聊天切断了。", "平台客服说不管，她把聊天切断了"),
    ("我爸中过风，商家让他停药。", "我爸中过风，你店让他停药"),
    ("司机不来，我让他取消他不肯。后来他点了结束。",
     "司机不来，我让他取消他不肯。后来他点了结束"),
    ("有个境外电话打来，他连我的地址都知道。", "有个境外电话打来，他连我的地址都知道"),
    ("月嫂体检没过，她不退定金。平台说不管，她把我拉黑了。",
     "月嫂体检没过，她不退定金。平台说不管，她把我拉黑了"),
    ("物业说是商家的线，他让我等。", "物业说是你店的线，你店让我等"),
    ("抖音团购商家停业了。", "抖音团购商家停业了"),
    ("邻居说他家也是在那修坏的。", "邻居说他家也是在那修坏的"),
    ("闲鱼卖家说是95新。", "闲鱼卖家说是95新"),
    # What is quoted stays as it was said, and so do words that only hold such a sign.
    ("页面写“商家包退，其他店没有”，其他颜色也一样。",
     "页面写“商家包退，其他店没有”，其他颜色也一样"),
    ("朋友圈天天写正品，她口头答应退。", "朋友圈天天写正品，你店口头答应退"),
    ("在一家店里看中的，店里有三种颜色。", "在一家店里看中的，你店有三种颜色"),
])
def test_the_seller_is_called_as_in_the_rest_of_a_letter_to_him(rules, text, told):
    assert retold(rules, text) == told


def test_in_other_letters_only_he_is_named(rules):
    assert retold(rules, "商家说过保了，他让我付480元。", OFFICE) == "商家说过保了，商家让我付480元"
    assert retold(rules, "贵司扣了我738元。", OFFICE) == "商家扣了我738元"
    assert retold(rules, "商家叫我鉴定，我没有去。", SUED) == "原告叫被告鉴定，被告没有去"


@pytest.mark.parametrize(("text", "told"), [
    # What the answers tell: that it was bought, where, when, for how much.
    ("9月8日拼多多专卖店买的手镯，159元，9月15日突然断了。", "9月15日突然断了"),
    ("我在小程序购物，备注了颜色。", "备注了颜色"),
    ("买了两个手镯，总价159。用了三天就断了。", "用了三天就断了"),
    ("9月8日在本地一家手镯店买了个手镯，159块全款，三天就断了。", "三天就断了"),
    # A thing that no answer names, and a sum that is another, are told.
    ("9月8日买的冰箱，门关不上。", "9月8日买的冰箱，门关不上"),
    ("店里要收480元，我没有付。", "你店要收480元，我没有付"),
    # What is wanted, concluded, asked or scolded is no fact.
    ("断成两截，理应由商家承担全部损失。", "断成两截"),
    ("断成两截。根据食品安全法第148条。", "断成两截"),
    ("断成两截，希望平台介入，要求商家出示视频，我可以配合检测。", "断成两截，我可以配合检测"),
    ("断成两截，他们不认也不算理由吗？。", ""),
    ("断成两截，还说我威胁他，真厉害。", "断成两截"),
    # An outcome is a fact, also where it names what was wanted.
    ("断成两截，问能不能退也不行。", "断成两截，问能不能退也不行"),
    # What would be if, what is planned, what is wanted by number, the number of the order.
    ("断成两截。老板要是不认，能找家具城吗？", "断成两截"),
    ("断成两截。老板要是不认。", "断成两截"),
    ("断成两截。我不等了，要他按这个价给我发，或者退了再赔差价，同款现在卖2299。",
     "断成两截。同款现在卖2299"),
    ("断成两截。快递那边也想让他赔点。", "断成两截"),
    ("断成两截。1、按活动发奖品；2、全额退还会员费用。", "断成两截"),
    ("断成两截。订单号：11164*82607。", "断成两截"),
    ("断成两截，商家不想让我退。", "断成两截，你店不想让我退"),
    ("断成两截，商家说如果拆了就不退。", "断成两截，你店说如果拆了就不退"),
    ("断成两截，商家说，如果拆了就不退。", "断成两截，你店说，如果拆了就不退"),
    ("断成两截。如果他不换，我就去投诉，后来他换了一个。", "断成两截。后来你店换了一个"),
    ("断成两截，快递员说要先付钱，必须当面拍照。", "断成两截，快递员说要先付钱，必须当面拍照"),
    ("医院查出断成两截，说打过两针。", "医院查出断成两截，说打过两针"),
    ("断成两截。说打过两针疫苗。", "断成两截。你店说打过两针疫苗"),
    ("断成两截。店大欺客拒不处理。", "断成两截。你店拒不处理"),
    ("断成两截，平台没有履行应尽的告知义务。", "断成两截"),
    # A heading before a blank; a blank for a comma is none.
    ("手镯用三天断裂商家拒不退款 我于9月8日收到手镯，戴到第三天，手镯断成两截。",
     "我于9月8日收到手镯，戴到第三天，手镯断成两截"),
    ("我戴了三天 断成两截 找商家不理", "我戴了三天，断成两截，找你店不理"),
    ("于9月8日付款，并于9月9日断成两截，另打车花了52。",
     "于9月8日付款，并于9月9日断成两截，另打车花了52元"),
    ("断成两截，平台客服帮我申请了仅退款。", "断成两截，平台客服帮我申请了仅退款"),
    ("快递没有给我发短信，件丢了。", "快递没有给我发短信，件丢了"),
    # How it feels, to whom it is told, what it is about before it is told.
    ("断成两截，就是气。159块钱不多，我等了俩年了哥。", "断成两截。我等了俩年了"),
    ("那个手镯，戴了三天就断成两截，心里堵得慌。", "戴了三天就断成两截"),
    ("断成两截。他们要是真卖假的得按平台说的假一赔三给我。", "断成两截"),
    # A chat, and a judgment.
    ("断成两截。店家：付过钱不支持取消，你可以转单。",
     "断成两截。你店说“付过钱不支持取消，你可以转单”"),
    ("断成两截。被告愿换一个，原告不同意。", "断成两截。你店愿换一个，我不同意"),
    # Who calls to say so is the other side; what is wanted by several is wanted.
    ("断成两截。上礼拜打电话说要换人。", "断成两截。上礼拜你店打电话说要换人"),
    ("断成两截。我们要退没做的钱和医药费。", "断成两截"),
])
def test_a_letter_retells_what_no_answer_tells(rules, text, told):
    assert retold(rules, text, product="手镯", paid="159", ordered_on="2026-09-08") == told


@pytest.mark.parametrize(("text", "figures"), [
    ("3块9买的", "3.9元买的"), ("只肯补80块。", "只肯补80元。"), ("1700块3盒", "1700块3盒"),
    ("25年6月份装的", "2025年6月装的"), ("9月8号到", "9月8日到"),
    ("退4块就是退5块", "退4元就是退5元"),
    ("两块玉石", "两块玉石"),
])
def test_sums_and_months_stand_as_letters_write_them(text, figures):
    assert in_figures(text) == figures


@pytest.mark.parametrize(("text", "kept"), [
    ("试戴视频留着呢。商家没有发货视频。", ["试戴视频"]),
    ("外包装、快递面单都拍照录像了。", ["照片", "录像"]),
    ("聊天记录我有，平台要我提供付款记录。", ["聊天记录"]),
    ("商家说有打包视频。", []),
])
def test_what_is_said_to_be_there_is_named_as_proof(rules, text, kept):
    given = gather(rules, NOW, case={"problem": text})
    assert proofs_told(context_of(rules, given, NOW)) == kept


def seen(rules: RuleSet, **facts: object) -> dict[str, object]:
    given = gather(rules, NOW, case=facts)
    result = assess(rules, given, NOW)
    return letter_context(rules, given, result, rules.letters["merchant_demand"])


@pytest.mark.parametrize(("facts", "matter"), [
    ({"product": "手机壳", "happened": ["fault_later"],
      "problem": "用到第23天卡扣断了，客服让我拍照。"}, "手机壳用到第23天卡扣断了"),
    ({"product": "智能马桶", "happened": ["fault_later"],
      "problem": "前几天马桶整体失灵了。"}, "智能马桶整体失灵了"),
    ({"product": "纸巾", "happened": ["mismatch"],
      "problem": "页面写20卷共1600撕，到手就6卷600撕。"}, "纸巾页面写20卷共1600撕，到手就6卷600撕"),
    # A promise is no fault; then what the rules call it stands there.
    ({"product": "扫地机", "happened": ["fault_later"], "problem": "两年质保，客服说不修。"},
     "扫地机用着出了毛病"),
    ({"product": "机器", "happened": ["arrived_bad"], "problem": "机器没损坏，一开就跳闸了。"},
     "机器一开就跳闸了"),
    ({"product": "手机", "happened": ["return_refused"], "merchant_response": "refused",
      "wishes": ["refund_return"], "merchant_said": "国行正品"}, "手机不给办退货"),
    ({"product": "大衣", "happened": ["return_refused"], "merchant_response": "refused",
      "wishes": ["refund_return"],
      "merchant_said": "取消过一次，不能再退"}, "大衣退货被以“取消过一次，不能再退”拒绝"),
    ({"product": "手镯", "happened": ["returned_no_refund"], "refund_status": "return_signed",
      "return_signed_on": "2026-11-09"}, "手镯退货11月9日签收，11天没有退款"),
])
def test_the_title_says_what_went_wrong_with_the_thing(rules, facts, matter):
    assert seen(rules, **facts)["matter"] == matter


def test_how_many_were_bought_stands_with_the_thing(rules):
    told = seen(rules, product="核桃夹心枣", paid="2700", happened=["mismatch"],
                problem="在京东自营买了180袋核桃夹心枣，一共2700。测出来是16.5克。")
    assert told["count"] == "180袋"
    assert [r["text"] for r in told["told"]] == ["测出来是16.5克"]
    assert seen(rules, product="收纳盒三个", problem="买了三个收纳盒。")["count"] == ""


def test_what_the_other_side_said_has_to_be_shown_or_is_answered(rules):
    stands = seen(rules, product="手机壳", happened=["fault_later"], merchant_response="refused",
                  merchant_said="这是自然损耗不管")["stand"]
    assert stands == {"quote": "“这是自然损耗不管”", "show": "检测结论和依据"}
    # A promise that it made is no reason of its own.
    assert not seen(rules, product="手机", happened=["mismatch"],
                    merchant_said="国行正品")["stand"]["quote"]


def test_a_reason_is_quoted_as_the_person_reports_it(rules):
    rows = seen(rules, product="私教课", happened=["prepaid"], goods_kind="course",
                prepaid_why="health", excuse=["card_no_refund"],
                problem="机构说我违约，合同还写“特惠课不可退”。")["rebuttals"]
    assert [r["quote"] for r in rows] == ["“特惠课不可退”"]


def test_what_hangs_on_something_is_in_no_certain_sum(rules):
    case = {"product": "枣", "paid": "2700", "happened": ["mismatch"], "goods_kind": "food",
            "proof_by": ["lab"], "wishes": ["refund_return", "freight"], "losses": "检验费 640",
            "claim_kind": "hard_fact"}
    shown = seen(rules, **case)
    result = assess(rules, gather(rules, NOW, case=case), NOW)
    assert shown["sum_sure"] == result.total.firm
    lines = {x.id: x for x in result.lines}
    lost = [a for a in shown["asks"] if a["money"] in {"loss", "injury", "property"}]
    assert lost
    for ask in lost:
        line = lines[ask["line"]]
        assert ask["sure"] == (line.answer == "yes" and line.strength == "firm")


@pytest.mark.parametrize(("text", "told"), [
    # What speaks against the writer is no part of a letter, nor what one would like besides.
    ("主播一直喊和田料，我觉得自己看得懂就拍了。", "你店主播一直喊和田料"),
    ("气垫爆了，超3个月我认。", "气垫爆了"),
    ("钱扣了两次，我想知道是不是都得给。", "钱扣了两次"),
    ("猫运到家就发烧。医药费他出一半。", "猫运到家就发烧"),
    # An offer of the other side is no wish.
    ("猫运到家就发烧。老板说医药费他出一半。", "猫运到家就发烧。你店老板说医药费你店出一半"),
    # The heading of a complaint says what the rest tells; the first fact of a story does not.
    ("香肠存在颗粒异物，拒绝法定赔偿。收货拆开包装，发现香肠表面有一处颗粒异物。",
     "收货拆开包装，发现香肠表面有一处颗粒异物"),
    ("轮子一推就歪。我找他们，他们不认。", "轮子一推就歪。我找你店，你店不认"),
    # The same fact stands once: the sentence that tells more of it.
    ("收到后发现是xr改的。我买了13promax，收到货后发现是xr改的手机。",
     "我买了13promax，收到货后发现是xr改的手机"),
    # Who did it is named.
    ("找了三次。只肯退10元。说超过三个月了。", "找了三次。你店只肯退10元。你店说超过三个月了"),
    # A long sentence is parted where another acts, not within a thought.
    ("我把四件衣服放在一个包裹里按他们给的地址寄了回去，商家签收了包裹，但是只退了一件衣服的款，"
     "于是我让商家把衣服给我退回来。",
     "我把四件衣服放在一个包裹里按你店给的地址寄了回去，你店签收了包裹，但是只退了一件衣服的款。"
     "我让你店把衣服给我退回来"),
    # Half a quotation, and what only says that there is a picture.
    ("断成两截，照片有。根据《网络交易监督。", "断成两截"),
])
def test_a_letter_tells_facts_in_sentences_of_their_own(rules, text, told):
    assert retold(rules, text) == told


@pytest.mark.parametrize(("more", "told"), [
    ("1. 9月2日10:40打开的，没有开箱视频 2. 还没投诉 3. 线下的，店还开着", "9月2日10:40打开的"),
    ("1. 病历写“金属丝样异物1.8厘米”", "病历写“金属丝样异物1.8厘米”"),
    ("1. 10月、12月都在微信群催过", "10月、12月都在微信群催过"),
    ("1. 只回过一句“我也是收来的”", "你店只回过一句“我也是收来的”"),
    ("1. 个人卖的 2. 付了500元", ""),
    # What a paper or a page says decides; what the story tells already does not again.
    ("1. 合同上写的是纯银 2. 我很着急", "合同上写的是纯银"),
    ("1. 9月3日问的客服，到家一拆就断成两截", "9月3日问的客服"),
    ("1. 到家一拆就断成两截", ""),                       # it is told already, and no figure in it
])
def test_answers_besides_stand_in_a_letter_where_they_decide(rules, more, told):
    first = "到家一拆就断成两截"
    text = retold(rules, f"{first}。", told_more=more, paid="500")
    assert text == "。".join(filter(None, (first, told)))


def test_what_is_only_reported_is_not_put_in_quotation_marks(rules):
    seen_ = seen(rules, happened=["food"], product="外卖", food_problem="foreign",
                 wishes=["refund_only"], merchant_said="说我没证据是他家的")
    assert seen_["their_words"] == "你店说我没证据是你店的"
    assert "“我" not in str(seen_["stand"]) + str(seen_["rebuttals"]) + seen_["matter"]
    direct = seen(rules, happened=["food"], product="外卖", wishes=["refund_only"],
                  merchant_said="不退不换")
    assert direct["their_words"] == "你店说“不退不换”"
    assured = seen(rules, happened=["return_refused"], product="面膜",
                   merchant_said="没有问题，放心用")
    assert assured["stand"] == {"quote": "", "show": ""}   # said to sell, not to refuse


@pytest.mark.parametrize(("facts", "stage", "text"), [
    ({"total_units": "96", "used_units": "59", "goods_kind": "course", "happened": ["prepaid"]},
     "deal", ["一共96节，上了59节"]),
    # The own words tell it.
    ({"total_units": "96", "used_units": "59", "goods_kind": "course", "happened": ["prepaid"],
      "problem": "96节里上过59节，老师走了。"}, "deal", []),
    ({"losses": "检测费 50", "happened": ["mismatch"]}, "cost", ["由此造成的损失：检测费50元"]),
    ({"merchant_response": "offered_less", "offered_sum": "200", "happened": ["food"]},
     "course", ["你店只同意给200元"]),
    ({"merchant_response": "offered_less", "offered_sum": "200", "happened": ["food"],
      "problem": "香肠里有异物。他们只同意补200元。"},
     "course", []),
    ({"urged": "urged", "happened": ["prepaid"]}, "course", ["我催过，一直没有办"]),
])
def test_facts_stand_in_a_letter_once_from_the_answers(rules, facts, stage, text):
    found = seen(rules, product="课", wishes=["refund_only"], **facts)
    assert [row["text"] for row in found["accounts"][stage]] == text


@pytest.mark.parametrize(("product", "happened", "problem", "title"), [
    ("小猫", "arrived_bad", "猫运到家就发烧。", "小猫运到家就发烧"),
    ("气垫跑鞋", "fault_later", "孩子训练气垫鞋爆了。", "气垫跑鞋爆了"),
    ("热水器", "fault_later", "水管接头漏水了。", "热水器水管接头漏水了"),
])
def test_a_title_names_the_thing_once(rules, product, happened, problem, title):
    assert seen(rules, product=product, happened=[happened], problem=problem)["matter"] == title


def test_what_was_told_besides_stands_before_the_answer_of_the_other_side(rules):
    assert retold(rules, "快递放到驿站代收，我四分钟后取走，到家一拆就断成两截。"
                         "店家说发货时拍了视频好的，让当面拆箱我没拆，我没有开箱视频，不赔。",
                  told_more="1. 9月2日10:40打开的 2. 说“找快递去赔”") == (
        "快递放到驿站代收，我四分钟后取走，到家一拆就断成两截。9月2日10:40打开的。"
        "你店说发货时拍了视频好的，让当面拆箱我没拆，不赔。你店说“找快递去赔”")


def test_who_was_spoken_of_last_does_not_hide_the_seller(rules):
    assert retold(rules, "老师也走了，剩37节没上。找他们退，他们不退。") \
        == "老师也走了，剩37节没上。我找你店退，你店不退"
    assert retold(rules, "找平台投诉，客服判我有理，把他商品下架了。") \
        == "找平台投诉，客服判我有理，把你店商品下架了"
    assert retold(rules, "去找老板，他说你拿屋里充电就是自己的责任。") \
        == "我去找你店老板，你店说“你拿屋里充电就是自己的责任”"


def test_a_word_said_to_sell_is_no_reason_to_refuse(rules):
    facts = {"happened": ["arrived_bad"], "product": "充电宝", "wishes": ["refund_return"],
             "merchant_said": "只有轻微磨损", "excuse": ["normal_wear"]}
    asked = seen(rules, problem="下单前问过外观，他说只有轻微磨损。收到有个大磕碰。", **facts)
    assert not asked["rebuttals"]
    assert not asked["stand"]["quote"]
    assert seen(rules, problem="收到有个大磕碰，他说只有轻微磨损。", **facts)["rebuttals"]


def test_the_sum_of_a_title_belongs_to_what_is_asked_first(rules):
    found = seen(rules, happened=["fault_later"], product="马桶", paid="699", use_why="normal",
                 wishes=["refund_return", "repair"], received_on="2026-09-01")
    assert "或者" not in found["deed"]
    assert found["deed"]
