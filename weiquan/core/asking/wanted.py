"""What may be wanted besides what was named: offered when a story is confirmed, never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from weiquan.core.judging.combining import stand
from weiquan.core.judging.scene import scene_of
from weiquan.core.judging.theories import judged
from weiquan.core.language.condition import Tri, evaluate
from weiquan.core.model.ruleset import RuleSet

_SURE = {"yes": 0, "maybe": 1}


def also_wanted(rules: RuleSet, given: Mapping[str, Any], now: datetime,
                most: int = 3) -> list[str]:
    """The ids of wishes that nobody named and that what is in question here serves.

    Those that stand come before those that hang on something, main questions before others; none
    that only names otherwise what was named, and none of what the person may owe. Of those that
    one sum serves, the one that the case means.
    """
    scene = scene_of(rules, given, now)
    named = set(given.get("wishes", ()))
    verdicts = [v for v in stand(judged(scene)) if not v.hidden and v.answer in _SURE]
    verdicts.sort(key=lambda v: (v.rule.role != "main", _SURE[v.answer], v.rule.order))
    out: dict[str, None] = {}
    for verdict in verdicts:
        for line in verdict.rule.lines:
            fresh = [w for w in line.wishes if w in rules.wishes]
            if line.money != "debt" and fresh and named.isdisjoint(line.wishes) \
                    and evaluate(line.when, scene.ctx).truth is not Tri.FALSE:
                out.setdefault(max(fresh, key=lambda w: evaluate(
                    rules.wishes[w].shared_when, scene.ctx).truth.value))
    return list(out)[:most]
