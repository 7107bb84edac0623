"""The nouns of things in a text, which of them may be what was bought, and those told before 买."""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.core.asking.choices import counts
from weiquan.core.asking.cueing import Hit, find
from weiquan.core.asking.told import Spans, Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re

REPAIRED = "repair"
_FIRST = lazy_re(r"\s*([^\W\d_][\w ]{0,11}?)(?:是|在|从|于|给)")
SENTENCE = frozenset("了着过把被我他她你不没说看")
NO_BEGINNING = ("通过", "时", "购买", "买", "从", "花了", "因为", "由于")
GOT = lazy_re(r"[买订购拍抢点]")
_COUNTED = lazy_re(r"[一二两三四五六七八九十几\d][双件本条只把台部][^\W\d_]{0,3}$")   # 两双[鞋]
_SOMEBODYS = tuple("我他她你用拿骑坐穿")   # 偷用我手机: a thing of theirs, not what was bought
_PARTS_FROM = lazy_re(r"(?:(?:是|在|从|于|给|帮|替|托).{1,8}|\d{4}年|.{1,6}时候?|我们?|咱们?|家里?"
                      r"|刚|新|才|就|也|网上|当时|[,，])*")
# 海尔 of 海尔洗衣机, not 我家
_OWN_NAME = lazy_re(r"(?:(?!我|咱|俺|家|的|这|那|台|个|辆|双|部)[a-z0-9\u4e00-\u9fff]){0,4}$")
_AT_IT = lazy_re(r"(?:把|将|害得?|连累)(?:我们?|咱们?|人)?(?:家的?|的)?[^\W\d_]?$")
_HARMED = lazy_re(r"[^,，。]{0,6}?(?:泡|淹|烤|熏|烧|烫|炸|染|砸|划|刮|磕|腐蚀|毁|粘掉|弄脏|弄湿)")
_MODEL = lazy_re(r"(?:(?<=[a-z\d])[a-z\d+]*)?")   # 三星s26ultra: the noun and its model
# A thing by the way it is called, though no list has it: 听书机给爸买的.
_MADE = lazy_re(r".(?:机|仪|器|灯|椅|柜|炉|锅|箱|镜|笔|鞋|车)$")

Noun = tuple[int, int, str, Hit]   # its place, its kind, its hit
Name = tuple[int, int, bool]       # its place, and whether it ends in a noun that is known


def nouns_of(kind: Fact, told: Told) -> list[Noun]:
    """The nouns of things in a text with their kinds; of nouns within each other the longest."""
    found = [(h.start, m.end(), c.id, h) for c in kind.choices for cue in c.cues
             for h in find(cue, told, {}) if (m := _MODEL.match(told.flat, h.end))]
    if told.spans("under_warranty") and not told.spans("hired_by_search"):
        found = [n for n in found if n[2] != REPAIRED]
    other = told.spans(f"not_{kind.id}")
    found = [n for n in found if not any(
        a < n[1] and n[0] < b and not (n[0] <= a and b <= n[1] and b - a < n[1] - n[0])
        for a, b in other)]
    found.sort(key=lambda n: (n[0], -n[1]))
    return [n for n in found if not any(
        a <= n[0] and n[1] <= b and (a, b) != (n[0], n[1]) and not apart(h)
        for a, b, _, h in found)]


def apart(hit: Hit) -> bool:
    """Whether a hit has several words, with a thing in them: 送洗…衣服."""
    return "…" in hit.cue


def before_buying(product: Fact, told: Told, nouns: Sequence[Noun],
                  skip: Spans) -> Name | None:
    """The name where it comes first: 小米14在闲鱼买的, 猫是10月15日买的."""
    for cue in product.cues:
        for hit in find(cue, told, {}):
            start, end = told.clause(hit.start)
            match = _FIRST.match(told.flat, start, min(hit.start, end))
            if match and counts(product, told, hit) and not any(
                    a < match.end(1) and match.start(1) < b for a, b in skip):
                name = match[1]
                known = any(n[1] == match.end(1) for n in nouns)
                if (known or any(c.isdigit() for c in name) or _MADE.search(name)) \
                        and SENTENCE.isdisjoint(name) and not name.startswith(NO_BEGINNING):
                    return match.start(1), match.end(1), known
            if counts(product, told, hit) and (
                    found := _noun_before(told, start, hit.start, nouns, skip)):
                return found
    return None


def _noun_before(told: Told, start: int, at: int, nouns: Sequence[Noun],
                 skip: Spans) -> Name | None:
    """The noun that only a day, a sum or a place parts from 买: 洗衣机去年双十一买的."""
    for a, b, _, hit in nouns:
        if not start <= a < b <= at or apart(hit) or not may_be_bought(told, (a, b)):
            continue
        between = told.flat[b:at]
        for c, d in skip:
            if b <= c and d <= at:
                between = between.replace(told.flat[c:d], "")
        name = _OWN_NAME.search(told.flat, start, a)
        begin = name.start() if name else a
        if _PARTS_FROM.fullmatch(between) and SENTENCE.isdisjoint(told.flat[begin:b]):
            return begin, b, True
    return None


def no_names(told: Told) -> tuple[str, ...]:
    """Words that name no thing."""
    return told.speech["no_thing"].words if "no_thing" in told.speech else ()


def may_be_bought(told: Told, place: tuple[int, int]) -> bool:
    """Whether a noun by itself may be the thing: none of 我手机, one character or a gift."""
    start, end = place
    given = told.between("giving", told.clause(start)[0] - 1, start)
    if told.starts_with("beside_a_thing", end) or (
            given and not GOT.search(told.flat, given[-1][1], start)):
        return False  # 平台给200代金券; but 给同事订机票
    if _AT_IT.search(told.flat, 0, start) and _HARMED.match(told.flat, end, told.clause(start)[1]):
        return False  # 充电器把插座烧糊了: what came to harm
    parts = told.speech["part_of_thing"].words if "part_of_thing" in told.speech else ()
    # 书缺了几页, 两双鞋: one character is a thing only where a clause begins with it and a fault
    # follows, or where things of the kind are counted.
    alone = (start == told.clause(start)[0] and told.starts_with("thing_fails", end)) \
        or bool(_COUNTED.search(told.flat[:start]))
    return (end - start > 1 or alone) and told.flat[start:end] not in (*no_names(told), *parts) \
        and not told.flat[:start].endswith(_SOMEBODYS)
