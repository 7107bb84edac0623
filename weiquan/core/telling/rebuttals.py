"""What a letter answers to the other side's reasons: those that it really gave, in this case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.citing import Citing
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import Parties, known_text, told
from weiquan.core.telling.reasons import for_party
from weiquan.core.telling.saying import Sayer, is_report, quoted, said_to_sell
from weiquan.core.values.patterns import lazy_re

MOST = 2
SUCH = "这一说法"              # what was said, where its words are not known
SELLER = "商家"
LONGEST = 22                   # characters of a reported word that is quoted
_REPORTED = lazy_re(r"(?:说是|说|称|表示|回复|答复|理由是|但是|但|只肯)([^。；！？]{3,80})")
_REFUSAL = lazy_re("不|没|过了|超过|只能|只给|损耗|规定|自己[弄用摔造承负担去找不]|人为|系统"
                   "|流程|等|时限|签收")
_NO_RETURN = lazy_re("不退|不换|不能退|不可退|不支持|概不")
_ASSURING = lazy_re(r"没有?(?:任何|什么)?问题|没事|不影响|不满意|不喜欢|不合适|不用担心|放心")
_QUOTE = lazy_re("[“”我他她]|拒绝|判定")
_INSIDE = lazy_re("“([^”]{3,})”")
NOT_DENIED: Mapping[str, str] = {"denial": "", "theirs": ""}
BYSTANDERS = frozenset({"courier", "maker", "bank", "lender", "payer", "insurer"})


def rebuttals_of(rules: RuleSet, ctx: Context, result: Assessment, sides: Parties, sayer: Sayer,
                 citing: Citing, own: Mapping[str, str] = NOT_DENIED) -> list[dict[str, Any]]:
    """The answers as plain data: {"excuse", "story", "quote", "own", "answer", "issue", "cite"}.

    One that may be right, or has no answer for such a case, is left out; `quote` has the other
    side's own words where they are those of this reason. `own` is what the person says to them:
    {"denial", "theirs"}; it answers also where the rules have no answer.
    """
    out: list[dict[str, Any]] = []
    denial = own["denial"]
    said = known_text(ctx, "merchant_said")
    sounds = sounds_like(rules, rules.specs["excuse"], said) if said and result.excuses else ()
    selling = said_to_sell(rules, said, known_text(ctx, "problem"))
    for view in result.excuses:
        if view.right or len(out) == MOST:
            continue
        rule = rules.excuses[view.id]
        if selling and view.id in sounds:
            continue
        if sides.party in BYSTANDERS and rule.story.startswith(SELLER):
            continue  # the seller said it, not whom this letter goes to
        found = next(((r, words) for r in rules.rebuttals[view.id]
                      if evaluate(r.when, ctx).truth is Tri.TRUE and citing.bears(r.basis)
                      and (words := sayer.say(r.say))), None)
        if found is None:
            continue
        rebuttal, answer = found
        # One sentence that holds two reasons is quoted once.
        words = _reported(rules, ctx, view.id)
        story = told(rule.story, sides)
        if view.id in sounds:
            words = "" if is_report(said, known_text(ctx, "problem")) else quoted(said)
            story = own["theirs"] if denial and own["theirs"] else story
        out.append({"excuse": view.id, "story": story, "answer": answer,
                    "own": denial if view.id in sounds else "",
                    "quote": "" if any(r["quote"] == words for r in out) else words,
                    "issue": sayer.say(rebuttal.issue) or "",
                    "cite": for_party(citing.resolve(rebuttal.basis), sides)[:1]})
        denial = "" if view.id in sounds else denial
    against = refuses(said) or "我" in own["theirs"]
    if denial and own["theirs"] and against and not selling and sides.party not in BYSTANDERS:
        out.insert(0, {"weight": 0, "story": own["theirs"], "quote": "", "own": "",
                       "answer": denial, "issue": "", "cite": []})
    return out[:MOST]


def _reported(rules: RuleSet, ctx: Context, excuse: str) -> str:
    """What the person reports the other side to have said for this reason, in “ ”; else empty."""
    written = known_text(ctx, "problem")
    for inside in _INSIDE.findall(written):
        if len(inside) <= LONGEST and excuse in sounds_like(rules, rules.specs["excuse"], inside):
            return quoted(inside)
    for found in _REPORTED.finditer(written):
        for clause in found.group(1).split("，"):
            if excuse in sounds_like(rules, rules.specs["excuse"], clause) \
                    and len(clause) <= LONGEST and not _QUOTE.search(clause):
                return quoted(clause)
    return ""


def refuses(words: str) -> bool:
    """Whether what the other side said turns something down; 没有问题, said to sell, does not."""
    return bool(_REFUSAL.search(_ASSURING.sub("", words)))


def stand_of(rules: RuleSet, ctx: Context, rebuttals: Sequence[Mapping[str, Any]],
             sides: Parties) -> dict[str, str]:
    """The word that the other side stands by and what it has to show: {"quote", "show"}.

    The word is the one that is answered; then nothing else need be shown. Else it is what it said,
    and what would show it hangs on what happened. Both are empty where it said nothing.
    """
    nothing = {"quote": "", "show": ""}
    if sides.party in BYSTANDERS:
        return nothing
    said = known_text(ctx, "merchant_said")
    selling = said_to_sell(rules, said, known_text(ctx, "problem"))
    quote = quoted(said) if refuses(said) and not selling else ""
    if quote and is_report(said, known_text(ctx, "problem")):
        quote = SUCH
    answered = [r["quote"] for r in rebuttals if r["quote"]]
    if answered and (not quote or quote in answered):
        return {"quote": answered[0], "show": ""}
    labels = [x for h in ticked(ctx, "happened") if (x := rules.happened.get(h)) and x.show]
    if not quote or not labels:
        return nothing
    if rebuttals and not sounds_like(rules, rules.specs["excuse"], said):
        return nothing  # another reason of his is answered
    heard = sounds_like(rules, rules.specs["happened"], said) if _NO_RETURN.search(said) else ()
    return {"quote": quote, "show": max(labels, key=lambda x: (x.id in heard, x.leads)).show}
