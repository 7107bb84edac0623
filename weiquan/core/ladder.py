"""The ladder 沟通—取证—平台介入—依法维权 for one case."""

from __future__ import annotations

from weiquan.core.assessment import Status, StepView
from weiquan.core.citing import Citing
from weiquan.core.clocks import clocks_in, undated_in
from weiquan.core.condition import Condition, Context, Tri, evaluate
from weiquan.core.interview import chosen, steps_of, to_find_out
from weiquan.core.model import Note, Platform, Step
from weiquan.core.ruleset import RuleSet

VERIFIED_PATH = frozenset({"official-text", "api-enum", "verified-in-full-text"})
SHOWN_NOTE = frozenset({"official-text", "api-enum", "verified-in-full-text",
                        "verified-in-secondary", "secondary"})


def ladder_of(rules: RuleSet, ctx: Context, by_known: Context,
              citing: Citing) -> list[StepView]:
    """The steps of this case in rung order, without those that another one overrides.

    `by_known` is `ctx` with what nobody was asked as 不清楚: clocks run by it.
    """
    kept: list[tuple[Step, Status, str, tuple[str, ...]]] = []
    for step in steps_of(rules, ctx):
        judged = _judge(rules, step, ctx)
        if judged is not None:
            kept.append((step, *judged))
    gone = {o.step for step, status, _, _ in kept if status in {"now", "later"}
            for o in step.overrides}
    out = []
    for step, status, why, unsure in kept:
        if step.id in gone:
            continue
        clocks = tuple(clocks_in(rules, by_known, step.clocks, rules.workdays, citing))
        out.append(StepView(step, status, why, clocks, citing.resolve(step.basis),
                            _paths(rules, ctx, step), tuple(notes_for(rules, ctx, step)), unsure,
                            undated_in(rules, ctx, step.clocks)))
    return out


def _judge(rules: RuleSet, step: Step,
           ctx: Context) -> tuple[Status, str, tuple[str, ...]] | None:
    when = evaluate(step.when, ctx)
    # An emergency that nobody has spoken of is no step; anything else is to be found out.
    if when.truth is Tri.FALSE or (when.truth is Tri.UNKNOWN and step.first > 0):
        return None
    if evaluate(step.done, ctx).truth is Tri.TRUE:
        return "done", "", ()
    if when.truth is Tri.UNKNOWN:
        return _check(rules, step.when, ctx)
    if evaluate(step.blocked, ctx).truth is Tri.TRUE:
        return "blocked", step.blocked_why, ()
    ready = evaluate(step.ready, ctx)
    if ready.truth is Tri.TRUE:
        return "now", "", ()
    if ready.truth is Tri.FALSE:
        return "later", step.later_why, ()
    return _check(rules, step.ready, ctx)


def _check(rules: RuleSet, cond: Condition,
           ctx: Context) -> tuple[Status, str, tuple[str, ...]]:
    unsure = to_find_out(rules, cond, ctx)
    return "check", f"先弄清：{'、'.join(unsure)}。" if unsure else "", unsure


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


def notes_for(rules: RuleSet, ctx: Context, step: Step) -> list[Note]:
    """The statements of the platform (or of the step's channel) that belong to this step."""
    if not step.notes:
        return []
    owner: object = rules.platforms.get(chosen(ctx, "platform") or "")
    for channel in rules.channels.values():
        if step in channel.steps:
            owner = channel
    dispute = chosen(ctx, "dispute")
    out = []
    for note in getattr(owner, "notes", ()):
        if note.kind not in step.notes or note.confidence not in SHOWN_NOTE:
            continue
        if note.status != "current" or (note.disputes and dispute not in note.disputes):
            continue
        if (note.start and note.start > ctx.today) or (note.end and note.end < ctx.today):
            continue
        if evaluate(note.when, ctx).truth is Tri.TRUE:
            out.append(note)
    return out
