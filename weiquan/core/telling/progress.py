"""What the state of goods and money forbids a letter to ask for or to say."""

from __future__ import annotations

import re

from weiquan.core.case.context import chosen
from weiquan.core.language.condition import Context, Is, Tri, evaluate

_BACK = {"in_transit", "returned", "refused"}
_SENT = {"sent_back", "return_signed", "return_refused"}
_CLAUSE = re.compile(r"[^，；]+[，；]?")
# What may not stand in a letter, by the state of things.
_GIVE_BACK = re.compile(r"配合退回|一并退回|(?:消费者|监护人|买方)[^，；。]*退回|能退的"
                        r"|退回(?:完好的|未使用的)?商品|商品(?:完好)?退回|之后退回|商品在争议解决前")
_RETURN = re.compile(r"退货|寄回|退换")
_SENT_IT = re.compile(r"寄回|退回的商品")
_GOODS = re.compile(r"退货|换货|签收|寄回|封存|退回商品|商品")


def goods_are_back(ctx: Context) -> bool:
    """Whether the goods left the person's hands for the seller."""
    return chosen(ctx, "goods_where") in _BACK or chosen(ctx, "refund_status") in _SENT


def never_came(ctx: Context) -> bool:
    """Whether nothing was received."""
    return chosen(ctx, "goods_where") == "never" or ctx.facts.get("received") is False


def used_up(ctx: Context) -> bool:
    """Whether there is nothing left that could be sent back."""
    return chosen(ctx, "goods_where") in {"gone", "used"}


def is_service(ctx: Context) -> bool:
    """Whether it is about a service."""
    return "service_case" in ctx.named \
        and evaluate(Is("service_case"), ctx).truth is Tri.TRUE


def as_things_stand(text: str, ctx: Context) -> str:
    """The demand without what is done already or cannot be; empty where nothing is left."""
    if goods_are_back(ctx) or never_came(ctx) or used_up(ctx):
        text = text.replace("退货并退还", "退还").replace("退货款", "货款").replace(
            "退货退款", "退款").replace("办理三包退货", "按三包规定").replace(
            "办理无理由退货，收到退货后", "").replace("按承诺办理退货", "按承诺")
        text = _without(text, _GIVE_BACK)
        text = _without(text, _RETURN) or text
    if is_service(ctx):
        text = text.replace("货款", "已付的款项").replace("商品", "服务")
    return text.strip("，；")


def fits(text: str, ctx: Context) -> bool:
    """Whether a sentence of the rules may stand in a letter of this case."""
    if is_service(ctx):
        return not _GOODS.search(text)
    if chosen(ctx, "ship_state") == "refused" and _SENT_IT.search(text):
        return False  # what was refused at the door was never sent back
    return not ((never_came(ctx) or used_up(ctx)) and _RETURN.search(text))


def _without(text: str, words: re.Pattern[str]) -> str:
    kept = [c for c in _CLAUSE.findall(text) if not words.search(c)]
    return "".join(kept).strip("，；")
