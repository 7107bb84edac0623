"""The list on the screen: a pointer, boxes to tick, a few typed characters to find a row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Window
from prompt_toolkit.layout.dimension import Dimension

from weiquan.wizard.prompter import LONG, as_rows, brief_commands, labelled, with_keys
from weiquan.wizard.typed import LIKE_BACK, Command, found_by, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from weiquan.wizard.session import Option

FULL_WIDTH = 0xFEE0  # from an ASCII character to the one that a Chinese input method types
HOW_TO_FIND = "打一两个字就能找"
NOTHING_FOUND = "没有这个词。按退格键重打。"


class Chooser:
    """Which row is pointed at and which options are ticked; `checked` None makes it pick one.

    Commands without a key are rows after the options, the others a line at the foot.
    """

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
        self._ends = as_rows(commands)
        self._pressed = with_keys(commands)
        self._fold = fold
        self._checked = None if checked is None else set(checked)
        self._sought = ""
        start = [row if isinstance(row, Command) else row.id for row in self._rows]
        self._at = start.index(at) if at in start else 0
        self._top = 0
        self._typed = 0

    @property
    def _rows(self) -> tuple[Option | Command, ...]:
        if not self._sought:
            return (*self._options, *self._ends)
        return (*self._found, *(self._named or self._ends))

    @property
    def _found(self) -> tuple[Option, ...]:
        """The options with what is sought."""
        return tuple(o for o in self._options if found_by(self._sought, o.label, o.hint, *o.words))

    @property
    def _named(self) -> tuple[Command, ...]:
        """The commands with what is sought: whoever types 不清楚 means that row."""
        return tuple(c for c in self._ends if found_by(self._sought, c.label))

    def window(self, rows: int) -> Window:
        """The list with its foot as a window of at most `rows` rows that follows the pointer."""
        control = FormattedTextControl(partial(self._text, rows), focusable=True)
        return Window(control, wrap_lines=True, height=Dimension(max=rows))

    def _text(self, rows: int) -> StyleAndTextTuples:
        foot = self._foot()
        room = max(3, rows - len(foot))
        blocks = [self._block(n, row) for n, row in enumerate(self._rows)]
        top, end = self._view([len(b) for b in blocks], room)
        out: StyleAndTextTuples = []
        if top:
            out.append(("", f"  上面还有 {top} 项\n"))
        for n in range(top, end):
            out.append(("bold" if n == self._at else "", "\n".join(blocks[n]) + "\n"))
        if end < len(blocks):
            out.append(("", f"  下面还有 {len(blocks) - end} 项\n"))
        out.append(("", "\n".join(foot)))
        return out

    def _foot(self) -> list[str]:
        foot = []
        if self._sought:
            note = "" if self._found or self._named else f"　{NOTHING_FOUND}"
            foot += self._fold(f"找：{self._sought}{note}", "")
        elif len(self._options) > LONG:
            foot += self._fold(HOW_TO_FIND, "")
        return foot + self._fold(brief_commands(self._pressed), "")

    def _block(self, n: int, row: Option | Command) -> list[str]:
        """The lines of a row."""
        mark = "> " if n == self._at else "  "
        if isinstance(row, Command):
            return self._fold(row.label, f"{mark}{n + 1}. ")
        heading = self._fold(f"{row.heading}：", "  ") if row.heading else []
        return [*heading, *self._fold(labelled(row), f"{mark}{n + 1}. {self._box(row)}")]

    def _view(self, heights: list[int], room: int) -> tuple[int, int]:
        """The first row shown and the one after the last, such that the pointer is among them."""
        count = len(heights)
        top = min(self._top, self._at, max(0, count - 1))
        if sum(heights) <= room:
            top = 0
        while True:
            used, end = int(top > 0), top
            while end < count and used + heights[end] + (end < count - 1) <= room:
                used += heights[end]
                end += 1
            if self._at < end or top >= self._at:
                break
            top += 1
        self._top = top
        return top, min(count, max(end, top + 1))

    def _box(self, option: Option) -> str:
        if self._checked is None:
            return ""
        return "[x] " if option.id in self._checked else "[ ] "

    def _move(self, by: int) -> None:
        if self._rows:
            self._at = (self._at + by) % len(self._rows)
        self._typed = 0

    def _digit(self, digit: int) -> None:
        """Point at the row whose number has been typed so far."""
        count = len(self._rows)
        self._typed = self._typed * 10 + digit
        if self._typed > count:
            self._typed = digit
        if 1 <= self._typed <= count:
            self._at = self._typed - 1

    def _tick(self) -> None:
        row = self._row()
        if self._checked is not None and row is not None and not isinstance(row, Command):
            self._checked ^= {row.id}

    def _row(self) -> Option | Command | None:
        return self._rows[self._at] if self._at < len(self._rows) else None

    def _chosen(self) -> tuple[str, ...] | Command | None:
        """What Enter means now; None where nothing is pointed at."""
        row = self._row()
        if row is None or (self._sought and not self._found and not self._named):
            return None
        if isinstance(row, Command):
            return row
        if self._checked is None or not self._checked:
            return (row.id,)
        return tuple(o.id for o in self._options if o.id in self._checked)

    def _seek(self, text: str) -> None:
        """Look for rows with `text` too."""
        if len(self._options) > LONG and text.isprintable():
            self._sought += text
            self._at = self._typed = 0

    def _seek_less(self) -> bool:
        """Take back the last character that was sought; whether there was one."""
        had = bool(self._sought)
        self._sought = self._sought[:-1]
        if had:
            self._at = self._typed = 0
        return had

    # ------------------------------------------------------------ keys

    def keys(self, keys: KeyBindings) -> KeyBindings:
        """`keys`, with those of the list added."""
        moves: dict[str, Callable[[], object]] = {
            "up": lambda: self._move(-1),
            "c-p": lambda: self._move(-1),
            "down": lambda: self._move(1),
            "c-n": lambda: self._move(1),
            "tab": lambda: self._move(1),
            "s-tab": lambda: self._move(-1),
            "pageup": lambda: self._move(-min(self._at, 8)),
            "pagedown": lambda: self._move(min(8, len(self._rows) - 1 - self._at)),
            "home": lambda: self._move(-self._at),
            "end": lambda: self._move(len(self._rows) - 1 - self._at),
            " ": self._tick,
            "　": self._tick,
            "backspace": self._seek_less,
        }
        for digit in "0123456789":
            for key in (digit, chr(ord(digit) + FULL_WIDTH)):
                moves[key] = partial(self._digit, int(digit))
        for key, move in moves.items():
            keys.add(key, eager=True)(partial(_do, move))
        self._add_commands(keys)

        @keys.add("enter", eager=True)
        def _enter(event: KeyPressEvent) -> None:
            chosen = self._chosen()
            if chosen is not None:
                event.app.exit(result=chosen)

        @keys.add(Keys.Any)
        def _type(event: KeyPressEvent) -> None:
            self._seek(one_line(event.data))

        return keys

    def _add_commands(self, keys: KeyBindings) -> None:
        for command in self._pressed:
            forms = {command.key, command.key.upper()}
            forms |= {chr(ord(key) + FULL_WIDTH) for key in forms}
            if command is Command.BACK:
                forms |= {*LIKE_BACK, "c-b"}
            for key in forms:
                keys.add(key, eager=True)(partial(self._leave, command))

        @keys.add("escape", eager=True)
        def _escape(event: KeyPressEvent) -> None:
            if self._sought:
                self._sought, self._at = "", 0
            elif Command.BACK in self._pressed:
                event.app.exit(result=Command.BACK)
            elif Command.LEAVE in self._pressed:
                event.app.exit(result=Command.LEAVE)

    def _leave(self, command: Command, event: KeyPressEvent) -> None:
        """Do a command; a letter goes to what is being sought."""
        if self._sought and command.key.isalpha():
            self._seek(event.data)
        else:
            event.app.exit(result=command)


def _do(move: Callable[[], object], _event: KeyPressEvent) -> None:
    move()
