"""The list on the screen: a pointer, boxes to tick, commands at the end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit.layout import FormattedTextControl, Window
from prompt_toolkit.layout.dimension import Dimension

from weiquan.wizard.prompter import labelled
from weiquan.wizard.typed import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from weiquan.wizard.session import Option

NONE_TICKED = "一项都没有勾。要是都没有，就再按一次回车；要勾选就按空格。"
FULL_WIDTH = 0xFEE0  # from an ASCII character to the one that a Chinese input method types


class Chooser:
    """Which row is pointed at and which options are ticked; `checked` None makes it pick one."""

    def __init__(
        self,
        options: Sequence[Option],
        commands: Sequence[Command],
        *,
        fold: Callable[[str, str], list[str]],
        at: str | Command | None = None,
        checked: Sequence[str] | None = None,
    ) -> None:
        self._options = tuple(options)
        self._rows: tuple[Option | Command, ...] = (*options, *commands)
        self._fold = fold
        self._checked = None if checked is None else set(checked)
        start = (row if isinstance(row, Command) else row.id for row in self._rows)
        self._at = next((n for n, key in enumerate(start) if key == at), 0)
        self._typed = 0
        self._warned = False

    def window(self, rows: int) -> Window:
        """The list as a window of at most `rows` rows that scrolls with the pointer."""
        control = FormattedTextControl(self._text, focusable=True, show_cursor=True)
        return Window(control, wrap_lines=True, height=Dimension(max=rows))

    def _text(self) -> StyleAndTextTuples:
        out: StyleAndTextTuples = []
        for n, row in enumerate(self._rows):
            if isinstance(row, Command):
                heading = "----" if n == len(self._options) else ""
                indent, label = f"{row.key} ", row.label
            else:
                heading = f"{row.heading}：" if row.heading else ""
                indent, label = f"{n + 1}. {self._box(row)}", labelled(row)
            if heading:
                out.append(("", "\n".join(self._fold(heading, "  ")) + "\n"))
            here = n == self._at
            if here:
                out.append(("[SetCursorPosition]", ""))
            lines = self._fold(label, ("> " if here else "  ") + indent)
            out.append(("bold" if here else "", "\n".join(lines) + "\n"))
        if self._warned:
            out.append(("", "\n".join(self._fold(NONE_TICKED, "")) + "\n"))
        out[-1] = (out[-1][0], out[-1][1].rstrip("\n"))
        return out

    def _box(self, option: Option) -> str:
        if self._checked is None:
            return ""
        return "[x] " if option.id in self._checked else "[ ] "

    def _move(self, by: int) -> None:
        self._at = (self._at + by) % len(self._rows)
        self._typed = 0

    def _digit(self, digit: int) -> None:
        """Point at the option whose number has been typed so far."""
        count = len(self._options)
        self._typed = self._typed * 10 + digit
        if self._typed > count:
            self._typed = digit
        if 1 <= self._typed <= count:
            self._at = self._typed - 1

    def _tick(self) -> None:
        row = self._rows[self._at]
        if self._checked is not None and not isinstance(row, Command):
            self._checked ^= {row.id}
            self._warned = False

    def _chosen(self) -> tuple[str, ...] | Command | None:
        """What Enter means now; None when an empty choice must be confirmed first."""
        row = self._rows[self._at]
        if isinstance(row, Command):
            return row
        if self._checked is None:
            return (row.id,)
        if not self._checked and not self._warned:
            self._warned = True
            return None
        return tuple(o.id for o in self._options if o.id in self._checked)

    def keys(self, keys: KeyBindings) -> KeyBindings:
        """`keys`, with those of the list added."""
        moves: dict[str, Callable[[], object]] = {
            "up": lambda: self._move(-1),
            "c-p": lambda: self._move(-1),
            "down": lambda: self._move(1),
            "c-n": lambda: self._move(1),
            "tab": lambda: self._move(1),
            "s-tab": lambda: self._move(-1),
            "home": lambda: self._move(-self._at),
            "end": lambda: self._move(len(self._options) - 1 - self._at),
            " ": self._tick,
            "　": self._tick,
        }
        for digit in "0123456789":
            for key in (digit, chr(ord(digit) + FULL_WIDTH)):
                moves[key] = partial(self._digit, int(digit))
        for key, move in moves.items():
            keys.add(key, eager=True)(partial(_do, move))
        for row in self._rows[len(self._options) :]:
            if isinstance(row, Command):
                for key in {row.key, row.key.upper()}:
                    keys.add(key, eager=True)(partial(_leave, row))
                    keys.add(chr(ord(key) + FULL_WIDTH), eager=True)(partial(_leave, row))

        @keys.add("enter", eager=True)
        def _enter(event: KeyPressEvent) -> None:
            chosen = self._chosen()
            if chosen is not None:
                event.app.exit(result=chosen)

        return keys


def _do(move: Callable[[], object], _event: KeyPressEvent) -> None:
    move()


def _leave(command: Command, event: KeyPressEvent) -> None:
    event.app.exit(result=command)
