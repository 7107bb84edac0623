"""Words that nobody is to read: found in rules and in letter templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

UNFILLED = "【改"  # what `rules new` leaves for the author
FORBIDDEN = {
    UNFILLED: "这里还没有填",
    "！": "不用感叹号",
    "!": "不用感叹号",
    "您": "不用敬称，直接写要做的事",
    "胜率": "不写胜负的可能性",
    "成功率": "不写成功的可能性",
    "包赢": "不作承诺",
    "保证退": "不作承诺",
    "曝光你": "不把要求和曝光连在一起",
}
_ENGLISH_QUOTES = re.compile(r"[一-鿿]\"|\"[一-鿿]")
_CHINESE_THEN_BANG = re.compile(r"[一-鿿]!")


def wrong_words(text: str) -> list[str]:
    """What is wrong with the wording of a text, one message each."""
    out = [f"文字里有「{bad}」：{why}" for bad, why in FORBIDDEN.items() if bad in text]
    if _ENGLISH_QUOTES.search(text):
        out.append("中文里请用“ ”，不用英文引号")
    return out


def wrong_words_in_template(body: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, message) for each forbidden word outside comments; both count from 1.

    A bare ! is Jinja's or begins a note line; after a Chinese character it is an exclamation.
    """
    for row, line in enumerate(_without_comments(body).split("\n"), 1):
        for bad, why in FORBIDDEN.items():
            if bad == "!":
                if found := _CHINESE_THEN_BANG.search(line):
                    yield row, found.end(), f"文字里有「!」：{why}"
            elif (column := line.find(bad)) >= 0:
                yield row, column + 1, f"文字里有「{bad}」：{why}"


def _without_comments(body: str) -> str:
    """The body with blanks for comments; one that does not end is none.

    By hand: a pattern would look for the end again from every sign of a beginning.
    """
    out, at = [], 0
    while (begin := body.find("{#", at)) >= 0 and (end := body.find("#}", begin + 2)) >= 0:
        out += [body[at:begin], re.sub(r"[^\n]", " ", body[begin:end + 2])]
        at = end + 2
    return "".join([*out, body[at:]])
