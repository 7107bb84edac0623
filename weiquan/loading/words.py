"""Conditions, formulas and lengths in words, for people who check the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.model import Deadline, Fact
from weiquan.core.model.ruleset import RuleSet

_UNITS = {"hour": "小时", "calendar_day": "日", "working_day": "个工作日", "month": "个月",
          "year": "年"}
_FORMS = {
    "eq": "{f}是{v}", "ne": "{f}不是{v}", "in": "{f}是{v}", "has": "{f}有{v}",
    "has_any": "{f}有{v}之一", "has_all": "{f}有{v}（都要有）", "lt": "{f}小于 {v}",
    "le": "{f}不超过 {v}", "gt": "{f}超过 {v}", "ge": "{f}不少于 {v}",
    "within_days": "{f}在 {v} 日以内", "older_than_days": "{f}已过 {v} 日",
    "past_days": "{f}起满 {v} 日（末日放假顺延）以后",
    "within_hours": "{f}在 {v} 小时以内", "older_than_hours": "{f}已过 {v} 小时",
    "before": "{f}早于 {v}", "from": "{f}在 {v} 或以后",
    "within_days_of": "{f}在{v}日以内", "within_months_of": "{f}在{v}个月以内",
}


def condition_words(rules: RuleSet, cond: c.Condition) -> str:
    """The condition in words; empty for one that always holds."""
    return "" if cond == c.ALWAYS else _words(rules, cond, outer=True)


def _words(rules: RuleSet, cond: c.Condition, *, outer: bool = False) -> str:
    match cond:
        case c.Compare():
            return _compare(rules, cond)
        case c.Known(fact=fact):
            return f"知道{_short(rules, fact)}"
        case c.Is(name=name):
            return rules.conditions[name].text if name in rules.conditions else name
        case c.Not(c.Known(fact=fact)):
            return f"不知道{_short(rules, fact)}"
        case c.Not(item):
            return f"不是（{_words(rules, item, outer=True)}）"
        case c.All(items):
            return _join(rules, items, "，并且", outer=outer) or "一直"
        case c.AnyOf(items):
            return _join(rules, items, "，或者", outer=outer) or "从不"


def _join(rules: RuleSet, items: tuple[c.Condition, ...], between: str, *, outer: bool) -> str:
    text = between.join(_words(rules, item) for item in items)
    return text if outer or len(items) < 2 else f"（{text}）"


def _compare(rules: RuleSet, cond: c.Compare) -> str:
    spec = rules.specs.get(cond.fact)
    name = _short(rules, cond.fact)
    if spec is not None and spec.type == "bool":
        return f"{name}：{'是' if cond.value else '否'}"
    return _FORMS[cond.op].format(f=name, v=_value(rules, spec, cond.value))


def _value(rules: RuleSet, spec: Fact | None, value: Any) -> str:
    match value:
        case c.ParamRef(param):
            return f"「{rules.params[param].name}」" if param in rules.params else param
        case c.Gap(of=of, length=length):
            return f"{_short(rules, of)}之后 {_value(rules, None, length)} "
        case tuple():
            return "、".join(_value(rules, spec, v) for v in value)
        case Decimal():
            return f.plain(value)
        case str() if spec is not None and spec.choices:
            labels = {x.id: x.label for x in spec.choices}
            return f"“{labels.get(value, value)}”"
        case _:
            return str(value)


def _short(rules: RuleSet, fact: str) -> str:
    return rules.specs[fact].short if fact in rules.specs else fact


def formula_words(rules: RuleSet, formula: f.Formula | None) -> str:
    """The formula with the names of its facts and parameters."""
    match formula:
        case None:
            return ""
        case f.FactAmount(fact=fact):
            return _short(rules, fact)
        case f.ItemsAmount(fact=fact, kinds=kinds):
            spec = rules.specs.get(fact)
            names = {x.id: x.label for x in spec.choices} if spec is not None else {}
            of = "、".join(names.get(k, k) for k in kinds)
            return f"{_short(rules, fact)}（{of}）" if of else _short(rules, fact)
        case f.ParamAmount(param=param):
            return f"「{rules.params[param].name}」" if param in rules.params else param
        case f.ValueAmount(value):
            return f.plain(value)
        case f.Combine(op=op, items=items):
            parts = [formula_words(rules, item) for item in items]
            if op in {"max", "min"}:
                return f"{'、'.join(parts)} 里{'最大' if op == 'max' else '最小'}的"
            wrapped = [f"（{p}）" if isinstance(i, f.Combine) else p
                       for p, i in zip(parts, items, strict=True)]
            return f.COMBINE[op].join(wrapped)


def length_words(rules: RuleSet, clock: Deadline, today: date) -> str:
    """How long the clock runs for something that happens today."""
    unit = _UNITS[clock.unit]
    if clock.status == "unclear":
        return "看订单页面的倒计时"
    if not clock.length.param:
        return f"{clock.length.value} {unit}"
    try:
        value = rules.param_at(clock.length.param, today)
    except (KeyError, LookupError):
        return f"{clock.length.param}（今天没有）"
    return f"{f.plain(value)} {unit}"
