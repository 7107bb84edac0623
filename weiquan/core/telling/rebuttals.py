"""What a letter answers to the other side's reasons: those that it really gave, in this case."""

from __future__ import annotations

from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import Citing
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text, told
from weiquan.core.telling.reasons import for_party
from weiquan.core.telling.saying import Sayer, quoted

MOST = 2
SELLER = "商家"
BYSTANDERS = frozenset({"courier", "maker", "bank", "lender", "payer", "insurer"})


def rebuttals_of(rules: RuleSet, ctx: Context, result: Assessment, sides: Parties, sayer: Sayer,
                 citing: Citing) -> list[dict[str, Any]]:
    """The answers as plain data: {"excuse", "story", "quote", "answer", "issue", "cite"}.

    One that may be right, or has no answer for such a case, is left out; `quote` has the other
    side's own words where they are those of this reason.
    """
    out: list[dict[str, Any]] = []
    said = known_text(ctx, "merchant_said")
    sounds = sounds_like(rules, rules.specs["excuse"], said) if said and result.excuses else ()
    for view in result.excuses:
        if view.right or len(out) == MOST:
            continue
        rule = rules.excuses[view.id]
        if sides.party in BYSTANDERS and rule.story.startswith(SELLER):
            continue  # the seller said it, not whom this letter goes to
        found = next(((r, words) for r in rules.rebuttals[view.id]
                      if evaluate(r.when, ctx).truth is Tri.TRUE and citing.bears(r.basis)
                      and (words := sayer.say(r.say))), None)
        if found is None:
            continue
        rebuttal, answer = found
        out.append({"excuse": view.id, "story": told(rule.story, sides), "answer": answer,
                    # One sentence that holds two reasons is quoted once.
                    "quote": quoted(said) if view.id in sounds and not any(
                        r["quote"] for r in out) else "",
                    "issue": sayer.say(rebuttal.issue) or "",
                    "cite": for_party(citing.resolve(rebuttal.basis), sides)[:1]})
    return out
