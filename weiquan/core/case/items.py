"""Lists of sums, as people write them: 检测费 300（有票）、路费 46.5."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from weiquan.core.language.operators import Item
from weiquan.core.values.numbers import read_money
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.rmb import in_yuan
from weiquan.core.values.typed import Unclear
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from weiquan.core.model import Fact

AS_ITEMS = "请按 检测费 300、路费 46.5 的样子填写。"

_ENTRY = lazy_re(
    r"(?P<name>[^\d¥]*?)[:：是花了共]*"
    r"(?P<sum>¥?\d[\d.,]*(?:\+\d[\d.,]*)*(?:万|千|百)?(?:元|块)?)(?P<note>[^\d]*)")
_SEPARATORS = lazy_re(r"[、；;\n]+|，|,(?!\d{3})|(?<=[元块]) +| +(?=[^\d\s(（])")
_NO_RECEIPT = ("没票", "没有票", "无票", "没收据", "没有收据", "没发票", "没有发票", "估计", "报价")


def read_items(fact: Fact, text: str) -> tuple[Item, ...]:
    """The entries of `text`; raises Unclear with the piece that has no sum."""
    pieces = [p for p in (piece.strip() for piece in _SEPARATORS.split(text)) if p]
    out = [_entry(fact, piece) for piece in _rejoined(pieces)]
    if not out:
        raise Unclear("没有看到金额，请写成 检测费 300、路费 46.5 的样子")
    return tuple(out)


def entry_text(fact: Fact, entry: Any) -> str:
    """An entry of a list of sums as people write it; a mapping has amount, and name or kind."""
    if not isinstance(entry, dict):
        return str(entry)
    if "amount" not in entry or set(entry) - {"amount", "name", "kind"}:
        raise BadValue(f"「{fact.short}」的一项写成映射时，写 amount 和 name 或者 kind。{AS_ITEMS}")
    kinds = {c.id: c.label for c in fact.choices}
    name = kinds.get(str(entry.get("kind", "")), "") or entry.get("name", "")
    return f"{name} {entry['amount']}"


def _rejoined(pieces: list[str]) -> list[str]:
    """Names and sums that a separator split, put together: 检测费 / 300."""
    out: list[str] = []
    for piece in pieces:
        if out and not re.search(r"\d", out[-1]):
            out[-1] += piece
        elif out and not re.search(r"\d", piece):
            out[-1] += f"（{piece.strip('（）()')}）"
        else:
            out.append(piece)
    return out


def _entry(fact: Fact, piece: str) -> Item:
    match = _ENTRY.fullmatch(piece.replace("￥", "¥"))
    if match is None:
        raise Unclear(f"「{piece}」里没有看到一个金额，请写成 检测费 300 的样子")
    amount = sum((read_money(part) for part in match["sum"].split("+")), read_money("0"))
    name = match["name"].strip(" 　:：（(") or "费用"
    return Item(kind_of(fact, name), name, amount,
                not any(word in piece for word in _NO_RECEIPT))


def kind_of(fact: Fact, name: str) -> str:
    """The choice of the fact that the name of an entry means, or "other"."""
    for choice in fact.choices:
        if name in {choice.id, choice.label} or any(cue in name for cue in choice.cues):
            return choice.id
    return "other"


def items_text(items: tuple[Item, ...]) -> str:
    """The entries as a person would type them, for files; reads back as the same entries."""
    return "；".join(f"{i.name} {i.amount}" + ("" if i.receipt else "（没票）") for i in items)


def items_shown(items: tuple[Item, ...]) -> str:
    """The entries for the screen and letters."""
    return "、".join(f"{i.name} {in_yuan(i.amount)}" for i in items)
