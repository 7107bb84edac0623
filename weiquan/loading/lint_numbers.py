"""Numbers in rules that no date and no sum can take."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from weiquan.core.language import condition as c
from weiquan.core.language.operators import GAP_OPERATORS
from weiquan.core.model.walking import Item
from weiquan.loading.lint_run import Lint

LARGEST = 10**9   # of any number: no rule speaks of more than a thousand million yuan
_YEARS = 100      # of a period: a day in reach and as many years still have a date
_PER_YEAR = {"hour": 8784, "calendar_day": 366, "working_day": 366, "month": 12, "year": 1,
             "小时": 8784, "日": 366, "工作日": 366, "月": 12, "年": 1}
_CONDITION = (c.Compare, c.Known, c.Is, c.Not, c.All, c.AnyOf)
_DAYS = frozenset({"within_days", "older_than_days", "past_days", *GAP_OPERATORS})


def numbers(run: Lint, item: Item) -> None:
    """Findings for numbers out of range: periods first, then any number of the rule."""
    obj = item.obj
    if item.kind == "clock" and obj.length.value is not None:
        _within(run, obj, ("length", "value"), obj.length.value, 0, _longest(obj.unit))
    for i, param in enumerate(obj.params if item.kind == "law" else ()):
        for j, version in enumerate(param.values):
            if version.value is not None:
                _within(run, obj, ("params", i, "values", j, "value"), version.value, 0,
                        _longest(param.unit))
    for field, value in vars(obj).items():
        if isinstance(value, int | Decimal) and not isinstance(value, bool) \
                and item.kind != "value":
            _within(run, obj, (field,), value, -LARGEST, LARGEST)
        for leaf in c.leaves(value) if isinstance(value, _CONDITION) else ():
            if isinstance(leaf, c.Compare) and leaf.op in _DAYS:
                days = leaf.value.length if isinstance(leaf.value, c.Gap) else leaf.value
                if isinstance(days, int):
                    most = _longest("calendar_day")  # below nought is L103
                    _within(run, obj, (field, *leaf.at), days, -most, most)


def _longest(unit: str) -> int:
    per_year = _PER_YEAR.get(unit)
    return LARGEST if per_year is None else _YEARS * per_year


def _within(run: Lint, obj: Any, at: tuple[str | int, ...], value: int | Decimal, least: int,
            most: int) -> None:
    if not least <= value <= most:
        run.report(obj, at, "L146", f"这个数须在 {least} 到 {most} 之间")
