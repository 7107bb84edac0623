"""Which typefaces can show a text, found before anything is drawn.

A typesetter draws boxes, or nothing at all, where a font lacks a character, and says nothing;
so every character is looked up in the fonts' own tables first.
"""

from __future__ import annotations

import struct
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from weiquan.core.values.records import value
from weiquan.errors import RenderFailed

if TYPE_CHECKING:
    import typst

# The packages of the extra `pdf`, the second one for what Chinese fonts lack: small pictures.
CHINESE, PICTURES = "pylopdf_fonts_zh_cn", "manimgx_fonts"
# Families in the order of preference, with what systems bring along behind our own.
_SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "STSong",
          "SimSun", "FangSong", "AR PL UMing CN", "AR PL UMing")
_SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Heiti SC",
         "STHeiti", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
_REST = ("Noto Emoji", "Noto Sans Symbols")
_SAMPLE = frozenset(map(ord, "投诉书请退还货款，。"))
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_REGULAR = 400
NO_FONT = ("没有找到中文字体，写不出 pdf。请在 weiquan 的文件夹里重新运行 python3 run.py，"
           "或运行 pip install \"weiquan[pdf]\"，里面带着字体；也可以改用 --format docx。")


@value
class Faces:
    """Families for running text and for headings, each tried in turn, and where they lie."""

    body: tuple[str, ...]
    head: tuple[str, ...]
    fonts: typst.Fonts


@value
class _Face:
    path: str
    index: int


def faces_for(text: str) -> Faces:
    """The families that together can show every character of `text`.

    Our own come first, so that a letter looks the same everywhere; fonts of the system are
    read only where those lack something.
    Raises: RenderFailed where no font is Chinese, or a character is in none.
    """
    wanted = _visible(text) | _SAMPLE
    found: list[str] = []
    left = wanted
    sans: list[str] = []
    for folders, system in _sources():
        fonts, faces = _listed(folders, system=system)
        serif = [f for f in _SERIF if f in faces][:1]
        sans = [f for f in _SANS if f in faces][:1]
        if not found and not _can_write(faces, [*serif, *sans]):
            continue
        names = [*(serif or sans), *sans, *(f for f in _REST if f in faces)]
        found, left = _covering(faces, names, wanted)
        if left and system:
            more, left = _covering(faces, sorted(set(faces) - set(names)), left)
            found += more
        if not left:
            break
    if not found:
        raise RenderFailed(NO_FONT)
    if left:
        shown = "、".join(f"「{chr(c)}」（U+{c:04X}）" for c in sorted(left)[:8])
        raise RenderFailed(f"字体里没有这些字符，写不出 pdf：{shown}。"
                           "请换一个写法，或改用 --format docx。")
    return Faces(tuple(found), tuple(dict.fromkeys([*sans, *found])), fonts)


def _sources() -> Iterator[tuple[list[str], bool]]:
    """Where to look, one after the other: (folders, the system too)."""
    chinese, pictures = _folder(CHINESE), _folder(PICTURES)
    if chinese:
        yield chinese, False
        if pictures:
            yield chinese + pictures, False
    yield chinese + pictures, True


def _folder(package: str) -> list[str]:
    spec = find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec is not None else []


def _listed(folders: list[str], *, system: bool) -> tuple[typst.Fonts, dict[str, _Face]]:
    """The fonts there, and one face of each family: upright, of the weight nearest to regular."""
    import typst

    fonts = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False,
                        font_paths=list(folders))
    best: dict[str, tuple[tuple[bool, int, str], _Face]] = {}
    for font in fonts.fonts():
        if font.path is None:
            continue
        rank = (font.style != "normal", abs(font.weight - _REGULAR), font.path)
        if font.family not in best or rank < best[font.family][0]:
            best[font.family] = rank, _Face(font.path, font.index)
    return fonts, {family: face for family, (_, face) in best.items()}


def _can_write(faces: dict[str, _Face], names: Iterable[str]) -> bool:
    return any(covered(faces[name].path, faces[name].index, _SAMPLE) == _SAMPLE for name in names)


