"""Cues: how people word things, found in what they tell.

A cue is a piece of text. `…` stands for up to twelve characters of the same sentence, `……` for
what is told up to sixty characters later, in another sentence too; `{want}` stands for any word of
that entry of rules/speech.yaml, `#` for a day (cues of dates), a sum (cues of money) or a number
(cues of whole numbers). Between a word and `#` there may be 是, 了 or a colon. `|` is where a
clause begins or ends. A cue that begins with `!{for}` counts only where no word of that entry
stands before it or a few characters before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from weiquan.core.asking.told import Spans, Told
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result

GAP = 12
_NEAR = 4          # characters: 给三岁孩子, 给我家女儿
LATER = "……"
FAR = 60           # characters of `……`, which sentences do not end
WIDE = 24          # the gap beside a # that no comma interrupts
VALUE = "#"
MARKS = "…{#|"
_MARKS = frozenset(MARKS)
# i7-1185g7 is one word, however long.
_CODE = lazy_re(r"[a-z\d.+-]*(?:[a-z][\d-]|\d[a-z])[a-z\d.+-]*")
_PIECES = lazy_re(r"(…+)|\{(\w+)\}|(#)|(\|)|([^…{}#|]+)")
# 在店铺（某某小店）里购买: what stands in brackets keeps nothing apart.
_ASIDE = lazy_re(r"[(【\[][^()【】\[\]]{0,40}[)】\]]")
_OPENS_WITH_A_DAY = lazy_re(r"\W*(?:我们?|本人|家人)?(?:是|于|在)?\s?")
_ENDS_WITH_A_DAY = lazy_re(r"(?:凌晨|早上?|上午|中午|下午|晚上?|左右|许)?\W?")
_FILLER = frozenset(":：，, \t\n是为了的约共计有才")


@result
class Hit:
    """A cue that was found: its whole place, that of its value, and the cue."""

    start: int
    end: int
    cue: str
    value: tuple[int, int] | None = None
    apart: int = 0                # characters between its parts
    later: tuple[int, ...] = ()   # where its parts after a gap begin


Slots = Mapping[str, Spans]


def _marked(text: str) -> bool:
    return not _MARKS.isdisjoint(text)


@lru_cache(maxsize=8192)
def parts_of(cue: str) -> tuple[str, ...]:
    """The parts of a cue: words, `…`, `{name}`, `#` and `|`."""
    return tuple(m[0] for m in _PIECES.finditer(cue))


def find(cue: str, told: Told, slots: Slots) -> Iterator[Hit]:
    """Every place where a cue is found; `slots` holds the places of {names} and of #."""
    if cue[0] == "!":
        unless, _, bare = cue[2:].partition("}")
        yield from (h for h in find(bare, told, slots)
                    if not told.has_before(unless, h.start, _NEAR))
        return
    if not _marked(cue[:2]) and not told.may_have(cue[:2]):
        return  # so nearly all of them end: a cue is taken apart only where it may be found
    parts = parts_of(cue)
    if not all(told.may_have(p) for p in parts if p[0] not in MARKS):
        return
    if len(parts) == 1 and parts[0][0] not in MARKS:
        for start, end in told.places(cue):
            yield Hit(start, end, cue)
        return
    for start, end in _places(parts[0], told, slots):
        places = [(start, end)]
        if _continued(parts, 1, places, told, slots):
            apart = sum(b[0] - a[1] for a, b in pairwise(places))
            shown = [p for p in parts if p[0] != "…"]
            value = places[shown.index(VALUE)] if VALUE in shown else None
            later = tuple(b[0] for a, b in pairwise(places) if b[0] > a[1])
            yield Hit(start, places[-1][1], cue, value, apart, later)


def _continued(parts: Sequence[str], at: int, places: list[tuple[int, int]], told: Told,
               slots: Slots) -> bool:
    """Whether the parts from `at` on follow the places found so far; adds theirs."""
    if at == len(parts):
        return True
    gap = parts[at] if parts[at][0] == "…" else ""
    part, before = parts[at + bool(gap)], parts[at - 1]
    end = places[-1][1]
    for place in _places(part, told, slots, end):
        most = FAR if gap == LATER else WIDE
        if place[0] - end > most and len(_ASIDE.sub("", told.flat[end:place[0]])) > most:
            return False
        if before == VALUE and part[0] == "{" and "," in told.flat[end:place[0]]:
            continue  # 才1377,酒店: the thing begins another clause
        if _follows(told, places[-1], place, gap=gap, beside=VALUE in (before, part)):
            places.append(place)
            if _continued(parts, at + bool(gap) + 1, places, told, slots):
                return True
            places.pop()
    return False


def _follows(told: Told, before: tuple[int, int], place: tuple[int, int], *, gap: str,
             beside: bool) -> bool:
    end, start = before[1], place[0]
    if not gap:
        return start == end or (beside and 0 < start - end <= 3
                                and _FILLER.issuperset(told.flat[end:start]))
    if gap == LATER:
        return True
    if start >= told.sentence(before[0])[1]:
        return False
    if not beside:
        between = told.flat[end:start]
        return len(between) <= GAP or len(_CODE.sub("#", _ASIDE.sub("", between))) <= GAP
    clause = told.clause(before[0])
    # 我于2026年9月8日，在…购买: a day that is a clause by itself belongs to the next one.
    if start == clause[1] and told.flat[start - 1] == "," and told.starts_with("buying", start):
        return True   # 8月20日在某某旗舰店，下单购买: the verb goes on with it
    return start < clause[1] or (
        _ENDS_WITH_A_DAY.fullmatch(told.flat, end, clause[1]) is not None
        and start < told.clause(clause[1])[1]
        and _OPENS_WITH_A_DAY.fullmatch(told.flat, clause[0], before[0]) is not None)


def _places(part: str, told: Told, slots: Slots, after: int = 0) -> Iterator[tuple[int, int]]:
    if part == "|":
        yield from ((at, at) for at in told.edges[bisect_left(told.edges, after):])
    elif part == VALUE:
        found = slots.get(VALUE, ())
        yield from found[bisect_left(found, (after, 0)):]
    elif part[0] == "{":
        name = part[1:-1]
        found = slots[name] if name in slots else told.spans(name)
        yield from found[bisect_left(found, (after, 0)):]
    else:
        yield from told.places(part, after)


def longest(hits: Sequence[tuple[str, Hit]]) -> list[tuple[str, Hit]]:
    """The hits that do not lie wholly within a longer one of another choice.

    A cue with … swallows nothing: what it covers between its words is not its own.
    """
    return [(key, h) for key, h in hits
            if not any(other != key and "…" not in o.cue and o.start <= h.start and h.end <= o.end
                       and o.end - o.start > h.end - h.start for other, o in hits)]
