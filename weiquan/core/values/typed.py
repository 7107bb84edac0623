"""Text as it was typed or pasted, made fit for reading."""

from __future__ import annotations

import unicodedata

from weiquan.core.values.patterns import lazy_re

# Controls, formats (zero-width, bidi, tags), surrogates: invisible, and some reorder a line.
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
BREAKS = lazy_re(r"[\t\n\v\f\r\x85\u2028\u2029]+")
JOINER, VARIATION = "\u200d", "\ufe0f"
SPACES = lazy_re(r"\s+")


class Unclear(ValueError):
    """Why a text cannot be read: a Chinese clause without the name of the fact and a full stop."""


def plain_line(raw: str) -> str:
    """One line in NFKC (half-width digits and signs), without invisible characters."""
    text = unicodedata.normalize("NFKC", BREAKS.sub(" ", raw))
    shown = "".join(c for c in text if unicodedata.category(c) not in INVISIBLE)
    return SPACES.sub(" ", shown).strip()


def clean_text(raw: str) -> str:
    """One line as the user wrote it, emoji included; line breaks become spaces.

    Unlike plain_line it keeps full-width punctuation: it goes into letters.
    """
    kept: list[str] = []
    for char in BREAKS.sub(" ", raw):
        if char == JOINER:
            if kept and (kept[-1] == VARIATION or unicodedata.category(kept[-1]) in {"So", "Sk"}):
                kept.append(char)
        elif unicodedata.category(char) not in INVISIBLE:
            kept.append(char)
    return SPACES.sub(" ", "".join(kept)).strip(f" {JOINER}")


def excerpt(raw: str, length: int = 30) -> str:
    """What was typed, short enough to be shown in an error."""
    text = clean_text(raw)
    return text if len(text) <= length else f"{text[:length]}…"
