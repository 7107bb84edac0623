"""What theories and the situation that was picked come to together, wish by wish."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from weiquan.core.judging.citing import Citing
from weiquan.core.judging.situations import Picked
from weiquan.core.judging.verdicts import Answer, LineView, WishView
from weiquan.core.model import Outcome
from weiquan.core.model.ruleset import RuleSet


def particular(picked: Picked | None, views: Sequence[WishView], rules: RuleSet,
               citing: Citing) -> list[WishView]:
    """The answers to the wishes, with what the situation says of them in its own words.

    It is nearer to the case than the theories: what it denies is not certain, what it hangs on
    neither, and what it makes certain is so where the theories leave it open and nothing that
    was told speaks against it. What must not be claimed stays so.
    """
    if picked is None:
        return list(views)
    out = [_told(picked, view, citing) for view in views]
    wished = {w.rule.id for w in out}
    for outcome in picked.rule.outcomes[:1]:
        answer = picked.answer_of(outcome)
        if answer != "no" and not wished.intersection(outcome.wishes):
            out.append(WishView(rules.wishes[outcome.wishes[0]], answer, picked.said_of(outcome),
                                (), (), None, None, citing.resolve(picked.basis_of(outcome)),
                                asked=False, own=True))
    return out


def _told(picked: Picked, view: WishView, citing: Citing) -> WishView:
    outcome = next((x for x in picked.rule.outcomes if view.rule.id in x.wishes), None)
    if outcome is None or (view.denied and view.answer == "no"):
        return view
    says = picked.answer_of(outcome)
    answer = _both(picked, view, outcome, says)
    basis = citing.resolve(picked.basis_of(outcome))
    return dataclasses.replace(view, answer=answer, say=picked.said_of(outcome),
                               line=_as(view.line, answer), basis=basis or view.basis, own=True)


def _as(line: LineView | None, answer: Answer) -> LineView | None:
    """The line with that answer; one that is denied keeps its own."""
    return line if line is None or answer == "no" else dataclasses.replace(line, answer=answer)


def _both(picked: Picked, view: WishView, outcome: Outcome, says: Answer) -> Answer:
    """What the theories and the situation come to together."""
    if says == "no":
        return "maybe" if view.answer == "yes" else "no"
    if view.answer == "yes":
        main = outcome is picked.rule.outcomes[0]
        carried = says == "yes" or any(p.turn == "yes" for p in picked.points)
        open_ = main and picked.asked and any(p.turn == "yes" for p in picked.rule.points)
        if picked.turned(outcome) is not None or (open_ and not carried):
            return "maybe"
        return "yes"
    if view.answer == "no":
        return "maybe"
    doubted = view.verdict is not None and any(
        d.rule.effect in {"bars", "weakens", "limits"} for d in view.verdict.defeats)
    return "yes" if says == "yes" and not doubted else "maybe"


def agreeing(lines: Iterable[LineView], wishes: Iterable[WishView]) -> list[LineView]:
    """The lines as their wishes are answered; what is denied is not asked for."""
    told = {w.line.id: w.answer for w in wishes if w.own and w.line is not None}
    return [dataclasses.replace(x, chosen=False) if told.get(x.id) == "no"
            else dataclasses.replace(x, answer=told.get(x.id, x.answer)) for x in lines]
