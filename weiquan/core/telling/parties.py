"""Who writes a letter, who gets it, and what the two are called in it."""

from __future__ import annotations

from typing import Literal

from weiquan.core.case.context import chosen, ticked
from weiquan.core.judging.assessment import Assessment
from weiquan.core.judging.verdicts import LineView
from weiquan.core.language.condition import Context, Is, Special, Tri, evaluate
from weiquan.core.model import LetterMeta, Party
from weiquan.core.telling.progress import is_service
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.zh import person_as

Capacity = Literal["self", "parent", "agent", "guardian"]

_CHILD = {"under8", "over8", "16_17", "16_17_earns"}
# What a party is called when it is written to, and when others are written to.
_CALLED: dict[Party, tuple[str, str]] = {
    "shop": ("你店", "商家"), "platform": ("你公司", "平台"), "owner": ("你", "卖家"),
    "live_operator": ("你方", "直播间运营者"), "leader": ("你", "团长"),
    "agent": ("你方", "代理方"),
    "maker": ("你公司", "生产者"), "courier": ("你公司", "快递公司"), "bank": ("你方", "银行"),
    "lender": ("你方", "放款方"), "payer": ("你方", "支付机构"), "lawfirm": ("你公司", "代理公司"),
    "insurer": ("你公司", "保险公司"), "host": ("你方", "经营者"),
}

_BOUGHT = lazy_re("消费者(?=[^，。；]{0,6}(?:下单|购买|买|付款|付了|充值|打赏))")


@value
class Parties:
    """The two sides of one letter."""

    me: str
    them: str
    party: Party
    capacity: Capacity
    principal: str                # whose name a blank stands for; empty: the writer's own
    buyer: str                    # who bought: 我, or 孩子


def parties_of(ctx: Context, result: Assessment, meta: LetterMeta,
               main: LineView | None) -> Parties:
    """Who they are; the main demand says who owes it."""
    party = party_of(ctx, result, main)
    capacity = capacity_of(ctx)
    to_them, of_them = _CALLED.get(party, ("你方", "对方"))
    where = chosen(ctx, "where_bought")
    if party == "shop" and not where and "digital" in ticked(ctx, "happened"):
        to_them = "你方"
    elif party == "shop" and is_service(ctx):
        to_them = "你方" if where in {"app", "organ"} else "你店"
    me, them = meta.calls or ("我", to_them if meta.voice == "merchant" else of_them)
    return Parties(me, them, party, capacity, _principal(ctx, capacity),
                   "孩子" if capacity == "parent" else me)


def called_of(party: Party) -> str:
    """What a party is called in front of others."""
    return _CALLED.get(party, ("你方", "对方"))[1]


def party_of(ctx: Context, result: Assessment, main: LineView | None) -> Party:
    """The party that is written to: as the situation says, by the contract, by who owes it."""
    against = result.picked.rule.against if result.picked is not None else ""
    if against and against != "nobody":
        return against
    if chosen(ctx, "contract_party") == "platform" \
            or chosen(ctx, "seller_kind") == "self_operated" \
            or chosen(ctx, "live_seller") == "platform":
        return "platform"
    if evaluate(Is("letter_private"), ctx).truth is Tri.TRUE:
        return "owner"
    if chosen(ctx, "live_seller") == "unmarked":
        return "live_operator"
    if main is None:
        return "shop"
    verdict = result.verdict(main.theory.id)
    owed = [o.party for o in (verdict.owes if verdict is not None else ())
            if o.answer != "no" and (not o.line or o.line == main.rule.id)]
    if not owed or "shop" in owed:
        return "shop"
    return owed[0] if owed[0] in _CALLED else "shop"


def capacity_of(ctx: Context) -> Capacity:
    """In what capacity the writer writes."""
    role = chosen(ctx, "writer_role")
    if chosen(ctx, "minor_age") in _CHILD:
        return "agent" if role in {"helper", "friend"} else "parent"
    happened = ticked(ctx, "happened")
    if chosen(ctx, "elder_capacity") == "diagnosed":
        return "guardian"
    if role in {"family", "friend", "helper"}:
        return "agent"
    if role is None and "elder" in happened:
        return "agent"
    return "self"


def _principal(ctx: Context, capacity: Capacity) -> str:
    if capacity == "self":
        return ""
    if capacity == "parent" or chosen(ctx, "minor_age") in _CHILD:
        return "孩子姓名"
    if "elder" in ticked(ctx, "happened"):
        return "老人姓名"
    return "当事人姓名" if chosen(ctx, "writer_role") == "helper" else "下单人姓名"


def told(text: str, sides: Parties) -> str:
    """A sentence of the rules with the two sides called as in this letter."""
    if sides.buyer != sides.me:
        text = _BOUGHT.sub(sides.buyer, text)
    return person_as(text, sides.me, lambda part: _named(part, sides))


def _named(text: str, sides: Parties) -> str:
    text = text.replace("买方", sides.me)
    text = text.replace("监护人", sides.me if sides.capacity == "parent" else "监护人")
    if sides.party == "platform":
        text = text.replace("平台内商家", "商家")
    for word in ("商家", "卖家", "贵店"):
        if sides.party != "platform" or word != "卖家":
            text = text.replace(word, sides.them)
    return text.replace("对方", sides.them) if sides.them.startswith("你") else text


def known_text(ctx: Context, fact: str) -> str:
    """The text given for a fact, or an empty one."""
    value = ctx.facts.get(fact)
    return value if isinstance(value, str) and not isinstance(value, Special) else ""
