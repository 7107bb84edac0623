"""Letters as plain text: for a terminal, for printing, and for pasting into a chat or form."""

from __future__ import annotations

from itertools import zip_longest

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
    block_lines,
    enclosed,
    numbered,
    printable,
)
from weiquan.render.wrap import width, wrap

COLUMNS = 72   # of a letter on paper and in a terminal
_INDENT = "　　"
_GAP = "  "
_NARROWEST = 8  # cells of a table column; below that, rows become lists
_SIGN_MARGIN = 4  # cells between the signature and the right edge


def to_text(document: Document, columns: int | None = COLUMNS) -> str:
    """The document as lines of at most `columns` cells.

    With None nothing is wrapped, centred or aligned: text boxes break lines themselves, and
    line ends of ours would stay in the middle of the user's sentences there.
    """
    lines: list[str] = []
    for block in document.blocks:
        if lines and isinstance(block, Heading | Table | Sign | Enclosures | Note):
            lines.append("")
        lines += _loose(block) if columns is None else _set(block, columns)
        if isinstance(block, Title | Table):
            lines.append("")
    text = "\n".join(lines).strip("\n")
    return text.replace("\n\n\n", "\n\n") + "\n"


def _loose(block: Block) -> list[str]:
    return [line for line in block_lines(block) if line.strip()]


def _set(block: Block, columns: int) -> list[str]:
    match block:
        case Title(text):
            lines = wrap(printable(text), columns - 8)
            return [" " * ((columns - width(line)) // 2) + line for line in lines]
        case Para(text, indent):
            return wrap(printable(text), columns, first="　" * indent)
        case Heading(text) | Note(text):
            return wrap(printable(text), columns, first=_INDENT)
        case Items(items):
            return [
                line
                for number, text in numbered(items)
                for line in wrap(text, columns, first=f"{_INDENT}{number} ")
            ]
        case Enclosures(items):
            return _set_enclosures(items, columns)
        case Sign(signed):
            return _set_right(signed, columns)
        case Table():
            return _set_table(block, columns)


def _set_enclosures(items: tuple[str, ...], columns: int) -> list[str]:
    lines: list[str] = []
    for label, number, text in enclosed(items):
        first = _INDENT + (label or "　" * 3) + (f"{number} " if number else "")
        lines += wrap(text, columns, first=first, rest=" " * width(first))
    return lines


def _set_right(signed: tuple[str, ...], columns: int) -> list[str]:
    right = columns - _SIGN_MARGIN
    lines = [line for text in signed for line in wrap(printable(text), right)]
    return [" " * (right - width(line)) + line for line in lines]


def _set_table(table: Table, columns: int) -> list[str]:
    rows = [tuple(map(printable, row)) for row in table.rows]
    natural = [max(1, *map(width, column)) for column in zip(*rows, strict=True)]
    fitted = _fit(natural, columns - len(_GAP) * (len(natural) - 1))
    if fitted is None:
        return _set_records(rows, columns)
    set_rows = [_set_row(row, fitted) for row in rows]
    rule = _GAP.join("-" * cells for cells in fitted)
    # Without a gap between them, rows of several lines run into each other.
    between = [""] if any(len(lines) > 1 for lines in set_rows[1:]) else []
    lines = [*set_rows[0], rule]
    for place, row in enumerate(set_rows[1:]):
        lines += (between if place else []) + row
    return lines


def _fit(natural: list[int], room: int) -> list[int] | None:
    """Column widths that fill at most `room`; the widest give way first. None: impossible."""
    for cap in range(min(max(natural), max(room, 1)), _NARROWEST - 1, -1):
        fitted = [min(cells, cap) for cells in natural]
        if sum(fitted) <= room:
            return fitted
    return natural if sum(natural) <= room else None


def _set_row(row: tuple[str, ...], widths: list[int]) -> list[str]:
    cells = [wrap(text, cells) for text, cells in zip(row, widths, strict=True)]
    return [
        _GAP.join(
            part + " " * (cells - width(part)) for part, cells in zip(parts, widths, strict=True)
        ).rstrip()
        for parts in zip_longest(*cells, fillvalue="")
    ]


def _set_records(rows: list[tuple[str, ...]], columns: int) -> list[str]:
    """The table as a list, for screens too narrow for its columns."""
    lines: list[str] = []
    for row in rows[1:]:
        if lines:
            lines.append("")
        for head, text in zip(rows[0], row, strict=True):
            if text:
                lines += wrap(f"{head}：{text}" if head else text, columns, rest=_INDENT)
    return lines
