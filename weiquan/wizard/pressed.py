"""What was pressed, without what the terminal says by itself.

A terminal answers questions that another program asked it, maybe long ago, and reports the mouse
and the focus. prompt_toolkit takes what it does not know of these for Escape and letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.vt100_parser import Vt100Parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPress

PASTE, PASTED = "\x1b[200~", "\x1b[201~"
# ECMA-48, and what does not follow it: keys of the Linux console, the mouse of X10.
_WHOLE = re.compile(
    r"\x1b(?:\[\[[@-~]|\[M[^\x1b]{3}|\[(?![\[M])[0-?]*[ -/]*[@-~]|O[ -~]"
    r"|(?:\][0-9lL]|P[0-9>!]|_G)[ -~]*(?:\x07|\x1b\\))")
_BEGUN = re.compile(
    r"\x1b(?:\[\[|\[M[^\x1b]{0,2}|\[[0-?]*[ -/]*|O|\](?:[0-9lL][ -~]*\x1b?)?"
    r"|P(?:[0-9>!][ -~]*\x1b?)?|_(?:G[ -~]*\x1b?)?)?")
_LONGEST = 4096  # characters of an answer
_PRESSABLE = 2   # characters that a hand can send at once: Escape or Alt with one more


class PressedKeys(Vt100Parser):
    """A parser that passes on keys and pasted text only, however its input is cut in pieces."""

    def __init__(self, passed_on: Callable[[KeyPress], None]) -> None:
        super().__init__(passed_on)
        self._held = ""
        self._pasting = ""  # the end of what was pasted so far; empty when nothing is

    def feed(self, data: str) -> None:
        """Take what was read from the terminal."""
        text, self._held = self._held + data, ""
        while text:
            if self._pasting:
                text = self._paste(text)
                continue
            before, escape, after = text.partition("\x1b")
            super().feed(before)
            text = self._sequence(escape + after) if escape else ""

    def flush(self) -> None:
        """Nothing more came for a moment: Escape was pressed, if this is all there is."""
        if len(self._held) <= _PRESSABLE:
            super().feed(self._held)
            self._held = ""
        super().flush()

    def _paste(self, text: str) -> str:
        """Pass on what is pasted; returns what comes after it."""
        seen = self._pasting + text
        end = seen.find(PASTED)
        if end < 0:
            self._pasting = seen[-len(PASTE):]
            super().feed(text)
            return ""
        cut = end + len(PASTED) - len(self._pasting)
        self._pasting = ""
        super().feed(text[:cut])
        return text[cut:]

    def _sequence(self, text: str) -> str:
        """Deal with the sequence at the start of `text`; returns what comes after it."""
        whole = _WHOLE.match(text)
        if whole:
            if whole[0] in ANSI_SEQUENCES:
                super().feed(whole[0])
            self._pasting = PASTE if whole[0] == PASTE else ""
            return text[whole.end():]
        begun = _BEGUN.match(text)
        length = begun.end() if begun else 1
        if length == len(text) <= _LONGEST:
            self._held = text
            return ""
        if length <= _PRESSABLE:  # no sequence at all
            super().feed(text[0])
            return text[1:]
        # Cut off in the middle, maybe by the next one.
        return text[length - text[:length].endswith("\x1b"):]


def keys_only(stdin: Input) -> None:
    """Let `stdin` pass on keys only; nothing changes where the system names keys itself."""
    owner: Any = stdin
    parser = getattr(stdin, "vt100_parser", None)
    if isinstance(parser, Vt100Parser):
        owner.vt100_parser = PressedKeys(parser.feed_key_callback)
