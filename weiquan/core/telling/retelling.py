"""What the person wrote as a letter says it: turned to its reader, without what answers tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties
from weiquan.core.values.day_patterns import WRITTEN
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value as value_type
from weiquan.core.values.zh import HAN

QUOTED = lazy_re(r"(“[^”]*”|「[^」]*」|《[^》]*》)")
_N = r"(?:\d+|[一二两三四五六七八九十百]+)"
COUNT = lazy_re(rf"({_N})(个|件|双|只|瓶|盒|箱|袋|套|块|台|条|张|本|部|支|根|把|辆|束|盆|颗"
                    r"|节|次|克|斤|公斤|千克|单)(?:价值[\d.]+元的)?")
_PENNY = lazy_re(r"(?<![\d.])(\d+)块([1-9])(?![\d个件盒瓶张只双套次袋箱包斤])")
_GAP = lazy_re(rf"(?<={HAN}) (?={HAN})")
_YUAN = lazy_re(r"(?<=[\d万])块(?:钱)?(?=[，。；、了的退送只算多就全快邮运]|$)")
_YEAR = lazy_re(r"(?<!\d)(2\d)年(?=\d{1,2}月)")
_MONTH = lazy_re(r"(?<=\d月)份")
# 扣了25.65
_UNNAMED = lazy_re(r"(?<=[花扣付抵退赔补收充][了我])(\d+(?:\.\d+)?)(?=[，。；、]|$)"
                   r"|(?<=[才牌价成退赔返要])(\d{2,}(?:\.\d+)?)(?=[，。；]|$)"
                   r"|(?:(?<=[定订押]金)|(?<=尾款)|(?<=\d笔)|(?<=维修)|(?<=[运学]费))"
                   r"(\d{2,}(?:\.\d+)?)(?=[，。；、尾]|$)")
_NUMBERED = lazy_re(r"(?<=\d月)(\d{1,2})号")
_LABELLED = lazy_re(rf"{HAN}{{1,4}}?(?=[\d.]+(?:元|万|$))")
_ALTOGETHER = lazy_re(r"^连?.{0,14}[\d.]+元?(?=(?:一共|总共|共)[\d.]+元?$)")
_TAKES = lazy_re("[补退给扣降减赔还要收返免少多差]")
_TWICE = lazy_re(r"(\d{1,2}月\d{1,2}日)(?:今天)?(?=\1)")
_SOFT_ENDS = "啊呀呢嘛吧哈哦噢哎"
_SUM_ONLY = lazy_re(r"(?:一共|总共|总计|合计|共计|共|总价|价格|单价|原价|主订单|实付款?|付款"
                    r"|付了|花了|全款|涉诉金额|涉案金额|订单金额|金额|：|:|先付|先交|交了|定金|订金|预付"
                    r"|用完优惠券|也就|才|我|当时|是|了|每\w|元|¥|￥)+")
_SPENT = lazy_re(r"(?:于|在|我|本人|从|上|里|使用|网上|通过|一家|家|那家|的|了|到|本来|之前"
                 r"|当时|今年|去年"
                 r"|前年|大促|活动|时候|时|一共|共|花了|花|实付|付了|付款|元|，|我们|卖家|商家"
                 r"|出售|本地|当地|二手(?=车行|店)|全款|家门口|门口|楼下|附近|某|小区|国际|频道|专区|时间|：|:"
                 r"|给\w{1,3}(?=买))")
_BOUGHT = lazy_re(r"购买|充值|充了|办了|办的|报名|网购|购物|买了?|下单|拍下?|订购|订了?|报了"
                  r"|入手|抢到|预订|定了"
                  rf"|找(?={HAN}{{0,6}}(?:公司|机构|店|工作室)$)")
_PAID = lazy_re(r"(?:我|就|当场|当时|已经|马上)*付(?:了|过|完了?)?(?:款|钱|全款)了?")
_VENUE = lazy_re(rf"{HAN}{{0,4}}(?:店|药房|车行|餐厅|餐馆|公司|机构|工作室|小程序|商城"
                 r"|官网)"
                 r"|社区团购|团购|直播间|自营|视频号|店铺|店里|超市|卖场|平台|小区|app|APP|猫舍|商场")
_HOUSE = lazy_re(r"(?:机构|平台|中心|医院|法院|质检|送检|网上|查询|店|消防|检测"
                  r"|厂家?|厂商|公司|官方|品牌方?)$")   # no 他, no 她
_HIRED = lazy_re("约了|预约|叫了|请了|找了|寄了|交了|租了|办了")
_PAYS = "签|交了|付|买|订|办了|充了|转了|报了|刷了"
_POLITE = frozenset({"贵司", "贵公司", "贵店"})
_ONE_OF = lazy_re("(?:[家个间的名另某]|(?:一家|一个|某)[^，。；]{0,4}|团购|外卖|网上|线上"
                  r"|本地|同城|二手|平台内?)$")
# What may stand before 客服 so that it is the seller's.
_TO_WHOM = lazy_re(r"^(?:\d+月\d+日|当天)?(?:[但而后来结果现在当时今天又再最后我他们是的]*"
                   r"|.{0,8}(?:找|跟|问|联系"
                   r"|由|被|让|给|向|和|对|与))$")
_SUBJECT = lazy_re("(?:找|问|联系|叫|让|由|经|但|后来|结果|现在|最后|然后)*")
_SELF = lazy_re("我是.{0,4}|本人是.{0,4}")
_SPEAKS = lazy_re(r"^([^“”]*?(?:他们?|她|商家|卖家|店家|店主|老板娘?|店里|对方|店长|客服"
                  r"|主播|经理"
                  r"|你店|你方|你)(?:就|又|还|却|只|一直|当时|直接)*"
                  r"(?:说|回复|回)(?!明|好|法))"
                  r"([^“”]*你(?!店|方|公司)[^“”]*)$")
_AND_SAYS = lazy_re(r"^([^“”]*，(?:就|还|又)说)(?!明|好)"
                    r"(那?(?:是|要|让)?你(?!店|方|公司)[^“”]{3,})$")
# 店家：付了尾款不能取消: what he said, written as a chat shows it.
_COLON = lazy_re(r"^((?:然后|后来|结果)?(?:他们?|她|商家|卖家|店家|店主|老板娘?|店里|对方|店长|客服"
                 r"|主播|经理|平台|机构|公司)(?:客服)?(?:回复|回我|答复|说)?)[：:]([^“”：:]{4,})$")
_THEY = lazy_re(r"(?:他们|她们|人家|他|她)家?(?:的店)?(?:店里?)?")


@value_type
class Calls:
    """Words for people in what somebody wrote: those of the seller, of his staff, of others."""

    shop: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    people: tuple[str, ...] = ()       # 师傅, 朋友: 他 is who was named last
    kin: tuple[str, ...] = ()          # of the person's own people: 他 may be one of them
    bodies: tuple[str, ...] = ()       # the platform: who it is, no person
    nobody: tuple[str, ...] = ()       # 朋友圈: has such a word in it and means nobody

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of them but the bodies and the kin, the longest first."""
        every = sorted({*self.shop, *self.staff, *self.others, *self.people, *self.nobody},
                       key=len, reverse=True)
        return re.compile("|".join([_THEY.pattern, *map(re.escape, every)]))

    @classmethod
    @lru_cache(maxsize=1)
    def of(cls, rules: RuleSet) -> Calls:
        """Those of the rules."""
        words = rules.spoken
        return cls(words("called_shop"), words("called_staff"),
                   words("platform", "courier"), words("brand", "expert", "persons"),
                   words("child", "elder"), words("platform"), words("not_saying"))


