"""A written letter against the sentences that it was written with."""

from __future__ import annotations

from collections.abc import Sequence

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import result

_SPACE = lazy_re(r"\s+")
_SAID = lazy_re(r"[^\W\d_]{2,}")
_LABEL = "附件："
_ENDS = lazy_re(r"(?<=[。？！])|\n")


@result
class Compared:
    """Which sentences still stand in a text, and what stands there besides."""

    there: tuple[bool, ...]
    new: tuple[str, ...]


def compared(sentences: Sequence[str], text: str) -> Compared:
    """The sentences of a letter looked for in its text, whatever breaks its lines."""
    flat = [_SPACE.sub("", s) for s in sentences]
    left = _SPACE.sub("", text)
    there = [False] * len(flat)
    # The longest first: a short one may also be a part of another.
    for i in sorted(range(len(flat)), key=lambda i: -len(flat[i])):
        if flat[i] and flat[i] in left:
            there[i] = True
            left = left.replace(flat[i], "\n", 1)
    pieces = (p.strip().removeprefix(_LABEL) for p in _ENDS.split(left))
    return Compared(tuple(there), tuple(p for p in pieces if _SAID.search(p)))
