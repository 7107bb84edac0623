"""Requests of a letter that no line of a theory makes: of wishes, in own words, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.language.condition import Context
from weiquan.core.model import LetterMeta
from weiquan.core.telling.parties import Parties, told
from weiquan.core.telling.progress import holds
from weiquan.core.telling.unlisted import demands_of_own
from weiquan.core.values.rmb import money

SUM = "〔数〕"                  # where the sum goes in a demand
WHOLE = frozenset({"refund_return", "refund_only"})
CARRIES = frozenset({"courier"})           # what is lost there is worth what was paid
LOST = WHOLE | {"property", "refund_rest"}
_HARM = {"property", "loss", "injury"}


def rest_of(wanted: Decimal | None, asks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a sum that the person named is more than the harm that is put in numbers."""
    known = [a["amount"] for a in asks if a["amount"] is not None]
    harm = any(a["money"] in _HARM for a in asks)
    rest = wanted - sum(known, Decimal(0)) if wanted is not None and known and harm else Decimal(0)
    if rest <= 0:
        return []
    text = f"赔偿其余损失{money(rest)}"
    return [without_line(text, "其余损失", amount=rest, sure=False, kind="loss")]


def by_wish(ctx: Context, result: Assessment, meta: LetterMeta, sides: Parties,
            told_of: set[str]) -> list[dict[str, Any]]:
    """The requests of wishes that no line answers: to be told why, or what a situation gives.

    What is left of the price is asked for once.
    """
    out: list[dict[str, Any]] = []
    for w in result.wishes:
        whole = w.own and w.rule.id in (LOST if sides.party in CARRIES else WHOLE)
        amount = _left_of_price(ctx) if whole else None
        kind = "price" if amount is not None else "act"
        once = not whole or not any(a["amount"] for a in out)
        if w.request and once and w.rule.id not in told_of \
                and (not meta.asks_for or kind in meta.asks_for):
            out.append(without_line(with_sum(told(w.request, sides), amount), w.rule.label,
                                    amount=amount, kind=kind, wish=w.rule.id, deed=w.rule.deed)
                       | {"same_way": kind == "price" and not holds(ctx, "letter_paid_apart")})
    return out


def _left_of_price(ctx: Context) -> Decimal | None:
    """What was paid and has not come back; None where it is not known."""
    paid, came_back = ctx.facts.get("paid"), ctx.facts.get("refunded_amount")
    if not isinstance(paid, Decimal):
        return None
    left = paid - came_back if isinstance(came_back, Decimal) else paid
    return left if left > 0 else None


def of_own(ctx: Context, meta: LetterMeta) -> list[dict[str, Any]]:
    """What the person wants in words of their own; a court is asked for what the law names."""
    if meta.voice == "court" or (meta.asks_for and "act" not in meta.asks_for):
        return []
    return [without_line(words, words) for words in demands_of_own(ctx.facts)]


def without_line(text: str, what: str, *, amount: Decimal | None = None, sure: bool = True,
                  kind: str = "act", wish: str = "", deed: str = "") -> dict[str, Any]:
    """A request that no line of a theory makes."""
    return {"text": text, "short": text, "amount": amount, "what": what, "working": "",
            "sure": sure, "doubt": not sure, "money": kind, "open": [], "wish": wish,
            "line": "", "also": "", "same_way": False, "deed": deed}


def with_sum(text: str, amount: Decimal | None) -> str:
    """The demand with its sum in its place, or at the end."""
    shown = "" if amount is None else money(amount)
    return text.replace(SUM, shown) if SUM in text else text + shown
