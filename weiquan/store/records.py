"""Rows of text files, and records of JSON: line by line or piece by piece, never all at once."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from weiquan.errors import BadValue
from weiquan.store.trouble import shown

LONGEST = 200_000     # characters of a row; more is no row
CHUNK = 1 << 16
TOO_LONG = "这一行太长，不像表格里的一行。请检查这一行。"


@dataclass(frozen=True)
class Row:
    """A row: the line of the file where it begins, and its cells or its record.

    `problem` says why it could not be read.
    """

    line: int
    cells: tuple[str, ...] = ()
    record: dict[str, Any] | None = None
    problem: str = ""


class Record(dict[str, Any]):
    """An object of JSON; `twice` is a key that it has twice."""

    twice = ""


class TooLong(Exception):
    """A line is too long to be a row; the next one can be read."""


class Lines:
    """The lines of a file, numbered from 1; some can be put back."""

    def __init__(self, file: IO[str]) -> None:
        self.number = 0
        self._file = file
        self._back: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._file.readline(LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= LONGEST and line[-1] not in "\r\n":
            while line and line[-1] not in "\r\n":
                line = self._file.readline(LONGEST)
            raise TooLong
        return line

    def put_back(self, lines: list[str]) -> None:
        """Give lines back, to be read again in their order."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def json_lines(lines: Lines) -> Iterator[Row]:
    """One record in each line."""
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except TooLong:
            yield Row(lines.number, problem=TOO_LONG)
            continue
        if line.strip():
            yield _record(lines.number, *_loaded(line.strip()))


def _loaded(text: str) -> tuple[Any, str]:
    try:
        return json.loads(text, parse_float=str, object_pairs_hook=_pairs), ""
    except json.JSONDecodeError as error:
        return None, f"第 {error.colno} 个字起不是正确的 JSON。请改正这一行。"
    except (RecursionError, ValueError):
        return None, "嵌套太深或数字太长。请写成一层的「名称: 值」。"


def _record(line: int, value: Any, problem: str) -> Row:
    if problem:
        return Row(line, problem=problem)
    if not isinstance(value, Record):
        return Row(line, problem="这里要写一组「名称: 值」，用花括号括起来。")
    if value.twice:
        return Row(line, problem=f"「{shown(value.twice)}」写了两次，请只留一个。")
    return Row(line, record=dict(value))


def _pairs(pairs: list[tuple[str, Any]]) -> Record:
    out = Record()
    for key, value in pairs:
        if key in out:
            out.twice = key
        out[key] = value
    return out


def json_array(file: IO[str]) -> Iterator[Row]:
    """The records of one list, each as soon as it has been read."""
    text = _Text(file)
    if text.next_char() != "[":
        raise BadValue("最外层要是方括号括起来的一列，每个案子一组花括号。")
    text.at += 1
    begun = False
    while (char := text.next_char()) != "]":
        if begun and char == ",":
            text.at += 1
            text.next_char()
        elif begun or not char:
            yield Row(text.line, problem="从这里起不是正确的 JSON，后面的都没有读。请改正再试。")
            return
        begun = True
        line = text.line
        value, problem, going_on = text.value()
        yield _record(line, value, problem)
        if not going_on:
            return


class _Text:
    """The text of a file, of which a piece at a time is held."""

    def __init__(self, file: IO[str]) -> None:
        self.line = 1
        self.at = 0
        self._file = file
        self._held = ""
        self._decoder = json.JSONDecoder(parse_float=str, object_pairs_hook=_pairs)

    def next_char(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            while self.at < len(self._held):
                char = self._held[self.at]
                if not char.isspace():
                    return char
                self.line += char == "\n"
                self.at += 1
            if not self._more():
                return ""

    def value(self) -> tuple[Any, str, bool]:
        """The value that begins here, or what is wrong; whether reading can go on after it."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._held, self.at)
            except json.JSONDecodeError:
                if len(self._held) - self.at < LONGEST and self._more():
                    continue
                return None, "不是正确的 JSON，后面的都没有读。请改正再试。", False
            except (RecursionError, ValueError):
                return None, "嵌套太深或数字太长，后面的都没有读。请改正再试。", False
            self.line += self._held.count("\n", self.at, end)
            self.at = end
            return value, "", True

    def _more(self) -> bool:
        kept = self._held[self.at:]
        more = self._file.read(max(CHUNK, len(kept)))
        self._held, self.at = kept + more, 0
        return bool(more)
