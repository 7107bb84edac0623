"""Why a wish can be had, told to the person: the fact of this case that carries it, its article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weiquan.core.case.context import context_of, with_facts
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import citing_in
from weiquan.core.judging.verdicts import known_of
from weiquan.core.judging.views import Cited
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, called_of, party_of
from weiquan.core.telling.reasons import Reasoner
from weiquan.core.telling.saying import Sayer

YOU = "你"


def because_of(rules: RuleSet, facts: Mapping[str, Any], result: Assessment) -> dict[str, str]:
    """Why each wish can be had that can, with its article, by id.

    What the situation says that was picked, else the words that a letter gives as its first
    reason, with the person as 你.
    """
    out = {w.rule.id: _cited(w.say.rstrip("。"), w.basis[0]) for w in result.wishes
           if w.own and w.answer != "no" and w.basis}
    yes = [w for w in result.wishes if w.answer == "yes" and w.line is not None and not w.own]
    if not yes:
        return out
    ctx = with_facts(context_of(rules, facts, result.now), known_of(result.verdicts))
    citing = citing_in(rules, ctx, result.law_day)
    for wish in yes:
        assert wish.line is not None
        party = party_of(ctx, result, wish.line)
        sides = Parties(YOU, called_of(party), party, "self", "", YOU)
        sayer = Sayer(rules, ctx, sides, result.clocks)
        first = next(iter(Reasoner(ctx, result, sides, sayer, citing).reasons([wish.line])), None)
        if first is not None and "reason" in first:
            out[wish.rule.id] = _cited(first["story"], first["cite"][0])
    return out


def _cited(sentence: str, cite: Cited) -> str:
    return f"{sentence}（{cite.law}第{cite.article.split('(')[0]}条）。"
