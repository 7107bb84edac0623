"""Which question comes next: the one that decides the most. Pure: same input, same question.

The rule was measured on encoded stories (it reaches the first right verdict after 3.5 questions
on average): a fact counts by what it can still turn in the raised theories, by how often its
answer differs from what it would be read as, and by what it costs to know.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import context_of, ticked
from weiquan.core.judging.combining import chosen_lines, stand
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.theories import Bench, judged, raised
from weiquan.core.judging.verdicts import Verdict
from weiquan.core.judging.wishes import wishes_of
from weiquan.core.language.condition import Condition, Context, Tri, evaluate
from weiquan.core.language.formula import facts_in_formula
from weiquan.core.model import Choice, Fact, Line, Theory
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import result

ENOUGH_FOR_A_CARD = 8    # answers after which there is a first result
AFTER_A_STORY = 4        # of them, where as many facts were told at once and more was asked for
MOST = 25                # no interview is longer
CLOCK = 1.5              # a fact that starts a deadline of one's own comes earlier
GUARDED = 0.5            # what matters only once it is told: the unusual
DORMANT = 0.25           # what would only raise another theory
MOST_REASONS = 10        # more reasons of the other side than this nobody reads
DECISIVE = 15            # power of what a question of the person's names as deciding it
WORTHWHILE = 1.0         # a question that scores less would hardly change anything
SIZES = 6.0              # without which a sum that is demanded is not known: as the price


@result
class OpenQuestion:
    """A fact that nobody has told yet, and why it matters in this case."""

    fact: Fact
    why: str


def next_question(rules: RuleSet, given: Mapping[str, Any], now: datetime,
                  told: int = 0) -> Fact | None:
    """The fact to ask for next, or None when nothing that matters is left.

    `told` is how many of the facts nobody had to be asked for: they were read from a story.
    """
    if _answered(rules, given) - told >= MOST:
        return None
    scene = Scene(rules, given, now)
    return _asked_first(scene) or _decides_most(scene)


def still_needed(rules: RuleSet, given: Mapping[str, Any], now: datetime,
                 facts: Collection[str]) -> list[Fact]:
    """Those of `facts` that can still be asked for, in the order of the files.

    What letters need is asked after everything that decides, and outside its count.
    """
    known = context_of(rules, given, now).facts
    return [f for f in rules.facts if f.id in facts and f.asked and known.get(f.id) is None]


def open_questions(rules: RuleSet, given: Mapping[str, Any], now: datetime,
                   most: int = 8) -> list[OpenQuestion]:
    """What is not answered yet and would decide, the weightiest first, at most `most`.

    Those that a question of this case names as deciding; others only where none of them is open.
    What would only raise another question is left out: building those takes half of a plan.
    """
    scene = Scene(rules, given, now)
    scored = scores(scene, dormant=False)
    worthwhile = [f for f in rules.facts if scored.get(f.id, 0.0) >= WORTHWHILE]
    worthwhile.sort(key=lambda f: -scored[f.id])
    wished = wishes_of(scene)
    theories = sorted(raised(scene), key=lambda t: -_weight(t, wished))
    why = {d.fact: d.why for t in reversed(theories) for d in reversed(t.decides)}
    named = [f for f in worthwhile if f.id in why] or worthwhile
    return [OpenQuestion(f, why.get(f.id, "")) for f in named[:most]]


def first_result(rules: RuleSet, given: Mapping[str, Any], now: datetime, told: int = 0) -> bool:
    """Whether there is enough for a card: the first wish is decided, or eight questions are.

    After a story it is fewer. In an emergency nothing is asked that can wait.
    """
    if _answered(rules, given) - told >= before_a_card(told):
        return True
    scene = Scene(rules, given, now)
    if _emergency(scene):
        return True
    return _asked_first(scene) is None and _decides_most(scene) is None


def before_a_card(told: int) -> int:
    """How many questions are asked at most before the first card, when so many facts were told."""
    return max(AFTER_A_STORY, ENOUGH_FOR_A_CARD - told)


def _emergency(scene: Scene) -> bool:
    """Whether a theory that stops everything else stands, and how urgent it is has been told."""
    return _gate(scene) is None and any(
        Bench(scene, t).verdict().answer != "no" for t in raised(scene) if t.role == "stop")


def _answered(rules: RuleSet, given: Mapping[str, Any]) -> int:
    return sum(f in rules.specs and rules.specs[f].section != "letter" for f in given)


def comes_first(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> Fact | None:
    """What is asked before anything may be told at length: what happened, who is in danger."""
    return _before_all(Scene(rules, given, now))


def in_emergency(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> bool:
    """Whether nothing may be asked that can wait."""
    return _emergency(Scene(rules, given, now))


def _asked_first(scene: Scene) -> Fact | None:
    """What happened and what stops everything else; then what is wanted."""
    if (first := _before_all(scene)) is not None:
        return first
    specs = scene.rules.specs
    if "wishes" in specs and scene.ctx.facts.get("wishes") is None:
        return specs["wishes"]
    return None


def _before_all(scene: Scene) -> Fact | None:
    specs = scene.rules.specs
    if "happened" in specs and not ticked(scene.ctx, "happened") \
            and scene.ctx.facts.get("happened") is None:
        return specs["happened"]
    return _gate(scene)


def _gate(scene: Scene) -> Fact | None:
    return next((f for f in scene.rules.gates if _is_open(scene, f)
                 and evaluate(f.gate, scene.ctx).truth is Tri.TRUE), None)


def _decides_most(scene: Scene) -> Fact | None:
    scored = scores(scene)
    best = max(scored.values(), default=0.0)
    if best < WORTHWHILE:
        return None
    return next(f for f in scene.rules.facts if scored.get(f.id) == best)


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
            weight = _weight(v.rule, wished)
            every = _open_in(asking, v)
            opened = _open_in(scene.ctx, v) if every else {}
            count(opened, weight)
            count({f: p for f, p in every.items() if f not in opened}, weight * GUARDED)
    if dormant:
        seen = {v.rule.id for v in verdicts}
        for theory in scene.rules.theories.values():
            if theory.id not in seen:
                count(_wakes(asking, theory), _weight(theory, wished) * DORMANT)
    out = {}
    sizing = {f for x in chosen_lines(verdicts, wished) if x.chosen for f in x.open}
    for f in scene.rules.facts:
        worth = power.get(f.id, 0.0) * float(f.usually) + float(f.weight)
        if worth and _is_open(scene, f, sizing):
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


def _is_open(scene: Scene, fact: Fact, sizing: Collection[str] = ()) -> bool:
    """Whether it may be asked: no answer yet, not derived, and worth a question.

    What a sum that is demanded lacks (`sizing`) is always worth one.
    """
    have = scene.ctx.facts.get(fact.id)
    return have is None and fact.asked and (
        fact.id in sizing or evaluate(fact.worth, scene.firm).truth is Tri.TRUE)


def _weight(theory: Theory, wished: tuple[str, ...]) -> int:
    serves = set(theory.wishes).union(*(x.wishes for x in theory.lines))
    if (wished[:1] and wished[0] in serves) or theory.role == "stop":
        return 3
    if serves & set(wished) or (theory.role in {"answer", "gate", "defence"}):
        return 2
    return 1


def _open_in(ctx: Context, verdict: Verdict) -> dict[str, int]:
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


def hanging_on(rules: RuleSet, given: Mapping[str, Any], now: datetime, fact: str) -> list[str]:
    """The names of the questions of this case that hang on a fact, at most three."""
    scene = Scene(rules, {k: v for k, v in given.items() if k != fact}, now)
    wished = wishes_of(scene)
    found = [(v, _open_in(scene.ctx, v).get(fact, 0)) for v in stand(judged(scene))
             if not v.hidden]
    found = sorted((x for x in found if x[1]), key=lambda x: -x[1] * _weight(x[0].rule, wished))
    return [v.rule.name for v, _ in found[:3]]


def offered(rules: RuleSet, fact: Fact, given: Mapping[str, Any], now: datetime) -> list[Choice]:
    """The choices that fit this case, in the order to read them.

    Of what the other side may say, those first that its words or the story sound like, then those
    that answer most of what is in question; what was chosen stays. At most `MOST_REASONS`: any
    other goes in one's own words, which are compared with all of them.
    """
    ids = set(offered_choices(fact, context_of(rules, given, now)))
    had = given.get(fact.id)
    chosen = set(had) if isinstance(had, tuple) else set()
    if fact.choices_from != "excuses":
        return [c for c in fact.choices if c.id in ids or c.id in chosen]
    heard = [x for f in ("merchant_said", "problem") if isinstance(text := given.get(f), str)
             for x in sounds_like(rules, fact, text)]
    scene = Scene(rules, given, now)
    wished = wishes_of(scene)
    power = {v.rule.id: _weight(v.rule, wished) for v in stand(judged(scene)) if not v.hidden}
    near = {e.id: max((power.get(t, 0) for t in e.theories), default=0)
            + sum(power.get(t, 0) for t in e.theories) / (1 + len(e.theories))
            for e in rules.excuses.values()}
    pool = [c for c in fact.choices if c.id in ids or c.id in heard or c.id in chosen]
    pool.sort(key=lambda c: (c.id not in chosen, c.id not in heard, -near[c.id]))
    return pool[:max(MOST_REASONS, len(chosen))]


def offered_choices(fact: Fact, ctx: Context) -> list[str]:
    """The ids of the choices that are not ruled out by what is known."""
    return [c.id for c in fact.choices if evaluate(c.when, ctx).truth is not Tri.FALSE]
