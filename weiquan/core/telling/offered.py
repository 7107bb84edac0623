"""The sum that is on the table: how it stands to what can be had, and what keeps the rest open."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from weiquan.core.judging.assessment import Assessment
from weiquan.core.values.rmb import in_yuan

WHAT = "对方现在愿意给的"
KEEPS = "收以前先写明“这笔先收，其余保留”。"
ENOUGH = "不比站得住的少；愿意收就写清哪天到账、到账才算数。"


def offer_of(facts: Mapping[str, Any], result: Assessment) -> tuple[str, str, str] | None:
    """What it is, the sum, and what to make of it; None where nothing was offered in money."""
    offered = facts.get("offered_sum")
    if not isinstance(offered, Decimal) or offered <= 0 or facts.get("refund_status") == "refunded":
        return None
    firm, most = result.total.firm, result.total.with_arguable
    whole = firm if firm is not None else most
    if whole is None:
        return WHAT, in_yuan(offered), KEEPS
    if offered >= whole:
        return WHAT, in_yuan(offered), ENOUGH
    named = "站得住的" if firm is not None else "要看情况的"
    less = f"比{named} {in_yuan(whole)} 少 {in_yuan(whole - offered)}。"
    return WHAT, in_yuan(offered), less + KEEPS