def as_buyer(text: str) -> str:
    """What is told in the manner of a judgment, in a letter before any suit: 原告 is 我."""
    return text if "原告" not in text else text.replace("原告", "我").replace("被告", "商家")


def spoken(sentence: str) -> str:
    """The sentence with what the other side said in “ ”, where it speaks to the person: 你."""
    chat = _COLON.match(sentence)
    if chat:
        verb = "" if chat.group(1).endswith(("复", "我", "说")) else "说"
        return f"{chat.group(1)}{verb}“{chat.group(2)}”"
    then = _AND_SAYS.match(sentence)
    if then:
        return f"{then.group(1)}“{then.group(2)}”"
    found = _SPEAKS.match(sentence)
    return f"{found.group(1)}“{found.group(2)}”" if found else sentence


def in_figures(text: str) -> str:
    """Sums and months as letters write them: 3块9 as 3.9元, 25年6月份 as 2025年6月."""
    text = _YUAN.sub("元", _PENNY.sub(r"\1.\2元", _GAP.sub("，", text)))
    text = _UNNAMED.sub(r"\1\2\3元", text)
    text = _NUMBERED.sub(r"\1日", _MONTH.sub("", _YEAR.sub(r"20\1年", text)))
    return _TWICE.sub("", text)


class Turner:
    """Calls the seller in one text, sentence by sentence, as in the rest of a letter."""

    def __init__(self, text: str, sides: Parties, calls: Calls, *, to_them: bool) -> None:
        self._sides = sides
        self._calls = calls
        self._to_them = to_them
        self._kin = any(w in _SELF.sub("", text) for w in calls.kin)
        self._other = False       # somebody else did something last
        self._person = False      # somebody else was named last
        self._body = False        # the platform: 他 is not it
        self._seller = False      # the seller has been named
        self._words = calls.pattern
        self._alone = not any(m.group() in calls.people
                              for m in self._words.finditer(text))   # nobody but the two sides

    @property
    def them(self) -> str:
        """What the other side is called."""
        return self._sides.them

    @property
    def kin(self) -> tuple[str, ...]:
        """Words for the person's own people."""
        return self._calls.kin

    @property
    def has_kin(self) -> bool:
        """Whether the text speaks of the person's own people: they may have done it."""
        return self._kin

    @property
    def elsewhere(self) -> bool:
        """Whether somebody who is not the seller was spoken of last."""
        return self._other or self._person

    def turned(self, text: str) -> str:
        """The next sentence; quotations stay.

        他 and 他们 are the seller unless somebody else was spoken of last; in a letter to the
        seller so are 商家, 店里 and his 客服.
        """
        out: list[str] = []
        for n, part in enumerate(QUOTED.split(text)):
            at = 0
            for found in self._words.finditer(part) if n % 2 == 0 else ():
                out.append(part[at:found.start()])
                at = found.end()
                out.append(self._called(found.group(), "".join(out)))
            out.append(part[at:])
        return "".join(out)

    def _called(self, word: str, before: str) -> str:
        them = self._sides.them
        if _THEY.fullmatch(word):
            one = word[0] in "他她" and not word.startswith(("他们", "她们"))
            stays = (self._other and not (one and self._body)) \
                or (one and (self._kin or self._person or not (self._alone or self._seller)))
            # 他店里, 他们家; 邻居说他家 is the neighbour's
            named = word.endswith(("店", "家", "里")) and not (one and self._person)
            return word if (stays and not named) or before.endswith(("其", "吉")) else them
        if word in self._calls.nobody:
            return word
        if word in self._calls.others or word in self._calls.people:
            begun = WRITTEN.sub("", re.split("[，。；：]", before)[-1])
            if _SUBJECT.fullmatch(begun) or not self._other:   # 快递员说跟平台签的: still he
                self._other = word in self._calls.others and bool(_SUBJECT.fullmatch(begun))
            self._person = (word in self._calls.people and not _HOUSE.search(word)) or (
                self._person and word in self._calls.bodies)   # 平台说: he is still the driver
            self._body = word in self._calls.bodies and "客服" not in word
            return word
        if self._other and self._body and word in self._calls.staff:
            return word            # the platform's own
        self._other = self._person = False
        self._seller = True
        if word in _POLITE:
            return them
        if not self._to_them:
            return word
        if self._sides.party == "platform" and word not in self._calls.staff:
            return word
        return _called(word, before, self._sides, self._calls)


