"""Personal data found in a text and covered: for a copy of a case that others may see.

Two kinds are covered: the strings that the case itself knows to be personal (a name, an address,
an order number), however they are spaced or broken over lines; and what has the form of personal
data wherever it stands: phones, identity numbers, cards, mail addresses, long runs of digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from weiquan.core.case.context import context_of
from weiquan.core.language.condition import Tri, evaluate
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result

_LETTERS = lazy_re(r"[\W_]+")
_SPLIT = lazy_re(r"[\s,，;；、/|]+")
_DISTRICT = lazy_re(r".*(?:[省市区县镇乡]|街道)(?=.{4})", re.S)
_SHORT = 5     # a value of fewer characters may stand apart by spaces only, not by other marks
_LEAST = 2     # a single character is no name: it would be covered everywhere
_HAN = "一-龥"
_NAMED = rf"[: ]+(?!电话|手机|地址|信息|姓名|签名)[{_HAN}·]{{2,6}}"
# What has the form of personal data, the most telling first. Texts are half-width and lower case.
_FORMS: tuple[tuple[str, str], ...] = (
    ("邮箱", r"[\w.+\\-]+@[\w\\-]+(?:\.[\w\\-]+)+"),
    ("证件号", r"(?<!\d)\d{6}[ -]?(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?"
               r"\d{3}[\dx](?![\da-z])"),
    ("手机号", r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d)"),
    ("手机号", r"(?<!\d)1[3-9]\d[*x·]{2,8}\d{2,4}(?!\d)"),
    ("电话", r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]?[2-8]\d{6,7}(?!\d)"),
    ("卡号", r"(?<!\d)\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?(?!\d)"),
    ("号码", r"(?<![a-z\d])[a-z]{0,6}\d{9,}[a-z]{0,4}(?![a-z\d])"),
    ("号码", r"\d{9,}"),
    ("微信号", r"(?<=微信)(?:号|id)?[:为是 ]*[a-z][a-z\d_\\-]{5,20}"),
    ("微信号", r"(?<![a-z])wxid\\?_[a-z\d]{6,}"),
    ("QQ号", r"(?<=qq)(?:号)?[:为是 ]*[1-9]\d{4,10}"),
    ("尾号", r"(?<=尾号)[:为是 ]*\d{4}"),
    ("姓名", rf"(?<=收件人|收货人|联系人|寄件人|持卡人|开户人)(?:姓名)?{_NAMED}"),
    ("姓名", rf"(?<=姓名|户名){_NAMED}"),
    ("地址", rf"[{_HAN}]{{2,16}}(?:路|街|巷|弄|大道|胡同) ?\d+ ?(?:号|弄)"
             rf"(?:[{_HAN}]{{0,8}}\d+(?:号楼|号|栋|幢|座|单元|楼|层|室|房)?){{0,4}}"),
    ("地址", rf"[{_HAN}]{{2,16}}(?:小区|花园|公寓|家园|新村|苑)[{_HAN}]{{0,4}}\d+"
             rf"(?:号楼|号|栋|幢|座|单元|室)(?:\d+(?:单元|楼|层|室|房)?){{0,3}}"),
)
# Markdown may have put a backslash before a hyphen.
_PATTERNS = tuple((label, lazy_re(form.replace("[ -]", r"\\?[ -]"))) for label, form in _FORMS)


@result
class Personal:
    """A string that the case knows to be personal, and what it is."""

    value: str
    label: str


def personal_facts(rules: RuleSet, facts: Mapping[str, Any], now: Any) -> dict[str, str]:
    """The facts that are personal in this case, with the word that covers them.

    Where it hangs on something that nobody knows, the fact counts as personal.
    """
    ctx = context_of(rules, dict(facts), now)
    return {f.id: f.short for f in rules.facts
            if f.private and evaluate(f.private_if, ctx).truth is not Tri.FALSE}


class Mask:
    """Covers what is personal. `known` are strings of the case, `open_` those anybody may know."""

    def __init__(self, known: Iterable[Personal], open_: Iterable[str] = ()) -> None:
        values: dict[str, str] = {}
        for one in known:
            for value in _parts(one.value):
                values.setdefault(value, one.label)
        self.values = tuple(sorted(values, key=len, reverse=True))
        self._known = [(values[v], re.compile(_spaced(v))) for v in self.values]
        self._open = [re.compile(_spaced(v)) for x in open_ for v in [_flat(x).strip()]
                      if len(v) > _LEAST]

    def text(self, raw: str) -> str:
        """The text with everything personal covered as 〔手机号〕."""
        return self.pieces([raw])[0]

    def pieces(self, parts: Sequence[str]) -> list[str]:
        """Texts that follow each other without a gap, covered as if they were one.

        What begins in one piece and ends in another is covered in the first of them.
        """
        whole = "".join(parts)
        spans = self._spans(whole)
        if not spans:
            return list(parts)
        ends = list(accumulate(map(len, parts)))
        out = []
        for part, end in zip(parts, ends, strict=True):
            out.append(_covered(part, end - len(part), spans))
        return out

    def left_in(self, raw: str) -> bool:
        """Whether a string that the case knows still stands in a text."""
        flat = _flat(raw)
        return any(pattern.search(flat) for _, pattern in self._known)

    def _spans(self, raw: str) -> list[tuple[int, int, str]]:
        """What is personal in a text: begin, end, label; in order, none within another."""
        flat = _flat(raw)
        found = [(m.start(), m.end(), label) for label, p in self._known for m in p.finditer(flat)]
        free = [m.span() for p in self._open for m in p.finditer(flat)]
        for label, pattern in _PATTERNS:
            found += [(m.start(), m.end(), label) for m in pattern.finditer(flat)
                      if not any(a <= m.start() and m.end() <= b for a, b in free)]
        out: list[tuple[int, int, str]] = []
        for start, end, label in sorted(found, key=lambda s: (s[0], -s[1])):
            if out and start < out[-1][1]:
                first = out[-1]
                out[-1] = (first[0], max(first[1], end), first[2])
            else:
                out.append((start, end, label))
        return out


def _covered(part: str, offset: int, spans: Iterable[tuple[int, int, str]]) -> str:
    out, at = [], 0
    for start, end, label in spans:
        first, last = max(start - offset, 0), min(end - offset, len(part))
        if first >= len(part) or last <= 0:
            continue
        out.append(part[at:first])
        if start >= offset:
            out.append(f"〔{label}〕")
        at = last
    return "".join([*out, part[at:]])


def _flat(raw: str) -> str:
    """Half-width and in lower case, character for character."""
    return "".join(map(_flat_one, raw)) if not raw.isascii() else raw.lower()


def _flat_one(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).lower()
    return plain if len(plain) == 1 else char


def _parts(value: str) -> list[str]:
    """A value, and the parts of it that would give it away: of an address what follows the town."""
    flat = _flat(value).strip()
    parts = [flat, *(p for p in _SPLIT.split(flat) if len(p) >= _SHORT - 1)]
    tails = [p[m.end():] for p in parts if (m := _DISTRICT.match(p)) and any(map(str.isdigit, p))]
    return [p for p in dict.fromkeys([*parts, *tails])
            if len(_LETTERS.sub("", p)) >= _LEAST]


def _spaced(value: str) -> str:
    """A pattern for a value, whatever spaces, line breaks or marks stand within it."""
    bare = _LETTERS.sub("", value)
    gap = r"\s*" if len(bare) < _SHORT else r"[\W_]{0,12}"
    body = gap.join(map(re.escape, bare))
    if bare.isascii() and len(bare) < 2 * _SHORT:  # AB12 within a longer word is another word
        return rf"(?<![a-z\d]){body}(?![a-z\d])"
    return body
