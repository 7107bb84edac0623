"""Days and sums read by the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from weiquan.core.asking.choices import counts, widened
from weiquan.core.asking.cueing import VALUE, Hit, Slots, find
from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.reckoning import does_not_add_up
from weiquan.core.asking.spoilt import of_something_else
from weiquan.core.asking.sumroles import (
    TIMES,
    cost_word,
    may_be_price,
    of_a_multiple,
    on_a_card,
    several_prices,
    whole_of,
)
from weiquan.core.asking.told import Spans, Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.said_days import ONLY_THE_MONTH, SaidDay
from weiquan.core.values.said_sums import SaidSum

WHOLE = frozenset({"asked_sum", "their_claim"})   # of which a part is no answer
TIGHT = 2                      # a bare number is a sum only this close to the word that says so
_UP_TO = lazy_re(r"\s?(?:之|以)?前(?!后)")   # 11月1日前付了定金: on no day that is named
NO_SIZE = 100                  # 买了双鞋，42，小了
_ABOUT = lazy_re(r"(?:多|左右|元|块钱?|来)*")
_AND = lazy_re(r"元?(?:和|跟|与|加|及|、|以及|,又?)(?:又?(?:花了|付了|买了))?")


@value
class Claim:
    """A value that a cue of a fact claims: how strong the cue is, and where all that stands."""

    fact: Fact
    rank: int                  # of the cue: those listed first are the surest
    hit: Hit
    at: int                    # which of the values


TO_DAY = frozenset({"到", "至", "-", "~", "—", "–", "号到", "号至", "日到", "日至"})


def read_days(facts: Sequence[Fact], told: Told, days: Sequence[SaidDay]) -> list[Proposal]:
    """The days of date facts; one day may be that of several (收到当天就说了).

    8月26日收到在网上买的: what came on that day was not ordered then.
    """
    places = [(d.start, d.end) for d in days]
    best: list[Claim] = []
    for fact in facts:
        claims = [c for c in _claims(fact, told, places)
                  if _value(fact, days[c.at]) is not None and not _between(c, places)
                  and not (fact.check.not_future and _UP_TO.match(told.flat, days[c.at].end))]
        if claims:
            best.append(min(claims, key=lambda c: (
                _a_month(days[c.at]), c.rank, c.hit.apart, c.hit.start)))
    got = {c.at: c.hit.end for c in best if c.fact.id == "received_on"}
    best = [c for c in best if c.fact.id != "ordered_on" or got.get(c.at, c.hit.end) >= c.hit.end]
    ahead = {c.at for c in best if not c.fact.check.not_future
             and days[c.at].near != days[c.at].past}
    out = []
    for claim in best:
        # A day that lies ahead for one fact did not go by a year ago for another.
        if claim.fact.check.not_future and claim.at in ahead:
            continue
        day = days[_begins(claim, told, days)]
        start, end = widened(told, claim.hit.start, claim.hit.end)
        out.append(Proposal(claim.fact.id, _value(claim.fact, day), told.words(start, end), start,
                            end, day.vague, day.note))
    return out


def _a_month(day: SaidDay) -> bool:
    """Whether only the month is told: 9月买的机票, and later 9月17号."""
    return day.note == ONLY_THE_MONTH


def _begins(claim: Claim, told: Told, days: Sequence[SaidDay]) -> int:
    """Of a stay, the day on which it begins: 10月1号到3号的酒店."""
    before = claim.at - 1
    if claim.fact.check.not_future or before < 0:
        return claim.at
    between = told.flat[days[before].stop:days[claim.at].start]
    return before if between in TO_DAY else claim.at


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


def read_sums(facts: Sequence[Fact], told: Told, sums: Sequence[SaidSum], slots: Slots,
              every: Sequence[SaidSum]) -> list[Proposal]:
    """The sums of money facts; each sum is that of one fact, the one whose words are nearest.

    `every` has those too that are losses: all that is wanted is added up.
    """
    places = [(s.start, s.end) for s in sums]
    claims = [c for fact in facts for c in _claims(fact, told, places, slots)
              if not _between(c, places) and _close(c, sums[c.at]) and not _beside_it(c, told)
              and not _goes_on_as(c, told)
              and _in_place(c, told)
              and not (fact.id == "asked_sum" and (
                  on_a_card(told, sums[c.at]) or of_a_multiple(told, sums[c.at])))
              and (fact.id != "paid" or may_be_price(told, sums[c.at], sums))]
    owner = {at: min((c for c in claims if c.at == at),
                     key=lambda c: (not _says_more(c, claims), c.hit.apart,
                                    c.hit.start - c.hit.end)).fact.id
             for at in {c.at for c in claims}}
    out: list[Proposal] = []
    parts: set[int] = set()             # where sums stand that are a part of another one
    places_of: dict[str, int] = {}
    for fact in facts:
        own = [c for c in claims if c.fact is fact and owner[c.at] == fact.id]
        best = _surest(told, own, sums, every)
        if best is not None:
            said = sums[best.at]
            start, end = widened(told, best.hit.start, best.hit.end)
            said = _with_next(told, said, sums) if fact.id == "paid" else said
            said = _with_earlier(said, own, sums) if fact.latest else said
            if fact.id in WHOLE:
                said = whole_of(told, said, every) or said
                parts |= {s.start for s in sums if said.start < s.start < said.end}
            places_of[fact.id] = said.start
            out.append(Proposal(fact.id, said.value, told.words(start, end), start, end,
                                said.vague, said.note))
    row = several_prices(told, sums)
    if row is not None and all(p.fact != "paid" for p in out) \
            and any(f.id == "paid" for f in facts):
        start, end = widened(told, row.start, row.end)
        out.append(Proposal("paid", row.value, told.words(start, end), start, end, row.vague,
                            row.note))
        places_of["paid"] = row.start
    return [p for p in out if places_of[p.fact] not in parts and _less_than_paid(p, out)
            and not (p.fact == "paid" and does_not_add_up(told, p.value, places_of["paid"]))]


def _says_more(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether the words of another fact for the same sum are only their end: 另订…花了, 花了."""
    return any(o.at == claim.at and o.fact is not claim.fact and o.hit.cue != claim.hit.cue
               and claim.hit.cue.endswith(o.hit.cue) for o in claims)


