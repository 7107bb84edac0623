"""Values of facts: read from text, loaded from files, dumped to JSON, shown in Chinese.

The wizard, flags, --set and files all read through parse_value, so that 昨天 and 1.2万 mean the
same everywhere. Every failure is a BadValue with one Chinese message.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeGuard

from weiquan.core.case.checks import CHOICES, Value, check_all, check_alone, check_value
from weiquan.core.case.choosing import LISTED, choose, choose_several, in_order, is_choice
from weiquan.core.case.items import AS_ITEMS, entry_text, items_shown, items_text, read_items
from weiquan.core.language.condition import Special
from weiquan.core.language.operators import Item
from weiquan.core.values.about import about_day
from weiquan.core.values.dates import read_date, read_moment
from weiquan.core.values.inwords import InWords, in_words
from weiquan.core.values.numbers import CENT, read_count, read_money
from weiquan.core.values.rmb import in_yuan
from weiquan.core.values.typed import Unclear, clean_text, excerpt, plain_line
from weiquan.core.values.zh import zh_full_day
from weiquan.errors import BadValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weiquan.core.model import Fact

__all__ = [
    "Value", "check_all", "check_value", "dump_value", "load_value", "parse_value", "show_value",
]  # fmt: skip

UNSURE_WORDS = frozenset({
    "不清楚", "不知道", "不记得", "记不得", "记不清", "不确定", "说不清", "不晓得", "忘了", "不详",
    "unsure", "unknown", "?", "??",
})  # fmt: skip
UNSURE_LABEL = "不清楚"
TRUE_WORDS = frozenset({
    "是", "是的", "对", "对的", "有", "有的", "嗯", "好", "好的", "要", "可以", "能", "会",
    "收到", "收到了", "已收到", "说明了", "说了", "true", "yes", "y", "1", "on", "√",
})  # fmt: skip
FALSE_WORDS = frozenset({
    "否", "不", "不是", "不是的", "不对", "没", "没有", "没有的", "无", "不要", "不可以", "不能",
    "不会", "没收到", "没有收到", "未收到", "还没收到", "还没有", "没说明", "没说",
    "false", "no", "n", "0", "off", "×",
})  # fmt: skip
# 没有 is no 不清楚: there is no such day, nothing was lost.
NONE_WORDS = frozenset({"没有", "无", "没", "还没有", "没有过", "都没有", "none"})
NOT_TEXT, LIST = 200, 2000  # longer input is a paste that went wrong
LONGEST_INT = 10**40  # an order number without quotes has up to 30 digits
NONE_LABEL, NONE_SHOWN = "都没有", "没有"


def parse_value(
    fact: Fact,
    raw: str,
    now: datetime,
    *,
    numbered: bool = False,
    aliases: Mapping[str, str] | None = None,
) -> Value:
    """The value that `raw` means for `fact`; raises BadValue.

    `numbered` lets a choice be named by its position, from 1; `aliases` maps other names of
    choices to their ids. Checks all that concerns this fact alone, not `not_before`.
    """
    text = plain_line(raw)
    if not text:
        raise BadValue(f"「{fact.short}」没有填写。{_example(fact)}")
    if text.casefold() in UNSURE_WORDS and not is_choice(fact, text):
        return _unsure(fact)
    if fact.type in CHOICES and (told := in_words(clean_text(raw))) is not None:
        check_alone(fact, told)
        return told
    if text.casefold().rstrip("。") in NONE_WORDS and (none := _none(fact)) is not None:
        return none
    try:
        value = _read(fact, raw, text, now, numbered=numbered, aliases=aliases)
    except Unclear as e:
        raise BadValue(f"「{fact.short}」写成了 {excerpt(raw)}，{e}。{_example(fact)}") from None
    check_alone(fact, value)
    _check_past(fact, value, raw, now)
    return value


def _read(
    fact: Fact,
    raw: str,
    text: str,
    now: datetime,
    *,
    numbered: bool,
    aliases: Mapping[str, str] | None,
) -> Value:
    if fact.type == "text":
        return clean_text(raw)
    if len(text) > (LIST if fact.type in {"choices", "items"} else NOT_TEXT):
        raise Unclear("内容太长")
    past = fact.check.not_future
    match fact.type:
        case "bool":
            return _read_bool(text)
        case "int":
            return read_count(text)
        case "money":
            return read_money(text)
        case "date":
            return read_date(text, now, past=past)
        case "datetime":
            return read_moment(text, now, past=past)
        case "choice":
            return choose(fact, text, numbered=numbered, aliases=aliases)
        case "choices":
            return choose_several(fact, text, numbered=numbered, aliases=aliases)
        case "items":
            return read_items(fact, text)


def _read_bool(text: str) -> bool:
    word = text.casefold().rstrip("。.!~ ")
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise Unclear("看不懂是还是否")


def _unsure(fact: Fact) -> Special:
    if not fact.unsure:
        raise BadValue(f"「{fact.short}」不能填不清楚，没有它就没法往下走。{_example(fact)}")
    return Special.UNSURE


def _none(fact: Fact) -> Value | None:
    """What 没有 means for a day, a sum or a number; None where it means nothing of its own."""
    if fact.type in {"date", "datetime"}:
        return Special.NOT_APPLICABLE if fact.unsure else None
    if fact.type == "items":
        return ()
    if fact.type in {"money", "int"} and not fact.check.min:
        return Decimal("0.00") if fact.type == "money" else 0
    return None


def _check_past(fact: Fact, value: Value, raw: str, now: datetime) -> None:
    if not fact.check.not_future or not isinstance(value, date):
        return
    if isinstance(value, datetime):
        if value > now:
            raise BadValue(
                f"「{fact.short}」写成了 {excerpt(raw)}，也就是 {show_value(fact, value)}，"
                f"这个时间还没到（现在是 {now:%Y-%m-%d %H:%M}）。请核对日期和时间。"
            )
    elif value > now.date():
        raise BadValue(
            f"「{fact.short}」写成了 {excerpt(raw)}，也就是 {show_value(fact, value)}，"
            f"这一天还没到（今天是 {now:%Y-%m-%d}）。请核对日期。"
        )


def _example(fact: Fact) -> str:
    match fact.type:
        case "bool":
            return "请填 是 或 否。"
        case "int":
            return "请按 2 的样子填写。"
        case "money":
            return "请按 299.00 的样子填写，单位是元。"
        case "date":
            return "请按 2026-03-02 的样子填写。"
        case "datetime" if fact.check.not_future:
            return "请按 2026-03-02 18:30 的样子填写。"
        case "datetime":
            return "请按 2026-03-02 18:30 或 还剩1天3小时 的样子填写。"
        case "choice" | "choices":
            if len(fact.choices) <= LISTED:
                return ""  # the error lists them
            return f"请写选项的名字，例如 {fact.choices[0].label}。"
        case "text":
            return "请写一句话。"
        case "items":
            return AS_ITEMS


# ---------------------------------------------------------------- files

def load_value(fact: Fact, data: Any, now: datetime, *,
               aliases: Mapping[str, str] | None = None) -> Value:
    """The value that a JSON or YAML file gives; strings are read by parse_value."""
    if data is None:
        raise BadValue(f"「{fact.short}」没有填写。{_example(fact)}")
    if isinstance(data, dict):
        return _mapped(fact, data, now)
    if isinstance(data, list | tuple):
        if fact.type == "items":
            return parse_value(fact, "；".join(entry_text(fact, x) for x in data), now)
        return _load_list(fact, data, aliases)
    if isinstance(data, bool):
        if fact.type != "bool":
            raise BadValue(f"「{fact.short}」写成了 {str(data).lower()}，请加上引号写成文字。")
        return data
    if isinstance(data, float):
        raise BadValue(f"「{fact.short}」写成了小数 {data}，小数会有误差。"
                       '请加上引号，例如 "299.00"，或写成整数。')
    if isinstance(data, int) and abs(data) > LONGEST_INT:
        raise BadValue(f"「{fact.short}」的数太大。{_example(fact)}")
    if isinstance(data, date):
        sep = {"sep": " ", "timespec": "minutes"} if isinstance(data, datetime) else {}
        data = data.isoformat(**sep)
    return parse_value(fact, str(data), now, aliases=aliases)


def _mapped(fact: Fact, data: Mapping[Any, Any], now: datetime) -> Value:
    """不清楚, one's own words, 没有, or a day known only about, with its day for lists."""
    if data == {"unsure": True}:
        return _unsure(fact)
    if set(data) == {"unsure", "said"} and fact.type in CHOICES and data["unsure"] is True:
        return parse_value(fact, f"都不是：{data['said']}", now)
    if data == {"none": True} and (none := _none(fact)) is not None:
        return none
    if set(data) == {"day", "about"} and fact.type == "date":
        day = load_value(fact, data["day"], now)
        return about_day(day, str(data["about"]), now.date()) if isinstance(day, date) else day
    raise BadValue(f"「{fact.short}」不能写成映射，不清楚时写 unsure: true。")


