"""Complaints as people write them: what is raised, asked first, done first, and not promised.

`facts` are what an ordinary person could answer from the complaint alone; whatever else is asked
for is 不清楚. Each complaint is judged on five scales; `expect` says what is right on each:
`raised` theories (a list inside is one of several), `rung` where the case stands, `first` steps
that may come first, `asked` facts that decide, `wish` answers (the first of several is the best)
and `must_not`, what may not be said to be certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.test_cases import case_in, claimed, walk
from weiquan.cli.gather import gather
from weiquan.core.asking.interview import MOST
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import tonight

FOLDER = Path(__file__).parent / "cases" / "complaints"
KEYS = frozenset({"raised", "wish", "rung", "first", "asked", "must_not"})
RUNGS = ("talk", "evidence", "platform", "law")
ENOUGH = 0.7  # of what decides has to be asked
LEAST = {"happened": 0.95, "rung": 0.85, "first": 0.95, "asked": 0.85, "trap": 0.90}
SCALES = tuple(LEAST)
PATHS = sorted(FOLDER.glob("*.yaml"))


def points(rules: RuleSet, path: Path) -> dict[str, tuple[float, str]]:
    """The points of a complaint on each scale, and what was wrong."""
    case = case_in(path, KEYS)
    expect = case["expect"]
    now = datetime.fromisoformat(case["as_of"])
    given = gather(rules, now, case=case["facts"])
    result = assess(rules, given, now)
    asked, _ = walk(rules, given, now)
    assert len(asked) <= MOST
    raised = {v.rule.id for v in result.verdicts if not v.hidden}
    lacking = [x for x in expect["raised"] if not any_of(x) & raised]
    first = result.next.rule.id
    unasked = [x for x in expect["asked"] if not any_of(x) & set(asked)]
    trap = list(_traps(result, expect))
    share = 1 - len(unasked) / len(expect["asked"])
    return {
        "happened": (float(not lacking), f"not raised: {lacking}"),
        "rung": (_rung(result, expect), f"{[s.rule.rung for s in tonight(result)]}, "
                                        f"not {expect['rung']}"),
        "first": (float(first in expect["first"]), f"{first}, not {expect['first']}"),
        "asked": (float(share >= ENOUGH), f"not asked: {unasked}"),
        "trap": (float(not trap), "; ".join(trap)),
    }


def any_of(item: str | list[str]) -> set[str]:
    return {item} if isinstance(item, str) else set(item)


def _rung(result: Assessment, expect: dict[str, Any]) -> float:
    """Full where tonight's steps stand on the rung, half where they are one off."""
    want = set(expect["rung"])
    exact = want & {"scam", "none"}
    if exact and (result.next.rule.id in expect["first"] or not want - exact):
        return float(result.next.rule.id in expect["first"])
    have = {s.rule.rung for s in tonight(result)}
    if have & want:
        return 1.0
    off = min(abs(RUNGS.index(a) - RUNGS.index(b)) for a in have for b in want - exact)
    return 0.5 if off == 1 else 0.0


def _traps(result: Assessment, expect: dict[str, Any]) -> Iterator[str]:
    answers = {w.rule.id: w.answer for w in result.wishes if w.asked}
    for wish, want in expect.get("wish", {}).items():
        if answers.get(wish) not in any_of(want):
            yield f"{wish} is {answers.get(wish)}, not {want}"
    for name in expect.get("must_not", []):
        sure = any(x.answer == "yes" and x.strength == "firm" for x in result.claims) \
            if name == "sum.any" else claimed(result, name)
        if sure:
            yield f"{name} is claimed"


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_nothing_is_promised_that_must_not_be(rules: RuleSet, path: Path) -> None:
    case = case_in(path, KEYS)
    now = datetime.fromisoformat(case["as_of"])
    result = assess(rules, gather(rules, now, case=case["facts"]), now)
    wrong = [n for n in case["expect"].get("must_not", [])
             if n != "sum.any" and claimed(result, n)]
    assert not wrong, wrong


@pytest.mark.parametrize("paths", [PATHS[::6], pytest.param(PATHS, marks=pytest.mark.nightly)],
                         ids=["a sixth", "all"])
def test_what_comes_first_and_what_is_asked(rules: RuleSet, paths: list[Path]) -> None:
    total = dict.fromkeys(LEAST, 0.0)
    missed: dict[str, list[str]] = {}
    for path in paths:
        for scale, (point, why) in points(rules, path).items():
            total[scale] += point
            if point < 1:
                missed.setdefault(scale, []).append(f"{path.stem}: {why}")
    for scale, least in LEAST.items():
        have = total[scale] / len(paths)
        assert have >= least, (scale, have, missed[scale])
