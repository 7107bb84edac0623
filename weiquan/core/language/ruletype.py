"""The decorators that make rule types, results and values: dataclasses with our settings.

A start makes a hundred of these classes, and a generated method costs 0.1 ms to make. So what is
seldom called (making a rule, comparing or showing a value) is written here once for all of them,
and what type checkers treat as frozen is not at run time.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def rule(cls: type[T]) -> type[T]:
    """A keyword-only dataclass that pydantic reads strictly: unknown keys are findings."""
    added: dict[str, Any] = {
        "__init__": _start,
        "__pydantic_config__": {"extra": "forbid", "coerce_numbers_to_str": True},
    }
    return dataclass(init=False, kw_only=True, eq=False, repr=False)(_with(cls, added))


@dataclass_transform(frozen_default=True)
def result(cls: type[T]) -> type[T]:
    """A dataclass for what comes out of the rules; equal to itself only."""
    return dataclass(eq=False, repr=False)(cls)


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """A dataclass that is equal by its fields and can be a key."""
    added: dict[str, Any] = {"__eq__": _same, "__hash__": _hash, "__repr__": _shown}
    return dataclass(eq=False, repr=False)(_with(cls, added))


def _with(cls: type[T], added: dict[str, Any]) -> type[T]:
    for name, method in added.items():
        setattr(cls, name, method)
    return cls


def _start(self: Any, **given: Any) -> None:
    for field in fields(self):
        if field.name in given:
            made = given.pop(field.name)
        elif field.default_factory is not MISSING:
            made = field.default_factory()
        else:
            made = field.default
        if made is MISSING:
            raise TypeError(f"{type(self).__name__} needs {field.name}")
        setattr(self, field.name, made)
    if given:
        raise TypeError(f"{type(self).__name__} has no {', '.join(given)}")


def _key(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, field.name) for field in fields(self) if field.compare)


def _same(self: Any, other: object) -> bool:
    return self is other or (type(self) is type(other) and _key(self) == _key(other))


def _hash(self: Any) -> int:
    return hash(_key(self))


def _shown(self: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
    return f"{type(self).__name__}({shown})"
