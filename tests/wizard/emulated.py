"""A wizard on an emulated terminal, fed with keys, in this process."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyte
from prompt_toolkit.application.current import get_app_or_none
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from weiquan.wizard.screen import ScreenPrompter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from small_session import SmallSession

    from weiquan.wizard.prompter import Wrap

UP, DOWN, ENTER, DELETE = "\x1b[A", "\x1b[B", "\r", "\x7f"
LEFT, CTRL_C, CTRL_D = "\x1b[D", "\x03", "\x04"


def paste(text: str) -> str:
    """What a terminal with bracketed paste sends."""
    return f"\x1b[200~{text}\x1b[201~"


@dataclass
class Terminal:
    """A terminal of some size; keeps every page that was on it."""

    columns: int = 80
    rows: int = 24
    raw: str = ""
    encoding: str = "utf-8"
    pages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.screen = pyte.HistoryScreen(self.columns, self.rows)
        self._stream = pyte.Stream(self.screen)

    def write(self, data: str) -> None:
        if "\x1b[2J" in data:
            self.pages.append(self.now())
        self.raw += data
        # A real terminal driver adds the carriage return.
        self._stream.feed(data.replace("\r\n", "\n").replace("\n", "\r\n"))

    def flush(self) -> None:
        if not self.pages or self.pages[-1] != self.now():
            self.pages.append(self.now())
        app = get_app_or_none()
        if self.keys and app is not None and not app.is_done:
            # One bundle of keys per drawing, so that every state is seen.
            self.pipe.send_text(self.keys.pop(0))

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def now(self) -> str:
        """The screen as lines, without the cells that pyte adds after wide characters."""
        lines = []
        for y in range(self.rows):
            row = self.screen.buffer[y]
            lines.append("".join(row[x].data for x in range(self.columns)).rstrip())
        return "\n".join(lines).rstrip()

    def saw(self, *texts: str) -> bool:
        """Whether some page showed all of these together."""
        return any(all(t in page for t in texts) for page in self.pages)

    @contextmanager
    def prompter(self, *keys: str, wrap: Wrap | None = None) -> Iterator[ScreenPrompter]:
        """A prompter that reads these keys, one bundle after the other."""
        with create_pipe_input() as pipe:
            self.pipe, self.keys = pipe, list(keys)
            size = Size(rows=self.rows, columns=self.columns)
            output = Vt100_Output(self, lambda: size)  # type: ignore[arg-type]  # has all it calls
            yield ScreenPrompter(wrap, pipe, output)


@dataclass
class Run:
    """How a run of the wizard ended."""

    session: SmallSession
    terminal: Terminal
    end: str

    @property
    def facts(self) -> dict[str, object]:
        return self.session.facts
