"""Asking line by line: numbered lists, no cursor movement, no escape bytes.

For screen readers, dumb terminals and consoles on which the other front end cannot start.
"""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

from weiquan.wizard.prompter import (
    LONG,
    Key,
    Page,
    Prompter,
    Stopped,
    Wrap,
    as_rows,
    brief_commands,
    labelled,
    with_keys,
    with_problem,
)
from weiquan.wizard.streams import erasing_characters, harmless
from weiquan.wizard.typed import Command, command_in, found_by, numbers_in, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weiquan.wizard.session import Option

NONE = "0"
_CHANGE = re.compile(r"[+-]\d{1,3}")


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
        self._out.write(harmless("\n".join(["", *lines])) + "\n")
        while True:
            foot = "\n".join(self.key_lines(keys))
            self._out.write(f"{foot}\n> ")
            typed = unicodedata.normalize("NFKC", self._typed()).lower()
            if typed in known:
                return known[typed]

    def line(self, page: Page, start: str = "") -> str | Command:
        """One clean line; an earlier answer cannot be edited here, only kept or replaced."""
        return self._ask(page, [], "", start)

    def story(self, page: Page) -> str | Command:
        """Lines up to the first empty one."""
        first = self._ask(page, [], "写完以后，空一行再按一次回车。")
        lines = [first] if isinstance(first, str) else []
        while lines and lines[-1]:
            raw = self._in.readline()
            lines.append(one_line(raw))
            if not raw:
                break
        return "\n".join(lines).strip() if isinstance(first, str) else first

    def pick(
        self, page: Page, options: Sequence[Option], at: str | Command | None = None
    ) -> str | Command:
        """One option, by its number, its label or, in a long list, a word of it."""
        rows, shown = as_rows(page.commands), list(options)
        while True:
            got = self._ask(page, self._listed(options, shown, rows), "输入编号，按回车确认。")
            if isinstance(got, Command):
                return got
            if not got and (at in rows or at in {o.id for o in options}):
                return at
            named = _by_label(got, options) or _by_number(got, options, rows)
            if named is not None and len(named) == 1:
                return named[0]
            found = _by_word(got, options)
            if len(found) == 1:
                return found[0].id
            shown = found or list(options)
            page = with_problem(page, _again(found, got, len(options) + len(rows)))

    def pick_many(
        self,
        page: Page,
        options: Sequence[Option],
        checked: Sequence[str] = (),
        at: Command | None = None,
    ) -> tuple[str, ...] | Command:
        """Any number of options, by their numbers; 0 is 都没有."""
        rows = as_rows(page.commands)
        none = f"；都没有就输入 {NONE}" if Command.NONE in rows else ""
        how = f"输入编号，可以多个，用空格隔开{none}。"
        if checked:
            how += "直接回车就保留打了 x 的；只改几项，写 +5 加上、-3 去掉。"
        while True:
            got = self._ask(page, self._listed(options, options, rows, checked), how)
            if isinstance(got, Command):
                return () if got is Command.NONE else got
            if not got and (checked or page.now):
                return at or tuple(o.id for o in options if o.id in checked)
            if unicodedata.normalize("NFKC", got) == NONE and none:
                return ()
            changed = _changed(got, options, checked)
            if changed is not None:
                return changed
            chosen = _by_label(got, options) or _by_number(got, options, rows)
            if chosen is not None and len(chosen) == 1 and isinstance(chosen[0], Command):
                return () if chosen[0] is Command.NONE else chosen[0]
            if chosen is not None and all(isinstance(c, str) for c in chosen):
                return tuple(o.id for o in options if o.id in chosen)
            page = with_problem(
                page, f"请输入 1 到 {len(options) + len(rows)} 的编号，用空格隔开{none}。")

    def _listed(
        self, options: Sequence[Option], shown: Sequence[Option], rows: Sequence[Command],
        checked: Sequence[str] | None = None,
    ) -> list[str]:
        lines: list[str] = []
        for n, option in enumerate(options, 1):
            if option not in shown:
                continue
            if option.heading:
                lines += self.folded(f"{option.heading}：")
            indent = f"{n:>3}. "
            if checked is not None:
                indent += "[x] " if option.id in checked else "[ ] "
            lines += self.folded(labelled(option), indent, hang=" " * len(indent))
        for n, row in enumerate(rows, len(options) + 1):
            lines += self.folded(row.label, f"{n:>3}. ")
        return lines

    def _ask(self, page: Page, listed: list[str], how: str, kept: str = "") -> str | Command:
        commands = brief_commands(with_keys(page.commands) if listed else page.commands)
        lines = ["", *self.text_of(page), *listed]
        for tail in filter(None, (how, commands)):
            lines += self.folded(tail)
        self._out.write(harmless("\n".join(lines)) + "\n> ")
        got = self._typed()
        return command_in(got, page.commands, kept) or got

    def _typed(self) -> str:
        """One clean line; Stopped where the input has ended."""
        self._out.flush()
        with erasing_characters(self._in):
            raw = self._in.readline()
        if not raw:
            self._out.write("\n")
            raise Stopped("eof")
        return one_line(raw)


def _again(found: Sequence[Option], word: str, count: int) -> str:
    if found:
        return f"带「{word}」的有 {len(found)} 项，输入编号选一项。"
    return f"请输入 1 到 {count} 中的一个编号。"


def _by_word(line: str, options: Sequence[Option]) -> list[Option]:
    """The options of a long list in which the word occurs."""
    if not line or len(options) <= LONG or line.isdecimal():
        return []
    return [o for o in options if found_by(line, o.label, o.hint, *o.words)]


def _by_label(line: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    found = tuple(o.id for o in options if line in (o.label, o.id))
    return found or None


def _changed(line: str, options: Sequence[Option],
             checked: Sequence[str]) -> tuple[str, ...] | None:
    """The ticks after +5 -3: every part of the line adds or takes away one option."""
    parts = unicodedata.normalize("NFKC", line).replace("、", " ").replace(",", " ").split()
    if not parts or not all(_CHANGE.fullmatch(p) and 0 < int(p[1:]) <= len(options)
                            for p in parts):
        return None
    ticked = set(checked)
    for part in parts:
        option = options[int(part[1:]) - 1].id
        (ticked.add if part[0] == "+" else ticked.discard)(option)
    return tuple(o.id for o in options if o.id in ticked)


def _by_number(line: str, options: Sequence[Option],
               rows: Sequence[Command]) -> tuple[str | Command, ...] | None:
    everything: tuple[str | Command, ...] = (*(o.id for o in options), *rows)
    numbers = numbers_in(line, len(everything))
    return None if numbers is None else tuple(everything[n - 1] for n in numbers)
