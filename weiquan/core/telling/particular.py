"""What the situation that a person picked gives to a letter: what is so, and why it is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from weiquan.core.judging.citing import Citing
from weiquan.core.judging.situations import Picked
from weiquan.core.judging.verdicts import LineView
from weiquan.core.model import Basis
from weiquan.core.telling.reasons import Ground
from weiquan.core.telling.saying import Sayer
from weiquan.core.telling.statements import SAME, covered

MOST = 2                       # reasons of one situation


ME, OURS = "消费者", "我方"      # who tells of somebody of the family speaks for both


def with_it(accounts: Mapping[str, list[dict[str, Any]]], picked: Picked | None, sayer: Sayer,
            spoken: Iterable[Mapping[str, Any]], *,
            kin: bool = False) -> dict[str, list[dict[str, Any]]]:
    """What the answers tell, by stage, with what is so of the situation in its course.

    What the person's own words say already is left out. `kin`: they tell of the family.
    """
    if picked is None:
        return dict(accounts)
    own = [str(r["text"]) for r in spoken]
    known = "".join([*own, *(str(r["text"]) for rows in accounts.values() for r in rows)])
    out: list[dict[str, Any]] = []
    line = "" if own else picked.rule.tells      # who tells it tells that too
    for point, text in (("", line), *((p.id, p.tells) for p in picked.points)):
        words = sayer.say(text.replace(ME, OURS) if kin else text) if text else None
        if words and covered(words, known) < SAME:
            out.append({"situation": picked.rule.id, "point": point, "text": words})
            known += words
    return {**accounts, "course": [*out, *accounts.get("course", ())]}


def wishes_in(asks: Iterable[Mapping[str, Any]], lines: Iterable[LineView]) -> set[str]:
    """What a letter with these demands asks for."""
    rows = list(asks)
    return {str(a["wish"]) for a in rows} | {
        w for x in lines if any(a["line"] == x.id for a in rows) for w in x.rule.wishes}


def grounds_of_it(picked: Picked | None, wishes: Collection[str], sayer: Sayer,
                  citing: Citing, *, kin: bool = False) -> list[Ground]:
    """Why a letter with these wishes asks, what the person ticked first; at most two reasons."""
    outcome = None if picked is None else next(
        (x for x in picked.rule.outcomes
         if set(x.wishes) & set(wishes) and picked.answer_of(x) != "no"), None)
    if picked is None or outcome is None:
        return []
    main = outcome is picked.rule.outcomes[0]
    told: list[tuple[str, str, tuple[Basis, ...]]] = [
        (p.id, p.because, p.basis or outcome.basis) for p in picked.points if main]
    told.append(("", outcome.because, outcome.basis))
    out = []
    for point, text, basis in told:
        words = sayer.say(text.replace(ME, OURS) if kin else text) if text else None
        if words and citing.bears(basis):
            out.append(Ground(words, "", citing.resolve(basis), (), (),
                              {"situation": picked.rule.id, "point": point}))
    return out[:MOST]
