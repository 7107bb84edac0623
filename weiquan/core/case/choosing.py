"""From typed words to the ids of choices."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from weiquan.core.language.reading import nearest
from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.typed import Unclear, plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weiquan.core.model import Choice, Fact

NONE_OF_THEM = frozenset({"都没有", "以上都没有", "都没", "都不是", "没有", "无", "none", "[]"})
LISTED = 12              # more choices than this are not repeated in an error
PIECES_OF_A_LABEL = 6
NEGATIONS = "没不未无非别"
BARE_WORDS = frozenset("有没不无是否对好要能会")
_SEPARATORS = lazy_re(r"[、,;/|\s]+")
_MARKS = lazy_re(r"[、,;/|\s\"'“”‘’()\[\]。.]+")


def choose(
    fact: Fact, text: str, *, numbered: bool = False, aliases: Mapping[str, str] | None = None
) -> str:
    """The id of the one choice that `text` (a plain_line) means; raises Unclear.

    By id, by label, by alias, by position if `numbered`, or by a part of one label only.
    """
    found = _exactly(fact, text, numbered=numbered, aliases=aliases or {})
    if found:
        return found
    partial = _partly(fact, _key(text))
    if len(partial) == 1:
        return partial[0].id
    if partial:
        names = "、".join(c.label for c in partial[:LISTED])
        raise Unclear(f"有几个选项都对得上：{names}。请写完整")
    raise Unclear(_unknown(fact, text, numbered=numbered))


def choose_several(
    fact: Fact, text: str, *, numbered: bool = False, aliases: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The ids that `text` lists, in the order of the fact's choices; () for 都没有; raises Unclear.

    A label that holds a separator itself (食品、保健食品) is recognised as a whole.
    """
    names = aliases or {}
    whole = _exactly(fact, text, numbered=numbered, aliases=names)
    if not whole and text.casefold() in NONE_OF_THEM:
        return ()
    chosen = {whole} if whole else set()
    rest = [] if whole else [piece for piece in _SEPARATORS.split(text) if piece]
    while rest:
        for end in range(min(len(rest), PIECES_OF_A_LABEL), 0, -1):
            found = _exactly(fact, "、".join(rest[:end]), numbered=numbered, aliases=names)
            if found or end == 1:
                chosen.add(found or choose(fact, rest[0], numbered=numbered, aliases=names))
                rest = rest[end:]
                break
    return in_order(fact, chosen)


def in_order(fact: Fact, ids: set[str]) -> tuple[str, ...]:
    """The ids in the order in which the fact declares its choices."""
    return tuple(c.id for c in fact.choices if c.id in ids)


def is_choice(fact: Fact, text: str) -> bool:
    """Whether `text` is the id or the whole label of a choice."""
    return bool(_exactly(fact, text, numbered=False, aliases={}))


def _exactly(fact: Fact, text: str, *, numbered: bool, aliases: Mapping[str, str]) -> str:
    """The id that `text` names as a whole, or an empty string."""
    key = _key(text)
    for choice in fact.choices:
        if key and key in {_key(choice.id), _key(choice.label)}:
            return choice.id
    for alias, target in aliases.items():
        if key and key == _key(alias) and any(c.id == target for c in fact.choices):
            return target
    if numbered and text.isdecimal() and 1 <= int(text) <= len(fact.choices):
        return fact.choices[int(text) - 1].id
    return ""


def _partly(fact: Fact, key: str) -> list[Choice]:
    """The choices whose label begins with `key`, else those that hold it elsewhere.

    申请 must not find 还没有申请: no part of a label after a negation counts, and neither does a
    bare yes or no.
    """
    if not key or key in BARE_WORDS:
        return []
    found = [c for c in fact.choices if _key(c.label).startswith(key)]
    if found or len(key) < 2 or key in NONE_OF_THEM:
        return found
    elsewhere = re.compile(rf"[^{NEGATIONS}]*{re.escape(key)}")
    return [c for c in fact.choices if elsewhere.match(_key(c.label))]


def _unknown(fact: Fact, text: str, *, numbered: bool) -> str:
    if numbered and text.isdecimal():
        return f"序号应在 1–{len(fact.choices)}"
    names = [name for c in fact.choices for name in (c.label, c.id)]
    near = nearest(text, names)
    listed = "、".join(_both(c) for c in fact.choices) if len(fact.choices) <= LISTED else ""
    return f"没有这个选项{near}" + (f"。可选：{listed}" if listed else "")


def _both(choice: Choice) -> str:
    return choice.label if choice.label == choice.id else f"{choice.label}（{choice.id}）"


@lru_cache(maxsize=4096)  # the labels come again with every answer
def _key(text: str) -> str:
    return _MARKS.sub("", plain_line(text).casefold())
