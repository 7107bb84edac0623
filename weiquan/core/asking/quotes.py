"""What stands in a text word for word: what the other side said, its name, order numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import QUOTES, Told, Voice
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.zh import HAN

SHORT, LONG = 2, 60            # characters of a quotation that says something
PROMISED = 4                   # of one that promises something
NAME = 4                       # of what only names a thing: 主播说是和田玉
BEGINNING = 10                 # of a clause that only leads up to the refusal
# Patterns with the word without which they cannot match: Chinese ones take long to be made.
_ORDER = ("单", r"(?:订单(?:编号|号码|号|id)?|单号)[:：\s是为(]{0,3}"
          r"([a-z]{0,4}\d(?:[\d-]| (?=\d{3})){7,29})")
_TRACKING = ("单", r"(?:退货|寄回|退回)[^。\n]{0,8}(?:运单号?|快递单号|单号|物流单号)"
                  r"[:：\s是为]{0,3}([a-z]{0,4}\d{8,20})")
_SELLERS = (
    ("店名|铺名|家名|昵称|卖家叫|店铺叫|卖家:|店铺:|卖家是|店铺是|店铺为",
     r"(?:店铺名称?|店名|店铺|卖家名称?|卖家昵称|商家名称?|店家名称?|卖家)(?:名字)?"
     r"(?:叫做?|名叫|是|为|[:：])[:：\s“「\"(（]{0,2}(\w{2,20})"),
    ("公司", rf"((?:{HAN}|[（）()]){{3,30}}?(?:有限责任公司|有限公司)(?:{HAN}{{2,8}}分公司)?)"),
    ("店", r"(\w{2,14}?(?:官方旗舰店|旗舰店|专营店|专卖店))"),
)
# What stands before a name and is no part of it.
_BOUNDS = tuple("在的是叫从于去家个到跟和与向买被")
_ENDS = ("官方旗舰店", "旗舰店", "专营店", "专卖店", "有限责任公司", "有限公司")
_NO_NAME = frozenset("不没我他已了说")
_A_DAY = lazy_re(r"(?:\d{1,2}月)?\d{1,2}[日号]")   # 9月4号旗舰店

# 理由是页面写“十年质保”: what the page promises turns nothing down.
_SELLS = lazy_re(r"(?:商品|他们?家?|店里)?的?(?:页面|详情页?|标题|宣传页?|广告|海报)(?:上|里)?"
                 r"(?:都|明明|也)?(?:写|标|宣传|说)(?!.*[不没无概仅])")


def read_quote(fact: Fact, told: Told) -> list[Proposal]:
    """The words with which the merchant refuses, as the text reports them; the last ones."""
    said = [q for v in told.voices if v.who == "merchant" and not told.between(
        "pretending", told.clause(v.start - 1)[0] - 1, v.start)
        and not _then_it_came(told, v) for q in _refusals(told, v)
        if not _SELLS.match(told.flat[q[0]:q[1]])]
    if not said:
        return []
    quoted = [q for q in said if q[2]]
    plain = [q for q in said if _plainly(told, *q[:2])]
    start, end, _ = quoted[-1] if quoted else (plain or said)[0]
    return [Proposal(fact.id, told.words(start, end), told.words(start, end), start, end)]


def _plainly(told: Told, start: int, end: int) -> bool:
    """Whether a quotation says no by more than a word that also only sends somebody on: 让我去."""
    softly = _words(told, "refusing_softly")
    return told.flat.startswith("我", start) or any(
        start <= a and b <= end and told.flat[a:b] not in softly
        for a, b in told.spans("refusing"))


def _then_it_came(told: Told, voice: Voice) -> bool:
    """Whether the sentence after it tells of the thing's coming: so it was how it was sold."""
    return told.sentence(voice.start)[1] <= voice.end and told.starts_with("on_arrival", voice.end)


def _refusals(told: Told, voice: Voice) -> Iterator[tuple[int, int, bool]]:
    """The clause with the refusal: the first that was said, or the one after a beginning."""
    if voice.verb in _words(told, "promising"):
        return
    first = min(voice.end, told.clause(voice.start)[1])
    clauses = [(voice.start, voice.end)] if voice.quoted else [
        (voice.start, first), *told.clauses_in(first, voice.end)][:2]
    explains = voice.verb.endswith(("是", "称", "咬定", "非说")) and voice.end - voice.start > NAME
    for start, stop in clauses:
        by = told.flat.find("为由", start, stop)
        end = by if by > start else stop   # 影响二次销售为由拒收: the reason ends there
        words = told.words(start, end)
        if told.starts_with("not_said", start) \
                or any(start <= a and b <= end for a, b in told.spans("agreeing")):
            return
        if SHORT <= len(words) <= LONG and (
                explains or words.startswith("我")
                or any(start <= a and b <= end for a, b in told.spans("refusing"))):
            yield start, end, voice.quoted
            return
        explains = False
        if len(words) > BEGINNING or any(c in words for c in "退换修赔发"):
            return


