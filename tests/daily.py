"""Which of a long list of cases are looked at by day; the others are left to the night."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import pytest

T = TypeVar("T")
# Every day looks at other ones; where others have to see the same, at the same.
DAY = 0 if os.environ.get("CI") else date.today().toordinal()


def daily(values: Iterable[Any], every: int) -> list[Any]:
    """The values, of which all but each `every`-th bear the marker `nightly`."""
    return [v if n % every == 0 else pytest.param(v, marks=pytest.mark.nightly)
            for n, v in enumerate(values)]


def todays(values: Sequence[T], every: int) -> Sequence[T]:
    """Each `every`-th of the values, on another day other ones: all of them in so many days."""
    return values[DAY % every::every]


def share(values: Sequence[T], parts: int) -> list[Any]:
    """To be looked at by a test: today's part of the values, and all of them at night."""
    part = DAY % parts
    ours = values[len(values) * part // parts:len(values) * (part + 1) // parts]
    return [pytest.param(ours, id="today"),
            pytest.param(values, id="all", marks=pytest.mark.nightly)]
