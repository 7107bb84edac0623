"""Give rules their places in the files, and comparisons their typed values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from weiquan.core import condition as c
from weiquan.core import formula as f
from weiquan.core.model import Fact
from weiquan.core.reading import Unreadable, nearest, read_literal_date
from weiquan.errors import Problem
from weiquan.loading.yaml_source import Loc, Source

Where = dict[int, tuple[Source, Loc]]
_CONDITION = (c.Compare, c.Known, c.Is, c.Not, c.All, c.AnyOf)
_DAYS = {"within_days", "older_than_days", "within_hours", "older_than_hours"}


class NotFitting(ValueError):
    """A value that does not fit the fact it is compared with; the text is the finding."""


def link(obj: Any, source: Source, loc: Loc, specs: Mapping[str, Fact], where: Where,
         found: list[Problem]) -> None:
    """Set `place` on `obj` and everything in it, and type its conditions; findings to `found`."""
    where[id(obj)] = (source, loc)
    for field in dataclasses.fields(obj):
        value = getattr(obj, field.name)
        at = (*loc, field.name)
        if field.name == "place" and not value:
            object.__setattr__(obj, "place", source.place(loc))
        elif isinstance(value, _CONDITION):
            object.__setattr__(obj, field.name, _placed(value, source, at, specs, found))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if dataclasses.is_dataclass(item) and not isinstance(item, _CONDITION):
                    link(item, source, (*at, i), specs, where, found)
        elif dataclasses.is_dataclass(value) and not isinstance(value, f.Formula):
            link(value, source, at, specs, where, found)


def _placed(cond: c.Condition, source: Source, base: Loc, specs: Mapping[str, Fact],
            found: list[Problem]) -> c.Condition:
    match cond:
        case c.Compare():
            where = (*base, *cond.at)
            value = cond.value
            spec = specs.get(cond.fact)
            if spec is None:
                hint = nearest(cond.fact, specs)
                found.append(source.problem(where, "L101", f"条件用到没有声明的事实「{cond.fact}」{hint}"))
            elif cond.op not in c.OPERATORS_BY_TYPE[spec.type]:
                ops = "、".join(sorted(c.OPERATORS_BY_TYPE[spec.type] - {"eq"}))
                can = f"可以用：{ops or 'known'}" if spec.type != "bool" else "直接写 true 或 false"
                found.append(source.problem(
                    where, "L102", f"「{cond.fact}」的类型是 {spec.type}，不能这样比较，{can}"))
            else:
                try:
                    value = typed_operand(spec, cond.op, cond.value)
                except NotFitting as e:
                    found.append(source.problem(where, "L103", str(e)))
            return dataclasses.replace(cond, value=value, place=source.place(where))
        case c.Known():
            where = (*base, *cond.at)
            if cond.fact not in specs:
                hint = nearest(cond.fact, specs)
                found.append(source.problem(where, "L101", f"条件用到没有声明的事实「{cond.fact}」{hint}"))
            return dataclasses.replace(cond, place=source.place(where))
        case c.Is():
            return dataclasses.replace(cond, place=source.place((*base, *cond.at)))
        case c.Not(item):
            return c.Not(_placed(item, source, base, specs, found))
        case c.All(items):
            return c.All(tuple(_placed(i, source, base, specs, found) for i in items))
        case c.AnyOf(items):
            return c.AnyOf(tuple(_placed(i, source, base, specs, found) for i in items))


def typed_operand(spec: Fact, op: str, raw: Any) -> Any:
    """The operand of a comparison in the type of its fact; raises NotFitting with the finding."""
    if isinstance(raw, c.ParamRef):
        return raw
    if op in _DAYS:
        if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
            raise NotFitting(f"{op} 后面须是不小于 0 的整数")
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
    known = [choice.id for choice in spec.choices]
    for value in raw if isinstance(raw, tuple) else (raw,):
        if value not in known:
            raise NotFitting(f"「{spec.id}」没有选项「{value}」{nearest(str(value), known)}")
    return raw


def _number(spec: Fact, raw: Any) -> Any:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise NotFitting(f"「{spec.id}」须和数比较")
    try:
        return int(raw) if spec.type == "int" else Decimal(str(raw))
    except (ValueError, InvalidOperation):
        raise NotFitting(f"「{spec.id}」须和数比较，「{raw}」不是数") from None
