"""What was said to be one measure and turned out to be another: 写续航90公里…不到35公里."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_sums import SaidSum

MISMATCH = "mismatch"
SAID_SO = frozenset({MISMATCH, "wrong_missing"})
PRICE = "price"
BESIDE = 9           # characters between a price and the words that show or take it
# The price that is shown, and that it is taken: of the same thing, so the later one is more.
_SHOWN = lazy_re(r"价签|标签|标价|菜单|到手价|展示价|页面价|首页|定价|牌价|单价|挂牌"
                 r"|价格(?:写|是|为|显示)|价[写标]|[写标](?:着|的是|的|明)?$|显示$|[写标]的一[斤件瓶个]|券后|活动价|报价?$|小程序标"
                 r"|说好?一[次斤件]$")
_TAKEN = lazy_re(r"扫[码描出]|结账|结算|买单|付款|收银|收[了我]|收费|刷[了卡]|变成|变为"
                 r"|扣[了我款费]|实付|实收|实际|按|提交订单|跳|[修做装吃洗]完|到店|让我付|要我付")
# Where somebody else paid the first sum for the same thing: 别人才付180，我付了260.
_OTHERS = lazy_re(r"别人|同款|同一[个款]|人家|朋友|现货|新号|小号|别家|隔壁")
# 说最低1980，同事办才1580: the lowest price was none.
_LOWEST = lazy_re(r"最低|底价|史低|最便宜|最优惠")
_ONLY = lazy_re(r"才|只要|只卖|就卖|降到|降成")
_BY_ME_TOO = lazy_re(r"我(?:却|就)?(?:付|花|买|要)了?$")
PROMISE = "promise"
CLAUSES = 4          # from what was promised to that it was not given
# What comes on top of the thing itself, as it was said or written before it was bought.
_PROMISING = lazy_re(
    r"(?:说好是?|说[“「\"]?(?=送|包[退赔换]|返|免费|终身|赠|贵就|买贵)"
    r"|(?:主播|销售员?|中介|店员|老板娘?|卖家|直播间)说|讲好|写明?|写着|写的|标着?|标明"
    r"|答应|承诺|许诺|宣传|保证|告诉我|告知|约定|首页写|开业)"
    r"[^,，。;；]{0,10}?(?:送(?!货|到|达|来|检|修|去)|赠|返|免费|免单|包(?![装括裹子邮厢里包])|赔"
    r"|补贴|补差|补我|质保|终身|保修|奖|额外|双倍|升级|优惠)")
_BROKEN = lazy_re(
    r"不认|没认|没给|不给|一个没有|都没有|就没有|里没有|没发|没返|没到账|没来|没送|没补|没装|没了|取消|不算"
    r"|[让要叫](?:我|自己|另外|再|先)[^,，。]{0,4}?(?:掏|出|付|交|买|补|加)|自己掏|自己出"
    r"|才[赔给算送返]|要[收加]|又要|又收|只(?:有|给|退|赔|到账|返)|没说过|赖|拖着|一直拖|不管|没人理|不理|装死|名额|活动结束"
    r"|送完|赠完|不承认|不兑现|推给|不作数")
SENTENCES = 3        # from what was said to what was found
# Pieces are no measure: too few of them are missing, not otherwise than said.
_UNITS = (r"公里|千米|厘米|毫米|平米|平方|米|公斤|千克|毫克|克|斤|毫升|升|英寸|寸"
          r"|瓦时|千瓦|瓦|毫安|安时|度电|小时|k金|倍速"
          r"|kg|km|cm|mm|ml|mah|gb|tb|wh|kw|hz|g|t|w|v|l|%")
_MEASURE = lazy_re(rf"(?<![\d.])(\d+(?:\.\d+)?)\s?({_UNITS})(?![a-z])")
_SAID = lazy_re(r"写|标|注明|说|称|宣传|承诺|介绍|参数|号称")
_FOUND = lazy_re(r"只有|不到|才|仅|实际|实测|测出|测下来|量[了出]|称[了出]"
                 r"|一量|一称|一测|到手|收到|却|跑不")
# What the seller says of the thing itself, and what the buyer or somebody else finds.
_DESCRIBED = lazy_re(
    r"(?:写|标|注明|宣传|承诺|介绍|保证|号称|讲好|说好|答应|喊|吹)(?:的是|着是|的|着|明|是|了|过)"
    r"|(?:写|标|注明|介绍|描述|标题|详情|页面|广告)(?:写|是)?[:：]?[“「\"]"
    r"|(?:客服|店员|老板|老板娘|卖家|主播|销售员?|商家|店家|店里|店主|对方|人家|他|她)"
    r"(?:跟我|也|都|一直|当场|当时|明确|反复|再三|直接|拍着胸脯|口口声声|信誓旦旦|亲口)*"
    r"(?:说|称|喊|讲|吹|保证)(?!明|不|不定)(?:是|都是)?")
_FINDING = lazy_re(
    r"一[量称摸看查测验烧洗掰扫]|[量称查测验扫][了出过]|[量称查测]下来|拆开|打开|剪开|剖开|里面露"
    r"|收到|到手|拿到|送检|复检|复验|检测|检验|鉴定|鉴别|化验|帮忙测|送[去到]|拿去"
    r"|懂行|内行|朋友说|师傅说|别人说|发现|报告|结论")
_OTHER = lazy_re(
    r"不像|不是|只有|不到|却是|才是|结果是|结果为|结论[是为]|原来是|其实是|竟是|竟然是|很多.{0,4}是"
    r"|[测验查检](?:了|出来?|下来)?(?:说|显示)?是(?!正常|人为|[好真]的|没|否|不是)|才(?=\d)|[载写注标]明(?:是|为)?"
    r"|报告(?:上|里)?(?:是|写|显示)|[换动修拆焊]过|报过|改过|经.{0,6}处理|[是为](?:国产|铜|镀|合成|人工)"
    r"|全是|都是|就是(?!不)|有的是|变成|放不[进下]|塞不[进下]|装不[进下]|戴不[上进]|写的是|写着")
_BY_ME = lazy_re(r"(?<![跟给对向和问让])我(?!妈|爸|老公|老婆|家|朋友)")   # 跟我保证 is theirs
_OF_DEALING = lazy_re(r"退|换|赔|发货|到货|送到|保修|维修|质保|人为|没[发到收有货]"
                      r"|不[给管理认让在肯能]|我们|骗|假|价|钱|元|券")
_SAME = {"gb": "g", "tb": "t", "km": "公里", "千米": "公里", "千克": "公斤", "kg": "公斤",
         "cm": "厘米", "mm": "毫米", "ml": "毫升", "l": "升", "w": "瓦", "mah": "毫安",
         "平方": "平米"}


def read_price(told: Told, found: Iterable[Proposal],
               sums: Sequence[SaidSum]) -> list[Proposal]:
    """That more was taken than was shown: 价签写6块，扫码出来收了9块."""
    known = any(p.fact == "price_problem" for p in found)
    for shown, taken in pairwise(sums):
        lowest = taken.value < shown.value and bool(
            _LOWEST.search(told.flat, told.clause(shown.start)[0], shown.start)
            and _ONLY.search(told.flat, max(shown.end, taken.start - BESIDE), taken.start))
        if (lowest or shown.value < taken.value) and told.voice(taken.start) is None \
                and told.sentence(shown.start) == told.sentence(taken.start) \
                and (lowest or _one_price(told, shown, taken)) \
                and not told.supposed(taken.start):
            a, b = told.clause(shown.start)[0], told.clause(taken.start)[1]
            words = told.words(a, b)
            return [Proposal("happened", (PRICE,), words, a, b),
                    Proposal("price_problem", "guarantee" if lowest else "settle_high",
                             words, a, b)][:1 if known else 2]
    return []


def _one_price(told: Told, shown: SaidSum, taken: SaidSum) -> bool:
    """Whether the two sums are of one thing: shown and taken, or another's and mine."""
    before, after = told.flat[max(0, shown.start - BESIDE):shown.start], told.flat[
        max(shown.end, taken.start - BESIDE):taken.start]
    return bool(_SHOWN.search(before) and _TAKEN.search(after)) or bool(
        _BY_ME_TOO.search(after)
        and _OTHERS.search(told.flat, told.sentence(shown.start)[0], shown.start))


