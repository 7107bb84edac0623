"""What of a text's readings can stand beside each other: what the rest rules out is no reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from weiquan.core.asking.heard import Proposal, merged
from weiquan.core.asking.told import Told
from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Tri, evaluate
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re

# A word of where it was bought that is of where it was repaired, returned or only called.
INCIDENTAL = frozenset({"street", "organ", "wechat", "app"})
_AFTERWARDS = lazy_re(r"检测|检查|维修|送修|寄修|会员|线下(?:处理|退|转|解决|办)|租车公司")
_NOT_ALLOWED = lazy_re(r"授权|知情|未经|没经")   # what a child did so is no standing charge
MARKS_OF_USE = lazy_re(r"使用|划痕|磨损|痕迹")
FOOD = frozenset({"food", "health_food", "fresh"})
NEVER_EATEN = frozenset({"clothing", "phone", "computer", "tablet", "appliance", "electronics",
                         "furniture", "jewelry", "vehicle", "vet", "laundry", "decor",
                         "repair", "photo_event", "housework", "agency"})
# What is bought to be used, put on or eaten: nobody did a service that hurt.
THINGS = FOOD | {"clothing", "phone", "computer", "tablet", "appliance", "electronics",
                 "furniture", "cosmetics", "medicine", "device", "pet_food", "jewelry",
                 "vehicle", "general"}
_BODILY = lazy_re(r"烫|泡|伤|红|肿|疹|敏|疤|烧")
# Nothing arrives broken in these; what people do has been renamed before (served.py).
NOTHING_HANDED_OVER = frozenset({"booking", "course", "account"})
# Whoever got the goods back had agreed to that and no more.
SENT_BACK = frozenset({"sent_back", "return_signed", "return_refused", "partly"})
TOUCHED = frozenset({"opened", "used", "used_up", "part_used", "activated"})
UNPACKED = frozenset({"sealed", "opened"})
# What is listed after 把我告了 is theirs.
CLAIMED = frozenset({"losses", "asked_sum", "wishes", "medical"})
AT_FAULT = frozenset({"arrived_bad", "fault_later", "mismatch", "fake_or_used", "wrong_missing",
                      "food", "hurt"})
# Told beside a return that was lost.
BESIDES = frozenset({"arrived_bad", "fault_later", "returned_no_refund"})
SPOILT = frozenset({"food", "arrived_bad"})   # what melts or cracks of it does so in no use
_KEPT_BACK = lazy_re(r"退|扣|要回|没收|不|没|涨|尾款|改口|变")
_BOUGHT = lazy_re(r"[们也又]?(?:买|订|报|配|办|选|定|做|充|网购|验)")
_TAKEN_BACK = lazy_re(r"[退换]|售后")
_PET = lazy_re(r"[猫狗犬](?![粮条罐砂食])")
_VIOLENT = lazy_re(r"打|弄死|上门|找人|好看|家里|命|砍|泼")
_REPAIR = lazy_re(r"修|保|换|后来|过了|天后|月后|又")
_AS_IT_CAME = lazy_re(r"收到|收货|到货|到手|签收|拿到|打开|拆|开箱|送来|送到|到家"
                      r"|当天|第一次|头一次")
_OWN_PURCHASE = lazy_re(r"购买|[买租][了的]|租赁")
DONE_TO_ANYONE = frozenset({"threatened", "hurt", "scam", "renewal", "platform_unfair"})
_MONEY_CAME = lazy_re(r"收到(?:了|的|我)?\s?\d[\d.]*\s?(?:元|块(?!钱?的))")
# 师傅要收我一千六换蒸发器: what it costs to mend a thing is no trick with its price.
_FOR_MENDING = lazy_re(r"修|换(?!季)|检测|加氟|师傅|要收我")
NEAR = 6
REASON = "excuse"
PREPAID = frozenset({"course", "voucher", "account"})


def sensible(found: Sequence[Proposal], told: Told) -> list[Proposal]:
    """The readings without those that the others rule out, in the same order."""
    known = merged(found)
    return [p for p in found if not (
        _of_ones_work(p, known, told) or _elsewhere(p, known, told) or _other_kind(p, known)
        or _outdated(p, known) or _beside_a_fault(p, known, told) or _one_fault(p, known, told)
        or _for_a_child(p, told) or _broke_in_use(p, known, told)
        or _own_story(p, found, told) or _only_sues(p, known)
        or _own_illness(p, known, told) or of_money(p)
        or (p.value == ("renewal",) and "minor" in known.get("happened", ())
            and _NOT_ALLOWED.search(p.words) is not None)
        or (p.value == ("price",) and "fault_later" in known.get("happened", ())
            and _FOR_MENDING.search(p.words) is not None)
        or (p.fact == "telecom_issue" and not told.spans("telecom")))]


def uncovered(rules: RuleSet, found: Sequence[Proposal]) -> list[Proposal]:
    """Without what only sounds like it: 寄去修…还不发 is no order that was not sent.

    桌面鼓包…退货丢了: what is told of `BESIDES` in other words is another thing.
    """
    happened = [p for p in found if p.fact == "happened"]
    return [p for p in found if p.fact != "happened" or not any(
        not set(p.value).isdisjoint(rules.happened[key].sounds_like)
        and (BESIDES.isdisjoint(p.value) or (p.start < q.end and q.start < p.end))
        for q in happened for key in q.value)]


def of_money(p: Proposal) -> bool:
    """Whether what came was money: 只收到16.79元 is no goods that are missing or had."""
    return (p.value == ("wrong_missing",) or p.fact == "received_on") \
        and _MONEY_CAME.search(p.words) is not None


def mine(found: Sequence[Proposal], told: Told) -> list[Proposal]:
    """The readings without what the other side sues for: 店家把我告了，要误工费450."""
    sued = [(p.start, p.end) for p in found if p.fact == "happened" and p.value == ("pursued",)]
    if sued and not told.spans("i_sue"):
        sued += told.spans("their_claim")   # 原告诉称…请求判令返还: the paper itself
    known = merged(found)
    found = [p for p in found if not _of_the_ruined(p, known, told)]
    return [p for p in found if p.fact not in CLAIMED or p.value == ("not_pay",) or not any(
        a <= p.start < told.sentence(a)[1]
        and not any(told.flat.startswith("我", c) for c, _ in told.between(
            "want", b, p.end)) for a, b in sued)]


def _of_ones_work(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether it is said of what somebody delivers for others: the rider bought no meal."""
    return known.get("writer_role") == "worker" and not _OWN_PURCHASE.search(told.flat) and (
        p.fact in {"goods_kind", "product"}
        or (p.fact == "happened" and p.value[0] not in DONE_TO_ANYONE))


