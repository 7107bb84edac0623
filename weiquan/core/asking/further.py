"""What to tell besides: the few things that decide a story, asked for in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain, zip_longest
from typing import Any

from weiquan.core.case.context import context_of, ticked
from weiquan.core.judging.wording import Wording
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import FollowUp
from weiquan.core.model.ruleset import RuleSet

MOST = 6                       # things to tell that one screen has room for
OWN = 4                        # of them, about what happened; the rest is what every case needs


def followups(rules: RuleSet, given: Mapping[str, Any], now: datetime,
              most: int = MOST) -> list[FollowUp]:
    """What the person had better tell besides, the weightiest first, at most `most`.

    Of each thing that happened in turn, what nobody has told; then what every case needs. Nothing
    where it is not known what happened.
    """
    ctx = context_of(rules, given, now)
    wording = Wording(rules, ctx)
    ways = [[x for x in rules.followups if x.happened == label and _open(x, ctx)
             and wording.fits(x.text)]
            for label in ticked(ctx, "happened")]
    own = [x for x in chain.from_iterable(zip_longest(*ways)) if x is not None]
    if not ways:
        return []
    needed = [x for x in rules.followups if not x.happened and _open(x, ctx)]
    return _apart([*own[:OWN], *needed, *own[OWN:]], most)


def _open(entry: FollowUp, ctx: Context) -> bool:
    """Whether it is of this case and something of it is not known yet."""
    if entry.about and all(ctx.facts.get(f) is not None for f in entry.about):
        return False
    return evaluate(entry.when, ctx).truth is Tri.TRUE


def _apart(found: Sequence[FollowUp], most: int) -> list[FollowUp]:
    """Those that ask for something of their own."""
    out: list[FollowUp] = []
    asked: set[str] = set()
    for x in found:
        if not x.about or not asked.issuperset(x.about):
            out.append(x)
            asked.update(x.about)
    return out[:most]
