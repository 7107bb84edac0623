"""What the person asked, with the answer that the case gives to it, or what is missing for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from weiquan.core.asking.hearing import hear
from weiquan.core.asking.interview import OpenQuestion
from weiquan.core.asking.questions import questions_in, sort_of
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import OwesView, WishView
from weiquan.core.judging.views import ExcuseView
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.marks import mark_of, named, owed_of

MOST_MISSING = 2
NOT_TO_PAY = frozenset({"not_pay", "keep"})
_MARKED = frozenset({"能要", "不能要", "能", "不能"})   # the mark says it


def answers_to(rules: RuleSet, facts: Mapping[str, Any], result: Assessment, mine: str,
               missing: Sequence[OpenQuestion],
               excused: Callable[[ExcuseView], str],
               because: Mapping[str, str]) -> tuple[str, ...]:
    """A line for each question of the person: its words and the answer.

    By what it asks for: who owes it, the deadline `mine`, the other side's reason as `excused`
    tells it, else the wish that it names or the first one, with its reason of `because`. Where
    nothing answers it, the line says so and names what of `missing` would.
    """
    asked = facts.get("question")
    if not isinstance(asked, str):
        return ()
    return tuple(f"问“{q}”：{_answer(rules, result, q, mine, missing, excused, because)}"
                 for q in questions_in(asked))


def _answer(rules: RuleSet, result: Assessment, question: str, mine: str,
            missing: Sequence[OpenQuestion], excused: Callable[[ExcuseView], str],
            because: Mapping[str, str]) -> str:
    sort = sort_of(question, rules.speech)
    heard = _heard(rules, result, question)
    if "own_fault" in heard.get("happened", ()):
        return "编的、做的不能用，用了自己要担责；照实写的才站得住。"
    view = _wish(result, heard.get("wishes", ()), question)
    if sort == "who" and (owed := _owed(view)):
        return owed
    if sort == "when" and mine:
        return f"{mine}。"
    if sort == "why":
        named_here = [x for x in result.excuses if x.id in heard.get("excuse", ())]
        bearing = [x for x in named_here or result.excuses if not x.beside]
        if bearing and (say := excused(bearing[0])):
            return say
    if view is not None and view.rule.id in NOT_TO_PAY and (owed := _sums(result)):
        return owed
    if view is not None:
        part = "不一定是全部。" if view.answer == "maybe" and _of_all(rules, question) else ""
        return part + _of_wish(view, missing, because)
    return _not_yet(missing)


def _of_all(rules: RuleSet, question: str) -> bool:
    """Whether it asks for all of it: 是不是都得给."""
    return "asks_all" in rules.speech and any(w in question for w in rules.speech["asks_all"].words)


def _sums(result: Assessment) -> str:
    """What the other side claims, sum by sum; empty where none is known."""
    rows = [f"{what}{amount}，{mark}" for mark, what, amount, _ in owed_of(result.lines)]
    return "；".join(rows) + "。" if rows else ""


def _heard(rules: RuleSet, result: Assessment, question: str) -> Mapping[str, Any]:
    """What a question names: in its last clause, else in all of it."""
    last = hear(rules, question.rsplit("，", maxsplit=1)[-1], result.now).facts()
    return last if last else hear(rules, question, result.now).facts()


def _wish(result: Assessment, wishes: Sequence[str], question: str) -> WishView | None:
    """The view of the wish that a question names, else that of the first wish of the person.

    赔一千 alone may be more than one; of what was wished it is the one whose words it has.
    """
    own = [w for w in result.wishes if w.asked]
    named = [w for w in own if w.rule.id in wishes and not w.rule.general]
    worded = [w for w in own if not w.rule.general and any(c in question for c in w.rule.cues)]
    return next(iter([*named, *worded, *own]), None)


def _owed(view: WishView | None) -> str:
    """Who owes it, those who surely do first."""
    if view is None or view.verdict is None:
        return ""
    line = view.line.rule.id if view.line is not None else ""
    owes: list[OwesView] = [o for o in view.verdict.owes
                            if o.answer != "no" and o.say and (not o.line or o.line == line)]
    owes.sort(key=lambda o: o.answer != "yes")
    return "".join(dict.fromkeys(o.say for o in owes[:2]))


def _of_wish(view: WishView, missing: Sequence[OpenQuestion], because: Mapping[str, str]) -> str:
    """The mark of a wish, why or the first sentence of its answer, and what it hangs on."""
    mark = mark_of(view.rule, view.answer)
    why = because.get(view.rule.id, view.say)
    first = next((x for x in why.split("。") if x and x not in _MARKED), "")
    label = "" if view.rule.general else f"{named(view.rule)}，"
    said = f"{label}{mark}。" + (f"{first}。" if first else "")
    hang = missing if view.line is None else [q for q in missing if q.fact.id in view.needs]
    return said + (_lacking(hang) if view.answer == "maybe" else "")


def _not_yet(missing: Sequence[OpenQuestion]) -> str:
    return "这一点还判断不了。" + (_lacking(missing) or "可以带着这句话去问 12315 或者律师。")


def _lacking(missing: Sequence[OpenQuestion]) -> str:
    names = "、".join(q.fact.short for q in missing[:MOST_MISSING])
    return f"差的是：{names}。" if names else ""
