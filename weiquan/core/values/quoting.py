"""Somebody's own words in a letter: the first of them, and in quotation marks."""

from __future__ import annotations

import re

from weiquan.core.values.patterns import lazy_re

OPEN_ENDS = "，,、；;：: "           # what a sentence that is cut off must not end with
_PIECE = lazy_re(r"[^。！？；]*[。！？；]+|[^。！？；]+$")
_QUOTES = "“”\"「」『』"
_STOPS = OPEN_ENDS + "。. "


def first_words(text: str, most: int) -> str:
    """The first whole sentences that have room in `most` characters, else the first clauses."""
    if len(text) <= most:
        return text
    kept = ""
    for sentence in _PIECE.findall(text):
        if len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept.rstrip(OPEN_ENDS) or text[:most].rpartition("，")[0] or text[:most]


def balanced(text: str) -> str:
    """The text without quotation marks where one lacks its other half."""
    return text if text.count("“") == text.count("”") else re.sub("[“”]", "", text)


def in_quotes(text: str) -> str:
    """The words in “ ”, without a full stop; quotes inside become ‘ ’."""
    bare = text.rstrip(_STOPS)
    if bare[:1] in _QUOTES and bare[-1:] in _QUOTES and not set(bare[1:-1]) & set(_QUOTES):
        bare = bare[1:-1].rstrip(_STOPS)
    inner, opening = [], True
    for sign in bare:
        if sign == '"':
            inner.append("‘" if opening else "’")
            opening = not opening
        else:
            inner.append({"“": "‘", "”": "’"}.get(sign, sign))
    return f"“{''.join(inner)}”"
