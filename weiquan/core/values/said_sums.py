"""Sums of money that a text mentions, each with its place: 299元, 19块9, 三千一百九十七元, 159减80.

A number without 元 is taken too, marked as bare: whether it is money is for the words around it.
Sizes, counts, models, dates and times are left out.
"""

from __future__ import annotations

import re
from decimal import Decimal

from weiquan.core.values.numbers import CEILING, CENT, SCALES
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.core.values.zh import HAN

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}

_UNIT = r"(?P<unit>元整?|块钱?|圆|人民币|rmb|¥|毛钱?(?![巾衣线绒毯孩利笔料领呢衫裤豆病])|角钱)"
_ARABIC = (
    r"(?P<cur>¥|rmb)?\s?(?<![\d.a-z*×-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d+\.\d{3,4}(?=万)|\d+(?:\.\d{1,2})?)"
    r"(?![\d.])(?:(?P<minus>元?减)(?P<less>\d+))?(?P<scale>[万千百kw](?!w|g|b|m|瓦|克))?"
    rf"(?:(?P<tail>\d(?!\d)|(?<=[万千百])[一二两三四五六七八九](?=千|(?!{HAN}?[个件次百十])))"
    r"(?:(?:(?<=万.)千|(?P<hundred>(?<=[千万].)百))(?:(?P<last>\d)(?![\d个件次])百?)?)?)?"
    rf"(?P<more>多|余|来)?(?:\s?(?=元(?!旦)))?{_UNIT}?(?P<jiao>\d(?![\d.])[角毛]?)?")
_CHINESE = (
    r"(?P<zh>[一二两三四五六七八九][一二两三四五六七八九十百千万零]*[十百千万零一二三四五六七八九]"
    r"|[一二两三四五六七八九十])(?P<zhmore>多|来)?(?P<zhunit>元整?|块钱?)"
    rf"(?P<zhjiao>[一二三四五六七八九](?!{HAN}?元|[个件张次份条双]))?"
    r"|(?<![百分之几第零一二两三四五六七八九十千万])"
    r"(?P<zhbare>[一二两三四五六七八九十][一二两三四五六七八九十百千万零]*[百千万]"
    r"[零一二三四五六七八九]?|十[百千万])(?P<zhbaremore>多|余|来)?")
_RE = lazy_re(f"{_ARABIC}|{_CHINESE}")
# What follows a number that is no sum, and what stands before one.
_COUNTED = lazy_re(
    r"\s?(?:[年月日号天个次件台双盒瓶斤根张条位人岁层页楼点时分秒折倍楼片颗棵株盆杯碗罐粒包袋箱支枚套期集节课寸升码"
    r"周升瓦度只本米楼路%％:/~至到×x*a-z]|包(?!邮)|厘米|毫|公里|小时|星期|礼拜|平方|英寸|左右个|多[天个次年]|[-.]\d|\+\d+\s?[gt]"
    r"|无理由|家店|位数|开头|款(?!项)|代(?!购|付|扣)|级|星|号|组|组合|匹|门|项|种|笔|单(?!价)|期"
    r"|卷|撕|册|麻袋|型|辆|篇|页|幅|深|宽|高|新(?!价)|分钟)")
_A_COUNT = lazy_re(r"[个台件双只条把张瓶盒箱套袋桶罐支斤盆本份片颗]")   # 1700块3盒
_HOTLINE = lazy_re(r"123\d\d")   # 12315, 12345: numbers to call
# 两块硬盘, 6块22ah are pieces; 两块钱, 5块，给我退5块就行 are money.
_NO_PIECE = "钱的多就都也左上下不给券红优邮运现差吧啊了呢和加跟或到还买包拍抢入每一"
_PIECES = lazy_re(rf"[1-9一二两三四五六七八九]块(?:\d[\da-z]|[^\W\d{_NO_PIECE}])")
# 华为屏幕一块，: a piece as well, where it ends the clause behind the thing.
_PIECE_OF = lazy_re(r"[掉缺破裂烂碎屏幕池表板玉石皂砖膜毯垫布糖肉糕饼牌盘]$")
_ENDS = lazy_re(r"[1-9一二两三四五六七八九]块(?:[^\w\s]|$)")
_BEFORE = lazy_re(
    r"(?:第|百分之|型号|编号|单号|尾号|电话|热线|验证码|版本|[a-z]|(?<!一)双|\d[.:/]|(?<!\d)\d{1,2}g?\+|[:]\d+)$")


