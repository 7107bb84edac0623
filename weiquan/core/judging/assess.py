"""From rules, facts and a moment to an Assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from weiquan.core.case.context import ReadingView, chosen, ticked, unasked_as_unsure
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.ceilings import once, set_off, shared, within
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.clocks import clocks_in, undated_in
from weiquan.core.judging.combining import chosen_lines, stand, total_of
from weiquan.core.judging.contradictions import contradictions
from weiquan.core.judging.exhibits import evidence_of
from weiquan.core.judging.ladder import ladder_of, next_step
from weiquan.core.judging.offers import letters_of
from weiquan.core.judging.particular import agreeing, particular
from weiquan.core.judging.scene import Scene, scene_of
from weiquan.core.judging.situations import picked_of
from weiquan.core.judging.theories import judged
from weiquan.core.judging.verdicts import LineView, Verdict, WishView, known_of, nothing_in
from weiquan.core.judging.views import Clock, ExcuseView, Gap, OwnAnswer, StepView, Undated
from weiquan.core.judging.wishes import answered, not_claims_of, not_given, wishes_of
from weiquan.core.judging.wording import Wording
from weiquan.core.language.condition import Context, Special, Tri, evaluate
from weiquan.core.model import Excuse, Rebuttal
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.zh import person_as

LONG_AGO = timedelta(days=30)
SAME = 8  # characters in which two warnings begin that say the same


def assess(rules: RuleSet, given: Mapping[str, Any], now: datetime,
           exhibits: Sequence[str] = ()) -> Assessment:
    """Everything that the rules say about the facts `given` at `now`.

    `exhibits` is the order of exhibit numbers that a case has already fixed.
    """
    scene = scene_of(rules, given, now)
    verdicts = stand(judged(scene))
    wished = [rules.wishes[w] for w in wishes_of(scene)]
    named = [w.id for w in wished]
    lines = chosen_lines(verdicts, named, spoken=any(w.ask and not w.beside for w in wished),
                         parts={w.id for w in wished if w.part})
    lines = set_off(shared(once(lines, named, scene.ctx), scene.ctx), scene.ctx)
    lines = within(lines, wished, scene.ctx)
    not_claims = not_claims_of(scene, verdicts)
    picked = picked_of(rules, scene.ctx)
    wishes = particular(picked, answered(scene, verdicts, lines, not_claims), rules, scene.citing)
    lines = agreeing(lines, wishes)
    shown = [v for v in verdicts if not v.hidden]
    scene = scene.knowing(known_of(verdicts))
    ctx, citing = scene.ctx, scene.citing
    by_known = unasked_as_unsure(rules, scene.firm)
    order = _by_relevance(shown, wishes)
    # What nobody can add to the main thing is not asked, proved or calculated either;
    # where there is nothing else, what is denied says what to do instead.
    walked = [v.rule.id for v in order if v.answer != "no" or v.rule.role != "extra"] \
        or [v.rule.id for v in order]
    alone = any(evaluate(v.rule.alone, scene.read).truth is Tri.TRUE for v in order)
    if alone:
        walked = [v.rule.id for v in order if v.rule.role == "stop"
                  or evaluate(v.rule.alone, scene.read).truth is Tri.TRUE]
    wording = Wording(rules, scene.read)
    # Who has to stop first writes to nobody, nor who can have nothing.
    quiet = alone or nothing_in(wishes, verdicts) or any(
        v.rule.role == "stop" and v.answer == "yes" for v in shown)
    ladder = ladder_of(scene, walked, by_known, wording, nothing=quiet,
                       denied=[v.rule.id for v in shown if v.answer == "no"])
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    running = [n for s in ladder if s.status != "done" for n in s.rule.clocks]
    own = [n for v in shown if v.answer != "no" or v.rule.role in {"stop", "route"}
           for n in v.rule.clocks]
    clocks = clocks_in(rules, by_known, [*own, *running], rules.workdays, citing)
    clocks = [k for k in clocks if k.due is None or k.due > now - LONG_AGO or k.rule.who != "buyer"]
    told = [w for w in (wording.warning(w) for w in rules.warnings_for(chosen(ctx, "platform"))
                        if evaluate(w.when, scene.read).truth is Tri.TRUE) if w is not None]
    warnings = [(w, citing.resolve(w.basis)) for w in told if w.level != "trap"]
    warnings.sort(key=lambda pair: pair[0].level != "stop")
    excuses = _excuses(scene, shown, lines, wording)
    near = [*(picked.rule.traps if picked is not None else ()),
            *(w.text for w in told if w.level == "trap" and citing.bears(w.basis))]
    letters, withheld = letters_of(scene, ladder, shown, lines, wishes, clocks,
                                   excuses)
    steps = _with_letters(ladder, {x.rule.id for x in letters})
    return Assessment(
        now=now,
        law_day=citing.law_day,
        platform_id=platform.id if platform else "",
        platform_name=platform.name if platform else "",
        wishes=tuple(wishes),
        verdicts=tuple(verdicts),
        lines=tuple(lines),
        total=total_of(lines),
        not_claims=tuple(not_given(not_claims, wishes)),
        contradictions=tuple(contradictions(rules, ctx)),
        readings=tuple(_readings_used(scene, wishes)),
        next=next_step(steps, now, _ranks(order)),
        ladder=tuple(steps),
        undated=_undated(scene, by_known, own, ladder),
        clocks=tuple(sorted(clocks, key=lambda k: (k.due is None, k.due or now, k.rule.id))),
        evidence=tuple(evidence_of(scene, shown, lines, ladder, exhibits, wording)),
        perishing=wording.perishing,
        letters=tuple(letters),
        withheld=tuple(withheld),
        warnings=tuple(warnings),
        traps=_traps(near, order, walked, wording),
        gaps=tuple(_gaps(scene, wishes)),
        own_answers=tuple(OwnAnswer(f, rules.specs[f].short, words)
                          for f, words in scene.own_words.items() if f in rules.specs),
        sources=tuple(_sources(citing, platform, clocks, ladder)),
        excuses=excuses,
        picked=picked,
    )


def _with_letters(ladder: Sequence[StepView], offered: set[str]) -> list[StepView]:
    """The steps without those that are a letter which is not written."""
    return [s for s in ladder if s.status in {"done", "blocked"} or not s.rule.written
            or offered & set(s.rule.letters)]


def _traps(near: Sequence[str], order: Sequence[Verdict], walked: Sequence[str],
           wording: Wording) -> tuple[str, ...]:
    """What such a case is lost by: what fits this one, then what its theories name."""
    named = [t for v in order if v.rule.id in walked and v.answer != "no" for t in v.rule.traps]
    told = {t[:SAME] for t in near}
    more = (t for t in wording.lines(named) if t[:SAME] not in told)
    return tuple(dict.fromkeys((*near, *more)))


def _undated(scene: Scene, by_known: Context, own: Sequence[str],
             ladder: Sequence[StepView]) -> tuple[Undated, ...]:
    """The clocks of what may be had, and of what can be done, whose first day nobody knows."""
    steps = [x for s in ladder if s.status in {"now", "check"} for x in s.undated]
    found = (*undated_in(scene.rules, by_known, own), *steps)
    return tuple({x.rule.id: x for x in found}.values())


def _by_relevance(verdicts: Sequence[Verdict], wishes: Sequence[WishView]) -> list[Verdict]:
    """What stops everything first, then the theories that answer the wishes, then the others."""
    asked = [w.verdict.rule.id for w in wishes if w.asked and w.verdict is not None]

    def place(v: Verdict) -> tuple[bool, bool, int, int]:
        at = asked.index(v.rule.id) if v.rule.id in asked else len(asked)
        return (v.rule.role != "stop", v.answer == "no" and v.rule.role != "gate", at,
                v.rule.order)

    return sorted(verdicts, key=place)


def _ranks(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """The rank of each theory's own steps, by id; where nothing can be had, what to do instead."""
    gone = [v for v in verdicts if v.answer == "no" and v.rule.role not in {"stop", "gate"}]
    ids = [s.id for v in (*(v for v in verdicts if v not in gone), *gone) for s in v.rule.steps]
    return {id_: i for i, id_ in enumerate(ids)}


