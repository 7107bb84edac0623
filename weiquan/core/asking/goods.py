"""What was bought: its name as the text has it, and what kind of goods that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import find
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.nouns import (
    GOT,
    NO_BEGINNING,
    SENTENCE,
    Name,
    Noun,
    apart,
    before_buying,
    may_be_bought,
    no_names,
)
from weiquan.core.asking.told import Spans, Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.quoting import whole_quotes
from weiquan.core.values.zh import HAN

LONGEST = 16
SURE = ("的", "了", "到", "下", "过", "称", "名")   # how a cue ends before any name
_MEASURE = (
    r"(?:(?:(?:一|两|二|三|四|五|六|七|八|九|十|百|几|\d{1,3}|这|那|该|某)+(?:多)?"
    r"(?:[个台件双只条把张部瓶盒款笔箱套袋包桶罐辆支根颗份对副床顶块本枚串组片盆种单批家次期节年间场天晚]"
    r"|斤装?|公斤|克|g|kg|ml|毫升|小时)的?)|\d{2}(?:\.5)?码的?|全新(?:未拆封?)?的?|20\d\d款"
    r"|(?:标价|价值|售价|原价|价格)[为是]?(?=[\d¥])"
    r"|(?:将近|差不多|大概|[快近约])(?=[\d一二两三四五六七八九十])|了|的|到|过|那|这|我|他家|他们家|她家|店里|家的|店的|一(?!口价|次性|体)|通过|购买|买(?!家|断)|拍(?=[的了下])|花(?=了))")
_LEAD = lazy_re(rf"\s*{_MEASURE}*")
_BARE = frozenset("个台件双只条款套辆瓶部块盆把张箱盒袋包桶罐支根颗份对副床顶枚串组片斤")
_TAIL = "的了呢吧啊和跟与及，,、 \t”」』\"'"
_NAME = lazy_re(r"[\w ·+.\-“”「」『』\"]+")
_WHERE = ("平台", "网站", "市场", "公司", "群", "app", "厂家", "商家", "商城")
_ROUTE = lazy_re(rf"{HAN}{{1,8}}[到至飞]{HAN}{{1,8}}的")   # 澳门到北京的机票
_LASTING = lazy_re(r"[\d一二两三四五六七八九十几多半俩仨]+来?(?:个月|年|天|周|个?星期|个?礼拜)")
_PRICED = lazy_re(rf"\d+\.\d{{1,2}}(?={HAN})")
_WHO = ("店", "公司", "馆", "院", "中心", "机构", "队", "楼", "app", "平台", "师傅", "工人", "网站",
        "工作室", "费", "厂", "会所", "送洗", "合同", "签", "款")   # who does it and what it costs
_ENDS_IN_WHO = lazy_re(rf"(?:{'|'.join(_WHO)})$", re.IGNORECASE)
_LATIN = lazy_re(r"[a-z]")
_COUNT = lazy_re(r"(?<=.)\d{1,3}[张件个台本盒瓶份只双条套袋包箱]$")   # 机票7张
_CUT = lazy_re(r"(?<![a-z\d.])\d+(?:\.\d+)?[万千元块]|送检|检[说出]|花[了费]|通过")

def read_product(product: Fact, told: Told, nouns: Sequence[Noun], skip: Spans,
                 services: Mapping[str, str] | None = None,
                 ) -> tuple[list[Proposal], tuple[int, int] | None]:
    """The name of the thing and its place: after 买的 and the like, else the first noun of one.

    `skip` are places that are no part of a name, such as days, sums and shops; `services` are
    the names of the kinds that are done by people.
    """
    named = [p for p in _after_buying(product, told, nouns, skip) if p is not None]
    best = next((p for p in named if p[2]), None)
    if best is None:
        before = before_buying(product, told, nouns, skip)
        served = [n for n in nouns if n[2] in (services or {})
                  and (before is None or n[1] <= before[0])
                  and counts(product, told, n[3]) and not GOT.match(told.flat, n[1])]
        if served:
            return _service(product, told, served, services or {})
        best = next(iter(named), None) or before or _first_noun(product, told, nouns)
    if best is None:
        return [], None
    start, end = best[0], best[1]
    # 健身房私教: a place is not what was bought; what it gives there may be.
    if (start, end) in told.spans("venue"):
        end = next((b for a, b, _, _ in nouns if a == end), start)
        if end == start:
            return [], None
    a, b = widened(told, start, end)
    name = told.words(start, end)
    return [Proposal(product.id, name, told.words(a, b), a, b)], (start, end)


def _after_buying(product: Fact, told: Told, nouns: Sequence[Noun],
                  skip: Spans) -> Iterator[Name | None]:
    hits = sorted((h for cue in product.cues for h in find(cue, told, {})
                   if counts(product, told, h)), key=lambda h: (h.start, -h.end))
    seen = -1
    for hit in hits:
        if hit.start < seen:
            continue
        seen = hit.end
        name = _name(told, hit.end, nouns, skip)
        if name is not None and (name[2] or hit.cue.endswith(SURE)):
            yield name


def _service(product: Fact, told: Told, served: Sequence[Noun], names: Mapping[str, str],
             ) -> tuple[list[Proposal], tuple[int, int]]:
    """What people were paid to do, maybe to a thing of one's own: 大衣送干洗店, 婚宴, 线雕."""
    kind = served[0][2]
    of_kind = [n for n in served if n[2] == kind and "…" not in n[3].cue]
    own = [n for n in of_kind if not n[3].cue.endswith(_WHO)
           and not told.flat.startswith(_WHO, n[1])
           and told.flat[n[0]:n[1]] not in no_names(told)]
    start, end, _, _ = next(iter([*own, *of_kind, *served]))
    a, b = widened(told, start, end)
    name = told.words(start, end) if own else names[kind]
    if of_kind and not own:   # 搬家公司: the service is what is left without who does it
        name = _ENDS_IN_WHO.sub("", told.words(start, end)) or name
    name = names[kind] if len(name) < 2 or name in no_names(told) else name
    return [Proposal(product.id, name, told.words(a, b), a, b)], (start, end)


