"""Give rules their places in the files, and comparisons their typed values."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from weiquan.core.language import condition as c
from weiquan.core.language import formula as f
from weiquan.core.language.operators import OPERATORS_BY_TYPE
from weiquan.core.language.reading import Unreadable, nearest, read_literal_date
from weiquan.core.model import Fact
from weiquan.errors import Problem
from weiquan.loading.yaml_source import Loc, Source

Where = dict[int, tuple[Source, Loc]]
_CONDITION = (c.Compare, c.Known, c.Is, c.Not, c.All, c.AnyOf)
_DAYS = {"within_days", "older_than_days", "past_days", "within_hours", "older_than_hours"}
_WITH_PARAM = {*_DAYS, "lt", "le", "gt", "ge", "eq"}
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")


class NotFitting(ValueError):
    """A value that does not fit the fact it is compared with; the text is the finding.

    `index` is the item of a list that does not fit.
    """

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


@dataclass
class Vocabulary:
    """The facts that conditions may name.

    What stands in files that could not be read is not reported as unknown: `complete` is False
    when facts are missing, `open_choices` names the facts whose choices are.
    """

    specs: Mapping[str, Fact]
    complete: bool = True
    open_choices: frozenset[str] = frozenset()
    where: Where = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)


def link(obj: Any, source: Source, loc: Loc, words: Vocabulary) -> None:
    """Set `place` on `obj` and everything in it, and type its conditions."""
    words.where[id(obj)] = (source, loc)
    for name in _names(obj.__class__):
        value = getattr(obj, name)
        if not value or isinstance(value, str):
            if name == "place" and not value:
                object.__setattr__(obj, "place", source.place(loc))
        elif isinstance(value, _CONDITION):
            object.__setattr__(obj, name, _placed(value, source, (*loc, name), words))
        elif isinstance(value, tuple) and not (
                name == "choices" and getattr(obj, "choices_from", "") != ""):
            for i, item in enumerate(value):
                if dataclasses.is_dataclass(item) and not isinstance(item, _CONDITION):
                    link(item, source, (*loc, name, i), words)
        elif dataclasses.is_dataclass(value) and not isinstance(value, f.Formula):
            link(value, source, (*loc, name), words)


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


def _placed(cond: c.Condition, source: Source, base: Loc, words: Vocabulary) -> c.Condition:
    match cond:
        case c.Compare():
            value = _typed(cond, source, base, words)
            return dataclasses.replace(cond, value=value, place=source.place((*base, *cond.at)))
        case c.Known():
            _declared(cond.fact, source, (*base, *cond.at), words, key=False)
            return dataclasses.replace(cond, place=source.place((*base, *cond.at)))
        case c.Is():
            return dataclasses.replace(cond, place=source.place((*base, *cond.at)))
        case c.Not(item):
            return c.Not(_placed(item, source, base, words))
        case c.All(items):
            return c.All(tuple(_placed(i, source, base, words) for i in items))
        case c.AnyOf(items):
            return c.AnyOf(tuple(_placed(i, source, base, words) for i in items))


def _declared(fact: str, source: Source, at: Loc, words: Vocabulary, *, key: bool) -> Fact | None:
    spec = words.specs.get(fact)
    if spec is None and words.complete:
        hint = nearest(fact, words.specs)
        words.found.append(
            source.problem(at, "L101", f"条件用到没有声明的事实「{fact}」{hint}", key=key))
    return spec


def _typed(cond: c.Compare, source: Source, base: Loc, words: Vocabulary) -> Any:
    where = (*base, *cond.at)
    simple = not cond.at or cond.at[-1] == cond.fact  # fact: value, without an operator
    spec = _declared(cond.fact, source, where if simple else where[:-1], words, key=True)
    if spec is None:
        return cond.value
    if cond.op not in OPERATORS_BY_TYPE[spec.type]:
        words.found.append(source.problem(where, "L102", _cannot(spec), key=not simple))
        return cond.value
    if isinstance(cond.value, c.Gap):
        _check_other(cond.value.of, source, (*where, "of"), words)
        return cond.value
    try:
        return typed_operand(spec, cond.op, cond.value,
                             any_choice=spec.id in words.open_choices)
    except NotFitting as e:
        at = where if e.index is None else (*where, e.index)
        words.found.append(source.problem(at, "L103", str(e)))
        return cond.value


def _check_other(other: str, source: Source, at: Loc, words: Vocabulary) -> None:
    """The fact that a gap is measured from must be a declared date."""
    dates = [k for k, v in words.specs.items() if v.type in {"date", "datetime"}]
    if words.complete and other not in dates:
        words.found.append(
            source.problem(at, "L103", f"「{other}」须是日期事实{nearest(other, dates)}"))


def _cannot(spec: Fact) -> str:
    ops = "、".join(sorted(OPERATORS_BY_TYPE[spec.type] - {"eq"}))
    can = f"可以用：{ops or 'known'}" if spec.type != "bool" else "直接写 true 或 false"
    return f"「{spec.id}」的类型是 {spec.type}，不能这样比较，{can}"


def typed_operand(spec: Fact, op: str, raw: Any, *, any_choice: bool = False) -> Any:
    """The operand of a comparison in the type of its fact; raises NotFitting with the finding."""
    if isinstance(raw, c.ParamRef):
        if op not in _WITH_PARAM or spec.type in {"bool", "choice", "choices", "text"}:
            raise NotFitting(f"「{spec.id}」不能和法律参数比较")
        return raw
    if op in _DAYS:
        if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
            raise NotFitting(f"{op} 后面须是不小于 0 的整数，或 param: 参数名")
        return raw
    if spec.type in {"date", "datetime"}:
        try:
            return read_literal_date(raw)
        except Unreadable as e:
            raise NotFitting(str(e)) from None
    if spec.type == "bool":
        if not isinstance(raw, bool):
            raise NotFitting(f"「{spec.id}」只能和 true 或 false 比较")
        return raw
    if spec.type in {"int", "money"}:
        return _number(spec, raw)
    if not any_choice and spec.type != "text":
        _chosen(spec, raw)
    return raw


def _chosen(spec: Fact, raw: Any) -> None:
    known = [choice.id for choice in spec.choices] + ["other"] * (spec.type == "items")
    for i, value in enumerate(raw if isinstance(raw, tuple) else (raw,)):
        if value in known:
            continue
        shown = "列表或映射" if isinstance(value, dict | list) else f"选项「{value}」"
        raise NotFitting(f"「{spec.id}」没有{shown}{nearest(str(value), known)}",
                         i if isinstance(raw, tuple) else None)


def _number(spec: Fact, raw: Any) -> Any:
    pattern = _INTEGER if spec.type == "int" else _NUMBER
    if isinstance(raw, bool) or not pattern.fullmatch(str(raw)):
        what = "整数" if spec.type == "int" else "数，小数加单引号"
        raise NotFitting(f"「{spec.id}」须和数比较：写{what}")
    return int(raw) if spec.type == "int" else Decimal(str(raw))
