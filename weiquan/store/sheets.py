"""A table or a list of records from disk, row by row: csv, jsonl, json. Never all at once."""

from __future__ import annotations

import codecs
import csv
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from weiquan.errors import BadValue
from weiquan.store.records import (
    CHUNK,
    LONGEST,
    TOO_LONG,
    Lines,
    Row,
    TooLong,
    json_array,
    json_lines,
)
from weiquan.store.trouble import explain, shown

MOST_LINES = 200      # lines of a row: an open quotation mark would swallow the whole file
SEPARATORS = ",\t;，；|"
QUOTES = "这一行的引号没有成对，或者有一格太长，后面的行照常读。请在表格软件里另存一次再试。"


@dataclass(frozen=True)
class Sheet:
    """An open table. JSON has no header; each of its rows has a record."""

    header: tuple[str, ...]
    rows: Iterator[Row]


class _Runaway(Exception):
    pass


@contextmanager
def open_sheet(path: Path, likes: Callable[[str], bool]) -> Iterator[Sheet]:
    """The table in the file `path`; `likes` tells a name that a column may have.

    Raises: BadValue for what is no such file.
    """
    kind = path.suffix.lower()
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadValue(f"「{shown(str(path))}」不是文件。请写一个 csv、jsonl 或 json 文件。")
        encoding = _encoding(path, likes)
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            if kind in {".jsonl", ".ndjson"}:
                yield Sheet((), json_lines(Lines(file)))
            elif kind == ".json":
                yield Sheet((), json_array(file))
            else:
                yield _table(Lines(file), likes)
    except FileNotFoundError:
        raise BadValue(f"没有文件「{shown(str(path))}」。请检查位置。") from None
    except OSError as error:
        raise BadValue(explain("读取表格", path, error)) from error


def _encoding(path: Path, likes: Callable[[str], bool]) -> str:
    """The encoding of a text file, found by reading all of it, piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        head = file.read(CHUNK)
        if head[:4] == b"PK\x03\x04" or head[:4] == b"\xd0\xcf\x11\xe0":
            raise BadValue(f"「{shown(path.name)}」是表格软件自己的格式。"
                           "请在表格软件里另存为“CSV UTF-8”，再用那个文件。")
        if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        if b"\0" in head:
            raise BadValue(f"「{shown(path.name)}」不是文字表格。请另存为“CSV UTF-8”再试。")
        first = head.split(b"\n", 1)[0]
        chunk = head
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = file.read(CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "utf-8-sig" if _is_header(first, "utf-8-sig", likes) else "gb18030"
    return "utf-8-sig"


def _is_header(line: bytes, encoding: str, likes: Callable[[str], bool]) -> bool:
    """Whether a line, read so, names columns in Chinese: other lines are damaged, not it."""
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not text.isascii() and _score(text, _separator(text, likes), likes)[0] > 0


def _table(lines: Lines, likes: Callable[[str], bool]) -> Sheet:
    separator = ""
    for line in lines:
        bare = line.strip("\r\n")
        if not bare.strip(f"{SEPARATORS} \"'"):
            continue
        if bare.lower().startswith("sep=") and len(bare) == 5:
            separator = bare[4]
            continue
        lines.put_back([line])
        separator = separator or _separator(bare, likes)
        rows = _records(lines, separator)
        header = next(rows)
        if header.problem:
            raise BadValue(f"第 {header.line} 行是表头，读不了：{header.problem}")
        return Sheet(header.cells, rows)
    raise BadValue("这个文件是空的。第一行写表头，下面一行一个案子。")


def _separator(line: str, likes: Callable[[str], bool]) -> str:
    """What separates the cells of the first line: what makes the most known names of it."""
    return max(SEPARATORS, key=lambda mark: _score(line, mark, likes))


def _score(line: str, mark: str, likes: Callable[[str], bool]) -> tuple[int, int]:
    try:
        cells = next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return 0, 0
    return sum(map(likes, cells)), len(cells)


def _records(lines: Lines, separator: str) -> Iterator[Row]:
    while True:
        start, taken = lines.number + 1, list[str]()
        try:
            cells = next(csv.reader(_taking(lines, taken), delimiter=separator, strict=True))
        except StopIteration:
            return
        except TooLong:
            yield Row(start, problem=TOO_LONG)
            continue
        except (_Runaway, csv.Error):
            lines.put_back(taken[1:])
            yield Row(start, problem=QUOTES)
            continue
        if any(cell.strip() for cell in cells):
            yield Row(start, tuple(cells))


def _taking(lines: Lines, taken: list[str]) -> Iterator[str]:
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if len(taken) > MOST_LINES or size > LONGEST:
            raise _Runaway
        yield line
