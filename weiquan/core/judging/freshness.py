"""How old what an answer rests on is: platforms change their rules and menus without notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.views import Clock, StepView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import result

STALE = timedelta(days=180)


@result
class Aged:
    """Something of a platform that is shown, and the day on which it was last looked at."""

    what: str
    checked: date


def is_stale(checked: date | None, today: date) -> bool:
    """Whether what was looked at on `checked` is to be looked at again."""
    return checked is not None and today - checked > STALE


def aged_in(rules: RuleSet, assessment: Assessment, first: Clock | None,
            steps: Iterable[StepView]) -> list[Aged]:
    """What is stale of the platform's in the deadline that counts and in the steps for tonight."""
    platform = rules.platforms.get(assessment.platform_id)
    if platform is None:
        return []
    shown = list(steps)
    own = {id(k) for k in platform.clocks}
    clocks = [*([first] if first is not None else []), *(k for s in shown for k in s.clocks[:2])]
    # A clock carries the day of its text; what counts is the day on which that was looked at.
    out = [Aged(f"期限“{k.rule.name}”", k.checked or k.rule.as_of or platform.as_of)
           for k in clocks if id(k.rule) in own]
    days = {p.path: p.as_of or platform.as_of for p in platform.paths}
    out += [Aged("App 里的入口", days[path]) for s in shown for path, sure in s.paths[:1]
            if sure and path in days]
    return [a for a in out if is_stale(a.checked, assessment.now.date())]


def stale_line(platform: str, aged: Sequence[Aged]) -> str:
    """One sentence about it; an empty string where there is nothing to say."""
    if not aged:
        return ""
    names = list(dict.fromkeys(a.what for a in aged))
    oldest = min(a.checked for a in aged)
    return (f"{'、'.join(names[:2])}{'等' if len(names) > 2 else ''}是 {oldest} 核对的，"
            f"{platform}可能改过，以 App 里显示的为准。")