def _elsewhere(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether a place is only spoken of: 去手机店检测; a shop, where a platform is named."""
    if p.fact != "where_bought" or p.value not in INCIDENTAL:
        return False
    return (p.value == "street" and ("platform" in known or bool(told.spans("online")))) or (
        _AFTERWARDS.search(p.words) is not None
        and not any(told.between(entry, p.start - 1, p.end) for entry in ("buying", "paying")))


def _other_kind(p: Proposal, known: Mapping[str, Any]) -> bool:
    """Whether it is said of another kind of thing than the one that was bought.

    A card is not what somebody is paid to get a child into a school; a voucher for which more was
    taken is used. Only food has its faults, and shoes that stink are none of them; nobody unpacks
    a course; what cheats had somebody open or pay is no standing charge and no family card; only
    what is paid for ahead can close before its end.
    """
    happened = known.get("happened", ())
    kind = known.get("goods_kind")
    food = kind not in NEVER_EATEN and ("food" in happened or kind in FOOD)
    return (p.fact == "food_problem" and not food) \
        or (kind in NEVER_EATEN and p.value == ("food",)) \
        or (kind in NOTHING_HANDED_OVER and p.fact == "goods_state"
            and not UNPACKED.isdisjoint(p.value)) \
        or (kind in NOTHING_HANDED_OVER and p.value in {("arrived_bad",), ("fault_later",)}) \
        or (kind == "voucher" and p.value == ("fault_later",)) \
        or (p.value == ("prepaid",) and ("errand" in known or (
            kind == "voucher" and known.get("breach_kind") == "extra_charge"))) \
        or ("scam" in happened and p.value in {("renewal",), ("family_card",)}) \
        or (p.fact == "prepaid_why" and kind not in PREPAID and "prepaid" not in happened) \
        or (kind in FOOD and p.value == ("fault_later",)
            and not SPOILT.isdisjoint(happened)) \
        or (p.value == ("return_refused",) and "not_shipped" in happened
            and "拒绝发货" in p.words and _TAKEN_BACK.search(p.words) is None) \
        or (kind is None and p.value == ("service_bad",) and "product" in known
            and "mismatch" in happened and "效果" in p.words) \
        or (kind == "rental" and p.value == ("not_arrived",)) \
        or (kind in THINGS and p.value == ("service_bad",) and "hurt" in happened
            and _BODILY.search(p.words) is not None) \
        or (p.fact == "goods_where" and (kind in NOTHING_HANDED_OVER or kind == "digital")) \
        or (p.fact == "shop_state" and not {"merchant_gone", "prepaid"} & {*happened}) \
        or (p.fact == "filed_result" and "filed" not in known)


def _own_illness(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether somebody is ill, and nothing that was bought made them so: 住院了，退酒店."""
    return p.value == ("hurt",) and not told.spans("harm_done") and "place_hurt" not in known \
        and known.get("goods_kind") not in THINGS and "elder" not in known["happened"] \
        and (known.get("own_why") == "ill" or known.get("prepaid_why") == "health")


def _only_sues(p: Proposal, known: Mapping[str, Any]) -> bool:
    """Whether a threat is one to go to court: 威胁我再说就起诉; nobody is in danger."""
    return p.fact == "harm_kind" and p.value == ("threat",) \
        and "sue" in known.get("harm_kind", ()) and _VIOLENT.search(p.words) is None


def _of_the_ruined(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether a price is that of what was ruined: 床垫五千多买的, where a blanket was bought.

    Or that of the animal that fell ill from its food.
    """
    if p.fact == "paid" and known.get("goods_kind") == "pet_food" \
            and _PET.search(p.words) is not None:
        return True
    return p.fact == "paid" and "damaged_other" in known.get("happened", ()) and any(
        told.flat[a:b] not in str(known.get("product", "")).lower()
        for a, b in told.between("thing_of_ones_own", told.clause(p.start)[0] - 1, p.end))


def _beside_a_fault(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether it is said by the way, where something is wrong with a thing that was had.

    A deposit that was paid is part of its price, 不想要了 follows from its fault, and money that
    was transferred is no swindle.
    """
    if p.fact != "happened" or AT_FAULT.isdisjoint(known.get("happened", ())):
        return False
    return (p.value == ("deposit",) and _KEPT_BACK.search(p.words) is None) \
        or p.value == ("unwanted",) \
        or (p.value == ("scam",) and not told.between("swindle", p.start - 1, p.end))


def _one_fault(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether one fault was heard as two: 收到就开裂 broke in no use, 用半年…质量有问题 did.

    What shows that a thing sold as new was used is nothing that the buyer is accused of.
    """
    happened = {*known.get("happened", ())}
    if p.value == ("accused",) and "fake_or_used" in happened:
        return MARKS_OF_USE.search(p.words) is not None and not any(
            p.start < v.end and v.start < p.end for v in told.voices)   # 说是全新，有使用痕迹
    if not {"arrived_bad", "fault_later"} <= happened:
        return False
    used = bool(told.spans("after_use")) or _REPAIR.search(told.flat) is not None
    if p.value == ("fault_later",):
        came = bool(told.spans("on_arrival"))
        return (came and "出现" in p.words) or (not used and (came or "出现" in p.words))
    return p.value == ("arrived_bad",) and used and (
        _AS_IT_CAME.search(told.flat, told.sentence(p.start)[0], p.end) is None
        or (("质量" in p.words or not told.spans("on_arrival")) and not told.between(
            "on_arrival", told.sentence(p.start)[0] - 1, p.end)))


def _own_story(p: Proposal, found: Sequence[Proposal], told: Told) -> bool:
    """Whether a fault is only what somebody says: untruly, 我跟平台说收到就裂, or of a return."""
    if p.value not in {("arrived_bad",), ("fault_later",)}:
        return False
    return any(q.value == ("own_fault",) and q.start < p.end and p.start < q.end for q in found) \
        or (any(q.value == ("returned_no_refund",) for q in found)
            and any(v.who == "merchant" and v.start < p.end and p.start < v.end
                    for v in told.voices)
            and not told.between("faulty", p.start - 1, min(
                (v.start for v in told.voices if p.start <= v.start < p.end), default=p.start)))


def _broke_in_use(p: Proposal, known: Mapping[str, Any], told: Told) -> bool:
    """Whether what hurt somebody broke while it was used: it did not arrive broken."""
    return p.value == ("arrived_bad",) and "hurt" in known.get("happened", ()) \
        and not told.between("on_arrival", told.sentence(p.start)[0] - 1, p.end)


def _for_a_child(p: Proposal, told: Told) -> bool:
    """Whether somebody grown bought it for a child: 给我9岁儿子买了, 给女儿配眼镜."""
    return p.value == ("minor",) and any(
        0 <= child - b <= NEAR and _BOUGHT.match(told.flat, end)
        for a, b in told.between("for", p.start - 1, p.end)
        for child, end in told.between("child", b - 1, p.end))


def _outdated(p: Proposal, known: Mapping[str, Any]) -> bool:
    """Whether what is told later has overtaken it: 未打开…18日打开发现; 同意退，收到货又扣钱."""
    return (p.fact == "goods_state" and p.value == ("sealed",)
            and not TOUCHED.isdisjoint(known.get("goods_state", ()))) \
        or (p.fact == "merchant_response" and p.value == "agreed"
            and known.get("refund_status") in SENT_BACK)


def in_its_case(rules: RuleSet, found: Sequence[Proposal], now: datetime) -> list[Proposal]:
    """Without answers to what is asked, or offered, only in another case.

    住院 is why a trip was called off; 寄件 is no kind of goods where a return is lost. Of two
    readings of the same words the one that is offered in this case is meant: 过了七天 is said of
    a pet only where it is one.
    """
    case = context_of(rules, merged(found), now)
    here = [p for p in found
            if evaluate(rules.specs[p.fact].heard_if, case).truth is Tri.TRUE
            and not any(c.id == p.value and evaluate(c.when, case).truth is Tri.FALSE
                        for c in rules.specs[p.fact].choices)]
    reasons = [p for p in here if p.fact == REASON]
    if len(reasons) < 2:
        return here
    offered = {c.id: evaluate(c.when, case).truth for c in rules.specs[REASON].choices
               if any(c.id in p.value for p in reasons)}
    sure = [p for p in reasons if all(offered[x] is Tri.TRUE for x in p.value)]
    return [p for p in here if p not in reasons or p in sure or not any(
        q.start < p.end and p.start < q.end for q in sure)]
