"""What is different where people did something, or where an animal was bought."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from weiquan.core.asking.cueing import Hit
from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.asking.told import Told
from weiquan.core.model import Fact
from weiquan.core.values.patterns import lazy_re

BADLY, PAID_AHEAD = "service_bad", frozenset({"prepaid", "deposit"})
BY_THE_WAY = frozenset({"booking", "prepaid", "digital"})
OF_GOODS = frozenset({"arrived_bad", "fault_later", "wrong_missing", "fake_or_used", "food"})
ANIMALS = frozenset({"live", "vet"})
OF_ONES_OWN = "thing_value"
BADLY_DONE = {"arrived_bad": "service_bad", "fault_later": "service_bad",
              "mismatch": "service_bad", "wrong_missing": "service_bad"}
NOTHING_SENT_BACK = {"refund_return": "refund_only"}
DONE_AGAIN = {**NOTHING_SENT_BACK, "exchange": "repair"}   # 给我换镜面, of what was mended
KEPT = {"returned_no_refund": "return_refused"}
SENT_BACK_NEVER = {"course": {"refund_return": "refund_rest"},
                   "booking": {**NOTHING_SENT_BACK, "exchange": "deliver"},   # 换回公务舱
                   "account": NOTHING_SENT_BACK, "voucher": NOTHING_SENT_BACK,
                   "digital": NOTHING_SENT_BACK}
BY_A_CHILD, AGE = "minor", "minor_age"
BY_AN_OPERATOR, ON_A_TOUR = "telecom_issue", "tour_issue"
STAY, VOUCHER = ("booking",), "voucher"
ANSWERS = frozenset("退赔复")   # what they put off, where it is no work
RECEIVED = "received_on"
AT_ONCE = "店里买的，按当天拿到算"
# What somebody who buys it in a shop takes home; a sofa is sent, a ring that is made comes later.
CARRIED = frozenset({"clothing", "phone", "computer", "tablet", "electronics", "cosmetics", "food",
                     "health_food", "medicine", "device", "jewelry", "general", "live", "fresh"})
NOT_YET_HAD = frozenset({"custom_kind", "deposit_paid", "ship_state", "ship_by", "received"})
NEVER_CAME = frozenset({"not_shipped", "not_arrived", "cancelled", "deposit"})
PUT_OFF = frozenset({"stalling", "putting_off"})
FELL_ILL = {"hurt": "arrived_bad"}
FED, MADE_ILL = "pet_food", {"hurt": "damaged_other"}
# What is said by the way where somebody was hurt in the place itself.
HURT_THERE, OWN_REASON = "place_hurt", "own_why"
CALLED_OFF = frozenset({OWN_REASON, "prepaid_why"})
BESIDE_IT = frozenset({"booking", "prepaid", "elder", "arrived_bad", "fault_later",
                       "service_bad", "promise"})
_REST_BACK = lazy_re(r"退[还]?(?:卡|课|费|余|剩)")


def told_of_it(found: Sequence[Proposal], told: Told,
               services: Collection[str]) -> list[Proposal]:
    """What happened, as it is called of such a thing.

    What people did has no faults of goods: it was done badly. An animal that was bought falls
    ill by itself and goes to a doctor; nobody was hurt by it.
    """
    kind = merged(found).get("goods_kind")
    out = []
    for p in found:
        of_an_animal = kind in ANIMALS and not told.between("person", p.start - 1, p.end)
        if of_an_animal and p.fact == "happened":
            p_of_it = renamed(p, FELL_ILL)
            out.append(renamed(p_of_it, BADLY_DONE) if kind in services else p_of_it)
        elif kind == FED and p.value == ("hurt",) \
                and not told.between("person", p.start - 1, p.end):
            out.append(renamed(p, MADE_ILL))
        elif kind in services and p.fact == "happened":
            out.append(renamed(p, BADLY_DONE))
        elif kind in services and p.value in PUT_OFF and ANSWERS.isdisjoint(p.words):
            continue   # 拖了15天水电还没完: the work is late, no answer is
        elif not (of_an_animal and p.fact == "medical" and p.value == ("visit",)):
            out.append(p)
    return once(out)


def about_it(found: Sequence[Proposal], kinds: Mapping[str, tuple[str, ...]]) -> list[Proposal]:
    """With what a case of such a kind is about, where nothing of the sort was heard.

    `kinds` has it by kind, the likeliest first: 儿童摄影…约不上 is a service that was not done.
    Where something else was bought, a hotel or a journey is only where it was used. Of a service
    nothing was sent back: what is kept of its price is not refunded.
    """
    kind = merged(found).get("goods_kind")
    about = kinds.get(str(kind), ())
    on_a_tour = any(p.fact == ON_A_TOUR for p in found)   # a bangle that a guide led to
    if kind is not None and kind != VOUCHER and STAY[0] not in about and not on_a_tour:
        found = [p for p in found if (p.fact, p.value) != ("happened", STAY)]
    if about:
        found = once([renamed(p, KEPT) if p.fact == "happened" else p for p in found])
    happened = merged(found).get("happened", ())
    if BY_A_CHILD not in happened:
        found = [p for p in found if p.fact != AGE]   # 给9岁儿子报了课: a parent did
    if not about or not set(about).isdisjoint(happened) \
            or (happened and any(p.fact == BY_AN_OPERATOR for p in found)):
        return list(found)   # a bill for calls is nothing that was topped up
    named = next(p for p in found if p.fact == "goods_kind")
    return [*found, replace(named, fact="happened", value=about[:1])]


def hurt_there(found: Sequence[Proposal], told: Told) -> list[Proposal]:
    """Without the trip or the card, where somebody was hurt in the place: nobody calls it off.

    Whoever asks for the rest of a card as well is told of both.
    """
    known = merged(found)
    if {"food", "hurt"} <= {*known.get("happened", ())}:   # what was eaten made them ill
        found = [p for p in found if (p.fact, p.value) != (OWN_REASON, "ill")]
    if HURT_THERE not in known or _REST_BACK.search(told.flat):
        return list(found)
    return [p for p in found if p.fact not in CALLED_OFF
            and (p.fact != "happened" or BESIDE_IT.isdisjoint(p.value))]


def taken_along(found: Sequence[Proposal]) -> list[Proposal]:
    """With the day on which a thing was received that was bought in a shop and carried home."""
    known = merged(found)
    bought = next((p for p in found if p.fact == "ordered_on"), None)
    if bought is None or bought.vague or RECEIVED in known \
            or known.get("where_bought") != "street" or known.get("goods_kind") not in CARRIED \
            or not NOT_YET_HAD.isdisjoint(known) \
            or not NEVER_CAME.isdisjoint(known.get("happened", ())):
        return list(found)
    return [*found, replace(bought, fact=RECEIVED, note=AT_ONCE)]


def wanted_of_it(wished: Sequence[Proposal], known: Mapping[str, Any],
                 services: Collection[str]) -> list[Proposal]:
    """The wishes, as they are called of such a thing.

    Of a service nothing is sent back, and 解除 is said of a contract, not of an account; 退卡 is
    the rest of what was paid.
    """
    kind = known.get("goods_kind")
    if kind in SENT_BACK_NEVER:
        return once([renamed(p, SENT_BACK_NEVER[kind]) for p in wished])
    if kind not in services:
        return list(wished)
    return once([renamed(p, DONE_AGAIN) for p in wished if p.value != ("restore",)])


def sums_of_it(facts: Sequence[Fact], known: Mapping[str, Any],
               services: Collection[str]) -> list[Fact]:
    """The sums to listen for, the likeliest first.

    What a thing of one's own cost comes before the price of the service that was done to it, and
    is nothing where a thing was bought.
    """
    if known.get("goods_kind") not in services:
        return [f for f in facts if f.id != OF_ONES_OWN]
    return sorted(facts, key=lambda f: f.id != OF_ONES_OWN)


def days_of_it(found: Sequence[Proposal]) -> list[Proposal]:
    """Without the day on which a thing of one's own was bought: no service was ordered then."""
    own = [p for p in found if p.fact == OF_ONES_OWN]
    return [p for p in found if p.fact != "ordered_on" or not any(
        p.start < q.end and q.start < p.end for q in own)]


