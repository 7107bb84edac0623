"""Answers in one's own words, as rules and letters take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weiquan.core.language.condition import Special
from weiquan.core.values.inwords import InWords

TOLD = "told_more"             # the fact that letters take what was told besides from
_ENDS = ("。", "！", "？", "；")


def told_apart(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts with 不清楚 where one's own words stand, and the words with what was told besides.

    For rules such an answer says no more than that none of the choices fits.
    """
    words = {f: v.words for f, v in given.items() if isinstance(v, InWords)}
    if not words:
        return given
    had = str(given.get(TOLD) or "")
    more = [x if x.endswith(_ENDS) else f"{x}。" for x in words.values()
            if x.strip("。！？；") not in had]
    return {**given, **dict.fromkeys(words, Special.UNSURE),
            TOLD: "\n".join(filter(None, (had, *more)))}
