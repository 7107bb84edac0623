"""Our small line Markdown: one block per line, no markup inside a line.

| start of line | block                  | start of line | block                         |
|---------------|------------------------|---------------|-------------------------------|
| `# `          | title                  | `| a | b |`   | row of a table                |
| `## `         | heading                | `|= 1,5,2`    | widths, right after the header|
| `- `          | paragraph              | `> `          | line of the signature         |
| `. `          | paragraph, no indent   | `+ `          | enclosure                     |
| `1. `         | numbered item          | `! `          | small remark                  |

Neighbouring items, rows, signature lines and enclosures form one block; a blank line parts
them. Items are numbered anew. A mark without text is no block: an empty answer leaves no hole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from weiquan.core.values.patterns import lazy_re
from weiquan.errors import RenderFailed
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
    printable,
)
from weiquan.render.wrap import width

_LINE = lazy_re(r"(##?|[-.>+!]|[0-9]+\.)(?: +(.*))?$", re.DOTALL)
_WIDTHS = lazy_re(r"\|=[ ]*[1-9][0-9]?(?:[ ]*,[ ]*[1-9][0-9]?)*$")
_SINGLE: dict[str, Callable[[str], Block]] = {
    "#": Title,
    "##": Heading,
    "-": Para,
    ".": lambda text: Para(text, indent=0),
    "!": Note,
}
_JOINED: dict[str, Callable[[tuple[str, ...]], Block]] = {
    "1.": Items,
    ">": Sign,
    "+": Enclosures,
}


class MarkupError(RenderFailed):
    """A line of a template that is no block; `name` and `line` say where."""

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(f"{name}:{line}: {message}")
        self.name = name
        self.line = line


def parse(text: str, name: str) -> Document:
    """The document that the markup describes; `name` is the file named in errors."""
    reader = _Reader(name)
    # Only \n ends a line: user text has passed clean(), which leaves no other line end either.
    for number, line in enumerate(text.split("\n"), 1):
        reader.read(number, line.rstrip())
    reader.close()
    title = next((block.text for block in reader.blocks if isinstance(block, Title)), "")
    return Document(title, tuple(reader.blocks))


class _Reader:
    """Collects blocks line by line; `mark` is the kind of the run that is still open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.mark = ""
        self.texts: list[str] = []
        self.rows: list[tuple[str, ...]] = []
        self.widths: tuple[int, ...] = ()

    def read(self, number: int, line: str) -> None:
        if not line:
            self.close()
        elif line.startswith("|"):
            self._open("|")
            if line.startswith("|="):
                self._read_widths(number, line)
            else:
                self._read_row(number, line)
        elif found := _LINE.match(line):
            self._read_text("1." if found[1][0].isdigit() else found[1], (found[2] or "").strip())
        else:
            raise MarkupError(
                self.name,
                number,
                f"「{line[:12]}」不是一种段落。每行开头应是 # 、## 、- 、. 、1. 、| 、> 、+ 或 ! ，"
                "后面空一格。",
            )

    def close(self) -> None:
        """End the open run and keep its block."""
        if self.rows:
            self.blocks.append(Table(tuple(self.rows), self.widths or _measure(self.rows)))
        elif self.texts:
            self.blocks.append(_JOINED[self.mark](tuple(self.texts)))
        self.mark, self.texts, self.rows, self.widths = "", [], [], ()

    def _open(self, mark: str) -> None:
        if mark != self.mark:
            self.close()
            self.mark = mark

    def _read_text(self, mark: str, text: str) -> None:
        self._open(mark)
        if not text:
            return
        if mark in _JOINED:
            self.texts.append(text)
        else:
            self.blocks.append(_SINGLE[mark](text))

    def _read_row(self, number: int, line: str) -> None:
        if len(line) < 2 or not line.endswith("|"):
            raise MarkupError(self.name, number, "表格的一行要以 | 开头，并以 | 结尾。")
        cells = tuple(part.strip() for part in line[1:-1].split("|"))
        if self.rows and len(cells) != len(self.rows[0]):
            raise MarkupError(
                self.name,
                number,
                f"这一行有 {len(cells)} 格，表头有 {len(self.rows[0])} 格。"
                "格子里的文字要经过 cell 过滤器。",
            )
        self.rows.append(cells)

    def _read_widths(self, number: int, line: str) -> None:
        if len(self.rows) != 1 or self.widths:
            raise MarkupError(self.name, number, "列宽只写一行，紧跟在表头后面。")
        if not _WIDTHS.match(line):
            raise MarkupError(self.name, number, "列宽应像「|= 1,5,2」，每个数从 1 到 99。")
        self.widths = tuple(int(part) for part in line[2:].split(","))
        if len(self.widths) != len(self.rows[0]):
            raise MarkupError(
                self.name,
                number,
                f"列宽有 {len(self.widths)} 个，表头有 {len(self.rows[0])} 格。",
            )


def _measure(rows: list[tuple[str, ...]]) -> tuple[int, ...]:
    """Relative widths by the longest cell, within bounds so that no column starves."""
    longest = (max(map(width, column)) for column in zip(*rows, strict=True))
    return tuple(min(max(4, cells), 30) + 3 for cells in longest)  # 3: the space beside it


def clean(value: object) -> str:
    """The text of a template value, on one line, so that user text cannot open a new block.

    Used as `finalize` of the Jinja environment. Strips control, bidirectional and zero-width
    characters; line ends and tabs become one space. Values whose Python form means nothing to
    a reader (None, True, dates, lists) are refused instead of printed.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        text = str(value)  # an undefined variable raises here, and names itself
        raise RenderFailed(f"模板直接输出了「{text[:20]}」，它不是文字也不是数。请先用过滤器转换。")
    return printable(str(value)).strip()


def cell(value: object) -> str:
    """The text of a template value for a table cell: a bare | would open another cell."""
    return clean(value).replace("|", "｜")
