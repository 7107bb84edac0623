"""What happened, by the way people build the sentence rather than by its words.

A cue names words; a frame names what stands with what: 说 + 你家孩子 + 掰断 blames the buyer,
whatever the verbs are. Frames only add: what a cue has heard already is left as it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import Hit
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result

_N = r"[\d一二两三四五六七八九十几半俩仨]"
_MEASURE = r"[个件只双条包袋箱盒瓶罐台套张把支根本块片颗斤份桶棵盆枚]"
_LONG = rf"{_N}+(?:来|多)?(?:天|个?多?月|个?礼拜|个?星期|周|年)"
_YOU = (r"(?:你|您|我|俺|咱)(?:们|自己|家(?:里)?(?:人|孩子|小孩|娃|老人|太潮)?)?|自己|孩子|小孩"
        r"|用户|顾客|客户|买家|消费者|本人")
_SPOILT = (r"(?:弄|搞|整|摔|磕|碰|掰|砸|踩|压|洗|喂|养|装|拆|用|戴|撞|扯|拽|撕|烫|泡|淋|放"
           r"|晒|折|坐)(?:的|坏|破|断|裂|碎|霉|错|脏|丢|没|死|变形|出来|成)")
_MISUSED = (rf"{_SPOILT}|摔过|磕过|碰过|拆过|修过|改过|穿过|穿出去|戴过|洗过|用过|泡过"
            r"|进[水液]|受潮|浸[水液]"
            r"|操作|保管|保养|养护|没按|没照|不会用|没放好"
            r"|充电不当|喂的?不|环境|太潮")
_PART = (r"(?:螺丝|配件|零件|说明书|充电[头器线]|数据线|遥控器?|电源线|插头|适配器|滤芯|底座|盖子"
         r"|支架|把手|门套线?|五金件?|电池|耳塞|镜布|吸管|挂钩|隔板|抽屉|垫圈|工具|主机|镜头盖|手柄|表带)")
_ONE_OTHER = (r"(?:压根|根本|完全|明显|就)?不是(?:我)?(?:同一|一|拍|买|要|订|下单|点)"
              r"(?:个|件|款|样|种|的)")
_NOT_BACK = (r"没(?:个|有)?(?:信|动静|消息|下落|下文|影|还|拿回|取回|寄回|给我|着落|结果)"
             r"|(?:影|信)[儿子]?都没|押着|扣着|不还|不给我|[说讲][^。]{0,3}快了|[说讲]在?等(?:着)?(?:配|零)?件"
             r"|趴[着了]|催(?:也|了|都)")
_GIVEN = (r"(?:修(?!改)|保养|返厂|送检|检测|换货|返修|维修|寄给售后|售后那|寄售后"
          r"|(?:在|搁|放)(?:他|她|店|售后|4s店?|师傅)(?:们|家)?(?:店)?(?:里|那))")
_AWAY = r"(?:退|寄|送|还|邮)(?:回|还|给|去|到|过去|了(?![款钱]))"
_NO_MONEY = (r"不退|没退|未退|不给退|不肯退|一分(?:钱)?(?:都|也)?(?:没|不)|没给(?:我)?钱"
             r"|卡着|没影|拖着|不打款|不给钱|扣(?:了|掉|我|着|下)|少退")
_HARMED = (r"打裂|打穿|砸|划|刮|磕|碰|弄|搞|凿|钻|踩|撞|烫|剪|裁短|裁坏"
           r"|洗|染|贴歪|贴坏|装反|装歪|捅")


@result
class _Frame:
    """A way of telling that something happened, and who must be speaking."""

    happened: str
    heard: str            # own, theirs or any: as in the rules
    pattern: re.Pattern[str]


SENT_BACK, BLAMED = "returned_no_refund", "accused"
_FRAMES = (
    _Frame("accused", "theirs", lazy_re(
        r"(?:宠物|猫|狗|老鼠|外力|暴力|硬|强行|野蛮)[^。,，]{0,4}(?:抓|咬|挠|掰|扯|拉|拽|撬|砸|撞|用)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:是|说)(?:我|你)[^。,，]{0,4}(?:改|拆|动|换|碰)过")),
    _Frame("accused", "theirs", lazy_re(
        r"限重|超载|限载|承重[^。,，]{0,3}(?:写|超|有)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:收到|退回|寄回)[^。,，]{0,6}(?:是|里面是|只有)[^。,，]{0,4}(?:砖头|石头|空|旧|别的|另一)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:之前|以前|来的时候|本来|原来|原先)[^。,，]{0,4}就(?:这样|有|坏|是这)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:是|说|怪|为)(?:我|你|您)(?:自己|私下|私自)?(?:拆|动|改|装|换|压|撞|轧|磕|摔|晒|淋|泡|超)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:我|你|您)[^。,，]{0,5}(?:体重|太重|太胖|超重|用力|力气|坐姿|水温|手劲)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:我|你|您)[^。,，了]{1,8}(?:高了|低了|多了|大了|重了|久了|猛了|不当|不对|超了)")),
    _Frame("accused", "theirs", lazy_re(
        r"用了?(?:别家|别的牌子|非原装|第三方|杂牌|不是原装)(?!插件|软件|外挂|平台|支付)")),
    _Frame("accused", "theirs", lazy_re(
        rf"(?:{_YOU})[^,，。;；]{{0,8}}?(?:{_MISUSED})")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:是|就是|属于|明显是?)(?:人为|摔|磕|碰|砸|压|洗|受潮|浸|泡|穿过|用过|二次)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:来|送来|寄来|拿来|交来)(?:的时候|时|之前|前)?(?:就|本来就|已经)(?:有|坏|破|裂)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:编[码号]|序列号|串码|条码|sn码?|机身号|防伪|封条)[^。]{0,12}(?:对不上|不符|不一|不是)")),
    _Frame("accused", "theirs", lazy_re(
        r"(?:寄|退)(?:回)?(?:来|过来)?的[^。]{0,4}不是[^。]{0,6}(?:卖|发|原|那)")),
    _Frame("accused", "any", lazy_re(
        r"(?:怀疑|说|赖|诬|咬定|认定|硬说)[^。,，]{0,3}我[^。,，]{0,6}(?:换了|调了?包|掉包|狸猫)")),
    _Frame("accused", "any", lazy_re(
        rf"(?:赖|怪|怨|诬赖)(?:在)?(?:{_YOU})")),
    _Frame("accused", "any", lazy_re(
        rf"(?:说|讲|咬定|非说|硬说)(?:是)?(?:我|我们|我家|咱家?|俺)(?:自己)?[^,，。]{{0,8}}?(?:{_SPOILT}|没按)")),
    _Frame("accused", "theirs", lazy_re(
        r"[鞋底面盒衣领袖身][^。]{0,3}有(?:泥|土|灰|褶|折痕|毛|汗|味|印)")),

    _Frame("wrong_missing", "own", lazy_re(
        r"(?:还|又|也|就)(?:少|缺|差)了?(?:个|根|只|颗|块|件|条|把|俩|两[个根只]|一[个根只块])(?![点月年多])")),
    _Frame("wrong_missing", "own", lazy_re(
        r"(?:型号|规格|颜色|款式?|编号|尺寸)[^。,，]{0,6}[跟和与][^。,，]{0,6}(?:订单|买的|拍的|下单|要的)"
        r"[^。,，]{0,4}(?:差|不一样|不同|不对|不符|对不上)")),
    _Frame("wrong_missing", "own", lazy_re(
        r"(?<!真)空(?:壳|盒|箱|袋|包|信封|瓶)子?(?![调气])")),
    _Frame("wrong_missing", "own", lazy_re(
        r"(?:里[头面边]|盒里|箱里|袋里)(?:啥|什么|毛|东西)(?:也|都|儿都)?没")),
    _Frame("wrong_missing", "own", lazy_re(
        rf"{_PART}(?:包|袋|盒)?(?:都|也|全)?(?:没有?(?:给|放|装|发|寄|配|带|见|在|附|到)"
        r"|不在里|不见了?|漏[发装]|少[发装了给])")),
    _Frame("wrong_missing", "own", lazy_re(
        rf"(?:没|漏|忘|少)(?:有)?(?:给|放|装|发|寄|配|带|附)(?:我|了)?(?:一?[个根袋包套])?{_PART}")),
    _Frame("wrong_missing", "own", lazy_re(
        r"称[^。]{0,8}(?:差|少|短|不足|没有|不到)[^。]{0,3}(?:两|斤|克|公斤|g)")),
    _Frame("wrong_missing", "own", lazy_re(
        r"(?:左|右)[^。]{0,3}(?:两只|两个)|(?:两只|两个)都是(?:左|右)|一顺[边撇]|一只\d+[^。]{0,3}一只\d+")),
    _Frame("wrong_missing", "own", lazy_re(
        rf"(?:发来?|寄来?|来|到|收到|到手)的[^。]{{0,12}}{_ONE_OTHER}")),
    _Frame("wrong_missing", "own", lazy_re(
        r"(?:要|拍|买|订|选|点)的(?:是)?[^。,，]{1,8}[,，]?(?:结果|可是?|却|他)?"
        r"(?:来|发来?|到手?|寄来?|收到|给)(?:的|了|我)?(?:却|竟然?|居然)?(?:是|成)")),

    _Frame("mismatch", "own", lazy_re(
        r"(?:不一个|不是一个|不是同一?)(?:颜?色|批|牌子|样)|色号?[^。,，]{0,8}不(?:一样|同|一致)")),
    _Frame("mismatch", "own", lazy_re(
        r"(?:刻|印|绣|打印|裁|喷|画|雕|镶|织)(?:错|反|歪|成了)")),
    _Frame("mismatch", "own", lazy_re(
        r"[宽长短窄大小高矮厚薄]了[^。,，]{0,6}(?:公分|厘米|cm|毫米|寸|米|一截|一大截)")),
    _Frame("mismatch", "own", lazy_re(
        r"(?:尺寸|规格|孔位|接口|型号)[^。,，]{0,8}(?:不对|对不上|不匹配|不符|做错|做成|不配|不适配|错了)"
        r"|(?:压根|根本|完全)不(?:适)?配(?!合)")),

    _Frame("return_refused", "theirs", lazy_re(
        r"(?:铺|装|贴|用|切|裁|挂)(?:上|好|过|开)?了?[^。,，]{0,3}(?:不负责|概不|不管)")),
    _Frame("return_refused", "any", lazy_re(
        r"(?:想退|要退|退的话|退货)[^。,，]{0,6}(?:要|得|让)我?(?:出|付|掏|先扣|扣)")),
    _Frame("return_refused", "any", lazy_re(
        r"(?:拆|装|用|剪|洗|穿|戴|安装|激活)(?:了|过|封)[^。,，]{0,6}不(?:给|能|让|予)?(?:退|换)")),
    _Frame("return_refused", "any", lazy_re(
        r"(?:概|一概|一律|都|都说|不予)不?(?:受理|接受退|办理退)|不予受理|不受理")),
    _Frame("return_refused", "any", lazy_re(
        r"(?:不可能|别想|哪有|没得|甭想|休想|不存在|不兴|没道理)(?:给[你我]?|再|能|让|有)?(?:退|换)")),
    _Frame("return_refused", "any", lazy_re(
        r"退(?:货|款|钱|掉)?(?:是|都|这事)?(?:不可能|没门|没戏|免谈|不成(?!立)|没商量|想都别想)")),
    _Frame("return_refused", "theirs", lazy_re(
        r"(?:只能|只给|最多|顶多|只肯|只负责|只同意|只可以|只会)(?:给|帮)?[你我您]?(?:再|免费)?"
        r"(?:修|保修|维修|返修|返厂|寄修|灌|补漆|补寄)")),
    _Frame("return_refused", "any", lazy_re(
        r"(?:售后|申请|退款|退货)[^。,，]{0,6}(?:给|都给|又给|被)?(?:我|他)?(?:都|又|全)?(?:拒了|驳了|驳回|拒掉|打回)")),
    _Frame("return_refused", "theirs", lazy_re(
        r"(?:不在|超出|不属于|不符合)[^。,，]{0,4}(?:退|换|售后|无理由)(?:货|换|款)?的?(?:范围|条件|政策)")),
    _Frame("return_refused", "theirs", lazy_re(
        r"(?:没|没有|无|不带|不含)售后(?!电话|入口)")),
    _Frame("return_refused", "theirs", lazy_re(
        r"(?:就|也|都|概|一概|一律)不认(?:了|账|货|的|$|[,，。])")),
    _Frame("return_refused", "theirs", lazy_re(
        r"(?:用|装|拆|洗|穿|剪|切|戴|开)(?:过|了|封)?[^。,，]{0,4}(?:就|概|都)?不(?:能|给|可|予)?(?:退|换)")),

    _Frame("repair_kept", "any", lazy_re(
        r"(?:不给|不让)(?:我)?(?:骑|开|拿|取|提|带)走")),
    _Frame("repair_kept", "own", lazy_re(
        r"换货[^。]{0,6}寄(?:过去|回去|去)[^。]{0,16}(?:等|缺货|排队|没货)")),
    _Frame("repair_kept", "any", lazy_re(
        r"(?:费|钱|块)[^。,，]{0,6}才(?:给|肯|能)我?(?:寄|还|拿|取)(?!货)")),
    _Frame("repair_kept", "own", lazy_re(
        r"(?:寄|送|拿)(?:去|到|回|给)[^。,，]{0,12}(?:维修|修|检测|售后)[^。]{0,40}?(?:一直|还在|还是|都在?说"
        r"|天天说)[^。,，]{0,8}(?:待|检测|排队|维修中|处理中|等)")),
    _Frame("repair_kept", "own", lazy_re(
        rf"{_GIVEN}[^。次遍]{{0,20}}?(?:{_NOT_BACK})")),
    _Frame("repair_kept", "own", lazy_re(
        rf"(?:修|保养|返厂|送修|返修|检测)[^。,，]{{0,6}}?{_LONG}(?:了)?(?:还|没|都|也|一点)")),
    _Frame("repair_kept", "own", lazy_re(
        rf"(?:送修|返厂|维修|修理)单[^。]{{0,8}}\d+天[^。]{{0,8}}(?:第|过了|都){_N}+天")),

    _Frame("unwanted", "own", lazy_re(
        r"(?:想退|退货|能退)[^。]{0,40}(?:机子|东西|货|衣服|鞋子?|产品)(?:没毛病|没问题|是好的)")),
    _Frame("unwanted", "own", lazy_re(
        r"不肯(?:戴|穿|用)|(?:用|戴|穿|睡|坐)不(?:惯|习惯)")),
    _Frame("unwanted", "own", lazy_re(
        r"(?:选|买|拍|订|下)(?:小|大|错|短|长|窄|宽)了")),
    _Frame("unwanted", "own", lazy_re(
        r"没(?:啥|什么|有)?(?:毛病|质量问题)[^。]{0,8}(?:就是|只是|是我|单纯|纯粹|我就)")),
    _Frame("unwanted", "own", lazy_re(
        r"(?:看|刷|听)[^。,，]{0,6}上头|冲动(?:下单|消费|买|之下)|手(?:快|滑|抖|贱|欠)[^。]{0,4}(?:下|买|拍|点)")),
    _Frame("unwanted", "own", lazy_re(
        r"买重了?|买多了?|看走眼|看岔|改主意|变主意|不想要|用不[上着到]")),
    _Frame("unwanted", "own", lazy_re(
        r"显(?:胖|黑|老|矮|脸大|肚子)|不(?:显瘦|上脸|搭配?|中意|称心|百搭)|嫌(?:贵|大|小|丑|颜色|款)")),
    _Frame("unwanted", "own", lazy_re(
        r"(?:家里?|家中|已经|之前)(?:已经|早)?有(?:了)?(?:一[个件台双]|差不多|同款|类似)")),
    _Frame("unwanted", "own", lazy_re(
        r"不(?:太)?喜欢(?:这|它|颜色|款|样)")),

    _Frame("returned_no_refund", "any", lazy_re(
        rf"{_AWAY}[^。]{{0,20}}?(?:收到|签收|到货|拿到|收货|他收|店里收)[^。]{{0,14}}?(?:{_NO_MONEY})")),
    _Frame("returned_no_refund", "any", lazy_re(
        rf"(?:退货|退件|货)[^。,，]{{0,6}}(?:收到|签收|还给|寄回|寄去|送回|退回|退给|还了)[^。]{{0,10}}?(?:{_NO_MONEY})")),
    _Frame("returned_no_refund", "any", lazy_re(
        r"(?:退|寄)(?:回)?去[^。]{0,8}又(?:给我|原样)?(?:寄|退|发|邮)(?:了)?(?:回|过)来")),
    _Frame("returned_no_refund", "own", lazy_re(
        rf"(?:退|寄)回(?:去)?(?:了|之?后)?[,，]?[^。]{{0,6}}扣(?:了|掉)?我?{_N}")),
    _Frame("returned_no_refund", "own", lazy_re(
        r"(?:钱|款|退款)(?:一直|就|还|都)?(?:卡着|卡住|压着|扣着)")),

    _Frame("service_bad", "own", lazy_re(
        r"(?:送|推|拿|开)去[^。,，]{0,8}(?:换|修|装|改|贴|洗)[^。]{0,8}(?:换|修|装|改|弄)完"
        r"[^。]{0,14}(?:冒烟|坏|不|断|裂|漏|响|抖)")),
    _Frame("service_bad", "own", lazy_re(
        r"是(?:他们|他家|店里|师傅|商家)(?:给|来)?装的[^。]{0,16}(?:掉|塌|裂|漏|断|松|砸)")),
    _Frame("service_bad", "own", lazy_re(
        r"(?:模型|尺寸|牙模|度数)[^。,，]{0,3}(?:取歪|取错|量错|做歪|验错|配错)")),
    _Frame("service_bad", "own", lazy_re(
        r"(?:送|拿|寄|开)(?:去|到)[^。,，]{0,6}(?:换屏|换电池|换壳|贴膜|修|改|洗|保养)[^。]{0,14}(?:取|拿|寄"
        r"|开)回来?[^。]{0,16}(?:不灵|没反应|失灵|坏|裂|断|花|划|少|缺|黑|漏|响)")),
    _Frame("service_bad", "own", lazy_re(
        r"(?:在|到)[^。,，]{1,10}(?:售后|店里?|专柜)[^。,，]{0,3}(?:保养|清洗|抛光|修)[^。]{0,30}?(?:拿"
        r"|取)回来?[^。]{0,14}(?:豁|坏|破|断|裂|碎|划|磕|花)")),
    _Frame("service_bad", "own", lazy_re(
        r"(?:拿|送|交|开)(?:去|到|给)[^。,，]{0,10}?(?:保养|清洗|改|裁|洗|贴|抛光|翻新|镀|染|美容)[^。]{0,20}?"
        r"(?:拿回来?|取回来?|回来|去取|取的时候|到手)[^。]{0,14}?(?:豁|坏|破|断|裂|碎|划|刮|磕|花了|缺|少|变形"
        r"|短|小了|掉色|起皱)")),
    _Frame("service_bad", "own", lazy_re(
        rf"(?:师傅|工人|装[的的]?人?|贴膜的|小哥|阿姨|美容师|理发师)[^。,，]{{0,4}}(?:把"
        rf"|给我?)[^。,，]{{0,8}}?(?:{_HARMED})")),
    _Frame("service_bad", "own", lazy_re(
        r"(?:改|裁|做|剪|量|染|贴)(?:裤|衣|短|小|歪|坏|错|花)(?:脚|长|服)?了?[^。,，]{0,4}(?:公分|厘米|cm|寸)")),

    _Frame("pursued", "own", lazy_re(
        r"被[^。,，]{1,12}(?:告了|起诉了?|告上法[庭院])")),
    _Frame("pursued", "own", lazy_re(
        r"(?:他|她|店家?|商家|卖家|对方|平台|公司|人家)[^。,，]{0,4}(?:起诉|要告|告到法院|申请支付令)(?:我|要我|了|,|，)")),

    _Frame("own_fault", "own", lazy_re(
        r"其实是?(?:我|俺)(?:自己)?[^。]{0,12}(?:弄|坐|摔|磕|碰|压|洗|剪|掰|踩|撞)")),
    _Frame("own_fault", "own", lazy_re(
        r"(?:我|自己)[^。]{0,16}(?:摔|磕|砸|弄|碰|剪|洗)[^。]{0,30}?(?:跟|和|向|对|给)(?:平台|商家|卖家|客服|店家?|他)"
        r"(?:说|讲|报|写)[^。]{0,6}(?:收到|到货|质量|本来|发来|寄来|到手)")),
    _Frame("own_fault", "own", lazy_re(
        r"(?:脑子[^。]{0,4}(?:抽|热|糊涂)|鬼迷心窍|一时糊涂|图省事|贪便宜|心虚)[^。]{0,10}(?:说|写|填|选|报|骗)")),
)
_OFFICE = lazy_re(r"12315|12345|市监|监管局|工商|消协|法院|派出所|警")   # 12315…不予受理
_WRITTEN_FOR_YEARS = lazy_re(
    rf"(?:写|承诺|宣传|标|说好|保证|讲好|说)[^。]{{0,14}}?(?:{_N}+年|终身)[^。,，]{{0,6}}"
    r"(?:包修|质保|保修|包换|免费|不(?:裂|坏|掉|褪|变形|生锈|开胶|塌))")
_THEN_NOT = lazy_re(r"收我|要收|自费|付费|收费|不管|不认|只保|只包|过了?(?:一|两)?年"
                     r"|正常|不修|不给|不承认|再付|自己")
_ORDERED = lazy_re(
    rf"(?:拍|买|订|要|下单|说好|付)(?:了|的)?({_N}+){_MEASURE}[^。]{{0,14}}?"
    rf"(?:到手|收到|到货|来了|到了|发来|就|只有|才|只来)(?:的|是|只|就|只有|才|了)*({_N}+){_MEASURE}")


def read_frames(fact: Fact, told: Told, found: Sequence[Proposal]) -> list[Proposal]:
    """What happened as the sentences are built, without what is heard already."""
    known = {v for p in found if p.fact == fact.id for v in p.value}
    out: list[Proposal] = []
    for key, start, end in _found(fact, told, known):
        if key not in known:
            known.add(key)
            a, b = widened(told, start, end)
            out.append(Proposal(fact.id, (key,), told.words(a, b), a, b))
    if SENT_BACK in known and BLAMED not in known:
        for v in told.voices:   # 收到退货说裤脚断线: a fault that they find in what came back
            found_fault = told.between("faulty", v.start - 1, v.end)
            if v.who == "merchant" and found_fault and not told.negated(found_fault[0][0]):
                a, b = widened(told, v.start, v.end)
                return [*out, Proposal(fact.id, (BLAMED,), told.words(a, b), a, b)]
    return out


def _by_others(told: Told, at: int) -> bool:
    """Whether somebody else says it: a speaker is known, or 说 stands before it, and not 我说."""
    if told.voice(at) is not None:
        return True
    said = told.between("says", told.sentence(at)[0] - 1, at + 1)
    return bool(said) and not told.flat.endswith(("我", "我们"), 0, said[-1][0])


def _found(fact: Fact, told: Told, known: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Where a frame tells what is not `known`; that grows meanwhile, and is not looked for."""
    choices = {c.id for c in fact.choices}
    for frame in _FRAMES:
        if frame.happened not in choices or frame.happened in known:
            continue
        for m in frame.pattern.finditer(told.flat):
            by_office = frame.happened == "return_refused" \
                and _OFFICE.search(told.flat, told.sentence(m.start())[0], m.end())
            theirs = frame.heard == "theirs"
            if not by_office and (not theirs or _by_others(told, m.start())) and counts(
                    fact, told, Hit(m.start(), m.end(), "frame"), "any" if theirs else frame.heard):
                yield frame.happened, m.start(), m.end()
                break
    for m in _ORDERED.finditer(told.flat):
        if m[1] != m[2] and counts(fact, told, Hit(m.start(), m.end(), "frame"), "own"):
            yield "wrong_missing", m.start(), m.end()
    for m in _WRITTEN_FOR_YEARS.finditer(told.flat):
        if _THEN_NOT.search(told.flat) and not told.supposed(m.start()):
            yield "promise", m.start(), m.end()
