"""The terminal around the wizard: what it can do, which characters it takes, how it is left."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import re
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, Literal, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

Kind = Literal["rich", "plain", "none"]

_IUTF8 = 0x4000  # of c_iflag, on Linux and macOS; the termios module names it from 3.13 on
# What a terminal obeys, and what makes a line read otherwise than it is written.
_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_INSTEAD = {"¥": "￥", "✅": "[完成]", "✓": "√", "✔": "√", "❌": "[不行]", "•": "·",
            "–": "-", "−": "-", "\u00a0": " ", "☐": "[ ]", "☑": "[x]"}


def can_prompt(
    stdin: TextIO | None, stdout: TextIO | None, env: Mapping[str, str], *, plain: bool = False
) -> Kind:
    """How questions can be asked: on a screen, line by line, or (no terminal) not at all."""
    if not (_is_terminal(stdin) and _is_terminal(stdout)):
        return "none"
    term = env.get("TERM", "")
    dumb = term in {"dumb", "unknown"} or (not term and os.name == "posix")
    if plain or dumb or env.get("WEIQUAN_PLAIN", "0") not in {"", "0"}:
        return "plain"
    return "rich"


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


# ---------------------------------------------------------------- characters

def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    out = []
    for char in error.object[error.start : error.end]:
        word = _INSTEAD.get(char, f"[U+{ord(char):04X}]")
        try:
            word.encode(error.encoding)
        except UnicodeEncodeError:
            word = f"[U+{ord(char):04X}]"
        out.append(word)
    return "".join(out), error.end


codecs.register_error("weiquan", _replace)


def encodable(text: str, encoding: str) -> str:
    """The text with what `encoding` lacks replaced, 【￥】 for a yen sign or [U+4DAE] at worst."""
    return harmless(text).encode(encoding, "weiquan").decode(encoding)


def safe_streams(*streams: Any) -> None:
    """Make standard streams (or those given) carry Chinese without ever raising.

    An encoding with Chinese (GBK, UTF-8) is kept, and characters that it lacks are written as a
    word or as [U+4DAE]. One without any Chinese (ASCII, Latin-1) would lose every sentence, so
    it becomes UTF-8: nearly all such terminals show it, and a file written so can be read.
    """
    _open_missing()
    for stream in streams or (sys.stdin, sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError, io.UnsupportedOperation):
            errors = "weiquan" if stream.writable() else "replace"
            if _has_chinese(stream.encoding):
                stream.reconfigure(errors=errors)
            else:
                stream.reconfigure(encoding="utf-8", errors=errors)


def _open_missing() -> None:
    """Give the place of a stream that was closed before the start to one that holds nothing.

    Else Python has None there, and the next file that is opened gets its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def harmless(text: str) -> str:
    """`text` for a terminal: nothing in it can move the cursor, set a title or turn its order.

    Tabs and ends of lines stay. Names of files and what people typed come from anywhere.
    """
    return _ORDERS.sub("\ufffd", text)


def _has_chinese(encoding: str | None) -> bool:
    try:
        return bool("维权".encode(encoding or "ascii"))
    except (UnicodeEncodeError, LookupError):
        return False


@contextlib.contextmanager
def erasing_characters(stdin: TextIO) -> Iterator[None]:
    """Inside, backspace in the terminal's own line editing takes a whole UTF-8 character.

    Terminals over ssh or in containers often start with it taking one byte of a 汉字.
    """
    ours = stdin is sys.stdin and _is_terminal(stdin) and stdin.encoding.lower() == "utf-8"
    state = _terminal_state() if ours else None
    if state is not None:
        _put_back([state[0] | _IUTF8, *state[1:]])
    try:
        yield
    finally:
        _put_back(state)


# ---------------------------------------------------------------- leaving

_FAREWELLS: list[Callable[[], str] | None] = []   # of each that is inside another


@contextlib.contextmanager
def left_sane(restore: bytes = b"", farewell: Callable[[], str] | None = None) -> Iterator[None]:
    """Inside, SIGTERM and SIGHUP first put the terminal back, then end the process as usual.

    `restore` is written to it; `farewell` gives a last line for stderr: the innermost one that
    there is. Ending by the signal itself, not by an exception, works wherever the program happens
    to be.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    state = _terminal_state()

    def die(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(Exception):
            _put_back(state)
            if restore:
                os.write(1, restore)
            if said := next(filter(None, reversed(_FAREWELLS)), None):
                os.write(2, (encodable(said(), sys.stderr.encoding) + "\n").encode(
                    sys.stderr.encoding))
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    names = ("SIGTERM", "SIGHUP")
    # SIGHUP is taken even where nohup ignores it: without a terminal there is nobody to ask.
    old = {n: signal.signal(n, die) for s in names if (n := getattr(signal, s, None)) is not None}
    _FAREWELLS.append(farewell)
    try:
        yield
    finally:
        _FAREWELLS.pop()
        for number, handler in old.items():
            signal.signal(number, handler)


def _terminal_state() -> Any:
    if os.name != "posix":
        return None
    import termios

    try:
        return termios.tcgetattr(0)
    except (termios.error, OSError, ValueError):
        return None


def _put_back(state: Any) -> None:
    if state is not None:
        import termios

        with contextlib.suppress(termios.error, OSError):  # the terminal may be gone
            termios.tcsetattr(0, termios.TCSANOW, state)
