"""What docx and pdf share of a page: sizes, margins, columns, and what must stay together."""

from __future__ import annotations

from itertools import pairwise

from weiquan.render.blocks import (
    Block,
    Enclosures,
    Heading,
    Items,
    Note,
    Para,
    Sign,
    Table,
    Title,
    block_lines,
    printable,
)
from weiquan.render.wrap import width

TITLE_SIZE, SIZE, TABLE_SIZE, SMALL = 18, 12, 10.5, 10.5  # points: 小二, 小四, 五号, 五号
LINE, TITLE_LINE, TABLE_LINE, SMALL_LINE = 20, 28, 15, 15  # points from line to line
TOP, BOTTOM, LEFT, RIGHT = 25, 25, 28, 26  # millimetres
TEXT_WIDTH = 210 - LEFT - RIGHT
ROOM_TO_SIGN = 2 * LINE  # points above a signature: the hand needs two lines
KEPT_ROWS = 8  # tables up to this size stay on one page
_CELL_POINTS = TABLE_SIZE / 2  # one cell of `width`
_CELL_MARGIN = 18  # points beside the text of a cell
_SHORT = 16  # cells: an entry that should stand on one line, and is centred
_COMPANY = 60  # cells of text that go over to the next page with a signature


def keeps(blocks: tuple[Block, ...]) -> list[bool]:
    """Whether each block must stand on the page of the one after it.

    Titles and headings do; what announces a list or a table; and before a signature as much
    as makes a page with it look meant.
    """
    out = [_announces(block, following) for block, following in pairwise(blocks)]
    out += [False] * (len(blocks) - len(out))
    for place, block in enumerate(blocks):
        if isinstance(block, Sign):
            _keep_company(blocks, place, out)
    return out


def _announces(block: Block, following: Block) -> bool:
    match block:
        case Title() | Heading():
            return True
        case Para() | Note():
            return isinstance(following, Table | Sign) or (
                isinstance(following, Items) and printable(block.text)[-1:] in "：:")
        case Sign():
            return isinstance(following, Enclosures)
        case _:
            return isinstance(following, Sign)


def _keep_company(blocks: tuple[Block, ...], sign: int, out: list[bool]) -> None:
    company = 0
    for place in range(sign - 1, -1, -1):
        if company >= _COMPANY or isinstance(blocks[place], Table):
            break
        out[place] = True
        company += sum(map(width, block_lines(blocks[place])))


def centred(table: Table) -> list[bool]:
    """Which columns are centred: those of short entries."""
    return [max(width(printable(text)) for text in column) <= _SHORT
            for column in zip(*table.rows, strict=True)]


def shares(table: Table) -> list[float]:
    """The width of each column in millimetres; together they fill the line.

    The relative widths of the table hold, but no short entry is broken over two lines.
    """
    points = TEXT_WIDTH / 25.4 * 72
    wanted = [points * part / sum(table.widths) for part in table.widths]
    least = [_least(column) for column in zip(*table.rows, strict=True)]
    if sum(least) > points:
        least = [points * part / sum(least) for part in least]
    given = [max(pair) for pair in zip(wanted, least, strict=True)]
    spare = sum(a - b for a, b in zip(given, least, strict=True))
    over = sum(given) - points
    if over > 0:
        given = [a - over * (a - b) / spare for a, b in zip(given, least, strict=True)]
    return [round(part / 72 * 25.4, 2) for part in given]


def _least(column: tuple[str, ...]) -> float:
    short = [width(printable(text)) for text in column if width(printable(text)) <= _SHORT]
    return max(short, default=0) * _CELL_POINTS + _CELL_MARGIN
