"""The sums of a story that no reading took: shown, so that none is lost in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.values.said_sums import SaidSum


def unread_sums(told: Told, sums: Sequence[SaidSum], found: Iterable[Proposal]) -> list[str]:
    """The sums as they were written, each once, that no proposal has as its value or a part of it.

    A number without 元 counts where 扣, 退, 赔, 补 or a fee stands right before it.
    """
    found = list(found)
    used = {v for p in found for v in _amounts(p.value)}
    notes = " ".join(p.note for p in found)
    out: dict[str, None] = {}
    for said in sums:
        clause, _ = told.clause(said.start)
        named = not said.bare or bool(told.between("taken_or_given", clause - 1, said.start))
        part = f"{said.value.normalize():f}" in notes
        if named and said.value not in used and not part:
            out.setdefault(told.words(said.start, said.end))
    return list(out)


def _amounts(value: Any) -> list[Decimal]:
    if isinstance(value, Decimal):
        return [value]
    if isinstance(value, tuple):
        return [v.amount for v in value if hasattr(v, "amount")]
    return []
