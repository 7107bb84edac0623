"""An answer in one's own words, where none of the choices fits."""

from __future__ import annotations

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value

NONE_FITS = "都不是，我写一句"
_MARKED = lazy_re(r"(?:(?:以上)?都不[是像]|其[他它]|自己写)(?:，我?写一句)?[：:]\s*(\S.*)")


@value
class InWords:
    """What the person wrote in place of a choice: kept as told, and no answer to any rule."""

    words: str

    def __str__(self) -> str:
        return self.words


def in_words(text: str) -> InWords | None:
    """What a typed line (都不是：……) says in place of a choice; None where it does not."""
    found = _MARKED.fullmatch(text)
    return InWords(found[1].strip()) if found else None
