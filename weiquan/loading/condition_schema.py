"""The JSON Schema of conditions, formulas and citations, with the facts of a rule set in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weiquan.core.language import formula as f
from weiquan.core.language.operators import GAP_OPERATORS, OPERATORS_BY_TYPE
from weiquan.core.model import Fact
from weiquan.core.model.ruleset import RuleSet

_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NUMBER = {"type": ["integer", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_COUNT = {"type": "integer", "minimum": 0}
_WORDS = {
    "eq": "就是这个值", "ne": "不是这个值", "in": "是其中之一", "has": "选了这一项",
    "has_any": "至少选了其中一项", "has_all": "全都选了", "lt": "小于", "le": "不大于",
    "gt": "大于", "ge": "不小于", "within_days": "离今天不超过这么多天",
    "older_than_days": "离今天超过这么多天",
    "past_days": "这么多天的期限已过：那天不算，最后一天放假的顺延",
    "within_hours": "离现在不超过这么多小时", "older_than_hours": "离现在超过这么多小时",
    "before": "早于这一天", "from": "这一天或以后",
    "within_days_of": "在另一个日期之后不超过这么多天",
    "within_months_of": "在另一个日期之后不超过这么多个月",
}


def shared_defs(rules: RuleSet) -> dict[str, Any]:
    """The definitions that rule types refer to, by name."""
    dates = [x.id for x in rules.facts if x.type in {"date", "datetime"}]
    defs: dict[str, Any] = {
        "Condition": _condition(rules),
        "Formula": _formula(rules),
        "Citation": {
            "type": "string", "description": "依据：简称、空格、条号，例如 消法 55 或 消法 55(1)",
            "pattern": r"^\S+ ([0-9]+(\.[0-9]+)?|[一二三四五六七八九十]+)(\([0-9]+\))*$",
        },
        "FactName": {"description": "事实的 id", **_names(rules.specs)},
        "DateFact": {"description": "日期事实的 id", **_names(dates)},
        "Named": {"description": "conditions.yaml 里的条件", **_names(rules.conditions)},
        "ParamName": {"description": "法律参数，见 rules/law", **_names(sorted(rules.params))},
        "ParamOperand": _one_key({"param": {"$ref": "#/$defs/ParamName"}}),
        "DateTest": _tests("date", None),
        "DatetimeTest": _tests("datetime", None),
        "IntTest": {"anyOf": [{"type": "integer"}, _tests("int", None)]},
        "MoneyTest": {"anyOf": [_NUMBER, _tests("money", None)]},
    }
    for fact in rules.facts:
        if fact.type in {"choice", "choices", "items"}:
            other = [("other", "别的")] if fact.type == "items" else []
            named = [*((x.id, x.label) for x in fact.choices), *other]
            defs[f"choice_{fact.id}"] = {
                "enum": [id_ for id_, _ in named],
                "enumDescriptions": [label for _, label in named],
            }
    return defs


def _names(names: Iterable[str]) -> dict[str, Any]:
    return {"enum": list(names)}


def _one_key(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "minProperties": 1, "maxProperties": 1,
            "additionalProperties": False, "properties": properties}


def _condition(rules: RuleSet) -> dict[str, Any]:
    this = {"$ref": "#/$defs/Condition"}
    many = {"type": "array", "minItems": 1, "items": this}
    made = _one_key({
        "all": {"description": "全都成立", **many},
        "any": {"description": "至少一项成立", **many},
        "not": {"description": "不成立", **this},
        "known": {"description": "已经回答，而且不是“不清楚”", "$ref": "#/$defs/FactName"},
        "is": {"description": "有名字的条件成立", "$ref": "#/$defs/Named"},
        **{x.id: {"description": x.ask, **_compare(x)} for x in rules.facts
           if OPERATORS_BY_TYPE[x.type]},
    })
    return {"description": "条件：每层只有一个键", **made}


def _compare(fact: Fact) -> dict[str, Any]:
    match fact.type:
        case "bool":
            return {"type": "boolean"}
        case "choice":
            one = {"$ref": f"#/$defs/choice_{fact.id}"}
            return {"anyOf": [one, _tests("choice", one)]}
        case "choices" | "items":
            return _tests("choices", {"$ref": f"#/$defs/choice_{fact.id}"})
        case "int":
            return {"$ref": "#/$defs/IntTest"}
        case "money":
            return {"$ref": "#/$defs/MoneyTest"}
        case "date":
            return {"$ref": "#/$defs/DateTest"}
        case _:
            return {"$ref": "#/$defs/DatetimeTest"}


def _tests(type_: str, choice: dict[str, Any] | None) -> dict[str, Any]:
    """A mapping with exactly one of the operators of a type."""
    ops = [op for op in _WORDS if op in OPERATORS_BY_TYPE[type_] and op != "eq"]
    if missing := OPERATORS_BY_TYPE[type_] - set(_WORDS):
        raise KeyError(f"no words for {missing}")
    return _one_key({op: {"description": _WORDS[op], **_operand(op, type_, choice)} for op in ops})


def _operand(op: str, type_: str, choice: dict[str, Any] | None) -> dict[str, Any]:
    param = {"$ref": "#/$defs/ParamOperand"}
    if choice is not None:
        many = op in {"in", "has_any", "has_all"}
        return {"type": "array", "minItems": 1, "items": choice} if many else choice
    if op in {"before", "from"}:
        return _DAY
    if op in GAP_OPERATORS:
        unit = "days" if op == "within_days_of" else "months"
        return {"type": "object", "minProperties": 2, "maxProperties": 2, "required": ["of"],
                "additionalProperties": False,
                "properties": {"of": {"$ref": "#/$defs/DateFact"}, unit: _COUNT,
                               "param": {"$ref": "#/$defs/ParamName"}}}
    plain = {"int": {"type": "integer"}, "money": _NUMBER}.get(type_, _COUNT)
    return {"anyOf": [plain, param]}


def _formula(rules: RuleSet) -> dict[str, Any]:
    parts = {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/Formula"}}
    words = {"plus": "相加", "minus": "相减", "times": "相乘", "over": "相除", "max": "取大的",
             "min": "取小的"}
    lists = _names(x.id for x in rules.facts if x.type == "items")
    some = {"type": "object", "additionalProperties": False, "required": ["of"],
            "properties": {"of": lists,
                           "kinds": {"type": "array", "items": {"type": "string"}}}}
    return {"description": "金额算式：每层只有一个键", **_one_key({
        "fact": {"description": "一项事实的金额或数", "$ref": "#/$defs/FactName"},
        "items": {"description": "一张单子上各项的和；kinds 只算这几种", "anyOf": [lists, some]},
        "param": {"description": "一个法律参数", "$ref": "#/$defs/ParamName"},
        "value": {"description": "一个固定的数", **_NUMBER},
        **{op: {"description": words[op], **parts} for op in f.COMBINE},
    })}
