"""Sums that cannot be so together: so many pieces at such a price, and another total."""

from __future__ import annotations

from decimal import Decimal

from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re

_ONE = "[张件个台本盒瓶份人位只双条套]"
_EACH = lazy_re(rf"(?:单价|每{_ONE}|{_ONE}价)[是为:要]{{0,2}}(\d+(?:\.\d{{1,2}})?)元?"
                rf"|(\d+(?:\.\d{{1,2}})?)元?[一每/]{_ONE}")
_PIECES = lazy_re(r"(?<![\d.])(\d{1,3})[张件个台本盒瓶份只双条套](?!装)")
_LOWEST, _HIGHEST = 2, 500


def does_not_add_up(told: Told, total: Decimal, at: int) -> bool:
    """Whether the sentence of a total names pieces and their price, and they come to another one.

    Only where it has one number of pieces and one price: else what belongs together is not known.
    """
    start, end = told.sentence(at)
    each = {Decimal(m[1] or m[2]) for m in _EACH.finditer(told.flat, start, end)}
    pieces = {int(m[1]) for m in _PIECES.finditer(told.flat, start, end)}
    pieces = {n for n in pieces if _LOWEST <= n <= _HIGHEST}
    if len(each) != 1 or len(pieces) != 1:
        return False
    price, count = each.pop(), pieces.pop()
    return price < total and price * count != total
