"""Somebody's own words in a letter: the first of them, and in quotation marks."""

from __future__ import annotations

import re

from weiquan.core.values.patterns import lazy_re

OPEN_ENDS = "，,、；;：: "           # what a sentence that is cut off must not end with
_PIECE = lazy_re(r"[^。！？；]*[。！？；]+|[^。！？；]+$")
_OF = {"”": "“", "」": "「", "』": "『"}
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


def whole_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with both of its quotation marks, or with none."""
    inside = next((text.find(mark, start, end) for mark in _OF if mark in text[start:end]), -1)
    if inside >= 0 and _OF[text[inside]] not in text[start:inside]:
        if start and text[start - 1] == _OF[text[inside]]:
            return start - 1, end
        return inside + 1, end
    opened = next((text.rfind(m, start, end) for m in _OF.values() if m in text[start:end]), -1)
    if opened >= 0 and not any(mark in text[opened:end] for mark in _OF):
        return (opened + 1, end) if opened == start else (start, opened)   # it closes elsewhere
    return start, end
