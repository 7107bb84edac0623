"""How much each open fact decides: what it can still turn in the raised theories.

A fact counts by its power in them, by how often its answer differs from what it would be read as,
and by what it costs to know.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping

from weiquan.core.judging.combining import chosen_lines, stand
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.theories import judged
from weiquan.core.judging.verdicts import Verdict
from weiquan.core.judging.wishes import wishes_of
from weiquan.core.language.condition import Condition, Context, Tri, evaluate
from weiquan.core.language.formula import facts_in_formula
from weiquan.core.model import Fact, Line, Theory

CLOCK = 1.5              # a fact that starts a deadline of one's own comes earlier
GUARDED = 0.5            # what matters only once it is told: the unusual
DORMANT = 0.25           # what would only raise another theory
DECISIVE = 15            # power of what a question of the person's names as deciding it
SIZES = 6.0              # without which a sum that is demanded is not known: as the price


def scores(scene: Scene, *, dormant: bool = True) -> dict[str, float]:
    """How much each open fact decides, by id; with `dormant` also what it could raise."""
    verdicts = stand(judged(scene))
    wished = wishes_of(scene)
    asking = dataclasses.replace(scene.ctx, asking=True, known={})
    power: dict[str, float] = {}

    def count(facts: Mapping[str, int], weight: float) -> None:
        for fact, strength in facts.items():
            decisive = strength > 2 and weight > 1   # of what the person wants
            power[fact] = power.get(fact, 0.0) + weight * (DECISIVE if decisive else strength ** 2)

    for v in verdicts:
        if not v.hidden:
            weight = weight_in(v.rule, wished)
            every = open_in(asking, v)
            opened = open_in(scene.ctx, v) if every else {}
            count(opened, weight)
            count({f: p for f, p in every.items() if f not in opened}, weight * GUARDED)
    if dormant:
        seen = {v.rule.id for v in verdicts}
        for theory in scene.rules.theories.values():
            if theory.id not in seen and (waking := _wakes(asking, theory)):
                count(waking, weight_in(theory, wished) * DORMANT)
    out = {}
    sizing = {f for x in chosen_lines(verdicts, wished) if x.chosen for f in x.open}
    for f in scene.rules.facts:
        if f.id not in power and not f.weight:
            continue
        worth = power.get(f.id, 0.0) * float(f.usually) + float(f.weight)
        if worth and is_open(scene, f, sizing):
            out[f.id] = worth * (CLOCK if f.starts_clock else 1.0) / float(f.cost)
            if f.id in sizing:   # without it a letter has no sum
                out[f.id] = max(out[f.id], SIZES)
    return out


def _wakes(asking: Context, theory: Theory) -> dict[str, int]:
    """The facts that could still make a question of this case of a theory that is none yet."""
    question = evaluate(theory.raised, asking)
    if question.truth is not Tri.UNKNOWN:
        return {}
    declared = {d.fact: d.power for d in theory.decides}
    return {f: declared.get(f, 1) for f in question.missing}


def is_open(scene: Scene, fact: Fact, sizing: Collection[str] = ()) -> bool:
    """Whether it may be asked: no answer yet, not derived, and worth a question.

    What a sum that is demanded lacks (`sizing`) is always worth one.
    """
    have = scene.ctx.facts.get(fact.id)
    return have is None and fact.asked and (
        fact.id in sizing or evaluate(fact.worth, scene.firm).truth is Tri.TRUE)


def weight_in(theory: Theory, wished: tuple[str, ...]) -> int:
    """How near a theory is to what the person wants: 3 the first wish, 1 none of them."""
    serves = set(theory.wishes).union(*(x.wishes for x in theory.lines))
    if (wished[:1] and wished[0] in serves) or theory.role == "stop":
        return 3
    if serves & set(wished) or (theory.role in {"answer", "gate", "defence"}):
        return 2
    return 1


def open_in(ctx: Context, verdict: Verdict) -> dict[str, int]:
    """The facts that can still turn a verdict, with their power.

    Once a bar has closed it, only what the person may owe is open.
    """
    theory = verdict.rule
    closed = verdict.answer == "no" and any(
        evaluate(d.when, ctx).truth is Tri.TRUE for d in theory.defeats
        if d.effect in {"bars", "reroutes"} and not d.line)
    lines = [x for x in theory.lines if evaluate(x.when, ctx).truth is not Tri.FALSE
             and (x.money == "debt" or not closed)]
    missing: set[str] = set()
    for cond in (*(() if closed else _conditions(theory, ctx)), *_of_lines(lines)):
        missing |= evaluate(cond, ctx).missing
    declared = {d.fact: d.power for d in theory.decides}
    if not closed:  # what only lessens it counts where the theory names it as deciding
        missing |= {f for d in theory.defeats if d.effect == "limits" and not d.line
                    for f in evaluate(d.when, ctx).missing if f in declared}
    out: dict[str, int] = {f: declared.get(f, 1) for f in missing}
    for line in lines:
        for f in facts_in_formula(line.amount):
            if ctx.facts.get(f) is None:
                out.setdefault(f, declared.get(f, 1))
    return out


def _conditions(theory: Theory, ctx: Context) -> Iterator[Condition]:
    for e in theory.elements:
        if evaluate(e.when, ctx).truth is not Tri.FALSE:
            yield e.met
    for d in theory.defeats:
        if d.line or d.effect not in {"limits", "rebuts"}:  # those only say something
            yield d.when
    yield theory.yes_if


def _of_lines(lines: Iterable[Line]) -> Iterator[Condition]:
    for line in lines:
        yield line.provided
        yield line.when
