"""What happened in the person's own words: the sentences of a story that a letter may carry.

A sentence is kept as it was written. Only at its beginning and its end what is no event is left
out: what was bought where (letters say it from the answers), what the person wants, asks or feels;
within it, an outburst that tells nothing. A list, a bracket and a quotation are never parted. Days
are put on the calendar, since a letter is read later: 昨天, 8.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from weiquan.core.asking.clauses import BOUGHT, MARKS, Sentence
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.spacing import TORN
from weiquan.core.asking.told import Spans, Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.said_days import SaidDay
from weiquan.core.values.typed import clean_text
from weiquan.core.values.zh import zh_short

LEAST, MOST = 6, 400           # characters of what is worth keeping, and of what has room
_LINKS = ("而且", "但是", "不过", "结果", "然后", "所以", "并且", "于是", "但")
_PARTICLES = "啊呀哦哈嘛"
# Days that say nothing to who reads them later, or are no way to write a day in a letter.
_LOOSE = lazy_re(r"[今昨前大]+[天日晚夜早]|\d{1,2}[./]\d{1,2}[日号]?|\d{1,2}[号日]"
                 r"|\d{1,2}月\d{1,2}号?|(?:上+|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天]")
_THAT_IS = lazy_re(r"[,，(（]?(?:也就是|也就是说|就是|即|是)?[(（]?")   # 今天也就是9.18号
_PARTS = {"晚": "晚上", "夜": "夜里", "早": "早上"}


def read_own_words(fact: Fact, told: Told, found: Sequence[Proposal],
                   days: Iterable[SaidDay] = ()) -> list[Proposal]:
    """The sentences that tell what happened, in their order and words; none where none does."""
    days = list(days)
    said_on = [d for d in days if not d.vague and d.past is not None]
    kept: list[list[tuple[int, int]]] = []
    start = 0
    while start < len(told.flat):
        _, end = told.sentence(start)
        sentence = Sentence(told, found, days, start, max(end, start + 1)).telling()
        if sentence:
            kept.append(sentence)
        start = max(end, start + 1)
    kept = _without_torn_end(told, kept)
    while kept and _length(kept) > MOST:
        kept.remove(min(reversed(kept), key=lambda s: _weight(told, found, s)))
    text = "".join(f"{'，'.join(_words(told, a, b, said_on) for a, b in s)}{_stop(told, s)}"
                   for s in kept)
    text = f"{text.rstrip('；')}。" if text.endswith("；") else text
    text = text.removeprefix(next((w for w in _LINKS if text.startswith(w)), ""))
    if len(text) < LEAST:
        return []
    first, last = kept[0][0], kept[-1][-1]
    return [Proposal(fact.id, text, told.words(*first), first[0], last[1])]


def _without_torn_end(told: Told, kept: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Without the last clause of a text that was cut off, as pasted pages are (刻意隐瞒商…)."""
    torn = TORN.search(told.raw)
    if torn is None or not kept or kept[-1][-1][1] < torn.start():
        return kept
    start, end = kept[-1][-1]
    last, _ = told.clause(end - 1)
    whole = [*kept[-1][:-1], *([(start, last)] if last > start else [])]
    return [*kept[:-1], whole] if whole else kept[:-1]


def _weight(told: Told, found: Sequence[Proposal], sentence: list[tuple[int, int]]) -> int:
    """How much a sentence decides: what was read from it, and its numbers."""
    start, end = sentence[0][0], sentence[-1][1]
    read = sum(start <= p.start < end for p in found if p.fact not in BOUGHT)
    return 2 * read + any(c.isdigit() for c in told.flat[start:end])


def _length(kept: Iterable[list[tuple[int, int]]]) -> int:
    return sum(b - a for s in kept for a, b in s)


def _words(told: Told, start: int, end: int, days: Sequence[SaidDay] = ()) -> str:
    """What was written there on one line, without the words that only heat it up."""
    new = [(max(a, start) - start, b - start, "")
           for a, b in told.between("heated", start - 1, end)]
    begins = {d.start for d in days}
    inside = [d for d in days if start <= d.start and d.stop <= end]
    twice = {a.start: b.start for a, b in pairwise(inside)
             if a.past == b.past and _THAT_IS.fullmatch(told.flat[a.stop:b.start])}
    new += [(a - start, b - start, "") for a, b in twice.items()]
    new += [(b.stop - start, b.stop - start + 1, "") for a, b in pairwise(inside)
            if a.start in twice and told.flat[b.start - 1] == "(" and told.flat[b.stop] == ")"]
    new += [(d.start - start, d.stop - start, "" if d.stop in begins else on) for d in inside
            if d.start not in twice and (on := _on(told.flat[d.start:d.stop], d))]
    text = told.raw[start:end]
    for a, b, words in sorted(new, reverse=True):
        text = text[:a] + words + text[b:]
    return clean_text(text).strip(MARKS).rstrip(_PARTICLES)


def _stop(told: Told, sentence: Spans) -> str:
    """The mark after a sentence: a semicolon where one was written."""
    end = sentence[-1][1]
    return "；" if end and told.flat[end - 1] == ";" else "。"


def _on(words: str, day: SaidDay) -> str:
    """The day as it stands in a letter; empty where it reads well as it was said."""
    found = _LOOSE.fullmatch(words)
    if found is None or day.past is None:
        return ""
    part = next((said for sign, said in _PARTS.items() if sign in words), "")
    return zh_short(day.past) + part
