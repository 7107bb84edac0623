"""Every rule object in a RuleSet, with what kind of thing it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import value

_KINDS: Mapping[str, str] = {
    "Fact": "fact", "Choice": "choice", "Step": "step", "WarningRule": "warning",
    "Deadline": "clock", "Evidence": "evidence", "Excuse": "excuse", "NotClaim": "not_claim",
    "ReportPoint": "report", "Element": "element", "Theory": "theory", "Defeat": "defeat",
    "Line": "line", "AskNow": "ask_now",
    "Owes": "owes", "Decides": "decides", "Say": "say", "Reading": "reading",
    "Precedent": "precedent", "Label": "label", "Saying": "saying", "Answer": "answer",
    "Situation": "situation", "FirstStep": "first_step", "Ask": "ask", "Retort": "retort",
    "Point": "point", "Outcome": "outcome",
    "Wish": "wish", "Speech": "speech",
    "Event": "event", "Derived": "derived", "Clash": "clash", "SumRole": "sum", "Term": "term",
    "FollowUp": "followup", "Account": "account", "Query": "query", "QueryTell": "query_tell",
    "Platform": "platform", "Channel": "channel", "Law": "law", "Article": "article",
    "Param": "param", "Note": "note", "MenuPath": "path", "Contact": "contact", "Box": "box",
    "Operator": "operator", "PageState": "state", "Source": "source", "LetterMeta": "letter",
    "RungSpec": "rung", "NamedCondition": "condition", "Close": "close",
    "Reason": "reason",
    "Rebuttal": "rebuttal", "Titling": "titling",
    "Ground": "ground", "Remark": "remark", "Preflight": "preflight", "Wording": "wording",
    "Override": "override", "ArticleVersion": "version", "ParamValue": "value",
    "CalendarYear": "year",
}
# Kinds whose ids, if any, need only be unique inside their owner.
_LOCAL = frozenset({"choice", "element", "defeat", "line", "owes", "decides", "not_claim",
                    "report", "source", "letter", "path", "contact", "box", "operator", "state",
                    "close", "article", "note", "ask_now",
                    "reason", "rebuttal", "titling", "ground", "remark", "wording", "say",
                    "reading", "query_tell", "first_step", "ask", "retort", "point", "outcome",
                    "override", "version",
                    "value", "year"})


@value
class Item:
    """A rule object, and where it belongs."""

    kind: str
    obj: Any
    owner: Any
    sources: tuple[str, ...] | None   # ids of the sources that its file lists, if it lists any
    dated: bool                       # speaks about a period of its own; old law may be cited

    @property
    def local(self) -> bool:
        """Whether its id need only be unique inside its owner."""
        return self.kind in _LOCAL


def items_of(rules: RuleSet) -> Iterator[Item]:
    """Every rule object of the set, owners before what they own."""
    pools: list[Any] = [
        rules.facts, rules.rungs, rules.conditions.values(), rules.steps, rules.warnings,
        rules.deadlines.values(), rules.evidence.values(), rules.excuses.values(),
        rules.laws.values(), rules.platforms.values(), rules.theories.values(),
        rules.happened.values(), rules.wishes.values(), rules.speech.values(),
        rules.events.values(), rules.preflight.values(),
        rules.derived, rules.sums, rules.clashes, rules.terms, rules.followups, rules.accounts,
        rules.sayings, rules.answers,
        rules.asked.values(), rules.situations.values(),
        rules.precedents.values(),
        rules.channels.values(), rules.letters.values(), rules.forms.values(), rules.calendar,
    ]
    for pool in pools:
        for top in pool:
            yield from items_in(top)


def items_in(top: Any) -> Iterator[Item]:
    """One rule object and all that it owns."""
    sources = tuple(s.id for s in top.sources) if hasattr(top, "sources") else None
    yield from _walk(top, top, sources)


def _walk(obj: Any, owner: Any, sources: tuple[str, ...] | None) -> Iterator[Item]:
    kind = _KINDS[type(obj).__name__]
    dated = (kind == "clock" or getattr(obj, "end", None) is not None
             or getattr(obj, "status", "") in {"historic", "outdated", "contradicted"})
    yield Item(kind, obj, owner, sources if obj is not owner else None, dated)
    if getattr(obj, "choices_from", ""):
        return  # those choices stand in files of their own
    for field in dataclasses.fields(obj):
        value = getattr(obj, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if type(item).__name__ in _KINDS:
                yield from _walk(item, owner, sources)
