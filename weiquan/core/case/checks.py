"""Whether values fit their facts and each other."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from weiquan.core.language.condition import Special
from weiquan.core.language.operators import Item
from weiquan.core.values.days import AboutDay, day_of, first_of, last_of, plain_day
from weiquan.core.values.inwords import InWords
from weiquan.core.values.numbers import CEILING
from weiquan.core.values.patterns import lazy_re
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weiquan.core.model import Fact

Value = (bool | int | Decimal | date | datetime | str | tuple[str, ...] | tuple[Item, ...]
         | Special | InWords)
CHOICES = frozenset({"choice", "choices"})
TEXT_LENGTH = 500
WORDS_LENGTH = 150      # of an answer in one's own words
TYPES: Mapping[str, type] = {
    "bool": bool, "int": int, "money": Decimal, "date": date, "datetime": datetime,
    "choice": str, "choices": tuple, "text": str, "items": tuple,
}  # fmt: skip

_SCIENTIFIC = lazy_re(r"\d(\.\d+)?[eE]\+?\d+")  # what a spreadsheet makes of a long number


def check_value(
    fact: Fact, value: Value, facts: Mapping[str, Value], specs: Mapping[str, Fact]
) -> None:
    """Raise BadValue unless `value` fits `fact` and the other `facts`.

    Whether a date is still to come is checked by parse_value, which has the time.
    """
    if isinstance(value, Special):
        if value is Special.UNSURE and not fact.unsure:
            raise BadValue(f"「{fact.short}」不能填不清楚，没有它就没法往下走。")
        return
    check_alone(fact, value)
    for other in fact.check.not_before:
        first = facts.get(other)
        if isinstance(first, date) and isinstance(value, date) and _is_before(value, first):
            raise BadValue(
                f"「{fact.short}」{_short(value)} 早于「{specs[other].short}」{_short(first)}，"
                "请核对这两个日期。"
            )


def check_all(facts: Mapping[str, Value], specs: Mapping[str, Fact]) -> list[BadValue]:
    """Every finding in a set of facts, in the order of `specs`."""
    found = []
    for fact in specs.values():
        if fact.id in facts:
            try:
                check_value(fact, facts[fact.id], facts, specs)
            except BadValue as bad:
                found.append(bad)
    return found


def check_alone(fact: Fact, value: Value) -> None:
    """Raise BadValue unless `value` has the type and the bounds of `fact`."""
    if isinstance(value, InWords):
        _check_words(fact, value)
        return
    kind = date if isinstance(value, AboutDay) else type(value)
    if kind is not TYPES[fact.type]:  # a bool is no int, a datetime no date
        raise BadValue(f"「{fact.short}」的值类型不对，请重新填写。")
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        _check_number(fact, value)
    elif isinstance(value, date):
        _check_since(fact, value)
    elif fact.type == "text":
        _check_length(fact, str(value))
    elif fact.type in CHOICES:
        _check_ids(fact, value)


def _check_number(fact: Fact, value: Decimal | int) -> None:
    number, check, unit = Decimal(value), fact.check, "元" if fact.type == "money" else ""
    if not number.is_finite():
        raise BadValue(f"「{fact.short}」不是一个数，请按 299.00 的样子填写。")
    shown = f"「{fact.short}」写成了 {_plain(number)}{unit}"
    lowest = Decimal(0) if check.min is None else check.min
    if number < lowest:
        least = "不能是负数" if not lowest else f"不能少于 {_plain(lowest)}{unit}"
        raise BadValue(f"{shown}，{least}。请核对后重新填写。")
    highest = CEILING if check.max is None else min(check.max, CEILING)
    if number > highest:
        raise BadValue(f"{shown}，不能超过 {_plain(highest)}{unit}。请核对是不是多写了几位。")


def _check_since(fact: Fact, value: date) -> None:
    since = fact.check.since
    if since and day_of(value) < since:
        raise BadValue(
            f"「{fact.short}」写成了 {_short(value)}，本工具的法律数据从 {since} 起，"
            "更早的订单请直接咨询 12348。"
        )


def _check_length(fact: Fact, value: str) -> None:
    longest = TEXT_LENGTH if fact.check.max_length is None else fact.check.max_length
    if not value:
        raise BadValue(f"「{fact.short}」没有填写。")
    if _SCIENTIFIC.fullmatch(value):
        raise BadValue(
            f"「{fact.short}」写成了 {value}，像是被表格软件改成了科学计数。请从订单页重新复制。"
        )
    if len(value) > longest:
        raise BadValue(
            f"「{fact.short}」写了 {len(value)} 个字，最多 {longest} 个字。请写短一些。"
        )


def takes_own_words(fact: Fact) -> bool:
    """Whether one may write a sentence where none of its choices fits.

    Lists that come from elsewhere in the rules have ways of their own.
    """
    return fact.type in CHOICES and fact.unsure and not fact.choices_from


def _check_words(fact: Fact, value: InWords) -> None:
    if not takes_own_words(fact):
        raise BadValue(f"「{fact.short}」不能自己写，请从选项里选。")
    if len(value.words) > WORDS_LENGTH:
        raise BadValue(f"「{fact.short}」写了 {len(value.words)} 个字，最多 {WORDS_LENGTH} 个字。"
                       "请写短一些。")


def _check_ids(fact: Fact, value: Value) -> None:
    ids = [choice.id for choice in fact.choices]
    for chosen in value if isinstance(value, tuple) else (value,):
        if chosen not in ids:
            raise BadValue(f"「{fact.short}」没有「{chosen}」这个选项，请重新选择。")


def _is_before(value: date, first: date) -> bool:
    """Whether one lies before the other, surely; by day where either has no time of day."""
    if all(isinstance(v, datetime) and v.time() != time() for v in (value, first)):
        return value < first
    return day_of(last_of(value)) < day_of(first_of(first))


def _short(value: date) -> str:
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%Y-%m-%d %H:%M}"
    return plain_day(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
