"""What happened in the person's own words: the clauses of a story that a letter may carry.

Nothing is reworded but days: 昨天 and 8.1 are written as what they are on the calendar, since a
letter is read later. What the person wants, asks or feels is left out, as is the clause that only
says what was bought where: letters say those from the answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import OTHERS, Told
from weiquan.core.model import Fact
from weiquan.core.values.said_days import SaidDay
from weiquan.core.values.typed import clean_text
from weiquan.core.values.zh import zh_short

LEAST, MOST = 6, 200           # characters of what is worth keeping, and of what has room
NAMED = 8                      # characters of words that hold a reading and no more
OPENING, SHORT = 26, 6         # characters of a first clause that only buys; of one that asks
# What says only that something was bought, when and where: letters say it from these answers.
_BOUGHT = frozenset({"platform", "where_bought", "ordered_on", "received_on", "product", "paid",
                     "goods_kind", "seller_name"})
_NOT_TOLD = _BOUGHT | {"wishes", "merchant_said", "excuse", "merchant_response"}
_FILLING = frozenset("在买的了下单购拍一个件台双只瓶盒箱袋套块条部元花钱到手收我们家店铺旗舰"
                     "专营卖号月日年今去天共总价于从给网上里中用款，、 “”\"")
_AMOUNT = frozenset("一二两三四五六七八九十百千万几多来每共计约合")
_LINKS = ("而且", "但是", "不过", "结果", "然后", "所以", "并且", "于是", "但")
_MARKS = "，,。；;：: 、！!~…"
_PARTICLES = "啊呀哦哈嘛"
# Days that say nothing to who reads them later, or are no way to write a day in a letter.
_LOOSE = re.compile(r"[今昨前大]+[天日晚夜早]|\d{1,2}[./]\d{1,2}[日号]?|\d{1,2}[号日]"
                    r"|\d{1,2}月\d{1,2}号?|(?:上+|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天]")
_PARTS = {"晚": "晚上", "夜": "夜里", "早": "早上"}


def read_own_words(fact: Fact, told: Told, found: Sequence[Proposal],
                   days: Iterable[SaidDay] = ()) -> list[Proposal]:
    """The clauses that tell what happened, in their order and words; none where none does."""
    said_on = [d for d in days if not d.vague and d.past is not None]
    said = [(p.start, p.end) for p in found if p.fact == "merchant_said"]
    kept: list[list[tuple[int, int]]] = []
    start = 0
    while start < len(told.flat):
        _, end = told.sentence(start)
        sentence = _telling(told, found, said, start, max(end, start + 1))
        if sentence:
            kept.append(sentence)
        start = max(end, start + 1)
    while kept and _length(kept) > MOST:
        kept.remove(min(reversed(kept), key=lambda s: _weight(told, found, s)))
    text = "".join(f"{_joined(told, s, said_on)}。" for s in kept)
    text = text.removeprefix(next((w for w in _LINKS if text.startswith(w)), ""))
    if len(text) < LEAST:
        return []
    first, last = kept[0][0], kept[-1][-1]
    return [Proposal(fact.id, text, told.words(*first), first[0], last[1])]


def _telling(told: Told, found: Sequence[Proposal], said: Iterable[tuple[int, int]],
             start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of one sentence that tell what happened.

    After a demand only those that say how something is: 要求退款，机器没损坏.
    """
    out = []
    demanded = False
    for a, b in told.clauses_in(start, end):
        demands = _demands(told, a, b)
        if _begins_to_demand(told, a, b) if demands else demanded and not _tells(told, found, a, b):
            demanded = True
            continue
        demanded = demanded or demands
        if not (any(a < e and s < b for s, e in said) or _asks(told, a, b)
                or told.between("venting", a - 1, b) or _only_bought(told, found, a, b)
                or told.of_another(b - 1) or _only_leads_up(told, a, b)):
            out.append((a, b))
    return out if any(len(_words(told, *c)) > 1 for c in out) else []


def _demands(told: Told, start: int, end: int) -> bool:
    """Whether the person says what they want; 商家要求… is what another wants."""
    return any(told.voice(a) is None and not any(
        not told.has_before("towards", s, 0) for o in OTHERS
        for s, _ in told.between(o, start - 1, a))
        for a, _ in told.between("demanding", start - 1, end))


