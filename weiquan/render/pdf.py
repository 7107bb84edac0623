"""Letters as .pdf: set by typst, with the fonts embedded, the same bytes every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weiquan.errors import RenderFailed
from weiquan.render import page
from weiquan.render.blocks import (
    Block,
    Document,
    Enclosures,
    Heading,
    Items,
    Note,
    Para,
    Sign,
    Table,
    Title,
    enclosed,
    numbered,
    pieces,
    printable,
)
from weiquan.render.fonts import Faces, faces_for

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTER = Path(__file__).parent / "look" / "letter.typ"
NO_TYPST = ("没有装好写 pdf 的组件 typst。请在 weiquan 的文件夹里重新运行 python3 run.py，"
            "或运行 pip install \"weiquan[pdf]\"；也可以改用 --format docx。")
_LOOK = {
    "title_size": page.TITLE_SIZE, "size": page.SIZE, "table_size": page.TABLE_SIZE,
    "small": page.SMALL, "line": page.LINE, "title_line": page.TITLE_LINE,
    "table_line": page.TABLE_LINE, "small_line": page.SMALL_LINE, "top": page.TOP,
    "bottom": page.BOTTOM, "left": page.LEFT, "right": page.RIGHT,
    "room_to_sign": page.ROOM_TO_SIGN,
}
_FURNITURE = "—0123456789"  # what the layout itself prints: page numbers


def to_pdf(document: Document) -> bytes:
    """The bytes of the file; the same document and fonts give the same bytes.

    Raises: RenderFailed where typst or a Chinese font is missing, where no font has a
    character, or where typst refuses or doubts something: a letter with holes is no letter.
    """
    try:
        import typst
    except ImportError as error:
        raise RenderFailed(NO_TYPST) from error
    blocks = [_data(block, keep=keep) for block, keep in
              zip(document.blocks, page.keeps(document.blocks), strict=True)]
    faces = faces_for("".join(_texts(blocks)) + _FURNITURE)
    sent = json.dumps({"title": printable(document.title), "look": _LOOK, "body": faces.body,
                       "head": faces.head, "blocks": blocks}, ensure_ascii=False)
    return _compiled(typst, faces, sent)


def _compiled(typst: Any, faces: Faces, sent: str) -> bytes:
    try:
        # The folder of the layout is all that it may read; nothing in it is asked for.
        compiler = typst.Compiler(_LETTER.read_bytes(), root=str(_LETTER.parent),
                                  font_paths=faces.fonts, sys_inputs={"letter": sent})
        data, warnings = compiler.compile_with_warnings(format="pdf", timestamp=0)
    except typst.TypstError as error:
        raise RenderFailed("这份文书排不成 pdf。请改用 --format docx。") from error
    if warnings:
        raise RenderFailed("这份文书排成 pdf 会缺字。请改用 --format docx。")
    return bytes(data)


def _texts(blocks: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Every text in the data that is sent."""
    def walk(node: Any) -> Iterable[str]:
        match node:
            case {"text": str(text)}:
                yield text
            case dict():
                for child in node.values():
                    yield from walk(child)
            case list():
                for child in node:
                    yield from walk(child)

    for block in blocks:
        yield from walk(block)


def _data(block: Block, *, keep: bool) -> dict[str, Any]:
    """What the layout needs of a block."""
    match block:
        case Para(text, indent):
            return {"kind": "para", "keep": keep, "indent": indent, "text": _pieces(text)}
        case Title(text) | Heading(text) | Note(text):
            return {"kind": type(block).__name__.lower(), "keep": keep, "text": _pieces(text)}
        case Items(items):
            return {"kind": "items", "keep": keep,
                    "items": [_pieces(f"{number} {text}") for number, text in numbered(items)]}
        case Sign(lines):
            return {"kind": "sign", "keep": keep, "items": [_pieces(line) for line in lines]}
        case Enclosures(items):
            return {"kind": "enclosures", "keep": keep, "rows": [
                [_pieces(label), _pieces(f"{number} {text}".lstrip())]
                for label, number, text in enclosed(items)]}
        case Table(rows):
            return {"kind": "table", "keep": keep, "whole": len(rows) <= page.KEPT_ROWS,
                    "widths": page.shares(block), "centred": page.centred(block),
                    "rows": [[_pieces(text) for text in row] for row in rows]}


def _pieces(text: str) -> list[dict[str, Any]]:
    return [{"text": piece, "blank": blank} for piece, blank in pieces(printable(text))]