def _called(word: str, before: str, sides: Parties, calls: Calls) -> str:
    """A word for the seller or his people in a letter to him."""
    if word in calls.shop:
        if _ONE_OF.search(before) or before.endswith(calls.bodies):   # 闲鱼卖家
            return word
        return "" if before.endswith(sides.them) else sides.them
    clause = re.split("[，。；]", before)[-1]
    if sides.party == "owner":
        return sides.them if word.startswith("老板") else word
    return f"{sides.them}{word}" if _TO_WHOM.search(clause) else word


def bare(clause: str) -> str:
    """A clause without what only softens its end."""
    return clause.rstrip(_SOFT_ENDS)


def only_a_sum(clause: str, sums: Collection[Decimal]) -> bool:
    """Whether a clause is no more than a sum that an answer tells, or that it was paid."""
    if _PAID.fullmatch(clause):
        return True
    left = _SUM_ONLY.sub("", _ALTOGETHER.sub("", clause))
    if not _TAKES.search(left):
        left = _LABELLED.sub("", left, count=1)
    return _number(left.removesuffix("元")) in sums


def _number(text: str) -> Decimal | None:
    """12.5, 26.8万; None where it is no number."""
    times = 10000 if text.endswith("万") else 1
    bare_ = text.removesuffix("万")
    return Decimal(bare_) * times if re.fullmatch(r"\d+(?:\.\d+)?", bare_) else None


