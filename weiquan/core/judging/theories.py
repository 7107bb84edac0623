"""The verdict on one theory: its elements, what defeats it, its lines, and who owes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from weiquan.core.case.context import ReadingView, for_law_day, law_day, with_facts
from weiquan.core.judging.carrying import by_number, carrying
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.scene import Scene, once_a_scene
from weiquan.core.judging.verdicts import (
    Answer,
    DefeatView,
    LineView,
    OwesView,
    RestView,
    Standing,
    Verdict,
)
from weiquan.core.judging.views import Cited, ElementView
from weiquan.core.language.condition import Condition, Context, Special, Tri, evaluate
from weiquan.core.language.formula import compute, facts_in_formula
from weiquan.core.model import Decides, Element, Fact, Line, Theory

MOST_NEEDS = 4


class Bench:
    """Judges one theory in one scene."""

    def __init__(self, scene: Scene, theory: Theory) -> None:
        self.scene = scene
        self.theory = theory
        self.ctx = for_law_day(scene.rules, scene.firm, theory.law_date)
        self.asked = scene.ctx
        day = law_day(scene.ctx.facts, scene.ctx.now, theory.law_date)
        self.citing = scene.citing if theory.law_date == "ordered_on" \
            else Citing(scene.rules, day, scene.firm)

    def truth(self, cond: Condition) -> Tri:
        """The truth of a condition, by what was said and the usual state of things."""
        return evaluate(cond, self.ctx).truth

    def verdict(self) -> Verdict:
        """The answer, with all that it rests on."""
        theory = self.theory
        elements = [e for e in theory.elements if self.truth(e.when) is not Tri.FALSE]
        met = {e.id: self.truth(e.met) for e in elements}
        held = [d for d in theory.defeats if self.truth(d.when) is Tri.TRUE]
        barred = [d for d in held if d.effect in {"bars", "reroutes"} and not d.line]
        failed = [e for e in elements if met[e.id] is Tri.FALSE]
        weak = [d for d in held if d.effect in {"weakens", "not_yet"} and not d.line]
        views = self._elements(elements, met)
        answer: Answer = "yes"
        if barred or failed:
            answer = "no"
        elif weak or self._open(elements, met) or self.truth(theory.yes_if) is not Tri.TRUE:
            answer = "maybe"
        apart = self._apart(failed, views, held) if failed and not barred else []
        lines = apart or self._lines(answer, views, held)
        if apart:
            answer = "yes" if any(x.answer == "yes" for x in apart) else "maybe"
        if answer != "no" and theory.lines and not lines:
            answer = "no"
        if answer == "yes" and lines and all(x.strength != "firm" for x in lines):
            answer = "maybe"
        turning = self._turning() if answer == "yes" and not apart else ()
        stands = [d.stands for d in turning
                  if d.stands and self.truth(d.stands_when) is Tri.TRUE]
        hinges = tuple(d.fact for d in turning if d.stands not in stands)
        if hinges:
            answer = "maybe"
            lines = self._lines(answer, views, held)
        why = self._why(barred, failed) if (barred or failed) and not apart else \
            [d.say for d in weak] + [d.say for d in held if d.effect in {"limits", "rebuts"} or
                                     (d.line and d.effect != "limits")] + stands
        instead = [i for d in barred for i in d.instead]
        return Verdict(
            theory, answer,
            apart[0].rule.says if apart else self._say(answer, barred, failed, weak),
            tuple(dict.fromkeys(w for w in why if w)),
            tuple(f for x in apart for f in x.open)
            or self._needs(answer, elements, met, hinges), tuple(lines), self._owes(), tuple(views),
            tuple(DefeatView(d, self.citing.resolve(d.basis)) for d in held),
            tuple(dict.fromkeys(instead)), self._basis(answer, views, held, barred, failed),
            self._readings(), not_yet=any(d.effect == "not_yet" for d in weak))

    def _basis(self, answer: Answer, views: list[ElementView], held: list[Any],
               barred: list[Any], failed: list[Element]) -> tuple[Cited, ...]:
        """What this answer rests on: its reasons, what is answered, else what is proved."""
        resolve, theory = self.citing.resolve, self.theory
        if answer == "no":
            found = by_number(*(resolve(x.basis) for x in (*barred, *failed)))
        else:
            found = by_number(self._carrying(), *(resolve(d.basis) for d in held))
        return found or by_number(*(e.basis for e in views if e.met)) \
            or by_number(resolve(theory.basis))

    def _carrying(self, line: str = "") -> tuple[Cited, ...]:
        return carrying(self.scene.rules.reasons[self.theory.id], self.asked, self.citing, line)

    def _reasoned(self, line: Line) -> bool:
        return any(not r.lines or line.id in r.lines
                   for r in self.scene.rules.reasons[self.theory.id])

    def _say(self, answer: Answer, barred: list[Any], failed: list[Element],
             weak: list[Any]) -> str:
        """The answer in words: what denies it or makes it doubtful here, before what might."""
        if answer == "no":
            reason = next((d.say for d in barred), "") or next((e.fails for e in failed), "")
            return reason or self.theory.say.no
        if answer == "maybe" and weak and weak[0].say:
            said: str = weak[0].say
            return said
        return self.theory.say.yes if answer == "yes" else self.theory.say.maybe

    def _why(self, barred: list[Any], failed: list[Element]) -> list[str]:
        """What denies it, and only that: who cannot have it is not told that others could."""
        return [d.say for d in barred] + [e.fails for e in failed if e.fails]

    def _open(self, elements: Iterable[Element], met: dict[str, Tri]) -> bool:
        """Whether an element or a bar could still turn it."""
        return any(met[e.id] is Tri.UNKNOWN for e in elements) or any(
            self.truth(d.when) is Tri.UNKNOWN for d in self.theory.defeats
            if d.effect in {"bars", "reroutes"} and not d.line)

    def _elements(self, elements: Iterable[Element], met: dict[str, Tri]) -> list[ElementView]:
        had = self.scene.had
        return [
            ElementView(e.id, e.title, self.theory.name,
                        tuple(x for x in e.evidence if x in had),
                        tuple(x for x in e.evidence if x not in had),
                        e.story if self._told(e.met) and met[e.id] is Tri.TRUE
                        and evaluate(e.tell, self.asked).truth is not Tri.FALSE else "",
                        met[e.id] is Tri.TRUE, self.citing.resolve(e.basis), e.so, e.leads,
                        e.proved_by)
            for e in elements]

    def _apart(self, failed: list[Element], views: list[ElementView],
               held: list[Any]) -> list[LineView]:
        """The lines that stand although these elements fail: a part of what is not to be had.

        Whether there is such a part is not known while its sum is not.
        """
        gone = {e.id for e in failed}
        lines = self._lines("yes", views, held, tuple(
            x for x in self.theory.lines if gone <= set(x.despite)))
        return [replace(x, answer="maybe") if x.open else x for x in lines]

    def _told(self, cond: Condition) -> bool:
        """Whether what was said carries `cond`, without any reading."""
        return evaluate(cond, self.asked).truth is Tri.TRUE

    def _lines(self, answer: Answer, views: list[ElementView], held: list[Any],
               among: tuple[Line, ...] | None = None) -> list[LineView]:
        acted = {d.line: d for d in held if d.line}
        out = []
        whole = (x for x in self.theory.lines if not x.despite)
        for line in whole if among is None else among:
            on = acted.get(line.id)
            if answer == "no" and line.money != "debt":
                continue  # what the person may have to pay stays when the defence fails
            if self.truth(line.when) is Tri.FALSE \
                    or (on is not None and on.effect in {"bars", "reroutes", "limits", "not_yet"}):
                continue
            strength: Standing = line.strength
            if self.truth(line.provided) is not Tri.TRUE:
                if line.otherwise == "drop":
                    continue
                strength = line.otherwise
            if on is not None and on.effect == "weakens" and strength == "firm":
                strength = "arguable"
            view = self._line(line, answer, strength, views)
            if view is not None:
                out.append(view)
        return out

    def _line(self, line: Line, answer: Answer, strength: Standing,
              views: list[ElementView]) -> LineView | None:
        basis = self.citing.resolve(line.basis or self.theory.basis)
        if line.basis and not basis:
            return None  # no law gives it in such a case, or none did on that day
        carried = self._carrying(line.id)
        if strength == "firm" and not carried and line.money != "debt" and self._reasoned(line):
            strength = "arguable"  # nothing that was told of this case carries it
        firm: Answer = "yes" if answer == "yes" and strength == "firm" else "maybe"
        if line.amount is None:
            return LineView(line, self.theory, firm, strength, None, line.amount_text, (), basis,
                            tuple(views), carried)
        used = facts_in_formula(line.amount)
        spare = {f for f in used if self.scene.rules.specs[f].nil_if_open
                 and self.ctx.facts.get(f) in _OPEN}
        ctx = with_facts(self.ctx, dict.fromkeys(spare, Special.NOT_APPLICABLE))
        got = compute(line.amount, ctx, self.scene.names)
        if got.value is not None and got.value <= 0:
            return None
        lacking = tuple(sorted(f for f in used - spare if ctx.facts.get(f) in _OPEN))
        if got.value is None and not lacking:
            return None  # the law set no such sum on the day that counts
        return LineView(line, self.theory, firm, strength, got.value, got.working, lacking, basis,
                        tuple(views), carried, rest=self._rest(line))

    def _rest(self, line: Line) -> RestView | None:
        rest = line.rest
        got = compute(rest.amount, self.ctx, self.scene.names) if rest is not None else None
        if rest is None or got is None or not got.value or got.value <= 0:
            return None
        return RestView(rest.what, rest.answer, got.value, rest.say,
                        self.citing.resolve(rest.basis or line.basis))

    def _owes(self) -> tuple[OwesView, ...]:
        return tuple(OwesView(o.party, o.answer, o.say, o.line, self.citing.resolve(o.basis))
                     for o in self.theory.owes if self.truth(o.when) is Tri.TRUE)

    def _turning(self) -> tuple[Decides, ...]:
        """What the person does not know though some answer to it would make this yes a no.

        Who was not asked may still be asked; the usual state of things is no open question.
        """
        given, specs = self.scene.given, self.scene.rules.specs
        return tuple(
            d for d in self.theory.decides
            if given.get(d.fact) is Special.UNSURE and self.ctx.facts[d.fact] is Special.UNSURE
            and any(self._denied(d.fact, v) for v in _answers_to(specs[d.fact], self.ctx)))

    def _denied(self, fact: str, value: Any) -> bool:
        """Whether it would be a no if `fact` were `value`."""
        ctx = with_facts(self.ctx, {fact: value})

        def truth(cond: Condition) -> Tri:
            return evaluate(cond, ctx).truth

        theory = self.theory
        return any(truth(e.when) is not Tri.FALSE and truth(e.met) is Tri.FALSE
                   for e in theory.elements) \
            or any(d.effect in {"bars", "reroutes"} and not d.line
                   and truth(d.when) is Tri.TRUE for d in theory.defeats) \
            or (bool(theory.lines) and all(truth(x.when) is Tri.FALSE for x in theory.lines))

    def _needs(self, answer: Answer, elements: list[Element], met: dict[str, Tri],
               hinges: tuple[str, ...]) -> tuple[str, ...]:
        """The unknown facts that the answer hangs on, in the order of `decides`."""
        if answer != "maybe":
            return ()
        conds = [e.met for e in elements if met[e.id] is Tri.UNKNOWN]
        conds += [d.when for d in self.theory.defeats if not d.line
                  and d.effect in {"bars", "reroutes", "weakens"}
                  and self.truth(d.when) is Tri.UNKNOWN]
        if self.truth(self.theory.yes_if) is not Tri.TRUE:
            conds.append(self.theory.yes_if)
        conds += [x.provided for x in self.theory.lines
                  if self.truth(x.when) is not Tri.FALSE
                  and self.truth(x.provided) is Tri.UNKNOWN]
        open_ = self._missing(conds)
        ranked = [d.fact for d in sorted(self.theory.decides, key=lambda d: -d.power)]
        asked = [*hinges, *(f for f in ranked if f in open_), *sorted(open_ - set(ranked))]
        specs = self.scene.rules.specs
        return tuple(f for f in dict.fromkeys(asked) if specs[f].asked)[:MOST_NEEDS]

    def _missing(self, conds: Iterable[Condition]) -> set[str]:
        """The facts whose answer could still settle one of them; 不清楚 counts as no answer."""
        facts = {k: v for k, v in self.ctx.facts.items() if v is not Special.UNSURE}
        ctx = replace(self.ctx, facts=facts, known={})
        return {f for cond in conds for f in evaluate(cond, ctx).missing}

    def _readings(self) -> tuple[ReadingView, ...]:
        looked = {d.fact for d in self.theory.decides}
        return tuple(r for r in self.scene.readings if r.fact.id in looked)


_OPEN = (None, Special.UNSURE)


def _answers_to(spec: Fact, ctx: Context) -> Iterator[Any]:
    """The answers that a question offers one by one; none where it asks for a day or a sum."""
    if spec.type == "bool":
        yield from (True, False)
    for choice in spec.choices if spec.type in {"choice", "choices"} else ():
        if evaluate(choice.when, ctx).truth is not Tri.FALSE:
            yield (choice.id,) if spec.type == "choices" else choice.id


@once_a_scene
def raised(scene: Scene) -> tuple[Theory, ...]:
    """The theories that are a question of this case, in the order in which they are looked at."""
    return tuple(scene.rules.theories[id_] for id_, cond in scene.rules.raised.items()
                 if evaluate(cond, scene.firm).truth is Tri.TRUE)


@once_a_scene
def judged(scene: Scene) -> tuple[Verdict, ...]:
    """The verdict on every raised theory."""
    return tuple(Bench(scene, theory).verdict() for theory in raised(scene))
