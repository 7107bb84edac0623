"""Which prompter asks: the one of the screen, or the one that reads and writes lines."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from weiquan.wizard.prompter import Prompter, Wrap


def open_prompter(kind: Literal["rich", "plain"], wrap: Wrap | None = None) -> Prompter:
    """The prompter of that kind; the plain one also where the other cannot start."""
    if kind == "rich":
        # Besides OSError, the library has errors of its own, such as for Git Bash on Windows.
        with contextlib.suppress(Exception):
            from weiquan.wizard.screen import ScreenPrompter

            return ScreenPrompter(wrap)
    from weiquan.wizard.plain import PlainPrompter

    return PlainPrompter(wrap)
