"""What a line of input means: cleaned text, a command, or numbers of a list."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import TYPE_CHECKING

from weiquan.core.case.answers import UNSURE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BETWEEN = re.compile(r"[\s,;、。.]+")


class Command(Enum):
    """What can be done at a question besides answering it: its key, and what a screen calls it.

    One without a key is a row of its own at the end of a list, and a word in a line.
    """

    BACK = ("<", "上一题")
    WHY = ("?", "为什么问")
    REVIEW = ("#", "看和改")
    STOP = ("q", "存好退出")
    LEAVE = ("Q", "退出")
    NONE = ("", "都没有")
    UNSURE = ("", "不清楚")

    @property
    def key(self) -> str:
        """The character that stands for it, alone on a line or pressed in a list."""
        return self.value[0].lower()

    @property
    def label(self) -> str:
        """How a list or the line of commands names it."""
        return self.value[1]


# What may be written after a colon instead of a key, as other programs have it.
SAID = {"上一题": Command.BACK, "回": Command.BACK, "为什么": Command.WHY, "帮助": Command.WHY,
        "看": Command.REVIEW, "改": Command.REVIEW, "存": Command.STOP, "退出": Command.STOP}
LIKE_BACK = "《〈"  # what a Chinese keyboard types for <


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


def some_lines(text: str) -> str:
    """Typed or pasted text as clean lines."""
    text = without_controls(re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text), keep="\n\t")
    return text.strip()


def command_in(line: str, offered: Iterable[Command], kept: str = "") -> Command | None:
    """The command that a line consists of, full-width or not; None for anything else.

    `kept` is text that stood on the line before: a command may be typed behind it.
    """
    typed = line.strip()
    if kept and typed.startswith(kept):
        typed = typed[len(kept):] or typed
    typed = unicodedata.normalize("NFKC", typed).strip().lower()
    if len(typed) == 1 and typed in LIKE_BACK:
        typed = Command.BACK.key
    said = SAID.get(typed.removeprefix(":")) if typed.startswith(":") else None
    for command in offered:
        if typed and (typed == (command.key or command.label) or command is said):
            return command
        if command is Command.UNSURE and typed in UNSURE_WORDS and typed.strip("?"):
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


def found_by(sought: str, *texts: str) -> bool:
    """Whether a few typed characters occur in one of the texts."""
    wanted = plain(sought)
    return not wanted or any(wanted in plain(text) for text in texts)


def plain(text: str) -> str:
    """Text as it is compared: half-width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
