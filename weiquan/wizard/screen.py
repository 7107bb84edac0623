"""Asking one question per screen, with arrow keys and line editing, on questionary.

The page itself is printed, so that nothing of it can be cut and it stays on the screen if the
process dies; only the line being edited or the list is drawn. The list is our own layout in a
questionary Question: its ready-made lists cut long labels and have English words of their own.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.input import DummyInput, Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, DummyOutput, Output, create_output
from prompt_toolkit.utils import get_cwidth

from weiquan.wizard.choosing import FULL_WIDTH, Chooser
from weiquan.wizard.pressed import keys_only
from weiquan.wizard.prompter import (
    Key,
    Page,
    Prompter,
    Stopped,
    Wrap,
    brief_commands,
)
from weiquan.wizard.streams import encodable
from weiquan.wizard.typed import Command, command_in, one_line, some_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from weiquan.wizard.session import Option

ONE = "上下键或编号，回车确认。"
MANY = "空格勾几样，回车确认；只有一样直接回车。"


class ScreenPrompter(Prompter):
    """Draws on a real terminal; `stdin` and `stdout` replace it in tests.

    Raises OSError, or an error of prompt_toolkit, where there is nothing to draw on.
    """

    # Bracketed paste off, cursor visible, plain text.
    restore = b"\x1b[?2004l\x1b[?25h\x1b[0m\r\n"

    def __init__(
        self, wrap: Wrap | None = None, stdin: Input | None = None, stdout: Output | None = None
    ) -> None:
        super().__init__(wrap)
        self._in = stdin or create_input()
        self._out = stdout or create_output()
        if isinstance(self._in, DummyInput) or isinstance(self._out, DummyOutput):
            raise OSError("stdin or stdout is no terminal")
        keys_only(self._in)
        if hasattr(self._out, "enable_cpr"):
            # A terminal that does not answer the request makes the library warn in English.
            self._out.enable_cpr = False
        self._fresh = True

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self._out.get_size().columns

    @property
    def rows(self) -> int:
        """Rows of the terminal."""
        return self._out.get_size().rows

    def key(self, lines: Sequence[str], keys: Sequence[Key]) -> str:
        """One key pressed below the lines, which stay on a clean screen."""
        self._clear()
        for line in lines:
            self._out.write(encodable(line, self._out.encoding()))
            self._out.write_raw("\r\n")
        self._out.flush()
        foot = "\n".join(self.key_lines(keys))
        control = FormattedTextControl([("", encodable(foot, self._out.encoding()))],
                                       focusable=True)
        app: Application[str] = Application(
            layout=Layout(Window(control, wrap_lines=True)),
            key_bindings=_pressed(keys), input=self._in, output=self._out, erase_when_done=True,
            color_depth=ColorDepth.DEPTH_1_BIT, include_default_pygments_style=False,
        )
        with _end_stops():
            got: str = questionary.Question(app).unsafe_ask()
            return got

    def line(self, page: Page, start: str = "") -> str | Command:
        """One clean line, edited in place; after an error what was typed is selected."""
        self._show(page, brief_commands(page.commands))
        kept = one_line(start)
        asked = self._edited(_line_keys(page.commands, one_line), kept)
        if page.problem and kept:
            asked.application.pre_run_callables.append(partial(_select_all, asked.application))
        with _end_stops():
            got = asked.unsafe_ask()
        if isinstance(got, Command):
            return got
        got = one_line(got)
        return command_in(got, page.commands, kept) or got

    def story(self, page: Page) -> str | Command:
        """Some text; what is pasted keeps its lines, Enter ends it."""
        self._show(page, brief_commands(page.commands))
        asked = self._edited(_line_keys(page.commands, some_lines))
        with _end_stops():
            got = asked.unsafe_ask()
        if isinstance(got, Command):
            return got
        return command_in(one_line(got), page.commands) or some_lines(got)

    def _edited(self, keys: KeyBindings, start: str = "") -> questionary.Question:
        return questionary.text(
            ">",
            qmark="",
            default=start,
            input=self._in,
            output=self._out,
            key_bindings=keys,
            erase_when_done=True,
            color_depth=ColorDepth.DEPTH_1_BIT,
            include_default_pygments_style=False,
        )

    def pick(
        self, page: Page, options: Sequence[Option], at: str | Command | None = None
    ) -> str | Command:
        """One option from a list."""
        got = self._choose(page, Chooser(options, page.commands, at=at, fold=self._fold), ONE)
        return got if isinstance(got, Command) else got[0]

    def pick_many(
        self,
        page: Page,
        options: Sequence[Option],
        checked: Sequence[str] = (),
        at: Command | None = None,
    ) -> tuple[str, ...] | Command:
        """Any number of options from a list with boxes."""
        chooser = Chooser(options, page.commands, at=at, checked=checked, fold=self._fold)
        got = self._choose(page, chooser, MANY)
        return () if got is Command.NONE else got

    def _choose(self, page: Page, chooser: Chooser, how: str) -> tuple[str, ...] | Command:
        used = self._show(page, how)
        rows = max(5, self._out.get_size().rows - used - 1)
        app: Application[tuple[str, ...] | Command] = Application(
            layout=Layout(chooser.window(rows)),
            key_bindings=chooser.keys(_common_keys()),
            input=self._in,
            output=self._out,
            erase_when_done=True,
            color_depth=ColorDepth.DEPTH_1_BIT,
            include_default_pygments_style=False,
        )
        with _end_stops():
            chosen: tuple[str, ...] | Command = questionary.Question(app).unsafe_ask()
            return chosen

    def _fold(self, text: str, indent: str) -> list[str]:
        lines = self.folded(text, indent, hang=" " * len(indent))
        return [encodable(line, self._out.encoding()) for line in lines]

    def _clear(self) -> None:
        if self._fresh:
            # What was on the screen before weiquan goes to the scrollback instead of away.
            self._out.write_raw("\n" * self._out.get_size().rows)
            self._fresh = False
        self._out.erase_screen()
        self._out.cursor_goto(0, 0)

    def _show(self, page: Page, how: str) -> int:
        """Print a page on a clean screen; returns how many rows it takes."""
        lines = self.text_of(page, how)
        size = self._out.get_size()
        self._clear()
        for line in lines:
            self._out.write(encodable(line, self._out.encoding()))
            self._out.write_raw("\r\n")
        self._out.flush()
        return sum(max(1, -(-get_cwidth(line) // size.columns)) for line in lines)


def _pressed(keys: Sequence[Key]) -> KeyBindings:
    """Bindings that leave with the key; its full-width form and upper case mean the same."""
    bindings = _common_keys()
    for one in keys:
        forms = {one.key} if one.key == "\r" else {
            one.key, one.key.upper(), chr(ord(one.key) + FULL_WIDTH)}
        for form in forms:
            name = "enter" if form == "\r" else form

            @bindings.add(name, eager=True)
            def _leave(event: KeyPressEvent, key: str = one.key) -> None:
                event.app.exit(result=key)

    if any(k.key == "q" for k in keys):
        @bindings.add("escape", eager=True)
        def _escape(event: KeyPressEvent) -> None:
            event.app.exit(result="q")

    return bindings


@contextmanager
def _end_stops() -> Iterator[None]:
    try:
        yield
    except EOFError:
        raise Stopped("eof") from None


def _common_keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c", eager=True)
    @keys.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-d", eager=True)
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    # Of the library's own: a search speaks English.
    @keys.add("c-r", eager=True)
    @keys.add("c-s", eager=True)
    def _nothing(event: KeyPressEvent) -> None:
        pass

    @keys.add("c-z", eager=True)
    def _suspend(event: KeyPressEvent) -> None:
        if hasattr(signal, "SIGTSTP"):
            event.app.suspend_to_background()

    return keys


def _line_keys(commands: Sequence[Command], cleaned: Callable[[str], str]) -> KeyBindings:
    keys = _common_keys()

    @keys.add(Keys.BracketedPaste, eager=True)
    def _paste(event: KeyPressEvent) -> Any:
        event.current_buffer.insert_text(cleaned(event.data))

    if Command.BACK in commands:
        @keys.add("escape", eager=True)
        @keys.add("c-b", eager=True)
        def _back(event: KeyPressEvent) -> None:
            event.app.exit(result=Command.BACK)

    return keys


def _select_all(app: Application[Any]) -> None:
    """Select the line, so that what is typed next takes its place."""
    buffer = app.current_buffer
    buffer.cursor_position = 0
    buffer.start_selection()
    if buffer.selection_state is not None:
        buffer.selection_state.enter_shift_mode()
    buffer.cursor_position = len(buffer.text)
