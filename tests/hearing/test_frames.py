"""What no cue names is heard by how the sentence is built, and its opposite is not."""

from __future__ import annotations

from datetime import datetime

import pytest

from weiquan.core.asking.hearing import hear

NOW = datetime(2026, 11, 30, 20)


def said(rules, text, fact):
    return {v for p in hear(rules, text, NOW).proposals if p.fact == fact for v in p.value}


@pytest.mark.parametrize(("text", "happened"), [
    ("店里说过7天只能修，换不了新", "return_refused"),
    ("客服就一句概不受理，让我自己解决", "return_refused"),
    ("售后讲这个情况不归他们管，退是不可能退的", "return_refused"),
    ("我说退货，他说没有这个道理，用了就不退", "return_refused"),
    ("厂家说装上了就不认了", "return_refused"),
    ("非说卖出去的东西哪有退的", "return_refused"),
    ("跟他讲要退，人家说最多给我修修", "return_refused"),
    ("申请退款点了三次都给我拒了", "return_refused"),
    ("卖家把我售后驳了", "return_refused"),
    ("客服说洗过就不在退货范围", "return_refused"),
    ("老板说特价处理的没售后", "return_refused"),
    ("拆箱一看镜子裂成两半", "arrived_bad"),
    ("打开纸箱，玻璃隔板全成碴子了", "arrived_bad"),
    ("刚拿到手就发现后盖翘边", "arrived_bad"),
    ("到手第一次插电就跳闸", "arrived_bad"),
    ("安装师傅一装才发现门板是弯的，合不拢", "arrived_bad"),
    ("新买的茶几到家一摆，四条腿高低不平，一碰就晃", "arrived_bad"),
    ("开箱那会儿就看见屏上一条白线", "arrived_bad"),
    ("昨天签收的花盆，缺了个大口子", "arrived_bad"),
    ("一箱12个鸡蛋碎了5个", "arrived_bad"),
    ("穿上才发现腋下开了线", "arrived_bad"),
    ("骑了没仨月电池就趴窝了，跑不到十公里", "fault_later"),
    ("戴了俩礼拜表带自己断了", "fault_later"),
    ("空调今年夏天一点不凉了，师傅说漏氟", "fault_later"),
    ("用到第九天屏幕开始一闪一闪的", "fault_later"),
    ("洗了两水就起毛起得没法看", "fault_later"),
    ("鞋子穿了一个月鞋底整个掉下来", "fault_later"),
    ("手机充着充着就自己关机，买了不到半年", "fault_later"),
    ("扫地机返厂三回了，回来没几天又原地打转", "fault_later"),
    ("羽绒服一坐一裤子白毛，穿了没几天", "fault_later"),
    ("开了暖气以后桌面裂了指头宽的缝", "fault_later"),
    ("冰箱冷藏不冷了，才用一年半", "fault_later"),
    ("耳机右边没声儿了，用了40天", "fault_later"),
    ("买了半年的电饭煲内胆掉皮", "fault_later"),
    ("维修过两次了还是老毛病", "fault_later"),
    ("店员说你来的时候就有", "accused"),
    ("他非说是我家孩子掰断的", "accused"),
    ("售后一看照片就说是摔的，不保", "accused"),
    ("说我自己拿回去弄的", "accused"),
    ("商家说鞋底有泥，是穿出去过", "accused"),
    ("卖家咬定是我把里头零件换了", "accused"),
    ("人家说你寄回来的根本不是我卖你那个", "accused"),
    ("说编号跟出库的对不上，怀疑我换了旧的", "accused"),
    ("厂家鉴定说是受潮，赖我放浴室", "accused"),
    ("说我没按说明书装，自己装坏的", "accused"),
    ("他说是我们家太潮自己放霉的", "accused"),
    ("说是我喂坏的", "accused"),
    ("买的1.8的给发成1.5的", "wrong_missing"),
    ("拍了四包到手三包", "wrong_missing"),
    ("打开就一个空壳子，里头啥也没有", "wrong_missing"),
    ("说好送的充电头没在里面", "wrong_missing"),
    ("要的黑色来的是棕的", "wrong_missing"),
    ("螺丝包没给，装不了", "wrong_missing"),
    ("称了一下差二两多", "wrong_missing"),
    ("两只鞋一只41一只42", "wrong_missing"),
    ("下单6件收到5件", "wrong_missing"),
    ("发来的跟我拍的压根不是一个东西", "wrong_missing"),
    ("左脚两只", "wrong_missing"),
    ("拿去修都俩月了，一打电话就说快了", "repair_kept"),
    ("手机寄给售后一个多月，现在连个信儿都没有", "repair_kept"),
    ("说等配件，车在他店里趴了四十天", "repair_kept"),
    ("东西在他那儿押着不给我", "repair_kept"),
    ("换货寄回去半个月了，新的影子都没见", "repair_kept"),
    ("表送保养仨星期了还没拿回来", "repair_kept"),
    ("返厂到现在没下落", "repair_kept"),
    ("送修单上写7天，今天第31天", "repair_kept"),
    ("把我家木地板泡鼓了三四平", "damaged_other"),
    ("漏出来的酱油把箱子里的米泡了", "damaged_other"),
    ("水管爆了淹到楼下，楼下让我赔", "damaged_other"),
    ("把灶台炸了个坑", "damaged_other"),
    ("电脑主板让它烧了", "damaged_other"),
    ("衣服没毛病，就是看直播上头了", "unwanted"),
    ("买回来跟家里颜色不搭", "unwanted"),
    ("家里有一个了，买重了", "unwanted"),
    ("穿上显胖，想退", "unwanted"),
    ("就是不想要了行不行", "unwanted"),
    ("我看走眼以为是大号的", "unwanted"),
    ("女朋友不喜欢这个款", "unwanted"),
    ("冲动下单，现在想退", "unwanted"),
    ("我退回去一双鞋，店里收到之后死活不退钱", "returned_no_refund"),
    ("东西他签收五天了，钱卡着不退", "returned_no_refund"),
    ("退货收到了就说不对，一分钱没给我", "returned_no_refund"),
    ("寄回去了，扣了我一百五", "returned_no_refund"),
    ("退回去他又给我寄回来了，还是到付", "returned_no_refund"),
    ("货还给他了，钱没影", "returned_no_refund"),
    ("表拿去保养，拿回来磕了个豁口", "service_bad"),
    ("送去改裤脚，裁短了五公分", "service_bad"),
    ("装空调的师傅把墙打裂了", "service_bad"),
    ("贴膜的给我把漆面划了一道", "service_bad"),
    ("鞋送洗回来变形了", "service_bad"),
    ("戴了俩月自己磕裂了，我跟平台说收到就是裂的", "own_fault"),
    ("被卖我东西的店告了，要我还8800", "pursued"),
    ("他起诉要我赔", "pursued"),
    ("说明书写着整机六年包修，师傅上门要收我一千六", "promise"),
    ("页面写十年不裂，现在裂了说正常", "promise"),
])
def test_what_happened_is_heard_in_any_words(rules, text, happened):
    assert happened in said(rules, text, "happened")


