"""What a letter asks for: each demand with its sum, the certain ones first, and the totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from weiquan.core.case.context import chosen, ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.offers import demands_of
from weiquan.core.judging.verdicts import LineView
from weiquan.core.language.condition import Context
from weiquan.core.model import LetterMeta
from weiquan.core.telling.parties import Parties, told
from weiquan.core.telling.progress import (
    as_things_stand,
    goods_are_back,
    is_service,
    used_up,
)

MOST = 4
_NAMED = {"price", "gap", "promised"}
_WIDE = str.maketrans({"+": "\uff0b", "−": "\uff0d", "=": "\uff1d"})
_PAYS = re.compile(r"退还|返还|退一|赔偿|支付|承担|补偿|付清|退款|差价")
_FLOOR = re.compile(r"，不足法定最低数额的按最低数额")
_CLAUSE = re.compile(r"[^，；]+|[，；]")
_CONDITIONAL = {"multiple", "mental", "penalty", "promised"}
_ORIGINAL_WAY = re.compile(r"[，；]?按原(?:支付方式|渠道|路)(?:退回|退还)?[^，；]*")
_NOT_BY_APP = {"shop", "person", "leader", "lawfirm", "stranger"}


def asks_of(ctx: Context, result: Assessment, meta: LetterMeta,
            sides: Parties) -> list[dict[str, Any]]:
    """The demands as plain data: text with the sum, amount, what it is, how it is reckoned."""
    out = []
    main = True
    for line in demands_of(result.lines, result.wishes, meta, ctx):
        amount = line.amount
        if amount is None and line.rule.money in _NAMED and not line.open:
            amount = _own_sum(ctx)  # no rule gives the sum: the person named one
        text = as_things_stand(_by_which_way(line.rule.ask, ctx), ctx)
        if amount is not None:
            text = _FLOOR.sub("", text)
        if not text:
            continue
        sure = main or (line.answer == "yes" and line.strength == "firm")
        if line.rule.money in _CONDITIONAL:
            sure = sure and line.strength == "firm" and line.rule.money == "promised"
        elif amount is not None:
            sure = True  # what was paid out and is wanted back is part of the sum
        main = False
        out.append({
            "text": with_sum(told(text, sides), amount),
            "short": _short(told(text, sides), amount), "amount": amount,
            "what": told(line.rule.what, sides), "working": _working(line),
            "sure": sure, "money": line.rule.money, "open": list(line.open),
            "wish": _wish(line, ctx, result),
        })
    out.sort(key=lambda a: not a["sure"])
    return out[:MOST]


def _own_sum(ctx: Context) -> Decimal | None:
    """What the person wants, where they said how much."""
    value = ctx.facts.get("asked_sum")
    return value if isinstance(value, Decimal) else None


def left_out(ctx: Context, result: Assessment, meta: LetterMeta,
             asks: Sequence[dict[str, Any]]) -> list[str]:
    """What the person wants and this letter may not ask for: it is claimed elsewhere."""
    if not meta.asks_for:
        return []
    wide = [x for x in demands_of(result.lines, result.wishes, _all(meta), ctx)
            if x.rule.money not in meta.asks_for]
    return [x.rule.what for x in wide] if asks else []


def _all(meta: LetterMeta) -> LetterMeta:
    import dataclasses

    return dataclasses.replace(meta, asks_for=())


def sum_of(asks: Sequence[dict[str, Any]], *, sure: bool) -> Decimal | None:
    """The total of the certain (or of the conditional) demands; None where one is open."""
    chosen_ = [a for a in asks if a["sure"] is sure and a["money"] != "act"]
    if not chosen_ or any(a["amount"] is None and a["open"] for a in chosen_):
        return None
    amounts = [a["amount"] for a in chosen_ if a["amount"] is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def with_sum(text: str, amount: Decimal | None) -> str:
    """The demand with its sum after the clause that asks for money."""
    if amount is None:
        return text
    parts = _CLAUSE.findall(text)
    at = next((i for i, p in enumerate(parts) if _PAYS.search(p) and "之外" not in p),
              len(parts) - 1)
    parts[at] += money(amount)
    return "".join(parts)


def _short(text: str, amount: Decimal | None) -> str:
    """The demand up to its sum, for a chat."""
    whole = with_sum(text, amount)
    if amount is None:
        return whole.partition("；")[0]
    end = whole.index(money(amount)) + len(money(amount))
    return whole[:end]


def money(value: Decimal) -> str:
    """168元, 179.9元: as people type it."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{text}元"


def _working(line: LineView) -> str:
    """How the sum comes about, where it is more than one number."""
    if line.amount is None:
        return ""
    text = line.working.replace(" ", "").removesuffix("元")
    if not re.search(r"[+−×÷，]", text):
        return ""
    return text.translate(_WIDE) + "元"


def _by_which_way(ask: str, ctx: Context) -> str:
    """The demand without the way of payment where it was not paid in an app."""
    if chosen(ctx, "money_to") in _NOT_BY_APP or chosen(ctx, "where_bought") in {
            "street", "meeting", "organ"}:
        return _ORIGINAL_WAY.sub("", ask)
    return ask


def _wish(line: LineView, ctx: Context, result: Assessment) -> str:
    """The wish that a demand answers, as it stands now."""
    own = ticked(ctx, "wishes") or tuple(w.rule.id for w in result.wishes if w.asked)
    wish = next((w for w in own if w in line.rule.wishes), "") \
        or next(iter(line.rule.wishes), "")
    if wish == "refund_return" and (
            goods_are_back(ctx) or used_up(ctx) or is_service(ctx)
            or ("退货" not in line.rule.ask and "退回" not in line.rule.ask)):
        return "refund_only"
    return wish
