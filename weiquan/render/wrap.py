"""Lines of a given display width, broken as Chinese typesetting asks (避头尾)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Unicode calls these "ambiguous": one cell in a Western font, two in a Chinese one. They count
# as two here, because Chinese fonts and consoles draw them so, and because a line that comes
# out too short looks better than one that runs over. Only what Chinese text uses as its own
# punctuation and numbering is listed; box drawing, × and ° belong to a grid or to a number.
WIDE_AMBIGUOUS = frozenset(
    "“”‘’…—·‖※" + "".join(map(chr, range(0x2460, 0x249C)))  # ①–⑳, ⑴–⒇, ⒈–⒛
)
# GB/T 15834: these stand neither at the start nor, the second set, at the end of a line.
NEVER_FIRST = frozenset("，。；：！？、）》”』】’」〉〕］｝·～％℃" + ",.;:!?)]}%")
NEVER_LAST = frozenset("（《“『【‘「〈〔［｛￥＄№" + "([{")
_NEVER_PARTED = frozenset("—…")  # —— and …… are one mark each
_BEFORE_NUMBER = frozenset("第据")  # 第3条, 证据1
_AFTER_NUMBER = frozenset("年月日时分元％%")

_SPACE, _WORD, _WIDE, _MARK = "space", "word", "wide", "mark"


def width(text: str) -> int:
    """How many cells of a terminal (or half Chinese characters of paper) the text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """One line of text as lines of at most `columns` cells; [] for blank text.

    `first` and `rest` are put before the first and the other lines, and count. Numbers, dates,
    amounts, order numbers, addresses of pages and Latin words stay whole; only one that is
    longer than a line is cut. Nothing is lost but the spaces at which a line ends.
    """
    return list(_wrapped(text, columns, first, rest))


# The texts of the rules come again with every case of a batch, and wrapping is half of its time.
@lru_cache(maxsize=4096)
def _wrapped(text: str, columns: int, first: str, rest: str) -> tuple[str, ...]:
    lines: list[str] = []
    current, used = "", 0
    before, after = max(2, columns - width(first)), max(2, columns - width(rest))

    def end_line() -> None:
        nonlocal current, used
        lines.append((rest if lines else first) + current.rstrip())
        current, used = "", 0

    for gap, unit in _units(text):
        bare = "".join(unit)
        piece = gap + bare if current or not lines else bare
        taken = width(piece)
        if current and used + taken > (after if lines else before):
            end_line()
            piece, taken = bare, width(bare)
        room = after if lines else before
        if taken > room:
            *heads, piece = _cut(unit, room, after)
            for head in heads:
                current = head
                end_line()
            taken = width(piece)
        current += piece
        used += taken
    if current.strip():
        end_line()
    return tuple(lines)


@cache
def _cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if char in WIDE_AMBIGUOUS or unicodedata.east_asian_width(char) in "WF" else 1


@cache
def _kind(char: str) -> str:
    if char == "\N{NO-BREAK SPACE}":
        return _WORD
    if char.isspace():
        return _SPACE
    if unicodedata.category(char) in {"Mn", "Me"} or "🏻" <= char <= "🏿":
        return _MARK
    if "０" <= char <= "ｚ" and char.isalnum():
        return _WORD  # full-width letters and digits form words and numbers like the others
    return _WIDE if _cells(char) == 2 else _WORD


def _atoms(text: str) -> Iterator[str]:
    """Pieces that are never cut: words, spaces, Chinese characters with their marks."""
    start = 0
    kinds = [_kind(char) for char in text]
    for place in range(1, len(text)):
        if kinds[place] == _MARK and kinds[place - 1] != _SPACE:
            kinds[place] = kinds[place - 1]  # a mark belongs to what it stands on
        elif _may_part(text, kinds, place):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _may_part(text: str, kinds: list[str], place: int) -> bool:
    """Whether an atom may end before text[place]."""
    before, after = text[place - 1], text[place]
    if kinds[place - 1] == kinds[place] != _WIDE:
        return False
    if before == after and after in _NEVER_PARTED:
        return False
    if before.isdecimal() and after in _AFTER_NUMBER:
        return False
    if before in _BEFORE_NUMBER and after.isdecimal():
        return False
    # The typographic apostrophe of don’t is the same character as a closing quotation mark.
    if after == "’" and place + 1 < len(text):
        return not (before.isalpha() and text[place + 1].isalpha() and kinds[place + 1] == _WORD)
    if before == "’" and place > 1:
        return not (text[place - 2].isalpha() and after.isalpha() and kinds[place - 2] == _WORD)
    return True


def _units(text: str) -> Iterator[tuple[str, list[str]]]:
    """(spaces before it, atoms that belong on one line), by the rules for line ends."""
    gap, unit_gap, unit = "", "", list[str]()
    for atom in _atoms(text):
        if _kind(atom[0]) == _SPACE:
            gap += atom
            continue
        if unit and (unit[-1][-1] in NEVER_LAST or atom[0] in NEVER_FIRST):
            unit += [gap, atom] if gap else [atom]
        else:
            if unit:
                yield unit_gap, unit
            unit_gap, unit = gap, [atom]
        gap = ""
    if unit:
        yield unit_gap, unit


def _cut(unit: list[str], room: int, later: int) -> list[str]:
    """The parts of a unit longer than a line: `room` cells for the first, `later` for others.

    An atom that fills a line, alone or with the marks that cling to it, is cut inside; a mere
    chain of punctuation between its atoms.
    """
    if max(map(width, unit)) > min(room, later) // 2:
        unit = list("".join(unit))
    parts: list[str] = []
    part: list[str] = []
    for atom in unit:
        limit = later if parts else room
        if part and width("".join(part)) + width(atom) > limit and _kind(atom[0]) != _MARK:
            keep = _last_break([*part, atom])
            parts.append("".join(part[:keep]).strip())
            part = part[keep:]
        part.append(atom)
    return [*parts, "".join(part).strip()]


def _last_break(atoms: list[str]) -> int:
    """The last place where a line may end before the last atom, at worst right before it."""
    for place in range(len(atoms) - 1, 0, -1):
        before, after = atoms[place - 1][-1], atoms[place][0]
        if before not in NEVER_LAST and after not in NEVER_FIRST and _kind(after) != _MARK:
            return place
    return len(atoms) - 1
