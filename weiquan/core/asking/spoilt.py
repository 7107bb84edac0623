"""That a thing spoilt something else: 把地板泡鼓了, 床头柜烤黄一块, 把我白裤子染粉了.

What was bought is not something else: 沙发被划了 of a sofa that was bought is its own fault.
"""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.core.asking.choices import widened
from weiquan.core.asking.cueing import Slots
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re

SPOILT = "damaged_other"
_OTHERS = (
    r"(?:木?地板|地砖|瓷砖|墙[面纸皮布角]?|天花板|吊顶|楼下|床头柜|橱柜|鞋柜|衣柜|柜子|柜门|桌[子面]"
    r"|茶几|沙发|床[垫单]|被[子套褥]|地毯|窗帘|衣[服物]|裤子|裙子|衬衫|毛衣|外套|鞋[子面]?|书包|包包"
    r"|手机|电脑|硬盘|车漆|车座|座椅|插座|插[排板]|灶台|台面|水槽|马桶|鱼缸|鱼|大?米|面粉"
    r"|家具|电视|木门|猫|狗|花|别的(?:东西|衣服)|其他(?:东西|衣服)|箱子里)")
_HARM = (
    r"(?:泡|淹|浸|烤|熏|烧|燎|烫|炸|崩|染|串|砸|划|刮|磕|碰|蹭|硌|粘|腐蚀|锈|鼓|翘|发霉|毁|弄脏|弄湿"
    r"|糊了|黄了|黑了|花了|坏|裂|报废|死)")
_DONE_TO = lazy_re(rf"(?:把|将|害得?|连带?|弄得|搞得|导致|造成|使得?)[^。,，]{{0,10}}?({_OTHERS})"
                   rf"[^。,，]{{0,8}}?{_HARM}")
_IS = lazy_re(rf"({_OTHERS})[^。,，]{{0,3}}?(?:都|也|全|被|让|给|就|背?面?)?[^。,，]{{0,3}}?"
              r"(?:泡|淹|烤|熏|烧|燎|烫|炸|染|腐蚀|粘掉|毁|废)")
_HIT = lazy_re(r"(?:砸|泡|淹|烧|撞|压|溅|烫)(?:了|坏|到|中|穿)了?(?:我家?的?)?[^。,，]{0,2}?"
               rf"({_OTHERS}|楼下|邻居|人家|别人|车)")
_TOO = lazy_re(
    r"([^。,，]{2,9})(?:也|都)(?:被|给|让它?|跟着)*(?:烧|泡|淹|炸|染|废|毁|遭殃)(?:了|掉|坏|成|糊)"
    r"|(厨房|屋里|家里|客厅|卧室|楼下|地上|柜子里)[^。,，]{0,5}(?:进了?水|发大水|滴答|漏水|全是水)")
_OTHER = lazy_re(rf"(?:我家?的?|那个?|这个?)?({_OTHERS})")
_FLOODS = lazy_re(r"(?:漏|淹|渗|流|滴)(?:水)?(?:到|了)?(?:了)?(楼下)")


def of_something_else(told: Told, at: int, product: str) -> bool:
    """Whether a clause begins with a thing that is not the one that was bought."""
    named = _OTHER.match(told.flat, told.clause(at)[0])
    return named is not None and named[1] not in product.lower()


def read_spoilt(told: Told, found: Sequence[Proposal], slots: Slots) -> list[Proposal]:
    """That something else was spoilt, where that is not read already."""
    if any(p.fact == "happened" and p.value == (SPOILT,) for p in found):
        return []
    product = {str(p.value).lower() for p in found if p.fact == "product"}
    for pattern in (_DONE_TO, _IS, _FLOODS, _HIT, _TOO):
        for m in pattern.finditer(told.flat):
            start, end = m.span(1 if m[1] else 2)
            itself = any(a < end and start < b for a, b in slots.get("thing", ())) \
                or any(told.flat[start:end] in name for name in product)
            if itself or (not product and pattern is _IS):
                continue
            if told.voice(m.start()) is not None or told.negated(m.start()) \
                    or told.supposed(m.start()) or told.asks_whether(m.start()) \
                    or told.wanted(m.start()):
                continue
            a, b = widened(told, m.start(), m.end())
            return [Proposal("happened", (SPOILT,), told.words(a, b), a, b)]
    return []
