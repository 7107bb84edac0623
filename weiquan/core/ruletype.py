"""The decorator that makes a rule type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def rule(cls: type[T]) -> type[T]:
    """A keyword-only dataclass that pydantic reads strictly: unknown keys are findings.

    Type checkers treat it as frozen. At run time it is not, and has no __eq__: the forty rule
    types are made at every start, and generating those methods costs three times as much.
    """
    made = dataclass(kw_only=True, eq=False, repr=False)(cls)
    made.__pydantic_config__ = {  # type: ignore[attr-defined]
        "extra": "forbid",
        "coerce_numbers_to_str": True,
    }
    return made