def _readings_used(scene: Scene, wishes: Sequence[WishView]) -> list[ReadingView]:
    """The readings that the answers to the wishes hang on."""
    looked = {f for w in wishes if w.asked for f in w.needs}
    return [r for r in scene.readings if r.fact.id in looked]


def _gaps(scene: Scene, wishes: Sequence[WishView]) -> list[Gap]:
    """The unknown facts that the answers hang on."""
    hang = {f for w in wishes for f in w.needs} | {
        f for w in wishes if w.line is not None for f in w.line.open}
    return [Gap(f.id, f.short, f.ask, f.id not in scene.own_words
                and scene.given.get(f.id) is Special.UNSURE)
            for f in scene.rules.facts if f.id in hang]


def _excuses(scene: Scene, verdicts: Sequence[Verdict], lines: Sequence[LineView],
             wording: Wording) -> list[ExcuseView]:
    """What the other side gave as reasons: those that bear on what is asked for come first."""
    main = {x.theory.id for x in lines if x.chosen and x.rule.money in {"price", "act"}}
    # What a theory without a price of its own is about counts wherever it is a question, and so
    # does another way to the same money: a card that is given back in seven days or later.
    groups = {v.rule.group for v in verdicts if v.rule.id in main}
    about = main | {v.rule.id for v in verdicts
                    if not main or all(x.money != "price" for x in v.rule.lines)
                    or v.rule.group in groups}
    found = [_excuse(scene, scene.rules.excuses[id_], about, wording)
             for id_ in ticked(scene.ctx, "excuse") if id_ in scene.rules.excuses]
    return sorted(found, key=lambda x: x.beside)


