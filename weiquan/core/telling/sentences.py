"""A letter's text as sentences, numbered as `explain` and the preflight name them."""

from __future__ import annotations

from weiquan.core.values.patterns import lazy_re

_SENTENCE = lazy_re(r"[^。？！\n]+[。？！]*[”’）」』】]*")
_NUMBER = lazy_re(r"^(?:附件：)?(?:\d+\.\s*)?")


def sentences_of(text: str) -> list[str]:
    """The sentences of an unwrapped text, in order: a line end parts them too.

    Numbers and labels in front of items are no part of them.
    """
    found = (_NUMBER.sub("", s.strip()) for s in _SENTENCE.findall(text))
    return [s for s in found if s]
