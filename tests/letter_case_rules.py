"""What must hold for a letter as one of this case: sums, days, names, roles, demands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests import letter_own_rules
from tests.letter_rules import DAY, RULES, SUMMED, bare, findings, rule
from tests.letter_rules import known as _known
from tests.letter_sweep import Swept
from tests.test_articles_explored import astray
from weiquan.core.case.context import context_of, firmly_read, law_day, readings
from weiquan.core.judging.offers import all_paid_back
from weiquan.core.telling.citecheck import articles_in
from weiquan.core.telling.preflight import Checked, preflight
from weiquan.core.values.days import day_of
from weiquan.core.values.rmb import money

# of all rules: those of letter_rules, of letter_own_rules and these
__all__ = ["RULES", "findings", "letter_own_rules"]
PARTS = {"refund_rest", "price_cut", "price_gap"}   # wishes for a part of the price
PARCEL = re.compile(r"退货|签收|封存|寄回|换货")
HEDGE = re.compile(r"构成|查明属实|属实的|是.{0,20}的，|认定|如|不能|达到|按实际|依实际"
                   r"|以.{0,12}为准|经.{0,10}确认")
# Two sentences that say opposite things about how matters stand.
OPPOSITE = (
    ("东西在我这里", r"我寄回|退货在路上|签收退货|退回并由|没有签收|至今没有收到"),
    ("没有答复", r"(?:你店|你方|商家|对方|卖家|你)说“|被拒绝|已经答应|答应了"),
    ("答应了，一直没有办", r"被拒绝|不同意办理"), ("同意退货", r"不同意办理|申请被拒绝|没有答复"),
    ("至今没有收到", r"我寄回|签收退货|退货.{0,4}已经签收|月\d+日签收"),
    ("货款已经退回", r"到今天没有退款|请.{0,12}退还货款"),
    ("没有签收", r"东西在我这里|商品已经寄回|已将商品寄回"),
    ("已经联系不上", r"没有答复|只同意|不同意办理|答应了"),
    ("只同意", r"没有答复|不同意办理"),
    ("我已收到|已经收到货", r"至今没有收到"),
)


# ---------------------------------------------------------------- of the case

@rule("preflight")
def _preflight(one: Swept) -> Iterator[str]:
    short = one.meta is not one.rules.letters.get(one.meta.id)
    for found in preflight(Checked(one.rules, one.facts, one.result, one.meta, one.seen,
                                   one.text, short=short)):
        if found.blocks and found.check not in {"other_side_unknown", "over_length"}:
            yield f"{found.check}: {found.say}"


@rule("sum of no demand")
def _sums(one: Swept) -> Iterator[str]:
    if one.meta.id not in SUMMED:
        return
    flat = one.text.replace("\n", "")
    for ask in one.seen["asks"]:
        if ask["amount"] is not None and money(ask["amount"]) not in flat:
            yield f"{ask['line']} {ask['amount']}"
    sure = [a["amount"] for a in one.seen["asks"] if a["sure"] and a["amount"] is not None]
    if one.seen["sum_sure"] is not None and one.seen["sum_sure"] != sum(sure, Decimal(0)):
        yield f"{one.seen['sum_sure']} of {sure}"


@rule("sum absent from the facts")
def _sum_in_facts(one: Swept) -> Iterator[str]:
    """The price that is asked back was paid, and the facts say so."""
    if one.meta.id not in {"complaint_12315", "consumer_association", "civil_complaint",
                           "merchant_demand"} or one.meta is not one.rules.letters[one.meta.id]:
        return
    paid = _known(one, "paid")
    if not isinstance(paid, Decimal) or not any(a["money"] == "price" and a["amount"]
                                                for a in one.seen["asks"]):
        return
    _, cut, rest = one.text.partition(
        {"merchant_demand": "事实", "complaint_12315": "事实依据", "consumer_association": "\n事实",
         "civil_complaint": "事实与理由"}[one.meta.id])
    if cut and money(paid) not in rest and f"{paid:f}".removesuffix(".00") not in rest:
        yield f"{money(paid)} not in {rest[:80]}"


@rule("day of no fact")
def _days(one: Swept) -> Iterator[str]:
    days = set(_days_in(one.facts)) | set(_days_in(one.seen)) | {one.result.now.date()}
    days |= {k.due.date() for k in one.result.clocks if k.due is not None}
    typed = "".join(str(v) for v in one.facts.values() if isinstance(v, str))
    text = bare(one)
    near = {(d + timedelta(days=n)).month * 100 + (d + timedelta(days=n)).day
            for d in days for n in (*range(8), 10, 15, 20, 30)}
    for year, month, day in DAY.findall(text):
        if int(month) * 100 + int(day) not in near and f"{month}月{day}" not in typed:
            yield f"{year}年{month}月{day}日"


def _days_in(value: Any) -> Iterator[date]:
    if isinstance(value, datetime):
        yield value.date()
    elif isinstance(value, date):
        yield day_of(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _days_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _days_in(inner)


@rule("name absent")
def _names(one: Swept) -> Iterator[str]:
    name = _known(one, "seller_name")
    if isinstance(name, str) and one.seen["party"] in {"shop", "owner"} and name not in one.text \
            and one.meta.id in {"complaint_12315", "consumer_association", "civil_complaint",
                                "report_12315", "payment_order_application", "merchant_demand",
                                "lawyer_handover"} \
            and one.meta is one.rules.letters.get(one.meta.id):
        yield f"{name} is not named"
    if name is not None and "名称还不清楚" in one.text:
        yield "the name is told"
    user = _known(one, "user_name")
    if isinstance(user, str) and one.seen["capacity"] in {"self", "parent"} \
            and re.search("电话：|：【|具状人|答辩人", one.text) and user not in one.text \
            and one.meta is one.rules.letters.get(one.meta.id):
        yield f"{user} does not sign"


@rule("role")
def _role(one: Swept) -> Iterator[str]:
    capacity = one.seen["capacity"]
    if one.meta is not one.rules.letters.get(one.meta.id):
        return
    if one.meta.id in {"complaint_12315", "consumer_association", "civil_complaint",
                       "payment_order_application", "defence",
                       "payment_order_objection", "platform_data_application"}:
        need = {"parent": "法定代理人", "guardian": "监护人", "agent": "委托代理人"}.get(capacity)
        if need is not None and need not in one.text:
            yield f"{capacity}: no {need}"
        if capacity == "agent" and "授权委托书" not in one.text:
            yield "no authority"
    if capacity == "parent" and re.search(
            r"我(?:在[^，。]{0,20})?(?:下单|购买|充值|打赏|付款)", bare(one)):
        yield "the parent did not buy"


# ---------------------------------------------------------------- what may be asked

@rule("report without a lead")
def _lead(one: Swept) -> Iterator[str]:
    if one.meta.id != "report_12315" or "涉嫌违反" not in one.text:
        return
    body = one.text[one.text.index("线索"):one.text.index("涉嫌违反")]
    if not DAY.search(body):
        yield f"no day: {body}"
    if not any(isinstance(_known(one, f), str) for f in (
            "seller_name", "seller_address", "platform", "platform_name")):
        yield f"no place: {one.text[:150]}"
    if not articles_in(one.text[one.text.index("涉嫌违反"):]):
        yield "no article"


@rule("forbidden by progress")
def _forbidden(one: Swept) -> Iterator[str]:
    ctx = context_of(one.rules, one.facts, one.result.now)
    if all_paid_back(ctx):
        yield from (f"refunded: {a['text']}" for a in one.seen["asks"] if a["money"] == "price")
    asked = "".join(a["text"] for a in one.seen["asks"])
    if one.seen["goods_back"] or one.seen["never_came"]:
        for word in ("退货并", "给出退货地址", "无理由退货", "配合退回", "安排取件"):
            if word in asked:
                yield f"goods are not here: {word}"
    text = re.sub("“[^”]*”|退货运单和签收|退货和签收", "", bare(one))
    if one.seen["service"] and _known(one, "ship_state") is None \
            and "security_deposit" not in one.seen["raised"]:  # rented things come back
        yield from (f"service: {found.group()}" for found in PARCEL.finditer(text))
    filed = _known(one, "filed")
    again = {"complaint_12315": {"complaint", "court", "association"},
             "civil_complaint": {"court"}}.get(one.meta.id, set())
    if filed in again or (one.meta.id == "merchant_demand"
                          and _known(one, "merchant_response") == "agreed"):
        yield f"done already: {filed}"


@rule("way that is closed")
def _ways(one: Swept) -> Iterator[str]:
    if one.meta.id not in {"merchant_demand", "chat_message"}:
        return
    filed, text = _known(one, "filed"), bare(one)
    if filed in {"complaint", "court"} and "向12315投诉" in re.sub(r"\d日[^。]*", "", text):
        yield "12315 again"
    if filed == "court" and re.search("将[^。]*起诉", text):
        yield "the court again"
    if _known(one, "platform_decision") in {"for_merchant", "rejected"} and "申请平台介入" in text:
        yield "the platform again"


@rule("beyond its reader's power")
def _power(one: Swept) -> Iterator[str]:
    asked, text = "".join(a["text"] for a in one.seen["asks"]), bare(one)
    found = None
    if one.seen["party"] == "owner" and one.meta.voice == "merchant":
        found = re.search(r"你店|商家|消费者|(?<!我向)12315", text)
    elif one.meta.voice == "platform":
        found = re.search(r"三倍(?!（)|十倍(?!，)|精神损害|撤销(?:合同|这笔|被)", asked)
    elif one.meta.id in {"complaint_12315", "consumer_association"}:
        found = re.search(r"处罚|查处|罚款|立案|依法处理|撤销|判令", asked)
    elif one.meta.id == "report_12315" and "请求：" in text:
        found = re.search("退还|赔偿", text[text.index("请求："):])
    if found:
        yield found.group()


@rule("demand unlike the card")
def _like_the_card(one: Swept) -> Iterator[str]:
    lines = {x.id: x for x in one.result.lines}
    wishes = {w.rule.id: w for w in one.result.wishes if w.asked}
    paid = _known(one, "paid")
    for ask in one.seen["asks"]:
        line = lines.get(ask["line"])
        if line is None:
            continue
        if line.answer == "no":
            yield f"denied: {line.id}"
        if line.answer == "maybe" and line.rule.money in {"multiple", "mental", "penalty"} \
                and one.meta.id in SUMMED and not ask["doubt"] and not HEDGE.search(ask["text"]):
            yield f"hangs: {ask['text']}"
        own = set(line.rule.wishes) & set(wishes)
        if own and all(wishes[w].answer == "no" for w in own) and not set(
                line.rule.wishes) - set(wishes):
            yield f"the card says no: {ask['text']}"
        rest = [x for x in lines.values() if x.rule.money == "price" and x is not line
                and x.theory.role == "main"
                and set(x.rule.wishes) & set(wishes) and x.answer != "no"
                and (x.amount is None or x.amount < ask["amount"])] if ask["amount"] else []
        if line.rule.money == "price" and isinstance(paid, Decimal) and ask["amount"] == paid \
                and set(wishes) and set(wishes) <= PARTS and line.answer != "yes" and rest \
                and not HEDGE.search(ask["text"]):
            yield f"more than the wish: {ask['text']}"


@rule("against each other")
def _opposite(one: Swept) -> Iterator[str]:
    text = re.sub(r"[^。，；]*(?:愿意|需要)[^。]*", "", bare(one))
    for said, against in OPPOSITE:
        if re.search(said, text):
            found = re.search(against, re.sub(said, "", text))
            if found:
                yield f"{said} / {found.group()}"


@rule("article not of this case")
def _astray(one: Swept) -> Iterator[str]:
    ctx = context_of(one.rules, one.facts, one.result.now)
    days = {law_day(ctx.facts, one.result.now, v.rule.law_date) for v in one.result.verdicts}
    firm = firmly_read(ctx, readings(one.rules, ctx))
    yield from astray(one.rules, firm, {*days, one.result.law_day}, bare(one))
