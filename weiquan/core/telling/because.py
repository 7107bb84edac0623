"""Why a wish can be had, told to the person: the fact of this case that carries it, its article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weiquan.core.case.context import context_of, with_facts
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import citing_in
from weiquan.core.judging.verdicts import known_of
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, called_of, party_of
from weiquan.core.telling.reasons import Reasoner
from weiquan.core.telling.saying import Sayer

YOU = "你"


def because_of(rules: RuleSet, facts: Mapping[str, Any], result: Assessment) -> dict[str, str]:
    """A sentence for each wish that can be had and that a reason of this case carries, by id.

    The words are those that a letter gives as its first reason, with the person as 你.
    """
    yes = [w for w in result.wishes if w.answer == "yes" and w.line is not None]
    if not yes:
        return {}
    ctx = with_facts(context_of(rules, facts, result.now), known_of(result.verdicts))
    citing = citing_in(rules, ctx, result.law_day)
    out = {}
    for wish in yes:
        assert wish.line is not None
        party = party_of(ctx, result, wish.line)
        sides = Parties(YOU, called_of(party), party, "self", "", YOU)
        sayer = Sayer(rules, ctx, sides, result.clocks)
        first = next(iter(Reasoner(ctx, result, sides, sayer, citing).reasons([wish.line])), None)
        if first is not None and "reason" in first:
            cite = first["cite"][0]
            article = cite.article.split("(")[0]
            out[wish.rule.id] = f"{first['story']}（{cite.law}第{article}条）。"
    return out
