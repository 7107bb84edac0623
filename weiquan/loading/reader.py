"""From a Source to rule objects: pydantic reads them, we say in Chinese what is wrong."""

from __future__ import annotations

import dataclasses
import re
import typing
from typing import Any, TypeVar

from weiquan.core.language.reading import nearest
from weiquan.errors import Problem
from weiquan.loading.yaml_source import Loc, Source

T = TypeVar("T")

# Filled in by the loader, never by authors.
DERIVED = frozenset({"place", "needs", "uses"})
_DATE = "须是日期，写成 2026-11-20 的样子"
_TYPES = {
    "string_type": "须是文字",
    "bool_type": "须是 true 或 false，不加引号",
    "int_type": "须是整数，不加引号",
    "tuple_type": "须是列表，每项前面写「- 」",
    "list_type": "须是列表，每项前面写「- 」",
    "dict_type": "须是映射，写成「键: 值」",
    "dataclass_type": "须是映射，写成「键: 值」",
    "not_a_number": "须是数，整数直接写，小数加单引号",
    "not_a_date": _DATE,
    "date_from_datetime_parsing": "不是存在的日期，写成 2026-11-20 的样子",
    "date_parsing": "不是存在的日期，写成 2026-11-20 的样子",
}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_ARMS = {"str", "bool", "int"}

_validators: dict[Any, Any] = {}


def _validator(kind: Any) -> Any:
    if kind not in _validators:
        from pydantic import TypeAdapter
        from pydantic_core import SchemaValidator

        _validators[kind] = SchemaValidator(_strict(TypeAdapter(kind).core_schema))
    return _validators[kind]


def _strict(node: Any) -> Any:
    """The schema of pydantic without its guesses: it would read yes as true and 5 as a date."""
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "dataclass-args":
        fields = [f for f in node["fields"] if f["name"] not in DERIVED]
        return {**node, "fields": _strict(fields)}
    out = {k: v if k in {"default", "cls"} else _strict(v) for k, v in node.items()}
    match node.get("type"):
        case "bool" | "int":
            return {**out, "strict": True}
        case "date":
            return _only(out, _ISO, "not_a_date")
        case "decimal":
            return _only(out, _NUMBER, "not_a_number")
        case _:
            return out


def _only(schema: Any, pattern: re.Pattern[str], error: str) -> Any:
    from pydantic_core import PydanticCustomError, core_schema

    def check(raw: Any) -> Any:
        if isinstance(raw, bool) or not pattern.fullmatch(str(raw)):
            raise PydanticCustomError(error, "not such a text")
        return raw

    return core_schema.no_info_before_validator_function(check, schema)


def read_as(kind: type[T], raw: Any, source: Source, base: Loc = ()) -> T | None:
    """`raw` as a rule object of `kind`, or None with the findings added to the source."""
    from pydantic import ValidationError

    if not isinstance(raw, dict):
        source.problems.append(source.problem(base, "S001", "这里须是映射，写成「键: 值」"))
        return None
    try:
        made: T = _validator(kind).validate_python(raw)
    except ValidationError as e:
        found = [p for error in e.errors(include_url=False)
                 for p in _problems(kind, error, source, base)]
        source.problems += dict.fromkeys(found)
        return None
    return made


def _problems(kind: Any, error: Any, source: Source, base: Loc) -> list[Problem]:
    loc: Loc = (*base, *error["loc"])
    if error["loc"] and loc not in source.marks and loc[-1] in _ARMS:  # the arm of a union
        loc = loc[:-1]
        return [source.problem(loc, "S006", f"「{_name(loc)}」须是一个词、整数，或 true、false")]
    key = _name(loc)
    match error["type"]:
        case "missing" | "missing_keyword_only_argument":
            return [source.problem(loc[:-1], "S002", f"缺少「{key}」这一项")]
        case "unexpected_keyword_argument" | "extra_forbidden":
            hint = nearest(key, keys_at(kind, error["loc"][:-1]))
            return [source.problem(loc, "S003", f"不认识的键「{key}」{hint}", key=True)]
        case "literal_error":
            allowed = [a.strip(" '") for a in
                       str(error["ctx"]["expected"]).replace(" or ", ", ").split(",")]
            shown = _shown(error.get("input"))
            listed = "、".join(a for a in allowed if a)
            hint = nearest(shown.strip("「」"), allowed)
            text = f"「{key}」不能写{shown}{hint}。可以写：{listed}"
            return [source.problem(loc, "S004", text)]
        case "unreadable":
            found = error["ctx"]["f"]
            return [source.problem((*loc, *at), "S005", message,
                                   key=bool(at) and isinstance(at[-1], str))
                    for at, message in found]
        case other:
            return [source.problem(loc, "S006", f"「{key}」{_TYPES.get(other, '写得不对')}")]


def _name(loc: Loc) -> str:
    """What to call the place: its key, or the list that it is an item of."""
    return next((str(p) for p in reversed(loc) if isinstance(p, str)), "这里")


def _shown(raw: Any) -> str:
    if isinstance(raw, dict | list):
        return "成列表或映射"
    if isinstance(raw, bool):
        return f"「{str(raw).lower()}」"
    return "空的" if raw is None else f"「{raw}」"


def keys_at(kind: Any, loc: Loc) -> list[str]:
    """The keys that an author may write at `loc` inside `kind`."""
    current = kind
    for part in loc:
        if isinstance(part, int):
            continue
        inner = typing.get_type_hints(current).get(str(part))
        while inner is not None and not dataclasses.is_dataclass(inner):
            args = [a for a in typing.get_args(inner) if a is not Ellipsis and a is not type(None)]
            inner = args[0] if args else None
        if inner is None:
            return []
        current = inner
    return [f.name for f in dataclasses.fields(current) if f.name not in DERIVED]
