from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiquan.core.values.rmb import DIGITS, NotAnAmount, capitals


@pytest.mark.parametrize(("amount", "text"), [
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
])
def test_the_examples_of_the_payment_rules_are_met(amount, text):
    assert capitals(Decimal(amount)) == text


@pytest.mark.parametrize(("amount", "text"), [
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("0.5", "伍角"),
    ("1001.10", "壹仟零壹元壹角"),
    ("1010", "壹仟零壹拾元整"),
    ("10000.00", "壹万元整"),
    ("10001", "壹万零壹元整"),
    ("10325", "壹万零叁佰贰拾伍元整"),
    ("100000000", "壹亿元整"),
    ("100001000", "壹亿零壹仟元整"),
    ("200000050.01", "贰亿零伍拾元零壹分"),
    ("100010000", "壹亿零壹万元整"),
    ("10100000000", "壹佰零壹亿元整"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
])
def test_zeros_are_written_once_between_digits_and_never_at_the_end(amount, text):
    assert capitals(Decimal(amount)) == text


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000", "0.005", "1.999", "NaN", "Infinity"])
def test_what_cannot_be_paid_is_refused_and_not_rounded(amount):
    with pytest.raises(NotAnAmount):
        capitals(Decimal(amount))


@pytest.mark.parametrize("amount", [0.1, 1, "1", True])
def test_only_decimals_are_taken(amount):
    with pytest.raises(NotAnAmount):
        capitals(amount)


def _read_back(text):
    units = {"拾": 10, "佰": 100, "仟": 1000}
    fen = group = total = digit = 0
    for char in text.removesuffix("整"):
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in units:
            group, digit = group + digit * units[char], 0
        elif char in "万亿":
            total, group, digit = total + (group + digit) * (10**4 if char == "万" else 10**8), 0, 0
        elif char == "元":
            total, group, digit = total + group + digit, 0, 0
        else:
            fen, digit = fen + digit * (10 if char == "角" else 1), 0
    return total * 100 + fen


@given(st.integers(0, 10**14 - 1))
def test_every_amount_can_be_read_back(fen):
    assert _read_back(capitals(Decimal(fen) / 100)) == fen
