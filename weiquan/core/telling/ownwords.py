"""The person's own words in a letter: sentence by sentence, those that decide most marked."""

from __future__ import annotations

import re
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import ticked
from weiquan.core.language.condition import Context
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
_QUOTED = re.compile(r"(“[^”]*”|「[^」]*」|《[^》]*》)")
_OF_MONEY = re.compile(r"[退赔钱元块费]")
_TOO_SHORT = 8                 # characters of a sentence that says little
_SHOP = re.compile(r"商家|店家|卖家|店铺")


def own_words(rules: RuleSet, ctx: Context, sides: Parties, voice: str) -> list[dict[str, Any]]:
    """What the person wrote about the problem: {"text", "weight", "first"}, in order.

    The weight is higher where a sentence says what happened, and where it has a number that is no
    sum; lower where it speaks of money, which the demands do. A short letter takes the weightiest;
    one is the first of all. In a letter to the seller he is called as in the rest of it.
    """
    ticks = set(ticked(ctx, "happened"))
    out = []
    for text in _SENTENCE.findall(known_text(ctx, "problem")):
        bare = text.strip().rstrip("。！？；，, ")
        if not bare:
            continue
        sounds = set(sounds_like(rules, rules.specs["happened"], bare)) & ticks
        of_money = bool(_OF_MONEY.search(bare))
        weight = 2 * len(sounds) - (len(bare) < _TOO_SHORT) - 2 * of_money
        weight += any(c.isdigit() for c in bare) and not of_money
        out.append({"text": _addressed(bare, sides) if voice == "merchant" else bare,
                    "weight": weight, "first": False})
    if out:
        max(out, key=lambda s: s["weight"])["first"] = True
    return out


def _addressed(text: str, sides: Parties) -> str:
    """The sentence as said to the seller; what is quoted stays as it was said."""
    if sides.party not in {"shop", "owner"}:
        return text
    parts = _QUOTED.split(text)
    return "".join(p if i % 2 else _SHOP.sub(sides.them, p) for i, p in enumerate(parts))