@pytest.mark.parametrize(("text", "happened"), [
    ("他答应用坏了给换新的，所以我才买的电饭煲。", "fault_later"),
    ("客服说万一收到就裂了给补发。", "arrived_bad"),
    ("我问客服椅子坐塌了保不保。", "fault_later"),
    ("打12315，回我不予受理。", "return_refused"),
    ("买的真空袋漏气。", "wrong_missing"),
    ("进水阀裂了，师傅说是厂里的件。", "accused"),
    ("鞋子寄回去，店里死活不退。", "arrived_bad"),
    ("我买的沙发被他家师傅搬的时候划了一道。", "damaged_other"),
    ("剪标了，是我自己剪坏的。", "accused"),
    ("快递说好送上门，放驿站了。", "fault_later"),
    ("手机还没收到就说不能退。", "arrived_bad"),
    ("空调没坏，就是服务态度差。", "fault_later"),
])
def test_what_is_only_promised_asked_or_denied_did_not_happen(rules, text, happened):
    assert happened not in said(rules, text, "happened")


@pytest.mark.parametrize(("text", "wish"), [
    ("买的跑鞋穿两周开胶，这个能退不", "refund_return"),
    ("羽绒服跑毛，我要退钱", "refund_return"),
    ("手机老是死机，我不修了，就想退", "refund_return"),
    ("投影仪糊，能不能把这台退掉", "refund_return"),
    ("沙发塌了，东西拉走，钱还我", "refund_return"),
    ("剩下三件没动，能都退不", "refund_return"),
    ("电动车修了三回，第四次我不修了，我要退", "refund_return"),
    ("锅不粘涂层掉了，退款不过分吧", "refund_return"),
    ("手柄飘得没法玩，想退", "refund_return"),
    ("电脑花屏，就想换台新的，不想拿个修过的", "exchange"),
    ("桌面裂了，给换块桌面就行", "exchange"),
    ("椅子底座裂了，想让他换个底座", "exchange"),
    ("门板弯的，要求重新发两樘好的", "exchange"),
    ("拿回来又坏，我要换机", "exchange"),
    ("空调不热，要求免费修", "repair"),
    ("手表停了，按保修给我修好就行", "repair"),
    ("窗帘宽了，让他免费改好", "repair"),
    ("洗衣机响，叫他们上门来修", "repair"),
    ("少了螺丝包，补给我就行", "parts"),
    ("缺个遥控器，让他寄一个过来", "parts"),
    ("少门套线，给补上", "parts"),
    ("手机寄修两个月，把手机还我", "give_back"),
    ("车在他那趴着，我要拿回我的车", "give_back"),
    ("修不好也行，东西先还给我", "give_back"),
    ("少了一包，就想补我一包", "deliver"),
    ("有点划痕，便宜点我就留着", "price_cut"),
    ("烂了8棵，要退那8棵的", "price_cut"),
    ("掉漆，补我50算了", "price_cut"),
    ("瑕疵，让他退一半我留下用", "price_cut"),
    ("翻新机当新机卖，我要退一赔三", "triple"),
    ("地板泡了，地板他得赔", "property"),
    ("插座烧了，赔我插座", "property"),
    ("裤子染了，裤子钱让他出", "property"),
    ("师傅要收我一千六，这钱不该我掏", "repair_cost"),
    ("自己找人修花了380，让他报了", "repair_cost"),
    ("这么大床垫运费他出", "freight"),
    ("检测费300谁出，我要他报销", "freight"),
    ("猫看病花了2300，要连医药费一块赔", "medical"),
    ("我爸吓得不轻，想要精神损失两千", "mental"),
    ("他要我还8800，我不想给", "not_pay"),
    ("鞋子他说我弄坏要我赔500，我不赔", "not_pay"),
    ("他只退了我一半，剩下的也得给", "refund_rest"),
    ("扣了我一百五，那一百五要退我", "refund_rest"),
    ("这种情况我该不该接着用", "may_i"),
])
def test_what_is_wanted_is_heard_in_any_words(rules, text, wish):
    assert wish in said(rules, text, "wishes")


