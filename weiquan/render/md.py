"""Letters as Markdown in which every character of the text is literal."""

from __future__ import annotations

import re

from weiquan.core.values.patterns import lazy_re
from weiquan.render.blocks import (
    Block,
    Document,
    Enclosures,
    Heading,
    Items,
    Note,
    Sign,
    Table,
    Title,
    enclosed,
    numbered,
    printable,
)

# A backslash makes punctuation literal. Besides emphasis, links, HTML and code, these are the
# formulas ($) and entities (&) of some readers, and addresses that GitHub makes links of: there
# a backslash further on would be shown.
_SPECIAL = lazy_re(
    r"([\\`*_{}\[\]<>#|~$]|&(?=#?[0-9A-Za-z]+;)|:(?=//)|(?<=www)\.)", re.IGNORECASE
)
_LIST_MARK = lazy_re(r"^([0-9]+)([.)])|^([-+])")
# Two lists in a row would be read as one and numbered through.
_APART = "<!-- -->"


def to_markdown(document: Document) -> str:
    """The document as CommonMark with GFM tables."""
    parts: list[str] = []
    for place, block in enumerate(document.blocks):
        part = _write(block)
        if not part:
            continue
        if parts and _is_list(block) and _is_list(document.blocks[place - 1]):
            parts.append(_APART)
        parts.append(part)
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """The text so that Markdown shows exactly it."""
    shown = _SPECIAL.sub(r"\\\1", printable(text).strip())
    return _LIST_MARK.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", shown)


def _write(block: Block) -> str:
    match block:
        case Title(text):
            return f"# {escape(text)}"
        case Heading(text):
            return f"## {escape(text)}"
        case Note(text):
            return f"> {escape(text)}"
        case Items(items):
            return "\n".join(f"{number} {escape(text)}" for number, text in numbered(items))
        case Table(rows):
            lines = ["| " + " | ".join(map(escape, row)) + " |" for row in rows]
            return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
        case Sign(lines):
            # One paragraph each: a line end inside a paragraph would be shown as a space.
            return "\n\n".join(map(escape, lines))
        case Enclosures(items):
            return _write_enclosures(items)
        case _:
            return escape(block.text)


def _write_enclosures(items: tuple[str, ...]) -> str:
    if len(items) == 1:
        return "附件：" + escape(items[0])
    return "附件：\n\n" + "\n".join(f"{n} {escape(text)}" for _, n, text in enclosed(items))


def _is_list(block: Block) -> bool:
    return isinstance(block, Items)
