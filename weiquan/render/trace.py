"""The sentences of a letter with what stands behind each, for the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from weiquan.render.wrap import wrap

NEW = "改过或者加上的，没有出处："


def trace_lines(rows: Iterable[tuple[int, str, Sequence[tuple[str, str]]]], new: Sequence[str],
                width: int) -> list[str]:
    """Each numbered sentence, below it its sources by kind; last what was changed by hand."""
    out: list[str] = []
    for number, text, sources in rows:
        out += wrap(f"{number}. {text}", width, "", "   ")
        kinds: dict[str, list[str]] = {}
        for kind, words in sources:
            kinds.setdefault(kind, []).append(words)
        for kind, found in kinds.items():
            out += wrap(f"{kind}：{'；'.join(found)}", width, "   ", "     ")
    if new:
        out += ["", NEW, *(line for text in new for line in wrap(text, width, "  ", "  "))]
    return out