def _covering(faces: dict[str, _Face], names: Iterable[str],
              wanted: Iterable[int]) -> tuple[list[str], frozenset[int]]:
    """The names that show something which those before lack, and what none of them shows."""
    left, used = frozenset(wanted), []
    for name in names:
        has = covered(faces[name].path, faces[name].index, left)
        if has:
            used.append(name)
            left -= has
        if not left:
            break
    return used, left


def _visible(text: str) -> frozenset[int]:
    """The characters that need a glyph: no spaces, no controls, no variation selectors."""
    return frozenset(ord(c) for c in set(text) if not c.isspace()
                     and unicodedata.category(c) not in {"Cf", "Cc"} and ord(c) not in _SELECTORS)


def covered(path: str, index: int, wanted: Iterable[int]) -> frozenset[int]:
    """The characters of `wanted` that a font file (.ttf, .otf, .ttc) has a glyph for.

    Empty where the file cannot be read, or has no Unicode table that we know (4 and 12).
    """
    try:
        table = _cmap(Path(path), index)
        return frozenset(c for c in wanted if _glyph(*table, c)) if table else frozenset()
    except (OSError, struct.error, IndexError):
        return frozenset()


def _cmap(path: Path, index: int) -> tuple[int, bytes] | None:
    """(format, bytes) of the widest character table of a font."""
    with path.open("rb") as file:
        def read(offset: int, layout: str) -> tuple[int, ...]:
            file.seek(offset)
            return struct.unpack(f">{layout}", file.read(struct.calcsize(f">{layout}")))

        base = 0
        if read(0, "I")[0] == 0x74746366:  # ttcf: several fonts in one file
            base = read(12 + 4 * index, "I")[0]
        count = read(base + 4, "H")[0]
        records = (read(base + 12 + 16 * i, "IIII") for i in range(count))
        start = next((at for tag, _, at, _ in records if tag == 0x636D6170), None)  # cmap
        if start is None:
            return None
        kinds: dict[int, int] = {}
        for i in range(read(start + 2, "H")[0]):
            platform, _, at = read(start + 4 + 8 * i, "HHI")
            if platform in {0, 3}:
                kinds[read(start + at, "H")[0]] = start + at
        if 12 in kinds:
            size = read(kinds[12] + 4, "I")[0]
            file.seek(kinds[12])
            return 12, file.read(size)
        if 4 in kinds:
            size = read(kinds[4] + 2, "H")[0]
            file.seek(kinds[4])
            return 4, file.read(size)
    return None


def _glyph(kind: int, table: bytes, char: int) -> int:
    """The number of the glyph for a character; 0 where there is none."""
    return _glyph_12(table, char) if kind == 12 else _glyph_4(table, char)


def _glyph_12(table: bytes, char: int) -> int:
    count = struct.unpack_from(">I", table, 12)[0]
    place = bisect_left(range(count), char,
                        key=lambda i: struct.unpack_from(">I", table, 20 + 12 * i)[0])
    if place == count:
        return 0
    first, _, glyph = struct.unpack_from(">III", table, 16 + 12 * place)
    return int(glyph + char - first) if first <= char else 0


def _glyph_4(table: bytes, char: int) -> int:
    if char > 0xFFFF:
        return 0
    half = struct.unpack_from(">H", table, 6)[0]  # twice the number of segments
    place = bisect_left(range(half // 2), char,
                        key=lambda i: struct.unpack_from(">H", table, 14 + 2 * i)[0])
    if place == half // 2:
        return 0
    starts, deltas, offsets = 16 + half, 16 + 2 * half, 16 + 3 * half
    first = struct.unpack_from(">H", table, starts + 2 * place)[0]
    if first > char:
        return 0
    delta = struct.unpack_from(">H", table, deltas + 2 * place)[0]
    at = offsets + 2 * place
    away = struct.unpack_from(">H", table, at)[0]
    if away:
        char = struct.unpack_from(">H", table, at + away + 2 * (char - first))[0]
        if not char:
            return 0
    return int((char + delta) & 0xFFFF)