def _tells(told: Told, found: Iterable[Proposal], start: int, end: int) -> bool:
    """Whether something was read from a clause, or it says how the thing or the page is."""
    return any(start <= p.start < end and p.fact not in _NOT_TOLD for p in found) \
        or bool(told.between("describing", start - 1, end))


def _begins_to_demand(told: Told, start: int, end: int) -> bool:
    """Whether the demand is all that a clause is about, not what it ends with."""
    first = next(iter(told.between("demanding", start - 1, end)), None)
    return first is not None and first[0] - start <= SHORT


def _asks(told: Told, start: int, end: int) -> bool:
    return "?" in told.flat[start:end] or bool(told.between("wondering", start - 1, end))


def _only_bought(told: Told, found: Sequence[Proposal], start: int, end: int) -> bool:
    """Whether the clause says no more than what was bought, where, when and for how much."""
    rest = [True] * (end - start)
    if all(c in _FILLING or c in _AMOUNT or c.isdigit() or c in _MARKS or c == "."
           for c in told.flat[start:end]):
        return True
    about = [p for p in found if p.fact in _BOUGHT and p.start < end and start < p.end]
    for p in about:
        name = p.value if p.fact in {"product", "seller_name"} else p.words
        at = told.raw.find(name, start, end)
        if at >= 0 and (len(name) <= NAMED or p.fact in {"product", "seller_name"}):
            rest[at - start:at - start + len(name)] = [False] * len(name)
    left = [c for c, free in zip(told.flat[start:end], rest, strict=True)
            if free and c not in _FILLING and not c.isdigit() and c not in _MARKS and c != "."]
    if about and len(left) <= 1:
        return True
    # 在一家专卖二手包的网店下单一个手提包: the first clause, and it ends with the thing.
    named = next((p for p in about if p.fact == "product"), None)
    at = told.raw.find(named.value, start, end) if named is not None else -1
    return start == 0 and end <= OPENING and named is not None and at >= 0 and all(
        c in _FILLING or c.isdigit() or c in _MARKS or c == "."
        for c in told.flat[at + len(named.value):end])


def _only_leads_up(told: Told, start: int, end: int) -> bool:
    """问店家: a clause that only leads up to what was answered."""
    return end - start <= SHORT and bool(told.between("asks", start - 1, end))


def _weight(told: Told, found: Sequence[Proposal], sentence: list[tuple[int, int]]) -> int:
    """How much a sentence decides: what was read from it, and its numbers."""
    start, end = sentence[0][0], sentence[-1][1]
    read = sum(start <= p.start < end for p in found if p.fact not in _BOUGHT)
    return 2 * read + any(c.isdigit() for c in told.flat[start:end])


def _length(kept: Iterable[list[tuple[int, int]]]) -> int:
    return sum(b - a for s in kept for a, b in s)


def _joined(told: Told, clauses: Sequence[tuple[int, int]], days: Sequence[SaidDay]) -> str:
    """The clauses as written, with a comma where something between them was left out."""
    out = ""
    for n, (start, end) in enumerate(clauses):
        mark = told.raw[start - 1] if n and clauses[n - 1][1] == start else ""
        out += ("、" if mark == "、" else "，") * bool(n) \
            + _words(told, start, end, days)
    return out


def _words(told: Told, start: int, end: int, days: Sequence[SaidDay] = ()) -> str:
    """What was written there on one line, without the words that only heat it up."""
    new = [(max(a, start) - start, b - start, "")
           for a, b in told.between("heated", start - 1, end)]
    new += [(d.start - start, d.stop - start, on) for d in days
            if start <= d.start and d.stop <= end and (on := _on(told.flat[d.start:d.stop], d))]
    text = told.raw[start:end]
    for a, b, words in sorted(new, reverse=True):
        text = text[:a] + words + text[b:]
    return clean_text(text).strip(_MARKS).rstrip(_PARTICLES)


def _on(words: str, day: SaidDay) -> str:
    """The day as it stands in a letter; empty where it reads well as it was said."""
    found = _LOOSE.fullmatch(words)
    if found is None or day.past is None:
        return ""
    part = next((said for sign, said in _PARTS.items() if sign in words), "")
    return zh_short(day.past) + part