def _before_name(told: Told, at: int, end: int, nouns: Sequence[Noun], skip: Spans) -> int:
    """Where a name begins, after its measure, a day, a sum and a route."""
    start = at
    while True:  # 买的 2026年 一台 两瓶: what stands before the name
        lead = _LEAD.match(told.flat, start, end)
        moved = lead.end() if lead else start
        moved = next((b for a, b in skip if a == moved), moved)
        if moved == start and told.flat[start:start + 1] in _BARE and end - start > 1 \
                and not any(n[0] == start for n in nouns) \
                and not told.starts_with("no_measure", start):
            moved += 1
        if moved == start:
            break
        start = moved
    return _after_route(told, start, end, nouns)


def _name(told: Told, at: int, nouns: Sequence[Noun], skip: Spans) -> Name | None:
    _, end = told.clause(at)
    start = _before_name(told, at, end, nouns, skip)
    end = min([end, start + LONGEST + 8,
               *(a for a, _ in told.between("thing_ends", start, end)
                 if not _inside(a, nouns) and not _in_a_name(told, a)),
               *(a for a, _ in skip if a > start)])
    match = _NAME.match(told.flat, start, end)
    if match is None:
        return None
    cut = _CUT.search(told.flat, start, match.end())
    end = cut.start() if cut else match.end()
    if told.flat.startswith(_WHERE, end) and any(n[1] == end for n in nouns):
        return None
    # 欧普冰玉3（三档款）吸顶灯; but 小米17pro（黑色）手机 is called by its model.
    if told.flat.startswith("(", end) and not _LATIN.search(told.flat, start, end):
        after = told.flat.find(")", end, end + LONGEST * 2) + 1
        if after > 0 and any(n[0] == after for n in nouns):
            return _name(told, after, nouns, skip)
    end = start + len(told.flat[start:end].rstrip(_TAIL))
    end = start + len(_COUNT.sub("", told.flat[start:end])) or end
    bare = start + len(told.flat[start:end].rstrip("0123456789."))
    if start < bare < end and _is_sum(told, bare, end, nouns):
        end = bare
    known = [n for n in nouns if start <= n[0] and n[1] <= end]
    on = next((b for a, b in skip if a == end), end)   # 小米499元电饭煲, 订了市区一个公寓酒店
    lead = None if known else _LEAD.match(told.flat, on, told.clause(at)[1])
    if lead and lead.end() > end and any(
            0 <= n[0] - lead.end() < (4 if on == end else 8) for n in nouns):
        return _name(told, lead.end(), nouns, skip)
    if known and _size(told.flat[start:end]) >= LONGEST:
        end = max(n[1] for n in known)
    start, end = whole_quotes(told.flat, start, end)
    priced = _PRICED.match(told.flat, start, end)
    if priced and any(n[0] >= priced.end() for n in known):
        start = priced.end()   # 19.9古装写真
    name = told.flat[start:end]
    if name.startswith(NO_BEGINNING) or _LASTING.match(name):
        return None
    if not known and (not SENTENCE.isdisjoint(name) or any(c.isdigit() for c in name)):
        return None
    if end - start + bool(known) < 2 or _size(name) > LONGEST or name in no_names(told) \
            or name.startswith("时候") or not any(c.isalpha() for c in name):
        return None
    return start, end, bool(known)


