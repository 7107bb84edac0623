"""Sums and numbers of pieces: what cannot be so together, and what a part of the pieces cost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.values.numbers import CENT
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_sums import chinese_number

_ONE = "[张件个台本盒瓶份人位只双条套]"
_EACH = lazy_re(rf"(?:单价|每{_ONE}|{_ONE}价)[是为:要]{{0,2}}(\d+(?:\.\d{{1,2}})?)元?"
                rf"|(\d+(?:\.\d{{1,2}})?)元?[一每/]{_ONE}")
_PIECES = lazy_re(r"(?<![\d.])(\d{1,3})[张件个台本盒瓶份只双条套](?!装)")
_LOWEST, _HIGHEST = 2, 500
_N = "[1-9]\\d{0,2}|[一二两三四五六七八九十]{1,3}"
_UNIT = "[棵个件台本盒瓶份只双条套袋包罐箱枚颗斤杯碗盆株支张]"
_BAD = "烂|坏|碎|死|裂|漏|破|臭|霉|发霉|变质|断|蔫|枯"
_COUNTED = lazy_re(rf"({_N})({_UNIT})")
_SPOILT = lazy_re(rf"(?:{_BAD})(?:掉|的)?(?:了|有|是)?(?P<n>{_N})(?P<unit>{_UNIT})"
                  rf"|(?P<n2>{_N})(?P<unit2>{_UNIT})(?:都|全|是)?(?:{_BAD})"
                  rf"(?!(?:掉|的)?(?:了|有|是)?(?:{_N}){_UNIT})")


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


def read_share(told: Told, found: Iterable[Proposal]) -> list[Proposal]:
    """What the pieces that are spoilt cost, where all were paid together: 12棵烂了8棵, 68元.

    Only where one whole number of the same pieces is told besides, and no price of each.
    """
    known = {p.fact: p.value for p in found}
    paid = known.get("paid")
    if not isinstance(paid, Decimal) or "part_price" in known or _EACH.search(told.flat):
        return []
    spoilt = list(_SPOILT.finditer(told.flat))
    told_of = {(_number(m["n"] or m["n2"]), m["unit"] or m["unit2"]) for m in spoilt}
    if len(told_of) != 1:
        return []
    m, (count, unit) = spoilt[0], told_of.pop()
    wholes = {_number(x[1]) for x in _COUNTED.finditer(told.flat) if x[2] == unit} - {count}
    whole = wholes.pop() if len(wholes) == 1 else 0
    if not 0 < count < whole:
        return []
    share = (paid * count / whole).quantize(CENT, ROUND_HALF_UP)
    return [Proposal("part_price", share, told.words(m.start(), m.end()), m.start(), m.end(),
                     note=f"{paid.normalize():f} × {count} ÷ {whole}")]


def _number(words: str) -> int:
    return int(words) if words.isdigit() else chinese_number(words) or 0
