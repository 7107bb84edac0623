"""What a line of input means: cleaned text, a command, or numbers of a list."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BETWEEN = re.compile(r"[\s,;、。.]+")


class Command(Enum):
    """What can be done at a question besides answering it: key, words for a list, for a line."""

    BACK = ("<", "上一题", "上一题")
    UNSURE = ("?", "不清楚，先跳过", "不清楚")
    REVIEW = ("#", "查看和修改", "查看修改")
    STOP = ("q", "先到这里，存好退出", "存好退出")
    LEAVE = ("Q", "退出", "退出")

    @property
    def key(self) -> str:
        """The character that stands for it, alone on a line or pressed in a list."""
        return self.value[0].lower()

    @property
    def label(self) -> str:
        """How a list names it."""
        return self.value[1]

    @property
    def brief(self) -> str:
        """How the line of commands names it."""
        return self.value[2]


def without_controls(text: str, *, keep: str = "") -> str:
    """The text without escape sequences, control and direction characters, lone surrogates."""
    text = _ESCAPES.sub("", text)
    return "".join(
        "\ufffd" if unicodedata.category(c) == "Cs" else c
        for c in text
        if c in keep or (unicodedata.category(c) != "Cc" and c not in _BIDI)
    )


def one_line(text: str) -> str:
    """Typed or pasted text as one clean line; line breaks become spaces."""
    return without_controls(_BREAKS.sub(" ", text)).strip()


def command_in(line: str, offered: Iterable[Command]) -> Command | None:
    """The command that a line consists of, full-width or not; None for anything else."""
    typed = unicodedata.normalize("NFKC", line).strip().lower()
    for command in offered:
        if typed == command.key or (command is Command.UNSURE and typed == "不清楚"):
            return command
    return None


def numbers_in(line: str, limit: int) -> tuple[int, ...] | None:
    """The list numbers in a line such as 「1，3 5」; None if any is not in 1..limit."""
    found: list[int] = []
    for part in filter(None, _BETWEEN.split(unicodedata.normalize("NFKC", line))):
        if not (part.isascii() and part.isdigit() and len(part) < 5 and 0 < int(part) <= limit):
            return None
        found.append(int(part))
    return tuple(found) or None
