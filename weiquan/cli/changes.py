"""What is different for a case: by newer rules, and by its own last steps, in words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from weiquan.cli.gather import raw_value
from weiquan.core.case.answers import load_value, show_value
from weiquan.core.model.ruleset import RuleSet
from weiquan.errors import BadValue, WeiquanError
from weiquan.store.steps import Step

if TYPE_CHECKING:
    from weiquan.cli.session import CaseSession
    from weiquan.store.case import Answer, Case

NEWER = "规则在这之后更新过，期限和步骤按现在的规则重新算。"
SAME = "规则在这之后更新过，这个案件的结论和期限没有变。"


def changes_of(rules: RuleSet, session: CaseSession) -> list[str]:
    """What newer rules changed for the answers of a case; [] where they are the same rules.

    Both are reckoned at the moment when it was last looked at: the days that have passed since
    are no change of the rules.
    """
    from weiquan.cli.common import assessed
    from weiquan.core.telling.summary import changed, summary_of

    case = session.case
    if case.rules_digest in {"", rules.digest}:
        return []
    try:
        then = datetime.fromisoformat(case.seen["at"])
        facts = session.facts()
        now = summary_of(rules, facts, assessed(rules, facts, then, case.exhibits))
    except (KeyError, TypeError, ValueError, WeiquanError):
        return [NEWER]
    found = changed(case.seen, now)
    return ["规则在这之后更新过。同样的回答，现在不同的有：",
            *(f"- {line}" for line in found)] if found else [SAME]


def step_lines(rules: RuleSet, case: Case) -> list[str]:
    """The steps of a case that can be taken back, the last one first."""
    facts: dict[str, Answer | None] = dict(case.facts)
    out = []
    for step in reversed(case.steps):
        out.append(step_line(rules, step, facts))
        facts |= step.facts
    return out


def step_line(rules: RuleSet, step: Step, after: dict[str, Answer | None]) -> str:
    """11月22日 23:05 商家怎么回复：拒绝（原来：没填）; `after` are the answers that it led to."""
    event = rules.events.get(step.what)
    said = "；".join(_change(rules, fact, after.get(fact), before)
                    for fact, before in list(step.facts.items())[:4])
    more = f"；等 {len(step.facts)} 项" if len(step.facts) > 4 else ""
    when = f"{step.at.month}月{step.at.day}日 {step.at:%H:%M}"
    return f"{when} {f'记下“{event.label}”：' if event else ''}{said}{more}"


def _change(rules: RuleSet, fact: str, now: Answer | None, before: Answer | None) -> str:
    spec = rules.specs.get(fact)
    name = spec.short if spec is not None else fact
    return f"{name}：{_shown(rules, fact, now)}（原来：{_shown(rules, fact, before)}）"


def _shown(rules: RuleSet, fact: str, answer: Answer | None) -> str:
    if answer is None:
        return "没填"
    spec = rules.specs.get(fact)
    if spec is None:
        return "填过"
    if spec.secret:
        return "填过，不显示"
    try:
        value: Any = load_value(spec, raw_value(spec, answer), answer.at)
        return show_value(spec, value)
    except BadValue:
        return "填过"
