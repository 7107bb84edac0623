"""Articles and sums of a letter against those of the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from weiquan.core.judging.views import Cited
from weiquan.core.language.operators import Item
from weiquan.core.language.reading import Citation
from weiquan.core.model import Law
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.telling.findings import Finding, finding
from weiquan.core.values.numbers import CENT
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.rmb import capitals
from weiquan.core.values.zh import zh_date

_DIGITS = "零一二三四五六七八九"
_NUMERALS = frozenset("零一二两三四五六七八九十百千0123456789.")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SUM = lazy_re(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*[元块]")
# The rarer forms are compiled when they are met: each costs as much as all of the checking.
_SIGNED = r"¥\s*(\d[\d,]*(?:\.\d+)?)"
_CAPITALS = r"人民币([零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]+)"
_LONGEST = 8     # characters of the number of an article
_PREFIX = "中华人民共和国"
_NAMED = lazy_re(r"《([^》]*)》|同(?:一解释|法|条例|办法|规定)(?=第)")


def articles_in(text: str, before: str = "") -> list[tuple[str, str]]:
    """(name of the law, number of the article) of every citation: (…, 25), (…, 307.1).

    同法第二十六条 is one of the law named just before, at first of `before`.
    """
    out = []
    law = before
    for named in _NAMED.finditer(text):
        law = named[1] or law
        rest = text[named.end():]
        while law and rest.startswith("第"):
            number, found, rest = rest[1:].partition("条")
            if not found or not number or not set(number) <= _NUMERALS:
                break
            part = ""
            if rest[:1] in {"之", "."}:
                part, rest = rest[1:2], rest[2:]
            out.append((law, _plain(number) + (f".{_plain(part)}" if part else "")))
            rest = _after_parts(rest)
    return out


def _last_named(text: str, before: str) -> str:
    """The law that 同法 would be after a text."""
    return next((m[1] for m in reversed(list(_NAMED.finditer(text))) if m[1]), before)


def _after_parts(rest: str) -> str:
    """What follows the paragraphs and items of an article, up to the next article."""
    while rest.startswith("第"):
        ends = [i for i in (rest.find(x, 1, _LONGEST) for x in "款项条") if i > 0]
        if not ends or rest[min(ends)] == "条":
            break
        rest = rest[min(ends) + 1:]
    return rest.removeprefix("、")


def cited_in(values: Iterable[Any]) -> dict[tuple[str, str], Cited]:
    """Every citation that a template could have used, by name and article without its parts."""
    out: dict[tuple[str, str], Cited] = {}
    for cite in values:
        if isinstance(cite, Cited):
            out[cite.name.removeprefix(_PREFIX), cite.article.split("(")[0]] = cite
    return out


def article_findings(rules: RuleSet, sentences: Iterable[tuple[str, str]],
                     allowed: Mapping[tuple[str, str], Cited], law_day: date,
                     today: date) -> Iterator[Finding]:
    """Citations in (where, sentence) that the case does not carry, and why they must not stand."""
    law = ""
    for where, sentence in sentences:
        cited = articles_in(sentence, law)
        law = _last_named(sentence, law)
        for name, number in cited:
            bare = name.removeprefix(_PREFIX).replace("〈", "《").replace("〉", "》")
            if (bare, number) not in allowed:
                yield _article(rules, where, name, number, law_day, today)


def _article(rules: RuleSet, where: str, name: str, number: str, law_day: date,
             today: date) -> Finding:
    shown = f"《{name}》第 {number} 条"
    law = next((x for x in rules.laws.values() if _called(x, name)), None)
    if law is None:
        return finding(rules, "article_not_saying", where, found=f"《{name}》",
                       what="不在核对过的法律里，没法确认")
    article = rules.article(law, number)
    if article is None:
        return finding(rules, "article_not_saying", where, found=shown, what="没有核对过，没法确认")
    day = today if law.applies == "filing" else law_day
    version = rules.article_at(Citation(law.short, number), day)
    if version is None:
        return finding(rules, "article_not_in_force", where, found=shown, what=zh_date(day))
    gist = version.gist.rstrip("。")
    return finding(rules, "article_not_saying", where, found=shown,
                   what=f"讲的是“{gist}”，和这里说的事不是一回事")


def _called(law: Law, name: str) -> bool:
    bare = name.removeprefix(_PREFIX).replace("〈", "《").replace("〉", "》")
    return bare in {law.short, law.name.removeprefix(_PREFIX)}


def sum_findings(rules: RuleSet, sentences: Iterable[tuple[str, str]],
                 allowed: Iterable[Any]) -> Iterator[Finding]:
    """Sums in (where, sentence) that nothing of the case has: `allowed` holds what it has."""
    numbers = {x.quantize(CENT) for x in _sums(allowed)}
    capital: set[str] = set()
    for where, sentence in sentences:
        for match in _SUM.finditer(sentence):
            if _decimal(match[1]) not in numbers:
                yield finding(rules, "sum_unlike_case", where, found=match[0])
        for match in re.finditer(_CAPITALS, sentence) if "人民币" in sentence else ():
            capital = capital or {capitals(x) for x in numbers if 0 < x < 10**9}
            if match[1] not in capital:
                yield finding(rules, "sum_unlike_case", where, found=match[0])


def _sums(values: Iterable[Any]) -> Iterator[Decimal]:
    """The sums in the values of a case: amounts, and figures of texts with 元 behind them."""
    for value in values:
        if isinstance(value, str):
            if "元" in value or "块" in value:
                yield from map(_decimal, _SUM.findall(value))
            yield from map(_decimal, re.findall(_SIGNED, value) if "¥" in value else ())
        elif isinstance(value, Decimal):
            yield value
        elif isinstance(value, Item):
            yield value.amount


def values_in(*things: Any) -> list[Any]:
    """What stands in these mappings and lists, at any depth, in order."""
    out: list[Any] = []
    for thing in things:
        if isinstance(thing, dict):
            out += values_in(*thing.values())
        elif isinstance(thing, tuple | list):
            out += values_in(*thing)
        else:
            out.append(thing)
    return out


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "")).quantize(CENT)


def _plain(number: str) -> str:
    return number if number.isascii() else str(_han(number))


def _han(text: str) -> int:
    """The number that Chinese numerals up to 9999 write."""
    total, digit = 0, 0
    for sign in text.replace("两", "二"):
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = max(0, _DIGITS.find(sign))
    return total + digit
