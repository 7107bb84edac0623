"""What the person says to the other side's own words: that it was not so, and what was offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from weiquan.core.asking.besides import without_numbers
from weiquan.core.case.context import ticked
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text
from weiquan.core.telling.retelling import Calls, Turner, in_figures
from weiquan.core.telling.saying import as_written
from weiquan.core.telling.statements import SAME, Words, clauses_of, covered, statements
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.rmb import money

LEAST_SAID = 4                 # characters of what the other side said
LONGEST = 60                   # characters of what is answered in own words
_MARK = lazy_re("[。！？；]")
# 可我下单的页面写着, 其实我家没有, 明明写着: a clause that turns against what was just said.
_TURNS = lazy_re(r"^(?:可是?|但是?|其实|事实上|实际上)?(?:我们?|我家|家里|本人)?[^，]{0,8}"
                 r"(?:明明|根本[没不]|压根|从来[没不]|从没)|^(?:其实|事实上|实际上)"
                 r"|^可是?(?=我|页面|订单|下单|截图|合同|收据|标签|包装)")
_BUT = lazy_re(r"^(?:可是?|但是?|其实|不过)(?=[我家页订下截合收标包])")
_AT_ONCE = lazy_re(r"^(?:可是?|但是?)?(?:我们?|我家|家里)?(?:就|只|只是|一直|全|都)?"
                   r"(?:在[^，]{1,6}上?试|试了|没有?(?:用|穿|戴|拆|摔|进水|动|铺|装|洗|沾|碰|改)"
                   r"|照(?:着)?说明|按(?:照)?说明|一直[喂用按照插放挂])"
                   r"|[^，。]{0,8}(?:没人碰|没碰过|没动过)|[^，。]*(?:一点[^，]{1,4}|连[^，]{1,4})都没有?")
_ACCUSED = lazy_re(r"(?:平台|商家|卖家|店家|客服|你店|你方|你)[^，。；“”]{0,4}(?:判定?|认定|说|称)"
                   r"(?:是)?我[^，。；]*(?:痕迹|人为|使用|用过|穿过|调包|弄坏|不是原)[^，。；]*")
_WRITTEN = lazy_re(r"(?:收据|合同|订单|页面|截图|标签|包装|聊天|证书|说明书|[购单情]页|标题"
                   r"|发票|报告)[^，]{0,8}(?:写|标|显示|印)")
# What speaks for the other side: its own small print, a rule against the person.
_FINE_PRINT = lazy_re(r"小字|最下面|底部|角落|折叠|详情页|不退|不换|概不|不支持|不可"
                      r"|为准|须知|条款")
_HARMS = lazy_re("[压摔碰泡烧堵刮挤晒咬撕砸烫淋撞]")   # how a thing is said to have been spoilt
_NOBODY_SAID = lazy_re("(?:没有?|从没|没人|未)(?:人)?(?:跟我|和我)?(?:说过?|讲过?|告诉)")
_DENIES = lazy_re(r"[没不无]|全是|都是|才|只")
_NO_DENIAL = lazy_re(r"没(?:有)?(?:同意|办法|钱|理|法|用$|人(?:理|管|回|接)|收到(?:退|钱))"
                     r"|不服|不同意|不接受|不认可|只好|只能|要求|投诉|报警|起诉|申请|不知道|不清楚|不懂|没注意|没看|忘")
_OTHERS = lazy_re(r"[说称]|客服|商家|卖家|店家|店里|平台|老板|主播|[他她]|对方|公司"
                   r"|机构|你")
_COMMON = frozenset("我你他她它们的了是不没有在说就都也还可能要给这那个一自己家上下里过到和跟把被")
_USUAL = frozenset({
    "退款", "退货", "退钱", "退还", "退费", "订单", "申请", "发货", "处理", "同意", "问题", "质量",
    "收到", "下单", "付款", "时间", "签收", "拒绝", "理由", "支持", "商品", "东西", "消费", "元钱"})
_BIDS = lazy_re(r"(?:最多|顶多|只肯|只愿意?|只同意|只答应|只能|只给|只退|(?<!不)愿意?|松口说?"
                r"|提出|你(?:只)?可以)"
                r"(?:我|给我|帮我|再|免费|给(?=换|修|补发))*"
                r"(?P<deed>送|改期|转单|换|修|维修|转让|延期|退|补|给|赔|返|折)[^，。；！？”]*")
_ONLY = lazy_re(r"^(?:最多|顶多|只肯|只愿意?|只同意|只答应|只能|只|愿意?|松口说?|提出"
                r"|你(?:只)?可以)|我")
_MINE = lazy_re(r"我(?:们)?(?:只|最多|顶多|愿意|提出)?$")
_SAID = lazy_re(r"[说称]|答复|回复|商家|卖家|店|客服|老板|平台|机构|公司|[他她]|对方"
                r"|只肯|只愿|只同意|只答应")
_COSTS_ME = lazy_re(r"打折|维修\d|修[^，]{0,4}\d|自费|自己出|我出|加钱|付费|收费|收我|要\d|[不没]")
# 说换个教练继续上，不给退
_INSTEAD = lazy_re(r"(?<=[说称])(?:可以|给我|帮我)*(?P<deed>换|改期|延期|转让|送)[^，。；！？]*"
                   r"(?=，.{0,6}(?:不给|不能|不肯|不同意)?(?:不退|退))")
_SUM = lazy_re(r"(\d+(?:\.\d+)?)元?(?![\d.折%天个月年次节])")
_SAME_WISH = {"换": {"exchange"}, "修": {"repair"}, "维修": {"repair"}, "补": {"deliver", "parts"},
              "折": {"price_cut"}, "延期": {"restore"}, "送": {"promised"}}
_PART = frozenset({"price_cut", "price_gap"})
LONGEST_OFFER = 18
_AGAIN = 0.6                   # of a clause that the other side's words tell as well
_SIGNED = lazy_re("(?<!没)(?<!没有)签了?[字名]")


def denial_of(rules: RuleSet, ctx: Context, sides: Parties, said: str,
              rows: Sequence[Mapping[str, Any]], *, to_them: bool) -> str:
    """The person's own sentence against what the other side said; empty where there is none.

    It is what turns against the words right after them, or tells of the same thing that it is not
    so: 地毯缠坏的 and 我家没铺地毯.
    """
    said = as_written(said).strip("“”。 ")
    if len(said) < LEAST_SAID:
        return ""
    told = [s for row in rows for s in _MARK.split(row["text"]) if s]
    at = next((n for n, s in enumerate(told) if _tells(s, said)), None)
    if at is not None:
        clauses = clauses_of(told[at])
        for n, clause in enumerate(clauses):
            if n and not _tells("，".join(clauses[n:]), said) and _TURNS.match(clause):
                return _fit("，".join(clauses[n:]))
        if at + 1 < len(told) and _turns(told[at + 1]):
            return _fit(told[at + 1])
    harm = _HARMS.search(said)
    undone = re.compile(f"(?:不是|没有?|没人)[^，]{{0,3}}{harm.group()}") if harm else None
    words = _words_of(said)
    besides = [*_besides(rules, ctx, sides, to_them=to_them)]
    after = [s for s in [*told[(at or 0) + 1:], *besides] if said not in s]
    found = next((_fit(_past(s, said)) for s in after if (words & _words_of(s) and _denies(s)) or (
        undone is not None and undone.search(s) and not _others(s))), "")
    if _FINE_PRINT.search(said):
        return found
    return found or next((shown for s in (*told, *besides) if said not in s and not _tells(s, said)
                          and (shown := _shown(s, words))), "")


def _past(sentence: str, said: str) -> str:
    """The sentence without the clauses that tell the other side's words again, or own to them."""
    left = [c for c in clauses_of(sentence)
            if covered(c, said) < _AGAIN and not _SIGNED.search(c)]
    return "，".join(left) if left and _DENIES.search("，".join(left)) else sentence