def once(found: Sequence[Proposal]) -> list[Proposal]:
    """Each answer once, where it was read first."""
    return [p for n, p in enumerate(found)
            if all((q.fact, q.value) != (p.fact, p.value) for q in found[:n])]


def renamed(proposal: Proposal, names: Mapping[str, str]) -> Proposal:
    """A reading with its answers under other names."""
    if isinstance(proposal.value, str):
        return proposal       # in the person's own words
    return replace(proposal, value=tuple(dict.fromkeys(names.get(v, v) for v in proposal.value)))


def not_only_named(told: Told, found: list[tuple[str, Hit]]) -> list[tuple[str, Hit]]:
    """Without what is only named beside what is told.

    A service beside a card or a deposit: 干洗店充了; a trip, a card, a game beside a thing that
    came bad: 滑雪服收到发霉.
    """
    kinds = {k for k, _ in found}
    drop = set()
    if not PAID_AHEAD.isdisjoint(kinds):
        drop |= _named_by(told, found, {BADLY}, "only_served")
    if not OF_GOODS.isdisjoint(kinds):
        drop |= _named_by(told, found, BY_THE_WAY, "only_named")
    return [f for f in found if f[0] not in drop]


def _named_by(told: Told, found: Sequence[tuple[str, Hit]], kinds: Collection[str],
              entry: str) -> set[str]:
    """Those of `kinds` of which nothing but such words are heard."""
    names = told.speech[entry].words if entry in told.speech else ()
    more = {k for k, h in found if told.flat[h.start:h.end] not in names}
    return {k for k, _ in found if k in kinds and k not in more}
