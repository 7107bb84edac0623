"""The decorators that make records: dataclasses whose methods are written once for all of them.

A start makes a hundred of these classes and uses half of them. A generated method costs 0.1 ms to
make and the list of fields nearly as much, so no method is generated, and a class becomes a whole
dataclass when somebody asks for its fields. What type checkers treat as frozen is not at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
_FIELDS = "__dataclass_fields__"


@dataclass_transform(frozen_default=True)
def result(cls: type[T]) -> type[T]:
    """A dataclass for what is worked out; equal to itself only."""
    return completed_later(cls, {"__init__": _init_of(cls)})


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """A dataclass that is equal by its fields and can be a key."""
    return completed_later(cls, {"__init__": _init_of(cls), "__eq__": _same, "__hash__": _hash,
                                 "__repr__": _shown})


def completed_later(cls: type[T], methods: dict[str, Any]) -> type[T]:
    """The class with those of the methods that it lacks, and with its fields when asked for."""
    own = vars(cls)
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    special = any(isinstance(x, Field) for x in own.values())
    setattr(cls, _FIELDS, _Fields(cls))
    cls.__match_args__ = tuple(  # type: ignore[attr-defined, misc]
        n for base in reversed(cls.__mro__) for n in vars(base).get("__annotations__", ()))
    if special:
        fields(cls)  # type: ignore[arg-type]  # their defaults are no attributes before that
    return cls


class _Fields:
    """Stands for the fields of a class until they are asked for."""

    def __init__(self, cls: type) -> None:
        self._cls = cls

    def __get__(self, _: object, cls: type) -> dict[str, Field[Any]]:
        delattr(self._cls, _FIELDS)
        dataclass(init=False, eq=False, repr=False)(self._cls)
        found: dict[str, Field[Any]] = getattr(cls, _FIELDS)
        return found


def _init_of(cls: type) -> Callable[..., None]:
    return _checked if hasattr(cls, "__post_init__") else started


def _checked(self: Any, *given: Any, **named: Any) -> None:
    started(self, *given, **named)
    self.__post_init__()


def started(self: Any, *given: Any, **named: Any) -> None:
    """What makes a record of these values."""
    names, made = self.__match_args__, self.__dict__
    made.update(zip(names, given, strict=False))
    made.update(named)
    if len(made) != len(given) + len(named) or (named and not set(named).issubset(names)):
        raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
    if len(made) < len(names):
        _add_defaults(self, made)


def _add_defaults(self: Any, made: dict[str, Any]) -> None:
    cls = type(self)
    for name in self.__match_args__:
        if name in made:
            continue
        if hasattr(cls, name):
            made[name] = getattr(cls, name)
            continue
        factory = getattr(cls, _FIELDS)[name].default_factory
        if factory is MISSING:
            raise TypeError(f"{cls.__name__} needs {name}")
        made[name] = factory()


def _key(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, field.name) for field in fields(self) if field.compare)


def _same(self: Any, other: object) -> bool:
    return self is other or (type(self) is type(other) and _key(self) == _key(other))


def _hash(self: Any) -> int:
    return hash(_key(self))


def _shown(self: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
    return f"{type(self).__name__}({shown})"