def _shown(sentence: str, words: set[str]) -> str:
    """The part of a sentence by which a paper or a page says otherwise: 收据写的是“订金”."""
    clauses = clauses_of(sentence)
    for n, clause in enumerate(clauses):
        if _WRITTEN.search(clause) and not _FINE_PRINT.search(sentence) \
                and words & _words_of(clause) and not _others(clause):
            return _fit("，".join(clauses[n:]))
    return ""


def accused(told: Sequence[Mapping[str, Any]]) -> str:
    """What the person is told to have done, by whom, as it stands in the letter: 平台判我用过."""
    for row in told:
        for sentence in _MARK.split(row["text"]):
            found = _ACCUSED.search(sentence)
            if found:
                return found.group()
    return ""


def offer_of(ctx: Context, sides: Parties, asks: Sequence[Mapping[str, Any]],
             deed: str) -> dict[str, Any]:
    """What the other side would do instead and the person does not take: {"text"}, or nothing."""
    wishes = set(ticked(ctx, "wishes"))
    if not asks or not wishes or wishes & _PART or "settlement_terms" in ctx.facts:
        return {}
    text = in_figures(known_text(ctx, "problem") + known_text(ctx, "told_more"))
    for sentence in _MARK.split(text):
        for found in (*_BIDS.finditer(sentence), *_INSTEAD.finditer(sentence)):
            before = sentence[:found.start()]
            if not _SAID.search(before + found.group()[:3]) or _MINE.search(before) \
                    or _COSTS_ME.search(found.group()):
                continue
            if wishes & _SAME_WISH.get(found["deed"], set()):
                continue
            words = _answered(found.group(), found["deed"], sides, asks, deed)
            if words:
                return {"text": words, "weight": 0}
    return {}


