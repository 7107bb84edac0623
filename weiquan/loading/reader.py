"""From a Source to rule objects: pydantic reads them, we say in Chinese what is wrong."""

from __future__ import annotations

from typing import Any, TypeVar

from weiquan.core.reading import nearest
from weiquan.errors import Problem
from weiquan.loading.yaml_source import Loc, Source

T = TypeVar("T")

_TYPES = {
    "string_type": "须是文字",
    "bool_type": "须是 true 或 false",
    "bool_parsing": "须是 true 或 false",
    "int_type": "须是整数",
    "int_parsing": "须是整数",
    "int_from_float": "须是整数",
    "tuple_type": "须是列表，每项前面写「- 」",
    "list_type": "须是列表，每项前面写「- 」",
    "dict_type": "须是映射，写成「键: 值」",
    "dataclass_type": "须是映射，写成「键: 值」",
    "decimal_type": "须是数",
    "decimal_parsing": "须是数",
    "date_type": "须是日期，写成 2026-11-20 的样子",
    "date_parsing": "须是日期，写成 2026-11-20 的样子",
    "date_from_datetime_parsing": "不是存在的日期，写成 2026-11-20 的样子",
    "date_from_datetime_inexact": "须是日期，不要带时间",
}


_adapters: dict[Any, Any] = {}


def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def read_as(kind: type[T], raw: Any, source: Source, base: Loc = ()) -> T | None:
    """`raw` as a rule object of `kind`, or None with the findings added to the source."""
    from pydantic import ValidationError

    if not isinstance(raw, dict):
        source.problems.append(source.problem(base, "S001", "这里须是映射，写成「键: 值」"))
        return None
    try:
        made: T = _adapter(kind).validate_python(raw)
    except ValidationError as e:
        for error in e.errors(include_url=False):
            source.problems += _problems(kind, error, source, base)
        return None
    return made


def _problems(kind: Any, error: Any, source: Source, base: Loc) -> list[Problem]:
    loc: Loc = (*base, *error["loc"])
    key = next((str(p) for p in reversed(loc) if isinstance(p, str)), "")
    match error["type"]:
        case "missing" | "missing_keyword_only_argument":
            return [source.problem(loc[:-1], "S002", f"缺少「{key}」这一项")]
        case "unexpected_keyword_argument" | "extra_forbidden":
            hint = nearest(key, _keys_at(kind, error["loc"][:-1]))
            return [source.problem(loc, "S003", f"不认识的键「{key}」{hint}", key=True)]
        case "literal_error":
            allowed = [str(x) for x in _literals(error)]
            hint = nearest(str(error.get("input")), allowed)
            text = f"「{key}」不能写「{error.get('input')}」{hint}。可以写：{'、'.join(allowed)}"
            return [source.problem(loc, "S004", text)]
        case "unreadable":
            found = error["ctx"]["f"]
            return [source.problem((*loc, *at), "S005", message) for at, message in found]
        case other:
            return [source.problem(loc, "S006", f"「{key}」{_TYPES.get(other, '写得不对')}")]


def _literals(error: Any) -> list[str]:
    return [part.strip(" '") for part in
            str(error["ctx"]["expected"]).replace(" or ", ", ").split(",")]


def _keys_at(kind: Any, loc: Loc) -> list[str]:
    """The keys that are known at `loc` inside `kind`, for the nearest name."""
    import dataclasses
    import typing

    current = kind
    for part in loc:
        if isinstance(part, int):
            continue
        hints = typing.get_type_hints(current) if dataclasses.is_dataclass(current) else {}
        inner = hints.get(part)
        while inner is not None and not dataclasses.is_dataclass(inner):
            args = [a for a in typing.get_args(inner) if a is not Ellipsis and a is not type(None)]
            inner = args[0] if args else None
        if inner is None:
            return []
        current = inner
    return [f.name for f in dataclasses.fields(current)] if dataclasses.is_dataclass(current) else []