@pytest.mark.parametrize(("text", "wish"), [
    ("客服说可以给我换个新的。", "exchange"),
    ("他让我自己出运费。", "freight"),
    ("商家要我赔他的地板。", "property"),
])
def test_what_the_others_offer_or_want_is_no_wish(rules, text, wish):
    assert wish not in said(rules, text, "wishes")


@pytest.mark.parametrize(("text", "product"), [
    ("海尔洗衣机去年双十一买的，底下漏水，师傅上门说进水阀裂了", "海尔洗衣机"),
    ("咱家冰箱去年3月在苏宁买的，师傅上门看了说压缩机坏了", "冰箱"),
    ("喜马拉雅听书机给爸买的，充了一晚上电鼓包了，床头柜烤黄一块", "喜马拉雅听书机"),
    ("我退回去一双勃肯鞋，店里收到之后死活不退，说鞋底有泥", "勃肯鞋"),
    ("电视买了半年，屏幕出竖线", "电视"),
    ("沙发8000块买的，坐了俩月塌了", "沙发"),
    ("我手机坏了，重新买的小米14用三天就黑屏", "小米14"),
    ("我家空调漏水请师傅上门维修收了500还是漏", "师傅上门"),
])
def test_the_thing_stands_before_the_verb_as_well(rules, text, product):
    found = [p.value for p in hear(rules, text, NOW).proposals if p.fact == "product"]
    assert found == [product]


@pytest.mark.parametrize(("text", "happened"), [
    ("笔记本11月12号收到的，11月20号开始花屏", "fault_later"),
    ("手机9月5日签收，10月20日突然黑屏开不了机", "fault_later"),
    ("沙发10月3日到货，10月3日打开就发现裂了", "arrived_bad"),
])
def test_a_fault_days_after_the_thing_came_showed_in_use(rules, text, happened):
    assert said(rules, text, "happened") == {happened}