def _answered(bid: str, act: str, sides: Parties, asks: Sequence[Mapping[str, Any]],
              deed: str) -> str:
    amount = asks[0]["amount"]
    named = _SUM.search(bid)
    if named and act in "退补给赔返":
        offered = Decimal(named.group(1))
        if not isinstance(amount, Decimal) or not 0 < offered < amount:
            return ""
        return f"{sides.them}只同意{act}{money(offered)}，比{sides.me}要的{money(amount)}少" \
               f"{money(amount - offered)}，{sides.me}不接受这样了结"
    plain = _ONLY.sub("", bid)
    if act in "退返" and not named and isinstance(amount, Decimal) and len(plain) <= LONGEST_OFFER:
        return f"{sides.them}只同意{plain}，不是{sides.me}要的{money(amount)}，" \
               f"{sides.me}不接受这样了结"
    if named or act in "退返" or not deed:
        return ""
    if not 2 <= len(plain) <= LONGEST_OFFER or "“" in plain or "”" in plain:
        return ""
    return f"{sides.them}提出{plain}，不能代替{deed}，{sides.me}不接受"


def _besides(rules: RuleSet, ctx: Context, sides: Parties, *, to_them: bool) -> Iterator[str]:
    """The sentences told besides, turned to the reader."""
    more = without_numbers(known_text(ctx, "told_more"))
    turner = Turner(more, sides, Calls.of(rules), to_them=to_them)
    for part in statements(more, ctx.today, Words.of(rules)):
        for sentence in part:
            if not _others(sentence):
                yield turner.turned(in_figures(sentence))


def _tells(sentence: str, said: str) -> bool:
    return said in sentence or covered(said, sentence) >= SAME


def _turns(sentence: str) -> bool:
    at_once = _AT_ONCE.match(sentence) and not _NO_DENIAL.search(sentence)
    return bool(at_once or (_TURNS.match(sentence) and _denies(sentence, own=True)))


def _denies(sentence: str, *, own: bool = False) -> bool:
    """Whether it says in the person's own name that something is not so."""
    if _NO_DENIAL.search(sentence) or not _DENIES.search(sentence):
        return False
    return own or not _others(sentence)


def _others(text: str) -> bool:
    """Whether somebody else speaks or acts in it; 没说过不退 is nobody's word."""
    return bool(_OTHERS.search(_NOBODY_SAID.sub("", text)))


def _words_of(text: str) -> set[str]:
    """The pairs of characters that mean a thing."""
    pairs = {text[i:i + 2] for i in range(len(text) - 1)}
    return {p for p in pairs - _USUAL if not set(p) & _COMMON and re.fullmatch("[一-鿿]{2}", p)}


def _fit(text: str) -> str:
    """The clauses for which there is room."""
    out = ""
    for clause in clauses_of(_BUT.sub("", text)):
        if out and len(out) + len(clause) > LONGEST:
            break
        out += f"，{clause}" if out else clause
    return out
