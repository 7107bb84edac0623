"""A fault that was told in words no cue has: when it showed, on arrival or in use.

拆箱，好家伙，底座裂了一道老长的缝 names a fault (rules/speech.yaml, `faulty`) of the person's own
telling. What stands around it tells when it showed: 拆箱, 一打开 (`on_arrival`) or 用第9天, 骑了
一天 (`after_use`), or how long ago the thing was bought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from weiquan.core.asking.choices import widened
from weiquan.core.asking.contrast import read_contrast
from weiquan.core.asking.cueing import Slots
from weiquan.core.asking.frames import read_frames
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.sense import FOOD, NOTHING_HANDED_OVER
from weiquan.core.asking.spoilt import read_spoilt
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_days import SaidDay

ON_ARRIVAL, IN_USE = "arrived_bad", "fault_later"
# Where one of these is heard, a word for a fault tells of it and of nothing else.
KNOWN = frozenset({
    "arrived_bad", "fault_later", "mismatch", "fake_or_used", "food", "hurt",
    "unwanted", "service_bad", "booking", "prepaid", "digital", "scam", "minor",
    "not_arrived", "not_shipped", "cancelled", "lost_back", "renewal", "deposit", "price",
    "own_fault", "unknown_caller", "threatened"})
ALIVE = frozenset({"live"})
GROWN = frozenset({"fresh"})
DISPUTED = frozenset({"return_refused", "accused", "repair_kept"})
LONG = 30           # days from the purchase to a fault, after which it was in use
_NUMBER = r"[\d一二两三四五六七八九十几半俩仨多]"
_IN_USE = lazy_re(
    rf"(?:用|戴|穿|骑|开|睡|坐|玩|跑|充|铺|挂|背|拎|踩|煮|烧|洗|晾)(?:了|过|到|着|上)?(?:还|才|都)?"
    rf"(?:没|不到|快|将近|大概|第)?{_NUMBER}+(?:来|多)?(?:天|个?月|个?礼拜|周|星期|年|次|回|趟|晚|小时)"
    rf"|(?:没|不到|才|刚){_NUMBER}+(?:来|多)?(?:天|个?月|个?礼拜|周|星期|年|次|回)"
    rf"|第{_NUMBER}+(?:天|个月|周|年|次|回)"
    rf"|{_NUMBER}+(?:来|多)?(?:天|个?月|个?礼拜|周|星期|年)(?:后|之后|以后|不到|左右)"
    rf"|(?:去年|前年|大前年|年初|年前).{{0,12}}(?:买|入手|换|装|拍|下单)"
    rf"|(?:买|入手|装|拍|下单|到手|到货|收到)(?:了|来|回来)?(?:还|才|都)?(?:没|不到|快|将近)?"
    rf"{_NUMBER}+(?:来|多)?(?:个?月|个?礼拜|周|星期|年)")
A_FEW = 2
_UNPACKED = lazy_re(r"拆箱|开箱|拆开|打开|拆封|才拆|开封|收到|到手|到货|签收")
_BROKEN_FOR = lazy_re(r"[坏破裂断死霉碎漏锈][的了]?[包必就可才不要]?[赔补换退修保]")


def read_unnamed(fact: Fact, told: Told, found: Sequence[Proposal], days: Sequence[SaidDay],
                 today: date, slots: Slots) -> list[Proposal]:
    """What happened though no cue of `fact` names it: by contrast, by frame, by a fault."""
    out = read_contrast(told, found)
    out += read_frames(fact, told, [*found, *out])
    out += read_spoilt(told, found, slots)
    return [*out, *read_fault(told, [*found, *out], days, today)]


def read_fault(told: Told, found: Sequence[Proposal], days: Sequence[SaidDay],
               today: date) -> list[Proposal]:
    """That something came with a fault, or broke in use, where nothing that was read says what."""
    heard = {v for p in found if p.fact == "happened" for v in p.value}
    if heard & KNOWN:
        return []
    kind = next((p.value for p in found if p.fact == "goods_kind"), None)
    if kind in FOOD - GROWN or kind in NOTHING_HANDED_OVER:
        return []
    named = "wrong_missing" not in heard and (bool(heard & DISPUTED) or any(
        p.fact in {"product", "goods_kind"} for p in found))
    for start, end in _faults(told):
        a, b = widened(told, start, end)
        when = showed(told, start, days, today)
        if not (when or named):
            continue   # 师傅把墙打裂了: nothing says that a thing was bought
        return [Proposal("happened", (when or IN_USE,), told.words(a, b), a, b)]
    return []


def showed(told: Told, at: int, days: Sequence[SaidDay], today: date) -> str:
    """Whether a fault at a place showed on arrival or in use; "" where nothing tells."""
    begin, end = told.sentence(at)
    if _days_apart(told, days, begin, at):
        return IN_USE
    for start, stop in ((begin, end), (told.sentence(max(begin - 1, 0))[0], begin)):
        use = bool(told.between("after_use", start - 1, stop)) \
            or _IN_USE.search(told.flat, start, stop) is not None
        came = bool(told.between("on_arrival", start - 1, stop))
        if use != came:
            return IN_USE if use else ON_ARRIVAL
        if use and came:
            return _nearer(told, start, at)
    bought = [d.past for d in days if d.past is not None]
    if bought and (today - min(bought)).days > LONG and len(bought) > 1 \
            and (max(bought) - min(bought)).days > LONG:
        return IN_USE
    if _IN_USE.search(told.flat) or told.spans("after_use"):
        return IN_USE
    return ON_ARRIVAL if told.spans("on_arrival") else ""


def retimed(found: Sequence[Proposal], told: Told, days: Sequence[SaidDay],
            today: date) -> list[Proposal]:
    """Faults that showed in use, though a cue says on arrival: 12号收到，20号开始花屏.

    An animal that fell ill soon after it came, came ill.
    """
    if any(p.fact == "goods_kind" and p.value in ALIVE for p in found):
        return [replace(p, value=(ON_ARRIVAL,)) if p.value == (IN_USE,) else p for p in found]
    used = [p for p in found if p.value == (IN_USE,)]
    return [replace(p, value=(IN_USE,)) if p.value == (ON_ARRIVAL,) and (
        any(u.start < p.end and p.start < u.end
            and showed(told, u.start, days, today) == IN_USE for u in used)
        or _days_apart(told, days, told.sentence(p.start)[0], p.end)
        or (_UNPACKED.search(p.words) is None
            and _IN_USE.search(told.flat, told.sentence(p.start)[0], p.end)
            and showed(told, p.start, days, today) == IN_USE)) else p for p in found]


def _days_apart(told: Told, days: Sequence[SaidDay], start: int, end: int) -> bool:
    """Whether the thing came on one day of a stretch and the last day is well after that."""
    said = [(d.start, d.past) for d in days if start <= d.start < end and d.past is not None]
    if len(said) < 2 or told.between("on_arrival", said[-1][0], end):
        return False
    came = [day for at, day in said[:-1]
            if told.between("on_arrival", at, told.clause(at)[1])]
    return bool(came) and (said[-1][1] - came[0]).days > A_FEW


def _nearer(told: Told, start: int, at: int) -> str:
    """Of 收到用了三天 and 用了三天，拆开…, what is told last before the fault."""
    if _IN_USE.search(told.flat, start, at) and not _UNPACKED.search(told.flat, start, at):
        return IN_USE   # 头两天挺好，第三天插上去没反应
    used = [m.start() for m in _IN_USE.finditer(told.flat, start, at)]
    used += [a for a, _ in told.between("after_use", start - 1, at)]
    came = [a for a, _ in told.between("on_arrival", start - 1, at)]
    return ON_ARRIVAL if max(came, default=-1) > max(used, default=-1) else IN_USE


def _faults(told: Told) -> Iterator[tuple[int, int]]:
    """Words for a fault that the person, or somebody who looked at the thing, says of it."""
    skip = [*told.spans("not_faulty"), *told.spans("not_happened"), *told.spans("untrue")]
    for start, end in told.spans("faulty"):
        voice = told.voice(start)
        clause, stop = told.clause(start)
        if (voice is not None and voice.who != "expert") \
                or any(a < end and start < b for a, b in skip) \
                or told.negated(start) or told.supposed(start) or told.asked(start) \
                or told.wanted(start) or _BROKEN_FOR.match(told.flat, end - 1) \
                or told.asks_whether(start) or told.of_another(start) \
                or told.between("promised", clause - 1, start):
            continue
        yield start, min(end, stop)