def _excuse(scene: Scene, rule: Excuse, about: set[str], wording: Wording) -> ExcuseView:
    answers = set(rule.theories)
    told = _told(scene, rule, wording)
    # Only where the rule says in words why: an excuse that decides must not be waved away.
    elsewhere = bool(rule.beside) and bool(answers) and not answers & about
    beside = elsewhere and told is None
    right = not beside and evaluate(rule.right_if, scene.firm).truth is Tri.TRUE
    say = f"{told.say}。" if told is not None else ""
    # What the law says stays whole where nothing would be left of it.
    law = wording.lines(rule.answer) or (() if told else rule.answer)
    basis = rule.basis
    reply = scene.citing.spoken(wording.said(rule.reply), basis) or person_as(say, "我")
    if told is not None and elsewhere:
        # The rest of the rule is about what it belongs to: only this answer is about the case.
        why = wording.said(rule.beside)
        law, reply, basis = (why,) if why else (), person_as(say, "我"), told.basis
    answer = (person_as(say, "你"), *law) if say and not right else law
    return ExcuseView(rule.id, rule.name, right, rule.right_when, answer, reply,
                      wording.lines(rule.capture), scene.citing.resolve(basis), beside,
                      wording.said(rule.beside))


def _told(scene: Scene, rule: Excuse, wording: Wording) -> Rebuttal | None:
    """What a letter answers in such a case; None where nothing holds."""
    for tell in scene.rules.rebuttals[rule.id]:
        if "{" not in tell.say and evaluate(tell.when, scene.ctx).truth is Tri.TRUE \
                and wording.fits(tell.say) and scene.citing.bears(tell.basis):
            return tell
    return None


def _sources(citing: Citing, platform: Any, clocks: Sequence[Clock],
             ladder: Sequence[StepView]) -> list[str]:
    out = citing.sources()
    if platform is not None:
        used = {k.source for k in clocks} | {n.source for s in ladder for n in s.notes}
        for source in platform.sources:
            if source.id in used:
                dated = f"，文本日期 {source.date}" if source.date else ""
                out.append(f"{platform.name}：{source.title}{dated}，核对于 {platform.as_of}")
    return out
