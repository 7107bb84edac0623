"""Answers that cannot both be so: named with both, before anything rests on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from weiquan.core.language.condition import Context
from weiquan.core.language.ruletype import result
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.days import day_of

# Days that come in this order wherever both are known.
_ORDER = (
    ("ordered_on", "received_on"), ("ordered_on", "told_on"), ("ordered_on", "applied_on"),
    ("received_on", "fault_on"), ("received_on", "sent_back_on"), ("applied_on", "rejected_at"),
    ("sent_back_on", "return_signed_on"), ("received_on", "return_signed_on"),
    ("ordered_on", "filed_on"), ("filed_on", "filed_result_on"), ("fault_on", "told_on"),
)


@result
class Contradiction:
    """Two answers that do not go together."""

    facts: tuple[str, str]
    say: str                      # what each says, and that one of them has to be put right


def contradictions(rules: RuleSet, ctx: Context) -> list[Contradiction]:
    """Every pair of answers that cannot both be so."""
    facts = {k: v for k, v in ctx.facts.items() if k in rules.specs}
    return [*_days(rules, facts), *_sums(facts), *_places(facts)]


def _days(rules: RuleSet, facts: dict[str, Any]) -> Iterator[Contradiction]:
    for first, then in _ORDER:
        a, b = facts.get(first), facts.get(then)
        if isinstance(a, date) and isinstance(b, date) and day_of(b) < day_of(a):
            yield _of(first, then, f"{_short(rules, then)}是 {day_of(b)}，"
                      f"早于{_short(rules, first)} {day_of(a)}")


def _sums(facts: dict[str, Any]) -> Iterator[Contradiction]:
    paid, back = facts.get("paid"), facts.get("refunded_amount")
    if isinstance(paid, Decimal) and isinstance(back, Decimal) and back > paid:
        yield _of("paid", "refunded_amount",
                  f"退回的 {back} 元比实付的 {paid} 元还多")
    total, used = facts.get("total_units"), facts.get("used_units")
    if isinstance(total, int) and isinstance(used, int) and used > total:
        yield _of("total_units", "used_units", f"用了 {used} 次，多过一共的 {total} 次")


def _places(facts: dict[str, Any]) -> Iterator[Contradiction]:
    if isinstance(facts.get("received_on"), date) and facts.get("received") is False:
        yield _of("received_on", "received", "填了签收日期，又说没有收到")
    if facts.get("goods_where") == "with_me" and facts.get("refund_status") in {
            "sent_back", "return_signed", "return_refused"}:
        yield _of("goods_where", "refund_status", "东西说在自己手上，退款进度又说已经寄回")
    if facts.get("refund_status") == "refunded" and "refund_only" in (facts.get("wishes") or ()) \
            and isinstance(facts.get("refunded_amount"), Decimal) \
            and facts["refunded_amount"] == 0:
        yield _of("refund_status", "refunded_amount", "说已经全退，退回的金额又是 0")


def _short(rules: RuleSet, fact: str) -> str:
    return rules.specs[fact].short if fact in rules.specs else fact


def _of(first: str, then: str, text: str) -> Contradiction:
    return Contradiction((first, then), f"有两处对不上：{text}。请改对其中一个。")
