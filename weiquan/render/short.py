"""Short texts for a form's box: whole sentences, never more than the box takes."""

from __future__ import annotations

from collections.abc import Callable

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value
from weiquan.errors import RenderFailed
from weiquan.render.blocks import Block, Document, Heading, Title
from weiquan.render.letters import TIGHTEST
from weiquan.render.txt import to_text

_SENTENCE = lazy_re(r"[^。；！？\n]*[。；！？\n]+[”）】]*|[^。；！？\n]+$")
_BETWEEN = " 　，,、；;（(【[/"  # between the words of a name
_LEAST = 40  # no box is smaller; a pointer to the annex has room in it


@value
class Short:
    """A text for a box; `whole` when nothing had to be left out for it."""

    text: str
    length: int
    whole: bool
    annex: Document | None = None


def box_length(text: str) -> int:
    """The length as text boxes count it: in UTF-16, where a small picture is two characters."""
    return len(text.encode("utf-16-le")) // 2


def fit(draw: Callable[[int], Document], limit: int | None, name: str, *,
        annex: bool = False) -> Short:
    """The text within `limit` characters; `draw` makes the document, the tighter the shorter.

    What a tighter text leaves out is what matters least; only if the tightest is still too
    long are whole sentences left off at the end. With `annex` the text then names the annex
    「name」, which holds all of it.
    Raises: RenderFailed where `limit` is too small for any text.
    """
    if limit is not None and limit < _LEAST:
        raise RenderFailed(f"输入框只有 {limit} 字，放不下一份短文本，至少要 {_LEAST} 字。")
    full = draw(0)
    text = _plain(full)
    if limit is None or box_length(text) <= limit:
        return Short(text, box_length(text), whole=True)
    more = f"\n其余见附件「{name}」。" if annex else ""
    for tight in range(1, TIGHTEST + 1):
        text = _plain(draw(tight))
        if box_length(text + more) <= limit:
            break
    else:
        text = _cut(text, limit - box_length(more))
    text = (text + more).strip()
    return Short(text, box_length(text), whole=False,
                 annex=_annex(full, name) if annex else None)


def shortened(text: str, limit: int | None) -> str:
    """An answer for a field, whole words of it if it is too long."""
    if limit is None or box_length(text) <= limit:
        return text
    kept = text
    while box_length(kept) > limit:
        kept = kept[:-1]
    if text[len(kept)] not in _BETWEEN:  # the last word is not whole
        places = [i for i, char in enumerate(kept) if char in _BETWEEN]
        kept = kept[:places[-1]] if places and places[-1] else kept
    return kept.rstrip(_BETWEEN)


def _plain(document: Document) -> str:
    return to_text(document, None).strip()


def _cut(text: str, limit: int) -> str:
    """The first whole sentences; without one that has room, nothing."""
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if box_length((kept + sentence).rstrip("\n")) > limit:
            break
        kept += sentence
    kept = kept.rstrip("\n")
    return f"{kept[:-1]}。" if kept.endswith("；") else kept


def _annex(full: Document, name: str) -> Document:
    title = f"附件：{name}"
    blocks: list[Block] = [Title(title)]
    blocks += [Heading(b.text) if isinstance(b, Title) else b for b in full.blocks]
    return Document(title, tuple(blocks))