def read_promise(fact: Fact, told: Told, promises: Sequence[Proposal]) -> list[Proposal]:
    """The words in which the selling side promised or described it: 页面写着全棉.

    What was only said counts where a promise was read in it (`promises`); what was written,
    advertised or promised counts by itself. The first one, whole as far as its clause goes.
    """
    for start, end in told.spans("promised"):
        if told.flat.startswith("明", end):
            continue   # 说明书后面写的是整机六年包修: what it says stands further on
        clause = told.clause(start)[0]
        begin, until = _content(told, end)
        words = told.words(begin, until)
        heard = any(p.start <= start and begin < p.end for p in promises)
        if not (heard or told.starts_with("written", start)) or told.supposed(start) \
                or told.negated(start) or told.between("self", clause - 1, start) \
                or told.between(f"not_{fact.id}", clause - 1, until) \
                or not PROMISED <= len(words) <= LONG or words.endswith("…"):
            continue
        return [Proposal(fact.id, words, told.words(clause, until), begin, until)]
    return []


def _content(told: Told, end: int) -> tuple[int, int]:
    """What stands after a verb of saying: the quotation, or the rest of the clause."""
    opened = re.match(r"[:：,，\s]*([“「『\"‘])", told.flat[end:end + 4])
    if opened:
        begin = end + opened.end()
        closing = told.flat.find(QUOTES[opened[1]], begin, begin + LONG + 1)
        if closing > 0:
            return begin, closing
    lead = re.match(r"[的是了:：,，\s]*", told.flat[end:end + 3])
    begin = end + (lead.end() if lead else 0)
    return begin, told.clause(begin)[1] if begin < len(told.flat) else begin


def _words(told: Told, entry: str) -> tuple[str, ...]:
    return told.speech[entry].words if entry in told.speech else ()


def read_written(fact: Fact, told: Told) -> list[Proposal]:
    """What the text says is written somewhere: from the cue to the end of its sentence."""
    for cue in fact.cues:
        at = told.flat.find(cue)
        if at >= 0 and not told.negated(at):
            start, end = at, told.sentence(at)[1]
            if told.between(f"not_{fact.id}", start - 1, end):
                continue
            words = told.words(start, end)
            if len(words) > len(cue) + SHORT:
                return [Proposal(fact.id, words, words, start, end)]
    return []


def read_order_number(fact: Fact, told: Told) -> list[Proposal]:
    """The number that stands after 订单号."""
    return _numbered(fact, told, _ORDER)


def read_tracking(fact: Fact, told: Told) -> list[Proposal]:
    """The number of the parcel that was sent back."""
    return _numbered(fact, told, _TRACKING)


def _numbered(fact: Fact, told: Told, pattern: tuple[str, str]) -> list[Proposal]:
    for match in _found(told, *pattern):
        number = told.raw[match.start(1):match.end(1)].strip("-")
        return [Proposal(fact.id, number, told.words(*match.span()), *match.span())]
    return []


def _found(told: Told, words: str, pattern: str) -> Iterator[re.Match[str]]:
    if any(word in told.flat for word in words.split("|")):
        yield from re.finditer(pattern, told.flat)


def read_seller(fact: Fact, told: Told, generic: tuple[str, ...],
                sites: Sequence[str]) -> list[Proposal]:
    """The seller's name where the text gives one; `generic` are words that are no name.

    A firm may have them in its name (某某品牌管理有限公司), though not those of `sites`.
    """
    words = (*generic, *sites)
    for pattern, no_part in zip(_SELLERS, ((), sites, words), strict=True):
        for match in _found(told, *pattern):
            start, end = match.span(1)
            start = _without(told.flat, start, end, no_part, cut=no_part != ())
            start += told.flat.startswith("(", start) and ")" not in told.flat[start:end]
            name = told.raw[start:end]
            if _is_name(name, words) and not told.negated(start) \
                    and not told.flat.startswith("运营的", end):
                around = told.clause(start)
                return [Proposal(fact.id, name, told.words(*around), *around)]
    return []


def _without(text: str, start: int, end: int, words: Sequence[str], *, cut: bool) -> int:
    """Where the name begins, after 在淘宝一家 and other words that are no part of it."""
    cuts = [start]
    for word in (*words, *_BOUNDS) if cut else ():
        at = text.rfind(word, start, end)
        while at >= 0:
            if at + len(word) < end:
                cuts.append(at + len(word))
                break
            at = text.rfind(word, start, at + len(word) - 1)
    return max(cuts)


_ANYBODY = frozenset({"个人", "私人", "一个人", "真人", "熟人", "公司", "学生", "新手", "本地人"})


def _is_name(name: str, generic: Sequence[str]) -> bool:
    bare = name.removesuffix(next((e for e in _ENDS if name.endswith(e)), ""))
    return len(bare) >= 2 and bare not in (*generic, *_ANYBODY) \
        and _NO_NAME.isdisjoint(bare) \
        and "客服" not in bare and not _A_DAY.fullmatch(bare)
