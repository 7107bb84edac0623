"""Which letters help in a case now, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from weiquan.core.case.context import chosen, ticked
from weiquan.core.judging.citing import Citing
from weiquan.core.judging.combining import ONLY_IF_WISHED
from weiquan.core.judging.doors import last_day_to_wait
from weiquan.core.judging.scene import Scene
from weiquan.core.judging.situations import picked_of
from weiquan.core.judging.verdicts import LineView, Verdict, WishView
from weiquan.core.judging.views import Clock, ExcuseView, LetterView, StepView
from weiquan.core.language.condition import Context, Is, Special, Tri, evaluate
from weiquan.core.model import LetterMeta, Remark, ReportPoint
from weiquan.core.model.ruleset import RuleSet

_WITH_IT = frozenset({"freight", "loss", "injury", "property"})
_LOST = _WITH_IT - {"freight"}      # what was told to be lost, where another wish is what stands
_NOT_TO_PAY = frozenset({"not_pay", "keep"})
# Nobody grants a multiple as a favour, nor a penalty; what is owed is another matter.
_NO_FAVOUR = frozenset({"triple", "ten", "mental", "punish", "may_i", "reason", "platform_pays",
                        *_NOT_TO_PAY})
# Nobody who did not ask for these is talked into them.
_ONLY_IF_ASKED = ONLY_IF_WISHED | {"debt", "promised"}
_OF_GOODS = frozenset({"exchange", "repair", "deliver", "refund_return", "refund_only"})
_WHERE = ("seller_name", "seller_address", "platform")
Offer = tuple[list[LetterView], list[tuple[LetterMeta, str]]]
NOBODY = "这种事写给对方没有用，或者反而不利：先做卡上的第一件。"
STOPPED = "先停手、先报案，现在不给对方写信。"
REFUSED = "想要的这几样，按现在说的都要不到，写了也没有用。"
LACKS = {
    "request": "还没有能写明的请求：先说清想要什么、付了多少钱。",
    "money": "还没有算得出的钱数。",
    "lead": "还没有具体的线索：要有哪天、在哪里、做了什么，手里有什么可以核对。",
    "exhibit": "还没有登记手里有什么证据。",
    "debt": "没有算得出、一定要付的钱。",
    "favour": "想要的还有能要的，照要求写，不用商量。",
}
DOOR = "平台的期限今明两天就到，等不及对方答复：先申请平台介入。"
RIGHT = "对方这一条按现在说的站得住（{}），先看看有没有别的理由。"
NOT_NOW = "现在还用不上；走到那一步会列出来。"


def letters_of(scene: Scene, ladder: Sequence[StepView], verdicts: Sequence[Verdict],
               lines: Sequence[LineView], wishes: Sequence[WishView],
               clocks: Sequence[Clock], excuses: Sequence[ExcuseView] = ()) -> Offer:
    """The letters that help now, and those of such a case that do not, each with the reason."""
    named = {n: s for s in reversed(ladder) if s.status not in {"done", "blocked"}
             for n in s.rule.letters}
    sent = {n for s in scene.rules.steps if s.written for n in s.letters}
    offered: list[LetterView] = []
    withheld: list[tuple[LetterMeta, str]] = []
    for meta in scene.rules.letters.values():
        if evaluate(meta.when, scene.read).truth is not Tri.TRUE:
            continue
        reason = _reason(scene, meta, verdicts, lines, wishes)
        if not reason:
            reason = _right(scene, meta, lines, wishes, excuses)
        if not reason and meta.reply_clocks and _door_closes(scene, clocks):
            reason = DOOR
        step = named.get(meta.id)
        if not reason and step is None and (
                meta.id in sent or evaluate(meta.offered, scene.read).truth is not Tri.TRUE):
            reason = NOT_NOW
        if reason:
            withheld.append((meta, reason))
        else:
            offered.append(LetterView(meta, missing_in(scene.rules, meta, scene.ctx, lines),
                                      _said(meta.helps, scene.read)))
    return offered, withheld


def _reason(scene: Scene, meta: LetterMeta, verdicts: Sequence[Verdict],
            lines: Sequence[LineView], wishes: Sequence[WishView]) -> str:
    """Why a letter is not written now; empty when nothing speaks against it."""
    said = _said(meta.unless, scene.read)
    if said:
        return said
    stopped = any(v.rule.role == "stop" and v.answer == "yes" for v in verdicts if not v.hidden)
    asked = [w for w in wishes if w.asked]
    hopeless = bool(asked) and all(w.answer == "no" for w in asked)
    if {"request", "money"} & set(meta.takes):
        if stopped:
            return STOPPED
        if hopeless and not demands_of(lines, wishes, meta, scene.ctx):
            return REFUSED
    picked = picked_of(scene.rules, scene.ctx)
    if meta.voice == "merchant" and {"request", "money"} & set(meta.takes) \
            and picked is not None and picked.rule.against == "nobody":
        return NOBODY
    has = {
        "request": bool(demands_of(lines, wishes, meta, scene.ctx)) or any(
            w.request and w.line is None for w in wishes),
        "money": any(x.amount for x in demands_of(lines, wishes, meta, scene.ctx)),
        "lead": bool(leads_of(verdicts, scene.ctx, scene.citing)) and _concrete(scene),
        "exhibit": bool(scene.had),
        "debt": bool(owed_of(lines, wishes)),
        "favour": bool(favours_of(wishes)) and not stopped
        and (hopeless or not demands_of(lines, wishes, meta, scene.ctx)),
    }
    return next((LACKS[t] for t in meta.takes if not has[t]), "")


def _concrete(scene: Scene) -> bool:
    """Whether a lead can be followed: a day is told, and who did it or where it can be seen."""
    facts = scene.ctx.facts
    return any(isinstance(facts.get(f.id), date) for _, f in scene.rules.past_days) and any(
        isinstance(facts.get(f), str) for f in _WHERE)


def _right(scene: Scene, meta: LetterMeta, lines: Sequence[LineView],
           wishes: Sequence[WishView], excuses: Sequence[ExcuseView]) -> str:
    """Why a demand would be turned down: the other side's reason holds against it."""
    holding = [x for x in excuses if x.right]
    if "request" not in meta.takes or not holding:
        return ""
    asked = demands_of(lines, wishes, meta, scene.ctx)
    for excuse in holding if asked and asked[0].answer != "yes" else ():
        if asked[0].theory.id in scene.rules.excuses[excuse.id].theories:
            return RIGHT.format("".join(excuse.right_when[:1]).rstrip("。"))
    return ""


