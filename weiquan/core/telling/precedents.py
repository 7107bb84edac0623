"""Which decided cases stand beside a result: the nearest to what is open, won and lost alike."""

from __future__ import annotations

from weiquan.core.judging.assessment import Assessment
from weiquan.core.model import Precedent
from weiquan.core.model.ruleset import RuleSet

MOST = 4
PER_VERDICT = 2


def nearest_to(rules: RuleSet, result: Assessment) -> list[Precedent]:
    """At most two decided cases per open verdict: one that was won and one that was lost."""
    raised = {v.rule.id for v in result.verdicts if not v.hidden}
    out: list[Precedent] = []
    asked = [w.verdict for w in result.wishes if w.asked and w.verdict is not None]
    for verdict in dict.fromkeys(asked):
        if verdict.answer == "yes":
            continue
        pool = [p for p in rules.precedents.values() if verdict.rule.id in p.theories]
        pool.sort(key=lambda p: -len(raised & set(p.theories)) / len(p.theories))
        won = [p for p in pool if p.outcome != "lose"][:1]
        lost = [p for p in pool if p.outcome == "lose"][:1]
        out += [p for p in (*won, *lost, *pool) if p not in out][:PER_VERDICT]
    return out[:MOST]


def searched(rules: RuleSet, word: str) -> list[Precedent]:
    """The decided cases in which `word` stands, or that answer a theory of that name."""
    named = {t.id for t in rules.theories.values() if word in t.name or word == t.id}
    return [p for p in rules.precedents.values()
            if word in p.name + p.what + p.held + p.turned_on + p.court
            or named & set(p.theories)]
