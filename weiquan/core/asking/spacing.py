"""How a text is written: in one width, and without the spaces that a machine puts in."""

from __future__ import annotations

import unicodedata

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.typed import INVISIBLE
from weiquan.core.values.zh import HAN

# 于 2026 年 9 月花了 299 元: whoever parts clauses by spaces puts none before a unit.
_SPACED = lazy_re(r"\d [年月日号元块个件天次小台双瓶盒万倍岁斤]")
_AROUND_A_NUMBER = lazy_re(rf"(?<={HAN}) (?=[\d¥￥])|(?<=\d) (?={HAN})")
_TWO_NUMBERS = lazy_re(r"(?<=\d)，(?=\d)")

TORN = lazy_re(r"(?:…+|\.{3,})\s*$")   # the end of a text that was cut off
_SENTENCE = lazy_re(r"[。！？!?;；\n]+|\.{3,}")
# 客服称正常现象无法信服 8月26日收到这条裤子: a headline, and then the story.
_HEADLINE = lazy_re(r"[^\n。;；]{4,60}?(?<=[^\W\da-z]) "
                    r"(?=我|本人|20\d\d年?|2\d年|\d{1,2}[月.]\d|今年|去年|昨天|前天|上[周个])")


def sentences(text: str) -> list[int]:
    """Where the sentences of a half-width text begin; its headline is one."""
    head = _HEADLINE.match(text)
    return sorted({0, *([head.end()] if head else ()),
                   *(m.end() for m in _SENTENCE.finditer(text))})


def unspaced(text: str) -> str:
    """The text without spaces around numbers, where one is parted from its unit."""
    return _AROUND_A_NUMBER.sub("", text) if _SPACED.search(text) else text


def flat(text: str) -> str:
    """The text half-width and in lower case, character for character.

    A full-width comma between digits parts two numbers: 内高375，380的放不进.
    """
    return "".join(map(_flat, _TWO_NUMBERS.sub("、", text)))


def _flat(char: str) -> str:
    other = unicodedata.normalize("NFKC", char)
    if len(other) != 1:
        return char
    if char not in "\n" and unicodedata.category(char) in INVISIBLE:
        return " "
    return other.lower() if len(other.lower()) == 1 else other
