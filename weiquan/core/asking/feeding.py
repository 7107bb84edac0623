"""Where animals fell ill from what they ate: the food was bought, whatever they had cost."""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.nouns import Noun
from weiquan.core.asking.told import Told
from weiquan.core.values.patterns import lazy_re

FOOD, ANIMAL = "pet_food", "live"
_EATEN = lazy_re(r"(?:吃|喂|换)[^。！？]{0,6}$")
_AFTER = lazy_re(r"[^。！？]{0,6}?(?:吃|喂)")
_ILL = lazy_re(r"吐|拉稀|拉血|软便|肾|中毒|住院|没救|死|医院|召回")


def fed(found: Sequence[Proposal], told: Told, nouns: Sequence[Noun]) -> list[Proposal]:
    """The name and kind of what was bought, as the food, where an animal is ill from it."""
    eaten = next(((a, b) for a, b, kind, _ in nouns if kind == FOOD and (
        _EATEN.search(told.flat, 0, a) or _AFTER.match(told.flat, b))), None)
    animal = any(p.fact == "goods_kind" and p.value == ANIMAL for p in found)
    if eaten is None or not animal or not _ILL.search(told.flat, eaten[1]):
        return list(found)
    words = told.words(*told.clause(eaten[0]))
    return [Proposal("product", told.raw[slice(*eaten)], words, *eaten),
            Proposal("goods_kind", FOOD, words, *eaten)]
