"""Which of a long list of cases are looked at by day; the others are left to the night."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def daily(values: Iterable[Any], every: int) -> list[Any]:
    """The values, of which all but each `every`-th bear the marker `nightly`."""
    return [v if n % every == 0 else pytest.param(v, marks=pytest.mark.nightly)
            for n, v in enumerate(values)]
