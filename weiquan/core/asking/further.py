"""What to tell besides: the few things that decide a story, asked for in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, zip_longest
from typing import Any

from weiquan.core.case.context import context_of, ticked
from weiquan.core.judging.situations import asks_of, picked_of
from weiquan.core.judging.wording import Wording
from weiquan.core.language.condition import Context, Special, Tri, evaluate
from weiquan.core.language.likeness import groups
from weiquan.core.model import FollowUp
from weiquan.core.model.ruleset import RuleSet

MOST = 6                       # things to tell that one screen has room for
_SAME = 0.4                    # of the groups of characters of the shorter text
OWN = 4                        # of them, about what happened; the rest is what every case needs


def followups(rules: RuleSet, given: Mapping[str, Any], now: datetime,
              most: int = MOST) -> list[FollowUp]:
    """What the person had better tell besides, the weightiest first, at most `most`.

    Of each thing that happened in turn, in the order of the file, what nobody has told; then what
    decides in every case, which is all where it is not known what happened. What a later thing
    sounds like, as a return that was lost does the fault for which it was sent, comes after it.
    A case of a kind of its own, a ride or a signature, is asked for what decides that kind, not
    for another's scene. What decides the situation that was picked comes before all.
    """
    ctx = context_of(rules, given, now)
    wording = Wording(rules, ctx)
    told = ticked(ctx, "happened")
    kinds = {x.kind for x in rules.followups if not isinstance(given.get(x.kind), Special | None)}
    ways: dict[str, list[FollowUp]] = {}
    for x in rules.followups:
        here = x.kind in kinds if x.kind else not x.happened or (x.happened in told and not kinds)
        if here and _open(x, ctx, given) and wording.fits(x.text):
            ways.setdefault(x.kind or x.happened, []).append(x)
    needed = ways.pop("", [])
    before = {c for x in told if x in rules.happened for c in rules.happened[x].sounds_like}
    own = _apart(_in_turn([ways[x] for x in sorted(ways, key=before.__contains__)]))
    ticked_of = _ticks(rules, ctx)
    first = [x for x in asks_of(rules, ctx)
             if _open(x, ctx, given) and not _again(x, ticked_of)]
    rest = _apart([*own[:OWN], *needed, *own[OWN:]])
    asked = [*ticked_of, *(x.text for x in first)]
    return _apart([*first, *(x for x in rest if not _again(x, asked))])[:most]


def _ticks(rules: RuleSet, ctx: Context) -> list[str]:
    """What the person has looked at already, to tick what is so."""
    picked = picked_of(rules, ctx)
    return list(picked.rule.ticks.values()) if picked is not None and picked.asked else []


def _again(entry: FollowUp, asked: Iterable[str]) -> bool:
    """Whether it asks in other words for what one of these says or asks for."""
    mine = groups(entry.text)
    return any(len(mine & theirs) > _SAME * min(len(mine), len(theirs))
               for theirs in map(groups, asked))


def _in_turn(ways: Sequence[Sequence[FollowUp]]) -> list[FollowUp]:
    """Two things of the first way, then one of each other one, and so on."""
    if not ways:
        return []
    first, *others = ways
    rounds = zip_longest(first[::2], first[1::2], *others)
    return [x for x in chain.from_iterable(rounds) if x is not None]


def _open(entry: FollowUp, ctx: Context, given: Mapping[str, Any]) -> bool:
    """Whether it is of this case and something of it is not known yet.

    A fact that is worth no question of its own is not known for that.
    """
    if entry.about and all(f in given or ctx.facts.get(f) not in {None, Special.UNSURE}
                           for f in entry.about):
        return False
    return evaluate(entry.when, ctx).truth is Tri.TRUE


def _apart(found: Iterable[FollowUp]) -> list[FollowUp]:
    """Those that ask for something of their own."""
    out: list[FollowUp] = []
    asked: set[str] = set()
    for x in found:
        if not x.about or not asked.issuperset(x.about):
            out.append(x)
            asked.update(x.about)
    return out
