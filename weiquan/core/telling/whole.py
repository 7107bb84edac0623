"""Whether a question asks for more than can be had: 全退吗, where a part of it was used."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from weiquan.core.judging.verdicts import WishView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.binding import says
from weiquan.core.telling.marks import MARK, mark_of, named
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.rmb import in_yuan
from weiquan.core.values.said_sums import said_sums

_BACK = frozenset({"price", "gap"})
_HARM = frozenset({"injury", "property", "loss"})
_OF_MONEY = lazy_re(r"[退赔补还要付给倍价收][我到了上回还]?\Z")


def too_much(rules: RuleSet, facts: Mapping[str, Any], view: WishView, question: str) -> str:
    """What of the whole, or of the sum in a question, can be had; empty where all of it can."""
    line, amount = view.line, view.amount
    if line is None or view.answer == "no":
        return ""
    if amount is None:
        return f"不能全部要。{named(view.rule)}，{mark_of(view.rule, view.answer)}。" \
            if view.rule.part and says(rules, question, "asks_whole") else ""
    sums = [s.value for s in said_sums(question)
            if not s.bare or _OF_MONEY.search(question, 0, s.start)]
    paid = facts.get("paid")
    whole = says(rules, question, "asks_whole") and line.rule.money in _BACK
    have = f"{named(view.rule)} {in_yuan(amount)}，{mark_of(view.rule, view.answer)}。"
    if (whole or sums[:1] > [amount]) and line.rest is not None:
        rest = line.rest
        return f"{_ANY[rest.answer]}。{have}{rest.what} {in_yuan(rest.amount)}，" \
               f"{MARK[rest.answer]}。{rest.say}"
    if sums[:1] > [amount]:
        return f"不能要这么多。算出来是：{have}"
    if line.rule.money in _HARM and says(rules, question, "asks_whole"):
        return f"不一定是全部。{have}凭票据、按两边各有多少错算。"
    if whole and (view.rule.part or (isinstance(paid, Decimal) and amount < paid)):
        return f"不能全部要。{have}"
    return ""


_ANY = {"yes": "能", "maybe": "不一定是全部", "no": "不能全部要"}
