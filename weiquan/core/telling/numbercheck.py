"""Numbers that cannot be: phones, order numbers, identity numbers; and those of other people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.findings import Finding, finding
from weiquan.core.telling.wordcheck import QUOTED_FACTS
from weiquan.core.values.patterns import lazy_re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST = "10X98765432"
# Compiled when they are met: a letter as it should be needs none of them.
_LANDLINE = r"(?:0\d{2,3})?[2-8]\d{6,7}(?:转\d{1,6})?|[48]00\d{7}|9\d{4,5}|12\d{3}"
_POWER = r"(?i)[\d.]+e\+?\d+"
_IDENTITY = r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])"
_BORN = r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_OWN_LINE = ("原告", "申请人", "投诉人", "举报人", "答辩人", "委托人", "受托人", "代理人", "甲方")
# What it is, what must stand in a text that has one, and its form.
_OTHERS: tuple[tuple[str, str, str], ...] = (
    ("手机号", "#", r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"),
    ("银行卡号", "#", r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"),
    ("微信号", "微信", r"(?<=微信)(?:号|id|ID)?[：: 为是]*[A-Za-z][A-Za-z\d_-]{5,19}"),
    ("QQ号", "QQ", r"(?<=QQ)号?[：: 为是]*[1-9]\d{4,10}"),
    ("邮箱", "@", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
)
_LONG = 15       # digits that a spreadsheet keeps; what follows becomes zeros
_ZEROS = "0000"
_SHORTEST = 6
_LONGEST = 36
_RUN = 11        # digits in a row of the shortest of these numbers
_DIGITS = lazy_re(r"\d+")


def number_findings(rules: RuleSet, facts: Mapping[str, Any],
                    uses: Collection[str]) -> Iterator[Finding]:
    """Numbers of the case that cannot be, of those that the letter uses."""
    for fact, check, why in (("user_phone", "phone_wrong", phone_problem),
                             ("order_no", "order_no_wrong", order_problem),
                             ("return_tracking", "order_no_wrong", order_problem)):
        said = facts.get(fact)
        if fact in uses and isinstance(said, str) and (problem := why(said)):
            yield finding(rules, check, f"「{rules.specs[fact].short}」", found=said, what=problem)


def private_findings(rules: RuleSet, texts: Iterable[tuple[str, str, str]],
                     own: Iterable[str]) -> Iterator[Finding]:
    """Other people's data in texts: (where, fact or empty, text); `own` may stand there."""
    free = {_bare(x) for x in own}
    for where, fact, text in texts:
        long = _has_long_number(text)
        for label, mark, form in _OTHERS:
            for match in re.finditer(form, text) if (long if mark == "#" else mark in text) else ():
                shown = match[0].strip("：: 为是号")
                if _bare(shown) in free or (label == "银行卡号" and re.search(_IDENTITY, text)):
                    continue
                yield finding(rules, "private_data", where, found=shown, what=label,
                              level="warn" if fact in QUOTED_FACTS else None)
        for match in re.finditer(_IDENTITY, text) if long else ():
            if _bare(match[0]) in free or not _looks_like_one(text, match):
                continue
            problem = identity_problem(match[0])
            if problem:
                yield finding(rules, "id_number_wrong", where, found=match[0], what=problem)
            elif fact or not any(word in text for word in _OWN_LINE):
                yield finding(rules, "private_data", where, found=match[0], what="身份证号")


def _has_long_number(text: str) -> bool:
    close = text.replace(" ", "").replace("-", "")
    return any(len(run) >= _RUN for run in _DIGITS.findall(close))


def phone_problem(text: str) -> str:
    """Why this is no telephone number in China; empty where it is one."""
    bare = "".join(c for c in text if c not in " \u3000()（）-")
    number = bare.removeprefix("+").removeprefix("86") if len(bare) > _RUN else bare
    if number.isdigit() and len(number) == _RUN and "13" <= number[:2] <= "19":
        return ""
    if re.fullmatch(_LANDLINE, bare):
        return ""
    if re.fullmatch(_POWER, bare):
        return "是表格改成的科学计数法"
    if bare.isdigit() and bare.startswith("1") and len(bare) != _RUN:
        return f"有 {len(bare)} 位，手机号是 {_RUN} 位"
    return "不是能打通的号码"


def order_problem(text: str) -> str:
    """Why this is no number of an order or a parcel; empty where it may be one."""
    bare = "".join(c for c in text if c not in " \u3000-")
    if not bare.isascii():
        return "里面有不是字母和数字的字"
    if "e" in bare.lower() and re.fullmatch(_POWER, bare):
        return "是表格改成的科学计数法，后面的数字已经丢了"
    if len(bare) > _LONG and bare.isdigit() and bare.endswith(_ZEROS):
        return "末尾一串零，像是表格改过的，后面的数字已经丢了"
    if len(bare) < _SHORTEST:
        return f"只有 {len(bare)} 位，太短"
    if len(bare) > _LONGEST:
        return f"有 {len(bare)} 位，太长"
    if not any(c.isdigit() for c in bare):
        return "里面没有数字"
    if len(set(bare)) == 1:
        return "全是同一个数字"
    return ""


def identity_problem(text: str) -> str:
    """Why this is no identity number; empty where its last figure fits (GB 11643)."""
    bare = text.upper()
    if not re.match(_BORN, bare):
        return "里面的出生日期不对"
    total = sum(int(d) * w for d, w in zip(bare[:17], _WEIGHTS, strict=True))
    return "" if bare[17] == _LAST[total % 11] else "最后一位对不上"


def _looks_like_one(text: str, match: re.Match[str]) -> bool:
    """Whether eighteen figures are meant as an identity number, and not as an order's."""
    before = text[max(0, match.start() - 12):match.start()]
    return "身份证" in before or "证件" in before or (
        bool(re.match(_BORN, match[0])) and not identity_problem(match[0]))


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isascii() and (c.isalnum() or c in "@."))
