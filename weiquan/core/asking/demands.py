"""What a person asks for that no wish is: in their own words, one demand after the other.

A demand stands behind 要求, 诉求 or 请求, begins with what is to be done (退, 注销, 出具) and is
the person's own. What is read as a wish is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weiquan.core.asking.cueing import Hit
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import OTHERS, Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.typed import clean_text

AT_MOST = 3
SHORTEST, LONGEST = 3, 24
BETWEEN = "；"
# 1、 (2) ② or 第三 before one of several, and what parts them.
_NUMBER = lazy_re(r"[(]?(?:\d{1,2}|[一二三四五六七八九十]|[①-⑩])[、.):]\s*|[①-⑩]|第[一二三四五]")
_PARTS = lazy_re(r"[,、;+。!\n]+|以及|并且|并|和(?=[^的]{2,})|还要|同时")
_LEAD = lazy_re(
    r"(?:[:是为\s]|现|我|本人|强烈|商家|卖家|店家|平台|公司|客服|厂家|对方|贵司|贵公司|他们|你们|她们"
    r"|他|她|立即|立刻|马上|尽快|依法|必须|应当|应该|需要|能够?|可以|给我|帮我|为我|请|再|将|也|还|要|让"
    r"|把(?=.{1,8}(?:还|退|换|修)))*")
_PAST = lazy_re(r"[过了]$|被拒|拒绝|驳回|不给|不肯|不理|没人|多次|[几两三]次|一直|无果|未果|至今"
                r"|结果$|才能|吗$")
# A sum that is wanted is asked_sum, or a loss: 赔我5000.
_SUM = lazy_re(r"(?:退还?|返还|赔偿?|补偿?|还)(?:给?我)?[^，]{0,6}?"
               r"[\d一二两三四五六七八九十百千万几点.]+(?:元|块|钱|多|万|倍)*$")
_NEGATIVE = ("不要", "别", "不得", "停止", "不再")
_LISTED = lazy_re(r"\s*[(]?(?:\d{1,2}|[一二三四五六七八九十]|[①-⑩])[、.):]")


def read_demands(fact: Fact, told: Told, wished: Sequence[Hit]) -> list[Proposal]:
    """The demands that no hit of a wish stands in, joined; at most three."""
    found: list[tuple[int, int, str]] = []
    for start, end in _demands(told):
        begin = _LEAD.match(told.flat, start, end)
        at = begin.end() if begin else start
        words = clean_text(told.raw[at:end]).strip("。，,；;：: 、.")
        if not SHORTEST <= len(words) <= LONGEST or _heard(wished, start, end) \
                or _PAST.search(words) or _SUM.match(words) or told.voice(at) is not None \
                or not (told.starts_with("to_do", at) or words.startswith(_NEGATIVE)) \
                or words in (w for _, _, w in found):
            continue
        found.append((at, end, words))
    if not found:
        return []
    kept = found[:AT_MOST]
    start, end = kept[0][0], kept[-1][1]
    return [Proposal(fact.id, BETWEEN.join(w for _, _, w in kept), told.words(start, end),
                     start, end)]


def demands_in(text: str) -> list[str]:
    """The demands that one text holds."""
    return [part for part in text.split(BETWEEN) if part]


def _heard(wished: Sequence[Hit], start: int, end: int) -> bool:
    """Whether a part of a cue that says something stands in this place."""
    return any(start <= at < end for h in wished
               for at in (h.later or (h.start,))) or any(
        start <= h.start and h.end <= end for h in wished)


def _demands(told: Told) -> Iterator[tuple[int, int]]:
    """Where each of them stands: behind a word that asks, up to the end of the sentence or list."""
    until = -1
    for word, opened in told.spans("asks_for"):
        if opened <= until or told.voice(opened - 1) is not None or told.supposed(opened - 1) \
                or told.flat.startswith("我", opened) or told.asks_whether(word) \
                or any(told.has_before(o, word, int(word > told.clause(word)[0]))
                       for o in OTHERS):
            continue
        until = _end(told, opened)
        at = opened
        for mark in [*_PARTS.finditer(told.flat, opened, until), None]:
            stop = mark.start() if mark else until
            number = _NUMBER.match(told.flat, at, stop)
            begin = number.end() if number else at
            if begin < stop:
                yield begin, stop
            at = mark.end() if mark else until


def _end(told: Told, opened: int) -> int:
    """The end of the sentence, or of the sentences that go on with a number: 2、退款."""
    end = told.sentence(opened)[1]
    while end < len(told.flat) and _LISTED.match(told.flat, end):
        end = told.sentence(end)[1]
    return end
