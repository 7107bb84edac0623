"""What was said to be one measure and turned out to be another: 写续航90公里…不到35公里."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re

MISMATCH = "mismatch"
SAID_SO = frozenset({MISMATCH, "wrong_missing"})
SENTENCES = 3        # from what was said to what was found
# Pieces are no measure: too few of them are missing, not otherwise than said.
_UNITS = (r"公里|千米|厘米|毫米|平米|平方|米|公斤|千克|毫克|克|斤|毫升|升|英寸|寸"
          r"|瓦时|千瓦|瓦|毫安|安时|度电|小时|k金|倍速"
          r"|kg|km|cm|mm|ml|mah|gb|tb|wh|kw|hz|g|t|w|v|l|%")
_MEASURE = lazy_re(rf"(?<![\d.])(\d+(?:\.\d+)?)\s?({_UNITS})(?![a-z])")
_SAID = lazy_re(r"写|标|注明|说|称|宣传|承诺|介绍|参数|号称")
_FOUND = lazy_re(r"只有|不到|才|仅|实际|实测|测出|测下来|量[了出]|称[了出]"
                 r"|一量|一称|一测|到手|收到|却|跑不")
_SAME = {"gb": "g", "tb": "t", "km": "公里", "千米": "公里", "千克": "公斤", "kg": "公斤",
         "cm": "厘米", "mm": "毫米", "ml": "毫升", "l": "升", "w": "瓦", "mah": "毫安",
         "平方": "平米"}


def read_contrast(told: Told, found: Iterable[Proposal]) -> list[Proposal]:
    """That the thing is not as it was said to be, where two measures of one kind differ.

    Not where that is read already, nor where less came than was bought.
    """
    if any(p.fact == "happened" and p.value[0] in SAID_SO for p in found):
        return []
    for at, value, unit in _measures(told):
        start, end = told.clause(at)
        if not _SAID.search(told.flat, told.sentence(at)[0], at) or _FOUND.search(
                told.flat, start, at):
            continue
        stop = told.sentence(at)[1]
        for _ in range(SENTENCES - 1):
            stop = told.sentence(stop)[1] if stop < len(told.flat) else stop
        for later, other, same in _measures(told, end, stop):
            a, b = told.clause(later)
            if same == unit and other != value and told.voice(later) is None \
                    and _FOUND.search(told.flat, a, later):
                return [Proposal("happened", (MISMATCH,), told.words(a, b), a, b)]
    return []


def _measures(told: Told, start: int = 0, end: int | None = None,
              ) -> Iterator[tuple[int, float, str]]:
    """Where a measure stands, its number and its unit."""
    for m in _MEASURE.finditer(told.flat, start, len(told.flat) if end is None else end):
        yield m.start(), float(m[1]), _SAME.get(m[2], m[2])
