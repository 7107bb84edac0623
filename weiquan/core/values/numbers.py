"""Whole numbers and amounts of yuan from text."""

from __future__ import annotations

import re
from decimal import Decimal

from weiquan.core.values.typed import Unclear

CENT = Decimal("0.01")
SCALES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 10**8}
CEILING = Decimal(10) ** 8       # no online purchase; more is a slip of the finger
COUNT_CEILING = 10**9

_NUMBER = r"(?P<number>\d+(?:\.\d*)?|\d{1,3}(?:,\d{3})+(?:\.\d*)?|\.\d+)"
_AMOUNT = rf"{_NUMBER}(?P<scale>[百千万亿kw]?)"
_COUNT = rf"{_NUMBER}(?:[次个件天日人条页张份台双盒瓶倍年月岁]|小时|分钟|个月)?"
_SPOKEN = r"(\d+)(?:元|块)(?:(\d)(?:角|毛)?)?(?:(\d)分?)?"
_PREFIX = r"^(?:人民币|rmb|cny|¥)+"
_SUFFIX = r"(?:元整|元|圆|块钱|块|人民币|rmb|cny)+$"
_INNER_SPACE = r"(?<=[\d.,]) (?=[\d.,])"

# (what it looks like, what is wrong), in this order; tried only when the text is no number.
_REASONS = (
    (r"^-|^负|^−", "不能是负数"),
    (r"^[\d.]+e[+-]?\d+", "不要用科学计数法"),
    (r"nan|inf|∞", "不是一个数"),
    (r"\d *(?:-|~|到|至|—) *\d", "像是一个范围，这里只能写一个数"),
    (r"约|大概|左右|多|来|几|上下", "要写确切的数"),
    (r"\$|€|£|美元|美金|欧元|港币|日元|usd", "只能写人民币"),
    (r"\d[百千万亿kw]\d|\d[元块].*\d", "里面像是有两个数，请合成一个数"),
    (r"[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]", "请用数字写，不要用汉字"),
    (r"\d,\d|,,", "逗号的位置不对"),
    (r"\d.*\D.*\d", "里面像是有两个数，请合成一个数"),
)


def read_money(text: str) -> Decimal:
    """Yuan with two decimals, from a plain_line; raises Unclear.

    299 · 299元 · ¥299.00 · 1,299 · 1.2万 · 19块9 · 19元9角5分.
    """
    if re.fullmatch(r"[^+]+(?:[+][^+]+)+", text):  # 1951+2880
        return sum((read_money(part.strip()) for part in text.split("+")), Decimal("0.00"))
    bare = re.sub(_SUFFIX, "", re.sub(_PREFIX, "", _bare(text)))
    match = re.fullmatch(_AMOUNT, bare)
    spoken = re.fullmatch(_SPOKEN, re.sub(_PREFIX, "", _bare(text)))
    if match:
        value = _decimal(match["number"]) * SCALES[match["scale"]]
    elif spoken:
        yuan, jiao, fen = spoken.groups()
        value = Decimal(f"{yuan}.{jiao or 0}{fen or 0}")
    else:
        raise Unclear(_why(bare))
    if value > CEILING:
        raise Unclear("超过了一亿元，多半是多写了几位")
    if value != value.quantize(CENT):
        raise Unclear("最多写到分，也就是两位小数")
    return value.quantize(CENT)


def read_count(text: str) -> int:
    """A whole number, with or without a measure word; raises Unclear."""
    bare = _bare(text)
    match = re.fullmatch(_COUNT, bare)
    if not match:
        raise Unclear(_why(bare))
    value = _decimal(match["number"])
    if value != value.to_integral_value():
        raise Unclear("要写整数")
    if value > COUNT_CEILING:
        raise Unclear("数太大，多半是多写了几位")
    return int(value)


def _bare(text: str) -> str:
    if re.search(_INNER_SPACE, text):
        raise Unclear("数字中间有空格")
    return text.replace(" ", "").casefold()


def _decimal(number: str) -> Decimal:
    if len(number) > 20:
        raise Unclear("数太大，多半是多写了几位")
    return Decimal(number.replace(",", ""))


def _why(bare: str) -> str:
    return next((why for pattern, why in _REASONS if re.search(pattern, bare)), "不是一个数")
