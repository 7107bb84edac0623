"""Which decided cases stand beside a result: the nearest to what is open, won and lost alike."""

from __future__ import annotations

from collections import Counter

from weiquan.core.judging.assessment import Assessment
from weiquan.core.model import Precedent
from weiquan.core.model.ruleset import RuleSet

MOST = 2
OFTEN = 5  # a theory of so many decided cases says little about which of them is near


def nearest_to(rules: RuleSet, result: Assessment) -> list[Precedent]:
    """At most two decided cases, each once: one that was won and one that was lost.

    A case is near where it answers what the person asked for and shares a second question, or
    where that is its first question, and one that few cases are about.
    """
    raised = {v.rule.id for v in result.verdicts if not v.hidden}
    often = Counter(t for p in rules.precedents.values() for t in p.theories)
    asked = [w.verdict for w in result.wishes if w.asked and w.verdict is not None]
    near: dict[str, Precedent] = {}
    for verdict in dict.fromkeys(asked):
        if verdict.answer == "yes":
            continue
        id_ = verdict.rule.id
        pool = [p for p in rules.precedents.values() if id_ in p.theories
                and (len(raised & set(p.theories)) > 1
                     or (p.theories[0] == id_ and often[id_] < OFTEN))]
        pool.sort(key=lambda p: -len(raised & set(p.theories)) / len(p.theories))
        near |= {p.id: p for p in pool if p.id not in near}
    won = [p for p in near.values() if p.outcome != "lose"][:1]
    lost = [p for p in near.values() if p.outcome == "lose"][:1]
    return list({p.id: p for p in (*won, *lost, *near.values())}.values())[:MOST]


def searched(rules: RuleSet, word: str) -> list[Precedent]:
    """The decided cases in which `word` stands, or that answer a theory of that name."""
    named = {t.id for t in rules.theories.values() if word in t.name or word == t.id}
    return [p for p in rules.precedents.values()
            if word in p.name + p.what + p.held + p.turned_on + p.court
            or named & set(p.theories)]
