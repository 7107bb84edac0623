"""The decorators that make rule types, results and values.

All of them are made at every start, and generating the methods of a dataclass costs more than
most of what a command does with it. So rule types and results are completed when one is first
made (a rule from the cache is not: its attributes are restored), none compares or shows itself
by generated code that nobody calls, and what type checkers treat as frozen is not at run time.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
_FIELDS = "__dataclass_fields__"


@dataclass_transform(kw_only_default=True, frozen_default=True)
def rule(cls: type[T]) -> type[T]:
    """A keyword-only dataclass that pydantic reads strictly: unknown keys are findings."""
    cls.__pydantic_config__ = {  # type: ignore[attr-defined]  # pydantic asks for it
        "extra": "forbid",
        "coerce_numbers_to_str": True,
    }
    return _later(cls, kw_only=True)


@dataclass_transform(frozen_default=True)
def result(cls: type[T]) -> type[T]:
    """A dataclass for what comes out of the rules; equal to itself only."""
    return _later(cls, kw_only=False)


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """A dataclass that is equal by its fields and can be a key."""
    made = dataclasses.dataclass(repr=False, unsafe_hash=True)(cls)
    made.__repr__ = _shown  # type: ignore[method-assign]  # one for all of them
    return made


def _shown(self: Any) -> str:
    fields = ", ".join(f"{k}={v!r}" for k, v in vars(self).items())
    return f"{type(self).__name__}({fields})"


def _later(cls: type[T], *, kw_only: bool) -> type[T]:
    """`cls` as a dataclass that is completed by its first object, or by who asks for its fields."""
    def start(self: Any, *args: Any, **given: Any) -> None:
        _complete(cls, kw_only=kw_only)
        self.__init__(*args, **given)

    for name, late in (("__init__", start), (_FIELDS, _Fields(cls, kw_only=kw_only))):
        setattr(cls, name, late)
    return cls


def _complete(cls: type, *, kw_only: bool) -> None:
    if isinstance(vars(cls)[_FIELDS], _Fields):
        for name in ("__init__", _FIELDS):
            delattr(cls, name)
        dataclasses.dataclass(kw_only=kw_only, eq=False, repr=False)(cls)


class _Fields:
    """Stands for the fields of a dataclass until somebody (pydantic, fields()) asks for them."""

    def __init__(self, cls: type, *, kw_only: bool) -> None:
        self.cls = cls
        self.kw_only = kw_only

    def __get__(self, _: object, owner: type | None = None) -> Any:
        _complete(self.cls, kw_only=self.kw_only)
        return getattr(self.cls, _FIELDS)
