"""The decorator that makes rule types: records of keywords only, which pydantic can read."""

from __future__ import annotations

from typing import Any, TypeVar, dataclass_transform

from weiquan.core.values.records import completed_later, started

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def rule(cls: type[T]) -> type[T]:
    """A keyword-only dataclass that pydantic reads strictly: unknown keys are findings."""
    return completed_later(cls, {
        "__init__": _start,
        "__pydantic_config__": {"extra": "forbid", "coerce_numbers_to_str": True},
    })


def _start(self: Any, **given: Any) -> None:
    started(self, **given)
