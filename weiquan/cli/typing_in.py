"""What was typed at a question: values, those known only about, and days that need a look."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from weiquan.core.case.answers import dump_value, parse_value, show_value
from weiquan.core.case.checks import check_alone
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.about import about_day
from weiquan.core.values.days import AboutDay, day_of
from weiquan.core.values.said_days import said_days
from weiquan.core.values.said_sums import said_sums
from weiquan.core.values.typed import plain_line
from weiquan.core.values.zh import zh_full_day
from weiquan.errors import BadValue
from weiquan.wizard.session import Doubt

LONG_AGO = timedelta(days=200)
_YEAR = re.compile(r"\d{4}|\d{6,}|[去前今明]年|\d\d年")
_NOT_YET = re.compile(r"(?:一直|到现在|至今|现在|目前|都|也|就|仍|还|尚)*(?:没|未)有?"
                      r"(?![有记清印注过想])[^\d，。、]{1,6}。?$")
_DENIES = re.compile(r"没[有掏付花给出交]|不是|不算|保险公司|别人|[^不]由.{1,8}[付出赔]")


def is_not_yet(spec: Fact, typed: str) -> bool:
    """Whether 还没收到 was typed where a day is asked for: it names no day, and is an answer."""
    return spec.type in {"date", "datetime"} and _NOT_YET.match(plain_line(typed)) is not None


def read_typed(rules: RuleSet, spec: Fact, typed: str, now: datetime) -> tuple[Any, str]:
    """The value of what was typed, and the words where it is known only about.

    Raises BadValue, and Doubt for a day that only fits as one of last year.
    """
    aliases = rules.aliases if spec.id == "platform" else None
    try:
        value: Any = parse_value(spec, typed, now, aliases=aliases)
    except BadValue as error:
        about = _about(rules, spec, typed, now)
        if about is None:
            raise error from None
        value, vague = about
        if vague and isinstance(value, date):
            value = about_day(value, typed, now.date())
        return value, plain_line(typed) if vague else ""
    if isinstance(value, date) and _jumped(spec, typed, value, now):
        shown = zh_full_day(value)
        raise Doubt(f"{value.month}月{value.day}日今年还没到。是 {shown} 吗？",
                    str(dump_value(spec, value)).replace("T", " "))
    return value, ""


def _jumped(spec: Fact, typed: str, value: date, now: datetime) -> bool:
    """Whether a day without a year was taken for one of long ago."""
    return spec.check.not_future and not _YEAR.search(typed) \
        and day_of(value).year < now.year and now.date() - day_of(value) > LONG_AGO


def _about(rules: RuleSet, spec: Fact, typed: str, now: datetime) -> tuple[Any, bool] | None:
    """A vague day or sum (11月初, 三百多), and whether it is vague; None when it is neither."""
    text = plain_line(typed).lower()
    if spec.type == "date":
        days = said_days(text, now.date(), rules.feasts)
        if len(days) != 1:
            return None
        value: Any = days[0].past if spec.check.not_future else days[0].near
        vague = days[0].vague
        if value is None:
            return None
    elif spec.type == "money":
        if _DENIES.search(text):
            return None   # 保险公司直接付的，我没掏，那部分7459元: not what the person paid
        sums = said_sums(text) or said_sums(f"{text}元")
        if len(sums) != 1:
            return None
        value, vague = sums[0].value.quantize(Decimal("0.01")), sums[0].vague
    else:
        return None
    try:
        check_alone(spec, value)
    except BadValue:
        return None
    return value, vague


def shown_about(spec: Fact, value: Any, about: str) -> str:
    """The value as the person reads it, marked where it is known only about."""
    text = show_value(spec, value)
    if isinstance(value, AboutDay):
        return f"{text}（写的是“{about}”，知道哪一天再改）"
    return f"大约 {text}（写的是“{about}”，知道准数再改）" if about else text