def _less_than_paid(proposal: Proposal, found: Sequence[Proposal]) -> bool:
    """Whether what should have been paid is less than what was: else it is only a price tag."""
    return proposal.fact != "fair_price" or any(
        p.fact == "paid" and p.value > proposal.value for p in found)


def _surest(told: Told, own: Sequence[Claim], sums: Sequence[SaidSum],
            every: Sequence[SaidSum]) -> Claim | None:
    """The claim that a text means; of a price, none where two sums are as likely.

    One of several sums is the price where it is said to be the whole of it; a rounded one never
    where there is an exact one.
    """
    if own and own[0].fact.id in WHOLE:
        own = [c for c in own if whole_of(told, sums[c.at], every) is not None]
    if own and own[0].fact.id == "paid":
        exact = [sums[c.at].value for c in own if not sums[c.at].vague]
        own = [c for c in own if not (sums[c.at].vague and any(
            sums[c.at].value <= v < 2 * sums[c.at].value for v in exact))]   # 一万多: 10999
        if len({sums[c.at].value for c in own}) > 1 and not _several(told, own, sums):
            own = [c for c in own if any(c.hit.start <= a < c.hit.end
                                         for a, _ in told.spans("total"))]
            if len({sums[c.at].value for c in own}) > 1:
                return None
    if own and own[0].fact.latest:
        return _latest(told, own, sums)
    return min(own, key=lambda c: (c.rank, c.hit.start), default=None)


def _latest(told: Told, own: Sequence[Claim], sums: Sequence[SaidSum]) -> Claim:
    """Of sums that were named one after the other the last; else the surest.

    先说补 15，后来说补 30: 30. What was said first is not the last, wherever the text has it.
    """
    surest = min(own, key=lambda c: (c.rank, c.hit.start))
    later = [c for c in own if not _in_clause(told, "at_first", sums[c.at])] or [surest]
    last = max(later, key=lambda c: (sums[c.at].start, -c.rank))
    if sums[last.at].value == sums[surest.at].value:
        return surest
    follows = any(sums[c.at].end <= a < sums[last.at].start for c in own
                  for a, _ in told.spans("by_then"))
    first = any(_in_clause(told, "at_first", sums[c.at]) for c in own)
    return last if follows or first else surest


