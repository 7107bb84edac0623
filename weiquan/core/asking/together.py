"""Numbers of one story that belong together: 买了 144 节还剩 66 节, 每箱 138 买了 5 箱坏了 2 箱.

Nobody reckons while telling what happened; what follows from two numbers that were told is
proposed with both in its note, and confirmed like any other reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.asking.sumroles import on_a_card
from weiquan.core.asking.told import Told
from weiquan.core.language.formula import plain
from weiquan.core.values.dates import NUMERALS, numeral
from weiquan.core.values.numbers import CENT
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_sums import SaidSum
from weiquan.core.values.typed import Unclear

Known = Mapping[str, Any]
Sums = Sequence[SaidSum]

_N = r"(\d{1,4}|[一二两三四五六七八九十]{1,3})"
_ONE = "[张件个台本盒瓶份只双条套箱袋包桶罐支根颗枚串]"
_TIMES = "(?:节|次|课时|张|堂|回)"
_LEFT = (lazy_re(rf"(?:还剩下?|剩下|剩余|剩了?|还有|余下?)(?:了)?{_N}{_TIMES}"),
         lazy_re(rf"{_N}{_TIMES}课?(?:程)?(?:还)?(?:没有?|未)[上用做消使]"))
_EACH = lazy_re(rf"(?:单价|每{_ONE}|{_ONE}价|一{_ONE})[是为要卖:]{{0,2}}"
                rf"(\d+(?:\.\d{{1,2}})?)(?!\d)元?|(\d+(?:\.\d{{1,2}})?)(?:元|块钱?)?(?:[一每/]){_ONE}")
_BOUGHT = lazy_re(rf"(?:买|购|拍|订|下单)了?(?:一共|总共|共)?(?:了)?{_N}{_ONE}"
                  rf"|(?:一共|总共|共)(?:买了?)?{_N}{_ONE}")
_BAD = lazy_re(rf"(?:[坏破碎烂缺少漏裂瘪]|少发|漏发)了?{_N}{_ONE}"
               rf"|{_N}{_ONE}(?:都|是|已经|全)*(?:坏|破|碎|烂|裂|瘪|发霉|没收到|没发)")
_HAD = frozenset({"arrived_bad", "fault_later", "mismatch", "fake_or_used", "wrong_missing",
                  "food", "hurt", "prepaid"})
_NEAR = 4         # characters between 尾款 and its sum
_SHARE = lazy_re(r"(一半|半价)|([一二两三四五六七八九])成|(\d{1,2})[%％]"
                 r"|百分之([一二三四五六七八九]十)")
_BACK = lazy_re(r"[退赔补返]")
_TENTHS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def together(found: Sequence[Proposal], told: Told, sums: Sequence[SaidSum]) -> list[Proposal]:
    """The proposals, with what follows from two of the numbers told; what was told stays."""
    out = _charged_besides(_deposit(list(found), told))
    for reckon in (_with_balance, _used, _pieces, _balance, _offered_share, _wanted_share):
        known = merged(out)
        out += [p for p in reckon(known, told, sums) if p.fact not in known]
    return out


def _deposit(found: list[Proposal], told: Told) -> list[Proposal]:
    """A price beside a smaller deposit, nothing being had yet: that much was agreed, not paid."""
    known = merged(found)
    paid, deposit = known.get("paid"), known.get("deposit_paid")
    happened = set(known.get("happened", ()))
    if not isinstance(paid, Decimal) or not isinstance(deposit, Decimal) or paid <= deposit \
            or "deposit" not in happened or happened & _HAD or told.spans("paid_up") \
            or known.get("deposit_kind") == "security":
        return found
    whole = [replace(p, fact="full_price") for p in found
             if p.fact == "paid" and "full_price" not in known]
    return [*(p for p in found if p.fact != "paid"), *whole]


def _with_balance(known: Known, told: Told, sums: Sums) -> list[Proposal]:
    """What was agreed, and paid where the balance was: 定金 200 尾款 900."""
    deposit = known.get("deposit_paid")
    if not isinstance(deposit, Decimal) or known.get("deposit_kind") == "security":
        return []
    found = [x for x in sums if not x.vague and told.voice(x.start) is None
             and any(0 <= x.start - b <= _NEAR
                     for _, b in told.between("balance", told.clause(x.start)[0] - 1, x.start))]
    if len(found) != 1:
        return []
    [balance] = found
    start, end = told.clause(balance.start)
    open_yet = told.between("balance_open", start - 1, end)
    paid = not open_yet and (told.spans("paid_up") or told.between("handed_over", start - 1, end)
                             or set(known.get("happened", ())) & _HAD)
    whole = deposit + balance.value
    return [Proposal("paid" if paid else "full_price", whole, told.words(start, end), start, end,
                     note=f"{plain(deposit)} + {plain(balance.value)}")]


def _charged_besides(found: list[Proposal]) -> list[Proposal]:
    """Without a price that is what was charged besides, told a second time."""
    besides = [p.value for p in found if p.fact == "extra_paid"]
    return [p for p in found if p.fact != "paid" or p.value not in besides]


def _used(known: Known, told: Told, _sums: Sums) -> list[Proposal]:
    """The lessons that were taken, from those bought and those left."""
    total = known.get("total_units")
    if not isinstance(total, int):
        return []
    for pattern in _LEFT:
        for match in pattern.finditer(told.flat):
            left = total if match[1] == "一" and pattern is _LEFT[1] else _whole(match[1])
            if left is not None and 0 < left <= total:
                return [_at(told, "used_units", total - left, match, f"{total} − 剩下的 {left}")]
    return []


def _pieces(_known: Known, told: Told, _sums: Sums) -> list[Proposal]:
    """The price of all pieces and of the bad ones, from that of one, where one price is told."""
    each = {Decimal(m[1] or m[2]): m for m in _EACH.finditer(told.flat)}
    bought = {n: m for m in _BOUGHT.finditer(told.flat) if (n := _whole(m[1] or m[2]))}
    bad = {n: m for m in _BAD.finditer(told.flat) if (n := _whole(m[1] or m[2]))}
    if len(each) != 1:
        return []
    out = []
    [(price, _)] = each.items()
    for fact, pieces in (("paid", bought), ("part_price", bad)):
        if len(pieces) == 1:
            [(count, match)] = pieces.items()
            if count > 1 or fact == "part_price":
                value = (price * count).quantize(CENT)
                out.append(_at(told, fact, value, match, f"{plain(price)} × {count}"))
    if len(out) == 2 and out[1].value > out[0].value:
        return []
    return out


def _balance(known: Known, told: Told, sums: Sums) -> list[Proposal]:
    """What was used of a card, from what was put on it, given with it and is left."""
    paid, more = known.get("paid"), known.get("bonus_amount")
    if not isinstance(paid, Decimal) or "prepaid" not in known.get("happened", ()):
        return []
    whole = paid + (more if isinstance(more, Decimal) else Decimal(0))
    for said in sums:
        start, end = told.clause(said.start)
        if on_a_card(told, said) and not said.vague \
                and said.value <= whole and told.voice(said.start) is None:
            note = f"{plain(whole)} − 剩下的 {plain(said.value)}"
            return [Proposal("used_amount", whole - said.value, told.words(start, end), start, end,
                             note=note)]
    return []


def _offered_share(known: Known, told: Told, _sums: Sums) -> list[Proposal]:
    """What the other side offers as a share of the price: 商家只肯退一半."""
    paid = known.get("paid")
    if not isinstance(paid, Decimal):
        return []
    for match in _SHARE.finditer(told.flat):
        start, end = told.clause(match.start())
        before = told.flat[start:match.start()]
        offered = told.voice(match.start()) is not None \
            or bool(told.between("share_offered", start - 1, match.start()))
        if offered and _BACK.search(before) and not told.wanted(match.start()) \
                and not told.between("harm_cost", start - 1, end):
            share = _share(match)
            value = (paid * share / 100).quantize(CENT)
            return [_at(told, "offered_sum", value, match, f"{plain(paid)} 的 {share}%")]
    return []


def _wanted_share(_known: Known, told: Told, _sums: Sums) -> list[Proposal]:
    """Which share of what was spent the person wants: 医药费他出一半."""
    for match in _SHARE.finditer(told.flat):
        start, end = told.clause(match.start())
        if told.between("harm_cost", start - 1, end) and told.voice(match.start()) is None \
                and told.between("bears", start - 1, end):
            return [_at(told, "costs_share", _share(match), match, "")]
    return []


def _share(match: re.Match[str]) -> int:
    if match[1]:
        return 50
    if match[2]:
        return _TENTHS[match[2]] * 10
    return int(match[3]) if match[3] else _TENTHS[match[4][0]] * 10


def _at(told: Told, fact: str, value: Any, match: re.Match[str], note: str) -> Proposal:
    start, end = told.clause(match.start())[0], told.clause(match.end() - 1)[1]
    return Proposal(fact, value, told.words(start, end), start, end, note=note)


def _whole(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    try:
        return numeral(text) if all(c in NUMERALS or c == "十" for c in text) else None
    except Unclear:
        return None
