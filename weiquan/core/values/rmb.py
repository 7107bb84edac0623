"""Amounts of money in digits, and in Chinese capitals as 《支付结算办法》附一 writes them."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
LIMIT = Decimal(10) ** 12


class NotAnAmount(ValueError):
    """A number that cannot be written as an amount of yuan and fen."""


def in_yuan(amount: Decimal) -> str:
    """299.00 元."""
    return f"{amount:.2f} 元"


def money(amount: Decimal) -> str:
    """168元, 179.9元: as people type it."""
    text = f"{amount:.2f}".rstrip("0").rstrip(".")
    return f"{text}元"


def capitals(amount: Decimal) -> str:
    """The amount in capitals: 1409.50 is 壹仟肆佰零玖元伍角, 299 is 贰佰玖拾玖元整.

    Bounds: 0 <= amount < 10^12 with at most two decimals; anything else raises NotAnAmount.
    Nothing is rounded: a third decimal is a mistake of the caller.
    """
    fen = _in_fen(amount)
    yuan, rest = divmod(fen, 100)
    jiao, fen = divmod(rest, 10)
    if not rest:
        return f"{_whole(yuan) or '零'}元整"
    text = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        # 附一: a zero before 角 may be written or left out; its own example writes it.
        text += ("零" if yuan and yuan % 10 == 0 else "") + f"{DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{DIGITS[fen]}分" if fen else "")


def _in_fen(amount: Decimal) -> int:
    if not isinstance(amount, Decimal):
        raise NotAnAmount(f"want a Decimal, got {type(amount).__name__}: {amount!r}")
    if not amount.is_finite() or not 0 <= amount < LIMIT:
        raise NotAnAmount(f"out of range: {amount}")
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise NotAnAmount(f"more than two decimals: {amount}")
    return int(fen)


def _whole(yuan: int) -> str:
    """The yuan in capitals; an empty string for 0."""
    text, gap = "", False
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = yuan // unit % 10**4
        if group:
            if text and (gap or group < 1000):
                text += "零"
            text += _four(group) + name
        gap = not group
    return text


def _four(group: int) -> str:
    """Four digits in capitals; zeros in between become one 零."""
    text, zero = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // unit % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + name
        zero = not digit
    return text
