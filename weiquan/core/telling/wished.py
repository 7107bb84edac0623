"""What of the wishes a letter asks besides its demands: what replaces one, and titles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import LineView, WishView
from weiquan.core.language.condition import Context, Tri, evaluate
from weiquan.core.model import LetterMeta, Wish
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.parties import known_text
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.rmb import money

# Money that one is given instead of another: the thing or its price, and the price of a new one.
_EITHER = frozenset({"price", "act", "gap"})
# What the other side offered or agreed to is no demand that takes the place of another.
_SETTLED = frozenset({"standing_offer", "settlement_unperformed"})
SENT_BACK = "退货"
LOST = frozenset({"loss", "injury", "property"})
_REST = lazy_re("没有使用|没用完|余额|剩余|没有提供")
_LEFT = lazy_re(r"(?:还剩|剩下?|余额(?:还有)?)了?(\d+(?:\.\d+)?)(?![\d.]*[节次个月天张件])")
_BACK = frozenset({"refund_return", "refund_only"})
_PAID = _BACK | {"refund_rest", "price_cut"}
_LESS = ("refund_only",)       # money back without goods


def instead_of(result: Assessment, meta: LetterMeta,
               asked: Sequence[LineView]) -> LineView | None:
    """What the person wants where the main demand is not met, as far as it can be had.

    Two wishes for the same thing, 修好 and 退款, are one demand and what takes its place; a
    multiple and what was promised are never put so.
    """
    if not asked or asked[0].rule.money not in _EITHER:
        return None
    given = {w for x in asked for w in x.rule.wishes} | {x.id for x in asked}
    kinds = _EITHER - {kind for x in asked for kind in x.rule.covers}
    if meta.asks_for:
        kinds &= set(meta.asks_for)
    for wish in result.wishes:
        if not wish.asked or not wish.rule.in_place or wish.line is None \
                or wish.answer == "no" or wish.rule.id in given:
            continue
        lines = [wish.line, *(x for x in result.lines if wish.rule.id in x.rule.wishes)]
        fits = [x for x in lines if x.rule.money in kinds and x.rule.wishes and x.instead_of
                and x.id not in given and not x.rule.leans and x.theory.role != "answer"
                and not (_PAID & set(x.rule.wishes) and _PAID & set(asked[0].rule.wishes))
                and x.theory.id not in _SETTLED and _shows(wish.rule, x.rule.ask)]
        if fits:
            return fits[0]
    return None


def acts_besides(result: Assessment, meta: LetterMeta,
                 asked: Sequence[LineView]) -> list[LineView]:
    """Acts that the person wants besides what is demanded and that no sum can replace."""
    if meta.asks_for and "act" not in meta.asks_for:
        return []
    given = {w for x in asked for w in x.rule.wishes} | {x.id for x in asked}
    return [w.line for w in result.wishes
            if w.asked and w.line is not None and not w.rule.in_place and w.answer != "no"
            and w.line.rule.money == "act" and w.line.instead_of and not w.line.rule.leans
            and w.rule.id not in given and w.line.id not in given]


def whole_back(result: Assessment, asked: Sequence[LineView], paid: Decimal | None,
               meta: LetterMeta) -> WishView | None:
    """The wish for all the money that nothing carries yet: asked first, not left out."""
    own = {w.rule.id for w in result.wishes if w.asked}
    if meta.asks_for and "price" not in meta.asks_for:
        return None
    if not asked or asked[0].rule.money != "price" or own & set(asked[0].rule.wishes):
        return None
    if asked[0].amount is not None and paid is not None and asked[0].amount >= paid:
        return None
    return next((w for w in result.wishes if w.asked and w.rule.id in _BACK and w.line is None
                 and w.answer == "maybe"), None)


def deed_of(rules: RuleSet, wish: str, among: Collection[str], text: str) -> str:
    """What a demand is in a title: the wish, unless its words show that it grants another."""
    for id_ in (wish, *among, *(_LESS if wish in _BACK else ())):
        rule = rules.wishes.get(id_)
        if rule is not None and rule.deed and _shows(rule, text):
            return rule.deed
    return ""


def _shows(wish: Wish, text: str) -> bool:
    """Whether a demand in these words grants the wish."""
    if wish.deed.startswith(SENT_BACK) and SENT_BACK not in text:
        return False
    return not wish.seen_in or any(c in text for c in wish.seen_in)


def unnamed(line: LineView, ctx: Context, lines: Sequence[LineView]) -> bool:
    """Whether a loss was not told, while another of the same wish was: 误工 beside a bill."""
    return line.rule.money in LOST and evaluate(line.rule.when, ctx).truth is not Tri.TRUE \
        and any(x.amount and x.rule.money in LOST and set(x.rule.wishes) & set(line.rule.wishes)
                for x in lines)


def of_the_rest(text: str, ctx: Context) -> tuple[str, Decimal | None]:
    """A demand for what is left: with the sum that the person says is left, else of how much."""
    paid, found = ctx.facts.get("paid"), _LEFT.search(known_text(ctx, "problem"))
    left = Decimal(found.group(1)) if found else None
    head, sign, tail = text.partition("；")
    if not isinstance(paid, Decimal) or not _REST.search(text):
        return text, None
    if left and left <= paid:
        return head, left
    return f"{head}（共付{money(paid)}，扣除已经提供的部分）{sign}{tail}", None
