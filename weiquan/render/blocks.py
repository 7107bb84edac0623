"""The document model: what a letter consists of, before any format.

Every writer takes its text from here, numbering included, so that the formats cannot drift.
"""

from __future__ import annotations

from weiquan.core.values.patterns import lazy_re
from weiquan.core.values.records import value

# Characters that a reader cannot see but that change what he sees, or that a file format cannot
# hold: controls, bidirectional and zero-width marks, lone surrogates, non-characters, tags.
_INVISIBLE = lazy_re(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
# The one of them that makes one picture of several: kept between pictures, and nowhere else.
_JOINED = lazy_re("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
                  "(?=[\u2600-\u27bf\U0001f000-\U0001faff])")
_KEPT = "\ue000"   # stands for it meanwhile
# What is still to be filled in.
_PLACEHOLDER = lazy_re(r"(【[^【】]{1,12}】)")
# All line ends that Python or an editor knows, and tabs.
_BREAK = lazy_re("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")


@value
class Title:
    """The heading of the whole document."""

    text: str


@value
class Heading:
    """The heading of a part."""

    text: str


@value
class Para:
    """A paragraph; its first line is indented by `indent` Chinese characters."""

    text: str
    indent: int = 2


@value
class Items:
    """Numbered paragraphs; the writers number them."""

    items: tuple[str, ...]


@value
class Table:
    """Rows of equal length, the first one the header; `widths` are relative."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.widths or any(len(row) != len(self.widths) for row in self.rows):
            raise ValueError("every row of a table needs one cell per width")
        if not self.rows or min(self.widths) < 1:
            raise ValueError("a table needs a header row and positive widths")


@value
class Sign:
    """The signature block: name, contact, date, at the right."""

    lines: tuple[str, ...]


@value
class Enclosures:
    """The list of enclosures (附件)."""

    items: tuple[str, ...]


@value
class Note:
    """A small remark."""

    text: str


Block = Title | Heading | Para | Items | Table | Sign | Enclosures | Note


@value
class Document:
    """A letter or form, ready for any writer; `title` is also the title of the file."""

    title: str
    blocks: tuple[Block, ...]
    pasted: bool = False          # goes into a field of a page: the text breaks no lines


def printable(text: str) -> str:
    """The text on one line, without characters that are invisible or that no file can hold.

    Writers apply it to every text, so that a document built by hand is as safe as a parsed one:
    no escape sequence reaches a terminal, no forbidden character a docx.
    """
    joined = "\u200d" in text
    shown = _INVISIBLE.sub("", _JOINED.sub(_KEPT, text.replace(_KEPT, "")) if joined else text)
    shown = shown.replace(_KEPT, "\u200d") if joined else shown
    if not _BREAK.search(shown):
        return shown
    return " ".join(filter(None, (part.strip(" \u3000") for part in _BREAK.split(shown))))


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in parts: (part, whether it is a blank that is still to be filled in)."""
    return [(part, _PLACEHOLDER.fullmatch(part) is not None)
            for part in _PLACEHOLDER.split(text) if part]


def numbered(items: tuple[str, ...]) -> list[tuple[str, str]]:
    """(number, text) of each item, as every format shows them."""
    return [(f"{number}.", printable(item)) for number, item in enumerate(items, 1)]


def enclosed(items: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """(label, number, text) of each enclosure; a single one has no number."""
    if len(items) == 1:
        return [("附件：", "", printable(items[0]))]
    return [("附件：" if n == "1." else "", n, text) for n, text in numbered(items)]


def block_lines(block: Block) -> list[str]:
    """The text of one block without layout."""
    match block:
        case Items(items):
            return [f"{number} {text}" for number, text in numbered(items)]
        case Table(rows):
            return [" ".join(map(printable, row)) for row in rows]
        case Sign(lines):
            return [printable(line) for line in lines]
        case Enclosures(items):
            return [label + f"{number} {text}".lstrip() for label, number, text in enclosed(items)]
        case _:
            return [printable(block.text)]