def _in_clause(told: Told, entry: str, said: SaidSum) -> bool:
    """Whether a word of the entry stands before a sum in its clause."""
    return bool(told.between(entry, told.clause(said.start)[0] - 1, said.start))


def _with_earlier(said: SaidSum, own: Sequence[Claim], sums: Sequence[SaidSum]) -> SaidSum:
    """The sum that counts, with the others in its note."""
    others = dict.fromkeys(s.value for s in (sums[c.at] for c in own) if s.value != said.value)
    if not others:
        return said
    return replace(said, note=f"另外说过 {'、'.join(f'{v.normalize():f}' for v in others)} 元")


def _several(told: Told, own: Sequence[Claim], sums: Sequence[SaidSum]) -> bool:
    """Whether the sums are those of several orders in one sentence, to be added up."""
    said = sums[min(own, key=lambda c: (c.rank, c.hit.start)).at]
    return _with_next(told, said, sums) is not said


def _with_next(told: Told, said: SaidSum, sums: Sequence[SaidSum]) -> SaidSum:
    """A sum with those of further orders: 两次花了1951和2880."""
    start, end = told.sentence(said.start)
    if not TIMES.search(told.flat, start, end):
        return said
    at = next(n for n, s in enumerate(sums) if s is said)
    first = last = at
    while first and _AND.fullmatch(told.flat, sums[first - 1].end, sums[first].start):
        first -= 1
    while last + 1 < len(sums) and _AND.fullmatch(told.flat, sums[last].end, sums[last + 1].start):
        last += 1
    parts = sums[first:last + 1]
    if len(parts) < 2 or any(cost_word(told, p) for p in parts):
        return said
    note = "加起来的：" + "、".join(f"{p.value.normalize():f}" for p in parts)
    return SaidSum(parts[0].start, parts[-1].end, sum((p.value for p in parts), Decimal(0)),
                   said.bare, any(p.vague for p in parts), note)


def _close(claim: Claim, said: SaidSum) -> bool:
    """Whether the words make it a sum: a bare number needs a word, and that right beside it.

    Or it is a clause of its own after the purchase, and no size: 签了约，一万八，说好三个月.
    """
    cue = claim.hit.cue
    alone = cue.endswith(f"|{VALUE}|") and said.value >= NO_SIZE
    right = "…" in cue and not cue.endswith(f"…{VALUE}") and cue.endswith(VALUE)   # 另订…花了#
    near = alone or right or claim.hit.apart <= TIGHT
    return not said.bare or (near and cue.strip("|") != VALUE and not cue.startswith(f"{VALUE}{{"))


def _beside_it(claim: Claim, told: Told) -> bool:
    """Whether the clause says before the sum what else it was for: 看病花了300 is no price."""
    at = claim.hit.value[0] if claim.hit.value else claim.hit.start
    return bool(told.between(f"beside_{claim.fact.id}", told.clause(at)[0] - 1, at))


def _goes_on_as(claim: Claim, told: Told) -> bool:
    """Whether right after the sum stands what makes it another one: 再补900换新."""
    if claim.hit.value is None:
        return False
    about = _ABOUT.match(told.flat, claim.hit.value[1])
    return about is not None and told.starts_with(f"after_not_{claim.fact.id}", about.end())


def _in_place(claim: Claim, told: Told) -> bool:
    """Whether the sentence says before the sum what makes it one of this fact, where need be."""
    entry = f"with_{claim.fact.id}"
    at = claim.hit.value[0] if claim.hit.value else claim.hit.start
    return entry not in told.speech or bool(told.between(entry, told.sentence(at)[0] - 1, at))


def bought(told: Told, p: Proposal, known: Mapping[str, Any]) -> bool:
    """Whether a price or its day may be one: not what is taken from a courier, or by cheats.

    Nor what something else cost that came to harm: 床头柜前年买的600.
    """
    if "damaged_other" in known.get("happened", ()) \
            and of_something_else(told, p.start, str(known.get("product", ""))):
        return False
    return known.get("writer_role") != "worker" and not (
        "scam" in known.get("happened", ()) and told.between("transfer", p.start - 1, p.end))
