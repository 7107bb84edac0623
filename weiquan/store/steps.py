"""Going back: what each change of the answers replaced, the last twenty of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from weiquan.store.case import Answer, Case

MOST = 20


@dataclass(frozen=True)
class Step:
    """One change of the answers: what they were before it.

    `facts` has None for a fact that had no answer; `asked` are the questions that it added.
    `what` is the event that was logged, if any.
    """

    at: datetime
    facts: dict[str, Answer | None]
    asked: tuple[str, ...] = ()
    finished: bool = False
    what: str = ""


@dataclass(frozen=True)
class Kept:
    """The answers as they were saved last: what the next change is measured against."""

    facts: dict[str, Answer] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    finished: bool = False


def kept_of(case: Case) -> Kept:
    """The answers of `case` as they are now."""
    return Kept(dict(case.facts), tuple(case.asked), case.finished)


def step_of(case: Case, what: str = "") -> Step | None:
    """What changed since the case was saved last; None where no answer did."""
    before = case.kept
    changed = {fact: before.facts.get(fact) for fact in (*before.facts, *case.facts)
               if _said(before.facts.get(fact)) != _said(case.facts.get(fact))}
    if not changed:
        return None
    had = set(before.asked)
    return Step(case.updated, changed, tuple(f for f in case.asked if f not in had),
                before.finished, what)


def undo_steps(case: Case, at: datetime, times: int) -> list[Step]:
    """Take back the last `times` changes, newest first; what was taken back. Not saved yet.

    The answers that go stay in `history`: nothing that was ever answered is lost, and a copy
    for others knows what to cover in letters that were written before.
    """
    at = at.replace(microsecond=0)
    undone = list(reversed(case.steps[-times:])) if times > 0 else []
    for step in undone:
        for fact, answer in step.facts.items():
            case.put_back(fact, answer, at)
        case.asked = [f for f in case.asked if f not in step.asked]
        case.finished = step.finished
    if undone:
        case.steps = case.steps[:-len(undone)]
        case.seen = {}
        case.updated = at
        case.kept = kept_of(case)
    return undone


def _said(answer: Answer | None) -> tuple[str, object, str, bool] | None:
    # True == 1, but not as an answer. To confirm what was read from a story is a change, too.
    return None if answer is None else (type(answer.value).__name__, answer.value, answer.about,
                                        answer.unconfirmed)
