"""The answers of asked.yaml: what many people ask, answered for this case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import context_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.language.condition import Tri, evaluate
from weiquan.core.model import Query
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.binding import says, size_of
from weiquan.core.telling.marks import MARK

OTHER = "这和眼下的事不是一回事。"


def often_asked(rules: RuleSet, question: str, *,
                late: bool = False) -> tuple[int, Query | None]:
    """The entry that a question is, by its longest words, and how long they are."""
    sizes = {q.id: 0 if q.late != late or any(w in question for w in q.unless)
             else size_of(q.words, question) for q in rules.asked.values()}
    most = max(sizes.values(), default=0)
    return most, next((q for q in rules.asked.values() if sizes[q.id] == most), None) \
        if most else None


def often_answered(rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
                   query: Query) -> str:
    """The mark and the reason: of the first answer that holds, of a verdict, or the last one."""
    ctx = context_of(rules, facts, result.now)
    for tell in query.tells:
        if evaluate(tell.when, ctx).truth is Tri.TRUE:
            return f"{tell.mark}。{tell.say}"
    for id_ in query.theories:
        verdict = result.verdict(id_)
        if verdict is not None:
            return f"{query.marks.get(verdict.answer, MARK[verdict.answer])}。{verdict.say}"
    return f"{query.otherwise.mark}。{query.otherwise.say}" if query.otherwise else ""


def theirs_in(rules: RuleSet, facts: Mapping[str, Any], result: Assessment,
              question: str) -> str:
    """The answer to a reason of the other side that a question repeats: 概不退换有效吗.

    It stands or falls as in a reply to them; empty where the question only asks for something.
    """
    if not says(rules, question, "asks_if_so"):
        return ""
    for id_ in sounds_like(rules, rules.specs["excuse"], question)[:1]:
        again = assess(rules, {**facts, "excuse": (id_,)}, result.now)
        for view in again.excuses:
            if view.beside:
                return f"不是。{view.beside_why or OTHER}"
            say = view.answer[0] if view.answer else ""
            if view.right:
                return f"可能有道理。{'；'.join(x.rstrip('。') for x in view.right_when[:1])}。"
            told = say and say not in rules.excuses[id_].answer
            return f"{'站不住' if told else '不一定'}。{say}" if say else ""
    return ""
