"""What the person has to pay themselves, and what they can only ask for as a favour."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from weiquan.core.judging.offers import favours_of, owed_of
from weiquan.core.judging.verdicts import WishView
from weiquan.core.telling.parties import Parties, told


def owed_rows(lines: Sequence[Any], wishes: Sequence[WishView],
              sides: Parties) -> list[dict[str, Any]]:
    """Each sum that is certainly owed: {"line", "what", "amount"}; once, however many ways."""
    return [{"line": x.id, "what": told(x.rule.what.removeprefix("可能要付的"), sides),
             "amount": x.amount} for x in owed_of(lines, wishes)]


def owed_sum(rows: Sequence[dict[str, Any]]) -> Decimal | None:
    """Their total; None where there is none."""
    return sum((r["amount"] for r in rows), Decimal(0)) if rows else None


def favours(wishes: Sequence[WishView], *, service: bool) -> str:
    """What is asked for as a favour, in one phrase: 退货退款、补足差价; of a service 退款."""
    deeds = [w.rule.deed or w.rule.label.partition("（")[0] for w in favours_of(wishes)]
    return "、".join(dict.fromkeys(d.replace("退货退款", "退款") if service else d
                                  for d in deeds))
