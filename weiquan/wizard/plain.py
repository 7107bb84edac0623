"""Asking line by line: numbered lists, no cursor movement, no escape bytes.

For screen readers, dumb terminals and consoles on which the other front end cannot start.
"""

from __future__ import annotations

import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

from weiquan.wizard.prompter import (
    Key,
    Page,
    Prompter,
    Stopped,
    Wrap,
    brief_commands,
    key_line,
    labelled,
    with_problem,
)
from weiquan.wizard.streams import erasing_characters
from weiquan.wizard.typed import Command, command_in, numbers_in, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weiquan.wizard.session import Option

NONE = "0"


class PlainPrompter(Prompter):
    """Reads whole lines from `stdin`, writes plain lines to `stdout`."""

    def __init__(
        self, wrap: Wrap | None = None, stdin: TextIO | None = None, stdout: TextIO | None = None
    ) -> None:
        super().__init__(wrap)
        self._in = stdin or sys.stdin
        self._out = stdout or sys.stdout

    @property
    def width(self) -> int:
        """Columns of the terminal, 80 where there is none."""
        return shutil.get_terminal_size().columns

    @property
    def rows(self) -> int:
        """Rows of the terminal, 24 where there is none."""
        return shutil.get_terminal_size().lines

    def key(self, lines: Sequence[str], keys: Sequence[Key]) -> str:
        """One key, typed on a line of its own."""
        known = {k.name: k.key for k in keys} | {k.key: k.key for k in keys}
        if any(k.key == "\r" for k in keys):
            known[""] = "\r"
        self._out.write("\n".join(["", *lines]) + "\n")
        while True:
            foot = "\n".join(self.folded(key_line(keys)))
            self._out.write(f"{foot}\n> ")
            self._out.flush()
            with erasing_characters(self._in):
                raw = self._in.readline()
            if not raw:
                self._out.write("\n")
                raise Stopped("eof")
            typed = unicodedata.normalize("NFKC", one_line(raw)).lower()
            if typed in known:
                return known[typed]

    def line(self, page: Page, start: str = "") -> str | Command:  # noqa: ARG002 (cannot prefill)
        """One clean line; an earlier answer cannot be edited here, only kept or replaced."""
        return self._ask(page, [], "")

    def pick(
        self, page: Page, options: Sequence[Option], at: str | Command | None = None
    ) -> str | Command:
        """One option, by its number or its label."""
        listed = self._listed(options)
        ids = {o.id for o in options}
        while True:
            got = self._ask(page, listed, "输入编号，按回车确认。")
            if isinstance(got, Command):
                return got
            if not got and (isinstance(at, Command) or at in ids):
                return at
            named = _by_label(got, options) or _by_number(got, options)
            if named is not None and len(named) == 1:
                return named[0]
            page = with_problem(page, f"请输入 1 到 {len(options)} 中的一个编号。")

    def pick_many(
        self,
        page: Page,
        options: Sequence[Option],
        checked: Sequence[str] = (),
        at: Command | None = None,
    ) -> tuple[str, ...] | Command:
        """Any number of options, by their numbers; 0 is 都没有."""
        listed = self._listed(options, checked)
        how = f"输入编号，可以多个，用空格隔开；都没有就输入 {NONE}。"
        if checked:
            how += "直接回车就保留打了 x 的。"
        while True:
            got = self._ask(page, listed, how)
            if isinstance(got, Command):
                return got
            if not got and (checked or page.now):
                return at or tuple(o.id for o in options if o.id in checked)
            if unicodedata.normalize("NFKC", got) in {NONE, "都没有"}:
                return ()
            chosen = _by_label(got, options) or _by_number(got, options)
            if chosen is not None:
                return tuple(o.id for o in options if o.id in chosen)
            page = with_problem(
                page, f"请输入 1 到 {len(options)} 的编号，用空格隔开；都没有就输入 {NONE}。"
            )

    def _listed(
        self, options: Sequence[Option], checked: Sequence[str] | None = None
    ) -> list[str]:
        lines: list[str] = []
        for n, option in enumerate(options, 1):
            if option.heading:
                lines += self.folded(f"{option.heading}：")
            indent = f"{n:>3}. "
            if checked is not None:
                indent += "[x] " if option.id in checked else "[ ] "
            lines += self.folded(labelled(option), indent, hang=" " * len(indent))
        return lines

    def _ask(self, page: Page, listed: list[str], how: str) -> str | Command:
        commands = brief_commands(page.commands)
        lines = ["", *self.text_of(page), *listed]
        for tail in filter(None, (how, commands)):
            lines += self.folded(tail)
        self._out.write("\n".join(lines) + "\n> ")
        self._out.flush()
        with erasing_characters(self._in):
            raw = self._in.readline()
        if not raw:
            self._out.write("\n")
            raise Stopped("eof")
        got = one_line(raw)
        return command_in(got, page.commands) or got


def _by_label(line: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    found = tuple(o.id for o in options if line in (o.label, o.id))
    return found or None


def _by_number(line: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    numbers = numbers_in(line, len(options))
    return None if numbers is None else tuple(options[n - 1].id for n in numbers)
