"""Whole numbers, countdowns and what is said to be so, read by the words around them."""

from __future__ import annotations

from datetime import datetime

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import VALUE, find
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact
from weiquan.core.values.dates import NUMERALS, numeral, read_moment
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.typed import Unclear

MONEY = frozenset("元块")       # 一共买了6900元 is no number of pieces
TIGHT = 2                      # a number counts only this close to the word that says what it is
_NUMBER = lazy_re(r"\d{1,4}(?![\d.])|[一二两三四五六七八九十]{1,3}")
_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_LEFT = lazy_re(rf"(?:还剩下?|剩余|剩下?|还有|(?<=倒计时))[:是]?"
                rf"(?P<span>(?:{_N}天零?(?:{_N}个?小时)?|{_N}个?小时)(?:{_N}分钟?)?)"
                rf"(?!前|内|以内|之内|无理由)")


def number_places(told: Told) -> list[tuple[int, int]]:
    """Where whole numbers stand: 17, 三."""
    return [m.span() for m in _NUMBER.finditer(told.flat)]


def read_numbers(fact: Fact, told: Told) -> list[Proposal]:
    """A whole number, where its cue stands around one: 修了两次."""
    places = number_places(told)
    for cue in fact.cues:
        if VALUE not in cue:
            continue
        for hit in find(cue, told, {VALUE: places}):
            if hit.value is not None and hit.apart <= TIGHT and counts(fact, told, hit) \
                    and told.flat[hit.value[1]:hit.value[1] + 1] not in MONEY:
                start, end = widened(told, hit.start, hit.end)
                value = _whole(told.flat[hit.value[0]:hit.value[1]])
                if value is not None:
                    return [Proposal(fact.id, value, told.words(start, end), start, end)]
    return []


def _whole(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if all(c in NUMERALS or c == "十" for c in text) and ("十" in text or len(text) == 1):
        return numeral(text)
    return None


def read_countdown(fact: Fact, told: Told, now: datetime) -> list[Proposal]:
    """The moment that a countdown ends, where its cue stands around one: 倒计时还剩两天五小时."""
    spans = {m.span(): m["span"] for m in _LEFT.finditer(told.flat)}
    for cue in fact.cues:
        for hit in find(cue, told, {VALUE: list(spans)}):
            if hit.value is None or not counts(fact, told, hit):
                continue
            said = spans[hit.value]
            try:
                value = read_moment(f"还剩{said}", now, past=False)
            except Unclear:
                continue
            start, end = widened(told, hit.start, hit.end)
            return [Proposal(fact.id, value, told.words(start, end), start, end,
                             vague="时" not in said and "分" not in said)]
    return []


def read_flag(fact: Fact, told: Told) -> list[Proposal]:
    """True for a yes-or-no fact of which a cue is found; never False."""
    for cue in fact.cues:
        for hit in find(cue, told, {}):
            if counts(fact, told, hit):
                start, end = widened(told, hit.start, hit.end)
                return [Proposal(fact.id, True, told.words(start, end), start, end)]
    return []