def _size(name: str) -> float:
    return sum(0.5 if c.isascii() else 1 for c in name)   # 荣耀魔术8pro16+512的手机 is not long


def _after_route(told: Told, start: int, end: int, nouns: Sequence[Noun]) -> int:
    """Where the name begins after the way that a ticket is for: 澳门到北京的机票."""
    route = _ROUTE.match(told.flat, start, end)
    return route.end() if route and any(n[0] == route.end() for n in nouns) else start


def _is_sum(told: Told, start: int, end: int, nouns: Sequence[Noun]) -> bool:
    """Whether digits at the end of a name are a price (电动车1790) and no model (小米14)."""
    return not told.flat[start - 1].isascii() and (
        told.flat.startswith((".", "元", "块", "万"), end) or end - start >= 3
        or any(n[1] == start for n in nouns))


def _in_a_name(told: Told, at: int) -> bool:
    """Whether a place is within 组装 or 套装, which are no verb and no measure."""
    return any(a <= at < b for a, b in told.between("no_measure", at - 3, at + 1))


def _inside(at: int, nouns: Sequence[Noun]) -> bool:
    return any(a < at < b or (a == at and b - a > 1) for a, b, _, _ in nouns)


def _first_noun(product: Fact, told: Told, nouns: Sequence[Noun]) -> Name | None:
    for start, end, _, hit in nouns:
        if apart(hit) or not may_be_bought(told, (start, end)) \
                or not counts(product, told, hit):
            continue
        begin, _ = told.clause(start)
        stops = [b for a, b in told.between("thing_begins", begin - 1, start) if b <= start
                 and not any(n[0] <= a < n[1] for n in nouns) and not _in_a_name(told, a)]
        left = max([begin, *stops])
        if told.flat.startswith(_WHERE, end):
            continue  # 通过二手车平台: where, not what
        if start - left > 6 or not _NAME.fullmatch(told.flat, left, end) \
                or not SENTENCE.isdisjoint(told.flat[left:start]):
            left = start
        lead = _LEAD.match(told.flat, left, start)
        left = lead.end() if lead else left
        left = priced.end() if (priced := _PRICED.match(told.flat, left, start)) else left
        more = (b for a, b, _, h in nouns if a == end and not apart(h)   # 防盗门智能锁
                and may_be_bought(told, (a, b)))
        return left, next(more, end), True
    return None


def read_kind(kind: Fact, told: Told, nouns: Sequence[Noun],
              place: tuple[int, int] | None) -> list[Proposal]:
    """The kind of goods: that of the last noun in the product's name, else of the first one."""
    inside = [n for n in nouns if place and place[0] <= n[0] and n[1] <= place[1]]
    around = [n for n in nouns if apart(n[3]) and place
              and n[0] <= place[0] and place[1] <= n[1]]
    if around:
        noun = around[0]
    elif inside:
        noun = max(inside, key=lambda n: (n[1], n[1] - n[0]))
    else:
        own = [n for n in nouns if place is None and may_be_bought(told, (n[0], n[1]))
               and counts(kind, told, n[3])]
        if not own:
            return []
        noun = own[0]
    start, end = widened(told, noun[0], noun[1])
    return [Proposal(kind.id, noun[2], told.words(start, end), start, end)]


def of_product(told: Told, nouns: Sequence[Noun], place: tuple[int, int]) -> Spans:
    """Where the product is named again, by its whole name or by the noun in which it ends."""
    name = told.flat[slice(*place)]
    found = {(n[0], n[1]) for n in nouns if name.endswith(told.flat[n[0]:n[1]])
             or name in told.flat[n[0]:n[1]]}
    return sorted({*found, *told.places(name)})
