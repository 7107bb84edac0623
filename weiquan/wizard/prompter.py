"""The screens of the wizard, apart from how they are drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from weiquan.wizard.session import Option
from weiquan.wizard.typed import Command, without_controls

Wrap = Callable[[str, int], Sequence[str]]
TOGETHER = "\u00a0"  # a space at which no line ends
LONG = 9  # options; in a longer list one can be found by typing a word of it


class Stopped(Exception):
    """The user stopped at a prompt; everything answered before is saved.

    `reason` is "quit" when asked for, "eof" when the input ended (Ctrl-D, closed pipe).
    """

    def __init__(self, reason: Literal["quit", "eof"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Key:
    """A key that does something on a screen without a question: the key, and what it does."""

    key: str
    label: str

    @property
    def name(self) -> str:
        """How the key is named on the screen."""
        return "回车" if self.key == "\r" else self.key


@dataclass(frozen=True)
class Page:
    """The text around one prompt."""

    ask: str
    header: str = ""
    notices: tuple[str, ...] = ()
    help: str = ""
    now: str = ""
    also: str = ""                # what else can be done with it
    problem: str = ""
    commands: tuple[Command, ...] = ()


class Prompter(ABC):
    """A way to show a page and read one answer.

    The three readers return a Command when the user chose one of `page.commands`. They raise
    Stopped at the end of the input and KeyboardInterrupt on Ctrl-C.
    """

    restore = b""  # what to write to the terminal when the process is told to die

    def __init__(self, wrap: Wrap | None = None) -> None:
        self._wrap = wrap

    @property
    @abstractmethod
    def width(self) -> int:
        """Columns of the terminal."""

    @abstractmethod
    def line(self, page: Page, start: str = "") -> str | Command:
        """One clean line of text, maybe empty; `start` is text to edit where that is possible."""

    @abstractmethod
    def story(self, page: Page) -> str | Command:
        """Some lines of text as they were typed or pasted, maybe none."""

    @abstractmethod
    def pick(
        self, page: Page, options: Sequence[Option], at: str | Command | None = None
    ) -> str | Command:
        """The id of one option; `at` is where the choice stands at first."""

    @abstractmethod
    def pick_many(
        self,
        page: Page,
        options: Sequence[Option],
        checked: Sequence[str] = (),
        at: Command | None = None,
    ) -> tuple[str, ...] | Command:
        """The ids of any number of options, in their order; none only where 都没有 was chosen."""

    @property
    @abstractmethod
    def rows(self) -> int:
        """Rows of the terminal."""

    @abstractmethod
    def key(self, lines: Sequence[str], keys: Sequence[Key]) -> str:
        """One of `keys`, pressed (or typed) below `lines`; "q" at the end of the input."""

    def read_through(self, lines: Sequence[str]) -> None:
        """Show lines that are longer than the screen, a screen at a time."""
        room = max(4, self.rows - 3)
        start = 0
        while True:
            last = start + room >= len(lines)
            keys = [Key("\r", "回去" if last else "往下看"), Key("q", "回去")]
            if start:
                keys.append(Key("<", "往上看"))
            match self.key(lines[start:start + room], keys):
                case "<":
                    start = max(0, start - room)
                case "\r" if not last:
                    start += room
                case _:
                    return

    def choose_one(
        self, title: str, options: Sequence[Option], preselected: str | None = None
    ) -> str:
        """The id of the option chosen; Stopped when the user leaves."""
        usual = next((o.label for o in options if o.id == preselected), "")
        note = f"直接回车就是「{usual}」。" if usual else ""
        page = Page(ask=title, help=note, commands=(Command.LEAVE,))
        got = self.pick(page, options, preselected)
        if isinstance(got, Command):
            raise Stopped("quit")
        return got

    def choose_many(
        self, title: str, options: Sequence[Option], preselected: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """The ids of the options chosen, maybe none; Stopped when the user leaves."""
        page = Page(ask=title, commands=(Command.NONE, Command.LEAVE))
        got = self.pick_many(page, options, preselected)
        if isinstance(got, Command):
            raise Stopped("quit")
        return got

    def folded(self, text: str, indent: str = "", *, hang: str | None = None) -> list[str]:
        """The text as lines that fit the width, after `indent`, further lines after `hang`."""
        hang = indent if hang is None else hang
        lines: list[str] = []
        for paragraph in without_controls(text, keep="\n").split("\n"):
            room = max(10, self.width - 1 - max(len(indent), len(hang)))
            lines += (self._wrap(paragraph, room) if self._wrap else None) or [paragraph]
        return [(hang if n else indent) + line.replace(TOGETHER, " ")
                for n, line in enumerate(lines)]

    def key_lines(self, keys: Sequence[Key]) -> list[str]:
        """The visible lines of keys, none of them broken inside."""
        lines: list[str] = []
        used = self.width
        for name in key_names(keys):
            wide = sum(2 if char > "\u2e80" else 1 for char in name)
            if used + 2 + wide < self.width:
                lines[-1] += f"　{name}"
                used += 2 + wide
            else:
                lines.append(name)
                used = wide
        return lines

    def text_of(self, page: Page, how: str = "") -> list[str]:
        """The lines of a page, top to bottom; `how` says how to answer."""
        lines: list[str] = []
        for notice in page.notices:
            lines += self.folded(notice)
        if page.header:
            lines += [""] * bool(lines) + self.folded(page.header)
        lines += [""] * bool(lines) + self.folded(page.ask)
        if page.help:
            lines += self.folded(page.help, "  ")
        if page.now:
            lines += self.folded(f"现在的答案：{page.now}。直接回车就保留。{page.also}")
        if page.problem:
            lines += ["", *self.folded(f"【再看一下】{page.problem}")]
        return lines + [""] + (self.folded(how) if how else [])


def brief_commands(commands: Sequence[Command]) -> str:
    """The visible line of commands, such as 「< 上一题　q 存好退出」."""
    keys = "　".join(f"{c.key}{TOGETHER}{c.label}" for c in commands if c.key)
    words = "、".join(f"“{c.label}”" for c in commands if not c.key)
    return keys + (f"\n也可以写{words}。" if words else "")


def with_keys(commands: Sequence[Command]) -> tuple[Command, ...]:
    """Those that have a key; the others are rows of a list."""
    return tuple(c for c in commands if c.key)


def as_rows(commands: Sequence[Command]) -> tuple[Command, ...]:
    """Those that are rows of their own at the end of a list."""
    return tuple(c for c in commands if not c.key)


def key_names(keys: Sequence[Key]) -> list[str]:
    """What each key is called, such as 「1 怎么做」; keys that do the same together."""
    names: dict[str, list[str]] = {}
    for k in keys:
        names.setdefault(k.label, []).append(k.name)
    return [f"{'或'.join(n)} {label}" for label, n in names.items()]


def labelled(option: Option) -> str:
    """An option with its hint, as one text."""
    return f"{option.label}（{option.hint}）" if option.hint else option.label


def with_problem(page: Page, problem: str) -> Page:
    """The same page, with what is wrong and without what was said before."""
    return replace(page, problem=problem, notices=())
