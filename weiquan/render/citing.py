"""Articles as a letter cites them."""

from __future__ import annotations

import re
from typing import Any

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.zh import titled

_NAMED = lazy_re(r"《([^《》]+)》")
_NUMBERED = r"第[^条《》、，。]+条(?:之[一二三四五六七八九十]+)?"
_LIST = lazy_re(rf"（((?:《[^《》]+》(?:{_NUMBERED}、?)+)+)）")
_ARTICLE = lazy_re(_NUMBERED)
# What an instrument is called when it is cited again; the longest fitting end of its name counts.
_KINDS = {"解释": "同一解释", "条例": "同条例", "办法": "同办法", "规定": "同规定", "法": "同法"}
_DIGITS = "零一二三四五六七八九"


def cite(cited: Any) -> str:
    """《消费者权益保护法》第二十五条、第二十六条、《电子商务法》第二十条."""
    groups: dict[str, list[str]] = {}
    for one in cited if isinstance(cited, list | tuple) else [cited]:
        articles = groups.setdefault(one.name.removeprefix("中华人民共和国"), [])
        number = article_number(one.article.split("(")[0])
        if number not in articles:
            articles.append(number)
    return "、".join(titled(name) + "、".join(numbers) for name, numbers in groups.items())


def cited_once(text: str) -> str:
    """The text without an article in （） that another （） before it has cited already."""
    seen: set[tuple[str, str]] = set()

    def kept(found: re.Match[str]) -> str:
        groups: dict[str, list[str]] = {}
        named = list(_NAMED.finditer(found[1]))
        for law, after in zip(named, [*named[1:], None], strict=True):
            part = found[1][law.end():after.start() if after is not None else None]
            for number in _ARTICLE.findall(part):
                if (law[1], number) not in seen:
                    seen.add((law[1], number))
                    groups.setdefault(law[1], []).append(number)
        return f"（{'、'.join(f'《{n}》' + '、'.join(a) for n, a in groups.items())}）" \
            if groups else ""

    return _LIST.sub(kept, text)


def cited_again(text: str) -> str:
    """The text with 同法第二十四条 where the instrument cited just before is cited once more.

    What stands in （） twice stands there once.
    """
    text = cited_once(text)
    out, at, before = [], 0, ""
    for found in _NAMED.finditer(text):
        again = found[1] == before and text[found.end():found.end() + 1] == "第"
        called = _kind(found[1]) if again else ""
        if called:
            out += [text[at:found.start()], called]
            at = found.end()
        before = found[1]
    return "".join([*out, text[at:]])


def _kind(name: str) -> str:
    bare = name.split("（", maxsplit=1)[0] if "解释（" in name else name
    return next((said for end, said in _KINDS.items() if bare.endswith(end)), "")


def article_number(article: str) -> str:
    """第二十五条 from 25, 第三百零七条之一 from 307.1; other numbering is kept."""
    whole, _, sub = article.partition(".")
    if not whole.isdigit():
        return f"第{article}条"
    return f"第{chinese(int(whole))}条" + (f"之{chinese(int(sub))}" if sub else "")


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese numerals, as articles are numbered."""
    if number >= 1000:
        rest = number % 1000
        gap = "零" if 0 < rest < 100 else ""
        return f"{_DIGITS[number // 1000]}千{gap}{chinese(rest) if rest else ''}"
    if number >= 100:
        rest = number % 100
        gap = "零" if 0 < rest < 10 else ""
        tail = f"一{chinese(rest)}" if 10 <= rest < 20 else (chinese(rest) if rest else "")
        return f"{_DIGITS[number // 100]}百{gap}{tail}"
    if number >= 10:
        tens = _DIGITS[number // 10] if number >= 20 else ""
        return f"{tens}十{_DIGITS[number % 10] if number % 10 else ''}"
    return _DIGITS[number]
