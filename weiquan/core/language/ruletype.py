"""The decorators that make rule types, results and values.

All of them are made at every start, and generating the methods of a dataclass costs more than
most of what a command does with it. So rule types and results are completed when one is first
made (a rule from the cache is not: its attributes are restored), none compares or shows itself
by generated code that nobody calls, and what type checkers treat as frozen is not at run time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
_FIELDS = "__dataclass_fields__"
_RULE = {"kw_only": True, "eq": False, "repr": False}
_RESULT = {"eq": False, "repr": False}
_VALUE = {"repr": False, "unsafe_hash": True}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def rule(cls: type[T]) -> type[T]:
    """A keyword-only dataclass that pydantic reads strictly: unknown keys are findings."""
    cls.__pydantic_config__ = {  # type: ignore[attr-defined]  # pydantic asks for it
        "extra": "forbid",
        "coerce_numbers_to_str": True,
    }
    return _later(cls, _RULE)


@dataclass_transform(frozen_default=True)
def result(cls: type[T]) -> type[T]:
    """A dataclass for what comes out of the rules; equal to itself only."""
    return _later(cls, _RESULT)


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """A dataclass that is equal by its fields and can be a key."""
    # Patterns and errors may meet the class before its first object is made.
    for name, thing in (("__match_args__", tuple(vars(cls).get("__annotations__", ()))),
                        ("__repr__", _shown)):
        setattr(cls, name, thing)
    return _later(cls, _VALUE)


def _shown(self: Any) -> str:
    fields = ", ".join(f"{k}={v!r}" for k, v in vars(self).items())
    return f"{type(self).__name__}({fields})"


def _later(cls: type[T], how: Mapping[str, bool]) -> type[T]:
    """`cls` as a dataclass that is completed by its first object, or by who asks for its fields."""
    def start(self: Any, *args: Any, **given: Any) -> None:
        _complete(cls, how)
        self.__init__(*args, **given)

    def same(self: Any, other: object) -> Any:
        _complete(cls, how)
        return self.__eq__(other)

    def key(self: Any) -> int:
        _complete(cls, how)
        return hash(self)

    late: dict[str, Any] = {"__init__": start, _FIELDS: _Fields(cls, how)}
    if how.get("eq", True):
        late |= {"__eq__": same, "__hash__": key}
    for name, thing in late.items():
        setattr(cls, name, thing)
    return cls


def _complete(cls: type, how: Mapping[str, bool]) -> None:
    if isinstance(vars(cls)[_FIELDS], _Fields):
        for name in ("__init__", _FIELDS, *(("__eq__", "__hash__") if how.get("eq", True) else ())):
            delattr(cls, name)
        dataclasses.dataclass(**how)(cls)


class _Fields:
    """Stands for the fields of a dataclass until somebody (pydantic, fields()) asks for them."""

    def __init__(self, cls: type, how: Mapping[str, bool]) -> None:
        self.cls = cls
        self.how = how

    def __get__(self, _: object, owner: type | None = None) -> Any:
        _complete(self.cls, self.how)
        return getattr(self.cls, _FIELDS)