def only_buys(clause: str, thing: str, places: Iterable[str], sums: Collection[Decimal],
              *, dated: bool) -> tuple[bool, str]:
    """Whether a clause says no more than that the thing was bought where and when; how many.

    `dated`: whether an answer tells the day. A clause with another thing, or with more to say, is
    none.
    """
    if not _BOUGHT.search(clause) or (not dated and re.search(r"\d月|\d日", clause)):
        return False, ""
    left = WRITTEN.sub("", re.sub(r"(?:\d{4}年)?\d{1,2}月(?:初|底|中旬)?(?!\d)", "",
                                  WRITTEN.sub("", clause)))
    for place in sorted(places, key=len, reverse=True):
        left = left.replace(place, "")
    for value in re.findall(r"\d+(?:\.\d+)?万?(?=元|$|，|买)", left):
        if _number(value) in sums:
            left = re.sub(rf"{re.escape(value)}元?", "", left, count=1)
    core = thing.rstrip("。") if thing else ""
    if len(left) == len(clause) and (not core or core not in left) and not _VENUE.search(left):
        return False, ""       # it names no day, place, sum or thing: 订三个
    at = left.rfind(core) if core else -1   # 在二手车行买了辆二手车
    left = left if at < 0 else f"{left[:at]}\n{left[at + len(core):]}"
    counted = COUNT.search(left)
    count = counted.group(1) + counted.group(2) if counted else ""
    if counted:
        left = left.replace(counted.group(), "", 1)
    left = _SPENT.sub("", _VENUE.sub("", _BOUGHT.sub("", left))).replace("\n", "")
    return len(left) <= 1, count


def buys(text: str, thing: str, kin: Collection[str]) -> bool:
    """Whether it tells that the thing was bought, by half of its name, or by whom else."""
    if re.search(rf"(?<![给为帮替让])(?:{'|'.join(kin)})[^我]{{0,40}}(?:{_PAYS})", text):
        return True
    halves = {thing[i:i + 2] for i in range(len(thing) - 1)}
    return any((_BOUGHT.search(c) or _HIRED.search(c)) and any(h in c for h in halves)
               for c in re.split("[，。；]", text))


def sums_of(facts: Mapping[str, Any]) -> set[Decimal]:
    """The sums among the answers, those of lists too."""
    listed = (x for v in facts.values() if isinstance(v, tuple) for x in v)
    return {x for x in (*facts.values(), *(getattr(x, "amount", None) for x in listed))
            if isinstance(x, Decimal)}
