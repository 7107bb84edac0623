"""What the person wants that no wish of the list is: what it would hang on, and the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weiquan.core.asking.demands import demands_in
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.often import often_answered, often_asked

MAYBE = "看情况"
_GENERAL = "他答应过、合同或页面写过，或者是为了补上他没做好的，就能提；别的靠商量。"


def demands_of_own(facts: Mapping[str, Any]) -> list[str]:
    """The demands in the person's own words."""
    told = facts.get("own_wishes")
    return demands_in(told) if isinstance(told, str) else []


def unlisted(rules: RuleSet, facts: Mapping[str, Any],
             result: Assessment) -> list[tuple[str, str, str]]:
    """Each of them with a mark and what it hangs on: by asked.yaml, else by what stands here."""
    out = []
    for words in demands_of_own(facts):
        _, query = often_asked(rules, words)
        said = often_answered(rules, facts, result, query) if query is not None else ""
        mark, _, say = said.partition("。")
        out.append((f"“{words}”", mark or MAYBE, say or _hanging(result)))
    return out


def _hanging(result: Assessment) -> str:
    """What such a demand rests on: the main question that stands, or may."""
    main = [v for v in result.verdicts
            if not v.hidden and v.rule.role == "main" and v.answer != "no"]
    main.sort(key=lambda v: (v.answer != "yes", v.rule.order))
    if not main:
        return _GENERAL
    stands = "站得住" if main[0].answer == "yes" else "还要看"
    return f"{_GENERAL}现在{stands}的是“{main[0].rule.name}”，可以挂在它下面一起提。"