def _door_closes(scene: Scene, clocks: Sequence[Clock]) -> bool:
    """Whether there is no day left to wait for an answer before the platform's door closes."""
    last = last_day_to_wait(scene.ctx, clocks)
    return last is not None and last <= scene.ctx.today


def _said(remarks: Iterable[Remark], ctx: Context) -> str:
    return next((r.say for r in remarks if evaluate(r.when, ctx).truth is Tri.TRUE), "")


def all_paid_back(ctx: Context) -> bool:
    """Whether the price came back and stayed."""
    return chosen(ctx, "refund_status") == "refunded" \
        and chosen(ctx, "advance_refund") not in {"asked_back", "taken_back"}


def demands_of(lines: Sequence[LineView], wishes: Sequence[WishView], meta: LetterMeta,
               ctx: Context) -> list[LineView]:
    """The chosen lines that a letter asks for, the main one first.

    What is not certain is asked for only where the person wants it, or where it is the main thing.
    Who said what is wanted is given that, and what it cost besides; where nothing of it can be
    had, what stands that nobody thought of.
    """
    wished = {w.rule.id for w in wishes if w.asked}
    answering = {w.line.id for w in wishes if w.asked and w.line is not None}
    besides = {x.id for x in standing_of(lines, wishes)}
    answering |= besides
    if besides:
        lines = [x for x in lines if x.id in besides
                 or (x.rule.money in _WITH_IT and x.answer != "no")]
    # Who did not cancel the order himself may still want what he ordered.
    goods = _OF_GOODS - ({"deliver"} if "cancelled" in ticked(ctx, "happened") else set())
    pool = [x for x in lines if (x.chosen or x.id in besides) and x.rule.money != "debt"
            and (not meta.asks_for or x.rule.money in meta.asks_for)
            and (not meta.roles or x.theory.role in meta.roles)
            and not (x.rule.money == "multiple" and evaluate(Is("letter_private"), ctx).truth
                     is Tri.TRUE)  # of one who is no trader nothing beyond the loss is asked
            and not (all_paid_back(ctx) and (x.rule.money == "price" or (
                x.rule.money == "act" and goods & set(x.rule.wishes))))]

    def own(x: LineView) -> bool:
        return bool(wished & set(x.rule.wishes)) or x.id in answering

    # A line that the person asked for, else the first that pays back what was paid. One that
    # speaks of the other demands is never the first, and nothing without them.
    first = [x for x in pool if x.rule.money in {"price", "act"} and not x.rule.leans]
    main = next((x for x in first if own(x)), None) \
        or next((x for x in pool if own(x) and not x.rule.leans), None) \
        or next(iter(first), None) \
        or (None if all_paid_back(ctx) else _leant_on(lines, pool))
    if main is None:
        return []
    if main.rule.money == "multiple" and "keep" not in wished and not all_paid_back(ctx):
        # 退一赔三: who asks for the multiple is owed the price itself first.
        main = next((x for x in first if x.rule.money == "price" and x.answer == "yes"), main)
    out = [main]
    ticks = set(ticked(ctx, "wishes"))
    stated = bool(ticks) and own(main)
    named = bool(ticks & set(main.rule.wishes)) or any(
        w.rule.id in ticks and w.line is not None and w.line.id == main.id for w in wishes)
    for x in pool:
        if x is main:
            continue
        certain = x.answer == "yes" and x.strength == "firm" \
            and (not stated or x.rule.money in _WITH_IT)
        lost = not named and x.rule.money in _LOST and bool(x.amount) and x.answer != "no"
        if own(x) or lost or (certain and (x.amount is not None or x.rule.amount is not None)):
            out.append(x)
    return out


