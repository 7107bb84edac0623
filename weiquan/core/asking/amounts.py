"""Days, sums and numbers read by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import VALUE, Hit, Slots, find
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Spans, Told
from weiquan.core.language.operators import Item
from weiquan.core.model import Fact
from weiquan.core.values.dates import NUMERALS, numeral
from weiquan.core.values.said_days import SaidDay
from weiquan.core.values.said_sums import SaidSum

TIGHT = 2                      # a bare number is a sum only this close to the word that says so
_NUMBER = re.compile(r"\d{1,4}(?![\d.])|[一二两三四五六七八九十]{1,3}")
_COST = ("费", "费用", "的钱", "误工", "机票", "医药", "路费", "账单")   # how a cost is named
_LOSS_BEFORE = frozenset(":：是为的约共花了付垫交出掉掏去用我自己先,，一总")
_SPENT_THEN = re.compile(r"了?[,，]?(?:一共|总共|前后)?(?:花|用了)")
_LOSS_AFTER = frozenset({"", "的", "多", "左右", "块", "元"})


_BUYING = re.compile(r"买|购|拍下|下单|实付")
_TIMES = re.compile(r"[两二三四几\d][次单笔回](?!元)|先后|分别")
_AND = re.compile(r"元?(?:和|跟|与|加|及|、|以及|,又?)(?:又?(?:花了|付了|买了))?")
NEAR = 14                      # characters between the name of a cost and its sum


@dataclass(frozen=True)
class Claim:
    """A value that a cue of a fact claims: how strong the cue is, and where all that stands."""

    fact: Fact
    rank: int                  # of the cue: those listed first are the surest
    hit: Hit
    at: int                    # which of the values


def read_days(facts: Sequence[Fact], told: Told, days: Sequence[SaidDay]) -> list[Proposal]:
    """The days of date facts; one day may be that of several (收到当天就说了)."""
    places = [(d.start, d.end) for d in days]
    out = []
    for fact in facts:
        claims = [c for c in _claims(fact, told, places)
                  if _value(fact, days[c.at]) is not None and not _between(c, places)]
        if claims:
            best = min(claims, key=lambda c: (c.rank, c.hit.apart, c.hit.start))
            day = days[best.at]
            start, end = widened(told, best.hit.start, best.hit.end)
            out.append(Proposal(fact.id, _value(fact, day), told.words(start, end), start, end,
                                day.vague, day.note))
    return out


def _value(fact: Fact, day: SaidDay) -> Any:
    return day.past if fact.check.not_future else day.near


def _between(claim: Claim, places: Spans) -> bool:
    """Whether another value stands within the hit: then the words belong to that one."""
    own = claim.hit.value
    return any(p != own and claim.hit.start <= p[0] and p[1] <= claim.hit.end for p in places)


def _claims(fact: Fact, told: Told, places: Spans, slots: Slots | None = None) -> Iterator[Claim]:
    index = {p: n for n, p in enumerate(places)}
    for rank, cue in enumerate(fact.cues):
        if VALUE not in cue:
            continue
        for hit in find(cue, told, {**(slots or {}), VALUE: places}):
            if hit.value is not None and counts(fact, told, hit):
                yield Claim(fact, rank, hit, index[hit.value])


def read_sums(facts: Sequence[Fact], told: Told, sums: Sequence[SaidSum],
              slots: Slots) -> list[Proposal]:
    """The sums of money facts; each sum is that of one fact, the one whose words are nearest."""
    places = [(s.start, s.end) for s in sums]
    claims = [c for fact in facts for c in _claims(fact, told, places, slots)
              if not _between(c, places) and _close(c, sums[c.at]) and not _beside_it(c, told)
              and not (fact.id == "paid" and _of_harm(told, sums[c.at]))]
    owner = {at: min((c for c in claims if c.at == at),
                     key=lambda c: (c.hit.apart, c.hit.start - c.hit.end)).fact.id
             for at in {c.at for c in claims}}
    out = []
    for fact in facts:
        own = [c for c in claims if c.fact is fact and owner[c.at] == fact.id]
        if own:
            best = min(own, key=lambda c: (c.rank, c.hit.start))
            said = sums[best.at]
            start, end = widened(told, best.hit.start, best.hit.end)
            said = _with_next(told, said, sums) if fact.id == "paid" else said
            out.append(Proposal(fact.id, said.value, told.words(start, end), start, end,
                                said.vague, said.note))
    return out


def _of_harm(told: Told, said: SaidSum) -> bool:
    """Whether a sum is what a doctor or a test cost: 药费2300, 送检花了800; no price then."""
    begin = max(told.sentence(said.start)[0], said.start - NEAR)
    if any(not _BUYING.search(told.flat, b, said.end + 2)
           for _, b in told.between("harm_cost", begin - 1, said.start)):
        return True
    after = said.end + told.flat.startswith("的", said.end)
    return told.starts_with("harm_cost", after)


def _with_next(told: Told, said: SaidSum, sums: Sequence[SaidSum]) -> SaidSum:
    """A sum with those of further orders: 两次花了1951和2880."""
    start, end = told.sentence(said.start)
    if not _TIMES.search(told.flat, start, end):
        return said
    at = next(n for n, s in enumerate(sums) if s is said)
    first = last = at
    while first and _AND.fullmatch(told.flat, sums[first - 1].end, sums[first].start):
        first -= 1
    while last + 1 < len(sums) and _AND.fullmatch(told.flat, sums[last].end, sums[last + 1].start):
        last += 1
    parts = sums[first:last + 1]
    if len(parts) < 2 or any(_of_harm(told, p) for p in parts):
        return said
    note = "加起来的：" + "、".join(f"{p.value.normalize():f}" for p in parts)
    return SaidSum(parts[0].start, parts[-1].end, sum((p.value for p in parts), Decimal(0)),
                   said.bare, any(p.vague for p in parts), note)


def _close(claim: Claim, said: SaidSum) -> bool:
    """Whether the words make it a sum: a bare number needs a word, and that right beside it."""
    return not said.bare or (claim.hit.apart <= TIGHT and claim.hit.cue.strip("|") != VALUE)


def _beside_it(claim: Claim, told: Told) -> bool:
    """Whether the clause says before the sum what else it was for: 看病花了300 is no price."""
    at = claim.hit.value[0] if claim.hit.value else claim.hit.start
    return bool(told.between(f"beside_{claim.fact.id}", told.clause(at)[0] - 1, at))


def read_items(fact: Fact, told: Told, free: list[SaidSum]) -> list[Proposal]:
    """The entries of a list of sums: 检测费花了300, 46.5的路费; takes them out of those free."""
    out = []
    for choice in fact.choices:
        for cue in sorted(choice.cues, key=len, reverse=True):
            for found in find(cue, told, {}):
                hit = _named(told, found)
                said = _beside(told, hit, free) if hit is not None else None
                if said is None or hit is None or not counts(fact, told, hit) \
                        or _claimed(told, hit):
                    continue
                free.remove(said)
                start, end = widened(told, min(hit.start, said.start), max(hit.end, said.end))
                item = Item(choice.id, told.raw[hit.start:hit.end], said.value)
                out.append(Proposal(fact.id, (item,), told.words(start, end), start, end,
                                    said.vague, said.note))
    return out


def _claimed(told: Told, hit: Hit) -> bool:
    """Whether it is what the other side asks for: 要我赔运费12."""
    return bool(told.between("claiming", told.clause(hit.start)[0] - 1, hit.start))


def _named(told: Told, hit: Hit) -> Hit | None:
    """The name of a cost with its 费, None for a word that names something else here."""
    end = hit.end
    for more in ("费用", "费", "的钱", "账单"):
        if told.flat.startswith(more, end):
            end += len(more)
            break
    named = told.flat[:end].endswith(_COST) or _SPENT_THEN.match(told.flat, end) is not None
    return Hit(hit.start, end, hit.cue) if named else None


def _beside(told: Told, hit: Hit, sums: Iterable[SaidSum]) -> SaidSum | None:
    for said in sums:
        after = hit.end <= said.start <= hit.end + 6 \
            and _LOSS_BEFORE.issuperset(told.flat[hit.end:said.start])
        before = said.end <= hit.start and told.flat[said.end:hit.start] in _LOSS_AFTER
        if after or before:
            return said
    return None


def read_numbers(fact: Fact, told: Told) -> list[Proposal]:
    """A whole number, where its cue stands around one: 修了两次."""
    places = [m.span() for m in _NUMBER.finditer(told.flat)]
    for cue in fact.cues:
        if VALUE not in cue:
            continue
        for hit in find(cue, told, {VALUE: places}):
            if hit.value is not None and hit.apart <= TIGHT and counts(fact, told, hit):
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


def read_flag(fact: Fact, told: Told) -> list[Proposal]:
    """True for a yes-or-no fact of which a cue is found; never False."""
    for cue in fact.cues:
        for hit in find(cue, told, {}):
            if counts(fact, told, hit):
                start, end = widened(told, hit.start, hit.end)
                return [Proposal(fact.id, True, told.words(start, end), start, end)]
    return []
