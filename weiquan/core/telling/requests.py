"""What a letter asks for: each demand with its sum, the certain ones first, and the totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from weiquan.core.case.context import chosen, ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.ceilings import asked_sum
from weiquan.core.judging.offers import demands_of
from weiquan.core.judging.verdicts import LineView
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import LetterMeta
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text, told
from weiquan.core.telling.progress import holds, is_service
from weiquan.core.telling.rebuttals import BYSTANDERS
from weiquan.core.telling.saying import Sayer
from weiquan.core.telling.statements import lists_wishes
from weiquan.core.telling.unlined import SUM, by_wish, of_own, rest_of, with_sum, without_line
from weiquan.core.telling.wished import (
    LOST,
    SENT_BACK,
    acts_besides,
    deed_of,
    instead_of,
    of_the_rest,
    unnamed,
    whole_back,
)
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.rmb import money

MOST = 4
_TO_ONE = frozenset({"merchant", "platform"})   # what another party owes is no demand there
_PAID_BACK = {"price", "gap"}
_WIDE = str.maketrans({"+": "\uff0b", "−": "\uff0d", "=": "\uff1d"})
_CONDITIONAL = {"multiple", "mental", "penalty", "promised"}
_NOTHING = lazy_re(r"[+−][^+−×÷，]*?(?<!\d)0(?=[+−，=]|$)")   # a part that comes to nothing
_LEAST = lazy_re(r"，不足(\d+)按\d+")         # a multiple that has a least sum
_LEAST_NOTHING = lazy_re(r"，不足0按0(?!\d)")
_TIMES = lazy_re(r"([\d.]+)×(\d+)")
_TURNED = lazy_re(r"^(\d+)×(?:实付金额|实付)?(\d[\d.]*)")   # 3 × 实付金额 27760: the sum first
_SUM_OF = lazy_re(r"(?<![\d.×倍数])(\d+(?:\.\d+)?)(?=[\uff0b\uff0d\uff1d×，])")
_SHARE = lazy_re(r"×0\.([1-9]0)(?!\d)")
_WHOLE = lazy_re(r"^（(.*)）÷(.*)$")   # brackets around all that is divided
_NAMED = {"实付金额": "实付", "承诺赔付倍数": "", "总次数": "", "已用次数": "", "商品总价": "总价",
          "定金金额": "定金", "已退金额": "已退"}
_OF_A_SERVICE = (("货款", "已付的款项"), ("商品", "服务"))
_PRICE = frozenset({"退货退款", "退款"})
_SENT_BACK = ("退货并", "")    # what a demand says of goods that do not go back
ELSE = "；不能这样办的，"


def asks_of(rules: RuleSet, ctx: Context, result: Assessment, meta: LetterMeta,
            sides: Parties) -> list[dict[str, Any]]:
    """The demands as plain data: text with the sum, amount, what it is, how it is reckoned.

    What is wanted in place of the main one stands in its words and in no sum.
    """
    sayer = Sayer(rules, ctx, sides, result.clocks)
    lines = demands_of(result.lines, result.wishes, meta, ctx)
    lines = [x for n, x in enumerate([*lines, *acts_besides(result, meta, lines)])
             if (not n and sides.party not in BYSTANDERS) or meta.voice not in _TO_ONE
             or _owed_by(result, x, sides)]
    said = {kind for x in lines for kind in x.rule.covers}
    out = []
    main = True
    for line in lines:
        amount = line.amount
        if amount is None and (line.rule.money in said or unnamed(line, ctx, lines)):
            continue  # another demand says it already, or nobody named it
        text = _worded(line, ctx, amount, sayer)
        if not text:
            continue
        if meta.voice == "court" and line.rule.in_court:
            text = f"{line.rule.in_court}，{text}"
        own_wish = _wish(line, ctx, result)
        sure = main or (line.answer == "yes" and line.strength == "firm")
        if line.rule.money in _CONDITIONAL:
            sure = sure and line.strength == "firm" and line.rule.money == "promised"
        elif line.rule.money == "act" or (amount is not None and line.rule.money not in LOST):
            sure = True
        main = False
        text = told(text, sides)
        if amount is None and line.rule.money == "price":
            text, amount = of_the_rest(text.replace(SUM, ""), ctx)
        if _is_offered(line, ctx, amount):
            text = f"照{sides.them}已经同意的，{text}"
        out.append({
            "text": with_sum(text, amount), "short": _short(text, amount), "amount": amount,
            "what": _what(line, ctx, told(line.rule.what, sides), text),
            "working": _working(line),
            "sure": sure, "doubt": not sure and not (line.rule.money in LOST and amount),
            "money": line.rule.money, "open": list(line.open),
            "wish": own_wish, "line": line.id, "also": "",
            "deed": deed_of(rules, own_wish, line.rule.wishes, text),
            "same_way": line.rule.money in _PAID_BACK and not holds(ctx, "letter_paid_apart"),
        })
    _what_else(_Letter(rules, ctx, result, meta, sayer), sides, lines, out)
    out += by_wish(ctx, result, meta, sides, {w for x in lines for w in x.rule.wishes})
    out += of_own(ctx, meta)
    # What was named for a wish that is denied is no harm: 三倍，一万多.
    denied = any(w.asked and w.answer == "no" for w in result.wishes)
    out += rest_of(None if denied else asked_sum(ctx), out)
    out.sort(key=lambda a: not a["sure"])
    return out[:MOST]


@value
class _Letter:
    """One letter of one case."""

    rules: RuleSet
    ctx: Context
    result: Assessment
    meta: LetterMeta
    sayer: Sayer


def _what_else(letter: _Letter, sides: Parties, lines: list[LineView],
               asks: list[dict[str, Any]]) -> None:
    """Adds to the main demand what the person wants in its place; to 全退, what can be had."""
    if not asks or not lines or asks[0]["line"] != lines[0].id:
        return
    main = asks[0]
    paid = letter.ctx.facts.get("paid")
    whole = whole_back(letter.result, lines, paid if isinstance(paid, Decimal) else None,
                       letter.meta)
    if whole is not None:
        amount = paid if isinstance(paid, Decimal) else None
        text = "退还货款"
        for goods, service in _OF_A_SERVICE if is_service(letter.ctx) else ():
            text = text.replace(goods, service)
        first = with_sum(text, amount)
        main |= {"text": f"{first}{ELSE}{main['text']}", "short": f"{first}{ELSE}{main['short']}",
                 "amount": amount, "wish": whole.rule.id, "working": "", "what": "退款",
                 "deed": deed_of(letter.rules, whole.rule.id, ("refund_only",), first)}
        return
    other = instead_of(letter.result, letter.meta, lines)
    if other is None:
        return
    text = told(_worded(other, letter.ctx, other.amount, letter.sayer), sides)
    if text and lists_wishes(known_text(letter.ctx, "problem")):
        wish = next(iter(other.rule.wishes), "")
        asks.append({**without_line(with_sum(text, other.amount), other.rule.what,
                                     amount=other.amount, wish=wish, kind=other.rule.money),
                     "line": other.id})
    elif text and text not in main["text"]:
        main["text"] += ELSE + with_sum(text, other.amount)
        main["short"] += ELSE + _short(text, other.amount)
        main["also"] = other.id
        more = deed_of(letter.rules, next(iter(other.rule.wishes), ""), other.rule.wishes, text)
        if main["deed"] and more and more not in main["deed"]:
            main["deed"] += f"或者{more}"


def _owed_by(result: Assessment, line: LineView, sides: Parties) -> bool:
    """Whether the party that is written to may owe it; where nobody is named, it may."""
    verdict = result.verdict(line.theory.id)
    owed = {o.party for o in (verdict.owes if verdict is not None else ())
            if o.answer != "no" and (not o.line or o.line == line.rule.id)}
    if line.rule.leans:        # 由平台承担: asked of the platform, and before those who decide
        return sides.party == "platform"
    if sides.party in BYSTANDERS:
        return sides.party in owed
    return not owed or sides.party in owed or not owed & {"platform", "courier", "bank", "payer"}


def _worded(line: LineView, ctx: Context, amount: Decimal | None, sayer: Sayer) -> str:
    """The demand as things stand, with the values in it; empty where nothing is left of it."""
    usual = line.rule.ask_open if amount is None and line.rule.ask_open else line.rule.ask
    now = (n.ask for n in line.rule.now if evaluate(n.when, ctx).truth is Tri.TRUE)
    text = next((words for ask in now
                 if (words := ask if "{" not in ask else sayer.filled(ask)) is not None), usual)
    for goods, service in _OF_A_SERVICE if is_service(ctx) else ():
        text = text.replace(goods, service)
    return text.replace(*_SENT_BACK) if holds(ctx, "letter_no_goods_here") else text


def _what(line: LineView, ctx: Context, what: str, text: str) -> str:
    """What a sum is for, without the goods where they do not go back."""
    if line.rule.money == "price" and what in _PRICE:
        return _OF_A_SERVICE[0][is_service(ctx)]
    what = what.removeprefix("不等了，").removeprefix("退还")
    return what if SENT_BACK in text else what.replace("退货退款", "退款").replace("退货款", "货款")


def _is_offered(line: LineView, ctx: Context, amount: Decimal | None) -> bool:
    """Whether the other side said that it would do just this."""
    if line.rule.money != "price" or line.theory.id == "standing_offer":
        return False
    offered = ctx.facts.get("offered_sum")
    return chosen(ctx, "standing_offer") == "refund" or (
        isinstance(offered, Decimal) and amount is not None and offered >= amount)


def left_out(ctx: Context, result: Assessment, meta: LetterMeta,
             asks: Sequence[dict[str, Any]]) -> list[str]:
    """What the person wants and this letter may not ask for: it is claimed elsewhere."""
    if not meta.asks_for or not asks:
        return []
    wide = demands_of(result.lines, result.wishes, replace(meta, asks_for=()), ctx)
    return [x.rule.what for x in wide if x.rule.money not in meta.asks_for]


def sum_of(asks: Sequence[dict[str, Any]], *, sure: bool) -> Decimal | None:
    """The total of the certain (or of the conditional) demands; None where one is open."""
    chosen_ = [a for a in asks if a["sure"] is sure and a["money"] != "act"]
    if not chosen_ or any(a["amount"] is None and a["open"] for a in chosen_):
        return None
    amounts = [a["amount"] for a in chosen_ if a["amount"] is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _short(text: str, amount: Decimal | None) -> str:
    """The demand up to its sum, for a chat."""
    if amount is None:
        return text.replace(SUM, "").partition("；")[0]
    return with_sum(text.partition(SUM)[0], amount)


def _working(line: LineView) -> str:
    """How the sum comes about, where it is more than one number: 139元×3＝417元."""
    if line.amount is None:
        return ""
    text = _NOTHING.sub("", line.working.replace(" ", "").removesuffix("元"))
    text = _LEAST_NOTHING.sub("", text)
    text = _TURNED.sub(r"\2×\1", text)
    least = _LEAST.search(text)
    if least is not None:
        times = _TIMES.search(text[:least.start()])
        if times is not None:
            one, by = Decimal(times.group(1)), Decimal(times.group(2))
            below = f"\uff0c不足{least.group(1)}元\uff0c按{money(line.amount)}" \
                if one * by < line.amount else ""
            return f"{money(one)}×{by}\uff1d{money(one * by)}{below}"
    if not re.search(r"[+−×÷，]", text):
        return ""
    text = _SHARE.sub(r"×\1%", _WHOLE.sub(r"\1÷\2", text.translate(_WIDE)))
    text = _SUM_OF.sub(r"\1元", text)
    for name, short in _NAMED.items():
        text = text.replace(name, short)
    return text + "元"


def _wish(line: LineView, ctx: Context, result: Assessment) -> str:
    """The wish that a demand answers, as it stands now."""
    own = ticked(ctx, "wishes") or tuple(w.rule.id for w in result.wishes if w.asked)
    wish = next((w for w in own if w in line.rule.wishes), "") \
        or next(iter(line.rule.wishes), "")
    to_return = bool(line.rule.now) and not is_service(ctx) and not holds(
        ctx, "letter_no_goods_here")
    return "refund_only" if wish == "refund_return" and not to_return else wish
