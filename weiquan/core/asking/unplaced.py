"""The sums of a story that nothing was made of: what each may be, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from weiquan.core.asking.besides import without_numbers
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.hearing import hear, told_by
from weiquan.core.asking.reckoning import read_share
from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Special, Tri, evaluate
from weiquan.core.language.operators import Item
from weiquan.core.model import SumRole
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.said_sums import said_sums

MOST = 3                       # sums that are asked about
_CLAUSE = lazy_re(r"[，,。；;！!？?\n]")
LONGEST = 36                   # characters of the words around a sum


@value
class Unplaced:
    """A sum as it was written, its value, and the words around it."""

    words: str
    amount: Decimal
    around: str


def unplaced(rules: RuleSet, story: str, more: str, given: Mapping[str, Any],
             now: datetime) -> list[Unplaced]:
    """The sums of what was told that no fact has, in the order of the text, at most three."""
    text = f"{story}\n{without_numbers(more)}" if more else story
    known = set(_amounts(given))
    out: dict[Decimal, Unplaced] = {}
    for words in hear(rules, text, now).unread:
        sums = said_sums(words)
        if len(sums) == 1 and sums[0].value not in known:
            out.setdefault(sums[0].value, Unplaced(words, sums[0].value, _around(text, words)))
    return list(out.values())[:MOST]


def roles_of(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> list[SumRole]:
    """What a sum may be in this case: what is not known yet, and losses."""
    ctx = context_of(rules, given, now)
    return [x for x in rules.sums
            if (rules.specs[x.fact].type == "items"
                or isinstance(given.get(x.fact), Special | None))
            and evaluate(x.when, ctx).truth is not Tri.FALSE]


def placed(rules: RuleSet, given: Mapping[str, Any], role: SumRole, amount: Decimal,
           kind: str = "") -> dict[str, Any]:
    """The facts that follow where a sum is that; `kind` is that of a loss.

    What is left of the price is known too where the price is.
    """
    spec = rules.specs[role.fact]
    if spec.type == "items":
        name = next((c.label for c in spec.choices if c.id == kind), "")
        have = given.get(role.fact)
        before = have if isinstance(have, tuple) else ()
        return {role.fact: (*before, Item(kind or "other", name or "其他损失", amount))}
    out: dict[str, Any] = {role.fact: amount}
    paid = given.get("paid")
    if role.rest and isinstance(paid, Decimal) and amount < paid \
            and isinstance(given.get(role.rest), Special | None):
        out[role.rest] = paid - amount
    return out | {f: (v,) if rules.specs[f].type == "choices" else v
                  for f, v in role.settles.items() if isinstance(given.get(f), Special | None)}


def share_of(rules: RuleSet, story: str, more: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the spoilt pieces of the story cost, once it is known what was paid for all."""
    spec = rules.specs.get("part_price")
    if spec is None or not isinstance(given.get(spec.id), Special | None):
        return {}
    paid = Proposal("paid", given.get("paid"), "", 0, 0)
    found = read_share(told_by(rules, f"{story}\n{more}"), [paid])
    return {p.fact: p.value for p in found}


def _amounts(given: Mapping[str, Any]) -> list[Decimal]:
    out = [v for v in given.values() if isinstance(v, Decimal)]
    return out + [x.amount for v in given.values() if isinstance(v, tuple)
                  for x in v if isinstance(x, Item)]


def _around(text: str, words: str) -> str:
    at = text.find(words)
    if at < 0:
        return ""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, at)), default=0)
    end = next((m.start() for m in _CLAUSE.finditer(text, at + len(words))), len(text))
    found = text[start:end].strip()
    return found if len(found) <= LONGEST else ""