def read_broken(told: Told, found: Iterable[Proposal]) -> list[Proposal]:
    """That what was promised was not given: 说送四个抱枕，送来一个没有."""
    if any(p.fact == "happened" and p.value[0] == PROMISE for p in found):
        return []
    for said in _PROMISING.finditer(told.flat):
        if told.supposed(said.start()) or told.negated(said.start()) \
                or _BY_ME.search(told.flat, told.clause(said.start())[0], said.start()):
            continue
        stop = told.sentence(said.start())[1]
        stop = told.sentence(stop)[1] if stop < len(told.flat) else stop
        for a, b in list(told.clauses_in(said.end(), stop))[:CLAUSES]:
            if _BROKEN.search(told.flat, a, b) and not told.supposed(a):
                start = told.clause(said.start())[0]
                return [Proposal("happened", (PROMISE,), told.words(start, b), start, b)]
    return []


def read_contrast(told: Told, found: Iterable[Proposal]) -> list[Proposal]:
    """That the thing is not as it was said to be, where two measures of one kind differ.

    Not where that is read already, nor where less came than was bought.
    """
    if any(p.fact == "happened" and p.value[0] in SAID_SO for p in found):
        return []
    for at, value, unit in _measures(told):
        start, end = told.clause(at)
        if not _SAID.search(told.flat, told.sentence(at)[0], at) or _FOUND.search(
                told.flat, start, at):
            continue
        stop = told.sentence(at)[1]
        for _ in range(SENTENCES - 1):
            stop = told.sentence(stop)[1] if stop < len(told.flat) else stop
        for later, other, same in _measures(told, end, stop):
            a, b = told.clause(later)
            if same == unit and other != value and told.voice(later) is None \
                    and _FOUND.search(told.flat, told.sentence(later)[0], later):
                return [Proposal("happened", (MISMATCH,), told.words(a, b), a, b)]
    return _turned_out(told)


