"""The ladder 沟通—取证—平台介入—依法维权 for one case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from weiquan.core.case.context import chosen
from weiquan.core.judging.clocks import clocks_in, undated_in
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.situations import first_of, picked_of
from weiquan.core.judging.views import Status, StepView
from weiquan.core.judging.wording import Wording
from weiquan.core.language.condition import Condition, Context, Special, Tri, evaluate, facts_in
from weiquan.core.model import Note, Platform, Step
from weiquan.core.model.ruleset import RuleSet

VERIFIED_PATH = frozenset({"official-text", "api-enum", "verified-in-full-text"})
SHOWN_NOTE = frozenset({"official-text", "api-enum", "verified-in-full-text",
                        "verified-in-secondary", "secondary"})
URGENT = timedelta(days=3)
EMERGENCY = 50  # `first` from here on: nothing else tonight
MOST_CHECKS = 3  # more than three things to find out first is no advice


def ladder_of(scene: Scene, raised: Collection[str], by_known: Context, wording: Wording, *,
              nothing: bool = False, denied: Collection[str] = ()) -> list[StepView]:
    """The steps of this case in rung order, without those that another one overrides.

    Where `nothing` can be had, the steps that press a claim are none: what the theories say to
    do instead, and to keep what there is, remains. Nobody is told to demand what every theory
    that has the step has `denied`.

    Steps go by the readings of what is not known. `by_known` holds what nobody was asked as
    不清楚: clocks run by it. `wording` says how each step reads in this case, and which is about
    something else.
    """
    rules, citing = scene.rules, scene.citing
    own = {s.id for t in raised for s in rules.theories[t].steps}
    given = {s.id for t in raised if t not in denied for s in rules.theories[t].steps}
    kept: list[tuple[Step, Step, Status, str, tuple[str, ...]]] = []
    picked = picked_of(rules, scene.ctx)
    own_first = first_of(picked) if picked is not None else None
    if own_first is not None:   # the person knows it from its words: all of them fit
        kept.append((own_first, own_first, "now", "", ()))
    for step in rules.steps_for(chosen(scene.ctx, "platform"), raised):
        if picked is not None and picked.rule.calm and step.first >= EMERGENCY:
            continue
        if (nothing and step.id not in own and _presses(step)) \
                or (step.demands and step.id not in given and step.id in own):
            continue
        judged = _judge(scene, step, wording)
        said = wording.step(step) if judged is not None else None
        if judged is not None and said is not None:
            kept.append((step, said, *judged))
    gone = {o.step for step, _, status, _, _ in kept if status in {"now", "later"}
            for o in step.overrides}
    out: list[StepView] = []
    checks = 0
    for step, said, status, why, unsure in kept:
        checks += status == "check"
        if step.id in gone or (status == "check" and checks > MOST_CHECKS):
            continue
        clocks = tuple(clocks_in(rules, by_known, step.clocks, rules.workdays, citing))
        notes = tuple(n for n in notes_for(scene, step) if wording.fits(n.text))
        out.append(StepView(said, status, why, clocks, citing.resolve(step.basis),
                            _paths(rules, scene.read, step), notes, unsure,
                            undated_in(rules, by_known, step.clocks)))
    return out


def _presses(step: Step) -> bool:
    """Whether a step presses a claim: its letters would have nothing to ask for."""
    return step.first < EMERGENCY and bool(step.letters)


def next_step(ladder: Sequence[StepView], now: datetime,
              own: Mapping[str, int] | None = None) -> StepView:
    """The one thing to do first.

    Emergencies first; then a step with a clock of the buyer's own that ends within three days;
    then what must come before anything else in this case (`first`: do not click, do not send);
    then what is particular to this case (`own` gives the rank of such steps by id), then the
    lowest rung, in the order of the files. When nothing can be done now: what has to be found
    out, then what comes later, and last what is done. LookupError on an empty ladder.
    """
    ranks = own or {}
    common = len(ranks)
    for status in ("now", "check", "later", "blocked", "done"):
        pool = [s for s in ladder if s.status == status]
        if pool:
            return min(pool, key=lambda s: _place(s, now, ranks.get(s.rule.id, common)))
    raise LookupError("the ladder is empty")


def _place(step: StepView, now: datetime, rank: int) -> tuple[bool, int, datetime, int, int]:
    first = step.rule.first
    emergency = first >= EMERGENCY
    due = None if emergency else _urgent(step, now)
    return (not emergency, -first if emergency else 0, due or datetime.max, -first, rank)


def _urgent(step: StepView, now: datetime) -> datetime | None:
    dues = [k.due for k in step.clocks
            if k.rule.who == "buyer" and k.due is not None and now <= k.due <= now + URGENT]
    return min(dues) if dues else None


def _judge(scene: Scene, step: Step,
           wording: Wording) -> tuple[Status, str, tuple[str, ...]] | None:
    ctx = scene.read
    when = evaluate(step.when, ctx)
    # An emergency that nobody has spoken of is no step; anything else is to be found out.
    if when.truth is Tri.FALSE or (when.truth is Tri.UNKNOWN and step.first > 0):
        return None
    # By what was said: nobody has done what is only the usual state of things.
    if evaluate(step.done, scene.ctx).truth is Tri.TRUE:
        return "done", "", ()
    if when.truth is Tri.UNKNOWN:
        return _check(scene, step.when, wording)
    if evaluate(step.blocked, ctx).truth is Tri.TRUE:
        return "blocked", wording.said(step.blocked_why), ()
    ready = evaluate(step.ready, ctx)
    if ready.truth is Tri.TRUE:
        return "now", "", ()
    # Where nobody was asked, nothing says that its time has come; only what the person does not
    # know is to be found out first.
    if ready.truth is Tri.FALSE or (step.later_why and not _puzzled(scene, step.ready)):
        return "later", wording.said(step.later_why), ()
    return _check(scene, step.ready, wording)


def _check(scene: Scene, cond: Condition,
           wording: Wording) -> tuple[Status, str, tuple[str, ...]]:
    unsure = tuple(filter(wording.fits, to_find_out(scene.rules, cond, scene.read)))
    return "check", f"先弄清：{'、'.join(unsure)}。" if unsure else "", unsure


def _puzzled(scene: Scene, cond: Condition) -> bool:
    """Whether a day that `cond` looks at was answered with 不清楚: it can be looked up."""
    return any(scene.read.facts.get(f) is Special.UNSURE
               and scene.rules.specs[f].type in {"date", "datetime"}
               for f in facts_in(cond, scene.rules.named) if f in scene.rules.specs)


def to_find_out(rules: RuleSet, cond: Condition, ctx: Context) -> tuple[str, ...]:
    """The short names of the facts that keep `cond` open: not asked, or answered 不清楚.

    What is no question of such a case keeps nothing open that the person could find out.
    """
    looked_at = facts_in(cond, rules.named)
    return tuple(f.short for f in rules.facts if f.id in looked_at and f.asked
                 and ctx.facts.get(f.id) in (None, Special.UNSURE)
                 and evaluate(f.worth, ctx).truth is not Tri.FALSE)


def _paths(rules: RuleSet, ctx: Context, step: Step) -> tuple[tuple[str, bool], ...]:
    """The menu paths of the platform for this step; each with whether it was verified.

    Paths that nobody could verify are left out where a verified one exists.
    """
    platform: Platform | None = rules.platforms.get(chosen(ctx, "platform") or "")
    out: list[tuple[str, bool]] = []
    for action in step.paths:
        found = [p for p in (platform.paths if platform is not None else ())
                 if p.action == action and evaluate(p.when, ctx).truth is Tri.TRUE]
        sure = [p for p in found if p.confidence in VERIFIED_PATH]
        out += [(p.path, p.confidence in VERIFIED_PATH) for p in sure or found[:1]]
    return tuple(dict.fromkeys(out))


def notes_for(scene: Scene, step: Step) -> list[Note]:
    """The statements of the platform (or of the step's channel) that belong to this step."""
    if not step.notes:
        return []
    ctx, rules = scene.read, scene.rules
    owner: object = rules.platforms.get(chosen(ctx, "platform") or "")
    for channel in rules.channels.values():
        if step in channel.steps:
            owner = channel
    out = []
    for note in getattr(owner, "notes", ()):
        if note.kind not in step.notes or note.confidence not in SHOWN_NOTE:
            continue
        if note.status != "current":
            continue
        if (note.start and note.start > ctx.today) or (note.end and note.end < ctx.today):
            continue
        if evaluate(note.when, ctx).truth is Tri.TRUE:
            out.append(note)
    return out
