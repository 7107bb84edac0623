"""How an answer is marked: 能, 看情况, 不能; and what it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weiquan.core.judging.combining import ONLY_IF_WISHED
from weiquan.core.judging.verdicts import Answer, LineView, WishView
from weiquan.core.model import Wish
from weiquan.core.values.rmb import in_yuan

MOST_BESIDES = 2
OWED: dict[str, str] = {"yes": "要付", "maybe": "可能要付", "no": "一般不用付"}
MARK: dict[str, str] = {"yes": "能", "maybe": "看情况", "no": "不能"}


def named(wish: Wish) -> str:
    """What the answer names: the wish, or what it refuses, so that nobody reads 不能不给."""
    return wish.answered_as or wish.label


def mark_of(wish: Wish, answer: Answer) -> str:
    """The answer in the words of the wish."""
    return wish.answers.get(answer) or MARK[answer]


def either(line: LineView, other: LineView) -> str:
    """That a line and the one chosen in its place are not had both, as a sentence."""
    if "act" in {line.rule.money, other.rule.money}:  # a thing put right is no money twice
        return f"和“{other.rule.what}”只要一样。"
    return f"和“{other.rule.what}”是同一笔钱，只要一份。"


def besides_of(wishes: Iterable[WishView]) -> str:
    """What can be had that nobody asked for, with its sum, as a sentence; empty where nothing."""
    rows = []
    for view in wishes:
        line = view.line
        if view.asked or line is None or view.answer == "no" \
                or line.rule.money in ONLY_IF_WISHED:
            continue
        sum_ = in_yuan(view.amount) if view.amount is not None else ""
        hangs = "（看情况）" if view.answer == "maybe" else ""
        rows.append(f"{line.rule.what} {sum_}".rstrip() + hangs)
    return f"可以要的是：{'、'.join(rows[:MOST_BESIDES])}。" if rows else ""


def hanging(view: WishView) -> str:
    """Which parts of a sum are less sure than the whole, as a sentence; empty where none is."""
    parts = [x for x in view.parts if x.answer != "yes"] if view.answer == "yes" else []
    named_ = "、".join(f"{x.rule.what}{in_yuan(x.amount)}" for x in parts if x.amount is not None)
    return f"其中{named_}要看情况。" if named_ else ""


def owed_of(lines: Iterable[LineView]) -> Iterator[tuple[str, str, str, str]]:
    """What the other side claims, sum by sum: mark, what it is, how much, why."""
    for line in lines:
        if line.rule.money == "debt" and line.amount is not None and not line.instead_of:
            sure = "yes" if line.strength == "firm" else "maybe"
            what = line.rule.what.removeprefix("可能要付的")
            yield OWED[sure], what, in_yuan(line.amount), line.rule.hangs_on
            if line.rest is not None:
                rest = line.rest
                yield OWED[rest.answer], rest.what, in_yuan(rest.amount), rest.say
