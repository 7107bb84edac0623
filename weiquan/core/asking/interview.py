"""Which question comes next: the one that decides the most. Pure: same input, same question.

The rule was measured on encoded stories (it reaches the first right verdict after 3.5 questions
on average): a fact counts by what it can still turn in the raised theories, by how often its
answer differs from what it would be read as, and by what it costs to know.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from weiquan.core.asking.deciding import is_open, open_in, scores, weight_in
from weiquan.core.asking.sounding import sounds_like
from weiquan.core.case.context import context_of, ticked
from weiquan.core.judging.combining import stand
from weiquan.core.judging.scene import Scene, scene_of
from weiquan.core.judging.situations import situation_of
from weiquan.core.judging.theories import Bench, judged, raised
from weiquan.core.judging.wishes import wishes_of
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import Choice, Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import result

ENOUGH_FOR_A_CARD = 8    # answers after which there is a first result
AFTER_A_STORY = 4        # of them, where as many facts were told at once and more was asked for
MOST = 25                # no interview is longer
MOST_REASONS = 10        # more reasons of the other side than this nobody reads
WORTHWHILE = 1.0         # a question that scores less would hardly change anything
DECIDES = 5.0            # one that scores as much is put before where the order stands
EVERY = 4                # of so many questions one may be where it stands, while others decide


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
    scene = scene_of(rules, given, now)
    return _asked_first(scene) or _decides_most(scene, _answered(rules, given) - told)


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
    scene = scene_of(rules, given, now)
    scored = scores(scene, dormant=False)
    worthwhile = [f for f in rules.facts if scored.get(f.id, 0.0) >= WORTHWHILE]
    worthwhile.sort(key=lambda f: (_is_late(scene, f), -scored[f.id]))
    wished = wishes_of(scene)
    theories = sorted(raised(scene), key=lambda t: -weight_in(t, wished))
    why = {d.fact: d.why for t in reversed(theories) for d in reversed(t.decides)}
    named = [f for f in worthwhile if f.id in why] or worthwhile
    return [OpenQuestion(f, why.get(f.id, "")) for f in named[:most]]


def first_result(rules: RuleSet, given: Mapping[str, Any], now: datetime, told: int = 0) -> bool:
    """Whether there is enough for a card: the first wish is decided, or eight questions are.

    After a story it is fewer. In an emergency nothing is asked that can wait.
    """
    if _answered(rules, given) - told >= before_a_card(told):
        return True
    scene = scene_of(rules, given, now)
    if _emergency(scene):
        return True
    return _asked_first(scene) is None and _decides_most(scene) is None


def before_a_card(told: int) -> int:
    """How many questions are asked at most before the first card, when so many facts were told."""
    return max(AFTER_A_STORY, ENOUGH_FOR_A_CARD - told)


def _emergency(scene: Scene) -> bool:
    """Whether a theory that stops everything else stands, and how urgent it is has been told."""
    picked = situation_of(scene.rules, scene.ctx)
    return (picked is None or not picked.calm) and _gate(scene) is None and any(
        Bench(scene, t).verdict().answer != "no" for t in raised(scene) if t.role == "stop")


def _answered(rules: RuleSet, given: Mapping[str, Any]) -> int:
    return sum(f in rules.specs and rules.specs[f].section != "letter" for f in given)


def comes_first(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> Fact | None:
    """What is asked before anything may be told at length: what happened, who is in danger."""
    return _before_all(scene_of(rules, given, now))


def in_emergency(rules: RuleSet, given: Mapping[str, Any], now: datetime) -> bool:
    """Whether nothing may be asked that can wait."""
    return _emergency(scene_of(rules, given, now))


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
    return next((f for f in scene.rules.gates if is_open(scene, f)
                 and evaluate(f.gate, scene.ctx).truth is Tri.TRUE), None)


def _decides_most(scene: Scene, asked: int = 0) -> Fact | None:
    scored = scores(scene)
    late = {f.id for f in scene.rules.facts
            if (f.id in scored or f.id in scene.given) and _is_late(scene, f)}
    had = sum(f in scene.given for f in late)
    deciding = {f: x for f, x in scored.items() if f not in late}
    if max(deciding.values(), default=0.0) >= DECIDES and (asked + 1) // EVERY <= had:
        scored = deciding
    best = max(scored.values(), default=0.0)
    if best < WORTHWHILE:
        return None
    return next(f for f in scene.rules.facts if scored.get(f.id) == best)


def _is_late(scene: Scene, fact: Fact) -> bool:
    """Whether it only says where the order or the file stands, and so waits for what decides."""
    return evaluate(fact.late, scene.ctx).truth is Tri.TRUE


def hanging_on(rules: RuleSet, given: Mapping[str, Any], now: datetime, fact: str) -> list[str]:
    """The names of the questions of this case that hang on a fact, at most three."""
    scene = Scene(rules, {k: v for k, v in given.items() if k != fact}, now)
    wished = wishes_of(scene)
    found = [(v, open_in(scene.ctx, v).get(fact, 0)) for v in stand(judged(scene))
             if not v.hidden]
    found = sorted((x for x in found if x[1]), key=lambda x: -x[1] * weight_in(x[0].rule, wished))
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
    scene = scene_of(rules, given, now)
    wished = wishes_of(scene)
    power = {v.rule.id: weight_in(v.rule, wished) for v in stand(judged(scene)) if not v.hidden}
    near = {e.id: max((power.get(t, 0) for t in e.theories), default=0)
            + sum(power.get(t, 0) for t in e.theories) / (1 + len(e.theories))
            for e in rules.excuses.values()}
    pool = [c for c in fact.choices if c.id in ids or c.id in heard or c.id in chosen]
    pool.sort(key=lambda c: (c.id not in chosen, c.id not in heard, -near[c.id]))
    return pool[:max(MOST_REASONS, len(chosen))]


def offered_choices(fact: Fact, ctx: Context) -> list[str]:
    """The ids of the choices that are not ruled out by what is known."""
    return [c.id for c in fact.choices if evaluate(c.when, ctx).truth is not Tri.FALSE]
