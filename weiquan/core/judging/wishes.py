"""The answer to each wish of the person, and to what nobody thought of."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from weiquan.core.case.context import ticked
from weiquan.core.judging.carrying import by_number
from weiquan.core.judging.combining import PARTS
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.verdicts import Answer, LineView, NotClaimView, Verdict, WishView
from weiquan.core.language.condition import Tri, evaluate
from weiquan.core.model import Wish

_RANK = {"yes": 0, "maybe": 1, "no": 2}
# Shown with what they hang on also where nobody asked for them, if there is a sign of what they
# take: few people know of them, and nobody is talked into one.
THOUGHT_OF_FOR = frozenset({"multiple", "promised"})


def wishes_of(scene: Scene) -> tuple[str, ...]:
    """The wishes of the person, in the order in which they were given.

    A refund with them where none says what is wanted: who says 让平台来赔 wants the money back.
    """
    wishes = scene.rules.wishes
    own = tuple(w for w in ticked(scene.ctx, "wishes") if w in wishes)
    if any(not wishes[w].beside for w in own):
        return own
    money = [w for w in wishes.values() if w.by_default]
    fits = [w.id for w in money if evaluate(w.shared_when, scene.firm).truth is Tri.TRUE]
    # Those named later are the more particular.
    return (*own, *(fits[-1:] or [w.id for w in money][:1]))


def answered(scene: Scene, verdicts: Sequence[Verdict], lines: Sequence[LineView],
             not_claims: Sequence[NotClaimView]) -> list[WishView]:
    """An answer to every wish, in their order; then what may be had besides."""
    wished = wishes_of(scene)
    shown = [v for v in verdicts if not v.hidden]
    out = _once([_answer(scene, scene.rules.wishes[w], shown, lines, not_claims)
                 for w in wished])
    out = [_with_parts(x, lines) for x in out]
    told = {x.line.id for x in out if x.line is not None} | {y.id for x in out for y in x.parts}
    for line in lines:
        fresh = [w for w in line.rule.wishes if w not in wished and w in scene.rules.wishes]
        if fresh and line.id not in told and not line.instead_of and line.rule.money != "debt" \
                and (line.answer == "yes" or line.chosen
                     or (line.rule.money in THOUGHT_OF_FOR and line.strength == "firm")):
            verdict = next(v for v in shown if v.rule is line.theory)
            out.append(_by_line(scene.rules.wishes[fresh[0]], line, verdict, asked=False))
            told.add(line.id)
    return out


def _with_parts(view: WishView, lines: Sequence[LineView]) -> WishView:
    """With the other parts of the same loss that are asked for: 医疗费, 误工费 and 护理费."""
    line = view.line
    if line is None or not line.chosen or line.rule.money not in PARTS or line.amount is None:
        return view
    parts = tuple(x for x in lines if x.chosen and x.theory is line.theory
                  and x.rule.money == line.rule.money and view.rule.id in x.rule.wishes
                  and x.amount is not None)
    return dataclasses.replace(view, parts=parts) if len(parts) > 1 else view


def _once(views: Sequence[WishView]) -> list[WishView]:
    """Without a second wish that comes to the same sum: 退钱 and 退剩下的."""
    seen: set[str] = set()
    out = []
    for view in views:
        line = view.line.id if view.line is not None else ""
        if not line or line not in seen:
            out.append(view)
        seen.add(line)
    return out


def _answer(scene: Scene, wish: Wish, verdicts: Sequence[Verdict], lines: Sequence[LineView],
            not_claims: Sequence[NotClaimView]) -> WishView:
    by_line = [x for x in lines if wish.id in x.rule.wishes]
    if by_line:
        best = min(by_line, key=lambda x: (_RANK[x.answer], bool(x.instead_of),
                                           x.rule.money == "multiple"
                                           and wish.id not in x.theory.wishes[:1],
                                           x.theory.order))
        verdict = next(v for v in verdicts if v.rule is best.theory)
        return _by_line(wish, best, verdict, asked=True)
    denied = [n for n in not_claims if wish.id in n.rule.wishes]
    whole = [v for v in verdicts if _answers(v, wish.id)] \
        or [v for v in verdicts if wish.general and v.rule.role == "main"]
    best_v = min(whole, key=lambda v: (_RANK[v.answer], v.rule.order), default=None)
    if denied and (best_v is None or best_v.answer == "no"):
        n = denied[0]
        return WishView(wish, "no", n.rule.why, (), (), None, None, n.basis, denied=True)
    if best_v is not None:
        answer: Answer = best_v.answer
        say = best_v.say
        refund = [x for x in best_v.lines if x.rule.money == "price"]
        # 还行不行 asks for the money too: it is no surer than that.
        if wish.general and answer == "yes" and refund and all(x.answer != "yes" for x in refund):
            answer, say = "maybe", best_v.rule.say.maybe
        return WishView(wish, answer, say, best_v.why, best_v.needs, None, best_v,
                        best_v.basis)
    return WishView(wish, wish.answer, wish.say, (), (), None, None,
                    scene.citing.resolve(wish.basis))


def _answers(verdict: Verdict, wish: str) -> bool:
    """Whether a theory answers a wish as a whole: no line of it, where it has lines for it."""
    if wish in verdict.rule.wishes:
        return verdict.answer == "no" or not any(wish in x.wishes for x in verdict.rule.lines)
    return verdict.answer == "no" and any(wish in x.wishes for x in verdict.rule.lines)


def _by_line(wish: Wish, line: LineView, verdict: Verdict, *, asked: bool) -> WishView:
    say = verdict.say
    # What was told makes it doubtful: that is why, not what a line of its kind hangs on.
    doubted = any(d.rule.effect == "weakens" and d.rule.say == say for d in verdict.defeats)
    if line.strength != "firm" and line.rule.hangs_on and not doubted:
        say = line.rule.hangs_on
    basis = by_number(line.carried, line.basis, *(d.basis for d in verdict.defeats))
    return WishView(wish, line.answer, say, verdict.why, verdict.needs, line, verdict, basis,
                    asked)


def not_given(not_claims: Sequence[NotClaimView], wishes: Sequence[WishView]) -> list[NotClaimView]:
    """What must not be claimed, but for the multiples that this very case gives."""
    given = {w.rule.id for w in wishes
             if w.answer == "yes" and w.line is not None and w.line.rule.money == "multiple"}
    return [n for n in not_claims if not given.intersection(n.rule.wishes)]


def not_claims_of(scene: Scene, verdicts: Sequence[Verdict]) -> list[NotClaimView]:
    """What must not be claimed in this case: each theory's own, the same reason once."""
    out: dict[str, NotClaimView] = {}
    for v in verdicts:
        if v.hidden:
            continue
        for rule in v.rule.not_claims:
            if rule.why not in out and evaluate(rule.when, scene.firm).truth is Tri.TRUE:
                out[rule.why] = NotClaimView(rule, v.rule, scene.citing.resolve(rule.basis))
    return list(out.values())
