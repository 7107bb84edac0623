"""The text of a document without layout, to compare what the writers make of it."""

from __future__ import annotations

from weiquan.render.blocks import Document, block_lines


def plain_text(document: Document) -> str:
    """One line per paragraph, item, row or line."""
    return "\n".join(line for block in document.blocks for line in block_lines(block))
