"""Amounts and the working that is shown with them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.language.condition import Context, Special
from weiquan.core.language.formula import compute
from weiquan.core.language.reading import Unreadable, read_formula

PARAMS = {"multiple": Decimal(3), "floor": Decimal(500)}
NAMES = {"paid": "实付金额", "back": "已退金额", "freight": "退货运费"}
TRIPLE = {"max": [{"times": [{"fact": "paid"}, {"param": "multiple"}]}, {"param": "floor"}]}


def amount(raw, **facts):
    ctx = Context(facts, datetime(2026, 11, 22), PARAMS.__getitem__, lambda day: day)
    return compute(read_formula(raw), ctx, NAMES)


@pytest.mark.parametrize(("paid", "value"), [
    ("166.66", "500.00"), ("166.67", "500.01"), ("299.00", "897.00"), ("0.01", "500.00"),
])
def test_three_times_the_price_but_no_less_than_the_floor(paid, value):
    assert amount(TRIPLE, paid=Decimal(paid)).value == Decimal(value)


def test_the_working_shows_every_number():
    assert amount(TRIPLE, paid=Decimal(299)).working == "实付金额 299 × 3，不足 500 按 500 = 897 元"
    rest = {"minus": [{"fact": "paid"}, {"fact": "back"}]}
    assert amount(rest, paid=Decimal(598), back=Decimal(299)).working \
        == "实付金额 598 − 已退金额 299 = 299 元"


def test_what_does_not_apply_is_not_shown_and_counts_nothing():
    rest = {"minus": [{"fact": "paid"}, {"fact": "back"}]}
    got = amount(rest, paid=Decimal("299.5"), back=Special.NOT_APPLICABLE)
    assert (got.value, got.working) == (Decimal("299.50"), "实付金额 299.50 元")


@pytest.mark.parametrize(("facts", "missing"), [
    ({}, {"paid"}), ({"paid": Special.UNSURE}, set()),
])
def test_an_amount_is_open_while_a_fact_is(facts, missing):
    got = amount(TRIPLE, **facts)
    assert (got.value, set(got.missing)) == (None, missing)


@given(st.decimals("0.01", "9999999.99", places=2), st.decimals("0", "99999.99", places=2))
def test_sums_are_exact_to_the_cent(paid, freight):
    got = amount({"plus": [{"fact": "paid"}, {"fact": "freight"}]}, paid=paid, freight=freight)
    assert got.value == paid + freight


@given(st.decimals("0.01", "999999.99", places=2), st.decimals("0.01", "999999.99", places=2))
def test_more_paid_is_never_less_claimed(one, other):
    low, high = sorted((one, other))
    assert amount(TRIPLE, paid=low).value <= amount(TRIPLE, paid=high).value


@pytest.mark.parametrize("raw", [
    {"paid": 1}, {"plus": [{"fact": "paid"}]}, {"value": "much"}, 5, {"fact": 3},
])
def test_a_formula_that_cannot_be_read_is_a_finding(raw):
    with pytest.raises(Unreadable):
        read_formula(raw)
