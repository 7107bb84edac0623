"""Cases of every kind of purchase, and the words that belong to some kinds only.

The table is written by hand from what the things are, not from the conditions of the rules: it
would find a rule that is wrong about a kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from tests.explore import NOW
from weiquan.core.judging.assess import assess
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.card import Card

Facts = dict[str, Any]

GOODS_STORIES = ("arrived_bad", "mismatch", "fake_or_used", "wrong_missing", "unwanted",
                 "not_shipped", "cancelled", "not_arrived", "return_refused",
                 "returned_no_refund", "accused", "platform_unfair", "merchant_gone", "price",
                 "promise", "pursued", "fault_later")
SERVICE_STORIES = ("price", "promise", "merchant_gone", "mismatch")
# A group of kinds of goods, and what happens to such things.
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "clothing": (("clothing",), (*GOODS_STORIES, "hurt")),
    "electronics": (("phone", "computer", "tablet", "appliance", "electronics"),
                    (*GOODS_STORIES, "hurt", "damaged_other")),
    "food": (("food", "health_food"), (*GOODS_STORIES, "food", "hurt")),
    "medicine": (("medicine", "cosmetics", "device"), (*GOODS_STORIES, "hurt", "food")),
    "fresh": (("fresh",), (*GOODS_STORIES, "food", "hurt")),
    "animal": (("live",), ("arrived_bad", "fault_later", "mismatch", "not_shipped",
                           "merchant_gone", "return_refused")),
    "general": (("general", "furniture", "custom"), (*GOODS_STORIES, "hurt", "damaged_other")),
    "press": (("press",), GOODS_STORIES),
    "digital": (("digital",), ("digital", "renewal", "minor", "promise", "merchant_gone",
                               "platform_unfair")),
    "account": (("account",), ("renewal", "prepaid", "platform_unfair", "promise")),
    "booking": (("booking",), ("booking", *SERVICE_STORIES)),
    "course": (("course",), ("prepaid", "service_bad", "hurt", *SERVICE_STORIES)),
    "repair": (("repair",), ("service_bad", "damaged_other", *SERVICE_STORIES)),
    "photo": (("photo_event",), ("service_bad", "deposit", *SERVICE_STORIES)),
    "housework": (("housework",), ("service_bad", "damaged_other", *SERVICE_STORIES)),
}
SERVICES = {"booking", "course", "repair", "photo", "housework", "account"}
SHIPPED_FROM = ("shop", "self", "live", "sh_person", "sh_dealer", "wechat", "group")
WHERE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(GROUPS, (*SHIPPED_FROM, "street")),
    "food": (*SHIPPED_FROM, "street", "takeaway", "meeting"),
    "medicine": (*SHIPPED_FROM, "street", "meeting"),
    "press": ("shop", "self", "street"),
    "digital": ("shop", "app", "sh_person", "wechat", "live"),
    "account": ("app", "shop"),
    "booking": ("app", "shop", "live"),
    "course": ("organ", "street", "app", "live"),
    "repair": ("street", "app"),
    "photo": ("street", "app", "live"),
    "housework": ("street", "app"),
}
EXCUSES = ("opened", "not_quality", "user_damage", "exchange_only", "no_refund_only",
           "checked_agreement", "platform_decided", "took_back_word")
NO_PLATFORM = {"wechat", "street", "meeting", "organ"}


@dataclass(frozen=True)
class Case:
    """One case and what it is about."""

    group: str
    kind: str
    where: str
    story: str
    facts: Facts

    @property
    def taken_over(self) -> bool:
        """Whether it is said to be received: too late to hold it back."""
        return self.facts.get("order_state") == "received"

    @property
    def shipped(self) -> bool:
        """Whether a thing was or is to be sent."""
        return self.group not in SERVICES | {"digital"} and self.where in SHIPPED_FROM


def cases(seeds: range) -> Iterator[Case]:
    """Reproducible cases: every group in turn, the rest by the seed."""
    groups = list(GROUPS)
    for seed in seeds:
        rng = random.Random(seed)
        group = groups[seed % len(groups)]
        kinds, stories = GROUPS[group]
        kind, where = rng.choice(kinds), rng.choice(WHERE[group])
        story = rng.choice(stories)
        case = Case(group, kind, where, story, {})
        case.facts.update(_facts(case, rng))
        yield case


@cache
def judged(rules: RuleSet, seed: int) -> tuple[Case, Assessment]:
    """The case of a seed and what is said about it; nobody changes either."""
    case = next(cases(range(seed, seed + 1)))
    return case, assess(rules, case.facts, NOW)


def _facts(case: Case, rng: random.Random) -> Facts:
    bought = rng.choice((2, 20, 60, 200, 700))
    out: Facts = {
        "happened": (case.story,), "goods_kind": case.kind, "where_bought": case.where,
        "paid": Decimal(rng.choice(("38.00", "299.00", "12000.00", "120000.00"))),
        "ordered_on": NOW.date() - timedelta(days=bought),
        "wishes": (rng.choice(("refund_return", "refund_only", "exchange", "medical", "deliver",
                               "refund_rest", "platform_pays"))
                   if case.group not in SERVICES else
                   rng.choice(("refund_only", "refund_rest", "promised", "price_cut")),),
    }
    if rng.random() < 0.7:
        out["merchant_response"] = rng.choice(
            ("not_asked", "silent", "stalling", "refused", "offered_less", "agreed", "gone"))
    if case.story in {"not_shipped", "cancelled", "not_arrived"}:
        out["received"] = False
    elif case.shipped:
        out["received_on"] = min(NOW.date(), out["ordered_on"] + timedelta(days=2))
        if rng.random() < 0.5:
            out["order_state"] = "received"
    if case.where not in NO_PLATFORM and rng.random() < 0.7:
        if rng.random() < 0.8:
            out["refund_status"] = rng.choice(("not_applied", "applied", "rejected", "closed"))
        out["platform_decision"] = rng.choice(
            ("not_asked", "processing", "for_merchant", "rejected"))
    if case.story == "hurt":
        out["medical"] = (rng.choice(("visit", "cause", "hospital", "none")),)
        out["injury_kind"] = rng.choice(("mild", "wound", "serious"))
    if rng.random() < 0.3:
        out["excuse"] = (rng.choice(EXCUSES),)
    if rng.random() < 0.3:
        out["filed"] = rng.choice(("complaint", "association", "court"))
    if rng.random() < 0.3:
        out["evidence_have"] = tuple(rng.sample(("order_page", "chat", "goods_photo", "payment"),
                                                2))
    return out


# ---------------------------------------------------------------- words and where they belong

EATEN = {"food", "health_food", "fresh", "medicine", "device", "pet_food", "cosmetics"}
TREATED = {"visit", "cause", "hospital"}
Rule = tuple[str, Callable[[Case], bool]]
# Words, and the cases in which they are out of place.
OUT_OF_PLACE: tuple[Rule, ...] = (
    ("停吃|冷藏|放冰箱|冷冻|保质期|批号|生产日期|吃了|剩下的食",
     lambda c: c.kind not in EATEN and c.where != "takeaway" and c.group != "animal"),
    ("吊牌|水洗标", lambda c: c.kind not in {"clothing", "jewelry"}),
    ("序列号|激活|铭牌|通电",
     lambda c: c.group != "electronics" and c.kind not in {"device", "vehicle"}),
    ("签收|物流|拆封|开箱|寄回|寄走|面单|运单|包裹|退货地址|寄到付", lambda c: not c.shipped),
    ("退货|换货|实物|封好|批号|收到货|货在|货别", lambda c: c.group in SERVICES),
    ("订单里|订单页|订单详情|售后页|售后申请|申请售后|平台介入|平台客服|平台聊天|在平台|商品快照|"
     "交易快照|商品页|App", lambda c: c.where in NO_PLATFORM),
    ("直播|主播|回放", lambda c: c.where != "live" and c.story not in {"digital", "minor"}),
    ("向 12315 投诉|营业执照|店铺首页", lambda c: c.where == "sh_person"),
    ("个人卖家", lambda c: c.where in {"shop", "self", "live", "street", "organ", "app"}),
    ("确认收货", lambda c: c.taken_over or not c.shipped),
    ("急诊|病历|看医生|就医",
     lambda c: c.story not in {"hurt", "food", "prepaid"} and c.group != "animal"),
    ("先看病|当天去看|先去急诊", lambda c: bool(TREATED & set(c.facts.get("medical", ())))),
    ("耐用商品", lambda c: c.group not in {"electronics", "repair"} and c.kind != "furniture"),
    ("兽医|宠物医院", lambda c: c.group != "animal"),
    ("卡密|兑换码", lambda c: c.group not in {"digital", "account"}),
    ("入住|航班|机票", lambda c: c.group != "booking"),
    ("厂家|生产者|品牌方", lambda c: c.group in SERVICES | {"animal", "digital", "fresh"}
     or c.where == "takeaway"),
    ("小额诉讼", lambda c: c.facts["paid"] >= 100000),
)


LEFT_ASIDE = re.compile(r"“[^”]*”|寄一封快递.*|用快递寄.*")


def said(result: Assessment, card: Card) -> Iterator[tuple[str, str]]:
    """Every text of advice that a case shows, with where it comes from."""
    for s in result.ladder:
        yield f"step {s.rule.id}", s.rule.title
        if s.status not in {"done", "blocked"}:
            closes = (t for c in s.rule.closes for t in (c.door, c.why))
            yield from ((f"step {s.rule.id}", t) for t in (
                s.why, *s.rule.do, *s.rule.limits, s.rule.cost, *closes,
                *(n.text for n in s.notes)))
    for e in result.evidence:
        if not e.have:
            yield from ((f"evidence {e.rule.id}", t) for t in (e.rule.title, *e.rule.capture))
    yield from ((f"warning {w.id}", w.text) for w, _ in result.warnings)
    for x in result.excuses:
        shown = (x.beside_why,) if x.beside else (*x.answer, x.reply, *x.capture)
        yield from ((f"excuse {x.id}", t) for t in shown)
    yield from (("card", t) for t in (*card.stop, *card.later, *card.perishing))


def misplaced(case: Case, result: Assessment, card: Card) -> list[tuple[str, str, str]]:
    """What a case says that belongs to another kind: where, the word, the text."""
    words = re.compile("|".join(w for w, out_of_place in OUT_OF_PLACE if out_of_place(case)))
    found = ((where, words.search(LEFT_ASIDE.sub("", text)), text)
             for where, text in said(result, card))
    return [(where, match.group(), text) for where, match, text in found if match]


# ---------------------------------------------------------------- what progress has overtaken

PUBLIC_HELP = {"complain_12315", "go_association", "report_12315"}
SAID = {"silent", "stalling", "refused", "offered_less", "agreed", "gone"}
TOLD_BY_APPLYING = {"applied", "rejected", "closed"}


def overtaken(case: Case, result: Assessment, card: Card) -> list[str]:
    """What a case is told to do, or to have done, against what was said of its progress."""
    facts = case.facts
    alive = {s.rule.id for s in result.ladder if s.status in {"now", "later", "check"}}
    done = {s.rule.id for s in result.ladder if s.status == "done"}
    out = []
    if TREATED & set(facts.get("medical", ())):
        out += sorted(alive & {"see_doctor"})
    if case.where == "sh_person":
        out += sorted(alive & PUBLIC_HELP)
    if facts.get("merchant_response") not in SAID \
            and facts.get("refund_status") not in TOLD_BY_APPLYING:
        out += sorted(done & {"tell_merchant", "tell_seller"})
    if facts.get("platform_decision", "not_asked") == "not_asked":
        out += sorted(done & {"apply_intervention"})
    if facts.get("filed") == "court":
        out += sorted(alive & {"go_court", "complain_12315", "go_association"})
    if facts.get("filed") == "complaint":
        out += sorted(alive & {"complain_12315"})
    if facts.get("refund_status") in {"applied", "rejected"} or (
            "refund_status" not in facts
            and facts.get("platform_decision", "not_asked") != "not_asked"):
        out += sorted(alive & {"apply_refund", "apply_quality_return", "apply_day_unknown"})
    long_ago = NOW.date() - facts["ordered_on"] > timedelta(days=180)
    if long_ago and "received_on" not in facts and "今天就做" in card.mine:
        out.append("a period that is over is said to run")
    return out
