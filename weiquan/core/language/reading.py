"""From plain data (as YAML gives it) to conditions, formulas and citations.

Every parser collects all its findings and raises them once as `Unreadable`, each with its
path inside the value, so that a rule author sees everything in one run.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.language.operators import GAP_OPERATORS, OPERATORS
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value

if TYPE_CHECKING:
    from collections.abc import Callable

Path = tuple[str | int, ...]


class Unreadable(ValueError):
    """Findings in one value: (path inside it, Chinese message)."""

    def __init__(self, findings: list[tuple[Path, str]]) -> None:
        super().__init__("；".join(message for _, message in findings))
        self.findings = findings


@value
class Citation:
    """One place in one instrument: short name, article, and the part of it if any."""

    law: str
    article: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.law} {self.article}{self.part}"


_CITATION = lazy_re(r"(?P<law>\S+) (?P<article>[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+)"
                    r"(?P<part>(?:\([0-9]+\))*)")


_NUMBER = lazy_re(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")  # not what Decimal also takes: NaN, 1_0, １


def read_citation(raw: Any) -> Citation:
    """A Citation from 「消法 55(1)」; raises Unreadable."""
    match = _CITATION.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise Unreadable([((), f"依据「{raw}」看不懂，请写成「消法 55」或「消法 55(1)」的样子")])
    return Citation(match["law"], match["article"], match["part"])


def read_condition(raw: Any) -> c.Condition:
    """A Condition from plain data; raises Unreadable with every finding in it."""
    findings: list[tuple[Path, str]] = []
    cond = _condition(raw, (), findings)
    if findings:
        raise Unreadable(findings)
    return cond


def _condition(raw: Any, at: Path, findings: list[tuple[Path, str]]) -> c.Condition:
    if not isinstance(raw, dict) or len(raw) != 1:
        findings.append((at, "条件须是只有一个键的映射，例如 platform: douyin 或 all: 后接列表"))
        return c.ALWAYS
    [(key, value)] = raw.items()
    here = (*at, key)
    if key in {"all", "any"}:
        if not isinstance(value, list) or not value:
            findings.append((here, f"{key} 后面须是不为空的列表"))
            return c.ALWAYS
        items = tuple(_condition(v, (*here, i), findings) for i, v in enumerate(value))
        return c.All(items) if key == "all" else c.AnyOf(items)
    if key == "not":
        return c.Not(_condition(value, here, findings))
    if key in {"known", "is"}:
        if not isinstance(value, str):
            findings.append((here, f"{key} 后面须是一个名字"))
            return c.ALWAYS
        return c.Known(value, here) if key == "known" else c.Is(value, here)
    return _compare(key, value, here, findings)


def _compare(key: str, value: Any, here: Path, findings: list[tuple[Path, str]]) -> c.Condition:
    op, operand = "eq", value
    if isinstance(value, dict):
        if len(value) != 1:
            findings.append((here, f"「{key}」下面只能写一个运算符"))
            return c.ALWAYS
        [(op, operand)] = value.items()
        here = (*here, op)
    if op in GAP_OPERATORS:
        return _gap(key, op, operand, here, findings)
    if op not in OPERATORS or (op == "eq" and isinstance(value, dict)):
        near = nearest(op, [n for n in (*OPERATORS, *sorted(GAP_OPERATORS)) if n != "eq"])
        findings.append((here, f"不认识的运算符「{op}」{near}"))
        return c.ALWAYS
    if isinstance(operand, dict):
        if set(operand) != {"param"} or not isinstance(operand["param"], str):
            findings.append((here, "这里只能写一个值，或写 param: 参数名"))
            return c.ALWAYS
        return c.Compare(key, op, c.ParamRef(operand["param"]), here)
    if op in {"in", "has_any", "has_all"}:
        if not isinstance(operand, list) or not operand:
            findings.append((here, f"{op} 后面须是不为空的列表"))
            return c.ALWAYS
        return c.Compare(key, op, tuple(operand), here)
    if isinstance(operand, list) or operand is None:
        findings.append((here, f"「{key}」后面须是一个值；几个值请用 in 或 has_any"))
        return c.ALWAYS
    return c.Compare(key, op, operand, here)


def _gap(key: str, op: str, operand: Any, here: Path,
         findings: list[tuple[Path, str]]) -> c.Condition:
    unit = "days" if op == "within_days_of" else "months"
    if not isinstance(operand, dict) or not isinstance(operand.get("of"), str) \
            or len(operand) != 2 or not ({unit, "param"} & set(operand)):
        text = f"{op} 下面须写 of: 另一个日期事实，再写 {unit}: 数 或 param: 参数名"
        findings.append((here, text))
        return c.ALWAYS
    length = operand.get(unit, operand.get("param"))
    if "param" in operand and isinstance(length, str):
        return c.Compare(key, op, c.Gap(operand["of"], c.ParamRef(length)), here)
    if isinstance(length, bool) or not isinstance(length, int) or length < 0:
        findings.append(((*here, unit), f"{unit} 须是不小于 0 的整数"))
        return c.ALWAYS
    return c.Compare(key, op, c.Gap(operand["of"], length), here)


def read_formula(raw: Any) -> f.Formula:
    """A Formula from plain data; raises Unreadable with every finding in it."""
    findings: list[tuple[Path, str]] = []
    formula = _formula(raw, (), findings)
    if findings:
        raise Unreadable(findings)
    return formula


def _formula(raw: Any, at: Path, findings: list[tuple[Path, str]]) -> f.Formula:
    if not isinstance(raw, dict) or len(raw) != 1:
        findings.append((at, "金额算式须是只有一个键的映射，例如 fact: paid"))
        return f.ZERO
    [(key, value)] = raw.items()
    here = (*at, key)
    if key in {"fact", "param"}:
        if not isinstance(value, str):
            findings.append((here, f"{key} 后面须是一个名字"))
            return f.ZERO
        return f.FactAmount(value, here) if key == "fact" else f.ParamAmount(value, here)
    if key == "value":
        if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
            findings.append((here, f"「{value}」不是数，整数直接写，小数加单引号"))
            return f.ZERO
        return f.ValueAmount(Decimal(str(value)))
    if key in f.COMBINE:
        if not isinstance(value, list) or len(value) < 2:
            findings.append((here, f"{key} 后面须是至少两项的列表"))
            return f.ZERO
        return f.Combine(key, tuple(_formula(v, (*here, i), findings) for i, v in enumerate(value)))
    if key == "items":
        return _items_formula(value, here, findings)
    near = nearest(key, ["fact", "param", "value", "items", *f.COMBINE])
    findings.append((here, f"不认识的算式「{key}」{near}"))
    return f.ZERO


def _items_formula(value: Any, here: Path, findings: list[tuple[Path, str]]) -> f.Formula:
    whole = {"of": value} if isinstance(value, str) else value
    kinds = whole.get("kinds", []) if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or not isinstance(whole.get("of"), str) \
            or set(whole) - {"of", "kinds"} or not isinstance(kinds, list):
        findings.append((here, "items 后面写一个事实名，或写 of: 事实名 和 kinds: 列表"))
        return f.ZERO
    return f.ItemsAmount(whole["of"], tuple(str(k) for k in kinds), here)


def read_literal_date(raw: Any) -> date:
    """A date from 2026-11-20; raises Unreadable."""
    shaped = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(raw))  # fromisoformat reads others too
    try:
        return date.fromisoformat(shaped[0] if shaped else "")
    except ValueError:
        raise Unreadable([((), f"「{raw}」不是日期，请写成 2026-11-20 的样子")]) from None


def nearest(name: str, names: Any) -> str:
    """「，是不是想写「x」」 with the nearest of `names`, or an empty string."""
    import difflib  # only when something is wrong

    near = difflib.get_close_matches(str(name), [str(n) for n in names], 1, 0.5)
    return f"，是不是想写「{near[0]}」" if near else ""


class ReadBy:
    """Marks a dataclass field that pydantic is to read through one of our own parsers.

    pydantic asks for the two methods only while rules are validated, so that a warm start
    never imports it.
    """

    def __init__(self, parser: Callable[[Any], Any], ref: str) -> None:
        self.parser = parser
        self.ref = ref

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import PydanticCustomError, core_schema

        def read(raw: Any) -> Any:
            try:
                return self.parser(raw)
            except Unreadable as e:
                found = {"m": str(e), "f": e.findings}
                raise PydanticCustomError("unreadable", "{m}", found) from None

        return core_schema.no_info_plain_validator_function(read)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"title": f"ref:{self.ref}"}