def standing_of(lines: Sequence[LineView], wishes: Sequence[WishView]) -> list[LineView]:
    """What can be had that nobody asked for, where nothing of what was asked for can be written.

    The price or, without one, the first act: of those one is given. Who wants to pay nothing, or
    to keep what came, wants no demand of his own.
    """
    asked = [w for w in wishes if w.asked and not w.rule.beside]
    if any(w.rule.id in _NOT_TO_PAY or (w.answer != "no" and (w.line is not None or w.rule.ask))
           for w in asked):
        return []
    ids = {w.line.id for w in wishes if w.line is not None and not w.asked and w.answer != "no"
           and w.line.rule.money not in _ONLY_IF_ASKED and not w.line.rule.leans}
    found = [x for x in lines if x.id in ids and (x.chosen or x.answer == "yes")]
    things = [x for x in found if x.rule.money in {"price", "act"}]
    one = min(things, key=lambda x: (x.rule.money != "price", not x.chosen), default=None)
    return [x for x in found if x is one or x.rule.money not in {"price", "act"}]


def owed_of(lines: Sequence[LineView], wishes: Sequence[WishView]) -> list[LineView]:
    """What the person has to pay, where the card says that it cannot be refused.

    Several theories may speak of the same money: that which names most of it is taken.
    """
    if not any(w.asked and w.answer == "no" and w.rule.id in _NOT_TO_PAY for w in wishes):
        return []
    firm = [x for x in lines if x.rule.money == "debt" and x.strength == "firm" and x.amount]
    by_theory: dict[str, list[LineView]] = {}
    for x in firm:
        by_theory.setdefault(x.theory.id, []).append(x)
    return max(by_theory.values(), default=[],
               key=lambda group: sum(x.amount or 0 for x in group))


def favours_of(wishes: Sequence[WishView]) -> list[WishView]:
    """What the person wants and nothing carries, now or at all: a favour may bring it."""
    asked = [w for w in wishes if w.asked and w.rule.id not in _NO_FAVOUR]
    barren = all(w.answer == "no" or (w.answer == "maybe" and w.line is None and not w.rule.ask)
                 for w in asked)
    return asked if barren else []


def _leant_on(lines: Sequence[LineView], pool: Sequence[LineView]) -> LineView | None:
    """The demand that one which only leans on others speaks of: the surest for money."""
    if not any(x.rule.leans for x in pool):
        return None
    rest = [x for x in lines if x.rule.money == "price" and not x.rule.leans]
    return min(rest, key=lambda x: (x.answer != "yes", x.strength != "firm", x.theory.order),
               default=None)


def leads_of(verdicts: Sequence[Verdict], ctx: Context,
             citing: Citing) -> list[tuple[ReportPoint, Verdict]]:
    """The suspected violations that the facts point to, each once; only of law in force."""
    out: dict[str, tuple[ReportPoint, Verdict]] = {}
    for verdict in verdicts:
        for point in verdict.rule.report if not verdict.hidden else ():
            if point.id not in out and evaluate(point.when, ctx).truth is Tri.TRUE \
                    and citing.resolve(point.violates):
                out[point.id] = point, verdict
    return list(out.values())


def missing_in(rules: RuleSet, meta: LetterMeta, ctx: Context,
               lines: Sequence[LineView]) -> tuple[str, ...]:
    """The facts that a letter would have to leave open, those of its amounts included."""
    asked = [f for x in lines if x.chosen for f in x.open] if "asks" in meta.shows else []
    platform = rules.platforms.get(chosen(ctx, "platform") or "")
    needs = list(meta.needs)
    if platform is not None and platform.named_by and "platform_name" in meta.shows:
        needs.append(platform.named_by)
    if evaluate(Is("letter_platform_order"), ctx).truth is not Tri.TRUE:
        needs = [f for f in needs if f != "order_no"]  # only a platform gives orders a number
    bare = [f for f in needs if ctx.facts.get(f) in {None, Special.UNSURE}]
    return tuple(dict.fromkeys([*bare, *asked]))