@value
class SaidSum:
    """A sum in a text; `bare` without 元, `vague` where the text rounds it."""

    start: int
    end: int
    value: Decimal
    bare: bool = False
    vague: bool = False
    note: str = ""


_OF_A_LIST = lazy_re(r"(?:^|(?<=[：:；;。，,\s]))\d(?:[、)）]|\.(?!\d))")   # 诉求：1、退款


def said_sums(text: str, taken: list[tuple[int, int]] | None = None) -> list[SaidSum]:
    """The sums that `text` mentions, in order, outside the places in `taken` (such as dates)."""
    out = []
    for match in _RE.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken or ()):
            continue
        if _PIECES.match(text, match.start()) or _OF_A_LIST.match(text, match.start()) or (
                _ENDS.match(text, match.start())
                and _PIECE_OF.search(text[max(0, match.start() - 1):match.start()])):
            continue
        found = _arabic(text, match) if match["number"] else _chinese(text, match)
        if found is not None and Decimal(0) < found.value <= CEILING:
            out.append(found)
    return out


def _arabic(text: str, match: re.Match[str]) -> SaidSum | None:
    money = bool(match["unit"] or match["cur"])
    end = match.end()
    if not money:
        whole = match["number"].replace(",", "").split(".")[0]
        if len(whole) > 7 or whole.startswith("0"):
            return None
        if not match["scale"] and not match["minus"] and (
                _COUNTED.match(text, end) or _HOTLINE.fullmatch(whole)):
            return None
        if _BEFORE.search(text[max(0, match.start() - 6):match.start()]):
            return None
        if match["scale"] and not match["more"] and _COUNTED.match(text, end):
            return None
    value = Decimal(match["number"].replace(",", ""))
    note = ""
    if match["minus"]:
        value -= Decimal(match["less"])
        note = f"写的是 {match['number']} 减 {match['less']}"
    scale = SCALES[match["scale"] or ""]
    value *= scale
    if match["tail"]:
        if scale < 100:
            return None
        unit = 100 if match["hundred"] else scale // 10     # 1万6百 is 10600
        value += Decimal(DIGITS.get(match["tail"]) or match["tail"]) * unit
        value += Decimal(match["last"] or 0) * unit / 10
    if (match["unit"] or "").startswith(("毛", "角")):
        value = value / 10 + Decimal((match["jiao"] or "0")[0]) / 100
    elif match["jiao"]:
        if not (match["unit"] or "").startswith(("块", "元")) or _A_COUNT.match(text, end):
            end = match.end("unit") if match["unit"] else match.end("number")
        else:
            value += Decimal(match["jiao"][0]) / 10
    vague = bool(match["more"]) or bool(match["minus"])
    start = match.start("cur") if match["cur"] else match.start("number")
    return SaidSum(start, end, value.quantize(CENT), not money, vague or _rounded(text, start, end),
                   note)


def _rounded(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 2):start].endswith(("约", "大概", "将近", "差不多", "快", "近")) \
        or text.startswith(("左右", "上下", "多"), end)


def _chinese(text: str, match: re.Match[str]) -> SaidSum | None:
    bare = match["zhbare"]
    value = chinese_number(bare or match["zh"])
    if value is None or (bare and _COUNTED.match(text, match.end())):
        return None
    vague = bool(match["zhmore"] or match["zhbaremore"])
    vague = vague or _rounded(text, match.start(), match.end())
    amount = Decimal(value)
    if match["zhjiao"]:
        amount += Decimal(DIGITS[match["zhjiao"]]) / 10
    return SaidSum(match.start(), match.end(), amount.quantize(CENT), bool(bare), vague)


def chinese_number(run: str) -> int | None:
    """三千一百九十七 as 3197; None for what is no number in this way of writing (八九十)."""
    total = part = digit = 0
    last = ""
    for char in run:
        if char in DIGITS:
            if last in DIGITS and last != "零":
                return None
            digit = DIGITS[char]
        elif char in TENS:
            part += (digit or (1 if char == "十" else 0)) * TENS[char]
            digit = 0
        elif char == "万":
            total = (total + part + digit) * 10_000
            part = digit = 0
        last = char
    # 三千五 is 3500: a last digit after 百 or 千 counts the next lower unit.
    if digit and len(run) >= 3 and run[-2] in "百千万":
        digit *= {"百": 10, "千": 100, "万": 1000}[run[-2]]
    return total + part + digit or None