def _load_list(fact: Fact, data: Any, aliases: Mapping[str, str] | None) -> Value:
    if fact.type != "choices":
        raise BadValue(f"「{fact.short}」只能写一个值，不能写成列表。")
    chosen: set[str] = set()
    for item in data:
        try:
            chosen.add(choose(fact, plain_line(str(item)), aliases=aliases))
        except Unclear as e:
            raise BadValue(
                f"「{fact.short}」写成了 {excerpt(str(item))}，{e}。{_example(fact)}"
            ) from None
    return in_order(fact, chosen)


def dump_value(fact: Fact, value: Value) -> Any:
    """The value as JSON holds it; ValueError for one that is no answer."""
    if value is Special.UNSURE:
        return {"unsure": True}
    if isinstance(value, InWords):
        return {"unsure": True, "said": value.words}
    if value is Special.NOT_APPLICABLE:
        if _none(fact) is not value:
            raise ValueError(f"{fact.id} does not apply: it has no value to store")
        return {"none": True}
    if fact.type == "items" and value == ():
        return {"none": True}
    if isinstance(value, Decimal):
        return f"{value.quantize(CENT):f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if is_items(value):
        return items_text(value)
    return list(value) if isinstance(value, tuple) else value


def is_items(value: Value) -> TypeGuard[tuple[Item, ...]]:
    """Whether it is a list of sums."""
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Item)


def show_value(fact: Fact, value: Value) -> str:
    """The value as the user reads it: 299.00 元, 2026年11月20日（周五）, 是, labels."""
    if isinstance(value, Special):
        if value is Special.UNSURE:
            return UNSURE_LABEL
        return NONE_SHOWN if _none(fact) is value else "不适用"
    if isinstance(value, InWords):
        return f"自己写的“{value.words}”"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return in_yuan(value)
    if isinstance(value, datetime):
        return f"{zh_full_day(value)}{value:%H:%M}"
    if isinstance(value, date):
        return zh_full_day(value)
    if is_items(value):
        return items_shown(value)
    if isinstance(value, tuple):
        return "、".join(_label(fact, item) for item in value) or NONE_LABEL
    return _label(fact, value) if fact.type == "choice" else str(value)


def _label(fact: Fact, value: Any) -> str:
    # A case may hold a choice that the rules no longer have: show it as it was stored.
    return next((c.label for c in fact.choices if c.id == value), str(value))