def _turned_out(told: Told) -> list[Proposal]:
    """What was said of the thing, and another thing that was found: 写的头层牛皮…不像真皮."""
    for said in _DESCRIBED.finditer(told.flat):
        begin, end = told.clause(said.start())
        if _OF_DEALING.search(told.flat, said.start(), end) or told.supposed(said.start()) \
                or _BY_ME.search(told.flat, begin, said.start()):
            continue
        stop = end
        for _ in range(SENTENCES):
            stop = told.sentence(stop)[1] if stop < len(told.flat) else stop
        for found in _FINDING.finditer(told.flat, end, stop):
            a, b = told.clause(found.start())
            b = b if _OTHER.search(told.flat, found.start(), b) else \
                told.clause(b)[1] if b < stop else b
            if (other := _OTHER.search(told.flat, found.start(), b)) \
                    and not _OF_DEALING.search(told.flat, other.end(), b) \
                    and not told.between("faulty", other.start() - 1, b) \
                    and not told.supposed(found.start()):
                return [Proposal("happened", (MISMATCH,), told.words(a, b), a, b)]
    return []


def _measures(told: Told, start: int = 0, end: int | None = None,
              ) -> Iterator[tuple[int, float, str]]:
    """Where a measure stands, its number and its unit."""
    for m in _MEASURE.finditer(told.flat, start, len(told.flat) if end is None else end):
        yield m.start(), float(m[1]), _SAME.get(m[2], m[2])
