"""What the person asked, with the answer that the case gives to it, or what is missing for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from weiquan.core.asking.hearing import hear
from weiquan.core.asking.interview import OpenQuestion
from weiquan.core.asking.questions import questions_in, sort_of
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import OwesView, WishView
from weiquan.core.judging.views import ExcuseView
from weiquan.core.model import Party
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.binding import (
    Named,
    asks_untruth,
    others_named,
    owed_by,
    says,
    views_of,
    wishes_named,
)
from weiquan.core.telling.marks import MARK, besides_of, mark_of, named, owed_of
from weiquan.core.telling.often import often_answered, often_asked, theirs_in
from weiquan.core.telling.whole import too_much
from weiquan.core.values.records import value
from weiquan.core.values.rmb import in_yuan

MOST_MISSING = 2
MOST_SUMS = 2
MOST_NAMED = 3
UNTRUE = ("不能。对商家、平台、12315、法院说的都要是真的；编的、做的不能用，用了自己要担责。"
          "照实写的才站得住。")
UNANSWERED = "这一句还答不了，别的结论不是答它的。"
FROM_OTHERS = ("platform_pays",)
NOT_TO_PAY = frozenset({"not_pay", "keep"})
_MARKED = frozenset({"能要", "不能要", "能", "不能"})   # the mark says it
_MINE = {"yes": "不用", "maybe": "看情况", "no": "要"}    # 运费要我出吗


@value
class _Case:
    """One case, whose questions are answered."""

    rules: RuleSet
    facts: Mapping[str, Any]
    result: Assessment
    mine: str                     # the nearest deadline of the person
    missing: Sequence[OpenQuestion]
    excused: Callable[[ExcuseView], str]
    because: Mapping[str, str]


def answers_to(rules: RuleSet, facts: Mapping[str, Any], result: Assessment, mine: str,
               missing: Sequence[OpenQuestion],
               excused: Callable[[ExcuseView], str],
               because: Mapping[str, str]) -> tuple[str, ...]:
    """A line for each question of the person that can be answered: its words and the answer.

    Questions that have one answer stand in one line.

    By what it asks for: who owes it, the deadline `mine`, what many people ask, the other side's
    reason as `excused` tells it, the person or the wish that it names, with its reason of
    `because`. What names nothing is not answered with another wish's verdict: the line says which
    of `missing` it names, or that there is no answer yet.
    """
    asked = facts.get("question")
    if not isinstance(asked, str):
        return ()
    case = _Case(rules, facts, result, mine, missing, excused, because)
    told: dict[str, list[str]] = {}
    for q in questions_in(asked):
        told.setdefault(_answer(case, q), []).append(f"“{q}”")
    return tuple(f"问{'、'.join(qs)}：{say}" for say, qs in told.items() if say)


def _answer(case: _Case, question: str) -> str:
    rules, result = case.rules, case.result
    heard = _heard(rules, result, question)
    if "own_fault" in heard.get("happened", ()) or asks_untruth(rules, question):
        return UNTRUE
    size, query = often_asked(rules, question)
    names = wishes_named(rules, question)
    if query is not None and size >= names.size \
            and (said := often_answered(rules, case.facts, result, query)):
        return said
    return _by_sort(case, question, heard, names) or _at_last(case, question) or (
        UNANSWERED + _lacking(case.missing))


def _by_sort(case: _Case, question: str, heard: Mapping[str, Any], names: Named) -> str:
    """The answer by what a question asks for and whom or what it names."""
    rules, result = case.rules, case.result
    sort = sort_of(question, rules.speech)
    others = others_named(rules, question)
    views = _bound(case, question, heard.get("wishes", ()), others, names)
    if sort == "who" and (owed := _owed(next(iter([*views, *_own(result)]), None))):
        return owed
    if sort == "when" and case.mine:
        return f"{case.mine}。"
    if sort == "why":
        named_here = [x for x in result.excuses if x.id in heard.get("excuse", ())]
        bearing = [x for x in named_here or result.excuses if not x.beside]
        if bearing and (say := case.excused(bearing[0])):
            return say
    if sort != "who" and (refused := theirs_in(rules, case.facts, result, question)):
        return refused
    if others and not views:
        owes = owed_by(result, others)[:1]
        return "".join(f"{MARK[o.answer]}。{o.say}" for o in owes) or _lacking(
            _named_missing(case.missing, question, heard))
    if views and views[0].rule.id in NOT_TO_PAY and (owed := _sums(result)):
        return owed
    if says(rules, question, "asks_sum") and (sums := _how_much(views or _own(result))):
        return sums
    if views:
        return _of_view(case, question, views[0])
    return _lacking(_named_missing(case.missing, question, heard))


def _at_last(case: _Case, question: str) -> str:
    """What is answered where nothing else answers: 能不能赔偿."""
    _, query = often_asked(case.rules, question, late=True)
    return often_answered(case.rules, case.facts, case.result, query) if query else ""


def _of_view(case: _Case, question: str, view: WishView) -> str:
    """The answer of a wish, for the whole or the sum that was asked for."""
    part = "不一定是全部。" if view.answer == "maybe" and says(case.rules, question, "asks_all") \
        else ""
    besides = besides_of(case.result.wishes) \
        if view.answer == "no" and view.rule.id not in NOT_TO_PAY else ""
    return too_much(case.rules, case.facts, view, question) or part + _of_wish(
        view, case.missing, case.because,
        mine=says(case.rules, question, "asks_mine")) + besides


def _bound(case: _Case, question: str, heard: Sequence[str],
           others: Sequence[Party], names: Named) -> list[WishView]:
    """The answers to what a question names: by its words, else as a story would be understood.

    Who names nothing asks for the one thing that is wanted: 怎么办, 行不行; and who wants nothing
    in particular for what the case is about. What was named and not wanted before is judged now.
    """
    rules, result = case.rules, case.result
    if others and "platform" in others:
        return views_of(result, FROM_OTHERS) or _judged(case, FROM_OTHERS)
    if others:
        return []
    own = _own(result)
    at_large = says(rules, question, "asks_at_large")
    if not own and at_large and not names.ids:
        return [w for w in result.wishes if w.asked and w.rule.general]
    if names.ids:
        like = [w for w in views_of(result, names.like) if w.asked]
        return views_of(result, names.ids) or like or _judged(case, names.ids)
    like = [w for w in own if w.rule.id in heard]
    return like or (own if at_large and len(own) == 1 else [])


def _judged(case: _Case, ids: Sequence[str]) -> list[WishView]:
    """The answers to wishes that the person asks about and did not name before.

    A word that names many, 赔, says too little for that.
    """
    if len(ids) > MOST_NAMED:
        return []
    own = case.facts.get("wishes")
    wishes = (*own, *ids) if isinstance(own, tuple) else tuple(ids)
    return views_of(assess(case.rules, {**case.facts, "wishes": wishes}, case.result.now), ids)


def _own(result: Assessment) -> list[WishView]:
    """What the person asked for that is one thing."""
    return [w for w in result.wishes if w.asked and not w.rule.general and not w.rule.beside]


def _how_much(views: Sequence[WishView]) -> str:
    """The sums of what is asked about, each with its mark."""
    rows = [f"{named(w.rule)} {in_yuan(w.amount)}，{mark_of(w.rule, w.answer)}"
            for w in views if w.amount is not None and w.answer != "no"]
    return "；".join(rows[:MOST_SUMS]) + "。" if rows else ""


def _named_missing(missing: Sequence[OpenQuestion], question: str,
                   heard: Mapping[str, Any]) -> list[OpenQuestion]:
    """What is missing that the question itself names."""
    return [q for q in missing if q.fact.id in heard or q.fact.short in question]


def _sums(result: Assessment) -> str:
    """What the other side claims, sum by sum; empty where none is known."""
    rows = [f"{what}{amount}，{mark}" for mark, what, amount, _ in owed_of(result.lines)]
    return "；".join(rows) + "。" if rows else ""


def _heard(rules: RuleSet, result: Assessment, question: str) -> Mapping[str, Any]:
    """What a question names: in its last clause, else in all of it."""
    last = hear(rules, question.rsplit("，", maxsplit=1)[-1], result.now).facts()
    return last if last else hear(rules, question, result.now).facts()


def _owed(view: WishView | None) -> str:
    """Who owes it, those who surely do first."""
    if view is None or view.verdict is None:
        return ""
    line = view.line.rule.id if view.line is not None else ""
    owes: list[OwesView] = [o for o in view.verdict.owes
                            if o.answer != "no" and o.say and (not o.line or o.line == line)]
    owes.sort(key=lambda o: o.answer != "yes")
    return "".join(dict.fromkeys(o.say for o in owes[:2]))


def _of_wish(view: WishView, missing: Sequence[OpenQuestion], because: Mapping[str, str],
             *, mine: bool = False) -> str:
    """The mark of a wish, why or the first sentence of its answer, and what it hangs on."""
    mark = _MINE[view.answer] if mine else mark_of(view.rule, view.answer)
    why = because.get(view.rule.id, view.say)
    first = next((x for x in why.split("。") if x and x not in _MARKED), "")
    label = "" if view.rule.general else f"{named(view.rule)}，"
    said = f"{label}{mark}。" + (f"{first}。" if first else "")
    hang = missing if view.line is None else [q for q in missing if q.fact.id in view.needs]
    return said + (_lacking(hang) if view.answer == "maybe" else "")


def _lacking(missing: Sequence[OpenQuestion]) -> str:
    names = "、".join(q.fact.short for q in missing[:MOST_MISSING])
    return f"差的是：{names}。" if names else ""
